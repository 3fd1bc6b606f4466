"""The guide's registry: which ways fit which answers, the one that names the most of them first."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from civicportal.places import guide
from civicportal.places.guide import Way


@pytest.fixture(autouse=True)
def _only_ours() -> Iterator[None]:
    kept = dict(guide.ways)
    guide.ways.clear()
    yield
    guide.ways.clear()
    guide.ways.update(kept)


def keys(**answers: str) -> list[str]:
    return [shown.way.key for shown in guide.ways_for(answers)]


def test_the_way_that_gives_what_is_wanted_and_names_most_answers_stands_first() -> None:
    guide.register(Way("any", "", "", "home", position=1))
    guide.register(Way("idea", "", "", "home", comes_with=("idea",), position=90))
    guide.register(Way("idea_money", "", "", "home", comes_with=("idea", "need"), wants=("money",), position=99))
    guide.register(Way("employee", "", "", "home", who=("employee",), position=2))
    assert keys(comes_with="idea", who="resident", wants="money") == ["idea_money", "idea", "any"]
    assert keys(comes_with="idea", who="resident", wants="heard") == ["idea", "any", "idea_money"]
    assert keys(comes_with="time", who="employee", wants="money") == ["employee", "any"]
    assert keys() == ["any", "employee", "idea", "idea_money"]


def test_a_closed_way_is_not_shown() -> None:
    guide.register(Way("closed", "", "", url=lambda: ""))
    guide.register(Way("open", "", "", url=lambda: "/dit/"))
    assert [(shown.way.key, shown.url) for shown in guide.ways_for({})] == [("open", "/dit/")]


def test_a_way_names_only_what_the_questions_offer() -> None:
    guide.register(Way("one", "", "", "home"))
    with pytest.raises(ValueError, match="twice"):
        guide.register(Way("one", "", "", "home"))
    with pytest.raises(ValueError, match="boat"):
        guide.register(Way("two", "", "", "home", comes_with=("boat",)))


@pytest.mark.parametrize(
    ("address", "given", "following"),
    [
        ({}, {}, "comes_with"),
        ({"med": "ide"}, {"comes_with": "idea"}, "who"),
        ({"med": "ide", "vem": "boende"}, {"comes_with": "idea", "who": "resident"}, "wants"),
        (
            {"med": "ide", "vem": "boende", "vill": "pengar"},
            {"comes_with": "idea", "who": "resident", "wants": "money"},
            "",
        ),
        ({"med": "båt", "vem": "boende"}, {}, "comes_with"),
        ({"vem": "boende", "vill": "pengar"}, {}, "comes_with"),
        ({"med": "annat"}, {"comes_with": "elsewhere"}, ""),
    ],
    ids=str,
)  # fmt: skip
def test_the_address_is_read_in_the_order_of_the_questions(
    address: dict[str, str], given: dict[str, str], following: str
) -> None:
    asked = guide.asked(address)
    assert {key: choice.key for key, choice in asked.answers.items()} == given
    assert (asked.next.key if asked.next else "") == following
    assert asked.elsewhere == (given.get("comes_with") == "elsewhere")


def test_addresses_and_keys_are_each_given_once() -> None:
    for question in guide.QUESTIONS:
        for names in ({choice.key for choice in question.choices}, {choice.address for choice in question.choices}):
            assert len(names) == len(question.choices)
