"""The search page: all kinds, narrowed by kind, district and theme; public by release and nothing else."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from civicportal.commons import actions
from civicportal.commons.models import Item, Theme
from civicportal.kernel.text import LocalizedText
from tests.commons.factories import make_district, make_fund, make_project, published
from tests.pages.factories import make_city

pytestmark = pytest.mark.django_db


def found(client: Client, query: str) -> list[str]:
    """The titles that a search shows, in order."""
    html = client.get(f"/sok/?{query}").content.decode()
    return re.findall(r'<article class="card.*?<h\d[^>]*><a[^>]*>(?:<[^>]+>)*([^<]+)', html, re.DOTALL)


def counts(client: Client, query: str, name: str) -> dict[str, int]:
    """What a filter says there is of each choice."""
    html = client.get(f"/sok/?{query}").content.decode()
    boxes = re.findall(rf'name="{name}" value="([^"]+)".*?<span class="count">(\d+)<', html)
    return {value: int(number) for value, number in boxes}


@pytest.fixture
def things() -> dict[str, Item]:
    make_city()
    south, north = make_district("Söder"), make_district("Norr")
    made = {
        "ett": published("Bikupa ett", district=south),
        "två": published("Bikupa två", district=north),
        "tre": published("Myrstack tre", district=south),
        "fond": actions.publish(make_fund(name=LocalizedText(sv="Bikupefonden")), by=None),
    }
    theme = Theme.objects.create(kind="challenge", slug="natur", name=LocalizedText(sv="Natur", en="Nature"))
    Item.objects.filter(pk__in=[made["ett"].pk, made["tre"].pk]).update(theme=theme)
    return made


def test_every_kind_is_found_and_each_filter_narrows(client: Client, things: dict[str, Item]) -> None:
    assert sorted(found(client, "q=bikupa")) == ["Bikupa ett", "Bikupa två", "Bikupefonden"]
    assert found(client, "q=bikupa&district=söder") == ["Bikupa ett"]
    assert sorted(found(client, "q=bikupa&district=söder&district=norr")) == ["Bikupa ett", "Bikupa två"]
    assert found(client, "q=bikupa&theme=natur") == ["Bikupa ett"]
    assert found(client, "q=bikupa&kind=fund") == ["Bikupefonden"]
    assert found(client, "q=bikupa&kind=fund&district=norr") == []


def test_filters_without_words_show_all_that_fits(client: Client, things: dict[str, Item]) -> None:
    assert sorted(found(client, "theme=natur")) == ["Bikupa ett", "Myrstack tre"]
    assert found(client, "q=") == []


def test_the_counts_are_those_under_the_other_filters(client: Client, things: dict[str, Item]) -> None:
    assert counts(client, "q=bikupa", "kind") == {"fund": 1, "project": 2}
    assert counts(client, "q=bikupa&district=söder", "kind") == {"project": 1}
    assert counts(client, "q=bikupa&district=söder", "district") == {"söder": 1, "norr": 1}


def test_a_chosen_filter_can_be_taken_away_and_stands_in_the_address(client: Client, things: dict[str, Item]) -> None:
    html = client.get("/sok/?q=bikupa&theme=natur&district=söder").content.decode()
    assert 'href="?q=bikupa&amp;district=s%C3%B6der"' in html
    assert 'href="?q=bikupa&amp;theme=natur"' in html
    assert 'name="theme" value="natur" checked' in html


def test_in_english_the_themes_are_english(client: Client, things: dict[str, Item]) -> None:
    assert "Nature" in client.get("/en/sok/?q=bikupa").content.decode()


@pytest.mark.parametrize("query", ["kind=nothing", "district=x&theme=y", "q=%00&kind=", "q=%F0%9F%90%9D&page=x"])
def test_what_makes_no_sense_does_no_harm(client: Client, query: str) -> None:
    make_city()
    assert client.get(f"/sok/?{query}").status_code == 200


def test_what_is_hidden_is_neither_found_nor_counted(client: Client) -> None:
    make_city()
    project = make_project("Bikupa hemlig")
    actions.publish(project, by=None)
    published("Bikupa öppen")
    actions.hide(project, by=None, reason="withdrawn")
    assert found(client, "q=bikupa") == ["Bikupa öppen"]
    assert counts(client, "q=bikupa", "kind") == {"project": 1}


@pytest.mark.parametrize("number", [1, 3])
@pytest.mark.parametrize("query", ["q=bikupa", "q=bikupa&kind=project", "q=bikupa&district=söder"])
def test_four_queries_however_much_is_found(
    number: int, query: str, client: Client, django_assert_max_num_queries: Any
) -> None:
    make_city()
    south = make_district("Söder")
    for each in range(number):
        published(f"Bikupa {each}", district=south)
    with django_assert_max_num_queries(4):
        client.get(f"/sok/?{query}")
