"""Completing what was sent: the applicant's page, and the page by which staff ask for it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from civicportal.backoffice import work
from civicportal.cases.rules import can_lead
from civicportal.kernel import dates
from civicportal.kernel.answers import Refused, insist
from civicportal.kernel.web import SIGNED_IN, open_to
from civicportal.people.models import Person
from civicportal.people.signed import SignedRequest
from civicportal.submissions.actions import completing as actions
from civicportal.submissions.completing import (
    asked_about,
    can_ask_completion,
    can_complete,
    changes_between,
    completions_of,
    question_choices,
)
from civicportal.submissions.definition import definition_of
from civicportal.submissions.enums import COMPLETION_LOOKS, CompletionState
from civicportal.submissions.forms.together import CompletionForm
from civicportal.submissions.kinds import kind_of
from civicportal.submissions.models import Completion, Submission
from civicportal.submissions.queries import latest_version
from civicportal.submissions.together import our_submission


@open_to(SIGNED_IN)
def complete(request: SignedRequest, reference: str) -> HttpResponse:
    """What is asked for, in staff's words; the button opens just those questions."""
    submission = our_submission(request.user, reference)
    answer = can_complete(request.user, submission)
    if request.method == "POST":
        draft = actions.begin_completion(submission, by=request.user)
        return redirect("submissions:tasks", token=draft.token)
    rows = completions_of(submission)
    newest = rows[0] if rows else None
    context = {
        "submission": submission,
        "status_url": kind_of(submission.opening).status_url(submission),
        "completion": newest,
        "questions": asked_about(newest) if newest else [],
        "look": COMPLETION_LOOKS[newest.state] if newest else "",
        "answer": answer,
    }
    return render(request, "submissions/complete.html", context, status=200 if answer or newest else 403)


def completion_page(
    request: HttpRequest, submission: Submission, *, done: str, title: str, blind: bool, with_sensitive: bool
) -> HttpResponse:
    """Staff's page of one submission: what was asked for, what came of it, and the form to ask for more.

    The caller's guard and getter have said that the person may read it; `done` is where they go afterwards.
    """
    person: Any = request.user
    if request.method == "POST" and "end" in request.POST:
        return _end(request, submission, request.POST["end"], done)
    rows = completions_of(submission)
    answer = can_ask_completion(person, submission)
    version = latest_version(submission)
    groups = question_choices(definition_of(version.form), version.answers)
    form = CompletionForm(
        request.POST if request.method == "POST" else None,
        groups=groups,
        initial={"until": dates.today() + timedelta(days=10)},
    )
    if request.method == "POST" and form.is_valid():
        words, until, once = (form.cleaned_data[name] for name in ("words", "until", "once"))
        try:
            actions.ask_completion(
                submission, questions=form.questions(), until=until, words=words, by=person, once=once
            )
        except Refused as refused:
            form.add_error(None, str(refused.why))
        else:
            messages.success(request, _("A letter to the applicant is on its way"))
            return redirect(done)
    context = {
        "submission": submission,
        "case": submission.case,
        "rows": [_row(one, blind=blind, with_sensitive=with_sensitive) for one in rows],
        "form": form,
        "answer": answer,
        "done": done,
    }
    status = 422 if form.errors else 200
    return work.render(request, "submissions/backoffice/completion.html", context, title=title, status=status)


def _row(one: Completion, *, blind: bool, with_sensitive: bool) -> dict[str, Any]:
    changes = (
        changes_between(one.version, one.answered_with, blind=blind, with_sensitive=with_sensitive)
        if one.answered_with
        else []
    )
    return {
        "completion": one,
        "look": COMPLETION_LOOKS[one.state],
        "questions": asked_about(one),
        "changes": changes,
        "waits": one.state == CompletionState.ASKED,
        "unseen": one.state in {CompletionState.ANSWERED, CompletionState.RAN_OUT} and one.seen_at is None,
    }


def completing_panel(person: Any, submission: Submission) -> dict[str, Any]:
    """What a work page shows of it, for submissions/backoffice/completing.html."""
    return {
        "completions": [{"completion": one, "look": COMPLETION_LOOKS[one.state]} for one in completions_of(submission)],
        "may_ask_completion": can_ask_completion(person, submission),
    }


def _end(request: HttpRequest, submission: Submission, do: str, done: str) -> HttpResponse:
    """Whoever answers for the case takes a request back, or notes that they have seen what came in."""
    insist(can_lead(cast(Person, request.user), submission.case))
    deeds: dict[str, Callable[..., Any]] = {
        "take_back": actions.take_back_completion,
        "seen": actions.look_at_completion,
    }
    newest = submission.completions.select_related(
        "submission__case", "submission__opening", "submission__person", "version__form"
    ).last()
    if newest is None or do not in deeds:
        return redirect(done)
    try:
        deeds[do](newest, by=request.user)
    except Refused as refused:
        messages.error(request, str(refused.why))
    return redirect(done)
