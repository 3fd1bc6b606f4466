"""Supporting a public thing, asking about it, reporting it: each has its own page, and only there is a form."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_safe

from civicportal.commons import actions, proofs, queries, release
from civicportal.commons.enums import QUESTION, WITHDRAW_SUPPORT
from civicportal.commons.forms.voices import AskForm, ReportForm, SupportForm
from civicportal.commons.models import Item
from civicportal.commons.rules import can_ask, can_support
from civicportal.commons.views.limits import limit
from civicportal.kernel.answers import insist
from civicportal.kernel.web import ANYONE, open_to
from civicportal.people.models import Person

FORM = require_http_methods(["GET", "HEAD", "POST"])


def _language() -> str:
    return (get_language() or "sv")[:2]


def _person(request: HttpRequest) -> Person | None:
    """Somebody signed in, or nobody."""
    return request.user if request.user.is_authenticated else None


def _known(request: HttpRequest) -> str:
    """The proved address of somebody signed in, else nothing."""
    person = _person(request)
    return person.email if person else ""


def _receipt(name: str, item: Item, **marks: str) -> HttpResponse:
    query = "&".join(f"{mark}={value}" for mark, value in marks.items() if value)
    return HttpResponseRedirect(f"{reverse(name, args=[item.kind, item.slug])}{'?' if query else ''}{query}")


@FORM
@open_to(ANYONE)
def support(request: HttpRequest, kind: str, slug: str) -> HttpResponse:
    """ "This matters to me too": at once for somebody signed in, else by a link in a letter."""
    item = queries.item_at(kind, slug)
    insist(can_support(item))
    known = _known(request)
    form = SupportForm(request.POST or None, known=known)
    if request.method == "POST" and form.is_valid():
        email = form.cleaned_data["email"]
        limit(request, "support", email)
        actions.support(item, email=email, language=_language(), person=_person(request), confirmed=bool(known))
        return _receipt("commons:supported", item, bekraftad="1" if known else "")
    facts = {"item": item, "form": form, "known": known, "supports": queries.supports(item, known)}
    return render(request, "commons/support.html", facts, status=422 if form.errors else 200)


@require_safe
@open_to(ANYONE)
def supported(request: HttpRequest, kind: str, slug: str) -> HttpResponse:
    """The receipt: the same for every address, so that nobody learns who supports what."""
    item = queries.item_at(kind, slug)
    facts = {
        "item": item,
        "confirmed": request.GET.get("bekraftad") == "1",
        "taken_back": request.GET.get("tillbaka") == "1",
    }
    return render(request, "commons/supported.html", facts)


@FORM
@open_to(ANYONE)
def withdraw_support(request: HttpRequest, kind: str, slug: str) -> HttpResponse:
    """Takes a support back, in the same two ways as it was given."""
    item = queries.item_at(kind, slug)
    known = _known(request)
    form = SupportForm(request.POST or None, known=known)
    if request.method == "POST" and form.is_valid():
        email = form.cleaned_data["email"]
        limit(request, "support", email)
        if known:
            actions.withdraw_support(item, email=known, by=_person(request))
        else:
            proofs.ask(WITHDRAW_SUPPORT, email=email, language=_language(), about=item)
        return _receipt("commons:supported", item, tillbaka="1", bekraftad="1" if known else "")
    facts = {"item": item, "form": form, "known": known}
    return render(request, "commons/withdraw_support.html", facts, status=422 if form.errors else 200)


@FORM
@open_to(ANYONE)
def ask(request: HttpRequest, kind: str, slug: str) -> HttpResponse:
    """A question in public: kept when the asker's address is proved, shown when staff release it."""
    item = queries.item_at(kind, slug)
    insist(can_ask(item))
    known = _known(request)
    form = AskForm(request.POST or None, known=known)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        limit(request, "ask", given["email"])
        if known:
            actions.ask(
                item, text=given["text"], language=_language(), email=known, person=_person(request), once=given["once"]
            )
        else:
            payload = {"text": given["text"], "once": str(given["once"])}
            proofs.ask(QUESTION, email=given["email"], language=_language(), about=item, payload=payload)
        return _receipt("commons:asked", item, bekraftad="1" if known else "")
    facts = {"item": item, "form": form, "known": known, "at_once": release.at_once()}
    return render(request, "commons/ask.html", facts, status=422 if form.errors else 200)


@require_safe
@open_to(ANYONE)
def asked(request: HttpRequest, kind: str, slug: str) -> HttpResponse:
    """The receipt: what happens now with the question."""
    item = queries.item_at(kind, slug)
    facts = {"item": item, "confirmed": request.GET.get("bekraftad") == "1", "at_once": release.at_once()}
    return render(request, "commons/asked.html", facts)


@FORM
@open_to(ANYONE)
def report(request: HttpRequest, kind: str, slug: str) -> HttpResponse:
    """Tells staff that words should not stand there; nobody has to say who they are."""
    item = queries.item_at(kind, slug)
    number = request.GET.get("fraga", "")
    initial = {"about": f"fraga-{number}" if number.isdigit() else "", "email": _known(request)}
    form = ReportForm(
        request.POST or None, initial=initial, questions=queries.questions_of(item), steps=list(queries.steps(item))
    )
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        limit(request, "report", given["email"])
        actions.report(
            form.words_meant(item), reason=given["reason"], text=given["words"], email=given["email"],
            language=_language(), person=_person(request), once=given["once"],
        )  # fmt: skip
        return redirect("commons:reported", kind=kind, slug=slug)
    return render(request, "commons/report.html", {"item": item, "form": form}, status=422 if form.errors else 200)


@require_safe
@open_to(ANYONE)
def reported(request: HttpRequest, kind: str, slug: str) -> HttpResponse:
    """The receipt. It stands for a hidden thing too: it may have been hidden meanwhile."""
    item = Item.every.filter(kind=kind, slug=slug, visible=True).first()
    return render(request, "commons/reported.html", {"item": item})
