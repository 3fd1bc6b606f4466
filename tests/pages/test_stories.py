"""The communicator's start page: results wait to be told as news, and stop waiting when they are told or left."""

from __future__ import annotations

import uuid
from datetime import datetime, time, timedelta
from typing import Any

import pytest
from django.urls import reverse

from civicportal.backoffice.queues import desk_of, queues
from civicportal.commons import actions as commons
from civicportal.commons.models import Item, Step
from civicportal.kernel import dates
from civicportal.kernel.answers import Refused
from civicportal.kernel.text import LocalizedText
from civicportal.pages import actions, queries
from civicportal.pages.models import Feedback, HandledResult, News
from civicportal.people.enums import Role
from civicportal.people.models import Person
from tests.commons.factories import published
from tests.pages.factories import make_city, make_news
from tests.people import client_of, make_auditor, make_communicator, make_fund_manager, make_resident, make_with_role

pytestmark = pytest.mark.django_db


def result(title: str = "Cykelköket", ago: int = 3) -> Item:
    item = published(title)
    at = dates.now() - timedelta(days=ago)
    commons.add_step(item, by=None, title=f"Så gick det: {title}", kind=Step.Kind.RESULT, at=at)
    return item


def tell(item: Item, by: Person, once: uuid.UUID | None = None, **facts: Any) -> News:
    words = {name: LocalizedText(sv=f"{name} om det") for name in ("title", "lead", "body")}
    return actions.tell_story(item, **{**words, "out_at": dates.now(), **facts}, once=once or uuid.uuid4(), by=by)


def waiting(person: Person, key: str = "pages.stories") -> list[str]:
    return [str(row.waiting.label) for row in desk_of(person).rows if row.queue.key == key]


def test_each_thing_waits_once_the_freshest_first() -> None:
    make_city()
    first = result("Äldre", ago=20)
    commons.add_step(first, by=None, title="Ännu ett", kind=Step.Kind.RESULT, at=dates.now() - timedelta(days=10))
    result("Nyare")
    result("För gammalt", ago=90)
    assert waiting(make_communicator()) == ["Nyare", "Äldre"]
    assert queries.stories_waiting(make_fund_manager()) == []


def test_what_is_told_or_left_no_longer_waits_until_there_is_more() -> None:
    make_city()
    person, told, left = make_communicator(), result("Berättad"), result("Lämnad")
    once = uuid.uuid4()
    assert tell(told, person, once) == tell(told, person, once)
    actions.leave_story(left, by=person)
    assert (waiting(person), News.objects.count(), HandledResult.objects.count()) == ([], 1, 2)
    commons.add_step(left, by=None, title="Nu hände det", kind=Step.Kind.RESULT)
    assert waiting(person) == ["Lämnad"]


def test_two_news_with_one_heading_have_two_addresses() -> None:
    make_city()
    person = make_communicator()
    assert [tell(result(), person).slug for _each in range(2)] == ["title-om-det", "title-om-det-2"]


def test_only_those_who_write_news() -> None:
    item = result()
    for person in (make_fund_manager(), make_auditor(), make_resident()):
        with pytest.raises(Refused):
            tell(item, person)
        with pytest.raises(Refused):
            actions.leave_story(item, by=person)
    assert (News.objects.count(), HandledResult.objects.count()) == (0, 0)


def test_the_page_tells_at_once_or_in_the_morning_of_a_later_day() -> None:
    make_city()
    item, client = result(), client_of(make_communicator())
    url = reverse("admin:story", args=[item.kind, item.slug])
    assert client.get(url).context["form"]["title"].initial == item.title
    words = {"title_sv": "Köket rullar", "title_en": "", "lead_sv": "Hundra cyklar lagade", "lead_en": ""}
    day = dates.today() + timedelta(days=2)
    boxes = {"day_0": day.day, "day_1": day.month, "day_2": day.year}
    assert client.post(url, {"once": uuid.uuid4(), **words, "body_sv": "", **boxes}).status_code == 302
    piece = News.objects.get()
    assert (piece.out_at, piece.about) == (dates.at(day, time(7)), item)
    assert waiting(make_communicator(), "pages.news") == ["Köket rullar"]
    client.post(url, {"once": uuid.uuid4(), **words, "title_sv": "Genast", "body_sv": "", "day_0": "", "day_1": ""})
    html = client.get(News.objects.get(slug="genast").get_absolute_url()).content.decode()
    assert f'href="{item.get_absolute_url()}"' in html


def test_a_story_without_words_comes_back_with_what_is_missing() -> None:
    make_city()
    item = result()
    client = client_of(make_communicator())
    answer = client.post(reverse("admin:story", args=[item.kind, item.slug]), {"once": uuid.uuid4()})
    assert (answer.status_code, sorted(answer.context["form"].errors)) == (422, ["lead", "title"])


def test_the_page_can_leave_it_and_others_do_not_find_it() -> None:
    make_city()
    item = result()
    url = reverse("admin:story", args=[item.kind, item.slug])
    assert client_of(make_fund_manager()).get(url).status_code == 404
    reading = client_of(make_auditor()).get(url)
    assert (reading.status_code, 'name="title_sv"' in reading.content.decode()) == (200, False)
    assert client_of(make_communicator()).post(url, {"act": "leave"}).status_code == 302
    assert HandledResult.objects.count() == 1


def test_the_figures_say_what_readers_found() -> None:
    make_city()
    for found, words in (("yes", ""), ("yes", "Bra"), ("no", "Var är kartan?")):
        Feedback.objects.create(found=found, words=words, once=uuid.uuid4())
    Feedback.objects.create(found="no", once=uuid.uuid4(), written_at=datetime(2020, 1, 1, tzinfo=dates.STOCKHOLM))
    told = [(str(one.value), str(one.note)) for one in desk_of(make_communicator()).figures]
    assert told == [("66\u00a0%", "3 svar, 2 med ord")]


@pytest.mark.parametrize("rows", [1, 3])
def test_the_start_page_asks_the_same_however_much_waits(rows: int, django_assert_max_num_queries: Any) -> None:
    make_city()
    for number in range(rows):
        result(f"Sak {number}")
        make_news(number, out_at=dates.now() + timedelta(days=number + 1))
    client = client_of(make_communicator())
    client.get(reverse("admin:index"))
    with django_assert_max_num_queries(15):
        assert client.get(reverse("admin:index")).status_code == 200


def test_the_communicator_begins_from_the_start_page() -> None:
    make_city()
    html = client_of(make_communicator()).get(reverse("admin:index")).content.decode()
    links = [reverse(f"admin:pages_{name}") for name in ("news_add", "news_changelist", "page_changelist")]
    assert [f'href="{link}"' in html for link in links] == [True, True, True]


def test_each_role_of_the_labs_challenges_networks_and_pages_has_work_on_its_start_page() -> None:
    """What waits is registered for each, and so is the way to it."""
    make_city()
    for role in (Role.FACILITATOR, Role.DEPARTMENT_EDITOR, Role.NETWORK_COORDINATOR, Role.COMMUNICATOR):
        own = [queue.key for queue in queues.values() if role in queue.roles and not queue.key.startswith("commons.")]
        response = client_of(make_with_role(role)).get(reverse("admin:index"))
        assert (len(own) > 2, response.status_code, len(response.context["work_menu"]) > 2) == (True, 200, True), role
