"""The pages where those responsible arrange how what comes in is judged."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from civicportal.backoffice import work
from civicportal.backoffice.work import work_page
from civicportal.kernel import dates
from civicportal.kernel.answers import Refused
from civicportal.people.enums import Role
from civicportal.review import rules
from civicportal.review.actions import setup as actions
from civicportal.review.forms.setup import CopyForm, CriterionForm, ProlongForm, StageForm
from civicportal.review.models import STAFF_OF_A_ROUND, Criterion, Stage
from civicportal.review.models.criteria import USUAL
from civicportal.review.queries import criteria_of
from civicportal.review.queries.stages import (
    all_who_could_read,
    opening_for_staff,
    others_to_copy,
    setup_of,
    stage_for_staff,
)
from civicportal.submissions.kinds import kind_of
from civicportal.submissions.models import Opening

READERS = (*STAFF_OF_A_ROUND, Role.AUDITOR)


def crumbs_of(opening: Opening) -> dict[str, Any]:
    """What every page under an opening shows above its heading."""
    return {"opening": opening, "about": kind_of(opening).about(opening)}


@work_page(*READERS)
def setup(request: HttpRequest, opening: int) -> HttpResponse:
    """Criteria with weights and anchors, and the stages in order: how this round is judged."""
    found = opening_for_staff(request.user, opening)
    context = {
        **crumbs_of(found),
        "criteria": criteria_of(found.pk),
        "stages": setup_of(found, request.user),
        "may_change": rules.can_change_criteria(request.user, found),
        "may_arrange": rules.can_arrange_opening(request.user, found),
        "can_copy": bool(others_to_copy(request.user, found)),
    }
    return work.render(request, "review/setup.html", context, title=_("How it is judged"))


@work_page(*rules.ARRANGES)
@require_POST
def arrange(request: HttpRequest, opening: int) -> HttpResponse:
    """Move up, move down, remove: the buttons of the setup page."""
    found = opening_for_staff(request.user, opening)
    what, _space, act = request.POST.get("act", "").partition("-")
    number = request.POST.get("number", "")
    pk = int(number) if number.isascii() and number.isdigit() and len(number) < 18 else 0
    try:
        _arrange(request, found, what, act, pk)
    except Refused as refused:
        messages.error(request, str(refused.why))
    return redirect("admin:review_setup", opening=found.pk)


def _arrange(request: HttpRequest, opening: Opening, what: str, act: str, pk: int) -> None:
    rows: Any = {"criterion": Criterion, "stage": Stage}.get(what)
    row = rows.objects.filter(opening=opening, pk=pk).first() if rows else None
    if row is None or act not in {"up", "down", "remove"}:
        raise Http404
    if act == "remove":
        remove = actions.remove_criterion if what == "criterion" else actions.remove_stage
        remove(row, by=request.user)
        return
    move = actions.move_criterion if what == "criterion" else actions.move_stage
    move(row, up=act == "up", by=request.user)


@work_page(*rules.ARRANGES)
@require_http_methods(["GET", "HEAD", "POST"])
def criterion(request: HttpRequest, opening: int, pk: int = 0) -> HttpResponse:
    """One criterion with its weight and what each score means, in both languages."""
    found = opening_for_staff(request.user, opening)
    row = next((one for one in criteria_of(found.pk) if one.pk == pk), None)
    if pk and row is None:
        raise Http404
    answer = rules.can_change_criteria(request.user, found)
    posted, before = request.POST if request.method == "POST" else None, row.highest if row else USUAL
    form = CriterionForm(posted, initial=CriterionForm.initial_of(row), highest=before)
    if request.method == "POST" and form.is_valid():
        try:
            saved = actions.save_criterion(found, row, **form.said(), by=request.user)
        except Refused as refused:
            form.add_error(None, str(refused.why))
        else:
            if saved.highest > before:
                messages.info(request, _("The scale is longer now. Write what the new scores mean"))
                return redirect("admin:review_criterion", opening=found.pk, pk=saved.pk)
            return redirect("admin:review_setup", opening=found.pk)
    context = {**crumbs_of(found), "form": form, "answer": answer, "row": row}
    title = _("A criterion") if row is None else str(row.name)
    return _form_page(request, context, title)


@work_page(*rules.ARRANGES)
@require_http_methods(["GET", "HEAD", "POST"])
def stage(request: HttpRequest, opening: int, pk: int = 0) -> HttpResponse:
    """One stage: when, who, what it gives, what it leaves to the next."""
    found = opening_for_staff(request.user, opening)
    row = Stage.objects.filter(opening=found, pk=pk).select_related("opening").first()
    if pk and row is None:
        raise Http404
    may = rules.can_arrange_opening(request.user, found)
    answer = may if row is None else rules.can_change_stage(request.user, row)
    form = StageForm(
        request.POST if request.method == "POST" else None,
        initial=StageForm.initial_of(row, found),
        candidates=all_who_could_read(found),
    )
    if request.method == "POST" and form.is_valid():
        try:
            actions.save_stage(found, row, **form.said(), by=request.user)
        except Refused as refused:
            form.add_error(None, str(refused.why))
        else:
            return redirect("admin:review_setup", opening=found.pk)
    context = {**crumbs_of(found), "form": form, "answer": answer, "row": row}
    return _form_page(request, context, _("A review stage") if row is None else str(row.name))


@work_page(*rules.ARRANGES)
@require_http_methods(["GET", "HEAD", "POST"])
def prolong(request: HttpRequest, pk: int) -> HttpResponse:
    """More time for a stage, with the reason."""
    found = stage_for_staff(request.user, pk)
    now_until = dates.last_minute(found.closes_at)
    initial = {"day": now_until.date(), "clock": f"{now_until:%H.%M}"}
    form = ProlongForm(request.POST if request.method == "POST" else None, initial=initial)
    answer = rules.can_prolong(request.user, found)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            actions.prolong(found, until=said["until"], reason=said["reason"], by=request.user)
        except Refused as refused:
            form.add_error(None, str(refused.why))
        else:
            messages.success(request, _("The stage has more time"))
            return redirect("admin:review_stage_state", pk=found.pk)
    context = {**crumbs_of(found.opening), "form": form, "answer": answer, "stage": found}
    return _form_page(request, context, _("Give it more time"))


@work_page(*rules.ARRANGES)
@require_http_methods(["GET", "HEAD", "POST"])
def copy(request: HttpRequest, opening: int) -> HttpResponse:
    """Criteria and stages from an earlier round, with the windows moved along."""
    found = opening_for_staff(request.user, opening)
    others = others_to_copy(request.user, found)
    choices = [(str(one.pk), f"{kind_of(one).about(one).name}, {dates.show_day(one.opens_at)}") for one in others]
    form = CopyForm(request.POST if request.method == "POST" else None, choices=choices)
    if request.method == "POST" and form.is_valid():
        source = next(one for one in others if str(one.pk) == form.cleaned_data["source"])
        try:
            actions.copy_setup(source, found, by=request.user)
        except Refused as refused:
            form.add_error(None, str(refused.why))
        else:
            messages.success(request, _("Copied. Look through the days of each stage"))
            return redirect("admin:review_setup", opening=found.pk)
    context = {**crumbs_of(found), "form": form, "answer": rules.can_change_criteria(request.user, found)}
    return _form_page(request, context, _("Copy from an earlier round"))


def _form_page(request: HttpRequest, context: dict[str, Any], title: str) -> HttpResponse:
    status = 422 if context["form"].errors else 200
    return work.render(request, "review/setup_form.html", context, title=title, status=status)
