"""The page where a group writes one advice together."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from civicportal.backoffice import work
from civicportal.kernel.answers import Refused
from civicportal.review import queries, rules
from civicportal.review.actions.advising import AdviceConflict, save_advice
from civicportal.review.forms.reviewing import AdviceForm
from civicportal.review.models import Advice, Assignment
from civicportal.review.reading import Reading, group_context, reading_of


def advise(request: HttpRequest, assignment: Assignment) -> HttpResponse:
    """What was sent beside the group's advice. Called by the review page for a stage that gives an advice."""
    reading = reading_of(assignment, request.user)
    if reading.may == rules.INTEREST:
        return redirect("admin:review_interest", reference=assignment.submission.case.reference)
    advice = (
        Advice.objects.select_related("saved_by")
        .filter(stage=assignment.stage, submission=assignment.submission)
        .first()
    )
    if request.method != "POST":
        return _page(request, reading, advice, AdviceForm(initial=AdviceForm.initial_of(advice)))
    form = AdviceForm(request.POST)
    if not form.is_valid():
        return _page(request, reading, advice, form, status=422)
    act = request.POST.get("act", "save")
    said = form.cleaned_data
    try:
        saved = save_advice(assignment, **said, done=act == "done", by=request.user)
    except Refused as refused:
        form.add_error(None, str(refused.why))
        return _page(request, reading, advice, form, status=422)
    if isinstance(saved, AdviceConflict):
        again = {"verdict": saved.verdict, "words": saved.words, "version": saved.theirs.version}
        return _page(request, reading, saved.theirs, AdviceForm(initial=again), status=409, theirs=saved.theirs)
    return _go_on(request, assignment, act)


def _go_on(request: HttpRequest, assignment: Assignment, act: str) -> HttpResponse:
    following = queries.next_unscored(request.user, assignment)
    if act == "save":
        messages.success(request, _("The advice is saved"))
        return redirect("admin:review", reference=assignment.submission.case.reference)
    if following:
        return redirect(f"{following}#review-heading")
    if act == "done":
        messages.success(request, _("All done. Thank you for reading."))
    else:
        messages.info(request, _("This is the only one you have left. It waits for you in the list."))
    return redirect("admin:review_queue")


def _page(
    request: HttpRequest,
    reading: Reading,
    advice: Advice | None,
    form: AdviceForm,
    *,
    status: int = 200,
    theirs: Advice | None = None,
) -> HttpResponse:
    context: dict[str, Any] = {
        **group_context(reading, request.user),
        "form": form,
        "advice": advice,
        "theirs": theirs,
    }
    return work.render(request, "review/advise.html", context, title=context["title_shown"], status=status)
