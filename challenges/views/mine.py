"""What one has sent: receipt and status page, copy of the answers, change, withdraw, conversation."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from challenges.enums import LOOKS, PUBLIC_WORDS
from challenges.queries import mine as queries
from challenges.telling import status_knots
from civicportal.cases import talking
from civicportal.kernel import pdf
from civicportal.kernel.web import SIGNED_IN, open_to
from civicportal.submissions import actions as submissions
from civicportal.submissions.queries import answers_facts, latest_version, shown_answers
from civicportal.submissions.rules import can_change, can_withdraw


@open_to(SIGNED_IN)
def status(request: HttpRequest, reference: str) -> HttpResponse:
    """Receipt and status page at one address that stays valid."""
    found = queries.my_proposal(request.user, reference)
    context = {
        "proposal": found,
        "case": found.case,
        "challenge": found.challenge,
        "status": PUBLIC_WORDS[found.state],
        "look": LOOKS[found.state],
        "knots": status_knots(found),
        "environment": getattr(found, "environment", None),
        "may_change": can_change(request.user, found.submission),
        "may_withdraw": can_withdraw(request.user, found.submission),
        "messages_count": found.case.messages.count(),
        "just_sent": request.GET.get("nytt") == "1",
    }
    return render(request, "challenges/status.html", context)


@open_to(SIGNED_IN)
def answers(request: HttpRequest, reference: str) -> HttpResponse:
    """A copy of the answers, to read and print."""
    found = queries.my_proposal(request.user, reference)
    version = latest_version(found.submission)
    context = {"proposal": found, "version": version, "steps": shown_answers(version)}
    return render(request, "challenges/answers.html", context)


@open_to(SIGNED_IN)
def answers_pdf(request: HttpRequest, reference: str) -> HttpResponse:
    """The same copy as a tagged PDF."""
    found = queries.my_proposal(request.user, reference)
    version = latest_version(found.submission)
    facts = answers_facts(version, title=found.title, name=str(found.challenge.title))
    response = HttpResponse(pdf.render("submissions/answers.typ", facts), content_type="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="{found.case.reference}.pdf"'
    response.headers["Cache-Control"] = "private, no-store"
    return response


@open_to(SIGNED_IN)
def change(request: HttpRequest, reference: str) -> HttpResponse:
    """Asks before what was sent is opened for changes; it counts as sent all the while."""
    found = queries.my_proposal(request.user, reference)
    answer = can_change(request.user, found.submission)
    if request.method == "POST":
        draft = submissions.reopen(found.submission, by=request.user)
        return redirect("submissions:tasks", token=draft.token)
    context = {"proposal": found, "answer": answer}
    return render(request, "challenges/change.html", context, status=200 if answer else 403)


@open_to(SIGNED_IN)
def withdraw(request: HttpRequest, reference: str) -> HttpResponse:
    """Asks before a proposal is taken back."""
    found = queries.my_proposal(request.user, reference)
    answer = can_withdraw(request.user, found.submission)
    if request.method == "POST":
        submissions.withdraw(found.submission, by=request.user)
        return redirect(found)
    context = {"proposal": found, "answer": answer}
    return render(request, "challenges/withdraw.html", context, status=200 if answer else 403)


@open_to(SIGNED_IN)
def talk(request: HttpRequest, reference: str) -> HttpResponse:
    """The conversation with the department; what either writes reaches the other as a letter."""
    found = queries.my_proposal(request.user, reference)
    facts = {
        "heading": _("Your conversation with the department"),
        "back_url": found.get_absolute_url(),
        "back_label": found.title,
    }
    return talking.talk(request, found.case, done=reverse("challenges:talk", args=[reference]), facts=facts)
