"""Check, declare, send. Whoever has no account yet signs in with a code on the way."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from civicportal.kernel import dates
from civicportal.kernel.answers import Refused
from civicportal.kernel.forms import errors_of
from civicportal.people.views.door import remember_address
from civicportal.submissions import actions
from civicportal.submissions.checking import card_of, problems_of, shown_steps
from civicportal.submissions.completing import completion_in
from civicportal.submissions.forms.writing import ChecklistForm, SendForm
from civicportal.submissions.kinds import kind_of
from civicportal.submissions.models import Draft
from civicportal.submissions.queries import checked, kept
from civicportal.submissions.rules.writing import can_claim, can_send
from civicportal.submissions.together import writes_in
from civicportal.submissions.views.guards import own_draft
from civicportal.submissions.views.writing import saved_words

JUST_SENT = "?nytt=1"


@own_draft
def check(request: HttpRequest, draft: Draft) -> HttpResponse:
    """Every answer with a way to change it, what will be public, and the declaration."""
    return _page(request, draft, _form(draft), [])


def _form(draft: Draft, data: Any = None) -> SendForm:
    """The declaration, with the checklist where there is one."""
    checklist = kind_of(draft.opening).checklist(draft.opening)
    return ChecklistForm(data, checklist=checklist) if checklist else SendForm(data)


def _page(request: HttpRequest, draft: Draft, form: SendForm, errors: list[dict[str, str]]) -> HttpResponse:
    have = kept(draft)
    found = checked(draft, have)
    person = request.user if request.user.is_authenticated else None
    along = person is not None and writes_in(person, draft)
    sensitive = any(question.sensitive and found.values.get(question.key) for question in found.definition.questions())
    context = {
        "draft": draft,
        "opening": draft.opening,
        "about": kind_of(draft.opening).about(draft.opening),
        "steps": shown_steps(found, draft, have),
        "missing": len(found.problems),
        "conflicts": len(have.aside),
        "card": card_of(found, draft) if not draft.only_questions else None,
        "sensitive": sensitive,
        "form": form,
        "errors": errors,
        "saved": saved_words(have),
        "person": person,
        "may_claim": can_claim(person, draft) if person else None,
        "may_send": can_send(person, draft) if person and (draft.person_id == person.pk or along) else None,
        "along": along,
        "completion": completion_in(draft) if draft.only_questions else None,
        "changing": hasattr(draft, "submission"),
        "late": draft.opening.is_late(dates.now()),
    }
    return render(request, "submissions/check.html", context, status=422 if errors else 200)


@require_POST
@own_draft
def sign_in(request: HttpRequest, draft: Draft) -> HttpResponse:
    """On to the code, with the draft's address filled in and the way back to the check page.

    Somebody who is signed in with another address takes the draft over with that one.
    """
    back = reverse("submissions:check", args=[draft.token])
    if request.user.is_authenticated:
        actions.adopt(draft, by=request.user)
        return redirect(back)
    remember_address(request, draft.email)
    return redirect(f"{reverse('account_login')}?{urlencode({'next': back})}")


@own_draft
def send(request: HttpRequest, draft: Draft) -> HttpResponse:
    """Hands it in, once however often it is pressed; the time of arrival is that of this request."""
    if request.method != "POST":
        return redirect("submissions:check", token=draft.token)
    arrived = dates.now()
    form = _form(draft, request.POST)
    if not request.user.is_authenticated:
        return sign_in(request, token=draft.token)
    if not form.is_valid():
        return _page(request, draft, form, errors_of(form))
    try:
        once, ticked = form.cleaned_data["once"], form.cleaned_data.get("points", ())
        sent = actions.send(draft, by=request.user, once=once, at=arrived, ticked=ticked)
    except actions.NotReady as not_ready:
        return _page(request, draft, form, problems_of(not_ready.problems))
    except Refused as refused:
        return _page(request, draft, form, [{"target": "", "sentence": str(refused.why)}])
    return redirect(kind_of(draft.opening).status_url(sent) + JUST_SENT)
