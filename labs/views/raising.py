"""The short pages by which somebody raises a need or suggests something."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from civicportal.kernel.answers import Answer, Refused
from civicportal.kernel.web import ANYONE, TooMany, at_most, client_address, open_to
from labs.actions import raising
from labs.forms import IdeaForm, NeedForm, RaiseForm
from labs.models import Lab, Raised
from labs.queries import public as queries
from labs.rules import can_raise, can_suggest
from labs.tokens import status_path

HOUR = 3600


@require_http_methods(["GET", "HEAD", "POST"])
@open_to(ANYONE)
def raise_need(request: HttpRequest, slug: str) -> HttpResponse:
    """One short page: what is needed, where, and an address for the answer."""
    lab = queries.lab_in_public(slug)
    form = NeedForm(request.POST if request.method == "POST" else None, lab=lab, person=request.user)
    act = lambda facts: raising.raise_need(lab, **facts)  # noqa: E731
    return _page(request, form, lab=lab, about=lab, kind="need", answer=can_raise(lab), act=act)


@require_http_methods(["GET", "HEAD", "POST"])
@open_to(ANYONE)
def suggest(request: HttpRequest, slug: str, kind: str) -> HttpResponse:
    """The same for an idea, on a topic or on one need."""
    on: Any = queries.topic_in_public(slug) if kind == "topic" else queries.need_in_public(slug)
    answer = can_suggest(on if kind == "topic" else on.topic)
    form = IdeaForm(request.POST if request.method == "POST" else None, lab=on.lab, person=request.user)
    act = lambda facts: raising.raise_idea(on, **facts)  # noqa: E731
    return _page(request, form, lab=on.lab, about=on, kind="idea", answer=answer, act=act)


def _page(
    request: HttpRequest,
    form: RaiseForm,
    *,
    lab: Lab,
    about: Any,
    kind: str,
    answer: Answer,
    act: Callable[[dict[str, Any]], Raised | None],
) -> HttpResponse:
    if answer and form.is_bound and form.is_valid() and (done := _act(request, form, lab, kind, act)) is not None:
        return done
    context = {"form": form, "lab": lab, "about": about, "kind": kind, "answer": answer}
    return render(request, "labs/raise.html", context, status=422 if form.errors else (200 if answer else 403))


def _act(
    request: HttpRequest, form: RaiseForm, lab: Lab, kind: str, act: Callable[[dict[str, Any]], Raised | None]
) -> HttpResponse | None:
    """Does it, once for each form; a refusal becomes an error of the form, with its reason."""
    facts = form.facts()
    receipt = reverse("labs:sent", args=[lab.slug]) + ("?ide=1" if kind == "idea" else "")
    if form.person is None:
        at_most(20, HOUR, what="labs.raise", who=client_address(request))
        at_most(6, HOUR, what="labs.raise.mail", who=facts["email"])
        try:
            at_most(1, HOUR, what="labs.raise.once", who=str(facts["once"]))
        except TooMany:
            return redirect(receipt)
    else:
        at_most(20, HOUR, what="labs.raise", who=str(form.person.pk))
    try:
        raised = act(facts)
    except Refused as refused:
        form.add_error(None, str(refused.why))
        return None
    return redirect(f"{status_path(raised)}?nytt=1" if raised else receipt)


@require_safe
@open_to(ANYONE)
def sent(request: HttpRequest, slug: str) -> HttpResponse:
    """The receipt of what has yet to be confirmed: the same for every address."""
    context = {"lab": queries.lab_in_public(slug), "is_idea": request.GET.get("ide") == "1"}
    return render(request, "labs/sent.html", context)
