"""Letters that failed for good: who sees them, why, and sending one again over real SMTP."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from civicportal.backoffice.queues import desk_of
from civicportal.kernel import dates
from civicportal.kernel.answers import Refused
from civicportal.notices import actions
from civicportal.notices.failed import masked, reason
from civicportal.notices.models import Lane, Message, MessageState
from civicportal.notices.tasks import send_due
from civicportal.people.enums import Role
from civicportal.records.models import Entry
from tests.funds.factories import make_application, make_world
from tests.notices.test_sending import letter
from tests.people import Cast, client_of, make_unit, make_with_role

GONE = "SMTPRecipientsRefused: {'p1@example.org': (550, b'No such user')}"


def failed(number: int = 1, **facts: Any) -> Message:
    return letter(number, **{"state": MessageState.FAILED, "attempts": 10, "trouble": GONE, **facts})


@pytest.fixture
def administrator(db: None) -> Any:
    return make_with_role(Role.ADMINISTRATOR, make_unit("Stadsledningen"), "Adam Admin")


def page() -> str:
    return reverse("admin:notices_failed")


def test_who_opens_the_page(cast: Cast) -> None:
    people = {**cast.by_role(), "registrar": make_with_role(Role.REGISTRAR, cast.unit, "Rolf Registrar")}
    opens = {who for who, person in people.items() if client_of(person).get(page()).status_code == 200}
    assert opens - {"administrator", "registrar"} == set()
    assert "registrar" in opens


def test_the_page_names_the_letter_masks_the_address_and_says_why(administrator: Any) -> None:
    failed()
    letter(2, state=MessageState.SENT)
    failed(3, lane=Lane.CODE)
    shown = client_of(administrator).get(page()).text
    assert "p…@example.org" in shown
    assert ("p1@example.org" in shown, "No such user" in shown, "Hej å" in shown) == (False, False, False)
    assert "Adressen tar inte emot brev (550), 10 försök" in shown
    assert shown.count('name="letter"') == 1


@pytest.mark.parametrize(
    ("trouble", "words"),
    [
        (GONE, "Adressen tar inte emot brev (550)"),
        ("SMTPDataError: (554, b'Spam')", "E-postservern tog inte emot brevet (554)"),
        ("ConnectionRefusedError: [Errno 111]", "E-postservern gick inte att nå"),
        ("ValueError: Header values may not contain", "Det gick inte att göra ett brev till adressen"),
    ],
)
def test_why_in_words(trouble: str, words: str) -> None:
    assert reason(Message(trouble=trouble)) == words


def test_an_address_is_masked() -> None:
    assert [masked(one) for one in ("rut@example.org", "å@x.se")] == ["r…@example.org", "å…@x.se"]


def test_it_is_sent_again_once_and_logged_without_words(administrator: Any, smtp_server: Any) -> None:
    message = failed()
    client = client_of(administrator)
    for _twice in range(2):
        assert client.post(page(), {"letter": message.pk}).url == page()
    message.refresh_from_db()
    assert (message.state, message.attempts, message.trouble) == (MessageState.WAITING, 0, "")
    assert send_due() == 1
    assert [mail["Message-ID"] for mail in smtp_server.letters] == ["<1@testserver>"]
    client.post(page(), {"letter": message.pk})
    assert send_due() == 0
    [entry] = Entry.objects.filter(verb="letter.sent_again")
    assert (entry.actor, entry.facts) == (administrator, {"kind": "tests.plain", "tries": 10})


def test_its_tries_are_counted_anew(administrator: Any, smtp_server: Any) -> None:
    message = failed()
    smtp_server.refuse = True
    actions.send_again(message, by=administrator)
    assert send_due() == 0
    message.refresh_from_db()
    assert (message.state, message.attempts) == (MessageState.WAITING, 1)
    assert client_of(administrator).get(page()).text.count('name="letter"') == 0


def test_a_code_and_what_one_does_not_see_are_not_sent_again(cast: Cast, administrator: Any) -> None:
    with pytest.raises(Refused, match="inloggningskod"):
        actions.send_again(failed(1, lane=Lane.CODE), by=administrator)
    for person in (cast.fund_manager, cast.resident):
        with pytest.raises(Refused, match="Bara en registrator"):
            actions.send_again(failed(person.pk), by=person)
    assert client_of(administrator).post(page(), {"letter": "x"}).status_code == 404


def test_a_registrar_sees_those_of_the_units_cases_alone(cast: Cast) -> None:
    case = make_application(make_world(cast)).case
    Message.objects.update(state=MessageState.SENT)
    failed(1, about_kind="cases.case", about_id=case.pk)
    failed(2)
    ours = make_with_role(Role.REGISTRAR, cast.unit, "Rolf Registrar")
    other = make_with_role(Role.REGISTRAR, cast.other_unit, "Rita Registrar")
    counts = [client_of(person).get(page()).text.count('name="letter"') for person in (ours, other)]
    assert counts == [1, 0]


def test_the_start_page_has_one_line_for_those_of_late(administrator: Any) -> None:
    def lines() -> list[str]:
        return [str(row.waiting.label) for row in desk_of(administrator).rows if row.queue.key == "notices.failed"]

    assert lines() == []
    failed(1)
    failed(2)
    failed(3, written_at=dates.now() - timedelta(days=40))
    assert lines() == ["2 brev gick inte att skicka"]


def test_queries_of_the_page_do_not_grow(administrator: Any) -> None:
    client, counts = client_of(administrator), []
    client.get(page())
    for number in (1, 2, 3):
        failed(number)
        if number in {1, 3}:
            with CaptureQueriesContext(connection) as seen:
                client.get(page())
            counts.append(len(seen))
    assert counts == [4, 4]
