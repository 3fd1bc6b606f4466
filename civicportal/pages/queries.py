"""Reads of the portal's own pages: home, staff's pages, news, search, sitemap, my page, reports to answer."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery
from django.http import Http404
from django.utils.translation import gettext as _

from civicportal.cases.kinds import joined, label_of, talk_path
from civicportal.cases.models import Case, CaseMessage
from civicportal.commons.kinds import kinds
from civicportal.commons.models import Item, Step
from civicportal.commons.queries import Held, newest
from civicportal.commons.registrations.voices import row_of
from civicportal.commons.thread import thread
from civicportal.kernel import dates
from civicportal.kernel.dates import show_day
from civicportal.kernel.money import NBSP
from civicportal.pages.models import AccessReport, Feedback, HandledResult, News, Page, PageKey
from civicportal.pages.story import Story
from civicportal.people.enums import Role
from civicportal.places.mine import Row
from civicportal.places.models import City

FEWEST_ANSWERS = 5
"""Below this a share says more about chance than about the city."""
STANDING_KINDS = frozenset({"fund", "lab", "network", "method", "partner", "meeting"})
"""What stands there all year, and meetings, which have their own place on the home page."""
REVIEW_EVERY = timedelta(days=365)
ANSWERS_REPORTS = (Role.COMMUNICATOR, Role.ADMINISTRATOR)
WRITES_NEWS = (Role.COMMUNICATOR, Role.ADMINISTRATOR)
TOLD_WITHIN = timedelta(days=60)
"""A result that nobody has told as news in so long is no news."""
STORIES_WAITING = 20
FEEDBACK_SINCE = timedelta(days=30)


def right_now(number: int) -> list[Item]:
    """The newest things for the home page, of different kinds as far as there are any: one query."""
    rows = newest([key for key in kinds if key not in STANDING_KINDS], number * 4)
    first: dict[str, Item] = {}
    for item in rows:
        first.setdefault(item.kind, item)
    others = [item for item in rows if first[item.kind] is not item]
    return [*first.values(), *others][:number]


def latest_news(number: int) -> list[News]:
    """The news that are out, the newest first: one query."""
    return list(News.objects.out().order_by("-out_at", "-id")[:number])


def news_at(slug: str) -> News:
    """One piece of news that is out. Raises Http404."""
    found: News | None = News.objects.out().select_related("about").filter(slug=slug).first()
    if found is None:
        raise Http404
    return found


def answered_in_time() -> int | None:
    """The share in percent of the past year's cases that were answered by the promised day; None when too few were."""
    since = dates.now() - timedelta(days=365)
    counted = Case.objects.filter(answered_at__gte=since, answer_by__isnull=False).aggregate(
        answered=Count("pk"), in_time=Count("pk", filter=Q(answered_at__date__lte=F("answer_by")))
    )
    return None if counted["answered"] < FEWEST_ANSWERS else int(100 * counted["in_time"] / counted["answered"])


def page_with_sections(key: str) -> Page:
    """One of staff's pages with its sections: two queries. Raises Http404 before the first texts are loaded."""
    found: Page | None = Page.objects.prefetch_related("sections").filter(key=key).first()
    if found is None:
        raise Http404
    return found


def city_facts(city: City, page: Page, site_url: str) -> dict[str, str]:
    """What stands for [[names]] in staff's texts: Markdown, so that addresses and numbers become links."""
    portal = str(city.portal_name)
    phone = f"[{city.phone.replace(' ', NBSP)}](tel:{re.sub(r'[^0-9+]', '', city.phone)})" if city.phone else ""
    return {
        "city": city.name or portal,
        "authority": city.authority or city.name or portal,
        "portal": portal,
        "address": site_url,
        "email": f"<{city.email}>" if city.email else "",
        "phone": phone or f"<{city.email}>",
        "dpo": f"<{city.data_protection_email or city.email}>",
        "reviewed": show_day(page.reviewed_on),
        "changed": show_day(page.changed_at),
    }


def addresses_for_sitemap(most: int = 20_000) -> Iterator[tuple[Item, Any]]:
    """The visible things with when they changed, the latest first: one query, only what an address needs."""
    rows = Item.objects.order_by("-changed_at").only("kind", "slug", "changed_at")[:most]
    return ((item, item.changed_at) for item in rows.iterator() if item.kind in kinds)


def my_waiting(person: Any) -> list[Row]:
    """The person's unanswered cases where the city wrote last, so that the next word is theirs: one query."""
    last = CaseMessage.objects.filter(case=OuterRef("pk")).order_by("-id")
    rows = Case.objects.filter(person=person, answered_at__isnull=True, closed_at__isnull=True).annotate(
        city_wrote=Subquery(last.values("from_city")[:1]), written_at=Subquery(last.values("sent_at")[:1])
    )
    return [
        Row(
            label=case.title,
            url=talk_path(case),
            status=_("Waits for your reply"),
            note=f"{case.reference} · {label_of(case)} · {show_day(case.written_at)}",
        )
        for case in rows.filter(city_wrote=True).select_related(*joined()).order_by("written_at").for_page()
    ]


def my_followed(held: Held) -> list[Row]:
    """What the person follows, for my page."""
    return [row_of(item) for item in held.followed if item.kind in kinds]


def open_reports(person: Any) -> QuerySet[AccessReport]:
    """Reports on accessibility that wait for an answer, for those whose task it is; nothing for others."""
    rows: QuerySet[AccessReport] = AccessReport.objects.filter(outcome=AccessReport.Outcome.OPEN)
    return rows if person.has_role(*ANSWERS_REPORTS) else rows.none()


def report_to_answer(person: Any, number: int) -> AccessReport:
    """One report, answered or not. Raises Http404 for whoever has no part in it."""
    found = AccessReport.objects.filter(pk=number).first() if person.has_role(*ANSWERS_REPORTS, Role.AUDITOR) else None
    if found is None:
        raise Http404
    return found


def statements_to_read(person: Any) -> list[Page]:
    """The statement on accessibility, when nobody has read it through for a year."""
    if not person.has_role(*ANSWERS_REPORTS):
        return []
    old = dates.today() - REVIEW_EVERY
    return list(Page.objects.filter(key=PageKey.ACCESSIBILITY, reviewed_on__lt=old))


def stories_waiting(person: Any) -> list[Step]:
    """The latest result of each public thing that nobody has told as news or set aside, newest first: one query."""
    if not person.has_role(*WRITES_NEWS):
        return []
    fresh = Step.objects.filter(
        kind=Step.Kind.RESULT, hidden=False, item__visible=True, at__lte=dates.now(), at__gte=dates.now() - TOLD_WITHIN
    ).exclude(pk__in=HandledResult.objects.values("step"))
    latest = fresh.order_by("item", "-at", "-pk").distinct("item")
    rows = Step.objects.filter(pk__in=latest.values("pk")).select_related("item").order_by("-at", "-pk")
    return list(rows.for_page()[:STORIES_WAITING])


def story_to_write(person: Any, kind: str, slug: str) -> Story:
    """A public thing with its thread, for whoever writes news. Raises Http404 for everybody else."""
    item = Item.objects.filter(kind=kind, slug=slug).first() if person.has_role(*WRITES_NEWS, Role.AUDITOR) else None
    if item is None:
        raise Http404
    return Story(item, thread(item))


def news_ahead(person: Any) -> list[News]:
    """News that are written and not out yet, the next first, for those who write news."""
    if not person.has_role(*WRITES_NEWS):
        return []
    return list(News.objects.filter(out_at__gt=dates.now()).order_by("out_at", "pk")[:STORIES_WAITING])


@dataclass(frozen=True, slots=True)
class Heard:
    """What readers have said about the pages lately: how many, and how many found what they came for."""

    answers: int
    found: int
    with_words: int


def feedback_lately() -> Heard:
    """The feedback of the past month: one query."""
    counted = Feedback.objects.filter(written_at__gte=dates.now() - FEEDBACK_SINCE).aggregate(
        answers=Count("pk"),
        found=Count("pk", filter=Q(found=Feedback.Found.YES)),
        with_words=Count("pk", filter=~Q(words="")),
    )
    return Heard(**counted)
