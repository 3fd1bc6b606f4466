"""Signing up to meetings: places, waiting list, guests by mail, the letters with their calendar entries."""

from __future__ import annotations

import base64
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from itertools import pairwise
from threading import Barrier
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from icalendar import Calendar

from civicportal.kernel.answers import Refused
from civicportal.kernel.text import LocalizedText
from civicportal.notices.models import Message, MessageState
from civicportal.people import own_data
from prototypes.actions import meetings, signups
from prototypes.enums.meetings import Place, SignUpState
from prototypes.models import Meeting, SignUp
from prototypes.notices.meetings import own_path, token_of
from prototypes.tasks import remind
from tests.people import make_resident, sign_in
from tests.prototypes.meeting_factories import VIDEO, coordinator, in_days, make_meeting, sign_up
from tests.stories.actors import mailed_path, newest_letter

pytestmark = pytest.mark.django_db


def states(meeting: Meeting) -> list[tuple[str, str]]:
    """Who stands where, in the order of arrival."""
    return list(SignUp.objects.filter(meeting=meeting).order_by("signed_at", "pk").values_list("email", "state"))


def taken(meeting: Meeting) -> int:
    return Meeting.objects.get(pk=meeting.pk).taken


def entry(message: Message) -> Any:
    """What a letter carries: the calendar in its one attachment."""
    (part,) = message.attachments
    calendar = Calendar.from_ical(base64.b64decode(part["content"]))
    assert part["type"] == f"text/calendar; method={calendar['METHOD']}; charset=utf-8"
    return calendar


def test_places_go_in_the_order_of_arrival_and_then_one_waits() -> None:
    meeting = make_meeting(seats=1)
    sign_up(meeting, "a@example.org")
    sign_up(meeting, "b@example.org")
    assert states(meeting) == [("a@example.org", "seated"), ("b@example.org", "waiting")]
    assert taken(meeting) == 1
    assert newest_letter("prototypes.waiting").text.count("nummer 1 i kön") == 1


def test_a_place_given_up_goes_to_the_first_who_waits_with_a_letter() -> None:
    meeting = make_meeting(seats=1)
    first = sign_up(meeting, "a@example.org")
    sign_up(meeting, "b@example.org")
    sign_up(meeting, "c@example.org")
    signups.give_up(first)
    signups.give_up(first)
    assert states(meeting) == [
        ("a@example.org", "given_up"), ("b@example.org", "seated"), ("c@example.org", "waiting"),
    ]  # fmt: skip
    assert taken(meeting) == 1
    letters = Message.objects.filter(kind="prototypes.promoted").values_list("email", flat=True)
    assert list(letters) == ["b@example.org"]


def test_nobody_passes_those_who_wait() -> None:
    """A place that is free for a moment, with a waiting list, is not for whoever comes next."""
    meeting = make_meeting(seats=1)
    sign_up(meeting, "a@example.org")
    sign_up(meeting, "b@example.org")
    Meeting.objects.filter(pk=meeting.pk).update(seats=2)
    assert sign_up(meeting, "c@example.org").state == SignUpState.WAITING


def test_more_places_are_given_out_at_once() -> None:
    meeting = make_meeting(seats=1)
    for name in "abc":
        sign_up(meeting, f"{name}@example.org")
    meetings.edit(Meeting.objects.get(pk=meeting.pk), by=coordinator(), facts={"seats": 2})
    assert [state for _email, state in states(meeting)] == ["seated", "seated", "waiting"]
    with pytest.raises(Refused) as refused:
        meetings.edit(Meeting.objects.get(pk=meeting.pk), by=coordinator(), facts={"seats": 1})
    assert str(refused.value.why) == "2 har redan en plats. Skriv minst det antalet"


def test_one_sign_up_per_address_however_often_it_is_sent() -> None:
    meeting = make_meeting(seats=5)
    assert sign_up(meeting, "A@example.org") == sign_up(meeting, "a@example.org")
    assert (taken(meeting), Message.objects.filter(kind="prototypes.signed_up").count()) == (1, 1)


def test_somebody_who_gave_up_may_come_back_at_the_end_of_the_line() -> None:
    meeting = make_meeting(seats=1)
    first = sign_up(meeting, "a@example.org")
    sign_up(meeting, "b@example.org")
    signups.give_up(first)
    again = sign_up(meeting, "a@example.org")
    assert (again.pk, again.state) == (first.pk, SignUpState.WAITING)
    assert token_of(again) != token_of(first)
    assert [email for email, _state in states(meeting)] == ["b@example.org", "a@example.org"]


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"by_sign_up": False}, "Du behöver inte anmäla dig. Det är bara att komma"),
        ({"starts_at": in_days(-1), "ends_at": in_days(0)}, "Mötet har börjat, så det är för sent att anmäla sig"),
        ({"state": "cancelled"}, "Mötet är inställt"),
        ({"state": "draft"}, "Det går inte att anmäla sig till mötet"),
    ],
)
def test_when_one_cannot_sign_up_one_reads_why(client: Client, change: dict[str, Any], why: str) -> None:
    meeting = make_meeting()
    Meeting.objects.filter(pk=meeting.pk).update(**change)
    with pytest.raises(Refused) as refused:
        sign_up(meeting)
    assert str(refused.value.why) == why
    answer = client.get(f"/kalender/{meeting.slug}/anmal/")
    assert answer.status_code == 403
    assert why in answer.content.decode()


# Guests and accounts


def test_a_guest_confirms_by_mail_and_only_then_has_a_place(client: Client) -> None:
    meeting = make_meeting(seats=1, where=Place.VIDEO, video_link=VIDEO)
    sent = client.post(
        f"/kalender/{meeting.slug}/anmal/", {"name": "Bo Ek", "email": "bo@example.org", "needs": "Tolk"}
    )
    assert sent.headers["Location"] == f"/kalender/{meeting.slug}/anmal/tack/"
    assert client.get(sent.headers["Location"]).status_code == 200
    assert states(meeting) == []
    link = mailed_path(newest_letter("commons.confirm", "bo@example.org"), "/bekrafta/")
    assert client.get(link).status_code == 200
    assert states(meeting) == []
    first, second = client.post(link), client.post(link)
    made = SignUp.objects.get()
    assert (made.name, made.needs, made.state) == ("Bo Ek", "Tolk", "seated")
    status = client.get(own_path(made)).content.decode()
    assert VIDEO in status
    assert {first.status_code, second.status_code} <= {200, 302}
    assert taken(meeting) == 1


def test_a_form_without_answers_says_what_is_missing(client: Client) -> None:
    meeting = make_meeting()
    empty = client.post(f"/kalender/{meeting.slug}/anmal/", {})
    assert empty.status_code == 422
    page = empty.content.decode()
    assert ("Det är 2 saker att rätta" in page, "Skriv ditt namn" in page) == (True, True)
    trapped = client.post(
        f"/kalender/{meeting.slug}/anmal/", {"name": "x", "email": "x@example.org", "website": "http://x"}
    )
    assert trapped.status_code == 422


def test_an_account_has_its_place_at_once(client: Client) -> None:
    meeting, person = make_meeting(), make_resident()
    sign_in(client, person)
    sent = client.post(f"/kalender/{meeting.slug}/anmal/", {"name": "Rut", "needs": ""})
    made = SignUp.objects.get()
    assert (made.person, made.state, sent.headers["Location"]) == (person, "seated", own_path(made))
    assert client.get(f"/kalender/{meeting.slug}/anmal/").headers["Location"] == own_path(made)
    assert "Öppen mötesplats" in client.get("/mitt/").content.decode()


def test_the_link_in_the_letter_gives_the_place_up_by_a_button(client: Client) -> None:
    meeting = make_meeting(seats=1)
    made = sign_up(meeting)
    path = mailed_path(newest_letter("prototypes.signed_up"), "/kalender/anmalan/")
    assert path == own_path(made)
    assert client.get(f"{path}avboka/").status_code == 200
    assert taken(meeting) == 1
    assert client.post(f"{path}avboka/").headers["Location"] == path
    assert taken(meeting) == 0
    assert client.get(f"/kalender/anmalan/{'0' * 40}/").status_code == 404


@pytest.mark.parametrize("state", ["waiting", "given_up"])
def test_the_video_link_is_only_for_those_with_a_place(client: Client, state: str) -> None:
    meeting = make_meeting(where=Place.VIDEO, video_link=VIDEO)
    made = sign_up(meeting)
    assert VIDEO in client.get(own_path(made)).content.decode()
    SignUp.objects.update(state=state)
    assert VIDEO not in client.get(own_path(made)).content.decode()


def test_the_video_link_is_in_no_letter_and_no_public_page(client: Client) -> None:
    meeting = make_meeting(where=Place.BOTH, video_link=VIDEO)
    sign_up(meeting)
    meetings.move(
        meeting, by=coordinator(), starts_at=in_days(8), ends_at=in_days(8) + timedelta(hours=1), reason=LocalizedText()
    )
    said = "".join(
        m.text + m.html + str(base64.b64decode(a["content"])) for m in Message.objects.all() for a in m.attachments
    )
    assert said != ""
    for path in ("/kalender/", f"/kalender/{meeting.slug}/", f"/kalender/{meeting.slug}/moete.ics", "/kalender.ics"):
        said += client.get(path).content.decode()
    assert "hemligt-rum" not in said.replace("\r\n ", "")


# What is sent along


def test_the_letters_carry_one_entry_that_moves_and_goes() -> None:
    meeting = make_meeting(seats=2)
    sign_up(meeting)
    first = entry(newest_letter("prototypes.signed_up"))
    new = in_days(9)
    meetings.move(
        meeting, by=coordinator(), starts_at=new, ends_at=new + timedelta(hours=1), reason=LocalizedText(sv="Lokalen")
    )
    moved = entry(newest_letter("prototypes.meeting_changed"))
    meetings.cancel(Meeting.objects.get(), by=coordinator(), reason=LocalizedText(sv="Sjukdom"))
    gone = entry(newest_letter("prototypes.meeting_cancelled"))
    read = [
        (str(each["METHOD"]), event["SEQUENCE"], str(event["STATUS"]), event["DTSTART"].dt)
        for each in (first, moved, gone)
        for event in each.walk("VEVENT")
    ]
    assert read == [
        ("REQUEST", 0, "CONFIRMED", meeting.starts_at),
        ("REQUEST", 1, "CONFIRMED", new),
        ("CANCEL", 2, "CANCELLED", new),
    ]
    assert len({str(event["UID"]) for each in (first, moved, gone) for event in each.walk("VEVENT")}) == 1


def test_giving_up_takes_the_entry_away_and_waiting_brings_none() -> None:
    meeting = make_meeting(seats=1)
    made = sign_up(meeting, "a@example.org")
    sign_up(meeting, "b@example.org")
    assert newest_letter("prototypes.waiting").attachments == []
    signups.give_up(made)
    gone = entry(newest_letter("prototypes.given_up"))
    assert (str(gone["METHOD"]), str(gone.walk("VEVENT")[0]["STATUS"])) == ("CANCEL", "CANCELLED")


def test_those_who_wait_hear_of_a_new_time_too() -> None:
    meeting = make_meeting(seats=1)
    sign_up(meeting, "a@example.org")
    sign_up(meeting, "b@example.org")
    meetings.cancel(meeting, by=coordinator(), reason=LocalizedText(sv="Sjukdom"))
    letters = Message.objects.filter(kind="prototypes.meeting_cancelled").order_by("email")
    assert [(each.email, len(each.attachments)) for each in letters] == [("a@example.org", 1), ("b@example.org", 0)]


def test_another_place_is_told_and_another_word_is_not() -> None:
    meeting = make_meeting()
    sign_up(meeting)
    meetings.edit(meeting, by=coordinator(), facts={"summary": LocalizedText(sv="Nytt")})
    assert Message.objects.filter(kind="prototypes.meeting_changed").count() == 0
    meetings.edit(meeting, by=coordinator(), facts={"place": "Biblioteket"})
    assert "Plats: Biblioteket, Storgatan 1" in newest_letter("prototypes.meeting_changed").text
    assert Meeting.objects.get().sequence == 1


def test_the_reminder_goes_once_to_those_with_a_place() -> None:
    meeting = make_meeting(days=2, seats=1, remind_hours=24)
    sign_up(meeting, "a@example.org")
    sign_up(meeting, "b@example.org")
    assert remind() == 0
    with time_machine.travel(meeting.starts_at - timedelta(hours=20)):
        assert (remind(), remind()) == (1, 0)
    letters = Message.objects.filter(kind="prototypes.reminder").values_list("email", flat=True)
    assert list(letters) == ["a@example.org"]


@pytest.mark.parametrize("change", [{"remind_hours": 0}, {"state": "cancelled"}])
def test_no_reminder_of_what_wants_none(change: dict[str, Any]) -> None:
    meeting = make_meeting(days=1)
    sign_up(meeting)
    Meeting.objects.update(**change)
    with time_machine.travel(meeting.starts_at - timedelta(hours=1)):
        assert remind() == 0


def test_what_is_held_about_somebody_is_shown_and_erased() -> None:
    person = make_resident()
    meeting = make_meeting(seats=1)
    sign_up(meeting, person.email)
    sign_up(meeting, "b@example.org")
    part = own_data.parts["meetings"]
    assert [row["meeting"] for row in part.export(person)] == ["Öppen mötesplats"]
    assert part.erase is not None
    part.erase(person)
    assert states(meeting) == [("b@example.org", "seated")]


def test_who_could_not_be_reached_waits_for_staff_until_somebody_has_told_them(client: Client) -> None:
    meeting = make_meeting()
    made = sign_up(meeting)
    meetings.cancel(meeting, by=coordinator(), reason=LocalizedText(sv="Sjukdom"))
    client = sign_in(client, coordinator())
    assert "Brevet kom inte fram" not in client.get(f"/backoffice/kalender/{meeting.slug}/anmalda/").content.decode()
    Message.objects.filter(kind="prototypes.meeting_cancelled").update(state=MessageState.FAILED)
    assert "Brevet kom inte fram" in client.get(f"/backoffice/kalender/{meeting.slug}/anmalda/").content.decode()
    assert "Berätta" in client.get("/backoffice/").content.decode()
    client.post(f"/backoffice/kalender/{meeting.slug}/anmalda/", {"told": made.link_hash})
    assert "Brevet kom inte fram" not in client.get(f"/backoffice/kalender/{meeting.slug}/anmalda/").content.decode()


# Twenty at once


def together(*acts: Callable[[], Any]) -> list[Any]:
    """Runs the acts at the same moment, each on a connection of its own; an exception is its result."""
    barrier = Barrier(len(acts))

    def run(act: Callable[[], Any]) -> Any:
        try:
            barrier.wait()
            return act()
        except Exception as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


@pytest.mark.django_db(transaction=True)
def test_the_last_place_taken_by_twenty_at_once() -> None:
    meeting = make_meeting(seats=1)

    def act(number: int) -> Callable[[], SignUp]:
        return lambda: sign_up(meeting, f"p{number}@example.org", name=f"P {number}")

    results = together(*(act(number) for number in range(20)))
    assert [each for each in results if isinstance(each, Exception)] == []
    assert sorted(each.state for each in results) == ["seated"] + ["waiting"] * 19
    assert taken(meeting) == 1
    line = list(SignUp.objects.filter(meeting=meeting).order_by("signed_at", "pk"))
    assert [made.state for made in line] == ["seated"] + ["waiting"] * 19
    # The number in each letter is the place in the line.
    told = {letter.email: letter.text for letter in Message.objects.filter(kind="prototypes.waiting")}
    assert [number for number in range(1, 20) if f"nummer {number} i kön" not in told[line[number].email]] == []
    # And so the places are given on, one by one, in that order.
    for made, after in pairwise(line[:4]):
        signups.give_up(SignUp.objects.select_related("meeting").get(pk=made.pk))
        assert SignUp.objects.get(pk=after.pk).state == SignUpState.SEATED
        assert taken(meeting) == 1


@pytest.mark.django_db(transaction=True)
def test_two_who_give_up_at_once_seat_two() -> None:
    meeting = make_meeting(seats=2)
    made = [sign_up(meeting, f"p{number}@example.org") for number in range(5)]
    together(*(lambda each=each: signups.give_up(each) for each in made[:2]))  # type: ignore[misc]
    assert [state for _email, state in states(meeting)] == ["given_up", "given_up", "seated", "seated", "waiting"]
    assert taken(meeting) == 2
