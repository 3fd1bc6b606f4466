"""What one has sent: receipt and status page, copy of the answers, change, withdraw, conversation, decision."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from civicportal.cases import talking
from civicportal.kernel import pdf
from civicportal.kernel.web import SIGNED_IN, open_to
from civicportal.submissions.endorsing import can_ask_endorsement, standing_of
from civicportal.submissions.enums import ENDORSEMENT_LOOKS
from civicportal.submissions.rules import can_change, can_withdraw
from civicportal.submissions.views import sent
from funds import notices
from funds.enums import LOOKS, PUBLIC_WORDS, EndorsementNeed
from funds.models import Application
from funds.queries import mine as queries
from funds.steps import status_knots


@open_to(SIGNED_IN)
def application(request: HttpRequest, reference: str) -> HttpResponse:
    """Receipt and status page at one address that stays valid."""
    found = queries.my_application(request.user, reference)
    decision = found.case.decisions.in_force().filter(released_at__isnull=False).first()
    context = {
        "application": found,
        "case": found.case,
        "fund": found.round.fund,
        "status": PUBLIC_WORDS[found.state],
        "look": LOOKS[found.state],
        "knots": status_knots(found, decision),
        "decision": decision,
        "project": getattr(found, "project", None),
        "may_change": can_change(request.user, found.submission),
        "may_withdraw": can_withdraw(request.user, found.submission),
        "messages_count": found.case.messages.count(),
        **_support(found, request.user),
        "just_sent": request.GET.get("nytt") == "1",
    }
    return render(request, "funds/application.html", context)


def _support(found: Application, person: Any) -> dict[str, Any]:
    """Where the nearest manager's support lies, in rounds that ask for it."""
    if found.round.endorsement == EndorsementNeed.NONE:
        return {}
    standing = standing_of(found.submission)
    return {
        "asks_support": True,
        "standing": standing,
        "support_look": ENDORSEMENT_LOOKS[standing.state] if standing else "",
        "may_ask_support": can_ask_endorsement(person, found.submission),
    }


def _sent(request: HttpRequest, reference: str) -> sent.Sent:
    found = queries.my_application(request.user, reference)
    return sent.Sent(
        submission=found.submission,
        reference=reference,
        title=found.title,
        to=str(found.round.fund.name),
        url=found.get_absolute_url(),
        pdf_url=reverse("funds:application_answers_pdf", args=[reference]),
    )


@open_to(SIGNED_IN)
def answers(request: HttpRequest, reference: str) -> HttpResponse:
    """A copy of the answers, to read and print."""
    return sent.answers(request, _sent(request, reference))


@open_to(SIGNED_IN)
def answers_pdf(request: HttpRequest, reference: str) -> HttpResponse:
    """The same copy as a tagged PDF."""
    return sent.answers_pdf(_sent(request, reference))


@open_to(SIGNED_IN)
def change(request: HttpRequest, reference: str) -> HttpResponse:
    """Asks before what was sent is opened for changes; it counts as sent all the while."""
    return sent.change(request, _sent(request, reference))


@open_to(SIGNED_IN)
def withdraw(request: HttpRequest, reference: str) -> HttpResponse:
    """Asks before an application is taken back."""
    return sent.withdraw(request, _sent(request, reference), "funds/withdraw.html")


@open_to(SIGNED_IN)
def talk(request: HttpRequest, reference: str) -> HttpResponse:
    """The conversation with the fund; what either writes reaches the other as a letter."""
    found = queries.my_application(request.user, reference)
    facts = {
        "heading": _("Your conversation with the fund"),
        "back_url": found.get_absolute_url(),
        "back_label": found.title,
    }
    done = reverse("funds:application_talk", args=[reference])
    return talking.talk(request, found.case, done=done, facts=facts)


@open_to(SIGNED_IN)
def decision(request: HttpRequest, reference: str) -> HttpResponse:
    """The decision, to read and print."""
    found = queries.my_application(request.user, reference)
    made = queries.released_decision(found)
    context = {"application": found, "decision": made, "facts": notices.decided_facts(found, made)}
    return render(request, "funds/decision.html", context)


@open_to(SIGNED_IN)
def decision_pdf(request: HttpRequest, reference: str) -> HttpResponse:
    """The decision as a tagged PDF."""
    found = queries.my_application(request.user, reference)
    facts = notices.decided_facts(found, queries.released_decision(found))
    return pdf.answer("cases/decision.typ", facts, f"{reference}-beslut.pdf")
