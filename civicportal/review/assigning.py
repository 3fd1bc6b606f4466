"""The work page where somebody chooses who reviews what came in; each feature's own page about it leads here."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from civicportal.backoffice import work
from civicportal.kernel.answers import Answer, Refused
from civicportal.people.models import Person
from civicportal.review.forms.reviewing import AssignForm
from civicportal.review.models import Assignment, Stage
from civicportal.review.queries import stage_now, who_could_review
from civicportal.submissions.models import Submission


def assign_page(
    request: HttpRequest,
    submission: Submission,
    *,
    answer: Answer,
    assign: Callable[[Stage, Iterable[Person]], list[Assignment]],
    done: str,
    title: str,
    without_stage: str | Promise,
) -> HttpResponse:
    """Those with least to read stand first; a person confirms.

    `answer` says whether the person may choose at all, `assign` is the feature's own action, and `done` the address
    of the page about what came in, named `title`. `without_stage` says what to do where no review stage is there.
    """
    stage = stage_now(submission.opening_id)
    candidates = who_could_review(submission, stage) if stage else []
    form = AssignForm(request.POST if request.method == "POST" else None, candidates=candidates)
    if request.method == "POST" and stage and form.is_valid():
        try:
            made = assign(stage, form.chosen())
        except Refused as refused:
            form.add_error(None, str(refused.why))
        else:
            messages.success(request, _("%(count)d reviewers will read it") % {"count": len(made)})
            return redirect(done)
    context = {
        "form": form,
        "answer": answer,
        "stage": stage,
        "back_url": done,
        "back_label": title,
        "without_stage": without_stage,
    }
    status = 422 if form.errors else 200
    return work.render(request, "review/assign.html", context, title=_("Choose reviewers"), status=status)
