"""Suggesting something to test, and the page where its writer follows the answer."""

from __future__ import annotations

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods

from civicportal.cases import talking
from civicportal.commons import offers
from civicportal.kernel.answers import Refused
from civicportal.kernel.web import SIGNED_IN, at_most, open_to
from prototypes.actions import suggestions as actions
from prototypes.enums.prototypes import SUGGESTION_LOOKS
from prototypes.forms.prototypes import SuggestForm
from prototypes.queries import mine
from prototypes.queries.public import networks_in_public

HOUR = 3600


@require_http_methods(["GET", "HEAD", "POST"])
@open_to(SIGNED_IN)
def suggest(request: HttpRequest) -> HttpResponse:
    """One short page: what should be tested, with whom. What one comes from stands above the form."""
    origin, networks = offers.origin(request), list(networks_in_public())
    if not networks:
        return render(request, "prototypes/suggest_closed.html", status=200)
    known = {"fran": offers.named(origin), "title": str(origin.title)[:120] if origin else "", "once": uuid.uuid4}
    form = SuggestForm(request.POST if request.method == "POST" else None, networks=networks, initial=known)
    if request.method == "POST" and form.is_valid():
        at_most(5, HOUR, what="prototypes.suggest", who=str(request.user.pk))
        try:
            made = actions.suggest(
                form.network_chosen(),
                by=request.user,
                title=form.cleaned_data["title"],
                wish=form.cleaned_data["wish"],
                origin=origin,
                language=(get_language() or "sv")[:2],
                once=form.cleaned_data["once"],
            )
        except Refused as refused:
            form.add_error(None, str(refused.why))
        else:
            return redirect(f"{made.get_absolute_url()}?nytt=1")
    context = {"form": form, "origin": origin, "networks": networks}
    return render(request, "prototypes/suggest.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@open_to(SIGNED_IN)
def suggestion(request: HttpRequest, reference: str) -> HttpResponse:
    """Receipt, status and conversation at one address that stays valid."""
    found = mine.my_suggestion(request.user, reference)
    facts = {
        "suggestion": found,
        "look": SUGGESTION_LOOKS[found.state],
        "just_sent": request.GET.get("nytt") == "1",
    }
    return talking.talk(
        request, found.case, done=found.get_absolute_url(), facts=facts, template="prototypes/suggestion.html"
    )
