"""What one can do with what one has sent; each feature's own pages lead here with what it was made into."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from civicportal.kernel import pdf
from civicportal.submissions import actions
from civicportal.submissions.models import Submission
from civicportal.submissions.queries import answers_facts, latest_version, shown_answers
from civicportal.submissions.rules.writing import can_change, can_withdraw


@dataclass(frozen=True, slots=True)
class Sent:
    """What somebody sent, which the caller has checked is theirs. `to` is whom it was sent to."""

    submission: Submission
    reference: str
    title: str
    to: str
    url: str
    pdf_url: str

    @property
    def facts(self) -> dict[str, Any]:
        return {"sent": self, "submission": self.submission}


def answers(request: HttpRequest, sent: Sent) -> HttpResponse:
    """A copy of the answers, to read and print."""
    version = latest_version(sent.submission)
    context = {**sent.facts, "version": version, "steps": shown_answers(version)}
    return render(request, "submissions/sent_answers.html", context)


def answers_pdf(sent: Sent) -> HttpResponse:
    """The same copy as a tagged PDF."""
    facts = answers_facts(latest_version(sent.submission), title=sent.title, name=sent.to)
    return pdf.answer("submissions/answers.typ", facts, f"{sent.reference}.pdf")


def change(request: HttpRequest, sent: Sent) -> HttpResponse:
    """Asks before what was sent is opened for changes; it counts as sent all the while. Raises Refused."""
    may = can_change(request.user, sent.submission)
    if request.method == "POST":
        draft = actions.reopen(sent.submission, by=request.user)  # type: ignore[arg-type]
        return redirect("submissions:tasks", token=draft.token)
    return render(request, "submissions/sent_change.html", {**sent.facts, "answer": may}, status=200 if may else 403)


def withdraw(request: HttpRequest, sent: Sent, template: str) -> HttpResponse:
    """Asks before what was sent is taken back; `template` says what that means there. Raises Refused."""
    may = can_withdraw(request.user, sent.submission)
    if request.method == "POST":
        actions.withdraw(sent.submission, by=request.user)  # type: ignore[arg-type]
        return redirect(sent.url)
    return render(request, template, {**sent.facts, "answer": may}, status=200 if may else 403)
