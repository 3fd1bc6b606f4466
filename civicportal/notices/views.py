"""Whether the portal is well, for the machine that watches it; pages of letters: their words, those that failed."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db import Error
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from civicportal.backoffice import work
from civicportal.backoffice.work import work_page
from civicportal.kernel.answers import Answer, Refused
from civicportal.kernel.lists import page_of
from civicportal.kernel.text import LocalizedText
from civicportal.kernel.web import ANYONE, open_to
from civicportal.notices import actions, queries
from civicportal.notices.failed import masked, reason
from civicportal.notices.forms import LetterForm
from civicportal.notices.letters import letters
from civicportal.notices.models import Message
from civicportal.notices.own_texts import Owner, Wording, owners, wordings
from civicportal.notices.queries import queue_trouble
from civicportal.notices.rules import LOOKS_AFTER_LETTERS

OK = "ok"
PREVIEW, STANDARD = "preview", "standard"
ON_A_PAGE = 50
Texts = tuple[LocalizedText, LocalizedText]
NO_WORDS = (LocalizedText(), LocalizedText())


@open_to(ANYONE)
@require_safe
@never_cache
def healthz(request: HttpRequest) -> JsonResponse:
    """200 when a query ran, the worker beats and no letter has waited too long; else 503 naming the part."""
    try:
        parts = {"database": OK, "queue": queue_trouble() or OK}
    except Error:
        parts = {"database": "does not answer", "queue": "unknown"}
    well = all(word == OK for word in parts.values())
    return JsonResponse(parts, status=200 if well else 503)


@work_page()
def texts(request: HttpRequest, owner: str, slug: str) -> HttpResponse:
    """The letters of one thing: which of them staff have worded themselves."""
    kind_of_thing, thing = _found(request, owner, slug)
    own = queries.own_texts_of(thing)
    rows = [{"kind": kind, "label": letters[kind].label, "changed_at": own.get(kind)} for kind in kind_of_thing.kinds]
    context = {"owner": owner, "slug": slug, "thing": thing, "rows": rows, "back": kind_of_thing.back(thing)}
    return work.render(request, "notices/backoffice/texts.html", context, title=_("Letters"))


@work_page()
def text(request: HttpRequest, owner: str, slug: str, kind: str) -> HttpResponse:
    """One letter: its words, what can be put in, and how it reads."""
    kind_of_thing, thing = _found(request, owner, slug)
    if kind not in kind_of_thing.kinds:
        raise Http404
    wording, kept = wordings[kind], queries.own_text(kind, thing)
    first = {"subject": kept.subject, "body": kept.body} if kept else {}
    may = kind_of_thing.may_change(request.user, thing)
    act = request.POST.get("act", "")
    form = LetterForm(
        request.POST if request.method == "POST" and act != STANDARD else None, wording=wording, initial=first
    )
    words = (kept.subject, kept.body) if kept else NO_WORDS
    if request.method == "POST":
        if not may:
            return _page(request, wording, form, thing, may, words, kind_of_thing, status=403)
        if act == STANDARD or form.is_valid():
            words = NO_WORDS if act == STANDARD else _typed(form)
            if act != PREVIEW:
                return _keep(request, kind_of_thing, thing, kind, words)
    return _page(request, wording, form, thing, may, words, kind_of_thing, status=422 if form.errors else 200)


def _typed(form: LetterForm) -> Texts:
    return form.cleaned_data["subject"], form.cleaned_data["body"]


def _keep(request: HttpRequest, owner: Owner, thing: Any, kind: str, words: Texts) -> HttpResponse:
    subject, body = words
    try:
        kept = actions.change_text(owner, thing, kind, subject=subject, body=body, by=request.user)  # type: ignore[arg-type]
    except Refused as refused:
        messages.error(request, str(refused.why))
    else:
        said = _("The letter has your words from now on") if kept else _("The standard text goes again from now on")
        messages.success(request, str(said))
    return redirect("admin:notices_texts", owner=owner.key, slug=thing.slug)


def _page(
    request: HttpRequest,
    wording: Wording,
    form: LetterForm,
    thing: Any,
    may: Answer,
    words: Texts,
    owner: Owner,
    *,
    status: int,
) -> HttpResponse:
    context = {
        "form": form,
        "thing": thing,
        "wording": wording,
        "may": may,
        "previews": queries.previews(wording, thing, *words),
        "is_own": queries.own_text(wording.kind, thing) is not None,
        "languages": wording.languages,
        "owner": owner.key,
    }
    title = letters[wording.kind].label
    return work.render(request, "notices/backoffice/text.html", context, title=title, status=status)


def _found(request: HttpRequest, owner: str, slug: str) -> tuple[Owner, Any]:
    if owner not in owners:
        raise Http404
    return owners[owner], owners[owner].find(request.user, slug)


@work_page(*LOOKS_AFTER_LETTERS)
def failed(request: HttpRequest) -> HttpResponse:
    """The letters that failed, with a button each."""
    if request.method == "POST":
        return _again(request)
    page = page_of(queries.failed_letters(request.user), request.GET.get("page"), ON_A_PAGE)
    rows = [
        {
            "pk": message.pk,
            "named": letters[message.kind].label if message.kind in letters else message.kind,
            "to": masked(message.email),
            "written": message.written_at,
            "tries": message.attempts,
            "why": reason(message),
        }
        for message in page
    ]
    context = {"page": page, "rows": rows}
    return work.render(request, "notices/backoffice/failed.html", context, title=now("Letters that could not be sent"))


def _again(request: HttpRequest) -> HttpResponse:
    number = request.POST.get("letter", "")
    rows = Message.objects.visible_to(request.user)
    message = get_object_or_404(rows, pk=int(number) if number.isdecimal() and len(number) < 19 else 0)
    try:
        actions.send_again(message, by=request.user)  # type: ignore[arg-type]
    except Refused as refused:
        messages.error(request, str(refused.why))
    else:
        messages.success(request, now("The letter is on its way again"))
    return redirect("admin:notices_failed")
