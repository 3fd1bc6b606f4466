"""The pages of prototypes: what they show, to whom, with how many queries."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from civicportal.commons.models import Theme
from civicportal.places.models import District
from prototypes.actions import prototypes as actions
from prototypes.models import GroupMember, Partner, Prototype
from tests.lists import shown
from tests.prototypes.factories import Stage, check, make_method, make_prototype, make_stage, texts

pytestmark = pytest.mark.django_db


@pytest.fixture
def stage() -> Stage:
    return make_stage()


def paths(stage: Stage) -> tuple[str, ...]:
    here = stage.prototype.get_absolute_url()
    return ("/prototyper/", here, f"{here}logg/", f"{here}effekt/", "/natverk/hallbart/", "/verktyg/")


@pytest.mark.parametrize("number", range(6))
@pytest.mark.parametrize("prefix", ["", "/en"])
def test_reading_pages_are_the_same_for_everybody(client: Client, stage: Stage, number: int, prefix: str) -> None:
    path = prefix + paths(stage)[number]
    first = client.get(path)
    assert (first.status_code, dict(first.cookies)) == (200, {})
    assert client.get(path, headers={"If-None-Match": first.headers["ETag"]}).status_code == 304
    assert f'<html lang="{"en" if prefix else "sv"}"' in first.content.decode()


def test_the_list_is_filtered_by_state_theme_and_district(client: Client, stage: Stage) -> None:
    other = District.objects.create(name="Dalhem", slug="dalhem")
    theme = Theme.objects.create(slug="trygghet", kind=Theme.Kind.CHALLENGE, name=texts("Trygghet"))
    ended = make_prototype(stage.network, stage.coordinator, "Skåpen", state="ended", district=other)
    themed = make_prototype(stage.network, stage.coordinator, "Lyssna", theme=theme)

    def found(query: str) -> set[str]:
        return {item.slug for item in shown(client.get(f"/prototyper/?{query}"))}

    assert found("") == {stage.prototype.slug, ended.slug, themed.slug}
    assert found("state=ended") == {ended.slug}
    assert found("district=dalhem") == {ended.slug}
    assert found("theme=trygghet") == {themed.slug}
    assert found("q=Lyssna") == {themed.slug}
    assert found("state=finns-inte&page=tolv") == {stage.prototype.slug, ended.slug, themed.slug}
    assert found("q=zzzz") == set()


def test_a_prototype_that_is_not_published_is_nowhere(client: Client, stage: Stage) -> None:
    hidden = make_prototype(stage.network, stage.coordinator, "Hemlig", public=False)
    assert client.get(f"/prototyper/{hidden.slug}/").status_code == 404
    assert client.get(f"/prototyper/{hidden.slug}/gruppen/1/").status_code == 404
    assert [item.slug for item in shown(client.get("/prototyper/"))] == [stage.prototype.slug]


def test_what_was_taken_out_is_gone_and_comes_back_with_its_log(client: Client, stage: Stage) -> None:
    actions.tell(stage.prototype, by=stage.coordinator, title=texts("Vi öppnade"), words=texts("Dörren"))
    actions.hide(stage.prototype, by=stage.coordinator, reason="unpublished")
    assert client.get(stage.prototype.get_absolute_url()).status_code == 404
    actions.publish(stage.prototype, by=stage.coordinator)
    assert "Vi öppnade" in client.get(f"{stage.prototype.get_absolute_url()}logg/").content.decode()


def test_an_old_address_leads_to_the_new(client: Client, stage: Stage) -> None:
    old = stage.prototype.get_absolute_url()
    Prototype.objects.filter(pk=stage.prototype.pk).update(slug="ny-adress")
    actions.refresh(stage.prototype, by=stage.coordinator)
    answer = client.get(old)
    assert (answer.status_code, answer.headers["Location"]) == (301, "/prototyper/ny-adress/")


def fill(stage: Stage, rows: int) -> Prototype:
    """A prototype with so many of everything that its page lists."""
    found = make_prototype(stage.network, stage.coordinator)
    for number in range(2, rows + 1):
        Partner.objects.create(prototype=found, position=number, name=f"Partner {number}", kind="company")
        found.groups.create(number=number, name=texts(f"Grupp {number}"), about=texts("Gör"))
    for number in range(rows):
        GroupMember.objects.create(group=found.groups.first(), name="N", email=f"m{number}@example.org")
        actions.tell(found, by=stage.coordinator, title=texts(f"Steg {number}"), words=texts("Hände"))
        make_method(stage.network).used_in.add(found.item)
    check(found, stage.coordinator)
    return found


@pytest.mark.parametrize(("page", "most"), [("", 7), ("logg/", 4), ("effekt/", 3)])
@pytest.mark.parametrize("rows", [1, 3])
def test_queries_of_a_prototypes_pages(
    client: Client, stage: Stage, rows: int, page: str, most: int, django_assert_num_queries: Any
) -> None:
    here = fill(stage, rows).get_absolute_url()
    client.get("/verktyg/")
    with django_assert_num_queries(most):
        client.get(f"{here}{page}")


@pytest.mark.parametrize(("page", "most"), [("/prototyper/", 4), ("/natverk/hallbart/", 7), ("/verktyg/sitt-ner/", 6)])
@pytest.mark.parametrize("rows", [1, 3])
def test_queries_of_the_lists(
    client: Client, stage: Stage, rows: int, page: str, most: int, django_assert_num_queries: Any
) -> None:
    method = make_method(stage.network, "sitt-ner")
    for _each in range(rows):
        made = make_prototype(stage.network, stage.coordinator)
        method.used_in.add(made.item)
        make_method(stage.network)
    client.get("/verktyg/")
    with django_assert_num_queries(most):
        client.get(page)


@pytest.mark.parametrize("rows", [1, 3])
def test_queries_of_the_toolbox(client: Client, stage: Stage, rows: int, django_assert_num_queries: Any) -> None:
    for _each in range(rows):
        make_method(stage.network)
    client.get("/prototyper/")
    with django_assert_num_queries(2):
        client.get("/verktyg/")


def test_members_are_counted_and_never_named(client: Client, stage: Stage) -> None:
    GroupMember.objects.create(group=stage.group, name="Hemlig Hedda", email="hedda@example.org")
    page = client.get(stage.prototype.get_absolute_url()).content.decode()
    assert "1 person i gruppen" in page
    assert "Hedda" not in page
    assert "hedda@example.org" not in page
