"""What the configuration pages read."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Q, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from civicportal.kernel import dates
from civicportal.people.enums import Role
from civicportal.people.models import Organisation
from civicportal.submissions.editing import Place, questions_in
from civicportal.submissions.models import Form
from funds.models import Fund, Round
from funds.rules.setup import can_configure

READERS = (Role.FUND_MANAGER, Role.ADMINISTRATOR, Role.AUDITOR)
NEEDS = (("title",), ("summary",), ("budget", "sum"), ("contact_name",))
"""Meanings that an application's form must ask, of each group at least one: without them nobody can judge or pay."""
NEEDS_OF_REPORT = (("budget",),)
"""A report says what the money went to: what it does not name counts as unused, and is asked back."""


def funds_to_set_up(person: Any) -> QuerySet[Fund]:
    """The funds that one sets up; an auditor and an administrator see all. Newest first."""
    rows = Fund.objects.select_related("unit", "item").annotate(round_count=Count("rounds")).order_by("-pk")
    if not person.has_role(Role.ADMINISTRATOR, Role.AUDITOR):
        rows = rows.filter(unit__in=person.units_as(Role.FUND_MANAGER))
    return rows.for_page()


def fund_to_read(person: Any, slug: str) -> Fund:
    """A fund's configuration for whoever may read it. Raises Http404 otherwise."""
    found = get_object_or_404(Fund.objects.select_related("unit", "item", "form", "report_form"), slug=slug)
    if not person.has_role(Role.AUDITOR) and not can_configure(person, found):
        raise Http404
    return found


def fund_to_set_up(person: Any, slug: str) -> Fund:
    """A fund for whoever may change how it is set up. Raises Http404 otherwise."""
    found = fund_to_read(person, slug)
    if not can_configure(person, found):
        raise Http404
    return found


def round_to_set_up(person: Any, slug: str, round_slug: str) -> Round:
    """A round of such a fund. Raises Http404 otherwise."""
    fund = fund_to_set_up(person, slug)
    rows = Round.objects.select_related("fund__unit", "opening", "fund_year").prefetch_related("focus_challenges")
    return get_object_or_404(rows, fund=fund, slug=round_slug)


def units_for_funds(person: Any) -> QuerySet[Organisation]:
    """The units for which one may make a fund."""
    rows = Organisation.objects.units().order_by("name")
    return rows if person.has_role(Role.ADMINISTRATOR) else rows.filter(pk__in=person.units_as(Role.FUND_MANAGER))


def rounds_in_setup(fund: Fund) -> list[Round]:
    """The fund's rounds with how many applications each has: one query."""
    rows = fund.rounds.select_related("opening", "fund_year").annotate(count=Count("applications"))
    return list(rows.order_by("-opening__opens_at").for_page())


def newest_round(fund: Fund) -> Round | None:
    """The round that a new one follows: the last to open, with its opening."""
    return fund.rounds.select_related("opening", "fund_year").order_by("-opening__opens_at").first()


def form_of(fund: Fund) -> Form | None:
    """The form that the next round asks; a fund from before it had one of its own asks what its newest round does."""
    if fund.form is not None:
        return fund.form
    newest = fund.rounds.select_related("opening__form").order_by("-opening__opens_at").first()
    return newest.opening.form if newest else None


def newest_questions(fund: Fund) -> dict[str, Any]:
    """The form as staff write on it: its version in the making, else the one in use. Empty without a form."""
    form = form_of(fund)
    if form is None:
        return {}
    newest = Form.objects.filter(name=form.name).order_by("-version").first()
    data: dict[str, Any] = newest.definition if newest else {}
    return data


def applicant_kinds(fund: Fund) -> list[str]:
    """The kinds of applicant that the questions let one choose among; none where nobody is asked."""
    for question in questions_in(newest_questions(fund)):
        if question.get("means") == "applicant_kind":
            return [choice["value"] for choice in question.get("choices") or []]
    return []


def place_of_form(name: str) -> Place | None:
    """The fund whose application or report a form is, for the form editor."""
    asks = Q(form__name=name) | Q(report_form__name=name) | Q(rounds__opening__form__name=name)
    fund = Fund.objects.filter(asks).select_related("report_form").order_by("pk").first()
    if fund is None:
        return None
    is_report = fund.report_form is not None and fund.report_form.name == name
    return Place(
        label=_("Final report, %(fund)s") % {"fund": fund.name} if is_report else str(fund.name),
        url=reverse("admin:funds_setup", args=[fund.slug]),
        units=frozenset({fund.unit_id}),
        needs=NEEDS_OF_REPORT if is_report else NEEDS,
    )


def next_decisions(round_: Round, most: int = 4) -> list[dict[str, Any]]:
    """The decision dates to come of a round that is open all year, each with the last day to apply for it."""
    today = dates.today()
    coming = [day for day in sorted(round_.decision_dates) if round_.last_day_for(day) >= today]
    return [{"day": day, "last_day": round_.last_day_for(day)} for day in coming[:most]]
