"""Setting a fund up: its start page with what is missing, and a page for each part."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from civicportal.backoffice import work
from civicportal.backoffice.work import work_page
from civicportal.kernel.answers import Refused
from civicportal.people.enums import Role
from funds.actions import setup as actions
from funds.forms.setup import (
    AudienceForm,
    FundPart,
    NewFundForm,
    SumsForm,
    SupportForm,
    TextsForm,
    YearsForm,
    checklist_rows,
    eligibility_rows,
    plain_rows,
)
from funds.models import Fund
from funds.queries import setup as queries
from funds.rules.setup import can_configure, can_publish
from funds.setup import missing_in, sections_of

WRITERS = (Role.FUND_MANAGER, Role.ADMINISTRATOR)


@work_page(*queries.READERS)
def fund_list(request: HttpRequest) -> HttpResponse:
    """The funds that one sets up, public or not."""
    person: Any = request.user
    context = {"funds": queries.funds_to_set_up(person), "may_make": person.has_role(*WRITERS)}
    return work.render(request, "funds/backoffice/setups.html", context, title=_("Set up funds"))


@work_page(*WRITERS)
def new_fund(request: HttpRequest) -> HttpResponse:
    """A name, whose it is, the letters of its references: a fund to set up."""
    units = queries.units_for_funds(request.user)
    form = NewFundForm(request.POST if request.method == "POST" else None, units=units)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.make_fund(**form.cleaned_data, by=request.user)
        except Refused as refused:
            form.add_error(None, str(refused.why))
        else:
            return redirect("admin:funds_setup", fund=made.slug)
    context = {
        "form": form,
        "back_url": reverse("admin:funds_setups"),
        "back_label": _("All funds"),
        "button": _("Make the fund"),
        "lead": [_("It gets the questions that every application needs. Nobody sees it before you publish it.")],
    }
    status = 422 if form.errors else 200
    return work.render(request, "backoffice/form.html", context, title=_("A new fund"), status=status)


@work_page(*queries.READERS)
def start(request: HttpRequest, fund: str) -> HttpResponse:
    """The parts of a fund, what is ready, and what is missing before it can open."""
    found = queries.fund_to_read(request.user, fund)
    sections = sections_of(found)
    context = {
        "fund": found,
        "sections": [one for one in sections if work.may_open(request.user, one.url)],
        "missing": [section for section in sections if section.state == "todo"],
        "public": found.item is not None and found.item.visible,
        "may_configure": can_configure(request.user, found),
        "may_read_review": work.may_open(request.user, reverse("admin:review_setup", args=[0])),
        "rounds": queries.rounds_in_setup(found),
    }
    title = _("Set up %(fund)s") % {"fund": found.name}
    return work.render(request, "funds/backoffice/setup.html", context, title=title)


@work_page(*WRITERS)
def publish(request: HttpRequest, fund: str) -> HttpResponse:
    """The fund stands in public from now on, when nothing is missing."""
    found = queries.fund_to_set_up(request.user, fund)
    if request.method == "POST":
        try:
            actions.publish_fund(found, by=request.user)
        except Refused as refused:
            messages.error(request, str(refused.why))
        else:
            messages.success(request, _("The fund stands in public now"))
        return redirect("admin:funds_setup", fund=fund)
    context = {"fund": found, "missing": missing_in(found), "answer": can_publish(request.user, found)}
    return work.render(request, "funds/backoffice/publish_fund.html", context, title=_("Publish the fund"))


@work_page(*WRITERS)
def copy(request: HttpRequest, fund: str) -> HttpResponse:
    """Says what is copied, then copies."""
    found = queries.fund_to_set_up(request.user, fund)
    if request.method == "POST":
        made = actions.copy_fund(found, by=request.user)
        messages.success(request, _("This is the copy. Nobody sees it before you publish it"))
        return redirect("admin:funds_setup", fund=made.slug)
    return work.render(request, "funds/backoffice/copy_fund.html", {"fund": found}, title=_("Copy this fund"))


@work_page(*WRITERS)
def questions(request: HttpRequest, fund: str, which: str) -> HttpResponse:
    """The way into the form editor; a fund that has no such form yet gets the standard one."""
    found = queries.fund_to_set_up(request.user, fund)
    known = found.report_form if which == "rapport" else found.form
    if which not in {"rapport", "ansokan"}:
        raise Http404
    if known is None and request.method != "POST":
        context = {"fund": found, "is_report": which == "rapport", "known": queries.form_of(found)}
        return work.render(request, "funds/backoffice/begin_form.html", context, title=_("Questions"))
    if known is None:
        make = actions.ask_report if which == "rapport" else actions.own_form
        known = make(found, by=request.user)
    return redirect("admin:submissions_form", name=known.name)


@dataclass(frozen=True, slots=True)
class Part:
    """A page with one form. `save(fund, form, by)` may give back what to tell the person besides "Saved"."""

    title: str | Promise
    form: Callable[..., Any]
    save: Callable[[Fund, Any, Any], Any]
    lead: tuple[str | Promise, ...] = ()


def _save_fields(part: str) -> Callable[[Fund, FundPart, Any], None]:
    def save(fund: Fund, form: FundPart, by: Any) -> None:
        actions.change(fund, form.values(), by=by, part=part)

    return save


def _save_audience(fund: Fund, form: AudienceForm, by: Any) -> Any:
    if actions.set_audience(fund, **form.cleaned_data, by=by):
        return _("Who may be chosen stands in a new version of the questions. Take it into use")
    return None


def _save_years(fund: Fund, form: YearsForm, by: Any) -> None:
    for year, budget in form.budgets().items():
        actions.set_year(fund, year=year, budget=budget, by=by)


PARTS = {
    "texter": Part(gettext_lazy("Texts"), TextsForm, _save_fields("texts")),
    "summor": Part(gettext_lazy("Lowest and highest sum"), SumsForm, _save_fields("sums")),
    "stod": Part(gettext_lazy("Needed support"), SupportForm, _save_fields("support")),
    "vilka": Part(gettext_lazy("Who may apply"), AudienceForm, _save_audience),
    "ar": Part(gettext_lazy("Yearly budgets"), YearsForm, _save_years),
}


@work_page(*WRITERS)
def part(request: HttpRequest, fund: str, part: str) -> HttpResponse:
    """One part of the configuration that is one form."""
    found = queries.fund_to_set_up(request.user, fund)
    if part not in PARTS:
        raise Http404
    page = PARTS[part]
    form = page.form(request.POST if request.method == "POST" else None, fund=found)
    if request.method == "POST" and form.is_valid():
        try:
            told = page.save(found, form, request.user)
        except Refused as refused:
            form.add_error(None, str(refused.why))
        else:
            messages.success(request, told or _("Saved"))
            return redirect("admin:funds_setup", fund=fund)
    context = {
        "form": form,
        "groups": form.shown_groups() if hasattr(form, "shown_groups") else None,
        "lead": page.lead,
        "back_url": reverse("admin:funds_setup", args=[fund]),
        "back_label": _("Set up %(fund)s") % {"fund": found.name},
        "button": _("Save"),
    }
    status = 422 if form.errors else 200
    return work.render(request, "backoffice/form.html", context, title=page.title, status=status)


@dataclass(frozen=True, slots=True)
class RowsPart:
    """A page with rows of the same kind."""

    title: str | Promise
    lead: str | Promise
    rows: Callable[..., Any]
    field: str
    texts: tuple[str, ...]
    others: tuple[str, ...] = ()
    row: str | Promise = ""


ROWS = {
    "behorighet": RowsPart(
        gettext_lazy("May I apply?"),
        gettext_lazy("A few yes-or-no questions before one begins, so that nobody writes in vain."),
        eligibility_rows,
        "eligibility",
        ("question", "hint", "no"),
        ("wanted",),
        gettext_lazy("Question"),
    ),
    "checklista": RowsPart(
        gettext_lazy("Checklist"),
        gettext_lazy("Points that one ticks before one sends. They stand on the fund's page too."),
        checklist_rows,
        "checklist",
        ("words",),
        (),
        gettext_lazy("Point"),
    ),
}


@work_page(*WRITERS)
def rows(request: HttpRequest, fund: str, part: str) -> HttpResponse:
    """One part of the configuration that is rows: each in its group, in order, with empty ones after them."""
    found, page = queries.fund_to_set_up(request.user, fund), ROWS[part]
    blank = request.GET.get("rader", "")
    count = {"blank": min(int(blank), 10)} if blank.isascii() and blank.isdigit() else {}
    posted = page.rows(found, request.POST if request.method == "POST" else None, **count)
    if request.method == "POST" and posted.is_valid():
        values = {page.field: plain_rows(posted, page.texts, page.others)}
        actions.change(found, values, by=request.user, part=page.field)
        if request.POST.get("do") == "more":
            return redirect(f"{reverse(f'admin:funds_setup_{page.field}', args=[fund])}?rader=4")
        messages.success(request, _("Saved"))
        return redirect("admin:funds_setup", fund=fund)
    wrong = posted.wrong() if request.method == "POST" else []
    context = {
        "rows": posted,
        "row": page.row,
        "lead": page.lead,
        "errors": wrong,
        "back_url": reverse("admin:funds_setup", args=[fund]),
        "back_label": _("Set up %(fund)s") % {"fund": found.name},
    }
    return work.render(request, "backoffice/rows.html", context, title=page.title, status=422 if wrong else 200)


work.register(
    path("fondinstallningar/", fund_list, name="funds_setups"), menu=gettext_lazy("Set up funds"), position=25
)
work.register(path("fondinstallningar/ny/", new_fund, name="funds_new"))
work.register(path("fondinstallningar/<slug:fund>/", start, name="funds_setup"))
work.register(path("fondinstallningar/<slug:fund>/publicera/", publish, name="funds_publish"))
work.register(path("fondinstallningar/<slug:fund>/kopiera/", copy, name="funds_copy"))
work.register(path("fondinstallningar/<slug:fund>/fragor/<slug:which>/", questions, name="funds_setup_form"))
for _key, _page in ROWS.items():
    work.register(
        path(f"fondinstallningar/<slug:fund>/{_key}/", rows, {"part": _key}, name=f"funds_setup_{_page.field}")
    )
work.register(path("fondinstallningar/<slug:fund>/del/<slug:part>/", part, name="funds_setup_part"))
