"""Who to be in the demo: one button per person, and nowhere but in the demo."""

from __future__ import annotations

import pytest
from django.urls import reverse

from civicportal.demo import city, people
from civicportal.people.models import Person

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast(settings):
    settings.DEMO = True
    return people.load(city.load().units)


def test_it_is_not_found_outside_the_demo(client, cast, settings):
    settings.DEMO = False
    assert client.get(reverse("demo")).status_code == 404
    assert client.post(reverse("demo"), {"person": cast["administrator"].pk}).status_code == 404
    assert "_auth_user_id" not in client.session


def test_there_is_a_button_for_everybody_in_the_cast(client, cast):
    groups = client.get(reverse("demo")).context["groups"]
    assert [row["person"] for group in groups for row in group["rows"]] == list(cast.values())


def test_an_empty_demo_says_what_to_do(client, settings):
    settings.DEMO = True
    assert "make demo" in client.get(reverse("demo")).text


@pytest.mark.parametrize(("key", "goes_to"), [("resident", "my_page"), ("sff", "admin:index")])
def test_a_button_signs_in_and_goes_where_the_person_begins(client, cast, key, goes_to):
    response = client.post(reverse("demo"), {"person": cast[key].pk})
    assert (response.status_code, response.headers["Location"]) == (302, reverse(goes_to))
    assert client.session["_auth_user_id"] == str(cast[key].pk)


def test_the_second_step_is_not_given_away(client, cast):
    client.post(reverse("demo"), {"person": cast["director"].pk})
    assert [one["method"] for one in client.session["account_authentication_methods"]] == ["code"]


def test_another_button_changes_person(client, cast):
    client.post(reverse("demo"), {"person": cast["director"].pk})
    client.post(reverse("demo"), {"person": cast["resident"].pk})
    assert client.session["_auth_user_id"] == str(cast["resident"].pk)


@pytest.mark.parametrize("word", ["", "0", "abc", "-1", "٣", "9" * 40])
def test_a_button_that_is_none_finds_nobody(client, cast, word):
    assert client.post(reverse("demo"), {"person": word}).status_code == 404


def test_only_the_cast_can_be_taken(client, cast):
    stranger = Person.objects.create_user("stranger@example.org", name="Någon Annan")
    assert client.post(reverse("demo"), {"person": stranger.pk}).status_code == 404
    assert "_auth_user_id" not in client.session
