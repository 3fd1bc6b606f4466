"""The form editor: pages on which staff write what is asked, see it as the applicant does, and take it into use."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from civicportal.backoffice import work
from civicportal.backoffice.work import work_page
from civicportal.kernel.answers import Refused
from civicportal.kernel.forms import errors_of
from civicportal.kernel.text import localized
from civicportal.people.enums import Role
from civicportal.submissions import editing
from civicportal.submissions.actions import editing as actions
from civicportal.submissions.definition import DefinitionError, parse
from civicportal.submissions.forms.editing import NewQuestionForm, QuestionForm, StepTextsForm, choice_rows, choices_in
from civicportal.submissions.forms.writing import StepForm
from civicportal.submissions.queries import digest_of, lists_for
from civicportal.submissions.queries_editing import Edited, form_to_edit, touched_by
from civicportal.submissions.rules.editing import can_edit

READERS = (Role.FUND_MANAGER, Role.DEPARTMENT_EDITOR, Role.ADMINISTRATOR, Role.AUDITOR)
EDITORS = (Role.FUND_MANAGER, Role.DEPARTMENT_EDITOR, Role.ADMINISTRATOR)
REMOVED = "removed_from_form"
CHANGED = gettext_lazy(
    "Somebody else changed this while you wrote. What you wrote stands here; save again to put it in its place"
)


def _to_edit(request: HttpRequest, name: str) -> Edited:
    """The form for somebody who may change it; what one may not change does not exist here."""
    found = form_to_edit(request.user, name)
    if not can_edit(request.user, name):
        raise Http404
    return found


@work_page(*READERS)
def overview(request: HttpRequest, name: str) -> HttpResponse:
    """All steps and questions in order, with the buttons that move and remove them, and what is missing."""
    found = form_to_edit(request.user, name)
    may = can_edit(request.user, name)
    if request.method == "POST" and may:
        return _moved(request, name)
    removed = request.session.pop(REMOVED, None) if may else None
    context = {
        "edited": found,
        "steps": _shown(found),
        "problems": editing.problems_of(found.data, found.place) if found.making else [],
        "may_edit": may,
        "removed": _words_of(removed) if removed and removed["form"] == name else "",
    }
    if removed:
        request.session[REMOVED] = removed
    title = _("Questions: %(form)s") % {"form": found.place.label}
    return work.render(request, "submissions/backoffice/form.html", context, title=title)


def _words_of(removed: dict[str, Any]) -> str:
    """What the removed question or step is called."""
    return str(localized(removed["what"].get("label") or removed["what"].get("title")))


def _shown(found: Edited) -> list[dict[str, Any]]:
    steps = editing.steps_of(found.data)
    return [
        {
            "key": step["key"],
            "title": localized(step["title"]),
            "first": place == 0,
            "last": place == len(steps) - 1,
            "questions": [
                {
                    "key": one["key"],
                    "label": localized(one["label"]),
                    "kind": editing.KIND_WORDS[one["kind"]],
                    "means": editing.MEANING_WORDS.get(one.get("means", ""), ""),
                    "required": one.get("required"),
                    "hangs": bool(one.get("show_when")),
                    "first": place == 0 and number == 0,
                    "last": place == len(steps) - 1 and number == len(step["questions"]) - 1,
                }
                for number, one in enumerate(step.get("questions") or [])
            ],
        }
        for place, step in enumerate(steps)
    ]


def _moved(request: HttpRequest, name: str) -> HttpResponse:
    """One button of the overview: up, down, remove or undo."""
    do, _colon, rest = request.POST.get("do", "").partition(":")
    what, _colon, key = rest.partition(":")
    deeds: dict[str, Callable[[editing.Data], Any]] = {
        "up:step": lambda data: editing.move_step(data, key, -1),
        "down:step": lambda data: editing.move_step(data, key, 1),
        "up:question": lambda data: editing.move_question(data, key, -1),
        "down:question": lambda data: editing.move_question(data, key, 1),
        "remove:step": lambda data: ("", *editing.remove_step(data, key)),
        "remove:question": lambda data: editing.remove_question(data, key),
        "undo:": lambda data: _put_back(request, name, data),
    }
    deed = deeds.get(f"{do}:{what}")
    if deed is None:
        raise Http404
    try:
        result = actions.change(
            name, deed, by=request.user, verb=f"{what or 'part'}_{do}", facts={"key": key} if key else None
        )
    except KeyError:
        messages.error(request, _("It is gone already"))
        return redirect("admin:submissions_form", name=name)
    if do == "remove":
        request.session[REMOVED] = {"form": name, "step": result[0], "place": result[1], "what": result[2]}
    mark = key if do in {"up", "down"} else ""
    return redirect(reverse("admin:submissions_form", args=[name]) + (f"#{what}-{mark}" if mark else ""))


def _put_back(request: HttpRequest, name: str, data: editing.Data) -> None:
    removed = request.session.pop(REMOVED, None)
    if removed and removed["form"] == name:
        editing.put_back(data, removed["step"], removed["place"], removed["what"])


@work_page(*EDITORS)
def step(request: HttpRequest, name: str, step: str = "") -> HttpResponse:
    """A step's words, or a new step."""
    found = _to_edit(request, name)
    old = _part(editing.step_in, found.data, step) if step else {}
    initial = {part: localized(old.get(part)) for part in ("title", "help")}
    form = StepTextsForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        words = {"help": {}, **form.facts()}
        if step:
            _change(request, name, lambda data: editing.change_step(data, step, words), "step_changed", step)
            return _back(name, f"step-{step}")
        made = _change(request, name, lambda data: editing.add_step(data, words), "step_added")
        return redirect("admin:submissions_new_question", name=name, step=made)
    title = _("Change the step") if step else _("A new step")
    return _form_page(request, found, form, title=title)


@work_page(*EDITORS)
def new_question(request: HttpRequest, name: str, step: str) -> HttpResponse:
    """What is asked and how one answers; the rest comes on the question's own page."""
    found = _to_edit(request, name)
    asked = _part(editing.step_in, found.data, step)
    form = NewQuestionForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        facts = form.facts()
        key = _change(request, name, lambda data: editing.add_question(data, step, facts), "question_added")
        return redirect("admin:submissions_question", name=name, question=key)
    title = _("A new question in “%(step)s”") % {"step": localized(asked["title"])}
    return _form_page(request, found, form, title=title)


@work_page(*EDITORS)
def question(request: HttpRequest, name: str, question: str) -> HttpResponse:
    """Everything about one question, under four headings."""
    found = _to_edit(request, name)
    old = _part(editing.question_in, found.data, question)
    data = request.POST if request.method == "POST" else None
    form = QuestionForm(data, form=found.data, question=old, initial={"seen": digest_of(old)})
    blank = request.GET.get("rader", "")
    count = min(int(blank), 10) if blank.isascii() and blank.isdigit() else 2
    rows = choice_rows(old, data, blank=count) if old["kind"] in {"choice", "choices"} else None
    if request.method == "POST" and form.is_valid() and (rows is None or rows.is_valid()):
        facts = form.facts() | ({"choices": choices_in(rows)} if rows is not None else {})
        if rows is not None and not facts["choices"]:
            form.add_error(None, _("Write at least one answer to choose"))
        elif _saved(request, name, question, facts, form):
            if request.POST.get("do") == "more":
                address = reverse("admin:submissions_question", args=[name, question])
                return redirect(f"{address}?rader=4#id_val-{len(facts['choices'])}-label_0")
            return _back(name, f"question-{question}")
    wrong = [*errors_of(form), *(rows.wrong() if rows is not None else [])] if data else []
    context = {"edited": found, "form": form, "rows": rows, "kind": editing.KIND_WORDS[old["kind"]], "errors": wrong}
    status = 422 if wrong else 200
    title = str(localized(old["label"]))
    return work.render(request, "submissions/backoffice/question.html", context, title=title, status=status)


def _saved(request: HttpRequest, name: str, key: str, facts: editing.Data, form: QuestionForm) -> bool:
    """Writes a question unless somebody else changed it meanwhile; then both are shown and nothing is written."""

    def put(data: editing.Data) -> None:
        actions.unchanged(form.cleaned_data["seen"], editing.question_in(data, key))
        editing.change_question(data, key, facts)

    try:
        _change(request, name, put, "question_changed", key)
    except actions.ChangedMeanwhile:
        now = editing.question_in(form_to_edit(request.user, name).data, key)
        form.add_error(None, str(CHANGED))
        form.data = form.data.copy()
        form.data["seen"] = digest_of(now)
        return False
    return True


@work_page(*EDITORS)
def take(request: HttpRequest, name: str) -> HttpResponse:
    """Says whom the new version meets, then makes it the one that is asked."""
    found = _to_edit(request, name)
    if request.method == "POST":
        do = request.POST.get("do", "take")
        try:
            if do == "discard":
                actions.discard(name, by=request.user)
                messages.success(request, _("The changes are thrown away. The form in use stands as it was"))
            else:
                actions.take_into_use(name, by=request.user)
                messages.success(request, _("The form is in use now. Drafts that were begun keep their questions"))
        except Refused as refused:
            messages.error(request, str(refused.why))
        return _back(name)
    context = {
        "edited": found,
        "touched": touched_by(name),
        "problems": editing.problems_of(found.data, found.place),
    }
    return work.render(request, "submissions/backoffice/take.html", context, title=_("Take into use"))


@work_page(*READERS)
def preview(request: HttpRequest, name: str, step: str = "") -> HttpResponse:
    """One step as the applicant meets it. Nothing that is written here is kept."""
    found = form_to_edit(request.user, name)
    try:
        definition = parse(found.data)
    except DefinitionError as error:
        messages.error(request, str(error.sentence))
        return _back(name)
    shown = definition.step(step) if step else definition.steps[0]
    if shown is None:
        raise Http404
    form = StepForm(definition, shown, lists_for(None), _all_answers(definition), showing=True)
    context = {
        "edited": found,
        "step": shown,
        "number": definition.number_of(shown),
        "total": len(definition.steps),
        "fields": form.asked_fields(),
        "next": definition.after(shown),
        "before": definition.before(shown),
    }
    return render(request, "submissions/backoffice/preview.html", context)


def _all_answers(definition: Any) -> dict[str, Any]:
    """Answers by which every question of the form is asked: those that others hang on."""
    return {
        question.show_when.question: sorted(question.show_when.values)[0]
        for question in definition.questions()
        if question.show_when
    }


def _part(find: Callable[[editing.Data, str], editing.Data], data: editing.Data, key: str) -> editing.Data:
    try:
        return find(data, key)
    except KeyError as error:
        raise Http404 from error


def _change(request: HttpRequest, name: str, what: Callable[[editing.Data], Any], verb: str, key: str = "") -> Any:
    """Writes, and says no longer that what was removed before can be put back: one has gone on."""
    request.session.pop(REMOVED, None)
    try:
        return actions.change(name, what, by=request.user, verb=verb, facts={"key": key} if key else None)
    except KeyError as error:
        raise Http404 from error


def _back(name: str, mark: str = "") -> HttpResponse:
    return redirect(reverse("admin:submissions_form", args=[name]) + (f"#{mark}" if mark else ""))


def _form_page(request: HttpRequest, found: Edited, form: Any, *, title: str) -> HttpResponse:
    context = {
        "form": form,
        "back_url": reverse("admin:submissions_form", args=[found.name]),
        "back_label": _("Questions: %(form)s") % {"form": found.place.label},
        "button": _("Save"),
    }
    return work.render(request, "backoffice/form.html", context, title=title, status=422 if form.errors else 200)


for pattern in (
    path("formular/<slug:name>/", overview, name="submissions_form"),
    path("formular/<slug:name>/nytt-steg/", step, name="submissions_new_step"),
    path("formular/<slug:name>/ta-i-bruk/", take, name="submissions_take"),
    path("formular/<slug:name>/visa/", preview, name="submissions_preview"),
    path("formular/<slug:name>/visa/<slug:step>/", preview, name="submissions_preview_step"),
    path("formular/<slug:name>/steg/<slug:step>/", step, name="submissions_edit_step"),
    path("formular/<slug:name>/steg/<slug:step>/ny-fraga/", new_question, name="submissions_new_question"),
    path("formular/<slug:name>/fraga/<slug:question>/", question, name="submissions_question"),
):
    work.register(pattern)
