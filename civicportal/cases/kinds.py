"""The kinds of cases there are and where their pages are. Features register theirs in ready()."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise

from civicportal.cases.models import Case


@dataclass(frozen=True, slots=True)
class Reader:
    """Whom the city writes to about a case, and the page that they follow it on: its path in the language of now."""

    email: str
    language: str
    path: Callable[[], str]


@dataclass(frozen=True, slots=True)
class CaseKind:
    """One kind of case, such as a fund's application.

    `talk_path(case)` is the page where its person reads and writes messages; `work_path(case)`, where there is one,
    the feature's own page about the case in the backoffice. A kind that `is_talk` is a conversation and nothing else:
    what the city writes answers it, and it waits in the feature's own queue. With `own_queue` the feature lists what
    is late itself, beside what is not. `joined` names the rows beside the case that talk_path reads, so that a list of
    cases reads them in its own query. `reader(case)` says who reads about a case without an account, if anybody does.
    """

    key: str
    label: str | Promise
    talk_path: Callable[[Case], str]
    work_path: Callable[[Case], str] | None = None
    is_talk: bool = False
    own_queue: bool = False
    joined: tuple[str, ...] = ()
    reader: Callable[[Case], Reader | None] | None = None


kinds: dict[str, CaseKind] = {}


def register(kind: CaseKind) -> CaseKind:
    """Makes a kind of case known. Raises ValueError when another has the name."""
    if kinds.setdefault(kind.key, kind) != kind:
        raise ValueError(f"Two kinds of cases are called {kind.key}")
    return kind


def talks() -> list[str]:
    """The keys of the kinds that are conversations and nothing else."""
    return [kind.key for kind in kinds.values() if kind.is_talk]


def listed_apart() -> list[str]:
    """The keys of the kinds whose late cases stand in their feature's own queue."""
    return [kind.key for kind in kinds.values() if kind.is_talk or kind.own_queue]


def joined() -> list[str]:
    """What a list of cases of any kind joins before it asks for talk_path."""
    return sorted({path for kind in kinds.values() for path in kind.joined})


def talk_path(case: Case) -> str:
    """Where the person answers; their own page where no feature claims the kind."""
    kind = kinds.get(case.kind)
    return kind.talk_path(case) if kind else reverse("my_page")


def reader_of(case: Case) -> Reader | None:
    """Who reads about the case: its person, else whom its kind names; None where nobody left an address."""
    if case.person is not None:
        return Reader(case.person.email, case.person.language, lambda: talk_path(case))
    kind = kinds.get(case.kind)
    return kind.reader(case) if kind and kind.reader else None


def label_of(case: Case) -> str:
    """The public word for the kind of the case."""
    kind = kinds.get(case.kind)
    return str(kind.label) if kind else case.kind
