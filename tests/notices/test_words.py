"""What people type can neither send links nor invent paragraphs in the city's letters."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from django.template import TemplateDoesNotExist
from django.template.loader import get_template
from hypothesis import given
from hypothesis import strategies as st

from civicportal.kernel.text import LocalizedText
from civicportal.notices.letters import letters
from civicportal.notices.templatetags.letters import passage, quoted
from civicportal.notices.words import LANGUAGES, blocks, compose, defused, html_of, site_link, tame
from civicportal.places.models import City

EVIL = "Gratis\n\nSubject: Din kod\r\nhttps://evil.example.org/"
EVIL += '<a href="https://evil.example.org">här</a>\x00 www.evil.example.org'


def letter(**facts):
    return compose("portaltests/plain", {"title": "Cykelkök", "text": "", **facts}, "sv")


@pytest.mark.django_db
def test_a_typed_title_is_one_line_and_no_link():
    words = letter(title=EVIL, text=EVIL)
    assert "\n" not in words.subject
    assert words.subject.startswith("Om Gratis Subject: Din kod https: //evil")
    assert "://" not in words.subject + words.text.replace("http://testserver/", "")
    assert words.html.count("<a ") == 1
    assert '<a href="http://testserver/">' in words.html
    assert "&lt;a href=" in words.html
    assert "\n> Subject: Din kod\n" in words.text


@pytest.mark.django_db
def test_only_addresses_of_the_portal_become_links():
    words = letter(link=site_link("/mitt/VF-2026-0001/?a=1&b=2"))
    assert '<a href="http://testserver/mitt/VF-2026-0001/?a=1&amp;b=2">' in words.html
    assert "Läs här:\nhttp://testserver/mitt/VF-2026-0001/?a=1&b=2" in words.text


@pytest.mark.parametrize(
    "near", ["http://testserver.evil.example.org/", "http://testserver@evil.example.org/", "http://testserverx/"]
)
def test_an_address_that_only_looks_like_ours_is_no_link(near):
    assert "<a " not in blocks(f"Läs {near} nu")


@given(st.text(max_size=200))
def test_no_typed_text_makes_a_link_or_a_line(text):
    value = tame(text)
    assert "\n" not in value
    assert "://" not in value
    assert all(line.startswith(">") for line in quoted(value).split("\n") if line)
    assert "://" not in defused(text)
    assert "<a " not in blocks(quoted(value))


def test_the_filters_keep_the_lines_of_a_text():
    text = tame("Hej  du\n\nSe https://a.example.org")
    assert quoted(text) == "> Hej  du\n>\n> Se https: //a.example.org"
    assert passage(text) == "Hej  du\n\nSe https: //a.example.org"


def test_html_has_paragraphs_lists_and_quotations():
    html = html_of("Hej,\ndu\n\n- ett\n- två\n\n> sa du\n", "sv")
    assert '<html lang="sv">' in html
    assert "<p>Hej,<br>\ndu</p>\n<ul><li>ett</li><li>två</li></ul>\n<blockquote><p>sa du</p></blockquote>" in html


@dataclass
class Row:
    label: str
    value: LocalizedText


def test_facts_are_gone_through_to_the_bottom():
    facts = tame({"rows": [Row("a\nb", LocalizedText(sv="http://x"))], "n": 3, "none": None})
    assert facts == {"rows": [{"label": "a b", "value": "http: //x"}], "n": 3, "none": None}


@pytest.mark.django_db
def test_the_city_signs():
    City.objects.create(
        name="Helsingborg",
        short_name="Hbg",
        portal_name=LocalizedText(sv="Idéportalen"),
        authority="KS",
        email="a@example.org",
    )
    assert letter().text.endswith("--\nIdéportalen, Helsingborg\nhttp://testserver/\n")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", sorted(letters))
def test_every_kind_of_letter_has_its_words_in_both_languages(kind, language):
    try:
        source = get_template(f"{letters[kind].template}.{language}.txt").template.source
    except TemplateDoesNotExist:
        pytest.fail(f"{kind} has no words in {language}")
    assert "Subject: " in source.split("\n", 1)[0]
