"""Pages to read: they answer in both languages, set no cookie, may be kept by caches, and ask the database little."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from civicportal.cases.models import Case
from civicportal.commons import actions
from civicportal.commons.models import Step
from civicportal.kernel import dates
from civicportal.kernel.text import LocalizedText
from civicportal.pages import queries
from civicportal.pages.models import Page, Section
from civicportal.pages.story import story_to_tell
from tests.commons.factories import make_district, make_unit, published
from tests.funds.factories import make_project, make_world
from tests.pages.factories import load_pages, make_city, make_news
from tests.people import Cast
from tests.prototypes.meeting_factories import make_meeting

pytestmark = pytest.mark.django_db

READING = [
    "/",
    "/om/",
    "/kontakt/",
    "/tillganglighet/",
    "/integritet/",
    "/kakor/",
    "/stilguide/",
    "/vagvisare/",
    "/vagvisare/?med=annat",
    "/nyheter/",
    "/sok/",
    "/sok/?q=hus",
]


@pytest.fixture
def words() -> None:
    load_pages()


@pytest.mark.usefixtures("words")
@pytest.mark.parametrize("language", ["", "/en"])
@pytest.mark.parametrize("path", READING)
def test_every_reading_page_answers_without_a_cookie_and_may_be_kept(client: Client, path: str, language: str) -> None:
    response = client.get(f"{language}{path}")
    assert response.status_code == 200
    assert not response.cookies
    assert (response.headers["Cache-Control"], "ETag" in response.headers) == ("public, max-age=60", True)
    assert response.headers["Content-Language"] == ("en" if language else "sv")
    html = response.content.decode()
    assert f'<html lang="{"en" if language else "sv"}"' in html
    assert path == "/stilguide/" or '<form method="post"' not in html
    again = client.get(f"{language}{path}", headers={"If-None-Match": response.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.usefixtures("words")
@pytest.mark.parametrize("path", READING)
def test_a_kept_page_asks_the_database_nothing(client: Client, path: str, django_assert_num_queries: Any) -> None:
    client.get(path)
    with django_assert_num_queries(0):
        assert client.get(path).status_code == 200


@pytest.mark.parametrize("rows", [1, 3])
def test_home_asks_the_database_seven_times_however_much_there_is(
    client: Client, cast: Cast, rows: int, django_assert_max_num_queries: Any
) -> None:
    """With all that stands there: the fund's meter, meetings ahead, a story, the newest, news, the share in time."""
    fund = make_world(cast).fund
    for number in range(rows):
        project = make_project(fund, f"Sak {number}", district=make_district(f"Del {number}"))
        actions.add_step(project.item, by=None, title="Det här blev det", kind=Step.Kind.RESULT)
        make_news(number)
        make_meeting(number + 1, title=LocalizedText(sv=f"Öppet möte {number}"))
    client.get("/om/")
    with django_assert_max_num_queries(7):
        response = client.get("/")
    html = response.content.decode()
    assert html.count('<article class="card') == rows
    shown = ("Det här blev det" in html, 'class="meter"' in html, html.count("Öppet möte "))
    assert shown == (True, True, rows)


def test_home_before_anything_is_there_says_what_will_stand_there(client: Client) -> None:
    html = client.get("/").content.decode()
    assert client.get("/").status_code == 200
    assert html.count('class="empty"') == 2


def test_home_tells_the_thing_with_the_latest_result_else_the_latest_decision() -> None:
    assert story_to_tell() is None
    decided, finished = published("Beslutad"), published("Klar")
    actions.add_step(decided, by=None, title="Beviljad", kind=Step.Kind.DECISION)
    assert story_to_tell().item == decided  # type: ignore[union-attr]
    actions.add_step(finished, by=None, title="Resultat", kind=Step.Kind.RESULT, at=dates.now() - timedelta(days=400))
    actions.add_step(decided, by=None, title="Kommer", kind=Step.Kind.RESULT, at=dates.now() + timedelta(days=4))
    assert story_to_tell().item == finished  # type: ignore[union-attr]


def test_the_share_answered_in_time_is_told_from_five_answers_on() -> None:
    unit, now = make_unit(), dates.now()
    for number in range(5):
        assert queries.answered_in_time() is None
        late = number == 4
        Case.objects.create(
            reference=f"VF-2026-000{number}", kind="x", title="x", unit=unit, answered_at=now,
            answer_by=now.date() - timedelta(days=2) if late else now.date(),
        )  # fmt: skip
    assert queries.answered_in_time() == 80


@pytest.mark.usefixtures("words")
def test_the_statement_has_its_eleven_parts_and_the_citys_facts(client: Client) -> None:
    from civicportal.pages.texts.accessibility import ITEMS

    page = Page.objects.get(key="tillganglighet")
    assert tuple(page.sections.values_list("key", flat=True)) == ITEMS
    assert len(ITEMS) == 11
    html = client.get("/tillganglighet/").content.decode()
    assert "Kommunstyrelsen i Sundstaden" in html
    assert 'href="https://www.digg.se/tdosanmalan"' in html
    assert 'href="/tillganglighet/rapportera/"' in html
    assert "[[" not in html


@pytest.mark.usefixtures("words")
def test_the_notice_on_personal_data_tells_what_article_13_asks_for(client: Client) -> None:
    from civicportal.pages.texts.privacy import ITEMS

    assert tuple(Page.objects.get(key="integritet").sections.values_list("key", flat=True)) == ITEMS
    html = client.get("/en/integritet/").content.decode()
    assert '<a href="mailto:dso@example.org"' in html
    assert '<a href="tel:042000000"' in html
    assert "[[" not in html


def test_loading_the_texts_again_keeps_what_staff_wrote() -> None:
    load_pages()
    Section.objects.filter(page__key="om", key="what").update(body=LocalizedText(sv="Vårt eget"))
    Section.objects.filter(page__key="om", key="who").delete()
    load_pages()
    assert str(Section.objects.get(page__key="om", key="what").body) == "Vårt eget"
    assert Section.objects.filter(page__key="om", key="who").exists()


def test_every_text_is_there_in_both_languages() -> None:
    load_pages()
    for section in Section.objects.all():
        assert set(section.heading.texts) == set(section.body.texts) == {"sv", "en"}, section.key


def test_contact_offers_every_way(client: Client) -> None:
    load_pages()
    html = client.get("/kontakt/").content.decode()
    assert [
        word in html for word in ("tel:042000000", "mailto:portalen@example.org", "Rådhuset", "251 00 Sundstaden")
    ] == [True] * 4


def test_every_page_has_the_statements_in_its_foot(client: Client) -> None:
    make_city()
    html = client.get("/").content.decode()
    foot = html[html.index("<footer") :]
    for path in ("/tillganglighet/", "/integritet/", "/kakor/", "/kontakt/", "/om/"):
        assert f'href="{path}"' in foot


def test_news_come_out_at_their_time(client: Client) -> None:
    make_city()
    make_news(1)
    make_news(2, out_at=dates.now() + timedelta(hours=1))
    assert "Nyhet 1" in client.get("/nyheter/").content.decode()
    assert "Nyhet 2" not in client.get("/nyheter/").content.decode()
    assert "<strong>det</strong>" in client.get("/nyheter/nyhet-1/").content.decode()
    assert client.get("/nyheter/nyhet-2/").status_code == 404


def test_search_groups_by_kind_in_few_queries_and_leads_on(client: Client, django_assert_max_num_queries: Any) -> None:
    make_city()
    for number in range(8):
        published(f"Bikupa {number}")
    with django_assert_max_num_queries(4):
        html = client.get("/sok/?q=bikupa").content.decode()
    assert html.count('<article class="card') == 6
    assert 'href="?q=bikupa&amp;kind=project"' in html
    every = client.get("/sok/?q=bikupa&kind=project").content.decode()
    assert every.count('<article class="card') == 8
    assert client.get("/sok/?q=bikupa&kind=nothing").content.decode().count('<article class="card') == 6


def test_search_without_a_hit_suggests_the_nearest(client: Client) -> None:
    make_city()
    published("Tvättstugan")
    html = client.get("/sok/?q=tvattstugan").content.decode()
    assert html.count('<article class="card') == 1
    assert "noindex" in html


def test_what_is_searched_for_is_shown_as_text(client: Client) -> None:
    make_city()
    html = client.get("/sok/", {"q": '"><script>alert(1)</script>'}).content.decode()
    assert "<script>alert" not in html


def test_the_language_link_leads_to_the_same_page(client: Client) -> None:
    load_pages()
    published("Bikupa")
    assert 'href="/en/om/"' in client.get("/om/").content.decode()
    assert 'href="/sok/?q=bikupa"' in client.get("/en/sok/?q=bikupa").content.decode()
