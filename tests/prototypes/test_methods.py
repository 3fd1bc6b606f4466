"""The toolbox: what a method tells, where it was used, and that it prints."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from civicportal.commons.models import Item, Link
from prototypes.enums.prototypes import MethodFormat
from prototypes.forms.prototypes import ItemsField, MethodForm
from prototypes.models import Method
from prototypes.queries.staff import item_of
from tests.lists import shown
from tests.people import client_of
from tests.prototypes.factories import Stage, make_method, make_prototype, make_stage, texts

pytestmark = pytest.mark.django_db


@pytest.fixture
def stage() -> Stage:
    return make_stage()


def slugs(client: Client, query: str = "") -> list[str]:
    return [item.slug for item in shown(client.get(f"/verktyg/{query}"))]


def test_the_toolbox_is_filtered_by_format_and_words(client: Client, stage: Stage) -> None:
    make_method(stage.network, "lyssna", name=texts("Lyssnarrunda"))
    make_method(stage.network, "prova", name=texts("Snabbtest"), format=MethodFormat.TEST)
    assert slugs(client) == ["lyssna", "prova"]
    assert slugs(client, "?format=test") == ["prova"]
    assert slugs(client, "?format=listen") == ["lyssna"]
    assert slugs(client, "?q=Snabbtest") == ["prova"]
    assert slugs(client, "?format=listen&q=Snabbtest") == []
    assert slugs(client, "?format=finns-inte") == ["lyssna", "prova"]


def test_a_method_tells_all_one_needs(client: Client, stage: Stage) -> None:
    method = make_method(
        stage.network, "lyssna", name=texts("Lyssnarrunda"), material=texts("Stolar\nEn klocka"), minutes=45
    )
    method.used_in.add(stage.prototype.item)
    page = client.get("/verktyg/lyssna/").content.decode()
    for words in ("Sitt ner", "Lyssna brett", "45 minuter", "6 till 30 personer", "Stolar", "En klocka", "Mötas"):
        assert words in page


def test_a_method_stands_on_the_pages_where_it_was_used(client: Client, stage: Stage) -> None:
    make_method(stage.network, "lyssna", name=texts("Lyssnarrunda")).used_in.add(stage.prototype.item)
    assert 'href="/verktyg/lyssna/"' in client.get(stage.prototype.get_absolute_url()).content.decode()


def test_it_belongs_to_its_network(stage: Stage) -> None:
    method = make_method(stage.network)
    link = Link.objects.get(source=method.item)
    assert (link.kind, link.target) == (Link.Kind.BELONGS_TO, stage.network.item)


def test_the_database_refuses_a_group_that_cannot_be(stage: Stage) -> None:
    method = make_method(stage.network)
    with pytest.raises(IntegrityError), transaction.atomic():
        Method.objects.filter(pk=method.pk).update(largest_group=2)
    with pytest.raises(IntegrityError), transaction.atomic():
        Method.objects.filter(pk=method.pk).update(minutes=0)


# Where it was used, written as addresses


@pytest.mark.parametrize(
    "address",
    ["/prototyper/motas/", "/en/prototyper/motas/", "https://portalen.example.org/prototyper/motas/?a=1#purpose",
     "prototyper/motas"],
)  # fmt: skip
def test_an_address_names_a_public_page(stage: Stage, address: str) -> None:
    found = make_prototype(stage.network, stage.coordinator, slug="motas")
    assert item_of(address) == found.item


@pytest.mark.parametrize("address", ["/prototyper/finns-inte/", "/projekt/motas/", "", "/", "/prototyper/dold/"])
def test_an_address_that_names_none(stage: Stage, address: str) -> None:
    make_prototype(stage.network, stage.coordinator, slug="motas")
    make_prototype(stage.network, stage.coordinator, slug="dold", public=False)
    assert item_of(address) is None


def test_the_field_takes_each_page_once_and_gives_it_back(stage: Stage) -> None:
    item = stage.prototype.item
    field, path = ItemsField(required=False), item.get_absolute_url()
    assert field.clean(f"{path}\n\n/en{path}") == [item]
    assert field.prepare_value([item]) == path
    assert not field.has_changed([item], f"{path}\n")
    assert field.has_changed([item], "")
    assert field.clean("") == []


def test_the_form_keeps_what_was_written(stage: Stage) -> None:
    method = make_method(stage.network)
    method.used_in.add(stage.prototype.item)
    form = MethodForm(instance=method)
    assert form["used_in"].value() == stage.prototype.get_absolute_url()


def test_a_wrong_address_is_said_at_the_field(stage: Stage) -> None:
    client = client_of(stage.coordinator)
    typed = {
        "network": stage.network.pk, "slug": "ny", "name_sv": "Ny", "what_for_sv": "För", "format": "test",
        "how_sv": "Gör", "minutes": "10", "smallest_group": "5", "largest_group": "3", "used_in": "/finns/inte/",
    }  # fmt: skip
    page = client.post("/backoffice/prototypes/method/add/", typed).content.decode()
    assert "Det finns ingen offentlig sida på /finns/inte/" in page
    page = client.post("/backoffice/prototypes/method/add/", {**typed, "used_in": ""}).content.decode()
    assert "Den största gruppen kan inte vara mindre än den minsta" in page
    assert Item.objects.filter(kind="method").count() == 0
