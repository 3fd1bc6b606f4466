"""Support by a signed link: four answers, once, reminders, asked anew; who may do what."""

from __future__ import annotations

import re
import threading
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client

from civicportal.kernel import dates
from civicportal.kernel.answers import Refused
from civicportal.notices.models import Message
from civicportal.records.models import Entry
from civicportal.submissions.actions.endorsing import (
    answer_endorsement,
    ask_endorsement,
    remind_endorser,
    remind_endorsers,
    token_of,
)
from civicportal.submissions.endorsing import ENDORSEMENT_MOVES, standing_of, waiting_long
from civicportal.submissions.enums import EndorsementState as S
from civicportal.submissions.models import Endorsement
from funds.models import Application
from funds.registrations.inquiries import waiting, waiting_support
from tests.funds.network import Network, apply_as_employee, make_network
from tests.people import client_of, make_cast

pytestmark = pytest.mark.django_db
WHO = "Kim Chef, enhetschef"


@pytest.fixture
def network(cast: Any) -> Network:
    return make_network(cast)


@pytest.fixture
def application(network: Network) -> Application:
    return apply_as_employee(network)


def standing(application: Application) -> Endorsement:
    found = standing_of(application.submission)
    assert found is not None
    return found


def path(application: Application) -> str:
    return f"/tillstyrk/{token_of(standing(application))}/"


def said(client: Client, where: str, state: str, words: str = "", name: str = WHO) -> Any:
    return client.post(where, {"state": state, "words": words, "name": name})


def test_sending_asks_the_manager_whom_the_form_names(application: Application) -> None:
    letter = Message.objects.get(kind="submissions.endorsement_asked")
    assert letter.email == "chef@kultur.example.org"
    assert path(application) in letter.text
    assert Endorsement.objects.get().token_hash not in letter.text


def test_the_link_shows_the_idea_and_no_address_of_the_sender(client: Client, application: Application) -> None:
    page = client.get(path(application)).content.decode()
    for words in ("Tysta timmar", "Dämpat ljus i konsthallen", "Love Sandgren ber"):
        assert words in page
    assert "love@kultur.example.org" not in page
    assert standing(application).state == S.ASKED


@pytest.mark.parametrize(
    ("state", "words"), [(S.YES, ""), (S.TERMS, "Om det blir på måndagar."), (S.TALK, ""), (S.NOT_NOW, "Inte i år.")]
)
def test_each_answer_is_kept_and_reaches_the_owner(
    client: Client, application: Application, state: str, words: str
) -> None:
    assert said(client, path(application), state, words).status_code == 302
    found = standing(application)
    assert (found.state, found.words, found.name) == (state, words, WHO)
    letter = Message.objects.get(kind="submissions.endorsement_answered")
    assert (letter.email, str(found.get_state_display()) in letter.text) == ("love@kultur.example.org", True)
    assert "Du har svarat" in client.get(path(application)).content.decode()


@pytest.mark.parametrize("state", [S.TERMS, S.NOT_NOW])
def test_terms_and_a_no_need_words(client: Client, application: Application, state: str) -> None:
    answer = said(client, path(application), state)
    assert answer.status_code == 422
    assert standing(application).state == S.ASKED


def test_a_second_press_changes_nothing(client: Client, application: Application) -> None:
    where = path(application)
    said(client, where, S.YES)
    said(client, where, S.NOT_NOW, "Nej förresten.", "Någon Annan")
    found = standing(application)
    assert (found.state, found.words, found.name) == (S.YES, "", WHO)
    assert Message.objects.filter(kind="submissions.endorsement_answered").count() == 1


def test_a_talk_may_end_in_a_yes(client: Client, application: Application) -> None:
    said(client, path(application), S.TALK)
    said(client, path(application), S.YES)
    assert standing(application).state == S.YES


def test_asked_of_another_the_first_link_ends(client: Client, application: Application, network: Network) -> None:
    old = path(application)
    ask_endorsement(application.submission, email="annan@kultur.example.org", by=network.employee)
    assert client.get(old).status_code == 410
    assert said(client, old, S.YES).status_code == 410
    assert [row.state for row in Endorsement.objects.order_by("pk")] == [S.REPLACED, S.ASKED]
    assert standing(application).email == "annan@kultur.example.org"


def test_asking_the_same_address_twice_is_asking_once(application: Application, network: Network) -> None:
    again = ask_endorsement(application.submission, email="CHEF@kultur.example.org ", by=network.employee)
    assert again == Endorsement.objects.get()
    assert Message.objects.filter(kind="submissions.endorsement_asked").count() == 1


def test_after_a_no_it_can_be_renewed(application: Application, network: Network) -> None:
    answer_endorsement(standing(application), state=S.NOT_NOW, name=WHO, words="Inte i år.")
    ask_endorsement(application.submission, email="chef@kultur.example.org", by=network.employee)
    assert standing(application).state == S.ASKED


@pytest.mark.parametrize("who", ["manager", "coordinator", "reviewer"])
def test_only_the_owner_asks(application: Application, network: Network, who: str) -> None:
    with pytest.raises(Refused):
        ask_endorsement(application.submission, email="x@example.org", by=getattr(network, who))
    page = client_of(getattr(network, who)).get(f"/mitt/stod/{application.case.reference}/")
    assert page.status_code == 404


def test_nobody_supports_themselves(application: Application, network: Network) -> None:
    with pytest.raises(Refused, match="din egen adress"):
        ask_endorsement(application.submission, email=network.employee.email, by=network.employee)
    answer = client_of(network.employee).post(
        f"/mitt/stod/{application.case.reference}/", {"email": network.employee.email}
    )
    assert answer.status_code == 422


def test_the_owners_page_asks_somebody_else(application: Application, network: Network) -> None:
    client = client_of(network.employee)
    where = f"/mitt/stod/{application.case.reference}/"
    assert "chef@kultur.example.org" in client.get(where).content.decode()
    assert client.post(where, {"email": "ny@kultur.example.org"}).status_code == 302
    assert standing(application).email == "ny@kultur.example.org"


def test_the_clock_reminds_on_its_days_and_no_more(application: Application) -> None:
    asked = standing(application).asked_at
    sent = [remind_endorsers(asked + timedelta(days=days, minutes=1)) for days in (2, 3, 3, 6, 7, 7, 20)]
    assert sent == [0, 1, 0, 0, 1, 0, 0]
    letters = Message.objects.filter(kind="submissions.endorsement_reminder")
    assert [path(application) in letter.text for letter in letters] == [True, True]


def test_nobody_is_reminded_after_an_answer(application: Application) -> None:
    answer_endorsement(standing(application), state=S.TALK, name=WHO, words="")
    assert remind_endorsers(dates.now() + timedelta(days=8)) == 0


def test_after_ten_days_it_stands_on_the_coordinators_desk(
    application: Application, network: Network, cast: Any
) -> None:
    assert waiting_support(waiting(network.coordinator)) == []
    Endorsement.objects.update(asked_at=dates.now() - timedelta(days=10, minutes=1))
    for person, seen in ((network.coordinator, 1), (network.manager, 1), (cast.fund_manager, 0)):
        assert len(waiting_support(waiting(person))) == seen, person
    assert len(waiting_long(network.employee)) == 0


def test_staff_remind_by_hand(application: Application, network: Network, cast: Any) -> None:
    where = f"/backoffice/ansokan/{application.case.reference}/paminn-chef/"
    assert client_of(network.coordinator).post(where).status_code == 302
    assert Message.objects.filter(kind="submissions.endorsement_reminder").count() == 1
    assert client_of(cast.fund_manager).post(where).status_code == 404
    with pytest.raises(Refused):
        remind_endorser(standing(application), by=network.employee)


def test_every_move_is_in_the_log_without_words(client: Client, application: Application) -> None:
    said(client, path(application), S.NOT_NOW, "Qutvamen")
    entries = Entry.objects.filter(subject_kind="submissions.endorsement").order_by("pk")
    assert [entry.verb for entry in entries] == ["endorsement.asked", "endorsement.put_off"]
    assert [entry for entry in Entry.objects.all() if "Qutvamen" in str(entry.facts)] == []


def test_the_machine_never_leaves_what_was_replaced() -> None:
    assert all(S.REPLACED not in move.sources for move in ENDORSEMENT_MOVES.moves.values())


def test_a_withdrawn_application_needs_no_answer(client: Client, application: Application, network: Network) -> None:
    from civicportal.submissions.actions import withdraw

    withdraw(application.submission, by=network.employee)
    page = client.get(path(application)).content.decode()
    assert "Ansökan har dragits tillbaka" in page
    assert "<form" not in page.split("<main")[1]


def test_a_made_up_link_is_none(client: Client) -> None:
    assert client.get(f"/tillstyrk/{'0' * 40}/").status_code == 404


def test_the_link_is_made_from_the_moment_it_was_asked(application: Application, network: Network) -> None:
    first = token_of(standing(application))
    with time_machine.travel(dates.now() + timedelta(minutes=1), tick=False):
        answer_endorsement(standing(application), state=S.NOT_NOW, name=WHO, words="Nej.")
        ask_endorsement(application.submission, email="chef@kultur.example.org", by=network.employee)
    assert token_of(standing(application)) != first
    assert re.fullmatch(r"[0-9a-f]{40}", first)


@pytest.mark.django_db(transaction=True)
def test_two_answers_at_the_same_instant_are_one() -> None:
    application = apply_as_employee(make_network(make_cast()))
    found, gate = standing(application), threading.Barrier(2)

    def press(state: str) -> None:
        try:
            gate.wait()
            answer_endorsement(found, state=state, name=WHO, words="Ord")
        finally:
            connection.close()

    threads = [threading.Thread(target=press, args=(state,)) for state in (S.YES, S.NOT_NOW)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert Endorsement.objects.get().state in {S.YES, S.NOT_NOW}
    assert Message.objects.filter(kind="submissions.endorsement_answered").count() == 1
