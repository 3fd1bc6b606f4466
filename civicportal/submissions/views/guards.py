"""The getter at every draft's door, and what somebody sees who may not enter: their own text, never lost."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from civicportal.kernel.answers import insist
from civicportal.kernel.text import nfc
from civicportal.kernel.web import TOKEN, open_to
from civicportal.people.sealing import CannotUnseal, seal, unseal
from civicportal.submissions.forms.writing import PREFIX
from civicportal.submissions.kinds import kind_of
from civicportal.submissions.models import Draft
from civicportal.submissions.notices.writing import ALREADY_SENT
from civicportal.submissions.queries import draft_for
from civicportal.submissions.together import is_owner

TYPED = "typed"
MOST_TYPED = 100_000


def own_draft(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Lets the owner in with the draft instead of its token; a sent draft leads to what was sent.

    Whoever may not enter gets a page that says how to get in, with 404: the same for a draft that is somebody
    else's and for one that never was. What was posted comes back on that page.
    """

    @never_cache
    @open_to(TOKEN)
    @wraps(view)
    def guarded(request: HttpRequest, token: UUID, **places: Any) -> HttpResponse:
        try:
            draft = draft_for(request, token)
        except Http404:
            return _shut(request, token, str(places.get("step", "")), status=404)
        if draft.sent_at is None:
            return view(request, draft, **places)
        if request.method == "POST" and view.__name__ != "send":
            return _shut(request, token, "", status=409, draft=draft)
        return redirect(status_url(draft))

    return guarded


def insist_on_owner(request: HttpRequest, draft: Draft) -> None:
    """What ends a draft is its owner's; a co-writer is told so. Raises Refused."""
    if draft.person_id is not None:
        insist(is_owner(request.user, draft))


def status_url(draft: Draft) -> str:
    """Where what was sent is followed."""
    return kind_of(draft.opening).status_url(draft.submission)


def _shut(request: HttpRequest, token: UUID, step: str, *, status: int, draft: Draft | None = None) -> HttpResponse:
    words = str(ALREADY_SENT) if draft else _("This draft is not open in this browser right now.")
    if "application/json" in request.headers.get("Accept", ""):
        return JsonResponse({"words": words}, status=status)
    if request.method == "POST" and draft is None:
        keep_typed(request, token, step)
    texts = [
        nfc(text)
        for name, values in request.POST.lists()
        if name.startswith(PREFIX)
        for text in values
        if len(text.strip()) > 3
    ]
    context = {
        "words": words,
        "texts": texts,
        "status_url": status_url(draft) if draft else "",
        "back": reverse("submissions:step", args=[token, step]) if step else reverse("submissions:tasks", args=[token]),
    }
    return render(request, "submissions/shut.html", context, status=status)


def keep_typed(request: HttpRequest, token: UUID, step: str) -> None:
    """Keeps a posted page, sealed, in the visitor's session until they have signed in and open it again."""
    plain = json.dumps({"token": str(token), "step": step, "fields": dict(request.POST.lists())}).encode()
    if step and len(plain) <= MOST_TYPED:
        request.session[TYPED] = seal(plain).decode()


def take_typed(request: HttpRequest, draft: Draft, step: str) -> MultiValueDict[str, str] | None:
    """The page that was posted before the door was shut, once, when the same step is open again."""
    if TYPED not in request.session:
        return None
    try:
        page = json.loads(unseal(request.session[TYPED].encode()))
    except (CannotUnseal, ValueError):
        del request.session[TYPED]
        return None
    if (page["token"], page["step"]) != (str(draft.token), step):
        return None
    del request.session[TYPED]
    fields = QueryDict(mutable=True)
    for name, values in page["fields"].items():
        fields.setlist(name, values)
    return fields
