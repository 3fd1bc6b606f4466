"""The guide: three questions by links alone, and an end that leads somewhere whatever one answers."""

from __future__ import annotations

import itertools
import re
from typing import Any

import pytest
from django.test import Client

from civicportal.places.guide import COMES_WITH, ELSEWHERE, QUESTIONS, ways_for
from tests.pages.factories import make_city

pytestmark = pytest.mark.django_db
CHOICE = re.compile(r'<li class="guide-choice">\s*<a href="([^"]+)"')


def choices(client: Client, path: str) -> list[str]:
    return [url.replace("&amp;", "&") for url in CHOICE.findall(client.get(path).content.decode())]


@pytest.mark.parametrize("language", ["", "/en"])
def test_three_presses_lead_from_the_first_question_to_the_ways(client: Client, language: str) -> None:
    make_city()
    path, counts = f"{language}/vagvisare/", []
    while found := choices(client, path):
        counts.append(len(found))
        path = found[0]
    assert counts == [5, 3, 4]
    response = client.get(path)
    html = response.content.decode()
    assert (path, response.status_code) == (f"{language}/vagvisare/?med=behov&vem=boende&vill=pengar", 200)
    assert ("<form" in html, not response.cookies, response.headers["Cache-Control"]) == (
        False,
        True,
        "public, max-age=60",
    )


def test_each_answer_can_be_changed(client: Client) -> None:
    make_city()
    html = client.get("/vagvisare/?med=ide&vem=boende&vill=andra").content.decode()
    back = re.findall(r'summary-change"><a href="([^"]+)"', html)
    assert back == ["/vagvisare/", "/vagvisare/?med=ide", "/vagvisare/?med=ide&amp;vem=boende"]


def test_every_answer_leads_to_a_way() -> None:
    """Whatever is open or closed: a list of what there is answers in any case."""
    keys = [[choice.key for choice in question.choices if choice.key != ELSEWHERE] for question in QUESTIONS]
    names = [question.key for question in QUESTIONS]
    without = [answers for answers in itertools.product(*keys) if not ways_for(dict(zip(names, answers, strict=True)))]
    assert without == []


def test_what_the_portal_is_not_for_is_said_at_once_with_where_to_turn(client: Client) -> None:
    make_city(phone="042-10 50 00")
    (elsewhere,) = [choice.address for choice in COMES_WITH.choices if choice.key == ELSEWHERE]
    html = client.get(f"/vagvisare/?med={elsewhere}").content.decode()
    assert ("Här hjälper någon annan dig" in html, 'href="tel:0421050 00"' in html or "tel:042105000" in html) == (
        True,
        True,
    )


@pytest.mark.parametrize("query", ["", "?med=annat", "?med=ide&vem=boende&vill=pengar"])
def test_the_guide_asks_the_database_little(client: Client, query: str, django_assert_max_num_queries: Any) -> None:
    make_city()
    with django_assert_max_num_queries(4):
        assert client.get(f"/vagvisare/{query}").status_code == 200
