"""Who reads which secret, exactly: nobody reads more than the table says, and nobody less."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import cache

from tests.leaks import world as w
from tests.leaks.reader import Reader, doors_of_admin, filled
from tests.leaks.world import MARKERS, Secrets, make_secrets

pytestmark = pytest.mark.django_db

MANAGERS = {"fund manager", "colleague", "handler"}
UNIT = {*MANAGERS, "decision maker", "registrar", "auditor"}
JUDGED = {"fund manager", "handler", "colleague", "decision maker", "auditor", "reviewer after"}
SAFE = {"handler", "registrar", "protected"}
VOICES = {*MANAGERS, "recused", "communicator", "administrator", "auditor"}

MAY: dict[str, set[str]] = {
    # An application in review, read blind
    w.TITLE: {*UNIT, "coach", "applicant", "reviewer before", "reviewer after"},
    w.NAME: {*UNIT, "coach", "applicant"},
    w.ACCOUNT: {*UNIT, "coach", "administrator", "applicant", "other registrar"},
    w.SENSITIVE: {*MANAGERS, "applicant"},
    w.TALK: {*UNIT, "applicant"},
    w.TO_GROUP: JUDGED,
    w.TO_APPLICANT: JUDGED,
    w.OF_RECUSED: set(),
    # A draft is its writer's own
    w.DRAFT: {"neighbour"},
    # A decision that is held
    w.HELD_TITLE: {*UNIT, "coach", "decided", "reviewer after", "recused"},
    w.REASON: {*UNIT, "recused"},
    w.CONDITIONS: {*UNIT, "recused"},
    w.STATE_AID: {*UNIT, "recused"},
    # A colleague's own application
    w.OWN_TITLE: {*UNIT, "coach", "reviewer after", "recused"},
    w.OWN_GROUP: {*JUDGED, "recused"} - {"colleague"},
    w.OWN_REASON: {*UNIT, "recused"} - {"colleague"},
    # Somebody with a protected identity; registrars of every unit keep the one register of people
    w.SAFE_TITLE: {*SAFE, "auditor", "decision maker", "reviewer after"},
    w.SAFE_NAME: SAFE,
    w.SAFE_ACCOUNT: {*SAFE, "other registrar"},
    w.SAFE_EMAIL: {*SAFE, "other registrar"},
    w.SAFE_PHONE: {"registrar", "other registrar", "protected"},
    w.SAFE_TALK: {*SAFE, "auditor"},
    # What people say: a question before its release, one that was hidden, a report, one that nobody has confirmed
    w.ASKED: {*VOICES, "neighbour"},
    w.TAKEN_AWAY: {*VOICES, "neighbour"},
    w.REPORTED: VOICES,
    w.UNPROVED: set(),
}
EVERYBODY = (
    "nobody", "applicant", "decided", "protected", "neighbour", "reviewer before", "reviewer after", "recused", "coach",
    "fund manager", "colleague", "handler", "decision maker", "registrar", "auditor", "administrator", "communicator",
    "other unit", "other registrar",
)  # fmt: skip
IN_ENGLISH = ("reviewer before", "recused")
READ_ALL = {"nobody", "applicant", "protected", "reviewer before", "recused"}
"""Who opens the reading pages too, which are the same for everybody; the others open all the rest."""


@pytest.fixture
def secrets(cast: Any) -> Iterator[Secrets]:
    """The world; refusals are what is asked for here, so they are not logged."""
    cache.clear()
    logging.disable(logging.WARNING)
    yield make_secrets(cast)
    logging.disable(logging.NOTSET)


def read_all(secrets: Secrets, who: str, language: str) -> Reader:
    reader = Reader(secrets.people[who], language, skips_reading_pages=who not in READ_ALL)
    starts = [f"{reader.prefix}{path}" for path in ("/", "/mitt/", "/konto/", "/backoffice/")]
    reader.read([*starts, *filled(secrets, language), *doors_of_admin(reader.prefix)])
    return reader


def compare(secrets: Secrets, who: str, language: str) -> None:
    reader = read_all(secrets, who, language)
    saw = reader.saw(MARKERS)
    too_much = {word: places[:6] for word, places in saw.items() if who not in MAY[word]}
    too_little = [word for word, may in MAY.items() if who in may and word not in saw]
    assert (too_much, too_little) == ({}, [])
    assert reader.broken() == []
    assert reader.dead_ends() == []
    assert reader.papers() == papers_of(secrets, who)


def papers_of(secrets: Secrets, who: str) -> set[str]:
    """The references of the applications whose PDF a person gets: their own, and a decision's only once released."""
    applications = [secrets.in_review, secrets.held, secrets.of_colleague, secrets.of_protected]
    own = zip(("applicant", "decided", "colleague", "protected"), applications, strict=True)
    return {f"{application.case.reference}/svar.pdf" for owner, application in own if owner == who}


@pytest.mark.parametrize("who", EVERYBODY)
def test_each_reads_what_the_table_says(secrets: Secrets, who: str) -> None:
    compare(secrets, who, "sv")


@pytest.mark.parametrize("who", IN_ENGLISH)
def test_the_same_in_english(secrets: Secrets, who: str) -> None:
    compare(secrets, who, "en")
