"""Pitch times: no overlaps, letters with a file for the calendar, another time asked for, the jury's questions."""

from __future__ import annotations

import base64
from datetime import date, time, timedelta

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import translation

from civicportal.cases.actions import declare_recusal
from civicportal.kernel import dates
from civicportal.kernel.answers import Refused
from civicportal.notices.models import Message
from civicportal.review import tasks
from civicportal.review.actions import pitches as actions
from civicportal.review.actions.calibrating import remove_calibration, set_calibration, try_out
from civicportal.review.actions.reviews import Unfinished
from civicportal.review.models import Calibration, JuryQuestion, Slot, Stage, Trial
from civicportal.review.queries import queue
from civicportal.review.queries.progress import calibrated
from civicportal.review.ranking import ranking
from tests.letters import assert_letter_snapshot
from tests.people import client_of
from tests.review import factories
from tests.review.test_actions import in_threads
from tests.waiting import behind

NINE = dates.at(date(2036, 11, 18)) + timedelta(hours=9)


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def pitching(round_):
    """The round's stage is one where they pitch."""
    round_.stage.kind = "pitch"
    round_.stage.save()
    round_.mine.refresh_from_db()
    return round_


def slots(round_, count=2, **how):
    values = {"starts_at": NINE, "minutes": 15, "pause": 5, "place": "Stadshuset, rum 3", **how}
    return actions.add_slots(round_.stage, count=count, by=round_.cast.fund_manager, **values)


def test_times_come_one_after_the_other(pitching):
    made = slots(pitching, 3)
    assert [(slot.starts_at - NINE, slot.ends_at - slot.starts_at) for slot in made] == [
        (timedelta(minutes=20 * number), timedelta(minutes=15)) for number in range(3)
    ]


def test_the_database_refuses_overlaps_within_a_jury_and_none_is_made(pitching):
    slots(pitching, 1)
    with pytest.raises(Refused, match="The jury is busy"):
        slots(pitching, 3, starts_at=NINE - timedelta(minutes=20), pause=5)
    assert Slot.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_time_that_is_moved_while_it_is_given_tells_whoever_has_it_now(pitching):
    [slot] = slots(pitching, 1)
    by, later = pitching.cast.fund_manager, NINE + timedelta(hours=1)
    moved = {"starts_at": later, "ends_at": later + timedelta(minutes=15), "place": "Rum 4", "link": ""}
    done = behind(
        lambda: actions.give_slot(slot, pitching.submission, by=by), lambda: actions.move_slot(slot, by=by, **moved)
    )
    assert (done.submission, done.starts_at) == (pitching.submission, later)
    letters = Message.objects.filter(kind__startswith="review.pitch").order_by("pk")
    assert [letter.kind for letter in letters] == ["review.pitch_given", "review.pitch_moved"]


@pytest.mark.django_db(transaction=True)
def test_two_who_add_the_same_time_at_once_make_one(pitching):
    outcomes = in_threads(2, lambda: slots(pitching, 1))
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["Refused", "list"]
    assert Slot.objects.count() == 1
    connection.close()


@pytest.mark.django_db(transaction=True)
def test_a_stage_has_its_times_set_by_one_at_a_time(pitching):
    """Two writes that overlap can wait for one another inside the exclusion constraint, where one is ended."""
    [slot] = slots(pitching, 1)
    stages, later = Stage.objects.select_for_update(no_key=True), NINE + timedelta(hours=1)
    moved = {"starts_at": later, "ends_at": later + timedelta(minutes=15), "place": "Rum 4", "link": ""}
    by = pitching.cast.fund_manager
    done = behind(lambda: stages.get(pk=slot.stage_id), lambda: actions.move_slot(slot, by=by, **moved))
    assert done.starts_at == later
    connection.close()


def test_a_time_is_somewhere(pitching):
    with pytest.raises(Refused, match="where it is"):
        slots(pitching, 1, place="")


def test_nobody_pitches_in_a_stage_of_another_kind(round_):
    with pytest.raises(Refused, match="Nobody pitches"):
        slots(round_, 1)


def test_one_time_each(pitching):
    first, second = slots(pitching)
    manager = pitching.cast.fund_manager
    actions.give_slot(first, pitching.submission, by=manager)
    with pytest.raises(Refused, match="already"):
        actions.give_slot(second, pitching.submission, by=manager)
    other = factories.make_submission(pitching.opening, pitching.cast.neighbour, "Odling")
    with pytest.raises(Refused, match="taken"):
        actions.give_slot(first, other, by=manager)


def files_of(kind):
    [letter] = Message.objects.filter(kind=kind)
    [file] = letter.attachments
    return base64.b64decode(file["content"]).decode()


def test_the_file_of_a_letter_replaces_the_one_before(pitching):
    manager = pitching.cast.fund_manager
    slot = actions.give_slot(slots(pitching, 1)[0], pitching.submission, by=manager)
    moved = actions.move_slot(
        slot, starts_at=NINE + timedelta(hours=1), ends_at=NINE + timedelta(hours=2), place="Rum 4", link="", by=manager
    )
    actions.free_slot(moved, by=manager)
    files = [files_of(f"review.pitch_{name}") for name in ("given", "moved", "cancelled")]
    lines = [
        [line for line in file.splitlines() if line.startswith(("UID", "SEQ", "METHOD", "STATUS"))] for file in files
    ]
    assert len({line for each in lines for line in each if line.startswith("UID")}) == 1
    assert [[line for line in each if not line.startswith("UID")] for each in lines] == [
        ["METHOD:REQUEST", "SEQUENCE:1", "STATUS:CONFIRMED"],
        ["METHOD:REQUEST", "SEQUENCE:2", "STATUS:CONFIRMED"],
        ["METHOD:CANCEL", "SEQUENCE:3", "STATUS:CANCELLED"],
    ]
    assert "DTSTART;TZID=Europe/Stockholm:20361118T100000" in files[1]


def test_saving_the_same_time_writes_no_letter(pitching):
    manager = pitching.cast.fund_manager
    slot = actions.give_slot(slots(pitching, 1)[0], pitching.submission, by=manager)
    actions.move_slot(
        slot, starts_at=slot.starts_at, ends_at=slot.ends_at, place=slot.place, link=slot.link, by=manager
    )
    assert not Message.objects.filter(kind="review.pitch_moved").exists()


@pytest.mark.parametrize("language", ["sv", "en"])
def test_the_letters_of_a_pitch(pitching, language):
    applicant = pitching.cast.resident
    applicant.language, applicant.email = language, "rut@example.org"
    applicant.save()
    pitching.submission.case.reference = "PF-2036-0001"
    pitching.submission.case.save()
    manager = pitching.cast.fund_manager
    slot = actions.give_slot(slots(pitching, 1)[0], pitching.submission, by=manager)
    later = NINE + timedelta(hours=1)
    slot = actions.move_slot(
        slot,
        starts_at=later,
        ends_at=later + timedelta(minutes=15),
        place="",
        link="https://video.example/r",
        by=manager,
    )
    actions.free_slot(slot, by=manager)
    for name in ("given", "moved", "cancelled"):
        assert_letter_snapshot(Message.objects.get(kind=f"review.pitch_{name}"), f"review.pitch_{name}.{language}")


def test_a_time_is_given_on_the_page_of_times(pitching):
    slot, client = slots(pitching, 1)[0], client_of(pitching.cast.fund_manager)
    address = reverse("admin:review_pitch_act", args=[slot.pk])
    answer = client.post(address, {"act": "give", "submission": pitching.submission.pk})
    assert answer.url == reverse("admin:review_pitches", args=[pitching.stage.pk])
    slot.refresh_from_db()
    assert (slot.submission, Message.objects.filter(kind="review.pitch_given").count()) == (pitching.submission, 1)


def test_the_applicant_sees_the_time_and_asks_for_another(pitching):
    slot = actions.give_slot(slots(pitching, 1)[0], pitching.submission, by=pitching.cast.fund_manager)
    client = client_of(pitching.cast.resident)
    address = reverse("review:pitch", args=[pitching.submission.case.reference])
    assert "Stadshuset, rum 3" in client.get(address).text
    assert client.post(address, {"words": ""}).status_code == 422
    assert client.post(address, {"words": "Efter klockan 16"}).url == address
    slot.refresh_from_db()
    assert (slot.asked_words, slot.submission) == ("Efter klockan 16", pitching.submission)
    shown = client_of(pitching.cast.fund_manager).get(reverse("admin:review_pitches", args=[pitching.stage.pk])).text
    assert "Efter klockan 16" in shown
    calendar = client.get(reverse("review:pitch_calendar", args=[pitching.submission.case.reference]))
    assert calendar["Content-Type"].startswith("text/calendar")


@pytest.mark.parametrize("who", ["neighbour", "reviewer", "fund_manager"])
def test_a_pitch_time_does_not_exist_for_others(pitching, who):
    actions.give_slot(slots(pitching, 1)[0], pitching.submission, by=pitching.cast.fund_manager)
    client = client_of(getattr(pitching.cast, who))
    for name in ("pitch", "pitch_calendar"):
        assert client.get(reverse(f"review:{name}", args=[pitching.submission.case.reference])).status_code == 404


def test_the_jury_prepares_questions_and_the_sheet_shows_them(pitching):
    actions.give_slot(slots(pitching, 1)[0], pitching.submission, by=pitching.cast.fund_manager)
    client = client_of(pitching.cast.reviewer)
    address = reverse("admin:review_questions", args=[pitching.submission.case.reference])
    client.post(address, {"words": "Vem sköter köket?"})
    sheet = reverse("admin:review_pitch_sheet", args=[pitching.stage.pk])
    assert "Vem sköter köket?" in client_of(pitching.cast.second_reviewer).get(sheet).text
    [question] = JuryQuestion.objects.all()
    with pytest.raises(Refused):
        actions.remove_question(question, by=pitching.cast.second_reviewer)
    client.post(address, {"remove": question.pk})
    assert not JuryQuestion.objects.exists()


def test_whoever_has_stepped_aside_does_not_hear_the_pitch(pitching):
    actions.give_slot(slots(pitching, 1)[0], pitching.submission, by=pitching.cast.fund_manager)
    reviewer, manager = pitching.cast.reviewer, pitching.cast.fund_manager
    other = factories.make_submission(pitching.opening, pitching.cast.neighbour, "Odling")
    factories.give_out(other, pitching.stage, reviewer, by=manager)
    declare_recusal(pitching.submission.case, person=reviewer, ground="party", by=reviewer)
    shown = client_of(reviewer).get(reverse("admin:review_pitch_sheet", args=[pitching.stage.pk])).text
    assert pitching.submission.case.reference not in shown
    declare_recusal(pitching.submission.case, person=manager, ground="party", by=manager)
    shown = client_of(manager).get(reverse("admin:review_pitches", args=[pitching.stage.pk])).text
    assert pitching.submission.case.reference not in shown


# Calibration


def test_a_calibration_text_is_scored_first_and_never_counts(round_):
    manager = round_.cast.fund_manager
    case = set_calibration(round_.stage, position=1, title="Prov", text="En påhittad idé", by=manager)
    assert [text.title for stage in queue(round_.cast.reviewer) for text in stage.texts] == ["Prov"]
    with pytest.raises(Refused, match="calibration cases first"):
        factories.give(round_.mine, 4, 4)
    with pytest.raises(Unfinished):
        try_out(case, scores={round_.criteria[0].pk: 3}, by=round_.cast.reviewer)
    client = client_of(round_.cast.reviewer)
    scores = {f"score-{round_.criteria[0].pk}": "3", f"score-{round_.criteria[1].pk}": "none"}
    assert client.post(reverse("admin:review_trial", args=[case.pk]), scores).status_code == 302
    assert Trial.objects.get().given == [[round_.criteria[0].pk, 3], [round_.criteria[1].pk, None]]
    factories.give(round_.mine, 4, 4)
    assert (ranking(round_.opening)[0].mean, ranking(round_.opening)[0].n) == (4, 1)
    [found] = calibrated(round_.stage, manager)
    assert [(name.said("sv").text, n, low, high, spread) for name, n, low, high, spread in found.criteria] == [
        ("nyttan", 1, 3, 3, 0.0)
    ]


def test_a_calibration_case_that_came_in_counts_once(round_):
    manager = round_.cast.fund_manager
    other = factories.make_submission(round_.opening, round_.cast.neighbour, "Odling")
    [later] = factories.give_out(other, round_.stage, round_.cast.reviewer, by=manager)
    set_calibration(round_.stage, position=2, submission=round_.submission, by=manager)
    with pytest.raises(Refused, match="calibration cases first"):
        factories.give(later, 4, 4)
    [stage] = queue(round_.cast.reviewer)
    assert [item.calibrates for item in stage.left] == [True, False]
    factories.give(round_.mine, 5, 5)
    factories.give(round_.theirs, 3, 3)
    factories.give(later, 4, 4)
    assert {row.submission_id: row.n for row in ranking(round_.opening)} == {round_.submission.pk: 2, other.pk: 1}
    [found] = calibrated(round_.stage, manager)
    assert (found.done, [criterion[1:] for criterion in found.criteria]) == (2, [(2, 3, 5, 1.0), (2, 3, 5, 1.0)])


def test_calibration_cases_stay_once_somebody_has_scored(round_):
    manager = round_.cast.fund_manager
    case = set_calibration(round_.stage, position=1, title="Prov", text="En idé", by=manager)
    try_out(case, scores={criterion.pk: 3 for criterion in round_.criteria}, by=round_.cast.reviewer)
    with pytest.raises(Refused, match="first score"):
        remove_calibration(case, by=manager)
    assert Calibration.objects.count() == 1


@pytest.mark.parametrize("role", ["resident", "coach", "decision_maker", "fund_manager"])
def test_a_calibration_text_is_for_those_who_read(round_, role):
    case = set_calibration(round_.stage, position=1, title="Prov", text="En idé", by=round_.cast.fund_manager)
    client = client_of(round_.cast.by_role()[role])
    assert client.get(reverse("admin:review_trial", args=[case.pk])).status_code == 404


# Reminders


def at(monkeypatch, moment):
    monkeypatch.setattr(dates, "now", lambda: moment)


def closes_in_the_evening(stage):
    """The stage's last minute, which is a day's last wherever the tests' clock stands."""
    stage.closes_at = dates.closing(dates.day_of(stage.closes_at))
    stage.save()
    return dates.last_minute(stage.closes_at)


def test_one_reminder_three_days_before_and_one_on_the_last_day(round_, monkeypatch):
    last = closes_in_the_evening(round_.stage)
    other = factories.make_submission(round_.opening, round_.cast.neighbour, "Odling")
    factories.give_out(other, round_.stage, round_.cast.reviewer, by=round_.cast.fund_manager)
    Message.objects.all().delete()
    counts = []
    for days in (4, 3, 3, 2, 0, 0):
        at(monkeypatch, dates.at(last.date() - timedelta(days=days), time(9)))
        tasks.remind()
        counts.append(Message.objects.filter(kind="review.reminder", person=round_.cast.reviewer).count())
    assert counts == [0, 1, 1, 1, 2, 2]


def test_nobody_is_reminded_of_what_is_done_or_in_the_night(round_, monkeypatch):
    factories.give(round_.mine, 4, 4)
    last = closes_in_the_evening(round_.stage)
    day = last.date() - timedelta(days=3)
    at(monkeypatch, dates.at(day, time(3, 30)))
    assert tasks.remind() == 0
    at(monkeypatch, dates.at(day, time(9)))
    tasks.remind()
    assert [letter.person for letter in Message.objects.filter(kind="review.reminder")] == [round_.cast.second_reviewer]


@pytest.mark.parametrize("language", ["sv", "en"])
def test_the_reminder(round_, language):
    from civicportal.review.notices import remind

    reviewer = round_.cast.reviewer
    reviewer.language, reviewer.email = language, "rio@example.org"
    reviewer.save()
    round_.stage.closes_at = dates.closing(date(2036, 11, 18))
    round_.stage.save()
    assert_letter_snapshot(remind(reviewer, date(2036, 11, 15)), f"review.reminder.{language}")
    assert_letter_snapshot(remind(reviewer, date(2036, 11, 18)), f"review.reminder.last.{language}")
