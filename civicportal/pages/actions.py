"""What is written through the portal's own pages: reports on accessibility, their answers, feedback."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import transaction

from civicportal.kernel import dates
from civicportal.kernel.answers import insist
from civicportal.kernel.text import nfc, one_line
from civicportal.pages import notices, rules
from civicportal.pages.models import AccessReport, Feedback
from civicportal.people.models import canonical_email
from civicportal.records.actions import record

ANSWER_WITHIN = timedelta(days=14)


@transaction.atomic
def report_access(
    *, kind: str, address: str, words: str, email: str, language: str, once: UUID, by: Any
) -> AccessReport:
    """Somebody tells of a fault in accessibility or asks for another form, signed in or not.

    `once` makes a second click give back the first report. Whoever left an address gets a receipt with the day by
    which an answer comes (act 2018:1937, section 13: as soon as possible; the city's own limit is two weeks).
    """
    facts = {
        "kind": kind,
        "address": one_line(address)[:300],
        "words": nfc(words).strip(),
        "email": canonical_email(email) if email else "",
        "language": language,
        "answer_by": dates.today() + ANSWER_WITHIN,
    }
    report, new = AccessReport.objects.get_or_create(once=once, defaults=facts)
    if new:
        record(report, verb="pages.access_report", by=by, facts={"kind": kind})
        notices.access_received(report)
    return report


@transaction.atomic
def take_report(report: AccessReport, *, by: Any) -> AccessReport:
    """Somebody says that they look after a report. Raises Refused when it is answered."""
    fresh = AccessReport.objects.select_for_update(of=("self",)).get(pk=report.pk)
    insist(rules.can_answer_report(by, fresh))
    fresh.owner = by
    fresh.save(update_fields=["owner"])
    record(fresh, verb="pages.access_report_taken", by=by)
    return fresh


@transaction.atomic
def answer_report(report: AccessReport, *, outcome: str, answer: str, by: Any) -> AccessReport:
    """Answers a report, and writes to whoever left an address.

    A refusal needs its reasons and carries how to appeal (act 2018:1937, sections 15 and 20). Raises Refused when the
    rule says no, ValueError for an outcome that is no answer.
    """
    if outcome not in {AccessReport.Outcome.MENDED, AccessReport.Outcome.REFUSED}:
        raise ValueError(outcome)
    fresh = AccessReport.objects.select_for_update(of=("self",)).get(pk=report.pk)
    insist(rules.can_answer_report(by, fresh))
    fresh.outcome, fresh.answer, fresh.answered_at = outcome, nfc(answer).strip(), dates.now()
    fresh.owner = fresh.owner or by
    fresh.save(update_fields=["outcome", "answer", "answered_at", "owner"])
    record(fresh, verb="pages.access_report_answered", by=by, facts={"outcome": outcome})
    notices.access_answered(fresh)
    return fresh


@transaction.atomic
def give_feedback(*, address: str, found: str, words: str, language: str, once: UUID) -> Feedback:
    """Keeps what somebody says about a page, without anything that tells who it was."""
    facts = {"address": one_line(address)[:300], "found": found, "words": nfc(words).strip(), "language": language}
    kept, _new = Feedback.objects.get_or_create(once=once, defaults=facts)
    return kept
