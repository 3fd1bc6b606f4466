"""Every item agrees with its source; the command mends those that do not. Lists are read in few queries."""

from __future__ import annotations

from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command

from civicportal.commons import actions, queries
from civicportal.commons.models import Item
from civicportal.kernel.text import LocalizedText
from tests.commons.factories import make_district, make_project, published

pytestmark = pytest.mark.django_db


def rebuild(*arguments: str) -> str:
    out = StringIO()
    call_command("rebuild_items", *arguments, stdout=out, stderr=out)
    return out.getvalue().strip()


def test_a_fresh_item_is_what_its_source_says() -> None:
    project = make_project(district=make_district())
    item = actions.publish(project, by=None)
    project.refresh_from_db()
    assert actions.changed_contents(Item.every.get(pk=item.pk), project) == {}
    assert rebuild("--check") == "Every item agrees with its source."


def test_an_item_that_fell_behind_is_told_and_mended() -> None:
    project = make_project()
    item = actions.publish(project, by=None)
    hidden = make_project("Dolt")
    actions.publish(hidden, by=None)
    actions.hide(hidden, by=None, reason="withdrawn")
    project.title = LocalizedText(sv="Ett annat namn")
    project.save()
    with pytest.raises(SystemExit):
        rebuild("--check")
    assert str(Item.objects.get(pk=item.pk).title) == "Verktygsbibliotek i tvättstugan"
    assert rebuild() == "1 items rebuilt."
    assert str(Item.objects.get(pk=item.pk).title) == "Ett annat namn"
    assert rebuild() == "0 items rebuilt."
    assert Item.objects.count() == 1


@pytest.mark.parametrize("rows", [1, 3])
def test_newest_is_one_query(rows: int, django_assert_num_queries: Any) -> None:
    for number in range(rows):
        published(f"Nr {number}", district=make_district(f"Stadsdel {number}"))
    with django_assert_num_queries(1):
        found = queries.newest(["project"], 3)
        assert [item.district.name for item in found] == [f"Stadsdel {number}" for number in reversed(range(rows))]


def test_newest_goes_by_the_date_that_things_are_told_by() -> None:
    from datetime import date

    old, new = published("Gammal", granted_on=date(2019, 1, 1)), published("Ny", granted_on=date(2026, 1, 1))
    assert queries.newest(["project"], 3) == [new, old]
    assert queries.newest(["project"], 1) == [new]
    assert queries.newest(["fund"], 3) == []


def test_a_card_speaks_one_language_and_says_which() -> None:
    from django.utils.translation import override

    from civicportal.commons.templatetags.commons import item_card

    both = published({"sv": "Sång", "en": "Singing"}, summary=LocalizedText(sv="Vi sjunger", en="We sing"))
    half = published({"sv": "Sång", "en": "Singing"}, summary=LocalizedText(sv="Vi sjunger"))
    with override("en"):
        told = [(card.title, card.summary, card.language) for card in map(item_card, (both, half))]
    assert told == [("Singing", "We sing", ""), ("Sång", "Vi sjunger", "sv")]
    assert item_card(half).language == ""
