"""What a feature tells the writing pages about its openings: whose they are, what to do with what was sent."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Model, OuterRef, Subquery
from django.db.models.functions import Coalesce

from civicportal.kernel.answers import YES, Answer
from civicportal.kernel.text import LocalizedText
from civicportal.people.models import Person
from civicportal.submissions.models import Opening, Submission, Version


@dataclass(frozen=True, slots=True)
class Context:
    """Whom one writes to. `url` is the public page; `coaching_url` is empty where there is no coach."""

    name: str
    url: str
    email: str
    phone: str = ""
    coaching_url: str = ""


def _yes(person: Person, submission: Submission) -> Answer:
    return YES


def _anyone(person: Person, opening: Opening) -> Answer:
    return YES


def _promised(opening: Opening, sent_at: datetime) -> date:
    return opening.answer_by


def _no_list(opening: Opening) -> list[tuple[str, LocalizedText]]:
    return []


def _nothing(submission: Submission, by: Person) -> None:
    return None


def _matters(submission: Submission) -> Answer:
    return YES


def _nearest(opening: Opening) -> str:
    return "nearest"


def _nowhere(submission: Submission) -> str:
    return ""


def _no_name(submission: Submission, name: str) -> None:
    return None


@dataclass(frozen=True, slots=True)
class OpeningKind:
    """One kind of opening.

    `submitted(submission, version, by)` and `changed(submission, version, by)` make the feature's own row out of what
    was sent, inside the sending's transaction; read the answers with `queries.meanings(version)`.
    `preview(meanings, opening)` gets what is answered so far ({"title": ..., "district": ...}) and returns the
    parameters of ui/card.html. `facts(submission, blind)` gives (label, value) pairs for lists and reviewers.
    `endorser(opening)` says whose support is asked for where a manager's is: "nearest", or "head" for the head of the
    department; letters and pages say so.
    `may_change` and `may_withdraw` add the feature's own reasons (decided, released) to the deadline's.
    `named` says where the name of an opening is written, as (model with the key `opening`, path), for long lists.
    `may_write` says for whom the opening is; it is asked of an account that begins, and again when it sends.
    `answer_by(opening, sent_at)` is the day by which what was sent then is answered: the opening's, unless each has
    its own. `checklist(opening)` gives the points (key, words) that one ticks before one sends.
    `completed` takes over a version that staff asked for, as `changed` does, whatever has been judged meanwhile;
    `may_complete` says whether completing can still matter, and `complete_path` is the work page where staff ask for
    it, empty where they do not. `contact_named(submission, name)` takes over the name of
    another contact person, `handed_over(submission, to)` that somebody else stands behind it now.
    """

    key: str
    submitted: Callable[[Submission, Version, Person], Any]
    changed: Callable[[Submission, Version, Person], Any]
    about: Callable[[Opening], Context]
    status_url: Callable[[Submission], str]
    preview: Callable[[dict[str, Any], Opening], dict[str, Any]]
    facts: Callable[[Submission, bool], list[tuple[Any, Any]]]
    withdrawn: Callable[[Submission, Person], Any] = _nothing
    may_change: Callable[[Person, Submission], Answer] = _yes
    may_withdraw: Callable[[Person, Submission], Answer] = _yes
    may_write: Callable[[Person, Opening], Answer] = _anyone
    completed: Callable[[Submission, Version, Person], Any] | None = None
    may_complete: Callable[[Submission], Answer] = _matters
    complete_path: Callable[[Submission], str] = _nowhere
    contact_named: Callable[[Submission, str], Any] = _no_name
    handed_over: Callable[[Submission, Person], Any] = _nothing
    endorser: Callable[[Opening], str] = _nearest
    answer_by: Callable[[Opening, datetime], date] = _promised
    checklist: Callable[[Opening], list[tuple[str, LocalizedText]]] = _no_list
    case_kind: str = ""
    named: tuple[tuple[type[Model], str], ...] = ()


kinds: dict[str, OpeningKind] = {}
"""By `Opening.kind`. Features register in AppConfig.ready()."""


def register(kind: OpeningKind) -> None:
    """Adds a kind of opening. Raises ValueError when the key is taken by another one."""
    if kinds.get(kind.key, kind) is not kind:
        raise ValueError(f"{kind.key} is registered twice")
    kinds[kind.key] = kind


def kind_of(opening: Opening) -> OpeningKind:
    """The kind of an opening. Raises KeyError where no feature registered it."""
    return kinds[opening.kind]


def name_in_a_list(opening: str = "opening") -> Coalesce:
    """The name of what each row of a list is written to, to annotate it with; `opening` is the path to the opening."""
    places = [place for kind in kinds.values() for place in kind.named]
    return Coalesce(
        *(Subquery(model._base_manager.filter(opening=OuterRef(opening)).values(path)[:1]) for model, path in places)
    )
