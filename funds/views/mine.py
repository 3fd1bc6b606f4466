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
from civicportal.submissions.completing import waits_for_applicant
from civicportal.submissions.contacts import can_change_contact
from civicportal.submissions.endorsing import all_standing, can_ask_endorsement
from civicportal.submissions.enums import ENDORSEMENT_LOOKS, EndorsementKind
from civicportal.submissions.rules.writing import can_change, can_withdraw
from civicportal.submissions.together import behind, called
from civicportal.submissions.views import sent
from funds.enums.applications import LOOKS, PUBLIC_WORDS, EndorsementNeed
from funds.models import Application
from funds.notices import applications as notices
from funds.queries import mine as queries
from funds.steps import status_knots


@open_to(SIGNED_IN)
def application(request: HttpRequest, reference: str) -> HttpResponse:
    """Receipt and status page at one address that stays valid."""
    found = queries.our_application(request.user, reference)
    decision = found.case.decisions.in_force().filter(released_at__isnull=False).first()
    context = {
        "application": found,
        "case": found.case,
        "fund": found.round.fund,
        **_status(found),
        "knots": status_knots(found, decision),
        "decision": decision,
        "project": getattr(found, "project", None),
        "may_change": can_change(request.user, found.submission),
        "may_withdraw": can_withdraw(request.user, found.submission),
        "messages_count": found.case.messages.count(),
        **_support(found, request.user),
        **_together(found, request.user),
        "just_sent": request.GET.get("nytt") == "1",
    }
    return render(request, "funds/application.html", context)


def _status(found: Application) -> dict[str, Any]:
    """The applicant's words for where it is: what is asked of them comes before what the city does."""
    if waiting := waits_for_applicant(found.submission):
        return {"status": _("We need one thing more from you"), "look": "warn", "completion": waiting}
    state = queries.public_state(found)
    return {"status": PUBLIC_WORDS[state], "look": LOOKS[state]}


def _together(found: Application, person: Any) -> dict[str, Any]:
    """What is only the owner's, and who else stands behind it."""
    owner = found.submission.person_id == person.pk
    along = behind(found.submission)
    return {
        "is_owner": owner,
        "along": [called(one.person) for one in along],
        "offered": any(one.person_id == person.pk and one.handed_at for one in along),
        "may_change_contact": can_change_contact(person, found.submission),
    }


def _support(found: Application, person: Any) -> dict[str, Any]:
    """Where the nearest manager's support lies, in rounds that ask for it; and a signatory's approval, if asked."""
    rows = {one.kind: one for one in all_standing(found.submission)}
    manager, signatory = rows.get(EndorsementKind.MANAGER), rows.get(EndorsementKind.SIGNATORY)
    return {
        "asks_support": found.round.endorsement != EndorsementNeed.NONE,
        "standing": manager,
        "support_look": ENDORSEMENT_LOOKS[manager.state] if manager else "",
        "signatory": signatory,
        "signatory_look": ENDORSEMENT_LOOKS[signatory.state] if signatory else "",
        "may_ask_support": can_ask_endorsement(person, found.submission),
    }


def _sent(request: HttpRequest, reference: str, *, read: bool = False) -> sent.Sent:
    """What was sent: for its owner, or to `read` for its co-applicants too."""
    getter = queries.our_application if read else queries.my_application
    found = getter(request.user, reference)
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
    found = queries.our_application(request.user, reference)
    made = queries.released_decision(found)
    context = {"application": found, "decision": made, "facts": notices.decided_facts(found, made)}
    return render(request, "funds/decision.html", context)


@open_to(SIGNED_IN)
def decision_pdf(request: HttpRequest, reference: str) -> HttpResponse:
    """The decision as a tagged PDF."""
    found = queries.our_application(request.user, reference)
    facts = notices.decided_facts(found, queries.released_decision(found))
    return pdf.answer("cases/decision.typ", facts, f"{reference}-beslut.pdf")
