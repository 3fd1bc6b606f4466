"""Work pages of a lab, a topic, a solution and a test: publish, tell, move on, conclude."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from civicportal.backoffice import work
from civicportal.backoffice.work import work_page
from civicportal.commons.queries import steps
from civicportal.files.errors import BadFile
from civicportal.files.forms import PictureForm
from civicportal.kernel import dates
from civicportal.kernel.answers import Refused
from civicportal.kernel.forms import PortalForm
from civicportal.kernel.templatetags.portal import said
from civicportal.people.enums import Role
from labs.actions import answering
from labs.actions import work as actions
from labs.admin.desk import READERS
from labs.enums import Stage
from labs.forms import AnswerForm, AskForm, ConcludeForm, MoveForm, TellForm
from labs.queries import staff as queries
from labs.rules import can_run, can_tell, moves_of

MOVE_WORDS: dict[tuple[str, str], str | Promise] = {
    ("topic", "close"): gettext_lazy("Close it for ideas"),
    ("topic", "reopen"): gettext_lazy("Open it for ideas again"),
    ("solution", "ready"): gettext_lazy("It is ready to be tested"),
    ("solution", "stop"): gettext_lazy("It is not taken further"),
    ("test", "start"): gettext_lazy("The test begins"),
    ("test", "conclude"): gettext_lazy("The test is over"),
}
"""What the links to a move say. Moves of a solution without words here follow from its tests."""


PICTURED = ("lab", "solution")
"""What has a picture of its own; a test is shown by its solution's steps."""
STAGES = {
    "identify": Stage.NEEDS,
    "generate": Stage.IDEAS,
    "design": Stage.DESIGN,
    "test": Stage.TEST,
    "learn": Stage.LEARNT,
}
"""Which stage each move of a lab leads to."""


def _move_words(kind: str, name: str) -> str | Promise | None:
    if kind == "lab":
        return STAGES[name].label
    return MOVE_WORDS.get((kind, name))


@work_page(*READERS)
def thing(request: HttpRequest, slug: str, kind: str) -> HttpResponse:
    """One lab, topic, solution or test: its public steps so far, a form for the next, and where it can move."""
    found = queries.thing_for_staff(request.user, kind, slug)
    form = TellForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.tell(found, by=request.user, **form.cleaned_data)  # type: ignore[arg-type]
        except Refused as refused:
            form.add_error(None, str(refused.why))
        else:
            messages.success(request, _("The step is public. Followers get a letter"))
            return redirect(f"admin:labs_{kind}", slug=slug)
    context = {**_about(request.user, found, kind), "form": form}
    title = found.name if kind == "lab" else found.title
    return work.render(
        request, "labs/backoffice/thing.html", context, title=str(title), status=422 if form.errors else 200
    )


def _about(person: Any, found: Any, kind: str) -> dict[str, Any]:
    public = found.item is not None and found.item.visible
    machine = moves_of(found)
    moves = [
        {"label": words, "url": reverse("admin:labs_move", args=[kind, found.slug, name])}
        for name in machine.moves
        if (words := _move_words(kind, name)) and machine.can(name, person, found)
    ]
    lab = found if kind == "lab" else (found.solution.lab if kind == "test" else found.lab)
    model = found._meta.model_name
    return {
        "found": found,
        "kind": kind,
        "lab": lab,
        "public": public,
        "moves": moves,
        "steps": _told(found),
        "may_run": can_run(person, found),
        "may_tell": can_tell(person, found),
        "picture_url": reverse("admin:labs_picture", args=[kind, found.slug]) if kind in PICTURED else "",
        "edit_url": reverse(f"admin:labs_{model}_change", args=[found.pk]),
        "effects_url": reverse("admin:effects_item", args=[kind, found.slug]) if public else "",
        "state": found.get_state_display(),
        **_inside(person, found, kind),
    }


def _told(found: Any) -> list[dict[str, Any]]:
    """The public steps so far as knots, with their days."""
    if found.item is None:
        return []
    return [
        {"title": said(step.title), "words": said(step.words), "when": dates.show_day(step.at)}
        for step in steps(found.item)
    ]


def _inside(person: Any, found: Any, kind: str) -> dict[str, Any]:
    """What hangs on the thing: a lab's topics, solutions and tests; a topic's needs."""
    if kind == "lab":
        return {
            "topics": queries.topics_of(found),
            "solutions": queries.solutions_of(found),
            "trials": queries.trials_of(found),
        }
    if kind == "topic":
        return {"needs": queries.needs_of_topic(found, person)}
    return {}


def _known(person: Any, kind: str, slug: str) -> Any:
    if kind not in queries.MODELS:
        raise Http404
    return queries.thing_for_staff(person, kind, slug)


@work_page(Role.FACILITATOR)
def publish(request: HttpRequest, kind: str, slug: str) -> HttpResponse:
    """Asks before something stands in public for the first time."""
    found = _known(request.user, kind, slug)
    form = AskForm(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        return _after(request, form, kind, slug, lambda: actions.publish(found, by=request.user), _("It is public"))  # type: ignore[arg-type]
    words = _("It gets its own page, and lists, search and followers find it.")
    return _ask(request, found, kind, form, words, _("Publish"), can_run(request.user, found))


@work_page(Role.FACILITATOR)
def move(request: HttpRequest, kind: str, slug: str, name: str) -> HttpResponse:
    """Moves something on; the end of a test asks what it showed, what is decided and what was learnt."""
    found = _known(request.user, kind, slug)
    machine = moves_of(found)
    if name not in machine.moves or _move_words(kind, name) is None:
        raise Http404
    data = request.POST if request.method == "POST" else None
    ends = (kind, name) == ("test", "conclude")
    form: PortalForm = ConcludeForm(data) if ends else (AskForm(data) if kind == "test" else MoveForm(data))
    by: Any = request.user
    if request.method == "POST" and form.is_valid():
        if ends:
            act = lambda: actions.conclude(found, by=by, **form.cleaned_data)  # noqa: E731
        elif kind == "test":
            act = lambda: actions.start(found, by=by)  # noqa: E731
        else:
            act = lambda: actions.move(found, name, by=by, words=form.cleaned_data["words"])  # noqa: E731
        return _after(request, form, kind, slug, act, _("It has moved on. Followers get a letter"))
    words = _("It stands in public at once, and those who follow it get a letter.")
    return _ask(request, found, kind, form, words, str(_move_words(kind, name)), machine.can(name, by, found))


@work_page(Role.FACILITATOR)
def answer_topic(request: HttpRequest, slug: str) -> HttpResponse:
    """One answer to every need of a topic that waits for one."""
    found = queries.thing_for_staff(request.user, "topic", slug)
    form = AnswerForm(request.POST if request.method == "POST" else None)
    by: Any = request.user
    if request.method == "POST" and form.is_valid():
        try:
            count = answering.answer_topic(found, words=form.cleaned_data["words"], by=by)
        except Refused as refused:
            form.add_error(None, str(refused.why))
        else:
            said = ngettext("%(count)d need is answered", "%(count)d needs are answered", count)
            messages.success(request, said % {"count": count})
            return redirect("admin:labs_topic", slug=slug)
    words = _("Every need of the topic that waits gets this answer, in public and by letter.")
    return _ask(request, found, "topic", form, words, _("Publish the answer"), can_run(by, found))


@work_page(Role.FACILITATOR)
def picture(request: HttpRequest, kind: str, slug: str) -> HttpResponse:
    """The picture of a lab or a solution, with what it shows in words."""
    if kind not in PICTURED:
        raise Http404
    found, by = queries.thing_for_staff(request.user, kind, slug), request.user
    form = PictureForm(request.POST, request.FILES) if request.method == "POST" else PictureForm()
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            actions.give_picture(found, upload=said["picture"], alt=said["alt"], by=by)  # type: ignore[arg-type]
        except BadFile as bad:
            form.add_error("picture", bad)
        except Refused as refused:
            form.add_error(None, str(refused.why))
        else:
            messages.success(request, _("The picture is in place when it has been made ready"))
            return redirect(f"admin:labs_{kind}", slug=slug)
    context = {"found": found, "form": form, "kind": kind, "answer": can_run(by, found)}
    title, status = _("Choose a picture"), 422 if form.errors else 200
    return work.render(request, "labs/backoffice/picture.html", context, title=title, status=status)


def _ask(
    request: HttpRequest, found: Any, kind: str, form: PortalForm, words: str, button: str, answer: Any
) -> HttpResponse:
    context = {
        "found": found,
        "form": form,
        "words": words,
        "button": button,
        "answer": answer,
        "back": reverse(f"admin:labs_{kind}", args=[found.slug]),
        "has_fields": bool(form.fields),
    }
    title = str(found.name if kind == "lab" else found.title)
    return work.render(request, "labs/backoffice/ask.html", context, title=title, status=422 if form.errors else 200)


def _after(request: HttpRequest, form: PortalForm, kind: str, slug: str, act: Any, done: str) -> HttpResponse:
    """Acts and goes back to the thing's page, with what was done or why it was not."""
    try:
        act()
    except Refused as refused:
        messages.error(request, str(refused.why))
    else:
        messages.success(request, done)
    return redirect(f"admin:labs_{kind}", slug=slug)


for _kind, _part in (("lab", "labb"), ("topic", "amne"), ("solution", "losning"), ("test", "test")):
    work.register(path(f"{_part}/<slug:slug>/", thing, {"kind": _kind}, name=f"labs_{_kind}"))
work.register(path("amne/<slug:slug>/svara/", answer_topic, name="labs_answer_topic"))
work.register(path("labbsak/<slug:kind>/<slug:slug>/publicera/", publish, name="labs_publish"))
work.register(path("labbsak/<slug:kind>/<slug:slug>/bild/", picture, name="labs_picture"))
work.register(path("labbsak/<slug:kind>/<slug:slug>/steg/<slug:name>/", move, name="labs_move"))
