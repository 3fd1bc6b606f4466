"""Confirmed by mail: one way for all that somebody without an account asks for.

    proofs.register(ProofKind("labs.need", confirm=raise_need, label=_("Send my need"), what=title_of))
    proofs.ask("labs.need", email=..., language=..., about=lab_item, payload={...})

The asker gets one letter with a link. Opening it shows a button, pressing it calls `confirm(proof)`, which does the
effect and gives the address of the receipt. However often it is pressed, the effect happens once.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.apps import apps
from django.db import transaction
from django.db.models import Model
from django.http import Http404
from django.utils.functional import Promise
from django.utils.translation import override

from civicportal.commons.models import Proof
from civicportal.commons.notices import voices as notices
from civicportal.commons.words import in_all_languages
from civicportal.kernel import dates
from civicportal.kernel.answers import Refused, no
from civicportal.kernel.text import LocalizedText
from civicportal.kernel.web import token_hash
from civicportal.people.models import canonical_email
from civicportal.records.actions import record


@dataclass(frozen=True, slots=True, kw_only=True)
class ProofKind:
    """One kind of thing that is confirmed by mail.

    `confirm(proof)` runs in the confirmation's transaction with the row locked, in the asker's language, does the
    effect and returns the path of the receipt; it may raise Refused, and then nothing has happened. `label` is on the
    button. `what(proof)` names in a few words what is confirmed, for the letter and the page.
    """

    key: str
    confirm: Callable[[Proof], str]
    label: str | Promise
    what: Callable[[Proof], LocalizedText | str | Promise]
    hours: int = 72


proof_kinds: dict[str, ProofKind] = {}


def register(kind: ProofKind) -> None:
    """Makes a kind known; called from AppConfig.ready(). Raises ValueError when the key is taken."""
    if kind.key in proof_kinds:
        raise ValueError(f"The proof {kind.key} is registered twice")
    proof_kinds[kind.key] = kind


@transaction.atomic
def ask(
    key: str, *, email: str, language: str, about: Model | None = None, payload: dict[str, Any] | None = None
) -> Proof:
    """Keeps what somebody asked for and mails them the link to confirm it.

    `about` is what it concerns; `payload` is what was written, plain values, sealed until it is confirmed. Nothing
    else has happened yet. The caller's view limits how often (kernel.web.at_most). Raises KeyError for an unknown key.
    """
    kind = proof_kinds[key]
    token = secrets.token_urlsafe(24)
    proof = Proof(
        kind=key, email=canonical_email(email), language=language[:2], token_hash=token_hash(token),
        expires_at=dates.now() + timedelta(hours=kind.hours),
    )  # fmt: skip
    if about is not None:
        proof.about_kind, proof.about_id = about._meta.label_lower, about.pk
    proof.payload = payload or {}
    proof.save()
    record(proof, verb="commons.proof_asked", by=None, facts={"kind": key})
    notices.confirm(proof, in_all_languages(kind.what(proof)), token)
    return proof


def about_of(proof: Proof) -> Any:
    """The row that a proof is about, as it is now; None when there is none or it is gone."""
    if not proof.about_kind:
        return None
    return apps.get_model(proof.about_kind)._base_manager.filter(pk=proof.about_id).first()


def proof_of(token: str) -> Proof:
    """The proof that a link names, confirmed or not. Raises Http404 for a link that names none or is too old."""
    found: Proof | None = Proof.objects.filter(token_hash=token_hash(token)).first()
    if found is None or found.kind not in proof_kinds or (found.confirmed_at is None and _is_old(found)):
        raise Http404
    return found


def _is_old(proof: Proof) -> bool:
    return proof.expires_at <= dates.now()


@transaction.atomic
def confirm(token: str) -> Proof:
    """The link was opened and its button pressed: does the effect, once; a second call gives back the first.

    Raises Refused when the link is too old, or with the reason of the kind itself.
    """
    proof: Proof | None = Proof.objects.select_for_update().filter(token_hash=token_hash(token)).first()
    if proof is None or (proof.confirmed_at is None and _is_old(proof)):
        raise Refused(no(notices.PROOF_IS_OLD))
    if proof.confirmed_at is not None:
        return proof
    with override(proof.language):
        proof.led_to = proof_kinds[proof.kind].confirm(proof)
    proof.confirmed_at, proof.payload = dates.now(), {}
    proof.save(update_fields=["confirmed_at", "led_to", "sealed"])
    record(proof, verb="commons.proof_confirmed", by=None, facts={"kind": proof.kind})
    return proof


def sweep() -> int:
    """Forgets what nobody confirmed in time, and receipts that are a month old. Returns how many."""
    now = dates.now()
    unconfirmed, _each = Proof.objects.filter(confirmed_at__isnull=True, expires_at__lte=now).delete()
    old, _each = Proof.objects.filter(confirmed_at__lte=now - timedelta(days=30)).delete()
    return int(unconfirmed + old)
