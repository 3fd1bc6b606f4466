"""The guide's three questions, and the ways on that features answer them with.

    guide.register(guide.Way(
        key="coaching",
        label=_("Talk with a coach and apply for money"),
        text=_("..."),
        url_name="funds:fund_list",
        comes_with=("idea",),
        wants=("money",),
    ))

The pages stand above the features and draw what is registered; places, which every package may import, keeps the list.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = str | Promise
ELSEWHERE = "elsewhere"
"""What the portal is not for: whoever comes with this is told at once where to go instead."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer to a question. `key` is what a way names, `address` what stands in the page's address."""

    key: str
    address: str
    label: Words
    text: Words = ""


@dataclass(frozen=True, slots=True)
class Question:
    """One of the three questions; `address` is its name in the page's address."""

    key: str
    address: str
    label: Words
    choices: tuple[Choice, ...]

    def chosen(self, address: str) -> Choice | None:
        """The choice that an address names, or None for a word that no choice has."""
        return next((choice for choice in self.choices if choice.address == address), None)


COMES_WITH = Question(
    "comes_with",
    "med",
    _("What do you come with?"),
    (
        Choice("need", "behov", _("A need or a problem"), _("Something that does not work for people where you live")),
        Choice("idea", "ide", _("An idea"), _("Something new that you would like to try")),
        Choice("solution", "losning", _("A solution or knowledge"), _("Something that you can and others need")),
        Choice("time", "tid", _("Time and curiosity"), _("You want to meet others and take part")),
        Choice(
            ELSEWHERE,
            "annat",
            _("A fault, a permit or a matter of my own"),
            _("A broken street lamp, a building permit, your school or your care"),
        ),
    ),
)
WHO = Question(
    "who",
    "vem",
    _("Who are you in this?"),
    (
        Choice("resident", "boende", _("Somebody who lives here"), _("Alone, as a group or as an association")),
        Choice("innovator", "innovator", _("An entrepreneur, researcher or student"), _("Or another social innovator")),
        Choice("employee", "anstalld", _("Somebody who works for the city"), _("In any department or school")),
    ),
)
WANTS = Question(
    "wants",
    "vill",
    _("What do you need most right now?"),
    (
        Choice("money", "pengar", _("Money and coaching"), _("To try it on a small scale")),
        Choice("others", "andra", _("Others to do it with"), _("Neighbours, associations, people at the city")),
        Choice("place", "plats", _("A place to test it"), _("With those whom it concerns")),
        Choice("heard", "svar", _("That the city listens and answers"), _("You do not have to do it yourself")),
    ),
)
QUESTIONS = (COMES_WITH, WHO, WANTS)


@dataclass(frozen=True, slots=True)
class Way:
    """One way on that a feature offers.

    `comes_with`, `who` and `wants` name the choices that it fits; an empty one fits all. What somebody comes with and
    who they are must fit; what they want decides the order: a way that gives it stands before one that does not. Among
    equals those that name most of the answers stand first, then the lowest `position`. `url` gives the address, or
    nothing while the way is closed; without it `url_name` is reversed.
    """

    key: str
    label: Words
    text: Words
    url_name: str = ""
    url: Callable[[], str] | None = None
    comes_with: tuple[str, ...] = ()
    who: tuple[str, ...] = ()
    wants: tuple[str, ...] = ()
    position: int = 50
    kind: str = "idea"
    icon: str = "arrow-right-circle"

    def rank(self, answers: Mapping[str, str]) -> tuple[bool, int, int, str] | None:
        """What the ways are ordered by, the lowest first; None for a way that does not fit."""
        named, misses_want = 0, False
        for question in QUESTIONS:
            wanted: tuple[str, ...] = getattr(self, question.key)
            answer = answers.get(question.key)
            if not wanted or answer is None:
                continue
            if answer in wanted:
                named += 1
            elif question is WANTS:
                misses_want = True
            else:
                return None
        return misses_want, -named, self.position, self.key


@dataclass(frozen=True, slots=True)
class ShownWay:
    """A way that fits and is open, as the template draws it."""

    way: Way
    url: str


@dataclass(slots=True)
class Asked:
    """Where somebody stands in the guide: the answers so far by question, and the next question."""

    answers: dict[str, Choice] = field(default_factory=dict)

    @property
    def elsewhere(self) -> bool:
        answer = self.answers.get(COMES_WITH.key)
        return answer is not None and answer.key == ELSEWHERE

    @property
    def next(self) -> Question | None:
        """The first question without an answer; None when all are answered or the portal is the wrong place."""
        if self.elsewhere:
            return None
        return next((question for question in QUESTIONS if question.key not in self.answers), None)


def asked(get: Mapping[str, str]) -> Asked:
    """Reads the answers from a page's address, in the order of the questions; an unknown word ends the reading."""
    found = Asked()
    for question in QUESTIONS:
        choice = question.chosen(get.get(question.address, ""))
        if choice is None:
            break
        found.answers[question.key] = choice
    return found


ways: dict[str, Way] = {}


def register(way: Way) -> None:
    """Makes a way known; called from AppConfig.ready().

    Raises ValueError when the key is taken, or when the way names a choice that no question has.
    """
    if way.key in ways:
        raise ValueError(f"The way {way.key} is registered twice")
    for question in QUESTIONS:
        if unknown := set(getattr(way, question.key)) - {choice.key for choice in question.choices}:
            raise ValueError(f"The way {way.key} names {sorted(unknown)}, which no answer of {question.key} is")
    ways[way.key] = way


def ways_for(answers: Mapping[str, str]) -> list[ShownWay]:
    """The open ways that fit the answers ({"comes_with": "idea", ...}), the best first."""
    ranked = sorted(rank for way in ways.values() if (rank := way.rank(answers)) is not None)
    found = []
    for *_order, key in ranked:
        way = ways[key]
        url = way.url() if way.url else reverse(way.url_name)
        if url:
            found.append(ShownWay(way, url))
    return found
