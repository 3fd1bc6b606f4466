"""Role x state x field: who reads what of an application, from its first word to its last answer, in both languages.

A field holds a word of its own in each state, so whatever a page shows names where it came from. The pages are those
of the URLconf: every address about a case, a draft, a round or a stage of this world, the lists, and Django's own forms
of the rows behind them. A new page with such an address is read by this test without anybody adding it here.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable, Iterator
from typing import Any

import pytest
from django.db import transaction
from django.test import override_settings
from django.urls import get_resolver
from django.utils.translation import override

from civicportal.cases.models import Case
from civicportal.kernel.web import SIGNED_IN, TOKEN
from civicportal.notices.models import Message
from civicportal.people.models import Person
from civicportal.review.models import Stage
from funds.models import Application, Coaching, Project, Round
from tests.browsing import AS_A_SCRIPT, reads_table
from tests.leaks.addresses import OF_APPLICATIONS, Route, routes_of
from tests.leaks.reader import Reader
from tests.leaks.words import MARKUP, SUFFIX
from tests.leaks.world_grid import BESIDES, FIELDS, MAIL_OF_FIRM, PAYEE, STATES, Grid, make_grid, mean, phone, word
from tests.leaks.world_grid import SCORES as SCORED

WORDS = re.compile(r"qu\w+?vidunder|079-555\d{4}|(?<![\d.,])\d[.,]\d{1,2}(?![\d.,])|lev4711")
DRAWN = re.compile(r"<svg.*?</svg>", re.DOTALL)
"""Drawings have figures of their own."""
LETTERS = ("funds.receipt", "funds.decision", "funds.withdrawn")
IN_THE_DESK = ("funds/application", "cases/case", "notices/message")
"""Rows that the desk's own pages show in full."""
NEVER_OPENED = re.compile(r"\.pdf$|/pdf/$|/pdf$|\.svg$")
"""Pictures and papers: their text cannot be searched, and the page beside each says the same."""

COACHED = ("reference", "coached")
"""Addresses of coaching carry the reference of the coaching, all others that of the application."""

Seen = set[tuple[str, str]]
"""Field and state; what stands beside the applications has no state."""


@pytest.fixture(scope="module")
def grid(django_db_setup: None, django_db_blocker: Any) -> Iterator[Grid]:
    """The world, made once for all readers; refusals are what is asked for here, so they are not logged."""
    logging.disable(logging.WARNING)
    quick = override_settings(SESSION_ENGINE="django.contrib.sessions.backends.cached_db")
    with django_db_blocker.unblock(), transaction.atomic(), quick:
        yield make_grid()
        transaction.set_rollback(True)
    logging.disable(logging.NOTSET)


# What is opened


def values(grid: Grid, states: Iterable[str]) -> dict[tuple[str, ...], list[dict[str, Any]]]:
    """What stands in addresses of this world, by the names of its places."""
    chosen = list(states)
    references = [grid.references[state] for state in chosen if state in grid.references]
    owners = [grid.applicants[state].pk for state in chosen]
    coached = Coaching.objects.filter(case__person__in=owners).values_list("case__reference", flat=True)
    if chosen == list(STATES):
        references += grid.besides
    rounds = Round.objects.select_related("fund", "opening").order_by("pk")
    return {
        (): [{}],
        ("reference",): [{"reference": reference} for reference in references],
        COACHED: [{"reference": reference} for reference in coached],
        ("token",): [{"token": grid.tokens[state]} for state in chosen],
        ("fund", "slug"): [{"fund": round_.fund.slug, "slug": round_.slug} for round_ in rounds],
        ("opening",): [{"opening": round_.opening_id} for round_ in rounds],
        ("pk",): [{"pk": pk} for pk in Stage.objects.order_by("pk").values_list("pk", flat=True)],
        ("slug",): [
            {"slug": "visionsfonden"},
            {"slug": "pa-gang"},
            *({"slug": project.slug} for project in Project.objects.all()),
        ],
    }


def addresses(grid: Grid, person: Any, language: str, states: Iterable[str] = STATES) -> list[str]:
    """Every page about these applications whose door is open to the person.

    The pages of those who write have one door for all: whoever wrote nothing here tries one of each. Doors that are
    shut are tried with every role in tests/architecture/test_access.py.
    """
    known, writes = values(grid, states), person in {*grid.applicants.values(), *grid.along.values()}
    with override(language):
        routes = [route for route in routes_of(get_resolver().url_patterns) if route.app in OF_APPLICATIONS]
    # Django's lists are drawn alike in both languages; the forms behind them are opened below, in both.
    routes = [route for route in routes if not route.table or (language == "sv" and reads_table(person, route.table))]
    if writes:
        routes = [route for route in routes if route.policy and route.policy.who & {SIGNED_IN, TOKEN}]
    paths = [path for route in routes for path in _of(route, known, person, writes) if not NEVER_OPENED.search(path)]
    prefix = "" if language == "sv" else f"/{language}"
    lists = ["/mitt/"] if writes else ["/", "/mitt/", "/projekt/", "/fonder/", "/sok/?q=qux", "/backoffice/"]
    return sorted({*paths, *(f"{prefix}{path}" for path in (*lists, *_rows(person, language)))})


def _of(route: Route, known: dict[tuple[str, ...], list[dict[str, Any]]], person: Any, writes: bool) -> list[str]:
    names = tuple(sorted(route.names))
    coached = names == ("reference",) and "coachning" in route.path
    filled = [route.path.format(**each) for each in known.get(COACHED if coached else names, [])]
    policy = route.policy
    open_door = policy is None or policy.admits(person)
    of_writers = bool(policy and policy.who & {SIGNED_IN, TOKEN})
    if not filled or not open_door:
        return []
    if writes or not of_writers:
        return filled
    which = len(route.path) % len(filled)
    return filled[which : which + 1]


def _rows(person: Any, language: str) -> list[str]:
    """Django's own lists and forms of what lies behind, for those who work here."""
    if not getattr(person, "roles_held", None):
        return ["/backoffice/funds/application/"]
    owners = Person.objects.filter(email__endswith=f"{SUFFIX}@{MAIL_OF_FIRM}")
    rows = {
        "funds/application": Application.objects.all(),
        "cases/case": Case.objects.filter(kind="funds.round"),
        "notices/message": Message.objects.filter(kind__in=LETTERS),
        "people/person": owners,
    }
    keys = {model: list(found.order_by("pk").values_list("pk", flat=True)) for model, found in rows.items()}
    for model in IN_THE_DESK if language == "en" else ():
        keys[model] = keys[model][-1:]
    found = [f"/backoffice/{model}/{pk}/change/" for model, pks in keys.items() for pk in pks]
    found += [f"/backoffice/{model}/{pks[-1]}/history/" for model, pks in keys.items()]
    return [*found, *(f"/backoffice/{model}/" for model in rows), "/backoffice/records/entry/"]


# What is seen


def told_in(text: str) -> Seen:
    """The fields whose words stand in a text."""
    told = set(WORDS.findall(DRAWN.sub("", text).lower()))
    words = {(of, state) for of in FIELDS for state in STATES if word(state, of).lower() in told}
    phones = {("phone", state) for state in STATES if phone(state) in told}
    means = {("others' scores", state) for state in SCORED if mean(state) & told}
    besides = {(of, "") for of, said in BESIDES.items() if said.lower() in told}
    return words | phones | means | besides | ({("payment", "granted")} if PAYEE.lower() in told else set())


def read(grid: Grid, who: str, language: str, states: Iterable[str]) -> Seen:
    """What somebody reads; an applicant and a co-applicant are other people in each state."""
    if who in WRITERS:
        owners = grid.applicants if who == "applicant" else grid.along
        return {found for state in states for found in _read(grid, owners[state], language, [state])}
    return _read(grid, grid.people[who], language, states)


def _read(grid: Grid, person: Any, language: str, states: Iterable[str]) -> Seen:
    reader = Reader(person, language)
    for path in addresses(grid, reader.person, language, states):
        reader.open(path, headers=AS_A_SCRIPT)
    assert (reader.broken(), reader.drawn, reader.lax) == ([], [], [])
    return told_in("\n".join(answer.text for answer in reader.answers.values()))


# Who may


SENT, JUDGED = STATES[2:], STATES[3:]
READ = tuple(state for state in JUDGED if state != "withdrawn")
ANSWERED, KNOWN = ("granted", "refused"), ("held", "granted", "refused")
BEFORE_ASIDE = ("draft", "shared", "sent")
"""What the one who stepped aside has not stepped aside from: nobody has read it yet."""

PEOPLE = (
    "nobody", "neighbour", "applicant", "co-applicant", "coach of it", "other coach", "reviewer done",
    "reviewer waiting", "reviewer without", "recused", "fund manager", "decision maker", "registrar", "auditor",
    "communicator", "administrator", "other department",
)  # fmt: skip
IN_ENGLISH = ("draft", "proposed", "held", "granted")
"""Where a page could tell too much; what it shows is chosen the same way in both languages."""
WRITERS, COACHES, READERS = (
    {"applicant", "co-applicant"},
    {"coach of it", "other coach"},
    {"reviewer done", "reviewer waiting"},
)
STAFF = {"fund manager", "decision maker", "registrar", "auditor"}
REGISTER = {"registrar", "auditor", "administrator"}
ROOM = {"fund manager", "decision maker"}

Part = tuple[tuple[str, ...], set[str]]
IN_FULL: list[Part] = [
    (STATES, WRITERS), (("shared",), {"coach of it"}), (SENT, STAFF | COACHES), (("sent",), {"recused"}),
]  # fmt: skip
COACHING: list[Part] = [(STATES, {"applicant", *COACHES, "fund manager", "auditor"}), (BEFORE_ASIDE, {"recused"})]
SCORES_OF: list[Part] = [(READ, {"reviewer done"}), (JUDGED, {*ROOM, "auditor"})]
IN_PUBLIC: Part = (("granted",), set(PEOPLE))

SEES: dict[str, list[Part]] = {
    "title": [*IN_FULL, (READ, READERS), IN_PUBLIC],
    "answer": [*IN_FULL, (READ, READERS)],
    # Struck out for those who read blind, who get other words instead
    "summary": [*IN_FULL, IN_PUBLIC],
    "instead": [(READ, {*READERS, "fund manager"})],
    # For the handler alone
    "sensitive": [(STATES, WRITERS), (SENT, {"fund manager"}), (("sent",), {"recused"})],
    "contact": IN_FULL,
    "organisation": [*IN_FULL, IN_PUBLIC],
    "account": [
        (STATES, {*WRITERS, *COACHES, *REGISTER, "fund manager"}),
        (SENT, {"decision maker"}),
        (BEFORE_ASIDE, {"recused"}),
    ],
    # The address stands on the letters of somebody's coaching, which is another case than the one stepped aside from
    "mail": [(STATES, {"applicant", *REGISTER, "fund manager", "recused"}), (SENT, {*COACHES, "decision maker"})],
    "phone": [(STATES, REGISTER)],
    "own review": [(READ, {"reviewer waiting"})],
    "others' scores": SCORES_OF,
    "to group": SCORES_OF,
    "to applicant": SCORES_OF,
    "of recused": [],
    "interest": [(JUDGED, STAFF)],
    "private note": [(STATES, {"coach of it"})],
    "shared note": COACHING,
    "asked coach": COACHING,
    "talk": [(SENT, {"applicant", *STAFF}), (("sent",), {"recused"})],
    # What the room proposes, what is decided and held, and what everybody hears
    "pending": [(("proposed", "held"), ROOM), (ANSWERED, {"decision maker"})],
    "reason": [(KNOWN, STAFF), (ANSWERED, WRITERS)],
    "aid": [(JUDGED, {"fund manager"}), (READ, {"decision maker"})],
    "payment": [(("granted",), {"fund manager", "registrar", "auditor"})],
    # Beside the applications: what a group advises, what a jury wants to ask, a fund that nobody has published
    "advice": [(("",), {"reviewer done", *ROOM, "auditor"})],
    "jury question": [(("",), {"reviewer done", *STAFF})],
    "unpublished fund": [(("",), {"fund manager", "recused", "communicator", "administrator", "auditor"})],
    "signed": [(("granted",), {"applicant", "fund manager", "registrar", "auditor"})],
}


def may_see(who: str, states: Iterable[str] = ("", *STATES)) -> Seen:
    rows = [(of, state, people) for of, parts in SEES.items() for among, people in parts for state in among]
    return {(of, state) for of, state, people in rows if who in people and state in states}


def test_the_table_has_every_field_and_nobody_else() -> None:
    assert set(SEES) == {*FIELDS, *BESIDES, "phone", "others' scores", "payment"}
    assert {who for parts in SEES.values() for _states, people in parts for who in people} <= set(PEOPLE)


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize("who", PEOPLE)
def test_who_reads_what(grid: Grid, who: str, language: str) -> None:
    states = STATES if language == "sv" else IN_ENGLISH
    with transaction.atomic():
        seen = read(grid, who, language, states)
        transaction.set_rollback(True)
    # A list names applications in the other states too.
    must = may_see(who, ("", *STATES) if language == "sv" else states)
    assert (sorted(seen - may_see(who)), sorted(must - seen)) == ([], [])


def test_no_letter_tells_its_reader_more_than_the_pages_do(grid: Grid) -> None:
    """A history by mail is a page too: nobody who applies reads who judged them, what they gave or what is held."""
    people = {person.pk: who for who, person in grid.people.items() if person.pk}
    people |= {person.pk: "applicant" for person in grid.applicants.values()}
    people |= {person.pk: "co-applicant" for person in grid.along.values()}
    letters = Message.objects.exclude(person=None).exclude(state="held")
    told = {
        (people[letter.person_id], *found)
        for letter in letters
        for found in told_in(f"{letter.subject}\n{letter.text}")
    }
    assert {found for found in told if found[1:] not in may_see(found[0])} == set()
    assert ("applicant", "reason", "granted") in told
    judges = [grid.people[who].name for who in ("reviewer done", "reviewer waiting")]
    to_writers = letters.filter(person__in=[*grid.applicants.values(), *grid.along.values()])
    assert [name for letter in to_writers for name in judges if name in letter.text] == []


def test_no_markup_that_somebody_typed_acts_on_a_page(grid: Grid) -> None:
    """Every reader above fails on a page that draws it; here it is shown that the pages hold it, as signs."""
    with transaction.atomic():
        reader = Reader(grid.people["fund manager"])
        answer = reader.open(f"/backoffice/ansokan/{grid.references['review']}/")
        transaction.set_rollback(True)
    assert (answer.text.count(MARKUP) > 5, reader.drawn) == (True, [])
