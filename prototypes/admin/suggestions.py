"""Work pages of a suggestion of what to test: read it, say yes or no with the reason."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.translation import gettext as _

from civicportal.backoffice import work
from civicportal.backoffice.work import work_page
from civicportal.kernel.answers import Refused
from civicportal.kernel.text import LocalizedText
from civicportal.people.enums import Role
from prototypes.actions import suggestions as actions
from prototypes.enums.prototypes import SUGGESTION_LOOKS
from prototypes.forms.prototypes import NoForm, YesForm
from prototypes.queries import staff as queries
from prototypes.rules.prototypes import SUGGESTION_MOVES

LEADERS = (Role.NETWORK_COORDINATOR,)


@work_page(*LEADERS, Role.REGISTRAR, Role.AUDITOR)
def suggestion(request: HttpRequest, reference: str) -> HttpResponse:
    """One suggestion: what it says, what it comes from, and the two answers."""
    found = queries.suggestion_for_staff(request.user, reference)
    context = {
        "suggestion": found,
        "case": found.case,
        "look": SUGGESTION_LOOKS[found.state],
        "answer": SUGGESTION_MOVES.can("accept", request.user, found),
        "case_url": reverse("admin:case_work", args=[reference]),
    }
    return work.render(request, "prototypes/backoffice/suggestion.html", context, title=found.title)


@work_page(*LEADERS)
def yes(request: HttpRequest, reference: str) -> HttpResponse:
    """Yes: the new prototype's public words, and what the writer reads."""
    found = queries.suggestion_for_staff(request.user, reference)
    first = {"name": LocalizedText({found.language: found.title})}
    form = YesForm(request.POST if request.method == "POST" else None, initial=first)
    if request.method == "POST" and form.is_valid():
        try:
            done = actions.accept(found, form.new_prototype(), by=request.user, reason=form.cleaned_data["reason"])
        except Refused as refused:
            form.add_error(None, str(refused.why))
        else:
            messages.success(request, _("The prototype is made and public. The writer gets a letter"))
            return redirect("admin:prototypes_prototype", slug=done.prototype.slug)
    return _answering(request, found, form, "prototypes/backoffice/yes.html", _("Yes, we test it"))


@work_page(*LEADERS)
def decline(request: HttpRequest, reference: str) -> HttpResponse:
    """No, with the reason."""
    found = queries.suggestion_for_staff(request.user, reference)
    form = NoForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.decline(found, by=request.user, reason=form.cleaned_data["reason"])
        except Refused as refused:
            form.add_error(None, str(refused.why))
        else:
            messages.success(request, _("The answer is on its way"))
            return redirect("admin:prototypes_suggestion", reference=reference)
    return _answering(request, found, form, "prototypes/backoffice/no.html", _("Not as a prototype now"))


def _answering(
    request: HttpRequest, found: queries.Suggestion, form: YesForm | NoForm, template: str, title: str
) -> HttpResponse:
    answer = SUGGESTION_MOVES.can("accept", request.user, found)
    context = {"suggestion": found, "form": form, "answer": answer}
    return work.render(request, template, context, title=title, status=422 if form.errors else 200)


work.register(path("prototypforslag/<str:reference>/", suggestion, name="prototypes_suggestion"))
work.register(path("prototypforslag/<str:reference>/ja/", yes, name="prototypes_yes"))
work.register(path("prototypforslag/<str:reference>/nej/", decline, name="prototypes_no"))
