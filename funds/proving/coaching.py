"""A coach asked for, or a time booked, without an account: what happens when the address is confirmed by mail."""

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
from funds.actions import coach_times, coaching
from funds.notices import coaching as notices_coaching
from funds.rules.coaching import GONE

ASK, BOOK = "funds.coaching", "funds.coach_time"
RECEIPTS = Receipts("funds.coaching.receipt")


def asked(proof: Any) -> str:
    """The address is shown to be the reader's own: it has its account, and the request becomes a case."""
    fund = proofs.about_of(proof)
    if fund is None:
        raise Refused(no(_("The fund is not there any more")))
    person, said = confirm_address(proof.email, language=proof.language), proof.payload
    made = coaching.ask(fund, by=person, words=said["words"], language=proof.language, once=UUID(said["once"]))
    return reverse("funds:coaching_asked", args=[RECEIPTS.of(made)])


def booked(proof: Any) -> str:
    """The same of a time, as long as it is free."""
    time = proofs.about_of(proof)
    if time is None:
        raise Refused(no(GONE))
    person, said = confirm_address(proof.email, language=proof.language), proof.payload
    made = coach_times.book(time, by=person, words=said["words"], language=proof.language, once=UUID(said["once"]))
    return notices_coaching.own_path(made)


def asked_what(proof: Any) -> Any:
    """What is confirmed, in a few words."""
    fund = proofs.about_of(proof)
    return in_all_languages(_("your request for a coach at %(fund)s"), fund=fund.name) if fund else _("a coach")


def booked_what(proof: Any) -> Any:
    """What is confirmed, in a few words."""
    return _("a time with a coach")


def register_proofs() -> None:
    """Called when the app is ready."""
    proofs.register(proofs.ProofKind(key=ASK, confirm=asked, label=_("Send my request"), what=asked_what))
    proofs.register(proofs.ProofKind(key=BOOK, confirm=booked, label=_("Book the time"), what=booked_what))
