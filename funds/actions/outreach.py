"""Sources of outreach: made and ended by staff, counted by the day, joined to the drafts that begin from them."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F

from civicportal.commons.models import Item
from civicportal.kernel import dates
from civicportal.kernel.answers import insist
from civicportal.kernel.text import LocalizedText
from civicportal.people.models import Person
from civicportal.records.actions import record
from civicportal.submissions.models import Draft
from funds.models import Application, CameFrom, Fund, Source, SourceDay
from funds.rules.applications import can_reach_out


@transaction.atomic
def make_source(
    fund: Fund,
    *,
    kind: str,
    name: LocalizedText,
    by: Person,
    about: Item | None = None,
    starts_on: date | None = None,
    ends_on: date | None = None,
    once: UUID | None = None,
) -> Source:
    """A new source with a code of its own. `once` makes a double click one source. Raises Refused."""
    insist(can_reach_out(by, fund))
    facts: dict[str, Any] = {
        "fund": fund,
        "kind": kind,
        "name": name,
        "about": about,
        "starts_on": starts_on or dates.today(),
        "ends_on": ends_on,
        "made_by": by,
    }
    source, new = (
        Source.objects.get_or_create(once=once, defaults=facts) if once else (Source.objects.create(**facts), True)
    )
    if new:
        record(source, verb="source.made", by=by, facts={"fund": fund.pk, "kind": kind})
    return source


@transaction.atomic
def change_source(source: Source, *, by: Person, **changes: Any) -> Source:
    """Changes a source's words, dates or meeting; never its code, which may be printed. Raises Refused."""
    insist(can_reach_out(by, source.fund))
    fresh = Source.objects.select_for_update(of=("self",)).select_related("fund").get(pk=source.pk)
    for name, value in changes.items():
        setattr(fresh, name, value)
    fresh.save(update_fields=[*changes])
    record(fresh, verb="source.changed", by=by, facts={"fields": sorted(changes)})
    return fresh


def count_visit(source: Source) -> None:
    """Adds one to today's count of a source, while the source counts. Nothing of the visitor is read or kept."""
    day = dates.today()
    if not source.counts_on(day):
        return
    rows = SourceDay.objects.filter(source=source, day=day)
    if rows.update(visits=F("visits") + 1):
        return
    try:
        with transaction.atomic():
            SourceDay.objects.create(source=source, day=day, visits=1)
    except IntegrityError:
        rows.update(visits=F("visits") + 1)


def began(draft: Draft, code: str, fund: Fund) -> None:
    """A draft has begun with a source's code in the address. A code of another fund, or of none, is passed over."""
    source = Source.objects.filter(code=code, fund=fund).first() if code else None
    if source is not None:
        CameFrom.objects.get_or_create(draft=draft, defaults={"source": source})


def sent(application: Application) -> None:
    """The draft was sent: the count goes on from begun to sent. In the sending's own transaction."""
    draft = application.submission.draft_id
    if draft is not None:
        CameFrom.objects.filter(draft=draft, application__isnull=True).update(application=application)
