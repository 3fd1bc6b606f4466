"""What one has sent: receipt and status page, copy of the answers, change, withdraw, conversation."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from challenges.enums import LOOKS, PUBLIC_WORDS
from challenges.models import Proposal
from challenges.queries import mine as queries
from challenges.telling import status_knots
from civicportal.cases import talking
from civicportal.kernel.web import SIGNED_IN, open_to
from civicportal.submissions.completing import waits_for_applicant
from civicportal.submissions.contacts import can_change_contact
from civicportal.submissions.rules.writing import can_change, can_withdraw
from civicportal.submissions.together import behind, called
from civicportal.submissions.views import sent


@open_to(SIGNED_IN)
def status(request: HttpRequest, reference: str) -> HttpResponse:
    """Receipt and status page at one address that stays valid."""
    found = queries.our_proposal(request.user, reference)
    context = {
        "is_owner": found.submission.person_id == request.user.pk,
        "along": [called(one.person) for one in behind(found.submission)],
        "may_change_contact": can_change_contact(request.user, found.submission),
        "proposal": found,
        "case": found.case,
        "challenge": found.challenge,
        **_standing(found),
        "knots": status_knots(found),
        "environment": getattr(found, "environment", None),
        "may_change": can_change(request.user, found.submission),
        "may_withdraw": can_withdraw(request.user, found.submission),
        "messages_count": found.case.messages.count(),
        "just_sent": request.GET.get("nytt") == "1",
    }
    return render(request, "challenges/status.html", context)


def _standing(found: Proposal) -> dict[str, Any]:
    """The proposer's words for where it is: what is asked of them comes before what the department does."""
    if waiting := waits_for_applicant(found.submission):
        return {"status": _("We need one thing more from you"), "look": "warn", "completion": waiting}
    return {"status": PUBLIC_WORDS[found.state], "look": LOOKS[found.state]}


def _sent(request: HttpRequest, reference: str, *, read: bool = False) -> sent.Sent:
    """What was sent: for its owner, or to `read` for those who wrote it together with them."""
    getter = queries.our_proposal if read else queries.my_proposal
    found = getter(request.user, reference)
    return sent.Sent(
        submission=found.submission,
        reference=reference,
        title=found.title,
        to=str(found.challenge.title),
        url=found.get_absolute_url(),
        pdf_url=reverse("challenges:answers_pdf", args=[reference]),
    )


@open_to(SIGNED_IN)
def answers(request: HttpRequest, reference: str) -> HttpResponse:
    """A copy of the answers, to read and print."""
    return sent.answers(request, _sent(request, reference, read=True))


@open_to(SIGNED_IN)
def answers_pdf(request: HttpRequest, reference: str) -> HttpResponse:
    """The same copy as a tagged PDF."""
    return sent.answers_pdf(_sent(request, reference, read=True))


@open_to(SIGNED_IN)
def change(request: HttpRequest, reference: str) -> HttpResponse:
    """Asks before what was sent is opened for changes; it counts as sent all the while."""
    return sent.change(request, _sent(request, reference))


@open_to(SIGNED_IN)
def withdraw(request: HttpRequest, reference: str) -> HttpResponse:
    """Asks before a proposal is taken back."""
    return sent.withdraw(request, _sent(request, reference), "challenges/withdraw.html")


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
