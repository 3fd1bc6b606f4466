"""One's own account: what it says, its address, its sessions, its data, its end."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from civicportal.kernel import dates
from civicportal.kernel.answers import Refused
from civicportal.kernel.web import SIGNED_IN, TooMany, client_address, open_to
from civicportal.people import actions, own_data, rules
from civicportal.people.codes import Outcome, live_code, mail_code, try_code
from civicportal.people.enums import CodePurpose
from civicportal.people.forms import AddressForm, CloseForm, CodeForm, ConsentsForm, ProfileForm
from civicportal.people.guards import fresh_sign_in, has_second_step
from civicportal.people.queries import consents_in_force, person_by_email, roles_of, sessions_of
from civicportal.people.signed import SignedRequest
from civicportal.people.views.door import too_many

NEW_EMAIL = "new_email_code"
MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?\+\d{2}:\d{2}$")
FORMS = ["GET", "HEAD", "POST"]


@never_cache
@require_GET
@open_to(SIGNED_IN)
def profile(request: SignedRequest) -> HttpResponse:
    """The account at a glance, each line with the way to change it."""
    context = {"roles": roles_of(request.user), "second_step": has_second_step(request.user)}
    return render(request, "people/profile.html", context)


@never_cache
@require_http_methods(FORMS)
@open_to(SIGNED_IN)
def edit_profile(request: SignedRequest) -> HttpResponse:
    """Name, phone, language of letters, colours."""
    person = request.user
    said = {field: getattr(person, field) for field in ("name", "phone", "language", "theme")}
    form = ProfileForm(request.POST if request.method == "POST" else None, initial=said)
    if request.method == "POST" and form.is_valid():
        actions.save_profile(person, **form.cleaned_data, by=person)
        messages.success(request, _("Your details are saved."))
        return redirect("profile")
    return render(request, "people/edit_profile.html", {"form": form})


@never_cache
@require_http_methods(FORMS)
@open_to(SIGNED_IN)
@fresh_sign_in
def change_email(request: SignedRequest) -> HttpResponse:
    """Asks for the new address and mails it a code. A taken address gets the same answer, and a letter without code."""
    form = AddressForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        email = form.cleaned_data["email"]
        if email == request.user.email:
            form.add_error("email", _("That is already your address"))
        else:
            taken = person_by_email(email) is not None
            letter = "people.email_taken" if taken else "people.new_email_code"
            try:
                code = mail_code(
                    CodePurpose.NEW_EMAIL, email, caller=client_address(request), person=request.user, letter=letter
                )
            except TooMany as often:
                return too_many(request, "account/email.html", {"form": form}, often.retry_after)
            request.session[NEW_EMAIL] = str(code.pk)
            return redirect("account_email_code")
    return render(request, "account/email.html", {"form": form})


@never_cache
@require_http_methods(FORMS)
@open_to(SIGNED_IN)
def confirm_email(request: SignedRequest) -> HttpResponse:
    """Takes the code that was mailed to the new address."""
    code = live_code(request.session.get(NEW_EMAIL), CodePurpose.NEW_EMAIL, request.user)
    if code is None:
        return redirect("account_email")
    form = CodeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        outcome = try_code(code, form.cleaned_data["code"])
        if outcome is Outcome.RIGHT:
            return _move(request, code.email)
        over = outcome is Outcome.OVER
        form.add_error(
            "code",
            _("The code has expired. Write the address again")
            if over
            else _("That is not the right code. Check it and try again."),
        )
    return render(request, "account/email_code.html", {"form": form, "email": code.email})


def _move(request: SignedRequest, email: str) -> HttpResponse:
    request.session.pop(NEW_EMAIL, None)
    try:
        actions.change_email(request.user, email=email, by=request.user)
    except Refused as refused:
        messages.error(request, str(refused.why))
        return redirect("account_email")
    messages.success(request, _("You now sign in with %(email)s.") % {"email": email})
    return redirect("profile")


@never_cache
@require_http_methods(FORMS)
@open_to(SIGNED_IN)
def sessions(request: SignedRequest) -> HttpResponse:
    """Where the person is signed in, with a button to end each, and one to end all others."""
    person = request.user
    if request.method == "POST":
        ended = actions.end_sessions(
            person, handle=request.POST.get("handle", ""), keep_key=request.session.session_key, by=person
        )
        if ended:
            messages.success(request, _("Signed out there."))
        return redirect("sessions")
    return render(request, "people/sessions.html", {"sessions": sessions_of(person, request.session.session_key)})


@never_cache
@require_http_methods(FORMS)
@open_to(SIGNED_IN)
def consents(request: SignedRequest) -> HttpResponse:
    """What the person has said yes to; each can be taken back as easily."""
    person = request.user
    given = set(consents_in_force(person))
    form = ConsentsForm(request.POST if request.method == "POST" else None, initial={"purposes": sorted(given)})
    if request.method == "POST" and form.is_valid():
        wanted = set(form.cleaned_data["purposes"])
        for purpose in sorted(wanted - given):
            actions.give_consent(person, purpose, by=person)
        for purpose in sorted(given - wanted):
            actions.withdraw_consent(person, purpose, by=person)
        messages.success(request, _("Your choices are saved."))
        return redirect("profile")
    return render(request, "people/consents.html", {"form": form})


@never_cache
@require_GET
@open_to(SIGNED_IN)
@fresh_sign_in
def own_data_page(request: SignedRequest) -> HttpResponse:
    """Everything the portal holds about the person, to read."""
    parts = [(part, _rows(part.export(request.user))) for part in own_data.parts.values()]
    return render(request, "people/own_data.html", {"parts": parts})


@never_cache
@require_GET
@open_to(SIGNED_IN)
@fresh_sign_in
def own_data_file(request: SignedRequest) -> HttpResponse:
    """The same as a file that other programs can read (GDPR art. 15 and 20)."""
    everything = {"made": dates.now().isoformat(), **own_data.export(request.user)}
    response = JsonResponse(everything, json_dumps_params={"ensure_ascii": False, "indent": 2})
    response.headers["Content-Disposition"] = f'attachment; filename="my-data-{dates.today().isoformat()}.json"'
    return response


def _rows(value: Any, path: str = "") -> list[tuple[str, str]]:
    """Nested data as lines of label and text, for reading."""
    if isinstance(value, dict):
        return [
            row
            for key, inner in value.items()
            for row in _rows(inner, f"{path} · {_said(key)}" if path else _said(key))
        ]
    if isinstance(value, (list, tuple)):
        return [row for number, inner in enumerate(value, 1) for row in _rows(inner, f"{path} {number}".strip())]
    if value is None or value == "":
        return []
    if isinstance(value, bool):
        return [(path, _("Yes") if value else _("No"))]
    return [(path, _value_said(value))]


def _said(key: object) -> str:
    return str(own_data.field_words.get(str(key), str(key).replace("_", " ")))


def _value_said(value: object) -> str:
    """A value as people write it: moments of the file are in the international form."""
    if isinstance(value, str) and MOMENT.match(value):
        return dates.show_moment(datetime.fromisoformat(value), weekday=False)
    return str(value)


@never_cache
@require_http_methods(FORMS)
@open_to(SIGNED_IN)
@fresh_sign_in
def close_account(request: SignedRequest) -> HttpResponse:
    """Says what goes and what stays, and closes the account at one press."""
    answer = rules.can_close_account(request.user)
    form = CloseForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and answer and form.is_valid():
        actions.close_account(request.user, by=request.user)
        logout(request)
        return redirect("account_gone")
    kept = [part for part in own_data.parts.values() if part.kept]
    erased = [part for part in own_data.parts.values() if part.erase is not None]
    context = {"form": form, "answer": answer, "kept": kept, "erased": erased}
    return render(request, "people/close_account.html", context)


@open_to("anyone")
def gone(request: HttpRequest) -> HttpResponse:
    """What is said when the account is closed."""
    return render(request, "people/gone.html")


@require_POST
@open_to(SIGNED_IN)
def end_all(request: SignedRequest) -> HttpResponse:
    """Signs the person out everywhere, here as well."""
    actions.end_sessions(request.user, by=request.user)
    logout(request)
    return HttpResponseRedirect("/")
