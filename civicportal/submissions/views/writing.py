"""The task list, the question pages, autosave, and the page where two texts meet."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from civicportal.commons.likeness import proposed_for
from civicportal.files.errors import BadFile
from civicportal.files.models import StoredFile
from civicportal.files.queries import private_answer
from civicportal.kernel import dates
from civicportal.people.models import Person
from civicportal.submissions import actions
from civicportal.submissions.completing import completion_in
from civicportal.submissions.conflicts import ConflictForm, open_conflicts
from civicportal.submissions.definition import Definition, Step, definition_of
from civicportal.submissions.fields import ROWS, Lists
from civicportal.submissions.forms.writing import StepForm, name_of
from civicportal.submissions.kinds import kind_of
from civicportal.submissions.marks import mark_of, read_mark
from civicportal.submissions.models import Draft
from civicportal.submissions.queries import (
    Checked,
    Kept,
    answers_of,
    checked,
    definition_for,
    kept,
    lists_for,
    shown_answers,
)
from civicportal.submissions.sharing import comments_of, open_in, shares_of, with_comments
from civicportal.submissions.together import names_in, shown_writers
from civicportal.submissions.views.guards import own_draft, take_typed


def saved_words(have: Kept) -> str:
    """ "Saved at 14:32", with the day when it is not today; nothing before the first save."""
    if have.saved_at is None:
        return ""
    if dates.day_of(have.saved_at) == dates.today():
        return _("Saved at %(clock)s") % {"clock": dates.show_clock(have.saved_at)}
    return _("Saved %(moment)s") % {"moment": dates.show_moment(have.saved_at, weekday=False)}


@own_draft
def tasks(request: HttpRequest, draft: Draft) -> HttpResponse:
    """The page that a writer starts from and comes back to: what is done, what is left, until when."""
    have = kept(draft)
    found = checked(draft, have)
    context = {
        "draft": draft,
        "opening": draft.opening,
        "about": kind_of(draft.opening).about(draft.opening),
        "steps": found.steps,
        "done": sum(step.state == "done" for step in found.steps),
        "ready": not found.problems,
        "conflicts": len(have.aside),
        "saved": saved_words(have),
        "changing": hasattr(draft, "submission"),
        "is_open": draft.opening.is_open(),
        "begun": bool(have.values),
        "onward": _onward(found, draft),
        "shares": shares_of(draft),
        "comments": open_in(comments_of(draft)),
        **_together(request, draft),
    }
    return render(request, "submissions/tasks.html", context)


def _together(request: HttpRequest, draft: Draft) -> dict[str, Any]:
    """Who writes besides, and what is asked for where the draft is open to be completed: a query each, if any."""
    completion = completion_in(draft) if draft.only_questions else None
    return {
        "sent_steps": shown_answers(completion.version) if completion else [],
        "writers": shown_writers(draft, request.user),
        "is_owner": draft.person_id is None or draft.person_id == request.user.pk,
        "completion": completion,
    }


def _onward(found: Checked, draft: Draft) -> Step | None:
    """Where one goes on: the page that was open last, else the first that is not done."""
    left = [step.step for step in found.steps if step.state != "done"]
    return found.definition.step(draft.at_step) or next(iter(left), None)


@own_draft
def step(request: HttpRequest, draft: Draft, step: str) -> HttpResponse:
    """One page of questions. Every button saves first; "Save and continue" then checks this page only."""
    definition = definition_for(draft)
    asked, have = _step_of(definition, step), kept(draft)
    if request.method == "POST":
        return _posted(request, draft, definition, asked, have)
    typed = take_typed(request, draft, step)
    blank = request.GET.get("rader", "")
    rows = min(int(blank), 10) if blank.isascii() and blank.isdigit() else 1
    form = StepForm(definition, asked, lists_for(draft.opening), have.values, typed, showing=True, blank_rows=rows)
    version = typed.get("version", "") if typed else str(mark_of(form.typed(), have.versions))
    return _page(request, draft, form, have, version, came_back=typed is not None)


def _step_of(definition: Definition, key: str) -> Step:
    found = definition.step(key)
    if found is None:
        raise Http404
    return found


def _page(
    request: HttpRequest, draft: Draft, form: StepForm, have: Kept, version: str, *, came_back: bool = False
) -> HttpResponse:
    before = form.definition.before(form.step)
    context = {
        "draft": draft,
        "about": kind_of(draft.opening).about(draft.opening),
        "step": form.step,
        "number": form.definition.number_of(form.step),
        "total": len(form.definition.steps),
        "form": form,
        "fields": with_comments(draft, form.asked_fields()),
        "version": version,
        "saved": saved_words(have),
        "came_back": came_back,
        "from_check": (request.POST or request.GET).get("fran") == "kontroll",
        "back": reverse("submissions:step", args=[draft.token, before.key]) if before else "",
        "has_file": form.step.asks("file"),
        "has_budget": form.step.asks("budget"),
        "has_conditions": any(question.show_when for question in form.asked_here),
    }
    return render(request, "submissions/step.html", context, status=422 if form.errors else 200)


def _posted(request: HttpRequest, draft: Draft, definition: Definition, asked: Step, have: Kept) -> HttpResponse:
    do, data = request.POST.get("do", "next"), request.POST.copy()
    rows = _change_rows(do, data)
    lists = lists_for(draft.opening)
    form = StepForm(definition, asked, lists, have.values, data)
    trouble = _take_files(request, draft, form)
    try:
        _save(draft, form, data, have, leaves=do in {"next", "later", "comments"}, by=_writer(request))
    except actions.Conflict:
        return redirect("submissions:conflict", token=draft.token)
    if do == "comments" and not trouble:
        return redirect("submissions:comments", token=draft.token)
    if do == "later" and not trouble:
        return redirect("submissions:later", token=draft.token)
    if rows is not None or (do in {"save", "file"} and not trouble):
        return redirect(_address(draft, asked, rows, do))
    have = kept(draft)
    form = StepForm(definition, asked, lists, have.values, data)
    form.full_clean()
    for name, sentence in trouble:
        form.add_error(name, sentence)
    if form.errors:
        return _page(request, draft, form, have, str(mark_of(form.typed(), have.versions)))
    following = definition.after(asked)
    actions.move_on(draft, following.key if following else asked.key)
    if following is None or data.get("fran") == "kontroll":
        return redirect("submissions:check", token=draft.token)
    return redirect("submissions:step", token=draft.token, step=following.key)


def _change_rows(do: str, data: QueryDict) -> int | None:
    """Adds, removes or brings back a row, as the button says. Returns how many empty rows to show."""
    act, _colon, rest = do.partition(":")
    name, _colon, place = rest.partition(":")
    if act not in {"add", "remove", "undo"} or not name:
        return None
    if act == "add":
        rows = next((kind for kind in ROWS.values() if f"{name}-0-{kind.FIRST}" in data), ROWS["budget"])
        shown = sum(1 for number in range(rows.MOST_ROWS) if f"{name}-{number}-{rows.FIRST}" in data)
        return max(1, shown - len(rows.rows_of(rows.from_post(data, name))) + 1)
    data[f"{name}-{place}-removed"] = "1" if act == "remove" else ""
    return 1


def _address(draft: Draft, asked: Step, rows: int | None, do: str) -> str:
    address = reverse("submissions:step", args=[draft.token, asked.key])
    of_rows = [question for question in asked.questions if question.kind in ROWS]
    if rows is None or not of_rows:
        return address
    changed = next((question for question in of_rows if name_of(question) in do.split(":")), of_rows[0])
    return f"{address}?rader={rows}#id_{name_of(changed)}_rows"


def _take_files(request: HttpRequest, draft: Draft, form: StepForm) -> list[tuple[str, str]]:
    """Stores what was uploaded and drops what was removed. Returns what could not be taken, by field."""
    trouble = []
    for question in form.asked_here:
        name = name_of(question)
        if question.kind != "file":
            continue
        if upload := request.FILES.get(name):
            try:
                actions.keep_file(draft, question.key, upload, by=_writer(request))
            except BadFile as bad:
                trouble += [(name, sentence) for sentence in bad.messages]
        elif request.POST.get(f"{name}-drop"):
            actions.drop_file(draft, question.key, by=_writer(request))
    return trouble


def _writer(request: HttpRequest) -> Person | None:
    return request.user if request.user.is_authenticated else None


def _save(
    draft: Draft, form: StepForm, data: QueryDict, have: Kept, *, leaves: bool, by: Person | None
) -> actions.Saved:
    """Keeps what the page holds. When the writer leaves the page, removed rows are let go of."""
    typed, mark = form.typed(), read_mark(data.get("version", ""))
    untouched = mark.untouched(typed)
    if leaves:
        of_rows = [(question.key, ROWS[question.kind]) for question in form.asked_here if question.kind in ROWS]
        cleared = {key: rows for key, kind in of_rows if (rows := kind.without_removed(typed[key])) != typed[key]}
        typed, untouched = typed | cleared, untouched - cleared.keys()
    return actions.save_answers(
        draft, typed, mark.versions, by=by, tab=mark.tab, untouched=untouched, step=form.step.key, have=have
    )


@require_POST
@own_draft
def autosave(request: HttpRequest, draft: Draft, step: str) -> HttpResponse:
    """Keeps a page while it is written: nothing is checked. 409 with both texts when somebody else changed one."""
    definition = definition_for(draft)
    have = kept(draft)
    form = StepForm(definition, _step_of(definition, step), Lists(), have.values, request.POST)
    mark = read_mark(request.POST.get("version", ""))
    try:
        saved = _save(draft, form, request.POST, have, leaves=False, by=_writer(request))
    except actions.Conflict as conflict:
        question = next(iter(conflict.yours))
        name = names_in(draft).get(conflict.whose[question], "")
        answer = {
            "words": _("%(name)s edited too. Both texts are kept") % {"name": name}
            if name
            else _("Someone else edited too. Both texts are kept"),
            "yours": conflict.yours[question],
            "theirs": conflict.theirs[question],
            "url": reverse("submissions:conflict", args=[draft.token]),
        }
        return JsonResponse(answer, status=409)
    version = str(_still(form, mark, saved))
    words = saved_words(Kept(saved_at=saved.saved_at))
    return JsonResponse({"version": version, "saved_at": dates.show_clock(saved.saved_at), "words": words})


def _still(form: StepForm, mark: Any, saved: actions.Saved) -> Any:
    """The page's new mark: what it saved is its new ground; what it only sent back stands on the old one."""
    typed = form.typed()
    fresh = mark_of(typed, saved.versions, mark.tab)
    for key in typed:
        if key not in saved.changed and key in mark.digests:
            fresh.versions[key], fresh.digests[key] = mark.versions[key], mark.digests[key]
    return fresh


@own_draft
def conflict(request: HttpRequest, draft: Draft) -> HttpResponse:
    """Both texts side by side; the writer keeps one, or writes one of both."""
    definition, have = definition_of(draft.form), kept(draft)
    found = open_conflicts(definition, have)
    if not found:
        return redirect("submissions:tasks", token=draft.token)
    form = ConflictForm(request.POST or None, conflicts=found, names=names_in(draft))
    if request.method == "POST" and form.is_valid():
        try:
            actions.settle(draft, form.chosen(), form.versions(), by=_writer(request))
        except actions.Conflict:
            return redirect("submissions:conflict", token=draft.token)
        return redirect("submissions:step", token=draft.token, step=definition.step_of(found[0].question.key).key)
    context = {
        "draft": draft,
        "form": form,
        "conflicts": form.rows(),
        "about": kind_of(draft.opening).about(draft.opening),
    }
    return render(request, "submissions/conflict.html", context, status=422 if form.errors else 200)


@own_draft
def similar(request: HttpRequest, draft: Draft) -> HttpResponse:
    """Public things like what is being written, and researchers who know the subject. Nothing of the draft is shown."""
    definition, values = definition_of(draft.form), answers_of(draft)
    asked = [question for question in definition.questions() if question.means in {"title", "summary"}]
    text = " ".join(str(values.get(question.key) or "") for question in asked)
    context = {"draft": draft, "proposed": proposed_for(text), "begun": bool(text.strip())}
    return render(request, "submissions/similar.html", context)


@own_draft
def kept_file(request: HttpRequest, draft: Draft, question: str) -> HttpResponse:
    """A file of the draft, for its writer."""
    facts = answers_of(draft).get(question)
    if not isinstance(facts, dict):
        raise Http404
    stored = StoredFile.objects.filter(token=facts["token"]).first()
    if stored is None:
        raise Http404
    return private_answer(stored)
