"""Work pages of outreach: the sources of a fund with what came of each, a new one, its code and its poster."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from civicportal.backoffice import work
from civicportal.backoffice.work import work_page
from civicportal.commons.words import CONTENT_LANGUAGES
from civicportal.kernel import pdf
from civicportal.kernel.answers import Refused
from civicportal.kernel.lists import page_of
from civicportal.people.enums import Role
from civicportal.places.queries import the_city
from funds import posters
from funds.actions import outreach
from funds.forms.outreach import SourceForm
from funds.queries import outreach as queries
from funds.rules.applications import can_reach_out

MAKERS = (Role.FUND_MANAGER, Role.COMMUNICATOR)
READERS = (*MAKERS, Role.AUDITOR)


@work_page(*READERS)
def fund_list(request: HttpRequest) -> HttpResponse:
    """The funds that the person reaches out for; one alone is opened at once."""
    funds = list(queries.funds_to_reach_out_for(request.user))
    if len(funds) == 1:
        return redirect("admin:funds_sources", fund=funds[0].slug)
    return work.render(request, "funds/backoffice/outreach.html", {"funds": funds}, title=_("Outreach"))


@work_page(*READERS)
def source_list(request: HttpRequest, fund: str) -> HttpResponse:
    """The sources of a fund, from the first visit to the grant."""
    found = queries.fund_to_reach_out_for(request.user, fund)
    page = page_of(queries.sources_with_figures(request.user, found), request.GET.get("page"), 50)
    context = {"fund": found, "page": page, "may_make": can_reach_out(request.user, found)}
    title = _("Outreach of %(fund)s") % {"fund": found.name}
    return work.render(request, "funds/backoffice/sources.html", context, title=title)


@work_page(*MAKERS)
def new_source(request: HttpRequest, fund: str) -> HttpResponse:
    """A new source; its short link and poster stand on the page that one comes to."""
    person: Any = request.user
    found = queries.fund_to_reach_out_for(person, fund)
    form = SourceForm(request.POST if request.method == "POST" else None, fund=found)
    if request.method == "POST" and form.is_valid():
        try:
            made = outreach.make_source(found, by=person, once=form.cleaned_data["once"], **form.facts())
        except Refused as refused:
            form.add_error(None, str(refused.why))
        else:
            return redirect("admin:funds_source", fund=found.slug, code=made.code)
    context = {"fund": found, "form": form, "answer": can_reach_out(request.user, found)}
    status = 422 if form.errors else 200
    return work.render(request, "funds/backoffice/source_edit.html", context, title=_("New source"), status=status)


@work_page(*READERS)
def source(request: HttpRequest, fund: str, code: str) -> HttpResponse:
    """One source: its figures, its link, its code and posters."""
    found = queries.source_for_staff(request.user, fund, code)
    context = {
        "source": found,
        "address": posters.address_of(found, "sv"),
        "languages": CONTENT_LANGUAGES,
        "may_change": can_reach_out(request.user, found.fund),
    }
    return work.render(request, "funds/backoffice/source.html", context, title=str(found.name))


@work_page(*MAKERS)
def change_source(request: HttpRequest, fund: str, code: str) -> HttpResponse:
    """A source's words and dates. Its code stays, since it may be printed."""
    person: Any = request.user
    found = queries.source_for_staff(person, fund, code)
    form = SourceForm(request.POST if request.method == "POST" else None, fund=found.fund, source=found)
    if request.method == "POST" and form.is_valid():
        try:
            outreach.change_source(found, by=person, **form.facts())
        except Refused as refused:
            form.add_error(None, str(refused.why))
        else:
            messages.success(request, _("The source is changed"))
            return redirect("admin:funds_source", fund=fund, code=code)
    context = {"fund": found.fund, "source": found, "form": form, "answer": can_reach_out(request.user, found.fund)}
    status = 422 if form.errors else 200
    return work.render(request, "funds/backoffice/source_edit.html", context, title=str(found.name), status=status)


@work_page(*READERS)
def source_code(request: HttpRequest, fund: str, code: str, language: str) -> HttpResponse:
    """The short link as a QR code in SVG, to print at any size."""
    found = queries.source_for_staff(request.user, fund, code)
    picture = posters.code_of(posters.address_of(found, _language(language)))
    return HttpResponse(picture, content_type="image/svg+xml")


@work_page(*READERS)
def poster(request: HttpRequest, fund: str, code: str, language: str) -> HttpResponse:
    """The poster in a language, as a page that prints on A4."""
    found = queries.source_for_staff(request.user, fund, code)
    at = [fund, code]
    context = {
        "words": posters.words_of(found, the_city(), _language(language)),
        "code_url": reverse("admin:funds_source_code", args=[*at, language]),
        "pdf_url": reverse("admin:funds_poster_pdf", args=[*at, language]),
        "back_url": reverse("admin:funds_source", args=at),
    }
    return render(request, "funds/poster.html", context)


@work_page(*READERS)
def poster_pdf(request: HttpRequest, fund: str, code: str, language: str) -> HttpResponse:
    """The same as a tagged PDF."""
    found = queries.source_for_staff(request.user, fund, code)
    words = posters.words_of(found, the_city(), _language(language))
    return pdf.answer("funds/poster.typ", words, f"{found.fund.slug}-{code}-{language}.pdf")


def _language(code: str) -> str:
    """A language that posters are made in. Raises Http404 for another."""
    if code not in CONTENT_LANGUAGES:
        raise Http404
    return code


work.register(path("spridning/", fund_list, name="funds_outreach"), menu=gettext_lazy("Outreach"), position=35)
work.register(path("spridning/<slug:fund>/", source_list, name="funds_sources"))
work.register(path("spridning/<slug:fund>/ny/", new_source, name="funds_source_new"))
work.register(path("spridning/<slug:fund>/<slug:code>/", source, name="funds_source"))
work.register(path("spridning/<slug:fund>/<slug:code>/andra/", change_source, name="funds_source_change"))
work.register(path("spridning/<slug:fund>/<slug:code>/<slug:language>.svg", source_code, name="funds_source_code"))
work.register(path("spridning/<slug:fund>/<slug:code>/<slug:language>.pdf", poster_pdf, name="funds_poster_pdf"))
work.register(path("spridning/<slug:fund>/<slug:code>/affisch/<slug:language>/", poster, name="funds_poster"))
