"""Who reads which secret, exactly: nobody reads more than the table says, and nobody less."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection, transaction
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext

from civicportal.notices.models import Message
from tests.leaks import world_after as after
from tests.leaks import world_challenges as c
from tests.leaks import world_coaching as coached
from tests.leaks import world_funds as w
from tests.leaks import world_labs as lab
from tests.leaks import world_network as n
from tests.leaks import world_prototypes as p
from tests.leaks import world_room as room
from tests.leaks import world_together as t
from tests.leaks.addresses import Rows, doors_of_admin, filled, is_of_other_row, rows_of_admin
from tests.leaks.reader import LINK, Reader, is_reading_page
from tests.leaks.words import Part
from tests.leaks.world import MARKERS, make_secrets
from tests.people import make_cast

MANAGERS = {"fund manager", "colleague", "handler"}
UNIT = {*MANAGERS, "decision maker", "registrar", "auditor"}
JUDGED = {"fund manager", "handler", "colleague", "decision maker", "auditor", "reviewer after"}
ROOM = {*MANAGERS, "decision maker", "auditor"}
SAFE = {"handler", "registrar", "protected"}
VOICES = {*MANAGERS, "recused", "communicator", "lab communicator", "administrator", "auditor"}
LAB = {"facilitator", "lab communicator", "auditor"}
DEPARTMENT = {"editor", "auditor"}
NETWORK = {"coordinator", "auditor"}
EMPLOYEES = {"network coordinator", "other unit", "other registrar", "auditor"}
COACHED = {*MANAGERS, "recused", "registrar", "auditor", "coach", "second coach", "coached"}

MAY: dict[str, set[str]] = {
    # An application in review, read blind
    w.TITLE: {*UNIT, "coach", "second coach", "applicant", "reviewer before", "reviewer after"},
    w.NAME: {*UNIT, "coach", "second coach", "applicant"},
    w.ACCOUNT: {*UNIT, "coach", "second coach", "administrator", "applicant", "other registrar"},
    w.SENSITIVE: {*MANAGERS, "applicant"},
    w.TALK: {*UNIT, "applicant"},
    w.TO_GROUP: JUDGED,
    w.TO_APPLICANT: JUDGED,
    w.OF_RECUSED: set(),
    # A draft is its writer's own, and theirs whom they let in
    w.DRAFT: {"neighbour"},
    t.OF_TWO: {"together owner", "along"},
    # An application of two that is to be completed
    t.SENT_OF_TWO: {*UNIT, "recused", "coach", "second coach", "together owner", "along"},
    t.TO_COMPLETE: {*UNIT, "recused", "coach", "second coach", "together owner", "along"},
    t.ALONG_NAME: {
        *UNIT,
        "recused",
        "coach",
        "second coach",
        "administrator",
        "other registrar",
        "together owner",
        "along",
    },
    # A decision that is held
    w.HELD_TITLE: {*UNIT, "coach", "second coach", "decided", "reviewer after", "recused"},
    w.REASON: {*UNIT, "recused"},
    w.CONDITIONS: {*UNIT, "recused"},
    w.STATE_AID: {*UNIT, "recused"},
    # A colleague's own application
    w.OWN_TITLE: {*UNIT, "coach", "second coach", "reviewer after", "recused"},
    w.OWN_GROUP: {*JUDGED, "recused"} - {"colleague"},
    w.OWN_REASON: {*UNIT, "recused"} - {"colleague"},
    # Somebody with a protected identity; registrars of every unit keep the one register of people
    w.SAFE_TITLE: {*SAFE, "auditor", "decision maker", "reviewer after"},
    w.SAFE_NAME: SAFE,
    w.SAFE_ACCOUNT: {*SAFE, "other registrar"},
    w.SAFE_EMAIL: {*SAFE, "other registrar"},
    w.SAFE_PHONE: {"registrar", "other registrar", "protected"},
    w.SAFE_TALK: {*SAFE, "auditor"},
    # The decision room of the round: what is proposed, one's own what-if, a shared one, the minutes of a meeting
    room.PROPOSED: ROOM - {"auditor"},
    room.BY_CRITERION: ROOM - {"auditor"},
    room.OWN_IDEA: {"decision maker"},
    room.SHARED_IDEA: {*ROOM, "recused"},
    room.MINUTES: {*ROOM, "registrar", "recused"},
    # Coaching: the conversation, notes, a draft that is shown to one coach, the room where one meets
    coached.ASKED: {*COACHED, "decision maker"},
    coached.COACH_TALK: {*COACHED, "decision maker"},
    coached.PRIVATE: {"coach"},
    coached.NOTE: COACHED,
    coached.HANDED: COACHED - {"coached"},
    coached.SHARED_DRAFT: {"coach", "coached"},
    coached.COMMENT: {"coach", "coached"},
    coached.ROOM: {"coach", "coached"},
    # What people say: a question before its release, one that was hidden, a report, one that nobody has confirmed
    w.ASKED: {*VOICES, "neighbour"},
    w.TAKEN_AWAY: {*VOICES, "neighbour"},
    w.REPORTED: VOICES,
    w.UNPROVED: set(),
    # A need and an idea before their release, the conversation, one that was withheld with why
    lab.NEED: {*LAB, "sender"},
    lab.NEED_MORE: {*LAB, "sender"},
    lab.NEED_TALK: {"facilitator", "auditor", "sender"},
    lab.IDEA: {*LAB, "sender"},
    lab.IDEA_MORE: {*LAB, "sender"},
    lab.WITHHELD: {*LAB, "sender"},
    lab.WHY_WITHHELD: {*LAB, "sender"},
    # Of somebody without an account, who holds the status page's address; and what nobody has confirmed
    lab.GUEST_NEED: {*LAB, "guest"},
    lab.GUEST_EMAIL: {"facilitator", "auditor", "administrator"},
    lab.UNPROVED_NEED: set(),
    # A proposal that is being scored, and one that got a no
    c.PROPOSAL: {*DEPARTMENT, "challenge reviewer", "waiting reviewer", "sender"},
    c.HOW: {*DEPARTMENT, "challenge reviewer", "waiting reviewer", "sender"},
    c.CONTACT_NAME: {*DEPARTMENT, "sender"},
    c.DELICATE: {"editor", "sender"},
    c.PROPOSAL_TALK: {*DEPARTMENT, "sender"},
    c.OF_REVIEWER: {*DEPARTMENT, "challenge reviewer"},
    c.TO_PROPOSER: {*DEPARTMENT, "challenge reviewer"},
    c.REFUSED: {*DEPARTMENT, "sender"},
    c.WHY_REFUSED: {*DEPARTMENT, "sender"},
    c.INSTEAD: {*DEPARTMENT, "sender"},
    # What a department is still writing; a call is shared by all departments' editors
    c.UNPUBLISHED: DEPARTMENT,
    c.SCHEDULED: DEPARTMENT,
    c.UNPUBLISHED_CALL: {*DEPARTMENT, "outsider"},
    # A network's suggestions and people
    p.WISH: {*NETWORK, "sender"},
    p.ANSWER: {*NETWORK, "sender"},
    p.TALK_OF_WISH: {*NETWORK, "sender"},
    p.MEMBER: NETWORK,
    p.MEMBER_EMAIL: NETWORK,
    p.HIDDEN_PROTOTYPE: NETWORK,
    # Who comes to a meeting, where its video room is, a meeting that is not called yet
    p.VIDEO: {"coordinator", "attendee"},
    p.COMES: NETWORK,
    p.COMES_EMAIL: NETWORK,
    p.NEEDS: {"coordinator"},
    p.DRAFT_MEETING: {*NETWORK, "administrator"},
    # The employees' network: two sentences, a manager's support
    n.TOLD: {*EMPLOYEES, "employee"},
    n.TOLD_TALK: {*EMPLOYEES, "employee"},
    n.BOSS: {*EMPLOYEES, "employee", "endorser"},
    n.BOSS_EMAIL: {*EMPLOYEES, "employee"},
    n.TERMS: {*EMPLOYEES, "employee", "endorser"},
    # After a grant: what is told before its release, a change with its answer, a report with its receipt
    after.TOLD: {*MANAGERS, "recused", "communicator", "grantee"},
    after.WHY: {*MANAGERS, "recused", "registrar", "auditor", "grantee"},
    after.ANSWER: {*MANAGERS, "registrar", "auditor", "recused", "grantee"},
    after.RECEIPT: {*MANAGERS, "recused", "registrar", "auditor", "grantee"},
    after.REPORT: {*MANAGERS, "recused", "registrar", "auditor", "grantee"},
    # Asking those behind a project to get in contact
    n.CONTACT: {*MANAGERS, "recused", "auditor", "employee", "asked"},
    n.CONTACT_ANSWER: {*MANAGERS, "recused", "auditor", "employee"},
}
EVERYBODY = (
    "nobody", "applicant", "decided", "protected", "neighbour", "sender", "attendee", "employee",
    "reviewer before", "reviewer after", "recused", "coach", "fund manager", "colleague", "handler", "decision maker",
    "registrar", "auditor", "administrator", "communicator", "other unit", "other registrar",
    "facilitator", "lab communicator", "editor", "challenge reviewer", "waiting reviewer", "coordinator",
    "network coordinator", "outsider", "together owner", "along", "grantee", "coached", "second coach",
)  # fmt: skip
BY_LINK = ("guest", "endorser", "asked", "invited")
"""Who has no account and the link of a letter: they open what it leads to, and are nobody else."""
IN_ENGLISH = ("reviewer before", "sender")
"""Of applications tests/leaks/test_grid.py has everybody read in English."""
THOROUGH = {"nobody", "applicant", "reviewer before", "recused"}
"""Who in Swedish opens the reading pages too, which are the same for everybody, every form that is open to anybody, the
pages of everybody's own, and lists with a filter; the others open all the rest."""


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[Part]:
    """The world, made once for all readers; refusals are what is asked for here, so they are not logged."""
    logging.disable(logging.WARNING)
    quick = override_settings(SESSION_ENGINE="django.contrib.sessions.backends.cached_db")
    with django_db_blocker.unblock(), transaction.atomic(), quick:
        yield make_secrets(make_cast())
        transaction.set_rollback(True)
    logging.disable(logging.NOTSET)


@pytest.fixture
def secrets(world: Part) -> Iterator[Part]:
    """The world as it was made: what a reader leaves behind, such as a session, is taken back."""
    with transaction.atomic():
        yield world
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def rows(world: Part) -> Rows:
    return rows_of_admin()


def read_all(secrets: Part, rows: Rows, who: str, language: str) -> Reader:
    thoroughly = who in THOROUGH and language == "sv"

    def skips(path: str) -> bool:
        return is_of_other_row(path, rows) or (not thoroughly and is_reading_page(path))

    reader = Reader(secrets.people[who], language, skips=skips, filters=thoroughly)
    starts = [f"{reader.prefix}{path}" for path in ("/", "/mitt/", "/konto/", "/backoffice/")]
    guesses = [
        *filled(reader.person, language, rows, thoroughly=thoroughly),
        *doors_of_admin(reader.person, reader.prefix, thoroughly=thoroughly),
    ]
    reader.read([*starts, *secrets.starts.get(who, []), *guesses])
    return reader


def compare(secrets: Part, who: str, reader: Reader) -> None:
    saw = reader.saw(MARKERS)
    too_much = {word: places[:6] for word, places in saw.items() if who not in MAY[word]}
    too_little = [word for word, may in MAY.items() if who in may and word not in saw]
    assert (too_much, too_little) == ({}, [])
    assert (reader.broken(), reader.lax) == ([], [])
    assert reader.dead_ends() == []
    assert reader.papers() == secrets.papers.get(who, set())


def test_the_table_says_who_reads_each_word() -> None:
    assert sorted(MAY) == sorted(MARKERS)
    assert {who for may in MAY.values() for who in may} - {*EVERYBODY, *BY_LINK} == set()


@pytest.mark.parametrize("who", EVERYBODY)
def test_each_reads_what_the_table_says(secrets: Part, rows: Rows, who: str) -> None:
    compare(secrets, who, read_all(secrets, rows, who, "sv"))


@pytest.mark.parametrize("who", IN_ENGLISH)
def test_the_same_in_english(secrets: Part, rows: Rows, who: str) -> None:
    compare(secrets, who, read_all(secrets, rows, who, "en"))


@pytest.mark.parametrize("who", BY_LINK)
def test_a_link_opens_what_it_is_for(secrets: Part, who: str) -> None:
    reader = Reader(AnonymousUser(), skips=is_reading_page)
    reader.read(secrets.starts[who])
    compare(secrets, who, reader)


OF_THE_VISIT = ("django_session", "django_cache", "portal_cache", "funds_sourceday", "funds_source")
"""What a look may write: the visitor's own session, the cache, and that a short link was followed."""


def test_a_mail_program_that_opens_every_link_changes_nothing(secrets: Part) -> None:
    """Whoever only looks at a letter has not pressed: each link opens as often as one likes, and uses nothing up."""
    links = {found for letter in Message.objects.all() for _linked, found in LINK.findall(letter.text) if found}
    visitor = Client(raise_request_exception=False)
    wrote: dict[str, list[str]] = {}
    for path in sorted(links):
        with CaptureQueriesContext(connection) as asked:
            codes = [visitor.get(path).status_code for _twice in range(2)]
        assert codes[0] == codes[1] < 500, path
        changes = [one["sql"] for one in asked if one["sql"].split(" ", 1)[0] in {"INSERT", "UPDATE", "DELETE"}]
        if left := [sql[:120] for sql in changes if not any(f'"{table}"' in sql for table in OF_THE_VISIT)]:
            wrote[path] = left
    assert wrote == {}
    assert len(links) > 40
