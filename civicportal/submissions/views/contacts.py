"""Whom the city reaches about what was sent: the applicant's page, and the links that confirm another address."""

from __future__ import annotations

from dataclasses import asdict

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from civicportal.kernel.web import SIGNED_IN, TOKEN, TooMany, open_to
from civicportal.people.signed import SignedRequest
from civicportal.submissions.actions import contacts as actions
from civicportal.submissions.contacts import can_change_contact, contact_by, contact_of
from civicportal.submissions.endorsing import own_submission
from civicportal.submissions.forms.together import ContactForm
from civicportal.submissions.kinds import kind_of


@open_to(SIGNED_IN)
def contact(request: SignedRequest, reference: str) -> HttpResponse:
    """The contact person's name, phone and address, for whoever stands behind what was sent."""
    submission = own_submission(request.user, reference)
    answer, now = can_change_contact(request.user, submission), contact_of(submission)
    form = ContactForm(request.POST if request.method == "POST" else None, initial=asdict(now))
    status_url = kind_of(submission.opening).status_url(submission)
    if request.method == "POST" and answer and form.is_valid():
        try:
            actions.change_contact(submission, by=request.user, **form.cleaned_data)
        except TooMany:
            form.add_error("email", _("The address has been changed many times today. Try again tomorrow"))
        else:
            _say(request, form.cleaned_data["email"] != now.email)
            return redirect(status_url)
    context = {"submission": submission, "now": now, "form": form, "answer": answer, "status_url": status_url}
    status = 422 if form.errors else (200 if answer else 403)
    return render(request, "submissions/contact.html", context, status=status)


def _say(request: HttpRequest, moved: bool) -> None:
    words = _("Saved. We have mailed both addresses, and each has to say yes") if moved else _("Saved")
    messages.success(request, words)


@never_cache
@open_to(TOKEN)
def confirm_contact(request: HttpRequest, token: str) -> HttpResponse:
    """The link in the letter: GET shows a button, POST says yes for that address."""
    found, is_old = contact_by(token)
    said = found.old_yes_at if is_old else found.new_yes_at
    about = kind_of(found.submission.opening).about(found.submission.opening)
    context = {"is_old": is_old, "new": found.new_email, "said": said, "about": about, "done": False}
    if request.method == "POST":
        fresh = actions.confirm_contact(found, is_old=is_old)
        context |= {"said": True, "done": not fresh.new_email}
    return render(request, "submissions/confirm_contact.html", context)
