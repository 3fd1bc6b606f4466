"""The reviewer's pages in the backoffice: the queue, one review, stepping aside."""

from __future__ import annotations

from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from civicportal.backoffice import work
from civicportal.backoffice.work import work_page
from civicportal.kernel.answers import Refused
from civicportal.kernel.dates import show_clock
from civicportal.review import actions, conflicts, queries, rules
from civicportal.review.actions import Conflict, Unfinished, Written
from civicportal.review.enums import JUDGES, StageKind
from civicportal.review.forms.reviewing import RecusalForm, ReviewForm, score_field
from civicportal.review.models import Assignment, Review
from civicportal.review.reading import Reading, context_of, reading_of, typed_form
from civicportal.review.views import group

HEADING = "#review-heading"
"""Where a page is entered after "Done, next": its h1 takes the focus, so that one reads from the top."""


@work_page(*JUDGES)
def review_queue(request: HttpRequest) -> HttpResponse:
    """What the reviewer has to read, stage by stage."""
    context = {"stages": queries.queue(request.user)}
    return work.render(request, "review/queue.html", context, title=_("Read and score"))


@work_page(*JUDGES)
@require_http_methods(["GET", "HEAD", "POST"])
def review(request: HttpRequest, reference: str) -> HttpResponse:
    """One submission beside the rubric. Every button saves first, so the page needs no script."""
    assignment = queries.assignment_for(request.user, reference)
    if assignment.stage.kind == StageKind.ADVICE:
        return group.advise(request, assignment)
    if request.method != "POST":
        reading = reading_of(assignment, request.user)
        return _to_interest(reference) if reading.may == rules.INTEREST else _page(request, reading)
    if request.POST.get("act") == "reopen":
        actions.reopen_review(assignment, by=request.user)
        return redirect(_address(reference))
    reading = reading_of(assignment, request.user, request.POST)
    if reading.may == rules.INTEREST:
        return _to_interest(reference)
    if not reading.form.is_valid():
        return _page(request, reading)
    try:
        saved = _save(request, assignment, reading.form)
        if isinstance(saved, Conflict):
            return _choose(request, assignment, saved.yours, status=409)
        return _go_on(request, reading)
    except Refused as refused:
        return _page(request, reading, refusal=str(refused.why), status=403)


@work_page(*JUDGES)
@require_POST
def autosave(request: HttpRequest, reference: str) -> HttpResponse:
    """Keeps what is on the page while it is written; answers in JSON to static/js/autosave.js."""
    assignment = queries.assignment_for(request.user, reference)
    form = typed_form(assignment, request.POST)
    if not form.is_valid():
        words = " ".join(str(error) for errors in form.errors.values() for error in errors)
        return JsonResponse({"words": words}, status=422)
    try:
        saved = _save(request, assignment, form)
    except Refused as refused:
        return JsonResponse({"words": str(refused.why)}, status=403)
    if isinstance(saved, Conflict):
        return JsonResponse(conflicts.as_json(assignment, saved), status=409)
    clock = show_clock(saved.saved_at)
    return JsonResponse(
        {"version": saved.version, "saved_at": clock, "words": _("Saved at %(clock)s") % {"clock": clock}}
    )


@work_page(*JUDGES)
@require_http_methods(["GET", "HEAD", "POST"])
def conflict(request: HttpRequest, reference: str) -> HttpResponse:
    """Two tabs wrote in the same review: both are shown, and the reviewer keeps one."""
    assignment = queries.assignment_for(request.user, reference)
    yours = conflicts.put_by(assignment)
    if yours is None:
        return redirect(_address(reference))
    if request.method != "POST":
        return _choose(request, assignment, yours)
    said = request.POST.get("version", "")
    kept = actions.choose(
        assignment,
        keep_aside=request.POST.get("keep") == "yours",
        version=int(said) if said.isascii() and said.isdigit() and len(said) < 10 else 0,
        by=request.user,
    )
    if isinstance(kept, Conflict):
        return _choose(request, assignment, yours, status=409)
    return redirect(_address(reference))


@work_page(*JUDGES)
@require_http_methods(["GET", "HEAD", "POST"])
def recuse(request: HttpRequest, reference: str) -> HttpResponse:
    """Stepping aside (jäv): the question, and the act. Afterwards nothing of the case can be opened."""
    assignment = queries.assignment_for(request.user, reference)
    form = RecusalForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        actions.step_aside(assignment, ground=form.cleaned_data["ground"], by=request.user)
        words = _("You have stepped aside from %(reference)s. You do not see it any more.")
        messages.success(request, words % {"reference": reference})
        return redirect("admin:review_queue")
    context = {"form": form, "reference": reference, "back": _address(reference)}
    return work.render(request, "review/recuse.html", context, title=_("Report a conflict of interest"))


def _to_interest(reference: str) -> HttpResponse:
    """What one may have an interest in opens when one has stepped aside or said why not."""
    return redirect("admin:review_interest", reference=reference)


def _address(reference: str) -> str:
    return reverse("admin:review", args=[reference])


def _save(request: HttpRequest, assignment: Assignment, form: ReviewForm) -> Review | Conflict:
    data = form.cleaned_data
    return actions.save_review(
        assignment,
        scores=form.scores(),
        to_group=data["to_group"],
        to_applicant=data["to_applicant"],
        version=data["version"],
        judged=assignment.submission.versions.filter(number=data["judged"]).first(),
        tab=data["tab"],
        by=request.user,
    )


def _go_on(request: HttpRequest, reading: Reading) -> HttpResponse:
    """After saving: stay, go to the next, or finish and go to the next."""
    act, assignment = request.POST.get("act", "save"), reading.assignment
    if act == "save":
        messages.success(request, _("Saved at %(clock)s") % {"clock": show_clock(_saved_at(assignment))})
        return redirect(_address(assignment.submission.case.reference))
    if act == "done":
        try:
            actions.finish_review(assignment, by=request.user)
        except Unfinished as unfinished:
            for criterion in unfinished.missing:
                words = _("Choose a score for %(criterion)s, or that you cannot judge")
                reading.form.add_error(score_field(criterion), words % {"criterion": criterion.name})
            return _page(request, reading)
    following = queries.next_unscored(request.user, assignment)
    return redirect(f"{following}{HEADING}" if following else _end_of_list(request, act))


def _end_of_list(request: HttpRequest, act: str) -> str:
    """The queue, with a sentence that tells skipped from finished."""
    if act == "skip":
        messages.info(request, _("This is the only one you have left. It waits for you in the list."))
    else:
        messages.success(request, _("All done. Thank you for reading."))
    return reverse("admin:review_queue")


def _saved_at(assignment: Assignment) -> datetime:
    return Review.objects.values_list("saved_at", flat=True).get(assignment=assignment)


def _page(request: HttpRequest, reading: Reading, *, refusal: str = "", status: int = 200) -> HttpResponse:
    context = {**context_of(reading, request.user), "refusal": refusal}
    return work.render(request, "review/review.html", context, title=context["title_shown"], status=status)


def _choose(request: HttpRequest, assignment: Assignment, yours: Written, *, status: int = 200) -> HttpResponse:
    context = conflicts.context_of(assignment, yours)
    return work.render(request, "review/conflict.html", context, title=conflicts.WORDS, status=status)
