"""The pitch day for those who arrange it and for the jury: times, who comes, questions, the sheet to print."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from civicportal.backoffice import work
from civicportal.backoffice.work import work_page
from civicportal.kernel import dates
from civicportal.kernel.answers import Refused, no
from civicportal.review import rules
from civicportal.review.actions import pitches as actions
from civicportal.review.enums import JUDGES
from civicportal.review.forms.pitch import MoveSlotForm, QuestionForm, SlotsForm
from civicportal.review.models import JuryQuestion, Slot
from civicportal.review.queries import assignment_for
from civicportal.review.queries.pitches import day_sheet, schedule_of, slot_for_staff, stage_of_jury
from civicportal.review.queries.stages import stage_for_staff
from civicportal.review.views.setup import READERS, crumbs_of


@work_page(*READERS)
def schedule(request: HttpRequest, pk: int) -> HttpResponse:
    """All times of a pitch stage, whoever has them, who waits for one, who asks for another."""
    stage = stage_for_staff(request.user, pk)
    context = {
        **crumbs_of(stage.opening),
        "stage": stage,
        "schedule": schedule_of(stage, request.user),
        "answer": rules.can_schedule(request.user, stage),
    }
    return work.render(request, "review/schedule.html", context, title=_("Pitch times"))


@work_page(*rules.ARRANGES)
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest, pk: int) -> HttpResponse:
    """Several times after one another."""
    stage = stage_for_staff(request.user, pk)
    first = {"day": dates.day_of(stage.opens_at), "minutes": 15, "pause": 5, "count": 4}
    form = SlotsForm(request.POST if request.method == "POST" else None, initial=first)

    def act(said: dict[str, Any]) -> None:
        actions.add_slots(
            stage, starts_at=said["starts_at"], minutes=said["minutes"], pause=said["pause"], count=said["count"],
            place=said["place"], link=said["link"], by=request.user,
        )  # fmt: skip

    answer = rules.can_schedule(request.user, stage)
    return _filled(request, stage, form, act, answer=answer, title=_("Add pitch times"))


@work_page(*rules.ARRANGES)
@require_http_methods(["GET", "HEAD", "POST"])
def move(request: HttpRequest, pk: int) -> HttpResponse:
    """Another time or place; whoever has it hears."""
    slot = slot_for_staff(request.user, pk)
    form = MoveSlotForm(request.POST if request.method == "POST" else None, initial=MoveSlotForm.initial_of(slot))

    def act(said: dict[str, Any]) -> None:
        ends_at = said["starts_at"] + timedelta(minutes=said["minutes"])
        actions.move_slot(
            slot, starts_at=said["starts_at"], ends_at=ends_at, place=said["place"], link=said["link"],
            by=request.user,
        )  # fmt: skip

    answer = rules.can_schedule(request.user, slot.stage)
    return _filled(request, slot.stage, form, act, answer=answer, title=_("Move a pitch time"))


def _filled(
    request: HttpRequest, stage: Any, form: Any, act: Callable[[dict[str, Any]], None], *, answer: Any, title: str
) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        try:
            act(form.cleaned_data)
        except Refused as refused:
            form.add_error(None, str(refused.why))
        else:
            return redirect("admin:review_pitches", pk=stage.pk)
    context = {**crumbs_of(stage.opening), "stage": stage, "form": form, "answer": answer}
    return work.render(request, "review/setup_form.html", context, title=title, status=422 if form.errors else 200)


@work_page(*rules.ARRANGES)
@require_POST
def act(request: HttpRequest, pk: int) -> HttpResponse:
    """The buttons beside a time: give it to somebody, take it back, remove it."""
    slot = slot_for_staff(request.user, pk)
    stage = slot.stage
    try:
        _act(request, slot)
    except Refused as refused:
        messages.error(request, str(refused.why))
    return redirect("admin:review_pitches", pk=stage.pk)


def _act(request: HttpRequest, slot: Slot) -> None:
    wanted = request.POST.get("act")
    if wanted == "free":
        actions.free_slot(slot, by=request.user)
    elif wanted == "remove":
        actions.remove_slot(slot, by=request.user)
    elif wanted == "give":
        waiting = schedule_of(slot.stage, request.user).without_time
        said = request.POST.get("submission", "")
        chosen = next((each for each in waiting if str(each.pk) == said), None)
        if chosen is None:
            raise Refused(no(_("Choose who gets the time")))
        actions.give_slot(slot, chosen, by=request.user)
    else:
        raise Http404


@work_page(*JUDGES, *READERS)
def sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """The day on paper: time, place, who, the jury's questions; what one has stepped aside from is left out."""
    stage, submissions = stage_of_jury(request.user, pk)
    context = {**crumbs_of(stage.opening), "stage": stage, "days": day_sheet(stage, submissions)}
    return work.render(request, "review/sheet.html", context, title=_("The day's pitches"))


@work_page(*JUDGES)
@require_http_methods(["GET", "HEAD", "POST"])
def questions(request: HttpRequest, reference: str) -> HttpResponse:
    """What the jury wants to ask: one's own and the others'."""
    assignment = assignment_for(request.user, reference)
    stage, submission = assignment.stage, assignment.submission
    may = rules.is_in_jury(request.user, stage, submission)
    if may == rules.INTEREST:
        return redirect("admin:review_interest", reference=reference)
    if not may:
        raise Http404
    form = QuestionForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and request.POST.get("remove"):
        own = JuryQuestion.objects.filter(stage=stage, submission=submission, by=request.user)
        found = next((each for each in own if str(each.pk) == request.POST["remove"]), None)
        if found is None:
            raise Http404
        actions.remove_question(found, by=request.user)
        return redirect("admin:review_questions", reference=reference)
    if request.method == "POST" and form.is_valid():
        actions.prepare_question(stage, submission, words=form.cleaned_data["words"], by=request.user)
        return redirect("admin:review_questions", reference=reference)
    rows = JuryQuestion.objects.filter(stage=stage, submission=submission).select_related("by").for_page()
    context = {"form": form, "reference": reference, "rows": rows, "stage": stage}
    status = 422 if form.errors else 200
    return work.render(request, "review/questions.html", context, title=_("Questions to ask"), status=status)
