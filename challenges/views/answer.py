"""The way into a proposal: what it asks, where the link goes, then the questions."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from challenges.forms import AddressForm
from challenges.queries import public as queries
from civicportal.commons import offers
from civicportal.kernel.web import ANYONE, open_to
from civicportal.submissions.queries import drafts_here
from civicportal.submissions.views.beginning import begin, typed_address


@open_to(ANYONE)
def answer(request: HttpRequest, slug: str) -> HttpResponse:
    """What one needs before the first question, and where to mail the link; who is signed in has said that already."""
    found = queries.challenge_to_answer(slug)
    if found.opening is None or not found.opening.is_open():
        return render(request, "challenges/closed.html", {"challenge": found, "opening": found.opening})
    known = request.user.email if request.user.is_authenticated else ""
    origin = offers.origin(request)
    form = AddressForm(typed_address(request), initial={"fran": offers.named(origin)})
    if request.method == "POST" and form.is_valid():
        draft = begin(request, found.opening, form.cleaned_data, origin=origin)
        return redirect("submissions:tasks", token=draft.token)
    context = {
        "challenge": found,
        "opening": found.opening,
        "form": form,
        "known": known,
        "origin": origin,
        "drafts": drafts_here(request, found.opening),
    }
    return render(request, "challenges/answer.html", context, status=422 if form.errors else 200)
