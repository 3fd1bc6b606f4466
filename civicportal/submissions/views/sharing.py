"""The writer's side of a draft that is shown to somebody: who reads it, and what they say of its answers."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from civicportal.kernel.answers import Refused
from civicportal.kernel.templatetags.portal import said
from civicportal.kernel.web import at_most
from civicportal.submissions.actions import sharing as actions
from civicportal.submissions.definition import Definition, definition_of
from civicportal.submissions.forms.sharing import ReplyForm
from civicportal.submissions.kinds import kind_of
from civicportal.submissions.models import Draft
from civicportal.submissions.sharing import Said, comment_of, comments_of, shares_of
from civicportal.submissions.views.guards import own_draft

MOST_AN_HOUR, HOUR = 60, 3600


@own_draft
def shared(request: HttpRequest, draft: Draft) -> HttpResponse:
    """Who reads the draft, when they last looked, and how to end it. The owner ends one at a time."""
    standing = shares_of(draft)
    if request.method == "POST" and request.user.is_authenticated:
        chosen = [share for share in standing if str(share.pk) == request.POST.get("end")]
        try:
            for share in chosen:
                actions.end_share(share, by=request.user)
                messages.success(request, _("%(name)s no longer sees the draft") % {"name": share.with_whom})
        except Refused as refused:
            messages.error(request, str(refused.why))
        return redirect("submissions:shared", token=draft.token)
    owns = request.user.is_authenticated and draft.person_id == request.user.pk
    about = kind_of(draft.opening).about(draft.opening)
    context = {"draft": draft, "shares": standing, "owns": owns, "about": about}
    return render(request, "submissions/shared.html", context)


@own_draft
def comments(request: HttpRequest, draft: Draft) -> HttpResponse:
    """Everything that was said about the answers, each with a box to answer in and a button to be done with it."""
    wrong: dict[str, ReplyForm] = {}
    if request.method == "POST":
        found = comment_of(draft, request.POST.get("comment", ""))
        form = ReplyForm(request.POST)
        if (do := request.POST.get("do")) in {"done", "open"}:
            actions.resolve(found, by=request.user, done=do == "done")  # type: ignore[arg-type]
        elif form.is_valid():
            at_most(MOST_AN_HOUR, HOUR, what="draft-comment", who=str(request.user.pk))
            data = form.cleaned_data
            actions.reply(found, words=data["words"], by=request.user, once=data["once"])  # type: ignore[arg-type]
        else:
            wrong[str(found.token)] = form
        if not wrong:
            return redirect(f"{reverse('submissions:comments', args=[draft.token])}#c-{found.token}")
    definition = definition_of(draft.form)
    rows = _rows(definition, comments_of(draft), wrong)
    context = {
        "draft": draft,
        "rows": rows,
        "open": sum(row["said"].is_open for row in rows),
        "errors": [error for form in wrong.values() for error in form.errors.get("words", [])],
    }
    return render(request, "submissions/comments.html", context, status=422 if wrong else 200)


def _rows(definition: Definition, found: dict[str, list[Said]], wrong: dict[str, ReplyForm]) -> list[dict[str, Any]]:
    """The comments in the order of the form, those that wait first."""
    rows = [
        {
            "said": each,
            "label": said(question.label),
            "step": definition.step_of(question.key).key,
            "form": wrong.get(str(each.comment.token)) or ReplyForm(prefix="", auto_id=f"id_{each.comment.token}_%s"),
        }
        for question in definition.questions()
        for each in found.get(question.key, [])
    ]
    return sorted(rows, key=lambda row: not row["said"].is_open)
