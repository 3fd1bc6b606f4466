"""Work pages of calls and challenges: the list, one's way into the public, preview, times, end."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from challenges.actions import publishing, times
from challenges.enums import PHASE_LOOKS, Phase
from challenges.forms import EndForm, ScheduleForm, TimesForm
from challenges.models import Call, Challenge
from challenges.queries import public
from challenges.queries import staff as queries
from challenges.rules import can_edit, can_set_times, is_whole, machine_of
from challenges.telling import timetable
from challenges.views.public import facts_of
from civicportal.backoffice import work
from civicportal.backoffice.work import work_page
from civicportal.files.actions import store_picture
from civicportal.files.errors import BadFile
from civicportal.files.forms import PictureForm
from civicportal.kernel import dates
from civicportal.kernel.answers import Refused
from civicportal.people.enums import Role

EDITORS = (Role.DEPARTMENT_EDITOR,)
READERS = (*EDITORS, Role.DECISION_MAKER, Role.COMMUNICATOR, Role.REGISTRAR, Role.AUDITOR)
GETTERS: dict[str, Callable[[Any, str], Any]] = {
    "call": queries.call_for_staff,
    "challenge": queries.challenge_for_staff,
}


def found_at(request: HttpRequest, kind: str, slug: str) -> Any:
    """The call or challenge of an address, for who may see it. Raises Http404."""
    if kind not in GETTERS:
        raise Http404
    return GETTERS[kind](request.user, slug)


def back_to(thing: Call | Challenge) -> HttpResponse:
    return redirect("admin:challenges_way", kind=thing._meta.model_name, slug=thing.slug)


@work_page(*READERS)
def challenge_list(request: HttpRequest) -> HttpResponse:
    """The department's challenges and the calls it may join, with where each stands."""
    only_open = request.GET.get("only") == "open"
    context = {
        "only_open": only_open,
        "challenges": queries.challenges_for_staff(request.user, only_open=only_open),
        "calls": queries.calls_for_staff(request.user),
        "may_write": request.user.has_role(*EDITORS),
    }
    return work.render(request, "challenges/backoffice/challenges.html", context, title=_("Challenges and calls"))


@work_page(*READERS)
def way(request: HttpRequest, kind: str, slug: str) -> HttpResponse:
    """One call or challenge: where it stands, what it lacks, what one may do, which proposals came in."""
    found = found_at(request, kind, slug)
    machine = machine_of(found)
    is_challenge = isinstance(found, Challenge)
    edit = f"admin:challenges_{kind}_change"
    context = {
        "thing": found,
        "kind": kind,
        "whole": is_whole(found),
        "may_edit": can_edit(request.user, found),
        "may_set_times": can_set_times(request.user, found),
        "moves": {name: True for name in machine.moves if machine.can(name, request.user, found)},
        "phase": Phase(found.phase).label,
        "look": PHASE_LOOKS[found.phase],
        "timetable": timetable(found.opening),
        "rows": queries.proposals_side_by_side(request.user, found) if is_challenge else [],
        "edit_url": reverse(edit, args=[found.pk]),
        "effects_url": effects_url(found),
    }
    return work.render(request, "challenges/backoffice/way.html", context, title=str(found.title))


def effects_url(thing: Any) -> str:
    """Where the effects of a public thing are entered; nothing for what is not public."""
    item = thing.item
    return reverse("admin:effects_item", args=[item.kind, item.slug]) if item is not None and item.visible else ""


@work_page(*READERS)
def preview(request: HttpRequest, kind: str, slug: str) -> HttpResponse:
    """Exactly the page that will be public, for staff alone."""
    found = found_at(request, kind, slug)
    if isinstance(found, Challenge):
        whole = public.challenge_as_it_would_be(found.pk)
        return render(request, "challenges/challenge.html", facts_of(whole))
    context = {
        "call": found,
        "phase": Phase(found.phase).label,
        "look": PHASE_LOOKS[found.phase],
        "opening": found.opening,
        "timetable": timetable(found.opening),
        "challenges": public.challenges_of(found),
    }
    return render(request, "challenges/call.html", context)


def _act(request: HttpRequest, kind: str, slug: str, action: Callable[..., Any], done: str) -> HttpResponse:
    """One button: does it, or says why not."""
    found = found_at(request, kind, slug)
    try:
        action(found, by=request.user)
    except Refused as refused:
        messages.error(request, str(refused.why))
    else:
        messages.success(request, done)
    return back_to(found)


@work_page(*EDITORS)
@require_POST
def publish(request: HttpRequest, kind: str, slug: str) -> HttpResponse:
    """Public at once."""
    return _act(request, kind, slug, publishing.publish, _("It is public now"))


@work_page(*EDITORS)
@require_POST
def unschedule(request: HttpRequest, kind: str, slug: str) -> HttpResponse:
    """The set time is taken back."""
    return _act(request, kind, slug, publishing.unschedule, _("It is a draft again"))


@work_page(*EDITORS)
@require_POST
def hide(request: HttpRequest, kind: str, slug: str) -> HttpResponse:
    """Out of the public again, as long as nobody has answered."""
    return _act(request, kind, slug, publishing.hide, _("It is not public any more"))


@work_page(*EDITORS)
def schedule(request: HttpRequest, kind: str, slug: str) -> HttpResponse:
    """The moment when it becomes public by itself."""
    found = found_at(request, kind, slug)
    initial = {}
    if found.publish_at:
        local = found.publish_at.astimezone(dates.STOCKHOLM)
        initial = {"day": local.date(), "clock": local.time()}
    form = ScheduleForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            publishing.schedule(found, at=form.moment, by=request.user)
        except Refused as refused:
            form.add_error(None, str(refused.why))
        else:
            messages.success(request, _("It becomes public %(when)s") % {"when": dates.show_moment(form.moment)})
            return back_to(found)
    return _form_page(
        request, found, form, _("Publish at a set time"), _("Set the time"), can_edit(request.user, found)
    )


@work_page(*EDITORS)
def set_times(request: HttpRequest, kind: str, slug: str) -> HttpResponse:
    """When one can answer."""
    found = found_at(request, kind, slug)
    initial = {}
    if found.opening:
        initial = {
            "opens_on": dates.day_of(found.opening.opens_at),
            "closes_on": dates.last_minute(found.opening.closes_at).date(),
            "answer_by": found.opening.answer_by,
        }
    form = TimesForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            times.set_times(found, times.Times.of_days(**form.cleaned_data), by=request.user)
            publishing.refresh(found, by=request.user)
        except Refused as refused:
            form.add_error(None, str(refused.why))
        else:
            messages.success(request, _("The dates are set"))
            return back_to(found)
    answer = can_set_times(request.user, found)
    return _form_page(request, found, form, _("When one can answer"), _("Set the dates"), answer)


@work_page(*EDITORS)
def end(request: HttpRequest, kind: str, slug: str) -> HttpResponse:
    """Ended in public; the page stays and says what came of it."""
    found = found_at(request, kind, slug)
    form = EndForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            publishing.end(found, by=request.user, outcome=form.cleaned_data["outcome"])
        except Refused as refused:
            form.add_error(None, str(refused.why))
        else:
            messages.success(request, _("It is ended. The page stays"))
            return back_to(found)
    answer = machine_of(found).can("end", request.user, found)
    return _form_page(request, found, form, _("End it in public"), _("End it"), answer)


@work_page(*EDITORS)
def picture(request: HttpRequest, kind: str, slug: str) -> HttpResponse:
    """A picture for the page and the card, in place of the generated cover."""
    found = found_at(request, kind, slug)
    answer = can_edit(request.user, found)
    form = picture_form(request)
    if request.method == "POST" and answer and form.is_valid():
        try:
            stored = store_picture(form.cleaned_data["picture"], alt=form.cleaned_data["alt"], by=request.user)
        except BadFile as bad:
            form.add_error("picture", bad)
        else:
            publishing.give_picture(found, stored, by=request.user)
            messages.success(request, _("The picture is in place when it has been made ready"))
            return back_to(found)
    return _form_page(request, found, form, _("Choose a picture"), _("Use the picture"), answer)


def picture_form(request: HttpRequest) -> PictureForm:
    """The form for a picture, with what was posted."""
    return PictureForm(request.POST, request.FILES) if request.method == "POST" else PictureForm()


def _form_page(request: HttpRequest, thing: Any, form: Any, title: str, button: str, answer: Any) -> HttpResponse:
    context = {
        "form": form,
        "button": button,
        "answer": answer,
        "back_url": reverse("admin:challenges_way", args=[thing._meta.model_name, thing.slug]),
        "back_label": str(thing.title),
        "has_file": isinstance(form, PictureForm),
    }
    status = 422 if form.errors else 200
    return work.render(request, "challenges/backoffice/form.html", context, title=title, status=status)


work.register(path("utmaningar/", challenge_list, name="challenges_list"), menu=gettext_lazy("Challenges"), position=32)
for _name, _view, _part in (
    ("challenges_way", way, ""),
    ("challenges_preview", preview, "forhandsvisa/"),
    ("challenges_publish", publish, "publicera/"),
    ("challenges_unschedule", unschedule, "ta-bort-tiden/"),
    ("challenges_hide", hide, "dolj/"),
    ("challenges_schedule", schedule, "tid/"),
    ("challenges_times", set_times, "datum/"),
    ("challenges_end", end, "avsluta/"),
    ("challenges_picture", picture, "bild/"),
):
    work.register(path(f"utmaningar/<slug:kind>/<slug:slug>/{_part}", _view, name=_name))
