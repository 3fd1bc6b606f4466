"""Reads of outreach: the source behind a short link, the sources of a fund with what came of each."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce
from django.shortcuts import get_object_or_404

from civicportal.commons.models import Item, Link
from funds.enums.applications import ApplicationState
from funds.models import CameFrom, Fund, Project, Source, SourceDay


def source_at(code: str) -> Source:
    """The source behind a short link. Raises Http404 when there is none or its fund is not public."""
    return get_object_or_404(Source.objects.select_related("fund"), code=code, fund__item__visible=True)


def funds_to_reach_out_for(person: Any) -> Any:
    """The funds whose sources the person may see."""
    rows: Any = Fund.objects.visible_to(person).order_by("pk")
    return rows.for_page()


def fund_to_reach_out_for(person: Any, slug: str) -> Fund:
    """A fund of the person's units. Raises Http404 otherwise."""
    return get_object_or_404(Fund.objects.visible_to(person).select_related("item", "unit"), slug=slug)


def sources_with_figures(person: Any, fund: Fund) -> QuerySet[Any]:
    """The fund's sources with `visits`, `started`, `sent` and `granted`, the newest first: one query."""
    rows: Any = _with_figures(Source.objects.visible_to(person).filter(fund=fund)).order_by("-starts_on", "-pk")
    found: QuerySet[Any] = rows.for_page()
    return found


def source_for_staff(person: Any, fund: str, code: str) -> Any:
    """One source with its figures. Raises Http404 when the person's units do not see it."""
    rows = _with_figures(Source.objects.visible_to(person)).select_related("fund__unit", "fund__item", "about")
    return get_object_or_404(rows, fund__slug=fund, code=code)


def _with_figures(rows: QuerySet[Source]) -> QuerySet[Any]:
    arrivals = CameFrom.objects.filter(source=OuterRef("pk")).order_by().values("source")
    days = SourceDay.objects.filter(source=OuterRef("pk")).order_by().values("source")

    def number(**only: Any) -> Any:
        counted = arrivals.annotate(n=Count("pk", filter=Q(**only) if only else None)).values("n")
        return Coalesce(Subquery(counted), 0)

    return rows.annotate(
        visits=Coalesce(Subquery(days.annotate(n=Sum("visits")).values("n")), 0),
        started=number(),
        sent=number(application__isnull=False),
        granted=number(application__state=ApplicationState.GRANTED),
    )


def nameable(fund: Fund) -> QuerySet[Item]:
    """The meetings about a fund and its granted projects, which a source may name; the newest first."""
    projects = Project.objects.filter(fund=fund).values("item")
    meetings = Link.objects.filter(target=fund.item_id, source__kind="meeting").values("source")
    rows = Item.objects.filter(Q(pk__in=projects) | Q(pk__in=meetings))
    return rows.order_by("kind", F("starts_at").desc(nulls_last=True), F("happened_on").desc(nulls_last=True), "-pk")
