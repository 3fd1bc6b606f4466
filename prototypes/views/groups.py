"""Joining a working group and leaving it: each has its own page, by account or with an address confirmed by mail."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from civicportal.commons import proofs
from civicportal.commons.models import Proof
from civicportal.commons.words import in_all_languages
from civicportal.kernel.answers import Refused, no
from civicportal.kernel.text import LocalizedText
from civicportal.kernel.web import ANYONE, at_most, client_address, open_to
from prototypes.actions import groups as actions
from prototypes.forms.prototypes import AddressForm, JoinForm
from prototypes.models import WorkingGroup
from prototypes.queries import mine
from prototypes.queries.public import group_in_public
from prototypes.rules.prototypes import can_join

JOIN, LEAVE = "prototypes.join", "prototypes.leave"
HOUR = 3600
GONE = _("The group is not there any more. Write to those who coordinate the prototype")


def _limit(request: HttpRequest, what: str, group: WorkingGroup, email: str) -> None:
    at_most(20, HOUR, what=what, who=client_address(request))
    at_most(3, HOUR, what=f"{what}.{group.pk}", who=email)


def _own(request: HttpRequest, email: str) -> bool:
    """Whether the address is that of the account that is signed in, so that nothing is left to prove."""
    return bool(request.user.is_authenticated and email == request.user.email)


def _receipt(name: str, group: WorkingGroup, **query: str) -> str:
    path = reverse(name, args=[group.prototype.slug, group.number])
    return f"{path}?{urlencode(query)}" if query else path


@require_http_methods(["GET", "HEAD", "POST"])
@open_to(ANYONE)
def group(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """A working group: what it does, when it meets, and the form to join it."""
    found = group_in_public(slug, number)
    person: Any = request.user
    known = {"name": person.name, "email": person.email} if person.is_authenticated else {}
    form = JoinForm(request.POST if request.method == "POST" else None, initial=known)
    answer, place = can_join(found), mine.my_place(person, found)
    if request.method == "POST" and form.is_valid():
        email, name = form.cleaned_data["email"], form.cleaned_data["name"]
        _limit(request, JOIN, found, email)
        language = (get_language() or "sv")[:2]
        try:
            if _own(request, email):
                actions.join(found, name=name, email=email, language=language, by=person)
                return HttpResponseRedirect(_receipt("prototypes:group_joined", found, bekraftad="1"))
            if not answer:
                raise Refused(answer)
        except Refused as refused:
            form.add_error(None, str(refused.why))
        else:
            proofs.ask(JOIN, email=email, language=language, about=found, payload={"name": name})
            return HttpResponseRedirect(_receipt("prototypes:group_joined", found))
    context = {"group": found, "prototype": found.prototype, "form": form, "answer": answer, "place": place}
    return render(request, "prototypes/group.html", context, status=422 if form.errors else 200)


@require_safe
@open_to(ANYONE)
def joined(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """The receipt, or the word that a letter is on its way: the same for every address."""
    found = group_in_public(slug, number)
    context = {"group": found, "prototype": found.prototype, "confirmed": request.GET.get("bekraftad") == "1"}
    return render(request, "prototypes/group_joined.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@open_to(ANYONE)
def leave(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Leaves a group: with a button for who is signed in, otherwise by a letter to the address that is in it."""
    found = group_in_public(slug, number)
    person: Any = request.user
    place = mine.my_place(person, found)
    form = None if place else AddressForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and place:
        actions.leave(found, email=place.email, by=person)
        return HttpResponseRedirect(_receipt("prototypes:group_left", found, bekraftad="1"))
    if request.method == "POST" and form is not None and form.is_valid():
        email = form.cleaned_data["email"]
        _limit(request, LEAVE, found, email)
        if mine.is_in(found, email):
            proofs.ask(LEAVE, email=email, language=(get_language() or "sv")[:2], about=found)
        return HttpResponseRedirect(_receipt("prototypes:group_left", found))
    context = {"group": found, "prototype": found.prototype, "form": form, "place": place}
    return render(request, "prototypes/group_leave.html", context, status=422 if form and form.errors else 200)


@require_safe
@open_to(ANYONE)
def left(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """The receipt, or the word to look in one's mail: the same for every address."""
    found = group_in_public(slug, number)
    context = {"group": found, "prototype": found.prototype, "confirmed": request.GET.get("bekraftad") == "1"}
    return render(request, "prototypes/group_left.html", context)


# What the letter's button does


def _group_of(proof: Proof) -> WorkingGroup:
    """The group that a proof is about, while its prototype is public. Raises Refused."""
    found = proofs.about_of(proof)
    if found is None or found.prototype.item is None or not found.prototype.item.visible:
        raise Refused(no(GONE))
    group_found: WorkingGroup = found
    return group_found


def confirm_join(proof: Proof) -> str:
    """The address is proved: joins, and leads to the receipt."""
    found = _group_of(proof)
    actions.join(found, name=proof.payload["name"], email=proof.email, language=proof.language, by=None)
    return _receipt("prototypes:group_joined", found, bekraftad="1")


def confirm_leave(proof: Proof) -> str:
    """The address is proved: leaves, and leads to the receipt."""
    found = _group_of(proof)
    actions.leave(found, email=proof.email, by=None)
    return _receipt("prototypes:group_left", found, bekraftad="1")


def _named(sentence: Any) -> Any:
    def what(proof: Proof) -> LocalizedText | str:
        found = proofs.about_of(proof)
        if found is None:
            return ""
        return in_all_languages(sentence, group=found.name, prototype=found.prototype.name)

    return what


def register_proofs() -> None:
    """Called when the app is ready."""
    proofs.register(
        proofs.ProofKind(
            key=JOIN,
            confirm=confirm_join,
            label=_("Join the group"),
            what=_named(_("Join the working group %(group)s of %(prototype)s")),
        )
    )
    proofs.register(
        proofs.ProofKind(
            key=LEAVE,
            confirm=confirm_leave,
            label=_("Leave the group"),
            what=_named(_("Leave the working group %(group)s of %(prototype)s")),
        )
    )
