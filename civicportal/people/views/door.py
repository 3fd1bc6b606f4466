"""The one door: an address, a mailed code, and in. A new address gets its account when the code is right."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from allauth.account.internal.flows.login import record_authentication
from allauth.account.internal.flows.logout import logout as end_session
from allauth.account.utils import perform_login
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render, resolve_url
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from civicportal.kernel.web import ANYONE, SIGNED_IN, TooMany, client_address, open_to
from civicportal.people import actions
from civicportal.people.codes import Outcome, live_code, mail_code, try_code
from civicportal.people.enums import CodePurpose
from civicportal.people.forms import AddressForm, CodeForm
from civicportal.people.guards import ask_again_address, has_second_step
from civicportal.people.models import Code
from civicportal.people.signed import SignedRequest

WAITING = "sign_in_code"
AS_WHOM = "sign_in_as"
AGAIN = "again_code"


def remember_address(request: HttpRequest, email: str) -> None:
    """Writes the address into the sign-in form beforehand: for whoever sends a visitor there and knows it."""
    request.session[AS_WHOM] = email


def way_back(request: HttpRequest) -> str:
    """The address to return to, when it is one of ours; else nothing."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    ours = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if ours else ""


def with_way_back(name: str, back: str) -> str:
    return f"{reverse(name)}?{urlencode({'next': back})}" if back else reverse(name)


def too_many(request: HttpRequest, template: str, context: dict[str, Any], wait: int) -> HttpResponse:
    """429 with the form as it was typed, and when to try again."""
    minutes = max(1, round(wait / 60))
    context["wait"] = _("You have asked for many codes. Try again in %(minutes)d min.") % {"minutes": minutes}
    response = render(request, template, context, status=429)
    response.headers["Retry-After"] = str(wait)
    return response


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@open_to(ANYONE)
def sign_in(request: HttpRequest) -> HttpResponse:
    """Asks for the address and mails a code. Known and unknown addresses get the same answer and the same letter."""
    back = way_back(request)
    if request.user.is_authenticated:
        return HttpResponseRedirect(back or resolve_url(settings.LOGIN_REDIRECT_URL))
    form = AddressForm(
        request.POST if request.method == "POST" else None, initial={"email": request.session.get(AS_WHOM, "")}
    )
    context = {"form": form, "next": back}
    if request.method != "POST" or not form.is_valid():
        return render(request, "account/login.html", context)
    try:
        code = mail_code(CodePurpose.SIGN_IN, form.cleaned_data["email"], caller=client_address(request))
    except TooMany as often:
        return too_many(request, "account/login.html", context, often.retry_after)
    request.session[WAITING] = str(code.pk)
    return HttpResponseRedirect(with_way_back("account_confirm_login_code", back))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@open_to(ANYONE)
def confirm_code(request: HttpRequest) -> HttpResponse:
    """Takes the mailed code. "Send a new code" is a button on the same page."""
    back = way_back(request)
    if request.user.is_authenticated:
        return HttpResponseRedirect(back or resolve_url(settings.LOGIN_REDIRECT_URL))
    code = live_code(request.session.get(WAITING), CodePurpose.SIGN_IN)
    if code is None:
        return HttpResponseRedirect(with_way_back("account_login", back))
    if "resend" in request.POST:
        return _send_again(request, code, WAITING, "account_confirm_login_code", back)
    form = CodeForm(request.POST if request.method == "POST" else None)
    context = {"form": form, "next": back, "email": code.email}
    if request.method == "POST" and form.is_valid():
        outcome = try_code(code, form.cleaned_data["code"])
        if outcome is Outcome.RIGHT:
            return _let_in(request, code, back)
        _say(form, outcome)
    return render(request, "account/confirm_login_code.html", context)


def _let_in(request: HttpRequest, code: Code, back: str) -> HttpResponse:
    person = actions.confirm_address(code.email, language=get_language() or "sv")
    for key in (WAITING, AS_WHOM):
        request.session.pop(key, None)
    record_authentication(request, person, method="code")
    return perform_login(request, person, email_verification="none", redirect_url=back or None, email=code.email)


def _say(form: CodeForm, outcome: Outcome) -> None:
    if outcome is Outcome.OVER:
        form.add_error("code", _("The code has expired. We can send a new one"))
    else:
        form.add_error("code", _("That is not the right code. Check it and try again."))


def _send_again(request: HttpRequest, code: Code, key: str, name: str, back: str) -> HttpResponse:
    try:
        newer = mail_code(
            CodePurpose(code.purpose), code.email, caller=client_address(request), person=code.person, replaces=code
        )
    except TooMany as often:
        context = {"form": CodeForm(), "next": back, "email": code.email, "sent": True}
        template = "account/reauthenticate.html" if key == AGAIN else "account/confirm_login_code.html"
        return too_many(request, template, context, often.retry_after)
    request.session[key] = str(newer.pk)
    return HttpResponseRedirect(f"{with_way_back(name, back)}")


@require_http_methods(["GET", "HEAD", "POST"])
@open_to(ANYONE)
def sign_out(request: HttpRequest) -> HttpResponse:
    """A link may lead here; only the button signs out."""
    if request.method == "POST":
        end_session(request, show_message=False)
        return redirect("home")
    if not request.user.is_authenticated:
        return redirect("home")
    return render(request, "account/logout.html")


@open_to(ANYONE)
def closed(request: HttpRequest) -> HttpResponse:
    """Where a right code for an account that was closed by the city ends."""
    return render(request, "account/account_inactive.html", status=403)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@open_to(SIGNED_IN)
def show_again(request: SignedRequest) -> HttpResponse:
    """Shows once more that it is the same person, by a mailed code; with a second step that one is asked instead."""
    back = way_back(request) or reverse("profile")
    if has_second_step(request.user):
        return HttpResponseRedirect(ask_again_address(request.user, back))
    code = live_code(request.session.get(AGAIN), CodePurpose.AGAIN, request.user)
    if request.method == "POST" and ("resend" in request.POST or code is None):
        return _mail_again(request, code, back)
    form = CodeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid() and code is not None:
        outcome = try_code(code, form.cleaned_data["code"])
        if outcome is Outcome.RIGHT:
            request.session.pop(AGAIN, None)
            record_authentication(request, request.user, method="code", reauthenticated=True)
            return HttpResponseRedirect(back)
        _say(form, outcome)
    return render(
        request, "account/reauthenticate.html", {"form": form, "next": back, "email": request.user.email, "sent": code}
    )


def _mail_again(request: SignedRequest, code: Code | None, back: str) -> HttpResponse:
    if code is not None:
        return _send_again(request, code, AGAIN, "account_reauthenticate", back)
    try:
        code = mail_code(CodePurpose.AGAIN, request.user.email, caller=client_address(request), person=request.user)
    except TooMany as often:
        context = {"form": CodeForm(), "next": back, "email": request.user.email}
        return too_many(request, "account/reauthenticate.html", context, often.retry_after)
    request.session[AGAIN] = str(code.pk)
    return HttpResponseRedirect(with_way_back("account_reauthenticate", back))
