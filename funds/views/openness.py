"""Reading pages of how a fund works: its figures, how it decides, what others need to do likewise; and their files."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from civicportal.kernel import pdf
from civicportal.kernel.sheets import csv_answer
from civicportal.kernel.web import ANYONE, open_to, reading_page
from civicportal.places.queries import the_city
from funds import statistics as shown
from funds.method import paper
from funds.queries import method as methods
from funds.queries import public as queries
from funds.queries import statistics as figures


def _told(slug: str) -> tuple[Any, shown.Statistics]:
    fund = queries.fund_in_public(slug)
    rounds = figures.counted_rounds(fund)
    return fund, shown.told(fund, rounds, figures.figures_of(fund), figures.sources_of(fund))


@open_to(ANYONE)
@reading_page
def statistics(request: HttpRequest, slug: str) -> HttpResponse:
    """Applied and granted, by round, area, district and kind; how people heard, how long answers took."""
    fund, told = _told(slug)
    return render(request, "funds/statistics.html", {"fund": fund, "statistics": told, "lowest": shown.LOWEST})


@require_safe
@open_to(ANYONE)
def statistics_file(request: HttpRequest, slug: str) -> HttpResponse:
    """The same figures as a table for a spreadsheet."""
    fund, told = _told(slug)
    return csv_answer(f"{fund.slug}-statistik.csv", [*shown.HEAD], shown.cells(told))


@open_to(ANYONE)
@reading_page
def deciding(request: HttpRequest, slug: str) -> HttpResponse:
    """How the fund decides, made from its configuration; no reviewer is named."""
    fund = queries.fund_in_public(slug)
    return render(request, "funds/how_we_decide.html", {"fund": fund, "method": methods.method_of(fund)})


@open_to(ANYONE)
@reading_page
def spread(request: HttpRequest, slug: str) -> HttpResponse:
    """What another city needs to do likewise: the method, what it cost and what it gave."""
    fund = queries.fund_in_public(slug)
    context = {
        "fund": fund,
        "method": methods.method_of(fund),
        "years": methods.years_of(fund),
        "gave": methods.what_it_gave(fund),
    }
    return render(request, "funds/spread.html", context)


@require_safe
@open_to(ANYONE)
def method_data(request: HttpRequest, slug: str) -> JsonResponse:
    """The configuration as JSON: texts, questions, criteria, stages. Nothing of a person."""
    fund = queries.fund_in_public(slug)
    answer = JsonResponse(methods.as_data(methods.method_of(fund)), json_dumps_params={"ensure_ascii": False})
    answer.headers["Content-Disposition"] = f'attachment; filename="{fund.slug}.json"'
    return answer


@require_safe
@open_to(ANYONE)
def criteria_file(request: HttpRequest, slug: str) -> HttpResponse:
    """The criteria with what each score means, as a table for a spreadsheet."""
    fund = queries.fund_in_public(slug)
    rows = _criteria_rows(queries.criteria_of(methods.round_told(fund)))
    return csv_answer(f"{fund.slug}-kriterier.csv", ["criterion", "weight", "score", "sv", "en"], rows)


def _criteria_rows(criteria: list[queries.ShownCriterion]) -> Iterator[tuple[Any, ...]]:
    for one in criteria:
        name, weight = str(one.criterion.name), f"{one.criterion.weight.normalize():f}"
        question = one.criterion.question.texts
        yield (name, weight, "", question.get("sv", ""), question.get("en", ""))
        for anchor in one.anchors:
            yield (name, weight, anchor.score, anchor.words.texts.get("sv", ""), anchor.words.texts.get("en", ""))


@require_safe
@open_to(ANYONE)
def method_paper(request: HttpRequest, slug: str) -> HttpResponse:
    """The method as a tagged PDF in the page's language."""
    fund = queries.fund_in_public(slug)
    facts = paper(methods.method_of(fund), methods.years_of(fund), the_city(), (get_language() or "sv")[:2])
    return pdf.answer("funds/method.typ", facts, f"{fund.slug}.pdf")
