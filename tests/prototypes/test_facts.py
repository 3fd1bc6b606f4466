"""Every fact of a network, its prototypes and its toolbox: typed into its own field, found on its public page.

Each line names the field of the form, what is typed, and the selector on the public page where it stands.
"""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from civicportal.commons.models import Theme
from civicportal.files.actions import make_sizes
from civicportal.files.models import StoredFile
from civicportal.people.enums import OrganisationKind, Role
from civicportal.people.models import Person
from prototypes.models import Method, Network, Prototype
from tests.facts import stands
from tests.funds.factories import make_city
from tests.people import client_of, make_unit, make_with_role
from tests.prototypes.factories import texts, upload

pytestmark = pytest.mark.django_db

NETWORK = [
    ("name_sv", "Hållbart Provstad", "h1"),
    ("promise_sv", "Vi provar det som ingen löser ensam.", "#promise"),
    ("about_sv", "Ett nätverk över alla gränser.", "#about"),
    ("do_no_harm_sv", "Ingen ska få det sämre för att vi provar.", "#harm"),
    ("coordination_sv", "Stadsledningen håller ihop det.", "#coordination"),
    ("email", "natverket@example.org", "#contact"),
    ("phone", "042-10 50 61", "#contact"),
    ("principles-0-name_sv", "Behovet står i mitten", "#principles dt"),
    ("principles-0-words_sv", "Vi frågar dem som har behovet.", "#principles dd"),
    ("principles-1-name_sv", "Vi gör det tillsammans", "#principles dt"),
]
PROTOTYPE = [
    ("name_sv", "Bryta segregationen", "h1"),
    ("question_sv", "Vad händer när vi möts?", "#question"),
    ("purpose_sv", "Att de som sällan möts gör något gemensamt.", "#purpose p"),
    ("backed_by_sv", "Statligt stöd sedan sommaren 2020", "#support"),
    ("contact_sv", "Processledaren", "#contact"),
    ("email", "segregation@example.org", "#contact"),
    ("phone", "042-10 50 62", "#contact"),
    ("partners-0-name", "Staden", "#coordination strong"),
    ("partners-1-name", "Bildningsförbundet", "#coordination strong"),
    ("partners-1-part_sv", "Leder samtalen", "#coordination li"),
    ("partners-2-name", "Bostadsbolaget", "#coordination strong"),
    ("groups-0-name_sv", "Mötesplatsen", "#group-1 h3"),
    ("groups-0-about_sv", "Öppnar dörren var tredje vecka.", "#group-1 p"),
    ("groups-0-meets_sv", "Tisdagar kl. 17.00", "#group-1 p"),
    ("groups-1-name_sv", "Vägar till jobb", "#group-2 h3"),
    ("groups-1-about_sv", "Provar hur kontakter delas.", "#group-2 p"),
]
CHOSEN = [
    ("since", "2020-08-24", "24 augusti 2020", "#since"),
    ("partners-0-kind", "city", "Staden", "#coordination li"),
    ("partners-1-kind", "study_association", "Studieförbund", "#coordination li"),
    ("partners-2-kind", "municipal_company", "Kommunalt bolag", "#coordination li"),
]
"""What is chosen or typed as a date: the field, what the form sends, the words in public, the selector."""
METHOD = [
    ("name_sv", "Lyssnarrunda", "h1"),
    ("what_for_sv", "Att alla hörs innan någon löser.", "#what-for"),
    ("how_sv", "Sätt er i en ring", "#how li"),
    ("material_sv", "En klocka som inte låter", "#material li"),
]
METHOD_CHOSEN = [
    ("format", "listen", "Lyssna brett", "#format"),
    ("minutes", "45", "45 minuter", "#time"),
    ("smallest_group", "6", "6 till 16 personer", "#group-size"),
    ("largest_group", "16", "6 till 16 personer", "#group-size"),
]


@pytest.fixture
def coordinator(db: None) -> Person:
    make_city()
    Theme.objects.create(slug="trygghet", kind=Theme.Kind.CHALLENGE, name=texts("Trygghet"))
    unit = make_unit("Hållbart", OrganisationKind.NETWORK, email="hallbart@example.org")
    return make_with_role(Role.NETWORK_COORDINATOR, unit, "Pia Processledare")


def rows(**counts: int) -> dict[str, Any]:
    """What Django's form asks of its parts: how many there are."""
    sent: dict[str, Any] = {}
    for name, count in counts.items():
        sent |= {f"{name}-TOTAL_FORMS": count, f"{name}-INITIAL_FORMS": 0}
    return sent


def send(coordinator: Person, address: str, data: dict[str, Any]) -> None:
    """Sends a form; one that comes back says in the failure what it refuses."""
    answer = client_of(coordinator).post(address, data)
    refused = {} if answer.status_code == 302 else str(answer.context.get("errors") or answer.context.get("form"))
    assert (answer.status_code, refused) == (302, {})


def public(address: str) -> str:
    """The page as anybody reads it."""
    answer = Client().get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def assert_stands(page: str, *facts: tuple[str, str, str]) -> None:
    missing = [
        f"{field}: {words!r} is not at {selector}, which says {stands(page, selector)!r}"
        for field, words, selector in facts
        if words not in stands(page, selector)
    ]
    assert missing == []


def enter_network(coordinator: Person) -> Network:
    unit = {"unit": next(iter(coordinator.units_as(Role.NETWORK_COORDINATOR)))}
    typed = {"slug": "hallbart", "series": "PT", "answer_days": "21", **{name: words for name, words, _at in NETWORK}}
    parts = {"principles-0-position": 1, "principles-1-position": 2, "principles-1-words_sv": "Alltid."}
    parts |= {"harm_points-0-position": 1, "harm_points-0-words_sv": "Ingen pekas ut"}
    address = reverse("admin:prototypes_network_add")
    send(coordinator, address, {**unit, **typed, **parts, **rows(principles=2, harm_points=1)})
    return Network.objects.get(slug="hallbart")


def enter_prototype(coordinator: Person, network: Network) -> Prototype:
    typed = {name: words for name, words, _at in PROTOTYPE} | {name: value for name, value, *_rest in CHOSEN}
    parts = {f"partners-{number}-position": number + 1 for number in range(3)}
    parts |= {f"groups-{number}-number": number + 1 for number in range(2)}
    parts |= {f"groups-{number}-takes_members": "on" for number in range(2)}
    more = {"network": network.pk, "slug": "segregation", "summary_sv": "Vi möts var tredje vecka."}
    theme = {"theme": Theme.objects.get(slug="trygghet").pk, "district": make_city().pk}
    address = reverse("admin:prototypes_prototype_add")
    send(coordinator, address, {**typed, **parts, **more, **theme, **rows(partners=3, groups=2)})
    send(coordinator, reverse("admin:prototypes_publish", args=["segregation"]), {})
    return Prototype.objects.select_related("network", "item").get(slug="segregation")


def check_harm(coordinator: Person, network: Network) -> None:
    point = network.harm_points.get().pk
    day = {"made_on_0": "3", "made_on_1": "11", "made_on_2": "2026"}
    found = {f"verdict_{point}": "care", f"note_{point}_sv": "Vi frågar först."}
    by = {"by_function_sv": "Samordningsgruppen", "once": str(uuid.uuid4())}
    send(coordinator, reverse("admin:prototypes_check", args=["segregation"]), {**day, **found, **by})


def test_every_fact_of_a_network(coordinator: Person) -> None:
    enter_network(coordinator)
    assert_stands(public("/natverk/hallbart/"), *NETWORK)


def test_every_fact_of_a_prototype(coordinator: Person) -> None:
    network = enter_network(coordinator)
    enter_prototype(coordinator, network)
    page = public("/prototyper/segregation/")
    assert_stands(page, *PROTOTYPE, *((name, words, at) for name, _value, words, at in CHOSEN))
    assert_stands(page, ("theme", "Trygghet", "#theme"), ("district", "Söder", "#district"))
    assert_stands(public("/prototyper/"), ("summary_sv", "Vi möts var tredje vecka.", ".card-body p"))


def test_the_check_and_each_status(coordinator: Person) -> None:
    network = enter_network(coordinator)
    enter_prototype(coordinator, network)
    assert_stands(public("/prototyper/segregation/"), ("state", "Arbete pågår sedan", ".promise .tag"))
    check_harm(coordinator, network)
    page = public("/prototyper/segregation/")
    assert_stands(
        page,
        ("made_on", "3 november 2026", "#harm p"),
        ("by_function_sv", "Samordningsgruppen", "#harm p"),
        ("harm_points-0-words_sv", "Ingen pekas ut", "#harm dt"),
        ("verdict", "Behöver omsorg", "#harm dd .tag"),
        ("note_sv", "Vi frågar först.", "#harm dd"),
    )
    learnt = {"learnt_sv": "Frågan var viktigare än lokalen."}
    states = (("start", "Aktiv sedan"), ("pause", "Pausad sedan"), ("resume", "Aktiv sedan"), ("end", "Avslutad"))
    for name, words in states:
        send(coordinator, reverse("admin:prototypes_move", args=["segregation", name]), learnt if name == "end" else {})
        page = public("/prototyper/segregation/")
        assert_stands(page, ("state", words, ".promise .tag"))
    assert_stands(page, ("learnt_sv", learnt["learnt_sv"], "#learnt p"))


def test_the_log_with_its_picture(coordinator: Person) -> None:
    enter_prototype(coordinator, enter_network(coordinator))
    typed = {
        "title_sv": "Hundra kom", "words_sv": "Fyra av tio kom tillbaka.", "once": str(uuid.uuid4()),
        "day_0": "3", "day_1": "11", "day_2": "2026", "picture": upload(), "alt": "Människor vid ett bord",
    }  # fmt: skip
    send(coordinator, reverse("admin:prototypes_prototype", args=["segregation"]), typed)
    for stored in StoredFile.objects.all():
        make_sizes(stored.pk)
    page = public("/prototyper/segregation/logg/")
    assert_stands(
        page,
        ("title_sv", "Hundra kom", ".process-log h3"),
        ("words_sv", "Fyra av tio kom tillbaka.", ".process-log p"),
        ("day", "tisdag 3 november 2026", ".process-log time"),
    )
    assert 'alt="Människor vid ett bord"' in page
    assert_stands(public("/prototyper/segregation/"), ("title_sv", "Hundra kom", ".thread h3"))


@pytest.mark.parametrize(
    ("level", "words"),
    [("individual", "För individen"), ("organisation", "För organisationen"), ("society", "För samhället")],
)
def test_a_value_at_each_level(coordinator: Person, level: str, words: str) -> None:
    enter_prototype(coordinator, enter_network(coordinator))
    typed = {"level": level, "words_sv": "Elva fick sommarjobb.", "amount": "18 500", "once": str(uuid.uuid4())}
    day = {"on_0": "3", "on_1": "11", "on_2": "2026"}
    send(coordinator, reverse("admin:effects_new_value", args=["prototype", "segregation"]), {**typed, **day})
    page = public("/prototyper/segregation/effekt/")
    assert_stands(
        page,
        ("level", words, ".chart th"),
        ("words_sv", "Elva fick sommarjobb.", ".effect-values p"),
        ("on", "3 november 2026", ".effect-values .small"),
        ("amount", "18 500 kr", ".effect-values .sum"),
    )
    assert_stands(public("/prototyper/segregation/"), ("level", words, "#value .chart th"))


def test_every_fact_of_a_method(coordinator: Person) -> None:
    network = enter_network(coordinator)
    prototype = enter_prototype(coordinator, network)
    typed = {name: words for name, words, _at in METHOD} | {name: value for name, value, *_rest in METHOD_CHOSEN}
    more = {"network": network.pk, "slug": "lyssnarrunda", "used_in": prototype.get_absolute_url()}
    send(coordinator, reverse("admin:prototypes_method_add"), {**typed, **more})
    page = public(Method.objects.get().get_absolute_url())
    assert_stands(page, *METHOD, *((name, words, at) for name, _value, words, at in METHOD_CHOSEN))
    assert_stands(page, ("used_in", "Bryta segregationen", "#used-in h3"))
    assert_stands(public("/prototyper/segregation/"), ("used_in", "Lyssnarrunda", "#methods li"))
