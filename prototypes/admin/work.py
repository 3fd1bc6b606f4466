"""Work pages of a prototype: its log, its state, its do-no-harm check, its picture, who is in its groups."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from civicportal.backoffice import work
from civicportal.backoffice.work import work_page
from civicportal.commons.queries import steps
from civicportal.files.errors import BadFile
from civicportal.kernel import dates
from civicportal.kernel.answers import Refused
from civicportal.kernel.lists import page_of
from civicportal.people.enums import Role
from prototypes.actions import groups
from prototypes.actions import prototypes as actions
from prototypes.enums.prototypes import STATE_LOOKS, STATES_SINCE, Verdict
from prototypes.forms.prototypes import CheckForm, EndForm, HideForm, LogForm, PictureForm
from prototypes.models import Prototype
from prototypes.queries import staff as queries
from prototypes.rules.prototypes import PROTOTYPE_MOVES, TELLERS, can_lead_prototype, can_tell_about, does_no_harm

READERS = (*TELLERS, Role.AUDITOR)
LEADERS = (Role.NETWORK_COORDINATOR,)


def _posted(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None


def _sent_files(request: HttpRequest) -> Any:
    return request.FILES if request.method == "POST" else None


@work_page(*READERS)
def prototype_list(request: HttpRequest) -> HttpResponse:
    """The prototypes of the person's networks, and the suggestions that came to them."""
    page = page_of(queries.prototypes_for_staff(request.user), request.GET.get("page"), 50)
    context = {
        "page": page,
        "suggestions": queries.suggestions_for_staff(request.user)[:20],
        "may_make": request.user.has_role(*LEADERS, Role.COMMUNICATOR),
    }
    return work.render(request, "prototypes/backoffice/prototypes.html", context, title=_("Prototypes"))


@work_page(*READERS)
def prototype(request: HttpRequest, slug: str) -> HttpResponse:
    """One prototype: a form for the next entry of its log, and everything else that can be done with it."""
    found = queries.prototype_for_staff(request.user, slug)
    form = LogForm(_posted(request), _sent_files(request))
    if request.method == "POST" and form.is_valid():
        words = {name: form.cleaned_data[name] for name in ("title", "words", "day", "once")}
        try:
            actions.tell(found, by=request.user, pictures=form.pictures(), **words)
        except (Refused, BadFile) as problem:
            form.add_error(None, _said(problem))
        else:
            messages.success(request, _("It stands in the log. Followers get a letter"))
            return redirect("admin:prototypes_prototype", slug=slug)
    context = {**_about(request.user, found), "form": form, "answer": can_tell_about(request.user, found)}
    return work.render(
        request,
        "prototypes/backoffice/prototype.html",
        context,
        title=str(found.name),
        status=422 if form.errors else 200,
    )


def _said(problem: Refused | BadFile) -> str:
    return str(problem.why) if isinstance(problem, Refused) else str(problem.message)


def _about(person: Any, found: Prototype) -> dict[str, Any]:
    item = found.item
    public = item is not None and item.visible
    return {
        "prototype": found,
        "public": public,
        "look": STATE_LOOKS[found.state],
        "status": STATES_SINCE[found.state] % {"day": dates.show_day(found.state_since)},
        "steps": steps(item) if item is not None else [],
        "check": queries.latest_check(found),
        "groups": queries.groups_of(found),
        "leads": can_lead_prototype(person, found),
        "harmless": does_no_harm(found),
        "moves": [name for name in PROTOTYPE_MOVES.moves if found.state in PROTOTYPE_MOVES.moves[name].sources],
        "effects_url": reverse("admin:effects_item", args=[item.kind, item.slug]) if item and public else "",
        "edit_url": reverse("admin:prototypes_prototype_change", args=[found.pk]),
    }


@work_page(*LEADERS)
@require_POST
def publish(request: HttpRequest, slug: str) -> HttpResponse:
    """Puts the prototype in public."""
    found = queries.prototype_for_staff(request.user, slug)
    try:
        actions.publish(found, by=request.user)
    except Refused as refused:
        messages.error(request, str(refused.why))
    else:
        messages.success(request, _("The prototype is public"))
    return redirect("admin:prototypes_prototype", slug=slug)


@work_page(*LEADERS)
def hide(request: HttpRequest, slug: str) -> HttpResponse:
    """Asks before a prototype is taken out of the public."""
    found = queries.prototype_for_staff(request.user, slug)
    form = HideForm(_posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            actions.hide(found, by=request.user, reason="unpublished")
        except Refused as refused:
            messages.error(request, str(refused.why))
        else:
            messages.success(request, _("The prototype is no longer public"))
        return redirect("admin:prototypes_prototype", slug=slug)
    context = {"prototype": found, "form": form, "answer": can_lead_prototype(request.user, found)}
    return work.render(request, "prototypes/backoffice/hide.html", context, title=_("Take it out of the public"))


@work_page(*LEADERS)
def move(request: HttpRequest, slug: str, name: str) -> HttpResponse:
    """Starts, pauses, resumes or ends a prototype; the end asks what was learnt."""
    found = queries.prototype_for_staff(request.user, slug)
    if name not in PROTOTYPE_MOVES.moves:
        return redirect("admin:prototypes_prototype", slug=slug)
    form = EndForm(_posted(request), initial={"learnt": found.learnt}) if name == "end" else None
    if request.method == "POST" and (form is None or form.is_valid()):
        try:
            actions.move(found, name, by=request.user, learnt=form.cleaned_data["learnt"] if form else None)
        except Refused as refused:
            messages.error(request, str(refused.why))
        return redirect("admin:prototypes_prototype", slug=slug)
    answer = PROTOTYPE_MOVES.can(name, request.user, found)
    return work.render(
        request,
        "prototypes/backoffice/move.html",
        {"prototype": found, "form": form, "name": name, "answer": answer},
        title=str(found.name),
        status=422 if form and form.errors else 200,
    )


@work_page(*LEADERS)
def check(request: HttpRequest, slug: str) -> HttpResponse:
    """The do-no-harm check: the network's points, one by one. It stands in public."""
    found = queries.prototype_for_staff(request.user, slug)
    points = queries.points_of(found.network)
    first = {"made_on": dates.today(), "by_function": found.network.name}
    form = CheckForm(_posted(request), points=points, initial=first)
    if request.method == "POST" and form.is_valid():
        facts = {name: form.cleaned_data[name] for name in ("made_on", "by_function", "once")}
        try:
            actions.check_harm(found, form.findings(), by=request.user, **facts)
        except Refused as refused:
            form.add_error(None, str(refused.why))
        else:
            messages.success(request, _("The check is kept and stands on the prototype's page"))
            return redirect("admin:prototypes_prototype", slug=slug)
    context = {
        "prototype": found,
        "form": form,
        "points": points,
        "answer": can_lead_prototype(request.user, found),
        "stop": Verdict.STOP.label,
    }
    return work.render(
        request,
        "prototypes/backoffice/check.html",
        context,
        title=_("Do-no-harm check"),
        status=422 if form.errors else 200,
    )


@work_page(*LEADERS)
def picture(request: HttpRequest, slug: str) -> HttpResponse:
    """The picture of the prototype's card and page."""
    found = queries.prototype_for_staff(request.user, slug)
    form = PictureForm(_posted(request), _sent_files(request))
    if request.method == "POST" and form.is_valid():
        try:
            actions.set_picture(found, form.pictures()[0], by=request.user)
        except (Refused, BadFile) as problem:
            form.add_error(None, _said(problem))
        else:
            messages.success(request, _("The picture is kept. It shows as soon as it has been made ready"))
            return redirect("admin:prototypes_prototype", slug=slug)
    context = {"prototype": found, "form": form, "answer": can_lead_prototype(request.user, found)}
    return work.render(
        request, "prototypes/backoffice/picture.html", context, title=_("Picture"), status=422 if form.errors else 200
    )


@work_page(*LEADERS, Role.AUDITOR)
def members(request: HttpRequest, slug: str) -> HttpResponse:
    """Who is in each working group. It is never public."""
    found = queries.prototype_for_staff(request.user, slug)
    context = {
        "prototype": found,
        "groups": queries.groups_of(found),
        "leads": can_lead_prototype(request.user, found),
    }
    return work.render(request, "prototypes/backoffice/members.html", context, title=_("Working groups"))


@work_page(*LEADERS)
@require_POST
def take_out(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Takes somebody out of a group; they get a letter."""
    found = queries.prototype_for_staff(request.user, slug)
    try:
        groups.take_out(queries.member_for_staff(found, number), by=request.user)
    except Refused as refused:
        messages.error(request, str(refused.why))
    else:
        messages.success(request, _("They are no longer in the group, and get a letter about it"))
    return redirect("admin:prototypes_members", slug=slug)


work.register(path("prototyper/", prototype_list, name="prototypes_list"), menu=gettext_lazy("Prototypes"), position=40)
work.register(path("prototyper/<slug:slug>/", prototype, name="prototypes_prototype"))
work.register(path("prototyper/<slug:slug>/publicera/", publish, name="prototypes_publish"))
work.register(path("prototyper/<slug:slug>/dolj/", hide, name="prototypes_hide"))
work.register(path("prototyper/<slug:slug>/kontroll/", check, name="prototypes_check"))
work.register(path("prototyper/<slug:slug>/bild/", picture, name="prototypes_picture"))
work.register(path("prototyper/<slug:slug>/grupper/", members, name="prototypes_members"))
work.register(path("prototyper/<slug:slug>/grupper/<int:number>/ta-bort/", take_out, name="prototypes_take_out"))
work.register(path("prototyper/<slug:slug>/steg/<slug:name>/", move, name="prototypes_move"))
