"""Signing up to a meeting, with or without account; one's own sign-up behind the link of a letter."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from civicportal.commons import proofs
from civicportal.commons.models import Proof
from civicportal.commons.queries import item_at
from civicportal.kernel.answers import Refused, insist, no
from civicportal.kernel.web import ANYONE, TOKEN, at_most, client_address, open_to
from prototypes.actions import signups
from prototypes.enums.meetings import SignUpState
from prototypes.forms.meetings import SignUpForm
from prototypes.models import Meeting
from prototypes.notices.meetings import number_of, own_path
from prototypes.queries import meetings as queries
from prototypes.rules.meetings import can_sign_up

HOUR = 3600
PROOF = "prototypes.sign_up"


@require_http_methods(["GET", "HEAD", "POST"])
@open_to(ANYONE)
def sign_up(request: HttpRequest, slug: str) -> HttpResponse:
    """The form. With an account the place is given at once; without one when the address is confirmed by mail."""
    found = queries.meeting_in_public(item_at("meeting", slug))
    person = request.user if request.user.is_authenticated else None
    if person and (mine := queries.my_sign_up(person, found)):
        return redirect(own_path(mine))
    form = SignUpForm(
        request.POST if request.method == "POST" else None,
        person=person,
        initial={"name": person.name} if person else {},
    )
    answer = can_sign_up(found)
    if request.method == "POST" and answer and form.is_valid():
        at_most(30, HOUR, what=PROOF, who=client_address(request))
        return _signed_up(request, found, form.cleaned_data, person)
    status = 422 if form.errors else 200 if answer else 403
    return render(
        request, "prototypes/meeting_sign_up.html", {"meeting": found, "form": form, "answer": answer}, status=status
    )


def _signed_up(request: HttpRequest, found: Meeting, data: dict[str, Any], person: Any) -> HttpResponse:
    tongue = (get_language() or "sv")[:2]
    if person:
        made = signups.sign_up(
            found, email=person.email, name=data["name"], needs=data["needs"], language=tongue, person=person
        )
        return redirect(own_path(made))
    at_most(3, HOUR, what=f"{PROOF}.{found.pk}", who=data["email"])
    payload = {"name": data["name"], "needs": data["needs"]}
    proofs.ask(PROOF, email=data["email"], language=tongue, about=found, payload=payload)
    return redirect("prototypes:sign_up_asked", slug=found.slug)


@require_safe
@open_to(ANYONE)
def sign_up_asked(request: HttpRequest, slug: str) -> HttpResponse:
    """The receipt: the same for every address, so that nobody learns who comes."""
    found = queries.meeting_in_public(item_at("meeting", slug))
    return render(request, "prototypes/meeting_asked.html", {"meeting": found})


@require_safe
@never_cache
@open_to(TOKEN)
def sign_up_status(request: HttpRequest, token: str) -> HttpResponse:
    """Somebody's own sign-up: the place or the number in the line, the link to the video meeting, how to give it up."""
    made = queries.sign_up_of(token)
    found = made.meeting
    context = {
        "made": made,
        "meeting": found,
        "token": token,
        "seated": made.state == SignUpState.SEATED,
        "waits": made.state == SignUpState.WAITING,
        "number": number_of(made) if made.state == SignUpState.WAITING else 0,
        "over": found.is_over(),
    }
    return render(request, "prototypes/meeting_status.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@open_to(TOKEN)
def give_up(request: HttpRequest, token: str) -> HttpResponse:
    """A link in a letter: opening it shows a button, pressing the button gives the place up."""
    made = queries.sign_up_of(token)
    if request.method == "POST":
        signups.give_up(made, by=made.person)
        return redirect("prototypes:sign_up_status", token=token)
    return render(request, "prototypes/meeting_give_up.html", {"made": made, "meeting": made.meeting, "token": token})


def confirm(proof: Proof) -> str:
    """What happens when somebody without account confirms by mail: a place, or a number in the line."""
    found = proofs.about_of(proof)
    if found is None:
        raise Refused(no(_("One cannot sign up to this meeting")))
    insist(can_sign_up(found))
    written = proof.payload
    made = signups.sign_up(
        found, email=proof.email, name=written["name"], needs=written["needs"], language=proof.language
    )
    return own_path(made)


def what(proof: Proof) -> Any:
    """What is confirmed, for the letter and the page: the meeting's title."""
    found = proofs.about_of(proof)
    gone: str | Promise = _("A meeting that is no longer there")
    return found.title if found is not None else gone
