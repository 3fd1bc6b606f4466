"""Short links: counted by the day, followed to the application, and nothing of a person anywhere."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from civicportal.commons import actions as commons
from civicportal.kernel import dates, pdf
from civicportal.kernel.answers import Refused
from civicportal.people.enums import Role
from civicportal.places.queries import the_city
from civicportal.submissions import actions as submissions
from civicportal.submissions.models import Draft
from funds import arriving, posters
from funds.actions import decisions, outreach
from funds.enums.applications import SourceKind
from funds.models import CameFrom, Source, SourceDay
from funds.queries import outreach as queries
from funds.registrations.outreach import has_sources, open_pages
from tests.funds.factories import World, make_application, texts, write_draft
from tests.funds.test_actions import close, grant, reviewed
from tests.people import client_of, make_fund_manager, make_resident, make_unit, make_with_role

pytestmark = pytest.mark.django_db
PERSON = {"User-Agent": "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0", "Accept": "text/html,*/*"}


def make_source(world: World, **fields: Any) -> Source:
    facts = {"kind": SourceKind.POSTER, "name": texts("Biblioteket", "The library"), **fields}
    return outreach.make_source(world.fund, by=world.cast.fund_manager, **facts)


def visits(source: Source) -> list[tuple[Any, int]]:
    return list(SourceDay.objects.filter(source=source).values_list("day", "visits"))


def test_a_visit_is_counted_and_leads_to_the_fund(client: Client, world: World) -> None:
    source = make_source(world)
    for _number in range(3):
        response = client.get(source.get_absolute_url(), headers=PERSON)
    assert (response.status_code, dict(response.cookies)) == (302, {})
    assert response.headers["Location"] == f"/fonder/visionsfonden/?{arriving.query(source.code)}"
    assert response.headers["Cache-Control"] == "no-store"
    assert visits(source) == [(dates.today(), 3)]
    english = client.get(f"/en{source.get_absolute_url()}", headers=PERSON)
    assert english.headers["Location"].startswith("/en/fonder/visionsfonden/?kalla=")


@pytest.mark.parametrize(
    "headers",
    [
        {**PERSON, "User-Agent": "Googlebot/2.1"},
        {**PERSON, "User-Agent": "facebookexternalhit/1.1"},
        {**PERSON, "User-Agent": ""},
        {**PERSON, "Sec-Purpose": "prefetch;prerender"},
        {**PERSON, "Accept": "application/json"},
    ],
)
def test_a_program_that_says_so_is_led_on_and_not_counted(client: Client, world: World, headers: Any) -> None:
    source = make_source(world)
    assert client.get(source.get_absolute_url(), headers=headers).status_code == 302
    assert client.head(source.get_absolute_url(), headers=PERSON).status_code == 302
    assert visits(source) == []


def test_nothing_of_a_person_is_stored_by_a_short_link(client: Client, world: World) -> None:
    source = make_source(world)
    client.get(source.get_absolute_url(), headers={**PERSON, "X-Forwarded-For": "192.0.2.7"})
    assert [field.name for field in SourceDay._meta.concrete_fields] == ["id", "source", "day", "visits"]
    assert [field.name for field in CameFrom._meta.concrete_fields] == ["id", "source", "draft", "application", "on"]
    assert dict(client.cookies) == {}


def test_a_link_goes_on_leading_when_it_no_longer_counts(client: Client, world: World) -> None:
    today = dates.today()
    over = make_source(world, starts_on=today - timedelta(days=9), ends_on=today - timedelta(days=1))
    coming = make_source(world, starts_on=today + timedelta(days=1))
    for source in (over, coming):
        assert client.get(source.get_absolute_url(), headers=PERSON).status_code == 302
    assert SourceDay.objects.count() == 0


def test_a_hidden_fund_has_no_links(client: Client, world: World) -> None:
    source = make_source(world)
    commons.hide(world.fund, by=world.cast.fund_manager, reason="test")
    assert client.get(source.get_absolute_url(), headers=PERSON).status_code == 404
    assert client.get("/f/finnsej/", headers=PERSON).status_code == 404


def apply_from(client: Client, address: str) -> Draft:
    """Walks the pages from the fund's page to a draft, by the links that are there."""
    page = client.get(address).content.decode()
    found = re.search(r'href="([^"]*/ansok/[^"]*)"', page)
    assert found is not None
    way_in = found[1].replace("&amp;", "&")
    answers = {"age": "yes", "profit": "no"}
    onward = client.post(way_in, answers)
    assert onward.status_code == 302, onward.content.decode()
    sent = client.post(onward.headers["Location"], {"email": "ny@example.org", "once": str(uuid4())})
    assert sent.status_code == 302, sent.content.decode()
    return Draft.objects.latest("pk")


def test_the_source_follows_to_the_draft(client: Client, world: World) -> None:
    source = make_source(world)
    location = client.get(source.get_absolute_url(), headers=PERSON).headers["Location"]
    draft = apply_from(client, location)
    assert list(CameFrom.objects.values_list("source", "draft", "application", "on")) == [
        (source.pk, draft.pk, None, dates.today())
    ]


@pytest.mark.parametrize("query", ["", "?kalla=abc", "?kalla=abcdef:forged", f"?kalla={'x' * 500}"])
def test_a_made_up_source_counts_for_nobody(client: Client, world: World, query: str) -> None:
    make_source(world)
    apply_from(client, f"/fonder/visionsfonden/{query}")
    assert CameFrom.objects.count() == 0


def test_a_source_of_another_fund_counts_for_nobody(world: World) -> None:
    draft = write_draft(world, make_resident())
    source = make_source(world)
    outreach.began(draft, "nosuch", world.fund)
    Source.objects.filter(pk=source.pk).update(code="other1")
    other = type(world.fund)(pk=world.fund.pk + 1)
    outreach.began(draft, "other1", other)
    assert CameFrom.objects.count() == 0


def figures(world: World) -> list[tuple[str, int, int, int, int]]:
    rows = queries.sources_with_figures(world.cast.fund_manager, world.fund)
    return [(str(row.name), row.visits, row.started, row.sent, row.granted) for row in rows]


def test_figures_from_the_first_visit_to_the_grant(
    client: Client, world: World, django_capture_on_commit_callbacks: Any
) -> None:
    source = make_source(world)
    client.get(source.get_absolute_url(), headers=PERSON)
    resident = make_resident()
    left = write_draft(world, resident, title="Left")
    outreach.began(left, source.code, world.fund)
    application = reviewed(world)
    outreach.began(application.submission.draft, source.code, world.fund)
    outreach.began(application.submission.draft, source.code, world.fund)
    assert figures(world) == [("Biblioteket", 1, 2, 0, 0)]
    outreach.sent(application)
    assert figures(world) == [("Biblioteket", 1, 2, 1, 0)]
    grant(world, application)
    assert figures(world) == [("Biblioteket", 1, 2, 1, 0)]
    close(world)
    with django_capture_on_commit_callbacks(execute=True):
        decisions.release(world.round, by=world.cast.fund_manager)
    assert figures(world) == [("Biblioteket", 1, 2, 1, 1)]
    left.answers.all().delete()
    left.delete()
    assert figures(world) == [("Biblioteket", 1, 2, 1, 1)]


def test_who_may_make_and_change_a_source(world: World) -> None:
    source = make_source(world)
    stranger = make_fund_manager(make_unit("En annan enhet"))
    with pytest.raises(Refused):
        outreach.make_source(world.fund, kind="poster", name=texts("X"), by=stranger)
    with pytest.raises(Refused):
        outreach.change_source(source, by=world.cast.coach, ends_on=dates.today())
    communicator = make_with_role(Role.COMMUNICATOR, world.fund.unit)
    assert outreach.change_source(source, by=communicator, ends_on=dates.today()).ends_on == dates.today()


def test_a_double_click_makes_one_source(world: World) -> None:
    once = uuid4()
    assert make_source(world, once=once) == make_source(world, once=once)
    assert Source.objects.count() == 1


def test_the_work_pages(world: World) -> None:
    client = client_of(world.cast.fund_manager)
    form = {"kind": "event", "name_sv": "Stadsfesten", "name_en": "The festival", "once": str(uuid4())}
    empty = client.post(reverse("admin:funds_source_new", args=["visionsfonden"]), {})
    assert (empty.status_code, sorted(empty.context["form"].errors)) == (422, ["kind", "name", "once", "starts_on"])
    today = dates.today()
    when = {"starts_on_0": today.day, "starts_on_1": today.month, "starts_on_2": today.year}
    made = client.post(reverse("admin:funds_source_new", args=["visionsfonden"]), {**form, **when})
    assert made.status_code == 302, made.context["form"].errors
    source = Source.objects.get()
    assert made.headers["Location"] == reverse("admin:funds_source", args=["visionsfonden", source.code])
    page = client.get(made.headers["Location"]).content.decode()
    assert source.get_absolute_url() in page
    address = reverse("admin:funds_source_change", args=["visionsfonden", source.code])
    changed = client.post(address, {**form, **when, "name_sv": "Festivalen"})
    assert changed.status_code == 302, changed.context["form"].errors
    source.refresh_from_db()
    assert source.name.texts["sv"] == "Festivalen"
    late = {"ends_on_0": 1, "ends_on_1": 1, "ends_on_2": 2001}
    assert sorted(client.post(address, {**form, **when, **late}).context["form"].errors) == ["ends_on"]


@pytest.mark.parametrize("rows", [1, 3])
def test_queries_of_the_sources_do_not_grow(world: World, rows: int, django_assert_num_queries: Any) -> None:
    for number in range(rows):
        source = make_source(world, name=texts(f"Källa {number}"))
        outreach.count_visit(source)
        outreach.began(write_draft(world, make_resident()), source.code, world.fund)
    client = client_of(world.cast.fund_manager)
    address = reverse("admin:funds_sources", args=["visionsfonden"])
    client.get(address)
    with django_assert_num_queries(5):
        client.get(address)


def test_others_do_not_see_the_sources(world: World) -> None:
    source = make_source(world)
    at = ["visionsfonden", source.code]
    for person in (world.cast.reviewer, make_fund_manager(make_unit("En annan enhet"))):
        client = client_of(person)
        for name, args in (("funds_sources", at[:1]), ("funds_source", at), ("funds_poster_pdf", [*at, "sv"])):
            assert client.get(reverse(f"admin:{name}", args=args)).status_code == 404


@pytest.mark.parametrize(("language", "heading"), [("sv", "Har du en idé?"), ("en", "Do you have an idea?")])
def test_the_poster(world: World, language: str, heading: str) -> None:
    source = make_source(world)
    words = posters.words_of(source, the_city(), language)
    with override(language):
        link = source.get_absolute_url()
    assert (words["heading"], words["address"]) == (heading, f"http://testserver{link}")
    paper = pdf.render("funds/poster.typ", words)
    marks = (b"%PDF", b"/StructTreeRoot", b"/MarkInfo", b"pdfuaid", f"/Lang({language})".encode())
    assert [mark for mark in marks if mark not in paper] == []
    client = client_of(world.cast.fund_manager)
    at = ["visionsfonden", source.code, language]
    page = client.get(reverse("admin:funds_poster", args=at)).content.decode()
    assert f'<div class="poster" lang="{language}"' in page
    assert words["shown_address"] in page
    assert client.get(reverse("admin:funds_source_code", args=at)).content.startswith(b"<svg")
    assert client.get(reverse("admin:funds_poster_pdf", args=at)).headers["Content-Type"] == "application/pdf"
    assert client.get(reverse("admin:funds_poster", args=[*at[:2], "de"])).status_code == 404


def test_a_fund_tells_its_part_of_the_configuration(world: World) -> None:
    assert has_sources(world.fund) is None
    make_source(world)
    assert has_sources(world.fund) is True
    assert open_pages() == [
        ("funds:statistics", ("visionsfonden",)),
        ("funds:how_we_decide", ("visionsfonden",)),
        ("funds:spread", ("visionsfonden",)),
    ]


def test_sending_joins_the_application_to_the_source(world: World) -> None:
    source, resident = make_source(world), make_resident()
    draft = write_draft(world, resident)
    outreach.began(draft, source.code, world.fund)
    submission = submissions.send(draft, by=resident)
    assert submission.application.came_from.source == source


def test_an_application_without_a_source_has_none(world: World) -> None:
    application = make_application(world)
    assert not hasattr(application, "came_from")


def twin(page: str) -> str:
    """Where the language switch in the head of a page leads."""
    found = re.search(r'href="([^"]+)" lang="(?:en|sv)" hreflang', page)
    assert found, "no way to the other language"
    return found[1].replace("&amp;", "&")


@pytest.mark.parametrize("begin", ["", "/en"])
def test_the_source_survives_a_change_of_language_and_the_arrival_counts_once(
    client: Client, world: World, begin: str
) -> None:
    source = make_source(world)
    place = client.get(f"{begin}{source.get_absolute_url()}", headers=PERSON).headers["Location"]
    for _there_and_back_and_there in range(3):
        page = client.get(place, headers=PERSON).text
        assert f"/fonder/visionsfonden/ansok/?{arriving.query(source.code)}" in page
        place = twin(page)
        assert place.endswith(f"?{arriving.query(source.code)}")
    assert visits(source) == [(dates.today(), 1)]
