"""The funds' pages: what they show, to whom, with how many queries."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from civicportal.commons import actions as commons
from civicportal.commons.models import Theme
from civicportal.kernel import dates
from civicportal.kernel.web import forget_public_words
from funds.actions import decisions
from funds.models import Project
from funds.queries import public as queries
from tests.commons.factories import make_fund as make_other_fund
from tests.funds.factories import KRONA, World, make_application, make_project, texts, write_draft
from tests.funds.test_actions import NO, close, grant, reviewed
from tests.lists import shown
from tests.people import client_of, make_resident, sign_in

pytestmark = pytest.mark.django_db

PUBLIC = ("/fonder/", "/fonder/visionsfonden/", "/fonder/visionsfonden/fragor/", "/projekt/")


@pytest.mark.parametrize("path", PUBLIC)
@pytest.mark.parametrize("prefix", ["", "/en"])
def test_reading_pages_are_the_same_for_everybody(client: Client, world: World, path: str, prefix: str) -> None:
    make_project(world.fund)
    first = client.get(prefix + path)
    assert (first.status_code, dict(first.cookies)) == (200, {})
    assert first.headers["Cache-Control"] == "public, max-age=60"
    assert client.get(prefix + path, headers={"If-None-Match": first.headers["ETag"]}).status_code == 304
    assert f'<html lang="{"en" if prefix else "sv"}"' in first.content.decode()


def test_the_fund_page_tells_all_before_sign_in(client: Client, world: World) -> None:
    page = client.get("/fonder/visionsfonden/").content.decode()
    for words in (
        "Vad heter idén?",
        "Vad ska pengarna gå till?",
        "Samhällsnytta",
        "Tydligt och mätbart",
        "Du är 18 år",
        dates.show_deadline(world.round.opening.closes_at, language="sv"),
    ):
        assert words in page


def test_a_closed_fund_offers_to_tell_when_it_opens(client: Client, world: World) -> None:
    close(world)
    page = client.get("/fonder/visionsfonden/").content.decode()
    assert "Säg till när den öppnar" in page
    assert "/bevaka/fund/visionsfonden/" in page
    assert "Visionsfonden är stängd nu" in client.get("/fonder/visionsfonden/ansok/").content.decode()


def test_the_meter_counts_what_is_released_and_nothing_held(
    client: Client, world: World, django_capture_on_commit_callbacks: Any
) -> None:
    grant(world, reviewed(world))
    assert "0\xa0kr" in client.get("/fonder/").content.decode().split('class="meter-words"')[1][:200]
    close(world)
    with django_capture_on_commit_callbacks(execute=True):
        decisions.release(world.round, by=world.cast.fund_manager)
    assert "75\xa0000\xa0kr" in client.get("/fonder/").content.decode().split('class="meter-words"')[1][:200]


@pytest.mark.parametrize("rows", [1, 3])
def test_queries_of_the_gallery_do_not_grow(world: World, rows: int, django_assert_num_queries: Any) -> None:
    for number in range(rows):
        make_project(world.fund, f"Projekt {number}", district=world.district)
    client = Client()
    client.get("/fonder/")
    with django_assert_num_queries(3):
        client.get("/projekt/")


@pytest.mark.parametrize("rows", [1, 3])
def test_queries_of_the_fund_page_do_not_grow(world: World, rows: int, django_assert_num_queries: Any) -> None:
    for number in range(rows):
        make_project(world.fund, f"Projekt {number}")
    client = Client()
    client.get("/projekt/")
    with django_assert_num_queries(7):
        client.get("/fonder/visionsfonden/")


@pytest.mark.parametrize("path", ["/", "/fonder/visionsfonden/", "{project}"])
def test_a_page_asks_at_most_eight_times_and_twice_more_of_whom_is_signed_in(world: World, path: str) -> None:
    """In a process that has just started: the city's own words are among the eight."""
    project = make_project(world.fund, "Projekt")
    project.vision_areas.set(Theme.objects.filter(kind="vision_area")[:2])
    counts = []
    for client in (Client(), client_of(make_resident())):
        forget_public_words()
        cache.clear()
        with CaptureQueriesContext(connection) as asked:
            assert client.get(path.format(project=project.get_absolute_url())).status_code == 200
        counts.append(len(asked))
    assert (counts[0] <= 8, counts[1] - counts[0]) == (True, 2)


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_before_sending_asks_seven_times(world: World, rows: int, django_assert_num_queries: Any) -> None:
    person = make_resident()
    budget = [{"what": f"Skruv {number}", "amount": "20 000", "note": ""} for number in range(rows)]
    draft = write_draft(world, person, budget=budget)
    client = client_of(person)
    client.get(f"/utkast/{draft.token}/kontrollera/")
    with django_assert_num_queries(7):
        assert client.get(f"/utkast/{draft.token}/kontrollera/").status_code == 200


def test_the_gallery_is_filtered_by_its_address(client: Client, world: World) -> None:
    make_project(world.fund, "Grannlån", granted_on=date(2023, 4, 1), state="finished", district=world.district)
    make_project(world.fund, "Taksallad", granted_on=date(2024, 4, 1), state="running", granted=90_000 * KRONA)
    assert titles(client, "?year=2023") == ["Grannlån"]
    assert titles(client, "?district=soder") == ["Grannlån"]
    assert titles(client, "?state=running&year=2024") == ["Taksallad"]
    assert titles(client, "?q=taksallader") == ["Taksallad"]
    assert titles(client, "?order=oldest") == ["Grannlån", "Taksallad"]
    assert titles(client, "?order=largest") == ["Taksallad", "Grannlån"]
    assert titles(client, "?year=abc&state=none&order=x&page=99") == ["Taksallad", "Grannlån"]
    assert "Ta bort ett filter" in client.get("/projekt/?year=1999").content.decode()


def test_the_gallery_is_filtered_by_fund_where_there_are_several(client: Client, world: World) -> None:
    make_project(world.fund, "Grannlån")
    assert 'name="fund"' not in boxes(client)
    other = make_other_fund(slug="arbetsfonden", name=texts("Arbetsfonden", "The Work Fund"))
    make_project(other, "Tysta timmar")
    commons.hide(make_project(other, "Ingen ser mig"), by=None, reason="test")
    pattern = r'name="fund" value="(\w+)"><span>(\w+)</span><span class="count">(\d+)<'
    assert re.findall(pattern, boxes(client)) == [
        ("arbetsfonden", "Arbetsfonden", "1"),
        ("visionsfonden", "Visionsfonden", "1"),
    ]
    assert titles(client, "?fund=arbetsfonden") == ["Tysta timmar"]
    assert sorted(titles(client, "?fund=arbetsfonden&fund=visionsfonden")) == ["Grannlån", "Tysta timmar"]
    assert titles(client, "?fund=nej") == []
    with CaptureQueriesContext(connection) as asked:
        queries._facets()
    assert len(asked) == 1


def boxes(client: Client) -> str:
    return client.get("/projekt/").content.decode()


def titles(client: Client, query: str) -> list[str]:
    return [str(item.title) for item in shown(client.get(f"/projekt/{query}"))]


def test_an_old_address_leads_to_the_new_one(client: Client, world: World) -> None:
    project = make_project(world.fund)
    old = project.get_absolute_url()
    Project.objects.update(slug="nytt-namn")
    commons.publish(Project.objects.get(), by=None)
    answer = client.get(old)
    assert (answer.status_code, answer.headers["Location"]) == (301, "/projekt/nytt-namn/")


def test_a_hidden_project_is_nowhere(client: Client, world: World) -> None:
    project = make_project(world.fund, "Bort med mig")
    commons.hide(project, by=None, reason="test")
    assert client.get(project.get_absolute_url()).status_code == 404
    for path in ("/projekt/", "/fonder/visionsfonden/", "/sok/?q=bort"):
        assert "Bort med mig" not in client.get(path).content.decode()


def test_a_wrong_answer_to_eligibility_says_why_and_what_else(client: Client, world: World) -> None:
    page = client.post("/fonder/visionsfonden/ansok/", {"age": "no", "profit": "no"}).content.decode()
    assert "Du måste vara 18 år." in page
    assert "fonden@example.org" in page
    empty = client.post("/fonder/visionsfonden/ansok/", {})
    assert empty.status_code == 422
    assert "Det är 2 saker att rätta" in empty.content.decode()
    right = client.post("/fonder/visionsfonden/ansok/", {"age": "yes", "profit": "no"})
    assert right.headers["Location"] == "/fonder/visionsfonden/ansok/adress/"


def test_one_sees_only_ones_own_application(client: Client, world: World) -> None:
    person, other = make_resident(), make_resident()
    application = make_application(world, person)
    path = application.get_absolute_url()
    assert client.get(path).status_code == 302
    for stranger in (other, world.cast.fund_manager, world.cast.auditor):
        sign_in(client, stranger)
        for part in ("", "svar/", "svar.pdf", "samtal/", "andra/", "dra-tillbaka/", "beslut/", "beslut.pdf"):
            assert client.get(path + part).status_code == 404
    sign_in(client, person)
    for part in ("", "svar/", "svar.pdf", "samtal/", "andra/", "dra-tillbaka/"):
        assert client.get(path + part).status_code == 200
    assert client.get(path + "beslut/").status_code == 404


def test_a_held_decision_leaves_no_trace_at_the_applicant(client: Client, world: World) -> None:
    person = make_resident()
    application = reviewed(world)
    application.submission.person = person
    application.submission.save()
    sign_in(client, person)
    close(world)
    before = client.get(application.get_absolute_url()).content.decode()
    grant(world, application)
    after = client.get(application.get_absolute_url()).content.decode()
    assert _without_tokens(after) == _without_tokens(before)
    assert client.get(application.get_absolute_url() + "beslut/").status_code == 404
    decisions.release(world.round, by=world.cast.fund_manager)
    assert "Beviljad" in client.get(application.get_absolute_url()).content.decode()
    decision = client.get(application.get_absolute_url() + "beslut/").content.decode()
    assert "Nytt och nyttigt." in decision
    assert "tre veckor" in decision
    assert client.get(application.get_absolute_url() + "beslut.pdf").content.startswith(b"%PDF")


def _without_tokens(page: str) -> str:
    import re

    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", page)


def test_a_no_carries_its_reason_and_a_next_step(client: Client, world: World) -> None:
    application = reviewed(world)
    decisions.decide(application, by=world.cast.decision_maker, outcome="refused", **NO)
    close(world)
    decisions.release(world.round, by=world.cast.fund_manager)
    sign_in(client, application.submission.person)
    page = client.get(application.get_absolute_url() + "beslut/").content.decode()
    for words in NO.values():
        assert words in page


def test_the_way_in_without_an_account_begins_one_draft_however_often_it_is_clicked(
    client: Client, world: World
) -> None:
    from civicportal.submissions.models import Draft

    form = client.get("/fonder/visionsfonden/ansok/adress/").context["form"]
    once = str(form["once"].value()) if form else "7f0c7f0e-7f50-4a86-9c3a-1a7f2f0a4a11"
    for _ in range(2):
        answer = client.post("/fonder/visionsfonden/ansok/adress/", {"email": "Ny@Example.org", "once": once})
    draft = Draft.objects.get()
    assert (draft.email, answer.headers["Location"]) == ("ny@example.org", f"/utkast/{draft.token}/")


def test_the_round_announces_itself_once(world: World) -> None:
    from civicportal.commons.models import Step
    from funds.tasks import follow_the_clock

    assert (follow_the_clock(), follow_the_clock()) == (1, 0)
    assert Step.objects.filter(item=world.fund.item).count() == 1
    world.round.opening.opens_at = dates.now() + timedelta(days=1)
    assert str(Step.objects.get().title) == "Öppen för ansökningar: " + str(world.round.name)
    assert texts("x").texts["sv"] == "x"
