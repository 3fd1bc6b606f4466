"""Reads of the portal's own pages: home, staff's pages, news, search, sitemap, my page, reports to answer."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import Count, F, Q, QuerySet, Window
from django.db.models.functions import RowNumber
from django.http import Http404

from civicportal.cases.models import Case
from civicportal.commons.kinds import Kind, kinds
from civicportal.commons.models import Item, Step
from civicportal.commons.queries import followed_by, search
from civicportal.commons.thread import Knot, thread
from civicportal.kernel import dates
from civicportal.kernel.dates import show_day
from civicportal.kernel.money import NBSP
from civicportal.pages.models import AccessReport, News, Page, PageKey
from civicportal.people.enums import Role
from civicportal.places.mine import Row
from civicportal.places.models import City

FEWEST_ANSWERS = 5
"""Below this a share says more about chance than about the city."""
HITS_OF_A_KIND = 6
REVIEW_EVERY = timedelta(days=365)
ANSWERS_REPORTS = (Role.COMMUNICATOR, Role.ADMINISTRATOR)


@dataclass(frozen=True, slots=True)
class Story:
    """One public thing with its thread."""

    item: Item
    knots: list[Knot]


def story_to_tell() -> Story | None:
    """One red thread for the home page: the thing with the latest result, else the latest decision. Two queries."""
    told = Step.objects.filter(item__visible=True, at__lte=dates.now(), kind__in=[Step.Kind.RESULT, Step.Kind.DECISION])
    step = told.select_related("item").order_by(F("kind").desc(), "-at", "-id").first()
    return Story(step.item, thread(step.item)) if step else None


def latest_news(number: int) -> list[News]:
    """The news that are out, the newest first: one query."""
    return list(News.objects.out().order_by("-out_at", "-id")[:number])


def news_at(slug: str) -> News:
    """One piece of news that is out. Raises Http404."""
    found: News | None = News.objects.out().filter(slug=slug).first()
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


@dataclass(frozen=True, slots=True)
class Hits:
    """What was found of one kind: how many in all, and the first of them."""

    kind: Kind
    count: int
    items: list[Item]


def hits_by_kind(text: str) -> list[Hits]:
    """What the words find, kind by kind, the best first within each: three queries however much is found."""
    found = search(text)
    counts = dict(found.order_by().values_list("kind").annotate(n=Count("pk")))
    if not counts:
        return []
    place = Window(RowNumber(), partition_by=F("kind"), order_by=[F("rank").desc(), F("id").desc()])
    best: dict[str, list[Item]] = {}
    for item in found.annotate(place=place).filter(place__lte=HITS_OF_A_KIND):
        best.setdefault(item.kind, []).append(item)
    return [Hits(kinds[key], counts[key], items) for key, items in best.items() if key in kinds]


def hits_of(text: str, kind: str) -> QuerySet[Item]:
    """All that the words find of one kind. Raises Http404 for a kind that there is none of."""
    if kind not in kinds:
        raise Http404
    return search(text, [kind])


def addresses_for_sitemap(most: int = 20_000) -> Iterator[tuple[Item, Any]]:
    """The visible things with when they changed, the latest first: one query, only what an address needs."""
    rows = Item.objects.order_by("-changed_at").only("kind", "slug", "changed_at")[:most]
    return ((item, item.changed_at) for item in rows.iterator() if item.kind in kinds)


def my_followed(person: Any) -> list[Row]:
    """What the person follows, for my page: one query."""
    return [
        Row(
            label=str(item.title),
            url=item.get_absolute_url(),
            note=str(kinds[item.kind].label),
            status=str(item.status_words),
            look=item.status_look,
        )
        for item in followed_by(person)
        if item.kind in kinds
    ]


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
