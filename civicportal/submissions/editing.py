"""A form while staff write on it: its steps and questions as data, moved, added, changed and removed.

Nothing here touches the database. The data may be unfinished (a step without questions); `problems_of` says what is
missing before the version can be taken into use.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from civicportal.kernel.text import localized, slug_of
from civicportal.submissions.definition import DefinitionError, parse, parse_question
from civicportal.submissions.models import Form

Data = dict[str, Any]

KIND_WORDS: dict[str, str | Promise] = {
    "short_text": _("Short text, one line"),
    "long_text": _("Long text"),
    "choice": _("One of some answers"),
    "choices": _("Several of some answers"),
    "yes_no": _("Yes or no"),
    "number": _("A whole number"),
    "money": _("A sum of money"),
    "date": _("A date"),
    "district": _("A district of the city"),
    "themes": _("Vision areas or city-wide challenges"),
    "budget": _("A budget with rows"),
    "people": _("People with function, department and mail"),
    "organisation_number": _("An organisation number"),
    "phone": _("A phone number"),
    "email": _("An e-mail address"),
    "file": _("A file"),
}
"""What the kinds of question are called, in the order in which one chooses among them."""

MEANING_WORDS: dict[str, str | Promise] = {
    "title": _("What the idea is called, in lists and in public"),
    "summary": _("The idea in short, in public when it is granted"),
    "applicant_kind": _("What kind of applicant it is"),
    "organisation_name": _("The organisation's name"),
    "organisation_number": _("The organisation's number"),
    "contact_name": _("The contact person's name"),
    "phone": _("The contact person's phone"),
    "name_in_public": _("Whether the name may stand in public"),
    "district": _("Where in the city it takes place"),
    "vision_areas": _("Which vision areas it belongs to"),
    "focus_challenge": _("Which city-wide challenge it meets"),
    "budget": _("What the money is for, and how much is applied for"),
    "sum": _("How much is applied for"),
    "starts_on": _("When it begins"),
    "ends_on": _("When it ends"),
    "outreach": _("How one heard of us"),
    "sensitive": _("Whether something is sensitive"),
    "sensitive_reason": _("What is sensitive"),
    "endorser": _("Whoever is asked for support"),
    "signatory": _("Who signs for the organisation, and is asked to approve"),
}
"""What an answer can mean to the portal, in words."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a form belongs: what it is called, where its thing is set up, whose it is, what it must ask.

    `units` are ids of the city's units. `needs` are groups of meanings of which the form asks at least one each.
    """

    label: str
    url: str = ""
    units: frozenset[int] = frozenset()
    needs: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Owner:
    """A feature that has forms. `take(form)` makes its things ask the version from now on."""

    key: str
    place_of: Callable[[str], Place | None]
    take: Callable[[Form], Any]


owners: dict[str, Owner] = {}
"""By key. Features register in AppConfig.ready()."""


def register(owner: Owner) -> None:
    """Adds a feature that has forms. Raises ValueError when the key is taken by another one."""
    if owners.get(owner.key, owner) is not owner:
        raise ValueError(f"{owner.key} is registered twice")
    owners[owner.key] = owner


def steps_of(data: Data) -> list[Data]:
    steps: list[Data] = data.setdefault("steps", [])
    return steps


def step_in(data: Data, key: str) -> Data:
    """A step by its key. Raises KeyError."""
    for step in steps_of(data):
        if step["key"] == key:
            return step
    raise KeyError(key)


def questions_in(data: Data) -> list[Data]:
    """All questions in the form's order."""
    return [question for step in steps_of(data) for question in step.get("questions") or []]


def find(data: Data, key: str) -> tuple[Data, int]:
    """The step that asks a question, and the question's place in it. Raises KeyError."""
    for step in steps_of(data):
        for place, question in enumerate(step.get("questions") or []):
            if question["key"] == key:
                return step, place
    raise KeyError(key)


def question_in(data: Data, key: str) -> Data:
    """A question by its key. Raises KeyError."""
    step, place = find(data, key)
    question: Data = step["questions"][place]
    return question


def key_of(words: str, taken: Iterable[str], otherwise: str) -> str:
    """A key made of words that none of the taken ones has: small letters, digits, underscores."""
    stem = slug_of(words, most=34).replace("-", "_") if words else otherwise
    known, number, key = {*taken}, 2, stem
    while key in known:
        key, number = f"{stem}_{number}", number + 1
    return key


def add_step(data: Data, words: Data) -> str:
    """A new last step. Its key is made of its title unless it brings one. Returns the key."""
    taken = [step["key"] for step in steps_of(data)]
    key: str = words.get("key") or key_of(str(localized(words["title"])), taken, "del")
    steps_of(data).append({**words, "key": key, "questions": []})
    return key


def change_step(data: Data, key: str, words: Data) -> None:
    step_in(data, key).update(words)


def add_question(data: Data, step: str, question: Data) -> str:
    """A new last question of a step; its key is made of its words unless it brings one. Returns the key."""
    taken = [one["key"] for one in questions_in(data)]
    key: str = question.get("key") or key_of(str(localized(question["label"])), taken, "fraga")
    step_in(data, step).setdefault("questions", []).append({**question, "key": key})
    return key


def change_question(data: Data, key: str, question: Data) -> None:
    """Puts new facts in the place of the old ones; key and kind stay."""
    step, place = find(data, key)
    old = step["questions"][place]
    step["questions"][place] = {**question, "key": old["key"], "kind": old["kind"]}


def move_step(data: Data, key: str, by: int) -> None:
    """Up (-1) or down (1) among the steps; at the end it stays."""
    steps = steps_of(data)
    _shift(steps, steps.index(step_in(data, key)), by)


def move_question(data: Data, key: str, by: int) -> None:
    """Up (-1) or down (1) in its step, and over the step's edge into the one before or after."""
    step, place = find(data, key)
    if 0 <= place + by < len(step["questions"]):
        _shift(step["questions"], place, by)
        return
    steps = steps_of(data)
    other = steps.index(step) + by
    if 0 <= other < len(steps):
        asked = steps[other].setdefault("questions", [])
        asked.insert(len(asked) if by < 0 else 0, step["questions"].pop(place))


def _shift(rows: list[Any], place: int, by: int) -> None:
    other = place + by
    if 0 <= other < len(rows):
        rows[place], rows[other] = rows[other], rows[place]


def remove_step(data: Data, key: str) -> tuple[int, Data]:
    """Takes a step away with its questions. Returns where it was and what it held."""
    steps = steps_of(data)
    place = steps.index(step_in(data, key))
    return place, steps.pop(place)


def remove_question(data: Data, key: str) -> tuple[str, int, Data]:
    """Takes a question away. Returns its step, its place there, and itself."""
    step, place = find(data, key)
    return step["key"], place, step["questions"].pop(place)


def put_back(data: Data, step: str, place: int, what: Data) -> None:
    """Undoes a removal, of a question where `step` names one and else of a step. A key that is taken is left alone."""
    if step:
        if what["key"] not in {one["key"] for one in questions_in(data)}:
            step_in(data, step).setdefault("questions", []).insert(place, what)
    elif what["key"] not in {one["key"] for one in steps_of(data)}:
        steps_of(data).insert(place, what)


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a version cannot be taken into use yet; `question` where the fault lies in one."""

    sentence: str
    question: str = ""


def problems_of(data: Data, place: Place | None = None) -> list[Problem]:
    """What must be mended before the form can be asked, in the form's order."""
    found = []
    for question in questions_in(data):
        try:
            parse_question(question)
        except DefinitionError as error:
            found.append(Problem(str(error.sentence), question["key"]))
    if not found:
        try:
            parse(data)
        except DefinitionError as error:
            found.append(Problem(str(error.sentence)))
    meant = {question.get("means") for question in questions_in(data)}
    for needed in place.needs if place else ():
        if not meant & {*needed}:
            words = _("No question says this yet: %(meaning)s. Choose it as the meaning of a question")
            found.append(Problem(str(words % {"meaning": MEANING_WORDS[needed[0]]})))
    return found
