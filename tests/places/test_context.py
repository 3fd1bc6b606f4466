"""What every page knows: at most one query, links in the page's language, no query for what is not shown."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.test import Client, RequestFactory
from django.urls import Resolver404, resolve
from django.utils.translation import override

from civicportal.kernel.text import LocalizedText
from civicportal.places import doors, mine, navigation, panels, papers
from civicportal.places.context import city as context
from civicportal.places.models import City, District
from civicportal.places.queries import districts, the_city

pytestmark = pytest.mark.django_db


def asked(path: str = "/om/", **more: Any) -> HttpRequest:
    request = RequestFactory().get(path, **more)
    request.user = AnonymousUser()
    with suppress(Resolver404):
        request.resolver_match = resolve(request.path)
    return request


def named(**facts: Any) -> City:
    city = City(
        **{
            "name": "Sundstaden",
            "short_name": "Sundstaden",
            "portal_name": LocalizedText(sv="P"),
            "email": "a@example.org",
            **facts,
        }
    )
    city.save()
    return city


def test_nothing_is_asked_for_a_page_that_does_not_show_the_city(django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(0):
        facts = context(asked())
    with django_assert_num_queries(1):
        assert (str(facts["city"].short_name), str(facts["brand_url"])) == ("Portalen", "")
        assert facts["city"].name == ""


def test_the_language_link_keeps_what_was_searched_for() -> None:
    assert context(asked("/sok/?q=hus"))["other_language_url"] == "/en/sok/?q=hus"
    with override("en"):
        facts = context(asked("/en/om/"))
    assert (facts["other_language_url"], facts["other_language_code"], facts["other_language_name"]) == (
        "/om/",
        "sv",
        "Svenska",
    )


def test_a_page_that_is_not_there_leads_to_the_other_languages_home() -> None:
    assert context(asked("/finns-inte/"))["other_language_url"] == "/en/"


def test_the_link_under_which_one_is_is_marked() -> None:
    current = [link.url for link in context(asked("/kontakt/"))["footer_links"] if link.current]
    assert current == ["/kontakt/"]
    with override("en"):
        assert {link.url for link in context(asked("/en/om/"))["footer_links"]} >= {
            "/en/tillganglighet/",
            "/en/integritet/",
            "/en/kakor/",
        }


def test_feedback_knows_the_page_and_not_what_was_asked_of_it() -> None:
    assert context(asked("/sok/?q=hemligt"))["feedback_url"] == "/tyck-till/?page=%2Fsok%2F"


def test_the_order_of_districts_is_swedish() -> None:
    for name in ("Örby", "Ättekulla", "Adolfsberg", "Ålen", "Wilson Park", "Vasatorp"):
        District.objects.create(
            name=name, slug=name.lower().encode("ascii", "ignore").decode().replace(" ", "-") or "x"
        )
    District.objects.create(name="Dold", slug="dold", listed=False)
    assert [row.name for row in districts()] == ["Adolfsberg", "Vasatorp", "Wilson Park", "Ålen", "Ättekulla", "Örby"]


def test_accents_are_a_sheet_that_may_be_kept_until_they_change(client: Client) -> None:
    named(accent="#7A2E5D", accent_dark="#EBA6CF")
    url = str(context(asked())["brand_url"])
    response = client.get(url)
    assert "--brick:light-dark(#7A2E5D,#EBA6CF)" in response.content.decode()
    assert response.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert client.get("/stil/stad.css?v=old").headers["Cache-Control"] == "public, max-age=60"
    named(accent="#0F6158")
    assert str(context(asked())["brand_url"]) != url


@pytest.mark.parametrize("typed", ["red", "#fff", "}*{x", "</styl"])
def test_what_is_no_colour_never_reaches_the_sheet(client: Client, typed: str) -> None:
    named(accent=typed)
    assert client.get("/stil/stad.css").content == b""


def test_there_is_one_city() -> None:
    named(name="Ett")
    named(name="Två")
    assert (City.objects.count(), the_city().name) == (1, "Två")


def test_registries_take_each_key_once() -> None:
    with pytest.raises(ValueError, match="twice"):
        navigation.register_foot(navigation.NavLink("about", "", "about"))
    with pytest.raises(ValueError, match="twice"):
        mine.register(mine.Group("followed", "", lambda person: []))
    for registry, register, thing in (
        (doors.doors, doors.register, doors.Door("test", "", "", "home", 1)),
        (panels.panels, panels.register, panels.Panel("test", "", lambda request: None)),
    ):
        register(thing)  # type: ignore[operator]
        with pytest.raises(ValueError, match="twice"):
            register(thing)  # type: ignore[operator]
        del registry["test"]  # type: ignore[attr-defined]
    papers.register("test", lambda: [papers.Paper("Frågor", "/x/")])
    assert papers.Paper("Frågor", "/x/") in papers.in_order()
    with pytest.raises(ValueError, match="twice"):
        papers.register("test", list)
    del papers.papers["test"]


def test_what_waits_for_the_person_stands_first_and_silent_groups_are_left_out() -> None:
    kept = dict(mine.groups)
    mine.groups.clear()
    try:
        mine.register(mine.Group("late", "Sent", lambda person: [mine.Row("x", "/x/")], position=90))
        mine.register(mine.Group("silent", "Tyst", lambda person: []))
        mine.register(
            mine.Group("empty", "Tom", lambda person: [], position=10, empty="Inget än", empty_url_name="home")
        )
        mine.register(mine.Group("urgent", "Väntar", lambda person: [mine.Row("y", "/y/")], position=99, urgent=True))
        shown = mine.shown(None)
        assert [(each.group.key, each.empty_url) for each in shown] == [("urgent", ""), ("empty", "/"), ("late", "")]
    finally:
        mine.groups.clear()
        mine.groups.update(kept)
