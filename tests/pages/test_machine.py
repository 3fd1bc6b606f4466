"""Addresses for programs."""

from __future__ import annotations

import json
from xml.etree import ElementTree

import pytest
from django.test import Client

from civicportal.commons import actions
from tests.commons.factories import make_project
from tests.pages.factories import make_city

pytestmark = pytest.mark.django_db
SPACE = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def test_robots_keeps_out_of_what_is_somebodys_own_in_both_languages(client: Client) -> None:
    lines = client.get("/robots.txt").content.decode().splitlines()
    assert {"Disallow: /mitt/", "Disallow: /en/mitt/", "Disallow: /backoffice/"} <= set(lines)
    assert lines[-1] == "Sitemap: http://testserver/sitemap.xml"


def test_the_sitemap_lists_visible_things_in_both_languages_and_no_hidden_ones(client: Client) -> None:
    shown, hidden = make_project("Synlig", slug="synlig"), make_project("Dold", slug="dold")
    for project in (shown, hidden):
        actions.publish(project, by=None)
    actions.hide(hidden, by=None, reason="withdrawn")
    response = client.get("/sitemap.xml")
    found = {element.text for element in ElementTree.fromstring(response.content).iter(f"{SPACE}loc")}  # noqa: S314
    assert {
        "http://testserver/projekt/synlig/",
        "http://testserver/en/projekt/synlig/",
        "http://testserver/om/",
    } <= found
    assert not [address for address in found if "dold" in (address or "")]
    assert not response.cookies


def test_the_manifest_names_the_city(client: Client) -> None:
    make_city()
    facts = json.loads(client.get("/site.webmanifest").content)
    assert (facts["name"], facts["short_name"]) == ("Idéportalen Sundstaden", "Sundstaden")


def test_an_icon_for_those_who_ask_without_reading(client: Client) -> None:
    assert client.get("/favicon.ico").headers["Location"].endswith("touch.png")
