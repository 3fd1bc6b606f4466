"""Asking to get in contact, answering by the link in the letter, and the public pages of research partners."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from civicportal.backoffice import work
from civicportal.cases.rules import LEADS_A_CASE
from civicportal.commons import contacts, queries
from civicportal.commons.around import around
from civicportal.commons.forms.contacts import AnswerContactForm, ContactForm
from civicportal.commons.models import ContactState, Item, Partner
from civicportal.kernel.answers import Refused
from civicportal.kernel.lists import page_of
from civicportal.kernel.web import ANYONE, SIGNED_IN, TOKEN, at_most, open_to, reading_page
from civicportal.people.enums import Role
from civicportal.people.signed import SignedRequest

LOOKS = {ContactState.WAITING: "info", ContactState.YES: "ok", ContactState.NO: "quiet"}


@open_to(SIGNED_IN)
def contact(request: SignedRequest, kind: str, slug: str) -> HttpResponse:
    """Asks those behind a public thing to get in contact."""
    item = queries.item_at(kind, slug)
    answer = contacts.can_ask_contact(request.user, item)
    form = ContactForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        at_most(10, 3600, what="commons.contact", who=str(request.user.pk))
        try:
            made = contacts.ask_contact(
                item, by=request.user, language=(get_language() or "sv")[:2], **form.cleaned_data
            )
        except Refused as refused:
            form.add_error(None, str(refused.why))
        else:
            return redirect("commons:contact_request", number=made.number)
    context = {"item": item, "form": form, "answer": answer, "point": contacts.contact_point(item)}
    status = 422 if form.errors else (200 if answer else 403)
    return render(request, "commons/contact.html", context, status=status)


@open_to(SIGNED_IN)
def contact_request(request: SignedRequest, number: UUID) -> HttpResponse:
    """Where the request lies: the receipt, and later the answer."""
    found = contacts.own_request(request.user, number)
    point = contacts.contact_point(found.item) if found.state == ContactState.YES else None
    context = {"found": found, "look": LOOKS[ContactState(found.state)], "point": point}
    return render(request, "commons/contact_request.html", context)


@never_cache
@open_to(TOKEN)
def answer_contact(request: HttpRequest, token: str) -> HttpResponse:
    """The link in the letter: GET shows what is asked, POST answers once."""
    found = contacts.request_by(token)
    form = AnswerContactForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        contacts.answer_contact(found, yes=form.yes, words=form.cleaned_data["words"], by=None)
        return redirect("commons:answer_contact", token=token)
    context = {"found": found, "form": form, "look": LOOKS[ContactState(found.state)]}
    return render(request, "commons/answer_contact.html", context, status=422 if form.errors else 200)


@open_to(ANYONE)
@reading_page
def partner_list(request: HttpRequest) -> HttpResponse:
    """The research partners that like to work with the city's ideas."""
    rows = Item.objects.of_kind("partner").for_cards().order_by("slug")
    page = page_of(rows, request.GET.get("page"), 20)
    return render(request, "commons/partner_list.html", {"page": page})


@open_to(ANYONE)
@reading_page
def partner(request: HttpRequest, slug: str) -> HttpResponse:
    """One research partner: what they can help with, and the way to ask for contact."""
    item = queries.item_at("partner", slug)
    found = Partner.objects.select_related("organisation").prefetch_related("themes").get(item=item)
    return render(request, "commons/partner.html", {"item": item, "partner": found, "around": around(item)})


# In the backoffice


@work.work_page(*LEADS_A_CASE, Role.AUDITOR)
def contact_list(request: HttpRequest) -> HttpResponse:
    """Requests to things of one's units, those that wait first."""
    page = page_of(contacts.requests_for_staff(request.user), request.GET.get("page"), 50)
    return work.render(request, "commons/work_contacts.html", {"page": page}, title=_("Contact requests"))


@work.work_page(*LEADS_A_CASE, Role.AUDITOR)
def contact_work(request: SignedRequest, number: UUID) -> HttpResponse:
    """One request: what is asked, and the answer of the unit."""
    found = contacts.request_for_staff(request.user, number)
    answer = contacts.CONTACT_MOVES.can("accept", request.user, found)
    form = AnswerContactForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            contacts.answer_contact(found, yes=form.yes, words=form.cleaned_data["words"], by=request.user)
        except Refused as refused:
            form.add_error(None, str(refused.why))
        else:
            messages.success(request, _("Your answer is on its way"))
            return redirect("admin:commons_contact", number=number)
    context = {"found": found, "form": form, "answer": answer, "look": LOOKS[ContactState(found.state)]}
    title = _("Somebody asks to get in contact")
    return work.render(request, "commons/work_contact.html", context, title=title, status=422 if form.errors else 200)


def register_work() -> None:
    """Called when the app is ready."""
    work.register(
        path("kontakter/", contact_list, name="commons_contacts"), menu=gettext_lazy("Contact requests"), position=60
    )
    work.register(path("kontakter/<uuid:number>/", contact_work, name="commons_contact"))
