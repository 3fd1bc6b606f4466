"""The second step: demanded before work pages open, and asked again before what cannot be taken back."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from allauth.account.authentication import get_authentication_records
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from civicportal.kernel.web import SIGNED_IN, STAFF, Policy, View
from civicportal.people.enums import Role
from civicportal.people.models import Person

FRESH_SECONDS = 300
SECOND_STEPS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
KEPT_FORM = "kept_form"
"""Where the session keeps a form that was sent when the sign-in was no longer fresh."""


def has_second_step(person: Person) -> bool:
    """Whether the person has set up an authenticator app or a passkey."""
    return Authenticator.objects.filter(user=person, type__in=SECOND_STEPS).exists()


def used_second_step(request: HttpRequest, *, within: float | None = None) -> bool:
    """Whether this session was opened or renewed with the second step, at all or within so many seconds."""
    return _used(request, "mfa", within)


def _used(request: HttpRequest, method: str, within: float | None) -> bool:
    moments = [
        record["at"] for record in get_authentication_records(request, request.user) if record["method"] == method
    ]
    return bool(moments) and (within is None or time.time() - max(moments) < within)


def is_fresh(request: Any) -> bool:
    """Whether the person showed within 300 seconds that it is they: by second step, or by code if they have none."""
    method = "mfa" if has_second_step(request.user) else "code"
    return _used(request, method, FRESH_SECONDS)


def is_work_page(request: HttpRequest) -> bool:
    """The backoffice, and every address whose policy names staff or a role."""
    match = request.resolver_match
    if match is None:
        return False
    if "admin" in match.app_names:
        return True
    policy = getattr(match.func, "policy", None)
    return isinstance(policy, Policy) and SIGNED_IN not in policy.who and bool(policy.who & {STAFF, *Role.values})


def ask_again_address(person: Person, way_back: str) -> str:
    """Where the person shows once more that it is they."""
    kinds = set(Authenticator.objects.filter(user=person, type__in=SECOND_STEPS).values_list("type", flat=True))
    if Authenticator.Type.TOTP in kinds:
        name = "mfa_reauthenticate"
    elif kinds:
        name = "mfa_reauthenticate_webauthn"
    else:
        name = "account_reauthenticate"
    return f"{reverse(name)}?{urlencode({'next': way_back})}"


def _keep_form(request: HttpRequest) -> None:
    """Keeps what was typed, so that the way through the second step loses nothing. Files cannot be kept."""
    if request.method == "POST":
        fields = request.POST.copy()
        fields.pop("csrfmiddlewaretoken", None)
        request.session[KEPT_FORM] = {"path": request.get_full_path(), "fields": fields.urlencode(), "at": time.time()}


def _kept_form(request: HttpRequest) -> HttpResponse | None:
    """The page that gives a kept form back with one button, when the person has come back to its address."""
    kept = request.session.get(KEPT_FORM)
    if request.method != "GET" or not kept or kept["path"] != request.get_full_path():
        return None
    del request.session[KEPT_FORM]
    if time.time() - kept["at"] > settings.SESSION_COOKIE_AGE:
        return None
    fields = [(name, value) for name, values in QueryDict(kept["fields"]).lists() for value in values]
    return render(request, "people/kept_form.html", {"address": kept["path"], "fields": fields})


class StrongSignInForStaff:
    """Opens the backoffice and every work page only to a session with the second step."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: View, args: Any, kwargs: Any) -> HttpResponse | None:
        if not settings.STAFF_MFA_REQUIRED or not is_work_page(request):
            return None
        if not request.user.is_authenticated or not request.user.is_staff:
            return None  # the address itself answers: sign in, or not found
        if used_second_step(request):
            return _kept_form(request)
        _keep_form(request)
        way_back = request.get_full_path()
        if has_second_step(request.user):
            messages.info(request, _("Work pages need your second step. Show it once, then you come back here."))
            return HttpResponseRedirect(ask_again_address(request.user, way_back))
        messages.info(request, _("Your role needs a second step at sign-in. Set it up here, then go on to your work."))
        return HttpResponseRedirect(f"{reverse('mfa_index')}?{urlencode({'next': way_back})}")


def fresh_sign_in(view: View) -> View:
    """Asks for the second step again when it is older than 300 seconds: decisions, exports, role changes, the account.

    Whoever has no second step gets a mailed code. What was typed comes back. Set aside with STAFF_MFA_REQUIRED, which
    only the demo may turn off. Stands inside (below) the decorator that says who may enter.
    """

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not settings.STAFF_MFA_REQUIRED or not request.user.is_authenticated:
            return view(request, *args, **kwargs)
        if is_fresh(request):
            return _kept_form(request) or view(request, *args, **kwargs)
        _keep_form(request)
        messages.info(request, _("This cannot be taken back by itself, so show once more that it is you."))
        return HttpResponseRedirect(ask_again_address(request.user, request.get_full_path()))

    return guarded
