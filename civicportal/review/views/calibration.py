"""The two calibration cases: chosen by those responsible, scored first by everybody in the stage."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from civicportal.backoffice import work
from civicportal.backoffice.work import work_page
from civicportal.kernel import dates
from civicportal.kernel.answers import Refused, no
from civicportal.review import rules
from civicportal.review.actions import Unfinished
from civicportal.review.actions.calibrating import remove_calibration, set_calibration, try_out
from civicportal.review.enums import JUDGES
from civicportal.review.forms.reviewing import TrialForm, score_field
from civicportal.review.forms.setup import CalibrationForm
from civicportal.review.models import Calibration, Stage, Trial
from civicportal.review.queries import criteria_of
from civicportal.review.queries.stages import shown_to, stage_for_staff
from civicportal.review.reading import ShownCriterion
from civicportal.review.views.setup import crumbs_of
from civicportal.submissions.models import Submission

POSITIONS = (1, 2)


@work_page(*rules.ARRANGES)
@require_http_methods(["GET", "HEAD", "POST"])
def choose(request: HttpRequest, pk: int, position: int) -> HttpResponse:
    """One of the two cases: a submission of the round, or a text written for it."""
    stage = stage_for_staff(request.user, pk)
    if position not in POSITIONS:
        raise Http404
    answer = rules.can_calibrate(request.user, stage)
    found = Calibration.objects.filter(stage=stage, position=position).select_related("submission__case").first()
    form = CalibrationForm(request.POST if request.method == "POST" else None, initial=_initial(found))
    if request.method == "POST" and form.is_valid():
        try:
            _save(request, stage, position, found, form.cleaned_data)
        except Refused as refused:
            form.add_error(None, str(refused.why))
        else:
            messages.success(request, _("The calibration cases are saved"))
            return redirect("admin:review_stage_state", pk=stage.pk)
    context = {**crumbs_of(stage.opening), "stage": stage, "form": form, "answer": answer, "removable": found}
    title = _("Calibration case %(number)s") % {"number": position}
    return work.render(request, "review/setup_form.html", context, title=title, status=422 if form.errors else 200)


def _initial(found: Calibration | None) -> dict[str, Any]:
    if found is None:
        return {}
    reference = found.submission.case.reference if found.submission else ""
    return {"reference": reference, "title": found.title, "text": found.text}


def _save(request: HttpRequest, stage: Stage, position: int, found: Calibration | None, said: dict[str, Any]) -> None:
    """What the form says; the button "remove" takes the case away."""
    if request.POST.get("act") == "remove":
        if found is not None:
            remove_calibration(found, by=request.user)
        return
    submission = None
    if said["reference"]:
        rows = shown_to(request.user, Submission.objects.filter(opening=stage.opening))
        submission = rows.filter(case__reference=said["reference"]).first()
        if submission is None:
            raise Refused(no(_("There is nothing with that reference in this round")))
    set_calibration(
        stage, position=position, submission=submission, title=said["title"], text=said["text"], by=request.user
    )


@work_page(*JUDGES)
@require_http_methods(["GET", "HEAD", "POST"])
def try_text(request: HttpRequest, pk: int) -> HttpResponse:
    """A calibration text beside the rubric."""
    case = Calibration.objects.select_related("stage__opening__unit").filter(pk=pk, submission=None).first()
    if case is None or not rules.reads_in(request.user, case.stage, case.stage.opening):
        raise Http404
    if case.stage.opens_at > dates.now():
        raise Http404
    criteria = criteria_of(case.stage.opening_id)
    trial = Trial.objects.filter(calibration=case, person=request.user).first()
    answer = rules.can_try(request.user, case)
    given = dict(trial.given) if trial else {}
    form = TrialForm(
        request.POST if request.method == "POST" else None, criteria=criteria, initial=TrialForm.initial_from(given)
    )
    if request.method == "POST" and form.is_valid():
        try:
            try_out(case, scores=form.scores(), by=request.user)
        except Refused as refused:
            form.add_error(None, str(refused.why))
        except Unfinished as unfinished:
            for criterion in unfinished.missing:
                words = _("Choose a score for %(criterion)s, or that you cannot judge")
                form.add_error(score_field(criterion), words % {"criterion": criterion.name})
        else:
            messages.success(request, _("Thank you. The calibration case is scored"))
            return redirect("admin:review_queue")
    rubric = [
        ShownCriterion(
            criterion,
            form[score_field(criterion)],
            {anchor.score: str(anchor.words) for anchor in criterion.anchors.all()},
            error=" ".join(form.errors.get(score_field(criterion), [])),
        )
        for criterion in criteria
    ]
    context = {"case": case, "stage": case.stage, "form": form, "rubric": rubric, "answer": answer, "trial": trial}
    return work.render(request, "review/trial.html", context, title=case.title, status=422 if form.errors else 200)
