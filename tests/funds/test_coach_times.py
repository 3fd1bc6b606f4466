"""Coaches' times: published, overlapping, over a change of the clocks, booked, moved, cancelled, reminded of."""

from __future__ import annotations

import base64
import uuid
from datetime import date, datetime, time, timedelta
from typing import Any

import icalendar
import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.translation import override

from civicportal.commons import proofs
from civicportal.kernel import dates
from civicportal.kernel.answers import Refused
from civicportal.kernel.dates import STOCKHOLM
from civicportal.kernel.web import forget_public_words
from civicportal.notices.models import Message
from funds.actions import coach_times as actions
from funds.models import Booking, Coaching, CoachTime
from funds.notices.coaching import own_path
from tests.funds.coached import LINK, Coached, book, in_days, make_coached, publish
from tests.funds.factories import texts, write_draft
from tests.people import Cast, client_of, make_coach, make_resident, make_unit

pytestmark = pytest.mark.django_db


@pytest.fixture
def it(cast: Cast) -> Coached:
    return make_coached(cast)


def clocks(times: list[CoachTime]) -> list[str]:
    return [f"{each.starts_at.astimezone(STOCKHOLM):%m-%d %H:%M}" for each in times]


def entry_of(message: Message) -> tuple[str, Any]:
    """The calendar that a letter carries, as another program reads it: its method and its event."""
    calendar = icalendar.Calendar.from_ical(base64.b64decode(message.attachments[0]["content"]))
    return str(calendar["METHOD"]), calendar.walk("VEVENT")[0]


def letter(kind: str) -> Message:
    return Message.objects.filter(kind=f"funds.{kind}").latest("pk")


# Published


def test_a_span_is_cut_into_talks(it: Coached) -> None:
    made = publish(it, starts=time(13), ends=time(14, 40), minutes=30)
    assert [clock[-5:] for clock in clocks(made)] == ["13:00", "13:30", "14:00"]


def test_repeating_times_keep_the_wall_clock_over_the_change(it: Coached) -> None:
    with time_machine.travel(datetime(2026, 10, 12, 9, tzinfo=STOCKHOLM), tick=False):
        made = publish(it, day=date(2026, 10, 14), until=date(2026, 11, 11), weeks=2)
    assert clocks(made) == ["10-14 13:00", "10-28 13:00", "11-11 13:00"]
    hours = [each.starts_at.astimezone(dates.STOCKHOLM).utcoffset() for each in made]
    assert hours == [timedelta(hours=2), timedelta(hours=1), timedelta(hours=1)]


def test_a_time_that_the_night_does_not_have_is_told_and_not_guessed(it: Coached) -> None:
    facts = {"starts": time(2, 15), "ends": time(2, 45)}
    with time_machine.travel(datetime(2026, 3, 20, 9, tzinfo=STOCKHOLM), tick=False):
        with pytest.raises(Refused, match="finns inte"):
            publish(it, day=date(2026, 3, 29), **facts)
        assert len(publish(it, day=date(2026, 3, 22), until=date(2026, 4, 5), **facts)) == 2


def test_the_database_refuses_overlaps_of_one_coach_and_lets_two_coaches_be(it: Coached) -> None:
    (first,) = publish(it)
    publish(it, by=it.other)
    with pytest.raises(Refused, match="andra tider"):
        publish(it, starts=time(13, 30), ends=time(14, 30))
    with pytest.raises(IntegrityError), transaction.atomic():
        CoachTime.objects.create(
            fund=it.fund, coach=it.coach, starts_at=first.starts_at, ends_at=first.ends_at, place="x"
        )
    assert len(publish(it, starts=time(14), ends=time(15))) == 1, "one that begins when the other ends is fine"


def test_what_overlaps_is_left_out_and_told(it: Coached) -> None:
    publish(it, day=in_days(14))
    told = actions.publish(
        it.fund, by=it.coach, first=in_days(7), until=in_days(21), weeks=1, starts=time(13), ends=time(14), minutes=0,
        where="on_site", place="Biblioteket", video_link="", series=uuid.uuid4(),
    )  # fmt: skip
    assert (len(told.made), len(told.overlapping)) == (2, 1)


def test_published_twice_is_published_once_and_only_by_a_coach_of_the_fund(it: Coached) -> None:
    series = uuid.uuid4()
    assert publish(it, series=series) == publish(it, series=series)
    with pytest.raises(Refused, match="Bara en coach"):
        publish(it, by=make_coach(make_unit("En annan fond")))


def test_free_times_are_taken_back_and_booked_ones_are_not(it: Coached) -> None:
    one, other = publish(it, starts=time(13), ends=time(15), minutes=60)
    book(it, one)
    with pytest.raises(Refused, match="Avboka"):
        actions.withdraw([one, other], by=it.coach)
    with pytest.raises(Refused, match="Bara coachen"):
        actions.withdraw([other], by=it.other)
    assert actions.withdraw([other], by=it.coach) == 1
    assert list(CoachTime.objects.free()) == []
    assert len(publish(it, starts=time(14), ends=time(15))) == 1, "the place on the clock is free again"


# Booked


def test_booking_makes_a_coaching_that_the_times_coach_takes_and_both_get_the_entry(it: Coached) -> None:
    (slot,) = publish(it, where="video", place="", video_link=LINK)
    made = book(it, slot)
    coaching = Coaching.objects.select_related("case__handler").get()
    assert (coaching.case.handler, coaching.case.answered_at is not None) == (it.coach, True)
    assert coaching.turns.get().coach == it.coach
    person, coach = letter("booking_made"), letter("booking_to_coach")
    assert (person.email, coach.email) == (it.person.email, it.coach.email)
    method, event = entry_of(person)
    assert (method, int(event["SEQUENCE"]), str(event["STATUS"])) == ("REQUEST", 0, "CONFIRMED")
    assert event.decoded("DTSTART") == slot.starts_at
    assert str(event["UID"]) == f"{made.token}@testserver" or str(event["UID"]).startswith(str(made.token))
    everything = person.text + coach.text + str(event) + str(entry_of(coach)[1])
    assert LINK not in everything, "the link stands on the page of the one who booked, and in no letter"


def test_a_move_keeps_the_uid_and_counts_and_a_cancelling_takes_it_away(it: Coached) -> None:
    one, other = publish(it, starts=time(13), ends=time(15), minutes=60)
    made = book(it, one)
    moved = actions.move(made, to=other, by=it.person)
    before, after = (entry_of(letter(kind))[1] for kind in ("booking_made", "booking_moved"))
    assert (str(before["UID"]), int(after["SEQUENCE"])) == (str(after["UID"]), 1)
    assert after.decoded("DTSTART") == other.starts_at
    assert list(CoachTime.objects.free()) == [one]
    actions.cancel(moved, by=it.coach, reason="Jag är sjuk")
    method, gone = entry_of(letter("booking_cancelled"))
    assert (method, str(gone["STATUS"]), int(gone["SEQUENCE"])) == ("CANCEL", "CANCELLED", 2)
    assert entry_of(letter("booking_to_coach"))[0] == "CANCEL"
    assert "Jag är sjuk" in letter("booking_cancelled").text
    assert set(CoachTime.objects.free()) == {one, other}
    assert actions.cancel(moved, by=None).sequence == 2, "twice is once"


def test_a_booked_time_is_refused_in_words_and_a_resent_form_is_one_booking(it: Coached) -> None:
    (slot,) = publish(it)
    once = uuid.uuid4()
    facts: dict[str, Any] = {"by": it.person, "words": "Hej", "language": "sv", "once": once}
    assert actions.book(slot, **facts) == actions.book(slot, **facts)
    with pytest.raises(Refused, match="Någon annan har just bokat"):
        book(it, slot, make_resident())
    assert Booking.objects.count() == 1


def test_nobody_books_their_own_time_a_past_one_or_more_than_three(it: Coached) -> None:
    slots = publish(it, starts=time(9), ends=time(14), minutes=60)
    with pytest.raises(Refused, match="din egen tid"):
        book(it, slots[0], it.coach)
    for slot in slots[:3]:
        book(it, slot)
    with pytest.raises(Refused, match="flera tider"):
        book(it, slots[3])
    with time_machine.travel(slots[4].starts_at + timedelta(minutes=1)), pytest.raises(Refused, match="inte längre"):
        book(it, slots[4], make_resident())


def test_only_the_two_of_them_change_a_booking_and_only_to_the_same_coach(it: Coached) -> None:
    (slot,), (elsewhere,) = publish(it), publish(it, by=it.other)
    made = book(it, slot)
    with pytest.raises(Refused, match="samma coach"):
        actions.move(made, to=elsewhere, by=it.person)
    with pytest.raises(Refused, match="Bara coachen"):
        actions.cancel(made, by=it.other, reason="Nej")
    with pytest.raises(Refused, match="Skriv varför"):
        actions.cancel(made, by=it.coach)
    assert not actions.cancel(made, by=it.world.cast.fund_manager, reason="Coachen är sjuk").stands


def test_a_reminder_a_day_before_once_and_none_about_what_was_just_booked(it: Coached) -> None:
    near, far = publish(it, starts=time(13), ends=time(15), minutes=60)
    book(it, near)
    assert actions.remind() == 0
    with time_machine.travel(near.starts_at - timedelta(hours=20)):
        book(it, far, make_resident())
        assert (actions.remind(), actions.remind()) == (1, 0)
    assert letter("booking_reminder").email == it.person.email


def test_a_protected_person_is_told_the_other_way_in(it: Coached) -> None:
    (slot,) = publish(it)
    hidden = make_resident("Hemlig", protected=True)
    with pytest.raises(Refused, match="skyddade"):
        book(it, slot, hidden)
    answer = client_of(hidden).get(reverse("funds:coach_ask", args=[it.fund.slug]))
    assert (answer.status_code, it.fund.email in answer.content.decode()) == (200, True)
    answer = client_of(hidden).get(reverse("funds:coach_book", args=[it.fund.slug, slot.token]))
    assert (answer.status_code, it.fund.email in answer.text, "<form method" in answer.text) == (200, True, False)


@pytest.mark.parametrize("language", ["sv", "en"])
def test_whoever_is_protected_is_offered_the_other_way_in_beside_the_questions(it: Coached, language: str) -> None:
    """No link to a page that refuses them: the fund's own address and number stand there instead."""
    hidden, open_ = make_resident("Hemlig", protected=True), make_resident("Öppen")
    other_way = {"sv": "Prata med en coach på ett annat sätt", "en": "Talk with a coach in another way"}[language]
    for person in (hidden, open_):
        draft = write_draft(it.world, person)
        with override(language):
            asks = reverse("funds:coach_ask", args=[it.fund.slug])
            step = reverse("submissions:step", args=[draft.token, "idea"])
            pages = [step, reverse("submissions:shared", args=[draft.token])]
        for page in pages:
            shown = client_of(person).get(page).text
            assert (asks in shown, other_way in shown) == (person == open_, person == hidden), page


def test_a_new_key_of_the_portal_gives_the_next_letter_a_link_that_opens(it: Coached, settings: Any) -> None:
    slot, other = publish(it, starts=time(13), ends=time(15), minutes=60)
    booking = book(it, slot)
    old = own_path(booking)
    settings.SECRET_KEY = "another-key-" + "y" * 50
    moved = actions.move(booking, to=other, by=None)
    assert (own_path(moved) != old, own_path(moved) in letter("booking_moved").text) == (True, True)
    client = client_of(it.person)
    assert [client.get(path).status_code for path in (own_path(moved), old)] == [200, 404]


# Pages


def test_the_public_pages_show_free_times_day_by_day_and_never_the_link(it: Coached, client: Any) -> None:
    publish(it, where="video", place="", video_link=LINK)
    (second,) = publish(it, day=in_days(8))
    html = client.get(reverse("funds:coach", args=[it.fund.slug])).content.decode()
    assert (html.count("13.00–14.00"), LINK in html) == (2, False)
    url = reverse("funds:coach_times", args=[it.fund.slug])
    day = client.get(f"{url}?dag={in_days(8)}").content.decode()
    assert (day.count("13.00–14.00"), dates.show_day(in_days(7), weekday=True) in day) == (1, True)
    assert client.get(f"{url}?dag=nonsens").content.decode().count("13.00–14.00") == 2
    book(it, second)
    assert client.get(url).content.decode().count("13.00–14.00") == 1, "a booked one is gone at once"


@pytest.mark.parametrize("days", [1, 3])
def test_queries_of_the_free_times_do_not_grow(
    it: Coached, client: Any, days: int, django_assert_num_queries: Any
) -> None:
    for number in range(days):
        publish(it, day=in_days(7 + number))
    forget_public_words()
    client.get("/om/")
    with django_assert_num_queries(2):
        client.get(reverse("funds:coach_times", args=[it.fund.slug]))


def test_a_fund_without_coaches_has_no_such_pages(it: Coached, client: Any) -> None:
    type(it.fund).objects.update(coaching=texts(""))
    for name in ("coach", "coach_times", "coach_ask"):
        assert client.get(reverse(f"funds:{name}", args=[it.fund.slug])).status_code == 404


def test_somebody_without_account_books_when_the_mail_is_confirmed(it: Coached, client: Any) -> None:
    (slot,) = publish(it)
    url = reverse("funds:coach_book", args=[it.fund.slug, slot.token])
    form = {"words": "Om budgeten", "email": "ny@example.org", "once": str(uuid.uuid4())}
    assert "ny@example.org" in client.post(url, form).content.decode()
    assert not Booking.objects.exists()
    token = Message.objects.get(kind="commons.confirm").text.split("/bekrafta/")[1].split("/")[0]
    led = proofs.confirm(token).led_to
    html = client.get(led).content.decode()
    assert ("Du har en tid hos en coach" in html, Booking.objects.get().coaching.case.person.email) == (
        True, "ny@example.org",
    )  # fmt: skip


def test_the_letters_link_opens_moves_and_cancels_and_get_changes_nothing(it: Coached, client: Any) -> None:
    one, other = publish(it, starts=time(13), ends=time(15), minutes=60, where="video", place="", video_link=LINK)
    path = own_path(book(it, one))
    assert LINK in client.get(path).content.decode()
    assert client.get(f"{path}kalender.ics")["Content-Type"] == "text/calendar; charset=utf-8"
    for act in ("flytta", "avboka"):
        assert client.get(f"{path}{act}/").status_code == 200
    assert client.post(f"{path}flytta/", {"to": str(one.token)}).status_code == 422
    assert client.post(f"{path}flytta/", {"to": str(other.token)}).status_code == 302
    assert Booking.objects.get().time == other
    client.post(f"{path}avboka/")
    assert (LINK in client.get(path).content.decode(), Booking.objects.get().stands) == (False, False)
    assert client.get(f"/coachtid/{'0' * 40}/").status_code == 404


def test_a_coach_publishes_withdraws_moves_and_cancels_on_the_work_pages(it: Coached) -> None:
    client, day = client_of(it.coach), in_days(10)
    form = {
        "once": str(uuid.uuid4()), "fund": it.fund.pk, "day_0": day.day, "day_1": day.month, "day_2": day.year,
        "starts": "13.00", "ends": "15.00", "minutes": "60", "weeks": "0", "where": "on_site", "place": "Rådhuset",
    }  # fmt: skip
    publish_url = reverse("admin:funds_coach_publish")
    assert client.post(publish_url, {**form, "place": "", "ends": "12.00"}).status_code == 422
    assert client.post(publish_url, form).status_code == 302
    one, other = CoachTime.objects.order_by("starts_at")
    book(it, one)
    list_url = reverse("admin:funds_coach_times")
    assert "Ida Person" in client.get(list_url).content.decode()
    assert client_of(it.other).get(reverse("admin:funds_coach_time", args=[one.token])).status_code == 404
    client.post(reverse("admin:funds_coach_move", args=[one.token]), {"to": str(other.token)})
    assert Booking.objects.get().time == other
    client.post(reverse("admin:funds_coach_cancel", args=[other.token]), {"reason": "Sjuk"})
    assert not Booking.objects.get().stands
    client.post(reverse("admin:funds_coach_withdraw", args=[one.token]), {"which": "series"})
    assert not CoachTime.objects.published().exists()


@pytest.mark.parametrize("rows", [1, 3])
def test_queries_of_the_coachs_list_do_not_grow(it: Coached, rows: int, django_assert_num_queries: Any) -> None:
    for slot in publish(it, starts=time(9), ends=time(9 + rows), minutes=60):
        book(it, slot, make_resident(f"Rut {slot.pk}"))
    client = client_of(it.coach)
    client.get(reverse("admin:index"))
    with django_assert_num_queries(5):
        assert client.get(reverse("admin:funds_coach_times")).status_code == 200
