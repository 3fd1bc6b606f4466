"""An idea told in two sentences without an account: what happens when the address is confirmed by mail."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from civicportal.commons import proofs
from civicportal.commons.words import in_all_languages
from civicportal.kernel.answers import Refused, no
from civicportal.kernel.receipts import Receipts
from civicportal.people.actions import confirm_address
from funds.actions import inquiries

KEY = "funds.inquiry"
RECEIPTS = Receipts("funds.inquiry.receipt")


def confirmed(proof: Any) -> str:
    """The address is shown to be the reader's own: it has its account, and what was told becomes a case."""
    fund = proofs.about_of(proof)
    if fund is None:
        raise Refused(no(_("The fund is not there any more")))
    person = confirm_address(proof.email, language=proof.language)
    said = proof.payload
    made = inquiries.tell(fund, by=person, words=said["words"], language=proof.language, once=UUID(said["once"]))
    return reverse("funds:told", args=[RECEIPTS.of(made)])


def named(proof: Any) -> Any:
    """What is confirmed, in a few words."""
    fund = proofs.about_of(proof)
    return in_all_languages(_("your idea told to %(fund)s"), fund=fund.name) if fund else _("your idea")


def register_proof() -> None:
    """Called when the app is ready."""
    proofs.register(proofs.ProofKind(key=KEY, confirm=confirmed, label=_("Send what I wrote"), what=named))
