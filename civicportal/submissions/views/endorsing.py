"""Support from somebody behind the sender: the owner asks, the one who was asked answers by the link in the letter."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache

from civicportal.kernel.answers import Refused
from civicportal.kernel.web import SIGNED_IN, TOKEN, at_most, open_to
from civicportal.people.signed import SignedRequest
from civicportal.submissions.actions import endorsing as actions
from civicportal.submissions.endorsing import (
    can_ask_endorsement,
    endorsement_by,
    is_of_the_head,
    own_submission,
    standing_of,
)
from civicportal.submissions.enums import ENDORSEMENT_LOOKS
from civicportal.submissions.enums import EndorsementKind as Kind
from civicportal.submissions.enums import EndorsementState as S
from civicportal.submissions.forms.endorsing import AskForm, EndorseForm
from civicportal.submissions.kinds import kind_of
from civicportal.submissions.queries import shown_answers


@never_cache
@open_to(TOKEN)
def endorse(request: HttpRequest, token: str) -> HttpResponse:
    """The link in the letter: GET shows what it is about and the choices, POST answers once."""
    found = endorsement_by(token)
    if found.state == S.REPLACED:
        return render(request, "submissions/endorse_ended.html", {"endorsement": found}, status=410)
    form = EndorseForm(request.POST if request.method == "POST" else None, signatory=found.is_signatory)
    if request.method == "POST" and form.is_valid():
        try:
            actions.answer_endorsement(found, **form.cleaned_data)
        except Refused as refused:
            form.add_error("words", str(refused.why))
        else:
            return redirect("submissions:endorse", token=token)
    submission = found.submission
    kind = kind_of(submission.opening)
    context = {
        "endorsement": found,
        "submission": submission,
        "about": kind.about(submission.opening),
        "facts": [{"label": label, "value": value} for label, value in kind.facts(submission, True)],
        "steps": shown_answers(found.version, blind=True, with_sensitive=False),
        "sender": submission.person if submission.person and not submission.person.protected else None,
        "form": form if found.state in {S.ASKED, S.TALK} and not submission.withdrawn_at else None,
        "look": ENDORSEMENT_LOOKS[found.state],
    }
    return render(request, "submissions/endorse.html", context, status=422 if form.errors else 200)


@open_to(SIGNED_IN)
def ask_endorsement(request: SignedRequest, reference: str) -> HttpResponse:
    """The owner's page: where the request lies, and the form to ask somebody, again or instead."""
    return _asking(request, reference, Kind.MANAGER)


@open_to(SIGNED_IN)
def ask_signatory(request: SignedRequest, reference: str) -> HttpResponse:
    """The same for whoever signs for the organisation."""
    return _asking(request, reference, Kind.SIGNATORY)


def _asking(request: SignedRequest, reference: str, of: str) -> HttpResponse:
    submission = own_submission(request.user, reference)
    answer, standing = can_ask_endorsement(request.user, submission), standing_of(submission, of)
    signatory = of == Kind.SIGNATORY
    head = not signatory and is_of_the_head(submission)
    form = AskForm(request.POST if request.method == "POST" else None, signatory=signatory, head=head)
    kind = kind_of(submission.opening)
    if request.method == "POST" and answer and form.is_valid():
        at_most(6, 3600, what="ask-endorsement", who=str(request.user.pk))
        try:
            actions.ask_endorsement(submission, email=form.cleaned_data["email"], by=request.user, kind=of)
        except Refused as refused:
            form.add_error("email", str(refused.why))
        else:
            return redirect(kind.status_url(submission))
    context = {
        "submission": submission,
        "standing": standing,
        "signatory": signatory,
        "head": head,
        "look": ENDORSEMENT_LOOKS[standing.state] if standing else "",
        "form": form,
        "answer": answer,
        "status_url": kind.status_url(submission),
    }
    status = 422 if form.errors else (200 if answer else 403)
    return render(request, "submissions/ask_endorsement.html", context, status=status)
