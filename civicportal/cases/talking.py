"""A conversation about a case, on whichever page a feature shows it: the person's side of it, and staff's."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from civicportal.cases import actions
from civicportal.cases.forms import MessageForm
from civicportal.cases.models import Case
from civicportal.cases.queries import conversation
from civicportal.kernel.answers import Refused
from civicportal.kernel.web import at_most
from civicportal.people.models import Person

MOST_AN_HOUR, HOUR = 20, 3600


def talk(
    request: HttpRequest, case: Case, *, done: str, facts: dict[str, Any], template: str = "cases/talk.html"
) -> HttpResponse:
    """Shows what was said and takes one message more; what either says reaches the other as a letter.

    The caller has checked that the case is the person's own. `done` is the address to go to afterwards. `facts` are
    the template's own; cases/talk.html wants `heading`, `back_url` and `back_label`. Raises TooMany past twenty
    messages an hour.
    """
    form = MessageForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        at_most(MOST_AN_HOUR, HOUR, what="case-message", who=str(request.user.pk))
        said = form.cleaned_data
        try:
            actions.say(case, by=cast(Person, request.user), text=said["text"], once=said["once"])
        except Refused as refused:
            form.add_error(None, str(refused.why))
        else:
            return redirect(done)
    context = {"case": case, "said": conversation(case), "form": form, **facts}
    return render(request, template, context, status=422 if form.errors else 200)


def staff_says(request: HttpRequest, case: Case) -> tuple[MessageForm, bool]:
    """Staff's side: the box for a message, and whether one was sent just now, which the page then goes on from.

    The caller has checked that the person works on the case; a refusal stands in the form.
    """
    form = MessageForm(request.POST if request.method == "POST" else None)
    if request.method != "POST" or not form.is_valid():
        return form, False
    said = form.cleaned_data
    try:
        actions.say(case, by=cast(Person, request.user), text=said["text"], once=said["once"])
    except Refused as refused:
        form.add_error(None, str(refused.why))
        return form, False
    messages.success(request, _("Your message is on its way."))
    return form, True
