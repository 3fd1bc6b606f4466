"""What is done through the portal's own pages: reports on accessibility, feedback, results told as news."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction

from civicportal.commons.models import Item, Step
from civicportal.kernel import dates
from civicportal.kernel.answers import insist
from civicportal.kernel.text import LocalizedText, nfc, one_line, slug_of
from civicportal.kernel.web import public_words_changed
from civicportal.pages import notices, rules
from civicportal.pages.models import AccessReport, Feedback, HandledResult, News
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


@transaction.atomic
def tell_story(
    item: Item,
    *,
    title: LocalizedText,
    lead: LocalizedText,
    body: LocalizedText,
    out_at: datetime,
    once: UUID,
    by: Any,
) -> News:
    """Writes a piece of news about a public thing, out at `out_at`; its results wait no longer to be told.

    `once` makes a form sent twice one piece of news. Raises Refused for whoever does not write news.
    """
    insist(rules.can_tell(by, item))
    words = {"title": title, "lead": lead, "body": body, "out_at": out_at, "about": item}
    piece, new = News.objects.get_or_create(once=once, defaults={"slug": _free_slug(str(title)), **words})
    if new:
        _handle_results(item, piece)
        record(piece, verb="pages.story_told", by=by, facts={"item": item.pk})
        public_words_changed()
    return piece


@transaction.atomic
def leave_story(item: Item, *, by: Any) -> None:
    """The results of a thing so far are not told as news. Raises Refused for whoever does not write news."""
    insist(rules.can_tell(by, item))
    _handle_results(item, None)
    record(item, verb="pages.story_left", by=by)


def _handle_results(item: Item, piece: News | None) -> None:
    results = Step.objects.filter(item=item, kind=Step.Kind.RESULT, at__lte=dates.now())
    HandledResult.objects.bulk_create([HandledResult(step=step, news=piece) for step in results], ignore_conflicts=True)


def _free_slug(title: str) -> str:
    """An address that no other piece of news has."""
    base = slug_of(title, most=80)
    taken = set(News.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    return next(slug for slug in (base, *(f"{base}-{number}" for number in range(2, 1000))) if slug not in taken)
