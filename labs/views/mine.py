"""The status page of what one raised, by its token: with or without an account."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from civicportal.cases import talking
from civicportal.kernel.web import SIGNED_IN, TOKEN, open_to
from labs.actions import raising
from labs.enums import IDEA_WORDS, NEED_WORDS, OVER, RAISED_LOOKS
from labs.queries import mine as queries
from labs.rules import moves_of
from labs.steps import status_knots


def _person(request: HttpRequest) -> Any:
    return request.user if request.user.is_authenticated else None


@require_safe
@open_to(TOKEN)
def status(request: HttpRequest, token: str, kind: str) -> HttpResponse:
    """Receipt and status page at one address that stays valid."""
    found = queries.raised_by_token(kind, token)
    person = _person(request)
    context = {
        "raised": found,
        "kind": kind,
        "lab": found.lab,
        "case": found.case,
        "status": (IDEA_WORDS if kind == "idea" else NEED_WORDS)[found.state],
        "look": RAISED_LOOKS[found.state],
        "promised": found.case.answered_at is None and found.state not in OVER,
        "knots": status_knots(found, kind),
        "may_withdraw": moves_of(found).can("withdraw", person, found),
        "is_own": person is not None and found.person_id == person.pk,
        **{f"{page}_url": reverse(f"labs:{kind}_{page}", args=[token]) for page in ("talk", "letters", "withdraw")},
        "just_sent": request.GET.get("nytt") == "1",
    }
    return render(request, "labs/status.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@open_to(TOKEN)
def withdraw(request: HttpRequest, token: str, kind: str) -> HttpResponse:
    """Asks before something is taken back."""
    found = queries.raised_by_token(kind, token)
    answer = moves_of(found).can("withdraw", _person(request), found)
    if request.method == "POST":
        raising.withdraw(found, by=_person(request))
        return redirect(f"labs:{kind}_status", token=token)
    context = {"raised": found, "kind": kind, "answer": answer, "back": reverse(f"labs:{kind}_status", args=[token])}
    return render(request, "labs/withdraw.html", context, status=200 if answer else 403)


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@open_to(TOKEN)
def letters(request: HttpRequest, token: str, kind: str) -> HttpResponse:
    """Whether one wants letters about what comes of it.

    Mail programs press the button for the reader (RFC 8058) without a cookie; the token in the address is the
    authority. The button on the page names what it does.
    """
    found = queries.raised_by_token(kind, token)
    if request.method == "POST":
        raising.want_news(found, request.POST.get("vill") == "ja")
        return redirect(f"labs:{kind}_letters", token=token)
    context = {"raised": found, "kind": kind, "back": reverse(f"labs:{kind}_status", args=[token])}
    return render(request, "labs/letters.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@open_to(SIGNED_IN)
def talk(request: HttpRequest, token: str, kind: str) -> HttpResponse:
    """The conversation with the lab; what either writes reaches the other as a letter."""
    found = queries.own_raised(request.user, kind, token)
    facts = {
        "heading": _("Your conversation with the lab"),
        "back_url": reverse(f"labs:{kind}_status", args=[token]),
        "back_label": found.title,
    }
    return talking.talk(request, found.case, done=reverse(f"labs:{kind}_talk", args=[token]), facts=facts)
