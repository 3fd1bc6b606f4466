"""What the commons themselves let people without an account confirm by mail: a support, its withdrawal, a question."""

from __future__ import annotations

from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from civicportal.commons import actions
from civicportal.commons.enums import QUESTION, SUPPORT, WITHDRAW_SUPPORT
from civicportal.commons.models import Item, Proof
from civicportal.commons.proofs import ProofKind, about_of, register
from civicportal.commons.rules import NOT_THERE
from civicportal.commons.words import in_all_languages
from civicportal.kernel.answers import Refused
from civicportal.kernel.text import LocalizedText


def item_of(proof: Proof) -> Item:
    """The visible item that a proof is about. Raises Refused when it is gone."""
    item = about_of(proof)
    if not isinstance(item, Item) or not item.visible:
        raise Refused(NOT_THERE)
    return item


def _named(words: object, proof: Proof) -> LocalizedText:
    """A sentence with the item's title, which is empty when the item is hidden meanwhile."""
    item = about_of(proof)
    return in_all_languages(words, title=item.title if item else "")  # type: ignore[arg-type]


def _receipt(name: str, item: Item, query: str) -> str:
    return f"{reverse(name, args=[item.kind, item.slug])}?{query}"


def _support(proof: Proof) -> str:
    item = item_of(proof)
    actions.support(item, email=proof.email, language=proof.language, confirmed=True)
    return _receipt("commons:supported", item, "bekraftad=1")


def _withdraw(proof: Proof) -> str:
    item = item_of(proof)
    actions.withdraw_support(item, email=proof.email)
    return _receipt("commons:supported", item, "tillbaka=1&bekraftad=1")


def _ask(proof: Proof) -> str:
    item, written = item_of(proof), proof.payload
    actions.ask(
        item, text=written["text"], language=proof.language, email=proof.email, once=UUID(written["once"])
    )  # fmt: skip
    return _receipt("commons:asked", item, "bekraftad=1")


def register_proofs() -> None:
    """Called when the app is ready."""
    register(
        ProofKind(
            key=SUPPORT,
            confirm=_support,
            label=_("Yes, I support this"),
            what=lambda proof: _named(_("Support: %(title)s"), proof),
        )
    )
    register(
        ProofKind(
            key=WITHDRAW_SUPPORT,
            confirm=_withdraw,
            label=_("Take my support back"),
            what=lambda proof: _named(_("Take back your support: %(title)s"), proof),
        )
    )
    register(
        ProofKind(
            key=QUESTION,
            confirm=_ask,
            label=_("Send my question"),
            what=lambda proof: _named(_("Ask a question about: %(title)s"), proof),
        )
    )
