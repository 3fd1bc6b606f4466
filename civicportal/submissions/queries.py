"""What the writing pages, the features and the backoffice read: drafts for their owner, answers, what was sent."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import CharField, Count, Exists, Func, OuterRef, Q, Subquery
from django.http import Http404, HttpRequest

from civicportal.commons.models import Theme
from civicportal.kernel import dates
from civicportal.kernel.text import localized, swedish_order
from civicportal.kernel.web import by_revision, token_hash
from civicportal.people.models import Person
from civicportal.people.sealing import unseal
from civicportal.places.models import District
from civicportal.submissions.definition import Choice, Definition, Question, Step, definition_of
from civicportal.submissions.fields import Lists
from civicportal.submissions.forms.writing import StepForm, name_of
from civicportal.submissions.kinds import name_in_a_list
from civicportal.submissions.models import Answer, Draft, Form, Opening, Share, Submission, Version
from civicportal.submissions.showing import ShownRow, ShownStep, facts_of, shown_answers  # noqa: F401 - read here
from civicportal.submissions.together import writes_in

SESSION_KEY = "drafts"
ASIDE = "~"
"""Ends the question key of a row that keeps the texts that lost a conflict, by the page that wrote them."""


def draft_for(request: HttpRequest, token: UUID | str) -> Draft:
    """The draft for its writers: the account it belongs to and those it was opened to, or the session that holds it.

    Raises Http404 for everybody else, staff and superusers too.
    """
    draft = Draft.objects.select_related("opening").order_by().filter(token=token).first()
    if draft is None or not _may_open(request, draft):
        raise Http404
    draft.form = by_revision(("submissions.form", draft.form_id), lambda: Form.objects.get(pk=draft.form_id))
    return draft


def _may_open(request: HttpRequest, draft: Draft) -> bool:
    if draft.person_id is not None:
        person = request.user
        return bool(person.is_authenticated and (person.pk == draft.person_id or writes_in(person, draft)))
    return str(draft.token) in request.session.get(SESSION_KEY, [])


def draft_by_link(link: str) -> Draft:
    """The draft that a mailed link opens, while it is valid. Raises Http404."""
    draft = (
        Draft.objects.select_related("opening")
        .filter(resume_hash=token_hash(link), resume_until__gt=dates.now(), person=None, sent_at=None)
        .first()
    )
    if draft is None:
        raise Http404
    return draft


def drafts_of(person: Person) -> list[Draft]:
    """The drafts that somebody writes in, latest first; a sent one opened again to be changed is among them."""
    rows = Draft.objects.of(person).being_written().select_related("opening", "form").order_by("-changed_at")
    return list(rows.for_page())


def title_question(form: str) -> Func:
    """The key of the question that means the title, inside a subquery; `form` is the outer row's path to its form."""
    return Func(
        OuterRef(f"{form}__definition"),
        template="jsonb_path_query_first(%(expressions)s, '$.steps.questions ? (@.means == \"title\").key') #>> '{}'",
        output_field=CharField(),
    )


def opened_title(sealed: bytes | None) -> str:
    """A sealed title as its writer calls it; nothing where there is none yet."""
    value = json.loads(unseal(bytes(sealed)))["value"] if sealed else ""
    return value if isinstance(value, str) else ""


def titled_drafts(person: Person) -> list[Any]:
    """As drafts_of, with `called`, the name of what it is written to, and `sealed`, its sealed title, and whether
    it `is_shown` to somebody: one query.
    """
    title = Answer.objects.filter(draft=OuterRef("pk"), question=title_question("form")).values("sealed")[:1]
    rows = Draft.objects.written_by(person).being_written().order_by("-changed_at")
    shown = Exists(Share.objects.standing().filter(draft=OuterRef("pk")))
    return list(rows.annotate(called=name_in_a_list(), sealed=Subquery(title), is_shown=shown).for_page())


def drafts_here(request: HttpRequest, opening: Opening) -> list[Draft]:
    """The drafts to an opening that this visitor can go on with: their account's, or those that the session holds."""
    rows = Draft.objects.being_written().filter(opening=opening)
    if request.user.is_authenticated:
        return list(rows.written_by(request.user).order_by("-changed_at"))
    return list(rows.filter(person=None, token__in=request.session.get(SESSION_KEY, [])).order_by("-changed_at"))


def number_of_drafts(openings: Iterable[int]) -> dict[int, int]:
    """How many drafts are being written, by opening id: all that staff may know of them."""
    rows = Draft.objects.being_written().filter(opening__in=list(openings), submission=None)
    return dict(rows.values_list("opening").annotate(Count("pk")))


@dataclass(slots=True)
class Kept:
    """A draft's answers as typed, their versions, which page and whose account (0 for none) wrote them last, and the
    texts that were put aside by a conflict, with whose they are."""

    values: dict[str, Any] = field(default_factory=dict)
    versions: dict[str, int] = field(default_factory=dict)
    tabs: dict[str, str] = field(default_factory=dict)
    aside: dict[str, dict[str, Any]] = field(default_factory=dict)
    by: dict[str, int] = field(default_factory=dict)
    aside_by: dict[str, dict[str, int]] = field(default_factory=dict)
    saved_at: datetime | None = None


def kept(draft: Draft) -> Kept:
    """Opens all sealed answers of a draft. One query."""
    found = Kept()
    rows = Answer.objects.filter(draft=draft).values_list("question", "sealed", "version", "saved_at")
    for question, sealed, version, saved_at in rows:
        content = json.loads(unseal(bytes(sealed)))
        found.saved_at = max(found.saved_at or saved_at, saved_at)
        if question.endswith(ASIDE):
            key = question.removesuffix(ASIDE)
            found.aside[key], found.aside_by[key] = content["texts"], content["by"]
            continue
        found.values[question] = content["value"]
        found.versions[question] = version
        found.tabs[question], found.by[question] = content.get("tab", ""), content.get("by", 0)
    return found


def answers_of(draft: Draft) -> dict[str, Any]:
    """The draft's answers as typed, question to value; questions that the form no longer asks included."""
    return kept(draft).values


def lists_for(opening: Opening | None) -> Lists:
    """Districts and themes to choose from, and the sums of the opening. Two queries after a change, else none."""
    limits = {name: getattr(opening, name) for name in ("lowest", "highest", "latest_start")} if opening else {}
    return replace(by_revision("submissions.lists", _public_lists), **limits)


def _public_lists() -> Lists:
    themes: dict[str, list[tuple[str, Any]]] = {}
    ids: dict[str, dict[str, int]] = {"themes": {}, "district": {}}
    for theme in Theme.objects.filter(listed=True):
        themes.setdefault(theme.kind, []).append((theme.slug, theme.name))
        ids["themes"][theme.slug] = theme.pk
    districts = []
    for district in District.objects.filter(listed=True).order_by(swedish_order("name")):
        districts.append((district.slug, district.name))
        ids["district"][district.slug] = district.pk
    return Lists(districts=districts, themes=themes, ids=ids)


def definition_for(draft: Draft) -> Definition:
    """The form that a draft is written in: of one that is opened to be completed, the open questions."""
    definition = definition_of(draft.form)
    return definition.narrowed(draft.only_questions) if draft.only_questions else definition


@dataclass(frozen=True, slots=True)
class CheckedStep:
    """A step with its form over what is kept, and what is wrong with it."""

    step: Step
    number: int
    form: StepForm
    problems: list[tuple[Question, str]]
    begun: bool

    @property
    def state(self) -> str:
        """done, doing, fix or todo: as ui/task.html says them. An empty answer is something left, not a fault."""
        if not self.problems:
            return "done"
        if any(self.form.values.get(question.key) for question, _sentence in self.problems):
            return "fix"
        return "doing" if self.begun else "todo"


@dataclass(frozen=True, slots=True)
class Checked:
    """A whole draft, checked: every step, and the answers that would be sent."""

    definition: Definition
    steps: list[CheckedStep]
    answers: dict[str, Any]
    values: dict[str, Any]
    lists: Lists

    @property
    def problems(self) -> list[tuple[Question, str]]:
        return [problem for step in self.steps for problem in step.problems]


def checked(draft: Draft, have: Kept | None = None) -> Checked:
    """Checks every answer of a draft against its own form. Nothing is changed."""
    definition, lists, have = definition_for(draft), lists_for(draft.opening), have or kept(draft)
    steps: list[CheckedStep] = []
    answers: dict[str, Any] = {}
    for number, step in enumerate(definition.steps, 1):
        form = StepForm(definition, step, lists, have.values)
        problems = [
            (question, str(sentence))
            for question in form.asked_here
            for sentence in form.errors.get(name_of(question), [])
        ]
        answers |= form.answers()
        begun = any(have.values.get(question.key) for question in step.questions)
        steps.append(CheckedStep(step, number, form, problems, begun))
    return Checked(definition, steps, answers, have.values, lists)


# What was sent


def meaning(
    source: Version | Mapping[str, Any], definition: Definition | None, means: str, lists: Lists | None = None
) -> Any:
    """What the answers say about "title", "district", "budget" and so on, or None.

    Texts are str, sums öre, dates dates, yes-or-no bool, choices their values, a budget a list of
    {"what", "amount" in öre, "note"}. A district is its id and themes a list of ids (one id where only one can be
    chosen): the answers hold addresses (slugs), which are looked up in `lists`, else with one query.
    """
    answers: Mapping[str, Any] = source.answers if isinstance(source, Version) else source
    if isinstance(source, Version):
        definition = definition or definition_of(source.form)
    if definition is None:
        raise ValueError("answers without their form have no meaning")
    question = definition.meaning(means)
    value = answers.get(question.key) if question else None
    if question and question.kind == "date" and isinstance(value, str):
        return date.fromisoformat(value)
    if question and question.kind in {"district", "themes"} and value:
        return _ids(question.kind, value, lists)
    return value


def _ids(kind: str, value: Any, lists: Lists | None) -> Any:
    """Slugs as ids, in their order; a slug that is gone is left out."""
    slugs = [value] if isinstance(value, str) else list(value)
    ids = lists.ids.get(kind, {}) if lists else {}
    if any(slug not in ids for slug in slugs):
        model = District if kind == "district" else Theme
        ids = dict(model.objects.filter(slug__in=slugs).values_list("slug", "pk"))
    found = [ids[slug] for slug in slugs if slug in ids]
    return next(iter(found), None) if isinstance(value, str) else found


def meanings(version: Version) -> dict[str, Any]:
    """All meanings of what was sent; one that was not answered is absent."""
    return meanings_in(version.answers, definition_of(version.form))


def meanings_in(answers: Mapping[str, Any], definition: Definition, lists: Lists | None = None) -> dict[str, Any]:
    """All meanings of checked answers; one that was not answered is absent."""
    asked = [question.means for question in definition.questions() if question.means]
    found = {means: meaning(answers, definition, means, lists) for means in asked}
    return {means: value for means, value in found.items() if value is not None}


def answers_facts(version: Version, *, title: str, name: str) -> dict[str, Any]:
    """The copy of what was sent as plain data, for submissions/answers.typ. Words are in the page's language."""
    return facts_of(version, title=title, name=name)


def latest_version(submission: Submission) -> Version:
    """The answers that count: the last that were sent."""
    return submission.versions.select_related("form").order_by("-number")[0]


def open_questions(opening: Opening) -> Definition:
    """Every question of an opening's form, for reading before sign-in."""
    return definition_of(opening.form)


def printed_questions(opening: Opening) -> Definition:
    """The same to be filled in by hand: districts and themes stand as boxes to tick. Two queries more."""
    definition, lists = definition_of(opening.form), lists_for(opening)
    return Definition(
        tuple(
            replace(step, questions=tuple(_with_choices(question, lists) for question in step.questions))
            for step in definition.steps
        )
    )


def _with_choices(question: Question, lists: Lists) -> Question:
    """A question whose choices come from a list of the city, with the list in it."""
    if question.kind == "district":
        found: Iterable[tuple[str, Any]] = lists.districts
    elif question.kind == "themes":
        found = lists.themes.get(question.filter, ())
    else:
        return question
    return replace(question, choices=tuple(Choice(value, localized(label)) for value, label in found))


def digest_of(value: Any) -> str:
    """A short mark of an answer as typed, to tell whether a page changed it."""
    plain = json.dumps(value or "", ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(plain.encode()).hexdigest()[:10]


def named(words: str) -> Q:
    """What is looked for by title, reference or diary number, among rows that are each of one submission."""
    case = "submission__case__"
    return (
        Q(title__icontains=words)
        | Q(**{f"{case}reference__icontains": words})
        | Q(**{f"{case}diary_number__icontains": words})
    )
