"""An idea told in two sentences: by whom, once, answered, made a draft of that only its teller can open."""

from __future__ import annotations

import re
import threading
import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from civicportal.backoffice.queues import Waiting
from civicportal.cases import actions as cases
from civicportal.cases.models import Case, CaseMessage
from civicportal.kernel import dates
from civicportal.kernel.answers import Refused
from civicportal.notices.models import Message
from civicportal.people.models import Person
from civicportal.records.models import Entry
from civicportal.submissions.models import Draft
from civicportal.submissions.queries import answers_of
from funds.actions import inquiries
from funds.models import Fund, Inquiry
from funds.queries.inquiries import waiting_inquiries
from funds.registrations import inquiries as desk
from tests.funds.network import Network, make_network
from tests.funds.test_actions import close
from tests.people import client_of, make_cast, make_person

pytestmark = pytest.mark.django_db

WORDS = "Kan vi låta folk låna hem ett kulturpaket som en matkasse? Jag tänker på dem som bor långt från stan."
MARK = "Qutvamen"


@pytest.fixture
def network(cast: Any) -> Network:
    return make_network(cast)


def told(network: Network, words: str = WORDS, person: Person | None = None) -> Inquiry:
    return inquiries.tell(network.fund, by=person or network.employee, words=words, language="sv", once=uuid.uuid4())


def test_it_is_a_case_with_a_promised_day_and_a_conversation(network: Network) -> None:
    case = told(network).case
    assert (case.reference[:3], case.unit, case.person) == ("NS-", network.fund.unit, network.employee)
    assert case.answer_by == dates.today() + timedelta(days=10)
    assert list(case.messages.values_list("text", "from_city")) == [(WORDS, False)]
    assert case.title == "En idé berättad för Nätverket"
    letters = Message.objects.order_by("pk").values_list("kind", "email")
    assert list(letters) == [
        ("cases.message_to_city", "natverket@example.org"),
        ("funds.inquiry", "love@kultur.example.org"),
    ]


def test_the_log_holds_no_words(network: Network) -> None:
    told(network, f"Hej {MARK}")
    assert [entry for entry in Entry.objects.all() if MARK in str(entry.facts)] == []


def test_told_twice_is_told_once(network: Network) -> None:
    once = uuid.uuid4()
    made = [
        inquiries.tell(network.fund, by=network.employee, words=WORDS, language="sv", once=once) for _time in range(2)
    ]
    assert made[0] == made[1]
    assert (Inquiry.objects.count(), Case.objects.count(), CaseMessage.objects.count()) == (1, 1, 1)


def test_a_stranger_and_a_fund_without_it_are_refused(network: Network) -> None:
    with pytest.raises(Refused, match="är för dem som arbetar på"):
        told(network, person=make_person(email="c@example.org"))
    Fund.objects.update(contact_series="")
    network.fund.refresh_from_db()
    with pytest.raises(Refused, match="tar inte emot idéer utan formulär"):
        told(network)
    assert client_of(network.employee).get("/fonder/natverket/beratta/").status_code == 404


def post(client: Client, path: str = "/fonder/natverket/beratta/", **more: str) -> Any:
    return client.post(path, {"words": WORDS, "once": str(uuid.uuid4()), "website": "", **more})


def confirm_path() -> str:
    letter = Message.objects.get(kind__contains="confirm", email="ny@kultur.example.org")
    found = re.search(r"https?://[^/]+(\S*/bekrafta/\S+/)", letter.text)
    assert found, letter.text
    return found[1]


def test_without_account_the_address_is_confirmed_first(client: Client, network: Network) -> None:
    answer = post(client, email="ny@kultur.example.org")
    assert (answer.status_code, Inquiry.objects.count()) == (200, 0)
    assert "ny@kultur.example.org" in answer.content.decode()
    path = confirm_path()
    assert client.get(path).status_code == 200
    assert Inquiry.objects.count() == 0
    receipts = [client.post(path, follow=True) for _time in range(2)]
    made = Inquiry.objects.select_related("case__person").get()
    assert made.case.person.email == "ny@kultur.example.org"
    for receipt in receipts:
        page = receipt.content.decode()
        assert made.case.reference in page
        assert WORDS not in page
    assert client.get(f"/mitt/berattat/{made.case.reference}/").status_code == 302


def test_an_address_elsewhere_is_refused_at_its_field(client: Client, network: Network) -> None:
    answer = post(client, email="ny@example.org")
    assert answer.status_code == 422
    assert "Skriv din adress på jobbet" in answer.content.decode()
    assert Message.objects.count() == 0


def test_a_program_that_fills_every_field_is_refused(client: Client, network: Network) -> None:
    assert post(client, email="ny@kultur.example.org", website="x").status_code == 422
    assert Message.objects.count() == 0


def test_somebody_signed_in_is_heard_at_once(network: Network) -> None:
    client = client_of(network.employee)
    receipt = client.get(post(client).headers["Location"])
    assert Inquiry.objects.get().case.reference in receipt.content.decode()


def test_a_made_up_receipt_is_none(client: Client) -> None:
    assert client.get("/fonder/berattat/hittepa/").status_code == 404


def test_only_its_teller_and_the_unit_read_it(network: Network, cast: Any) -> None:
    reference = told(network).case.reference
    own, work = f"/mitt/berattat/{reference}/", f"/backoffice/tva-meningar/{reference}/"
    assert WORDS in client_of(network.employee).get(own).content.decode()
    assert client_of(cast.resident).get(own).status_code == 404
    for person, status in (
        (network.coordinator, 200),
        (network.manager, 200),
        (cast.auditor, 200),
        (cast.fund_manager, 404),
        (cast.registrar, 404),
        (network.reviewer, 404),
    ):
        assert client_of(person).get(work).status_code == status, person


def on_the_desk(person: Person) -> list[Waiting]:
    return desk.waiting_inquiries(desk.waiting(person))


def test_the_answer_reaches_the_teller_and_stops_the_clock(network: Network) -> None:
    case = told(network).case
    assert [row.label for row in on_the_desk(network.coordinator)] == [f"{WORDS[:88].rsplit(None, 1)[0]}…"]
    answer = {"text": "Tack, det vill vi höra mer om.", "once": str(uuid.uuid4())}
    assert client_of(network.coordinator).post(f"/backoffice/tva-meningar/{case.reference}/", answer).status_code == 302
    case.refresh_from_db()
    assert case.answered_at is not None
    letter = Message.objects.get(kind="cases.message_to_person")
    assert (letter.email, f"/mitt/berattat/{case.reference}/" in letter.text) == ("love@kultur.example.org", True)
    assert on_the_desk(network.coordinator) == []
    cases.say(case, by=network.employee, text="En sak till", once=uuid.uuid4())
    assert [row.due for row in on_the_desk(network.coordinator)] == [None]


def test_a_draft_of_it_is_the_tellers_own(network: Network) -> None:
    made = told(network)
    inquiries.prepare(made, title="Kulturkassen", by=network.coordinator)
    draft = Draft.objects.get()
    assert (draft.person, draft.talk, draft.opening) == (network.employee, made.case, network.round.opening)
    assert answers_of(draft) == {"title": "Kulturkassen", "summary": WORDS}
    assert client_of(network.employee).get(f"/utkast/{draft.token}/").status_code == 200
    for person in (network.coordinator, network.manager):
        assert client_of(person).get(f"/utkast/{draft.token}/").status_code == 404
    assert Message.objects.filter(kind="submissions.draft_prepared", email=network.employee.email).count() == 1
    with pytest.raises(Refused, match="Det finns redan ett utkast"):
        inquiries.prepare(made, title="Igen", by=network.coordinator)
    assert str(draft.token) in client_of(network.employee).get(made.get_absolute_url()).content.decode()


def test_no_draft_without_an_open_round_or_by_somebody_else(network: Network, cast: Any) -> None:
    made = told(network)
    with pytest.raises(Refused):
        inquiries.prepare(made, title="Titel", by=cast.fund_manager)
    close(network)  # type: ignore[arg-type]
    with pytest.raises(Refused, match="ingen öppen omgång"):
        inquiries.prepare(made, title="Titel", by=network.coordinator)
    assert Draft.objects.count() == 0


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_asks_the_same_whatever_it_holds(
    network: Network, number: int, django_assert_num_queries: Any
) -> None:
    for one in range(number):
        told(network, f"Idé {one}")
    client = client_of(network.coordinator)
    client.get("/backoffice/tva-meningar/")
    with django_assert_num_queries(4):
        client.get("/backoffice/tva-meningar/")
    assert len(waiting_inquiries(network.coordinator, [network.fund.unit_id])) == number


@pytest.mark.django_db(transaction=True)
def test_pressed_at_the_same_instant_it_is_told_once() -> None:
    network, once, gate = make_network(make_cast()), uuid.uuid4(), threading.Barrier(4)

    def press() -> None:
        try:
            gate.wait()
            inquiries.tell(network.fund, by=network.employee, words=WORDS, language="sv", once=once)
        finally:
            connection.close()

    threads = [threading.Thread(target=press) for _number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (Inquiry.objects.count(), CaseMessage.objects.count()) == (1, 1)
