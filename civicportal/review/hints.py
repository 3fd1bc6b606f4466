"""Hints that somebody may have an interest in a case (jäv): found by what the portal knows, judged by the person.

A hint is no recusal. The one who assigns sees it, and whoever is asked to read has to step aside or say why there is
no interest before anything opens. What they say is kept and logged. Other packages register finders of their own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from civicportal.cases.models import Recusal
from civicportal.people.enums import UNIT_KINDS
from civicportal.people.models import Membership, Organisation, Person
from civicportal.review.models import NoInterest
from civicportal.submissions.models import Submission, Version
from civicportal.submissions.queries import meanings

Words = str | Promise
Finder = Callable[[Submission, Sequence[Person]], Mapping[int, Words]]
"""Person id to what it is about, such as "Has coached it": without a name, since the reader may be blind."""
FinderOfMany = Callable[[Sequence[Submission], Sequence[Person]], Mapping[tuple[int, int], Words]]
"""The same for many at once, by (submission id, person id), with a constant number of queries."""


@dataclass(frozen=True, slots=True)
class Hint:
    """One reason why somebody may have an interest."""

    key: str
    words: Words
    firm: bool = False
    """Cannot be answered: there is only stepping aside. Whoever coached it, or writes it too, is no stranger to it."""


@dataclass(frozen=True, slots=True)
class _Registered:
    finder: Finder
    many: FinderOfMany | None
    firm: bool


_finders: dict[str, _Registered] = {}


def register(key: str, finder: Finder, *, many: FinderOfMany | None = None, firm: bool = False) -> None:
    """Adds a finder under a key of its own, in AppConfig.ready(). Raises ValueError for a key that is taken.

    `many` is asked where a whole round is given out; without it `finder` is asked for each submission. A `firm` hint
    is no question: whoever it finds is not asked to read, and can only step aside.
    """
    if key in _finders:
        raise ValueError(f"{key} is registered twice")
    _finders[key] = _Registered(finder, many, firm)


def found(submission: Submission, people: Iterable[Person]) -> dict[int, list[Hint]]:
    """Person id to their hints about a submission, answered or not; absent where nothing was found."""
    asked = list(people)
    hints: dict[int, list[Hint]] = {}
    for key, registered in _finders.items():
        for person, words in registered.finder(submission, asked).items():
            hints.setdefault(person, []).append(Hint(key, words, registered.firm))
    return hints


def found_in_many(submissions: Sequence[Submission], people: Sequence[Person]) -> dict[tuple[int, int], list[Hint]]:
    """As `found` for a whole round: (submission id, person id) to hints. The submissions come with their person."""
    hints: dict[tuple[int, int], list[Hint]] = {}
    for key, registered in _finders.items():
        for pair, words in _of_many(registered, submissions, people).items():
            hints.setdefault(pair, []).append(Hint(key, words, registered.firm))
    return hints


def _of_many(
    registered: _Registered, submissions: Sequence[Submission], people: Sequence[Person]
) -> Mapping[tuple[int, int], Words]:
    if registered.many is not None:
        return registered.many(submissions, people)
    return {
        (submission.pk, person): words
        for submission in submissions
        for person, words in registered.finder(submission, people).items()
    }


HANDLES = "handler"
"""The hint of whoever handles the case, where another judges or decides."""


SAID = "_said_of_interest"


def said_of(person: Any, submission: Any) -> QuerySet[NoInterest]:
    """What the person has said of hints about a submission, which is its number or an OuterRef to it."""
    rows: QuerySet[NoInterest] = NoInterest.objects.filter(submission=submission, person=person)
    return rows


def note_said(person: Any, submission: Submission, keys: list[str]) -> None:
    """Notes on a row what a getter has just read by `said_of`. An action reads the row anew, and asks again."""
    submission.__dict__[SAID] = {person.pk: keys}


def unanswered(person: Any, submission: Submission, *, handles: bool = False) -> list[Hint]:
    """What the person has neither stepped aside for nor said why it is no interest.

    `handles` where it is the handler's task to answer the case: handling it is no interest then.
    """
    hints = found(submission, [person]).get(person.pk, [])
    if handles:
        hints = [hint for hint in hints if hint.key != HANDLES]
    if not hints:
        return []
    noted: Mapping[int, list[str]] = submission.__dict__.get(SAID, {})
    said = noted.get(person.pk)
    answered = set(said_of(person, submission.pk).values_list("key", flat=True) if said is None else said)
    return [hint for hint in hints if hint.firm or hint.key not in answered]


def firm(person: Any, submission: Submission) -> Hint | None:
    """What keeps the person from reading it whatever they say, or None."""
    for key, registered in _finders.items():
        if registered.firm and (words := registered.finder(submission, [person]).get(person.pk)):
            return Hint(key, words, firm=True)
    return None


def still_open(submissions: Sequence[Submission], people: Sequence[Person]) -> dict[tuple[int, int], list[Hint]]:
    """The hints of a whole round that nobody has answered yet."""
    rows = NoInterest.objects.filter(submission__in=submissions, person__in=people)
    answered = set(rows.values_list("submission", "person", "key"))
    hints = {
        pair: [hint for hint in each if hint.firm or (*pair, hint.key) not in answered]
        for pair, each in found_in_many(submissions, people).items()
    }
    return {pair: each for pair, each in hints.items() if each}


def stepped_aside(submissions: Iterable[Submission | int]) -> set[tuple[int, int]]:
    """Who has stepped aside from what: (submission id, person id). One query."""
    rows = Recusal.objects.in_force().filter(case__submission__in=list(submissions))
    return set(rows.values_list("case__submission", "person"))


# Our own finders


def domain_of(address: str) -> str:
    """The part after the at sign, in lower case."""
    return address.rpartition("@")[2].strip().lower()


def _telling(domain: str) -> bool:
    return bool(domain) and domain not in settings.PUBLIC_MAIL_HOSTS


def same_domain_in_many(submissions: Sequence[Submission], people: Sequence[Person]) -> dict[tuple[int, int], Words]:
    """The applicant's mail ends as the reader's. Hosts that everybody uses, and the city's own, tell nothing."""
    theirs = {person.pk: domain_of(person.email) for person in people}
    pairs = {
        (submission.pk, person.pk): theirs[person.pk]
        for submission in submissions
        if submission.person is not None and _telling(domain_of(submission.person.email))
        for person in people
        if theirs[person.pk] == domain_of(submission.person.email) and person.pk != submission.person_id
    }
    if not pairs:
        return {}
    own = Organisation.objects.filter(kind__in=UNIT_KINDS, domains__overlap=sorted(set(pairs.values())))
    city = {domain.lower() for domains in own.values_list("domains", flat=True) for domain in domains}
    return {pair: _("Same e-mail domain as whoever sent it in") for pair, domain in pairs.items() if domain not in city}


def same_organisation_in_many(
    submissions: Sequence[Submission], people: Sequence[Person]
) -> dict[tuple[int, int], Words]:
    """The applicant works where the reader works, or applies for an organisation where the reader is registered."""
    applicants = {submission.person_id for submission in submissions if submission.person_id}
    everybody = applicants | {person.pk for person in people}
    units: dict[int, set[int]] = {}
    numbers: dict[int, set[str]] = {}
    rows = Membership.objects.today().filter(person__in=everybody)
    for person, unit, number in rows.values_list("person", "unit", "unit__number"):
        units.setdefault(person, set()).add(unit)
        numbers.setdefault(person, set()).add(number)
    applied_for = _numbers_of(submissions) if any(filter(None, set().union(*numbers.values(), ()))) else {}
    words = _("Same organisation as whoever sent it in")
    return {
        (submission.pk, person.pk): words
        for submission in submissions
        for person in people
        if person.pk != submission.person_id
        and (
            units.get(person.pk, set()) & units.get(submission.person_id or 0, set())
            or applied_for.get(submission.pk, "-") in numbers.get(person.pk, set())
        )
    }


def _numbers_of(submissions: Sequence[Submission]) -> dict[int, str]:
    """The organisation numbers that the latest answers name, by submission. One query."""
    rows = Version.objects.filter(submission__in=submissions).select_related("form").order_by("number")
    named = {version.submission_id: meanings(version).get("organisation_number") for version in rows}
    return {submission: str(number) for submission, number in named.items() if number}


def handler_in_many(submissions: Sequence[Submission], people: Sequence[Person]) -> dict[tuple[int, int], Words]:
    """Whoever handles the case prepares it, and should not judge it as well without saying so."""
    asked = {person.pk for person in people}
    return {
        (submission.pk, submission.case.handler_id): _("Handles the case")
        for submission in submissions
        if submission.case.handler_id in asked
    }


def _alone(many: FinderOfMany) -> Finder:
    """A finder of many, asked about one submission."""

    def finder(submission: Submission, people: Sequence[Person]) -> dict[int, Words]:
        return {person: words for (_submission, person), words in many([submission], people).items()}

    return finder


def register_own() -> None:
    """Called once when the review app is ready."""
    register("organisation", _alone(same_organisation_in_many), many=same_organisation_in_many)
    register("domain", _alone(same_domain_in_many), many=same_domain_in_many)
    register(HANDLES, _alone(handler_in_many), many=handler_in_many)
