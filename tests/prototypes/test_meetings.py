"""Meetings: planned, published, moved, cancelled, added to, written down; who may, and what is public of them."""

from __future__ import annotations

import uuid
from datetime import date, time, timedelta
from typing import Any

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.test import Client

from civicportal.commons import actions as commons
from civicportal.commons.kinds import kind_of
from civicportal.commons.models import Item, Link, Step
from civicportal.kernel import dates
from civicportal.kernel.answers import Refused
from civicportal.kernel.text import LocalizedText
from civicportal.notices.models import Message
from civicportal.people.enums import Role
from civicportal.records.models import Entry
from prototypes.actions import meetings
from prototypes.enums.meetings import MeetingState
from prototypes.models import Meeting, Series
from prototypes.queries.meetings import ahead_of, next_meetings
from prototypes.rules.meetings import CALLERS
from tests.people import make_auditor, make_unit, make_with_role, sign_in
from tests.prototypes.factories import make_stage
from tests.prototypes.meeting_factories import coordinator, facts, in_days, make_meeting, make_series, words

pytestmark = pytest.mark.django_db

NO_REASON = LocalizedText()


def fresh(meeting: Meeting) -> Meeting:
    return Meeting.objects.select_related("item").get(pk=meeting.pk)


@pytest.mark.parametrize("role", CALLERS)
def test_each_of_those_who_lead_calls_in_their_own_unit(role: str) -> None:
    coordinator()
    own = make_with_role(role, make_unit("Nätverket"))
    other = make_with_role(role, make_unit("En annan"))
    made = meetings.call_meeting(by=own, facts=facts(), about=[], starts_at=in_days(3), ends_at=in_days(3, time(20, 0)))
    for act in (
        lambda: meetings.call_meeting(by=other, facts=facts(), about=[], starts_at=in_days(3), ends_at=in_days(4)),
        lambda: meetings.publish(made, by=other),
        lambda: meetings.edit(made, by=other, facts={}),
        lambda: meetings.cancel(made, by=other, reason=NO_REASON),
        lambda: meetings.move(made, by=other, starts_at=in_days(4), ends_at=in_days(5), reason=NO_REASON),
    ):
        with pytest.raises(Refused) as refused:
            act()
        assert str(refused.value.why) == "Bara de som leder enhetens arbete kan kalla till dess möten"
    assert meetings.publish(made, by=own).state == MeetingState.CALLED


def test_the_same_form_sent_twice_makes_one_meeting_and_one_series() -> None:
    once, by = uuid.uuid4(), coordinator()
    when = {"starts_at": in_days(3), "ends_at": in_days(3, time(20, 0))}
    first = meetings.call_meeting(by=by, facts=facts(), about=[], once=once, **when)
    assert meetings.call_meeting(by=by, facts=facts(), about=[], once=once, **when) == first
    rhythm: dict[str, Any] = {
        "rule": "FREQ=WEEKLY",
        "first": date(2027, 1, 5),
        "until": date(2027, 1, 19),
        "starts": time(9),
        "ends": time(10),
    }
    made = meetings.plan_series(by=by, facts=facts(), about=[], once=once, **rhythm)
    assert meetings.plan_series(by=by, facts=facts(), about=[], once=once, **rhythm) == made
    added = meetings.add_date(made, by=by, once=uuid.UUID(int=1), **when)
    assert meetings.add_date(made, by=by, once=uuid.UUID(int=1), **when) == added
    assert (Series.objects.count(), Meeting.objects.count()) == (1, 5)


def test_what_is_planned_is_not_public_and_what_is_published_is_everywhere(client: Client, city: Any) -> None:
    stage = make_stage()
    planned = make_meeting(about=[stage.prototype.item], public=False)
    assert client.get(f"/kalender/{planned.slug}/").status_code == 404
    assert next_meetings(stage.prototype.item) == []
    meetings.publish(planned, by=coordinator())
    assert client.get(f"/kalender/{planned.slug}/").status_code == 200
    assert [each.pk for each in next_meetings(stage.prototype.item)] == [planned.pk]
    assert [each.label for each in ahead_of(stage.prototype.item)] == ["Öppen mötesplats"]
    link = Link.objects.get(source=fresh(planned).item)
    assert (link.target, link.kind) == (stage.prototype.item, "belongs_to")
    page = client.get(stage.prototype.get_absolute_url()).content.decode()
    assert planned.get_absolute_url() in page


def test_on_site_needs_a_place() -> None:
    planned = make_meeting(place="", public=False)
    with pytest.raises(Refused) as refused:
        meetings.publish(planned, by=coordinator())
    assert str(refused.value.why) == "Skriv var mötet är innan du publicerar det"


def test_the_public_item_says_what_its_source_says_and_no_link() -> None:
    meeting = make_meeting(where="video", video_link="https://video.example.org/hemligt", work_on=words("Vi ritar"))
    item = fresh(meeting).item
    assert item is not None
    assert commons.changed_contents(item, fresh(meeting)) == {}
    assert (item.starts_at, item.happened_on, item.status) == (meeting.starts_at, None, "called")
    assert "hemligt" not in item.text + item.keywords
    assert kind_of(meeting).url(item) == meeting.get_absolute_url()


# Series


def test_a_series_has_its_dates_its_words_and_what_it_is_about() -> None:
    stage = make_stage()
    series = meetings.plan_series(
        by=coordinator(),
        facts=facts(seats=12),
        about=[stage.prototype.item],
        rule="FREQ=WEEKLY;INTERVAL=3",
        first=date(2027, 1, 5),
        until=date(2027, 3, 20),
        starts=time(17, 30),
        ends=time(19, 0),
        without={date(2027, 1, 26)},
    )
    rows = list(series.meetings.order_by("starts_at"))
    assert [each.series_on for each in rows] == [date(2027, 1, 5), date(2027, 2, 16), date(2027, 3, 9)]
    assert {(each.seats, str(each.title), each.state) for each in rows} == {(12, "Öppen mötesplats", "draft")}
    assert [list(each.about.all()) for each in rows] == [[stage.prototype.item]] * 3
    assert rows[0].slug == "oppen-motesplats-2027-01-05"
    assert meetings.publish_series(series, by=coordinator()) == 3
    assert meetings.publish_series(series, by=coordinator()) == 0


def test_a_day_of_a_series_is_one_meeting() -> None:
    series = make_series(dates.today() + timedelta(days=3), dates.today() + timedelta(days=30))
    first = series.meetings.first()
    assert first is not None
    with pytest.raises(IntegrityError), transaction.atomic():
        series.meetings.exclude(pk=first.pk).update(series_on=first.series_on)


def test_what_a_series_changes_its_dates_follow_but_for_what_they_say_themselves() -> None:
    series = make_series(dates.today() + timedelta(days=3), dates.today() + timedelta(days=50))
    own, *others = list(series.meetings.order_by("starts_at"))
    meetings.edit(own, by=coordinator(), facts={"place": "Biblioteket"})
    count = meetings.edit_series(
        series, by=coordinator(), facts={"place": "Skolan", "spoken": words("Svenska")}, about=[]
    )
    assert count == len(others) + 1
    assert [(each.place, str(each.spoken)) for each in series.meetings.order_by("starts_at")] == [
        ("Biblioteket", "Svenska"), *[("Skolan", "Svenska")] * len(others),
    ]  # fmt: skip


def test_an_added_date_is_public_where_the_series_is() -> None:
    hidden = make_series(dates.today() + timedelta(days=3), dates.today() + timedelta(days=9), public=False)
    when = {"starts_at": in_days(5), "ends_at": in_days(5, time(19, 0))}
    assert fresh(meetings.add_date(hidden, by=coordinator(), **when)).state == MeetingState.DRAFT
    meetings.publish_series(hidden, by=coordinator())
    added = fresh(meetings.add_date(hidden, by=coordinator(), **when))
    assert (added.state, added.series_on) == (MeetingState.CALLED, None)


# Moved, cancelled


def test_a_moved_meeting_says_from_when_and_why(client: Client, city: Any) -> None:
    meeting = make_meeting()
    before = meeting.starts_at
    new, by = in_days(9), coordinator()
    moved = meetings.move(meeting, by=by, starts_at=new, ends_at=new + timedelta(hours=1), reason=words("Halt"))
    assert (moved.moved_from, moved.sequence, moved.starts_at) == (before, 1, new)
    page = client.get(meeting.get_absolute_url()).content.decode()
    assert f"Det skulle ha varit {dates.show_moment(before, language='sv')}." in page
    assert "Halt" in page
    assert [str(step.title) for step in Step.objects.filter(item=fresh(meeting).item)] == ["Flyttat"]
    again = meetings.move(fresh(meeting), by=by, starts_at=new, ends_at=moved.ends_at, reason=words("Halt"))
    assert again.sequence == 1


@pytest.mark.parametrize("state", ["cancelled", "held"])
def test_what_is_over_is_not_moved_or_cancelled(state: str) -> None:
    meeting = make_meeting()
    Meeting.objects.update(state=state)
    for act in (
        lambda: meetings.move(meeting, by=coordinator(), starts_at=in_days(9), ends_at=in_days(10), reason=NO_REASON),
        lambda: meetings.cancel(meeting, by=coordinator(), reason=NO_REASON),
    ):
        with pytest.raises(Refused):
            act()


def test_nothing_is_moved_to_a_time_that_has_passed() -> None:
    with pytest.raises(Refused) as refused:
        meetings.move(make_meeting(), by=coordinator(), starts_at=in_days(-2), ends_at=in_days(-1), reason=NO_REASON)
    assert str(refused.value.why) == "Välj en tid som inte har varit"


def test_a_cancelled_meeting_stays_as_cancelled(client: Client, city: Any) -> None:
    meeting = make_meeting()
    meetings.cancel(meeting, by=coordinator(), reason=words("Sjukdom"))
    page = client.get(meeting.get_absolute_url()).content.decode()
    assert ("Mötet är inställt" in page, "Sjukdom" in page) == (True, True)
    assert next_meetings() == []
    item = fresh(meeting).item
    assert item is not None
    assert (item.visible, item.status_look) == (True, "error")


def test_a_draft_is_cancelled_without_a_word_to_anybody(client: Client) -> None:
    meeting = make_meeting(public=False)
    meetings.cancel(meeting, by=coordinator(), reason=words("Fel"))
    assert (Item.every.filter(kind="meeting").count(), Message.objects.count()) == (0, 0)


# Minutes


def test_minutes_stand_on_the_page_and_on_what_it_was_about_once(client: Client, city: Any) -> None:
    stage = make_stage()
    commons.follow(stage.prototype.item, email="f@example.org", language="sv", confirmed=True)
    meeting = make_meeting(about=[stage.prototype.item])
    with pytest.raises(Refused):
        meetings.write_minutes(meeting, by=coordinator(), minutes=words("För tidigt"))
    with time_machine.travel(meeting.ends_at + timedelta(days=1)):
        meetings.write_minutes(meeting, by=coordinator(), minutes=words("Vi kom överens."), attended=17)
        meetings.write_minutes(fresh(meeting), by=coordinator(), minutes=words("Vi kom nästan överens."), attended=18)
        page = client.get(meeting.get_absolute_url()).content.decode()
        assert ("Vi kom nästan överens." in page, "18 personer kom." in page) == (True, True)
        steps = Step.objects.filter(title__sv="Från mötet: Öppen mötesplats").order_by("pk")
        assert [str(step.words) for step in steps] == ["Vi kom nästan överens."] * 2
        assert {step.item for step in steps} == {fresh(meeting).item, stage.prototype.item}
    assert Message.objects.filter(kind="commons.step", email="f@example.org").count() == 1
    held = fresh(meeting)
    assert held.item is not None
    assert (held.state, held.item.happened_on) == (MeetingState.HELD, dates.day_of(held.starts_at))


def test_the_log_holds_no_words() -> None:
    meeting = make_meeting()
    meetings.edit(meeting, by=coordinator(), facts={"title": words("Hemliga ord")})
    meetings.cancel(fresh(meeting), by=coordinator(), reason=words("Hemlig orsak"))
    said = str(list(Entry.objects.values_list("facts", flat=True)))
    assert "emlig" not in said
    verbs = set(Entry.objects.filter(subject_kind="prototypes.meeting").values_list("verb", flat=True))
    assert {"meeting.planned", "meeting.publish", "meeting.edited", "meeting.cancel"} <= verbs


# The backoffice


def test_who_sees_what_in_the_backoffice(client: Client) -> None:
    meeting = make_meeting()
    path = f"/backoffice/kalender/{meeting.slug}/"
    other = make_with_role(Role.NETWORK_COORDINATOR, make_unit("En annan"))
    for person, status in ((coordinator(), 200), (other, 404), (make_auditor(), 200)):
        sign_in(client, person)
        assert client.get(path).status_code == status
    sign_in(client, make_auditor())
    assert client.get(f"{path}anmalda/").status_code == 404
    assert client.post(f"{path}publicera/").status_code == 404


def test_a_meeting_is_called_moved_and_cancelled_by_forms(client: Client) -> None:
    stage = make_stage()
    sign_in(client, coordinator())
    sent = client.post("/backoffice/kalender/nytt/", form_of(pages=stage.prototype.get_absolute_url()))
    meeting = Meeting.objects.get()
    work = f"/backoffice/kalender/{meeting.slug}/"
    assert sent.headers["Location"] == work
    assert (list(meeting.about.all()), meeting.state) == ([stage.prototype.item], "draft")
    client.post(f"{work}publicera/")
    assert fresh(meeting).state == "called"
    day = dates.today() + timedelta(days=20)
    client.post(f"{work}flytta/", {**day_of("day", day), "starts": "18", "ends": "19:30", "reason_sv": "Hallen"})
    assert fresh(meeting).starts_at == dates.at(day, time(18, 0))
    empty = client.post(f"{work}stall-in/", {})
    assert (empty.status_code, fresh(meeting).state) == (422, "called")
    client.post(f"{work}stall-in/", {"reason_sv": "Sjukdom"})
    assert fresh(meeting).state == "cancelled"


def day_of(name: str, day: date) -> dict[str, Any]:
    return {f"{name}_0": day.day, f"{name}_1": day.month, f"{name}_2": day.year}


def form_of(**more: Any) -> dict[str, Any]:
    """What the form of a new meeting is sent with."""
    return {
        "unit": make_unit("Nätverket").pk,
        "title_sv": "Verkstad",
        "summary_sv": "Vi bygger",
        "format": "workshop",
        "where": "on_site",
        "place": "Hallen",
        "by_sign_up": "on",
        "remind_hours": "24",
        **day_of("day", dates.today() + timedelta(days=10)),
        "starts": "17.30",
        "ends": "19.30",
        "once": str(uuid.uuid4()),
        **more,
    }


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({"place": ""}, "Skriv var mötet är"),
        ({"starts": "25.00"}, "Skriv tiden som 17.30"),
        ({"ends": "16.00"}, "Mötet slutar innan det börjar. Skriv en senare tid"),
        ({"pages": "https://example.org/annat/"}, "https://example.org/annat/ är ingen offentlig sida här"),
        ({"day_0": 28, "day_1": 3, "day_2": 2027, "starts": "02.30", "ends": "04.00"}, "Klockan 02.30 finns inte"),
        (
            {"day_0": 25, "day_1": 10, "day_2": 2026, "starts": "02.30", "ends": "04.00"},
            "Klockan 02.30 kommer två gånger",
        ),
    ],
)
def test_what_is_wrong_in_the_form_is_said_in_words(client: Client, more: dict[str, Any], sentence: str) -> None:
    sign_in(client, coordinator())
    answer = client.post("/backoffice/kalender/nytt/", form_of(**{"day_2": 2027, **more}))
    assert (answer.status_code, Meeting.objects.count()) == (422, 0)
    assert sentence in answer.content.decode()


def test_a_series_is_shown_before_it_is_made(client: Client) -> None:
    sign_in(client, coordinator())
    asked = form_of(
        rhythm="three", starts="02.30", ends="03.30",
        **{**day_of("day", date(2027, 3, 7)), **day_of("until", date(2027, 5, 1))},
    )  # fmt: skip
    shown = client.post("/backoffice/kalender/serie/ny/", asked)
    page = shown.content.decode()
    assert (shown.status_code, Series.objects.count()) == (200, 0)
    assert "söndag 28 mars 2027: Klockan 02.30 finns inte den natten. Välj 03.00." in page
    assert "Klockan har ställts om sedan förra datumet." in page
    kept = client.post("/backoffice/kalender/serie/ny/", {**asked, "plan": "1", "without": "2027-03-07"})
    series = Series.objects.get()
    assert kept.headers["Location"] == f"/backoffice/kalender/serie/{series.slug}/"
    assert [each.series_on for each in series.meetings.order_by("starts_at")] == [date(2027, 4, 18)]
    client.post(f"/backoffice/kalender/serie/{series.slug}/publicera/")
    assert set(series.meetings.values_list("state", flat=True)) == {"called"}
    nothing = client.post(
        "/backoffice/kalender/serie/ny/",
        {**asked, "once": uuid.uuid4(), "plan": "1", "without": ["2027-03-07", "2027-04-18"]},
    )
    assert nothing.status_code == 422


def test_minutes_are_written_by_a_form_and_wait_in_the_queue_until_then(client: Client) -> None:
    meeting = make_meeting()
    path = f"/backoffice/kalender/{meeting.slug}/protokoll/"
    with time_machine.travel(meeting.ends_at + timedelta(days=9)):
        sign_in(client, coordinator())
        assert "Möten utan protokoll" in client.get("/backoffice/").content.decode()
        assert client.post(path, {"attended": "3"}).status_code == 422
        client.post(path, {"minutes_sv": "Vi kom överens.", "attended": "3"})
        assert "Möten utan protokoll" not in client.get("/backoffice/").content.decode()
    assert (fresh(meeting).attended, str(fresh(meeting).minutes)) == (3, "Vi kom överens.")


@pytest.mark.parametrize("rows", [1, 3])
def test_queries_of_the_work_pages_do_not_grow(client: Client, rows: int, django_assert_max_num_queries: Any) -> None:
    for number in range(rows):
        make_meeting(days=4 + number)
        series = make_series(dates.today() + timedelta(days=5), dates.today() + timedelta(days=5 + 21 * rows))
    sign_in(client, coordinator())
    for path in ("/backoffice/kalender/", f"/backoffice/kalender/serie/{series.slug}/"):
        with django_assert_max_num_queries(15):
            assert client.get(path).status_code == 200
