"""Networks in public and in the backoffice; suggestions of what to test and their answers."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.admin.sites import site
from django.db import IntegrityError, transaction
from django.test import Client, RequestFactory

from civicportal.cases.models import Case
from civicportal.commons.models import Item, Link
from civicportal.commons.offers import offers_for
from civicportal.kernel import dates
from civicportal.kernel.answers import Refused
from civicportal.notices.models import Message
from civicportal.people.enums import OrganisationKind, Role
from civicportal.people.models import Person
from civicportal.records.models import Entry
from prototypes.actions import suggestions as actions
from prototypes.actions.suggestions import NewPrototype
from prototypes.enums.prototypes import SuggestionState
from prototypes.models import Method, Network, Prototype, Suggestion
from prototypes.queries import staff
from tests.funds.factories import make_fund, make_project
from tests.people import Cast, client_of, make_resident, make_unit, make_with_role
from tests.prototypes.factories import Stage, make_network, make_stage, texts

pytestmark = pytest.mark.django_db
WISH = "Pröva ett bibliotek av saker med grannarna."


@pytest.fixture
def stage() -> Stage:
    return make_stage()


@pytest.fixture
def origin(cast: Cast, stage: Stage) -> Item:
    """A granted project that somebody wants to see tested with others."""
    return Item.objects.get(pk=make_project(make_fund(cast), "Grannlån").item_id)


def words(name: str = "Saksbiblioteket") -> NewPrototype:
    return NewPrototype(texts(name), texts("Vem lånar?"), texts("Vi lånar av varandra."), texts("Att få veta."))


def suggest(stage: Stage, person: Person, origin: Item | None = None, once: uuid.UUID | None = None) -> Suggestion:
    return actions.suggest(
        stage.network,
        by=person,
        title="Saksbibliotek",
        wish=WISH,
        origin=origin,
        language="sv",
        once=once or uuid.uuid4(),
    )


def kinds_written(email: str) -> list[str]:
    return list(Message.objects.filter(email=email).order_by("pk").values_list("kind", flat=True))


# Suggesting


def test_the_offer_stands_on_what_can_be_tested(origin: Item) -> None:
    offered = {offer.label: offer.url for offer in offers_for(origin)}
    assert offered["Testa det här som prototyp"] == f"/prototyper/foresla/?fran=project/{origin.slug}"


def test_one_signs_in_before_one_suggests(client: Client, stage: Stage) -> None:
    answer = client.get("/prototyper/foresla/?fran=project/x")
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/konto/login/?next=/prototyper/foresla/")


def test_a_suggestion_is_a_case_with_a_promised_day_and_a_receipt(origin: Item, stage: Stage) -> None:
    person = make_resident()
    client = client_of(person)
    page = client.get(f"/prototyper/foresla/?fran=project/{origin.slug}").content.decode()
    assert "Grannlån" in page
    typed = {"title": "Saksbibliotek", "wish": WISH, "once": str(uuid.uuid4()), "fran": f"project/{origin.slug}"}
    first = client.post("/prototyper/foresla/", typed)
    made = Suggestion.objects.select_related("case", "origin").get()
    assert first.headers["Location"] == f"/mitt/prototypforslag/{made.case.reference}/?nytt=1"
    assert made.case.reference == f"PT-{dates.today().year}-0001"
    assert (made.origin, made.case.unit, made.case.person) == (origin, stage.unit, person)
    assert made.case.answer_by == dates.today() + timedelta(days=21)
    assert client.post("/prototyper/foresla/", typed).headers["Location"] == first.headers["Location"]
    assert (Suggestion.objects.count(), Case.objects.count()) == (1, 1)
    assert kinds_written(person.email) == ["prototypes.suggested"]
    assert kinds_written("natverket@example.org") == ["prototypes.suggestion_came"]


def test_somebody_elses_number_is_not_taken(stage: Stage) -> None:
    once = uuid.uuid4()
    suggest(stage, make_resident(), once=once)
    with pytest.raises(Refused):
        suggest(stage, make_resident(), once=once)


def test_what_is_missing_is_said(stage: Stage) -> None:
    answer = client_of(make_resident()).post("/prototyper/foresla/", {"title": " ", "wish": "x" * 2001})
    page = answer.content.decode()
    assert answer.status_code == 422
    for sentence in ("Skriv vad det heter", "Texten får ha 2\xa0000 tecken"):
        assert sentence in page


def test_with_two_networks_one_chooses(stage: Stage) -> None:
    other = make_network(make_unit("Kultur", OrganisationKind.NETWORK), "kultur", name=texts("Kulturnätverket"))
    client = client_of(make_resident())
    typed = {"title": "Kör", "wish": "Sjung", "once": str(uuid.uuid4())}
    assert "Välj ett nätverk" in client.post("/prototyper/foresla/", typed).content.decode()
    client.post("/prototyper/foresla/", {**typed, "network": "kultur"})
    assert Suggestion.objects.get().network == other


def test_without_a_network_one_is_told_where_to_write() -> None:
    page = client_of(make_resident()).get("/prototyper/foresla/").content.decode()
    assert "Inget nätverk tar emot förslag än" in page


def test_only_the_writer_reads_the_status_page_and_can_write_there(stage: Stage) -> None:
    person = make_resident()
    address = suggest(stage, person).get_absolute_url()
    client = client_of(person)
    assert "Väntar på svar" in client.get(address).content.decode()
    client.post(address, {"text": "En sak till", "once": str(uuid.uuid4())})
    assert "En sak till" in client.get(address).content.decode()
    assert client_of(make_resident("Annan")).get(address).status_code == 404
    assert client_of(stage.coordinator).get(address).status_code == 404
    assert "Saksbibliotek" in client.get("/mitt/").content.decode()


# Answering


def test_yes_makes_a_public_prototype_that_tests_its_origin(origin: Item, stage: Stage) -> None:
    person = make_resident()
    suggestion = suggest(stage, person, origin)
    done = actions.accept(suggestion, words(), by=stage.coordinator, reason="Vi börjar i mars.")
    made = Prototype.objects.select_related("item").get(slug="saksbiblioteket")
    assert (done.state, done.prototype, made.state) == (SuggestionState.ACCEPTED, made, "in_progress")
    assert made.item.visible
    assert Link.objects.get(source=made.item, kind=Link.Kind.TESTS).target == origin
    assert (str(made.contact), made.email) == ("Hållbart Provstad", "natverket@example.org")
    assert Case.objects.get(pk=suggestion.case_id).answered_at is not None
    assert kinds_written(person.email) == ["prototypes.suggested", "prototypes.answered"]
    assert WISH not in f"{made.item.text} {made.item.summary}"


def test_the_thread_stands_on_both_pages(client: Client, origin: Item, stage: Stage) -> None:
    actions.accept(suggest(stage, make_resident(), origin), words(), by=stage.coordinator, reason="Ja.")
    assert "Beviljat projekt: Grannlån" in knots_of(client, "/prototyper/saksbiblioteket/")
    assert "Prototyp: Saksbiblioteket" in knots_of(client, origin.get_absolute_url())


def knots_of(client: Client, address: str) -> list[str]:
    """The titles of a page's thread."""
    return [str(knot.title) for knot in client.get(address).context["around"].knots]


def test_no_gives_its_reason_and_makes_nothing(stage: Stage) -> None:
    person = make_resident()
    suggestion = suggest(stage, person)
    done = actions.decline(suggestion, by=stage.coordinator, reason="Det finns redan ett på Söder.")
    assert (done.state, done.prototype) == (SuggestionState.DECLINED, None)
    assert Prototype.objects.count() == 1
    page = client_of(person).get(done.get_absolute_url()).content.decode()
    assert "Det finns redan ett på Söder." in page
    assert "Det finns redan ett på Söder." in Message.objects.get(kind="prototypes.answered").text
    verbs = [entry.verb for entry in Entry.objects.filter(subject_kind="prototypes.suggestion")]
    assert verbs == ["suggestion.decline"]


def test_an_answer_without_a_reason_is_refused_by_the_action_and_the_database(stage: Stage) -> None:
    suggestion = suggest(stage, make_resident())
    with pytest.raises(Refused):
        actions.decline(suggestion, by=stage.coordinator, reason="  ")
    with pytest.raises(IntegrityError), transaction.atomic():
        Suggestion.objects.update(state=SuggestionState.DECLINED)


def test_an_answer_is_given_once(stage: Stage) -> None:
    suggestion = suggest(stage, make_resident())
    actions.decline(suggestion, by=stage.coordinator, reason="Nej.")
    with pytest.raises(Refused):
        actions.accept(suggestion, words(), by=stage.coordinator, reason="Jo.")
    assert Suggestion.objects.get().reason == "Nej."


def test_nobody_answers_their_own_or_anothers_networks(stage: Stage) -> None:
    own = suggest(stage, stage.coordinator)
    with pytest.raises(Refused) as refused:
        actions.decline(own, by=stage.coordinator, reason="Nej.")
    assert str(refused.value.why) == "Det här är ditt eget förslag. En kollega svarar på det"
    other = make_with_role(Role.NETWORK_COORDINATOR, make_unit("Andra", OrganisationKind.NETWORK))
    with pytest.raises(Refused):
        actions.decline(own, by=other, reason="Nej.")
    assert client_of(stage.coordinator).get(work(own)).status_code == 404
    assert client_of(other).get(work(own)).status_code == 404


def work(suggestion: Suggestion) -> str:
    return f"/backoffice/prototypforslag/{suggestion.case.reference}/"


def test_the_coordinator_answers_on_the_work_pages(stage: Stage) -> None:
    suggestion = suggest(stage, make_resident())
    client = client_of(stage.coordinator)
    assert WISH in client.get(work(suggestion)).content.decode()
    assert [row.title for row in staff.to_answer(stage.coordinator)] == ["Saksbibliotek"]
    assert "Saksbibliotek" in client.get("/backoffice/").content.decode()
    assert client.post(f"{work(suggestion)}nej/", {"reason": ""}).status_code == 422
    told = dict.fromkeys(("name_sv", "question_sv", "summary_sv", "purpose_sv"), "Ord")
    answer = client.post(f"{work(suggestion)}ja/", {**told, "reason": "Ja tack."})
    assert answer.headers["Location"] == "/backoffice/prototyper/ord/"
    assert [row.title for row in staff.to_answer(stage.coordinator)] == []


# Django's lists and forms

ADMINS = {"network": Network, "prototype": Prototype, "method": Method}


@pytest.mark.parametrize("name", ADMINS)
def test_who_reads_and_who_writes_in_the_lists(stage: Stage, name: str) -> None:
    unit = stage.unit
    people = {
        "coordinator": stage.coordinator,
        "communicator": make_with_role(Role.COMMUNICATOR, unit),
        "registrar": make_with_role(Role.REGISTRAR, unit),
        "auditor": make_with_role(Role.AUDITOR),
        "other": make_with_role(Role.NETWORK_COORDINATOR, make_unit("Andra", OrganisationKind.NETWORK)),
        "facilitator": make_with_role(Role.FACILITATOR, unit),
    }
    writes = set()
    reads = set()
    for who, person in people.items():
        request = RequestFactory().get("/")
        request.user = person
        model_admin = site._registry[ADMINS[name]]
        if client_of(person).get(f"/backoffice/prototypes/{name}/").status_code == 200:
            reads.add(who)
        if model_admin.has_add_permission(request):
            writes.add(who)
    assert reads == {"coordinator", "communicator", "registrar", "auditor", "other"}
    assert writes == {"coordinator", "other", *({"communicator"} if name != "network" else set())}


def test_the_other_networks_rows_are_not_there(stage: Stage) -> None:
    other = make_with_role(Role.NETWORK_COORDINATOR, make_unit("Andra", OrganisationKind.NETWORK))
    client = client_of(other)
    assert client.get(f"/backoffice/prototypes/prototype/{stage.prototype.pk}/change/").status_code == 404
    assert client.get(f"/backoffice/prototyper/{stage.prototype.slug}/").status_code == 404
    assert client.get("/backoffice/prototypes/prototype/").context["cl"].result_count == 0


def test_the_public_page_tells_the_networks_principles(client: Client, stage: Stage) -> None:
    page = client.get("/natverk/hallbart/")
    assert [str(one.name) for one in page.context["principles"]] == ["Behovet först"]


@pytest.mark.parametrize("rows", [1, 3])
def test_the_work_list_asks_as_much_of_many_as_of_one(stage: Stage, rows: int, django_assert_num_queries: Any) -> None:
    for _each in range(rows):
        suggest(stage, make_resident())
    client = client_of(stage.coordinator)
    client.get("/backoffice/")
    with django_assert_num_queries(5):
        client.get("/backoffice/prototyper/")
