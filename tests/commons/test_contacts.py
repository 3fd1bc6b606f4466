"""Getting in contact: words first, names after a yes; research partners; what is like a free text."""

from __future__ import annotations

import re
import threading
import uuid
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from civicportal.commons import actions, contacts
from civicportal.commons.likeness import alike, proposed_for, telling_words
from civicportal.commons.models import ContactRequest, ContactState, Item, Partner, Theme
from civicportal.commons.registrations.contacts import contacts_waiting
from civicportal.commons.registrations.voices import waiting
from civicportal.kernel.answers import Refused
from civicportal.kernel.text import LocalizedText
from civicportal.notices.models import Message
from civicportal.people import actions as people
from civicportal.people.enums import OrganisationKind, Role
from civicportal.people.models import Organisation
from civicportal.records.models import Entry
from funds.models import Fund
from tests.funds.factories import World, make_project, make_world, texts
from tests.people import client_of, make_cast, make_with_role

pytestmark = pytest.mark.django_db
MARK = "Qutvamen"
WORDS = f"Vi vill prova samma sak på Råå {MARK}."


@pytest.fixture
def world(world: World) -> World:
    """The fund's office has an address to write to."""
    Organisation.objects.filter(pk=world.fund.unit_id).update(email="kansli@example.org")
    return world


@pytest.fixture
def item(world: World) -> Item:
    made = make_project(world.fund, "Grannlån").item
    return Item.objects.get(pk=made.pk)


def make_partner(fund: Fund, **fields: Any) -> Partner:
    """A research partner in public."""
    university = Organisation.objects.get_or_create(kind=OrganisationKind.UNIVERSITY, name="Sundets universitet")[0]
    facts = {
        "slug": "kultur-och-halsa",
        "organisation": university,
        "unit": fund.unit,
        "name": texts("Kultur och hälsa", "Culture and Health"),
        "summary": texts("Vi undersöker vad musik och minnen gör för äldre."),
        "contact_function": texts("Samverkanssekreteraren", "The liaison office"),
        "email": "forskare@example.org",
        "language": "en",
    }
    partner = Partner.objects.create(**{**facts, **fields})
    partner.themes.set(Theme.objects.all())
    actions.publish(partner, by=None)
    return partner


def ask(item: Item, person: Any, once: uuid.UUID | None = None) -> ContactRequest:
    return contacts.ask_contact(item, by=person, words=WORDS, once=once or uuid.uuid4(), language="sv")


def link_in(letter: Message) -> str:
    found = re.search(r"https?://[^/]+(\S*/kontakt/svara/\S+/)", letter.text)
    assert found, letter.text
    return found[1]


def letters() -> list[tuple[str, str]]:
    rows = Message.objects.filter(kind__startswith="commons.contact").order_by("pk").values_list("kind", "email")
    return [(kind.removeprefix("commons.contact_"), email) for kind, email in rows]


def test_the_request_goes_out_without_any_name(item: Item, world: World) -> None:
    person = world.cast.resident
    ask(item, person)
    letter = Message.objects.get(kind="commons.contact_asked")
    assert (letter.email, MARK in letter.text) == ("kansli@example.org", True)
    assert person.name not in letter.text + letter.subject
    assert person.email not in letter.text + letter.subject + letter.reply_to
    assert [entry for entry in Entry.objects.all() if MARK in str(entry.facts)] == []


def test_after_a_yes_each_gets_the_others_address(client: Client, item: Item, world: World) -> None:
    person = world.cast.resident
    made = ask(item, person)
    where = link_in(Message.objects.get())
    page = client.get(where).content.decode()
    assert (MARK in page, person.name in page, person.email in page) == (True, False, False)
    assert client.post(where, {"said": "yes", "words": "Gärna."}).status_code == 302
    assert letters() == [("asked", "kansli@example.org"), ("yes", person.email), ("shared", "kansli@example.org")]
    assert "kansli@example.org" in Message.objects.get(kind="commons.contact_yes").text
    assert person.email in Message.objects.get(kind="commons.contact_shared").text
    page = client_of(person).get(f"/mitt/kontakt/{made.number}/").content.decode()
    assert ("kansli@example.org" in page, "Gärna." in page) == (True, True)


def test_after_a_no_nobody_learns_anything(client: Client, item: Item, world: World) -> None:
    made = ask(item, world.cast.resident)
    client.post(link_in(Message.objects.get()), {"said": "no", "words": "Inte nu."})
    assert letters() == [("asked", "kansli@example.org"), ("no", world.cast.resident.email)]
    assert "kansli@example.org" not in Message.objects.get(kind="commons.contact_no").text
    page = client_of(world.cast.resident).get(f"/mitt/kontakt/{made.number}/").content.decode()
    assert "kansli@example.org" not in page


def test_a_second_answer_changes_nothing(client: Client, item: Item, world: World) -> None:
    ask(item, world.cast.resident)
    where = link_in(Message.objects.get())
    client.post(where, {"said": "no", "words": ""})
    client.post(where, {"said": "yes", "words": "Jo"})
    assert ContactRequest.objects.get().state == ContactState.NO
    assert len(letters()) == 2


def test_somebody_protected_is_never_given_away(client: Client, item: Item, world: World) -> None:
    person = world.cast.resident
    people.set_protected(person, protected=True, by=world.cast.registrar)
    ask(item, type(person).objects.get(pk=person.pk))
    client.post(link_in(Message.objects.get(kind="commons.contact_asked")), {"said": "yes", "words": ""})
    told = Message.objects.get(kind="commons.contact_shared")
    assert (person.email in told.text, person.name in told.text, told.reply_to) == (False, False, "")


def test_one_waits_at_a_time_and_asked_twice_is_asked_once(item: Item, world: World) -> None:
    person, once = world.cast.resident, uuid.uuid4()
    assert ask(item, person, once) == ask(item, person, once)
    with pytest.raises(Refused, match="Du har redan frågat"):
        ask(item, person)
    assert ContactRequest.objects.count() == 1


def test_staff_of_the_unit_answer_in_the_backoffice(item: Item, world: World) -> None:
    made = ask(item, world.cast.resident)
    where = f"/backoffice/kontakter/{made.number}/"
    elsewhere = make_with_role(Role.FUND_MANAGER, world.cast.other_unit)
    assert client_of(elsewhere).get(where).status_code == 404
    assert client_of(world.cast.auditor).post(where, {"said": "yes", "words": ""}).status_code == 422
    assert [
        len(contacts_waiting(waiting(one))) for one in (world.cast.fund_manager, elsewhere, world.cast.auditor)
    ] == [1, 0, 0]
    assert client_of(world.cast.fund_manager).post(where, {"said": "yes", "words": ""}).status_code == 302
    assert ContactRequest.objects.get().state == ContactState.YES
    assert contacts_waiting(waiting(world.cast.fund_manager)) == []


def test_only_the_asker_opens_their_request(item: Item, world: World) -> None:
    made = ask(item, world.cast.resident)
    assert client_of(world.cast.neighbour).get(f"/mitt/kontakt/{made.number}/").status_code == 404
    assert client_of(world.cast.resident).get(f"/mitt/kontakt/{made.number}/").status_code == 200


def test_the_page_asks_for_sign_in_and_then_sends(client: Client, item: Item, world: World) -> None:
    where = f"/kontakta/project/{item.slug}/"
    assert client.get(where).status_code == 302
    mine = client_of(world.cast.resident)
    assert mine.post(where, {"words": "", "once": str(uuid.uuid4())}).status_code == 422
    sent = mine.post(where, {"words": WORDS, "once": str(uuid.uuid4())})
    assert sent.headers["Location"] == f"/mitt/kontakt/{ContactRequest.objects.get().number}/"
    assert mine.get(where).status_code == 403


def test_a_partner_is_asked_in_its_own_language(client: Client, world: World) -> None:
    partner = make_partner(world.fund)
    page = client.get("/partner/kultur-och-halsa/").content.decode()
    assert ("Vi undersöker vad musik" in page, "forskare@example.org" in page) == (True, False)
    ask(partner.item, world.cast.resident)
    letter = Message.objects.get()
    assert (letter.email, letter.language) == ("forskare@example.org", "en")
    client.post(link_in(letter), {"said": "yes", "words": ""})
    told = Message.objects.get(kind="commons.contact_yes")
    assert (told.language, "Samverkanssekreteraren svarar ja" in told.text) == ("sv", True)


def test_a_partner_that_is_not_listed_is_not_public(client: Client, world: World) -> None:
    partner = make_partner(world.fund)
    actions.hide(partner, by=None, reason="unlisted")
    assert client.get("/partner/kultur-och-halsa/").status_code == 404
    assert "Kultur och hälsa" not in client.get("/partner/").content.decode()


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_of_partners_asks_the_same(world: World, number: int, django_assert_num_queries: Any) -> None:
    for one in range(number):
        make_partner(world.fund, slug=f"partner-{one}", name=LocalizedText(sv=f"Grupp {one}"))
    client = Client()
    client.get("/projekt/")
    with django_assert_num_queries(2):
        client.get("/partner/")


def test_contact_requests_go_with_the_account(item: Item, world: World) -> None:
    person = world.cast.resident
    ask(item, person)
    assert MARK in client_of(person).get(reverse("own_data")).content.decode()
    people.close_account(person, by=person)
    assert ContactRequest.objects.count() == 0


# Likeness


def test_telling_words_are_those_that_say_something() -> None:
    assert telling_words("Kan vi låta folk låna hem ett kulturpaket? Vi i Helsingborg vill ha kulturpaket!") == [
        "kulturpaket",
        "folk",
        "låna",
    ]


def test_things_are_alike_by_several_words(world: World) -> None:
    make_project(world.fund, "Verktyg att låna", summary=texts("Grannar lånar verktyg av varandra i tvättstugan."))
    make_project(world.fund, "Havsodling", summary=texts("Tång och musslor vid Råå."))
    hidden = make_project(world.fund, "Verktyg och grannar", summary=texts("Grannar lånar verktyg i tvättstugan."))
    actions.hide(hidden, by=None, reason="test")
    found = alike("Jag tänker att grannarna kunde låna verktyg av varandra i vår tvättstuga")
    assert [str(item.title) for item in found] == ["Verktyg att låna"]
    assert alike("Hej på er") == []
    assert alike("") == []


def test_partners_are_proposed_apart(world: World, django_assert_num_queries: Any) -> None:
    make_partner(world.fund)
    make_project(world.fund, "Musik för äldre", summary=texts("Musik och minnen på boenden för äldre."))
    with django_assert_num_queries(2):
        proposed = proposed_for("Vi vill spela musik som väcker minnen hos äldre på boenden")
    assert [str(item.title) for item in proposed.items] == ["Musik för äldre"]
    assert [str(item.title) for item in proposed.partners] == ["Kultur och hälsa"]


@pytest.mark.django_db(transaction=True)
def test_two_requests_at_the_same_instant_are_one() -> None:
    world = make_world(make_cast())
    Organisation.objects.filter(pk=world.fund.unit_id).update(email="kansli@example.org")
    item, gate = Item.objects.get(pk=make_project(world.fund).item_id), threading.Barrier(3)

    def press() -> None:
        try:
            gate.wait()
            ask(item, world.cast.resident)
        except Refused:
            pass
        finally:
            connection.close()

    threads = [threading.Thread(target=press) for _number in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (ContactRequest.objects.count(), len(letters())) == (1, 1)
