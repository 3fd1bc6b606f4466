"""Sending: once, complete, at the true time; changed until the deadline; taken back."""

from __future__ import annotations

import threading
import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection

from civicportal.cases.models import Case
from civicportal.kernel import dates
from civicportal.kernel.answers import Refused
from civicportal.people.models import Person
from civicportal.records.models import Entry
from civicportal.submissions import actions
from civicportal.submissions.definition import definition_of
from civicportal.submissions.models import Answer, BudgetLine, Draft, Opening, Submission, Version
from civicportal.submissions.queries import answers_of, checked, meaning, meanings, shown_answers
from tests.submissions.samples import SENT, TYPED, Feature, make_draft, make_opening, make_person

pytestmark = pytest.mark.django_db


def written(opening: Opening, person: Person, **changed: Any) -> Draft:
    """A complete draft of an account, with some answers changed."""
    draft = make_draft(opening, person)
    actions.save_answers(draft, {**TYPED, **changed}, {}, by=person)
    return draft


def test_every_kind_of_question_is_sent_as_it_is_stored(opening: Opening, kim: Person, feature: Feature) -> None:
    draft = written(opening, kim)
    sent = actions.send(draft, by=kim)
    version = Version.objects.get()
    assert version.answers == SENT
    assert feature.told == [("submitted", sent.pk, 1)]
    assert (sent.case.reference[:3], sent.case.person, sent.case.title) == ("TT-", kim, "Cykelkök på torget")
    assert (sent.case.answer_by, sent.late, sent.person) == (opening.answer_by, False, kim)
    assert list(BudgetLine.objects.values_list("position", "what", "amount", "note")) == [
        (1, "Verktyg", 1_200_000, "begagnade"),
        (2, "Kaffe", 50_050, ""),
    ]
    assert Entry.objects.get(verb="submission.sent").facts["sha256"] == version.sha256


def test_the_draft_is_empty_once_it_is_sent(opening: Opening, kim: Person) -> None:
    draft = written(opening, kim)
    actions.send(draft, by=kim)
    assert Answer.objects.count() == 0
    with pytest.raises(Refused):
        actions.save_answers(draft, {"title": "För sent"}, {}, by=kim)


def test_sending_twice_gives_the_first_receipt(opening: Opening, kim: Person, feature: Feature) -> None:
    draft, once = written(opening, kim), uuid.uuid4()
    first, second = actions.send(draft, by=kim, once=once), actions.send(draft, by=kim, once=once)
    assert (first, Submission.objects.count(), Case.objects.count(), len(feature.told)) == (second, 1, 1, 1)


def test_a_late_copy_of_the_first_sending_does_not_send_a_half_done_change(opening: Opening, kim: Person) -> None:
    once = uuid.uuid4()
    sent = actions.send(written(opening, kim), by=kim, once=once)
    draft = actions.reopen(sent, by=kim)
    actions.save_answers(draft, {"title": "Halvt"}, {"title": 1000}, by=kim)
    actions.send(draft, by=kim, once=once)
    assert (Version.objects.count(), Draft.objects.get().sent_at) == (1, None)


def test_nothing_is_sent_while_something_is_missing_or_wrong(opening: Opening, kim: Person) -> None:
    draft = written(opening, kim, title="", own="femtio", number="5560360794")
    with pytest.raises(actions.NotReady) as stopped:
        actions.send(draft, by=kim)
    assert [question.key for question, _sentence in stopped.value.problems] == ["title", "own", "number"]
    assert stopped.value.problems[0][1] == "Skriv vad idén heter"
    assert (Submission.objects.count(), Case.objects.count()) == (0, 0)
    assert answers_of(draft)["own"] == "femtio"


def test_two_texts_are_chosen_between_before_anything_is_sent(opening: Opening, kim: Person) -> None:
    draft = written(opening, kim)
    with pytest.raises(actions.Conflict):
        actions.save_answers(draft, {"title": "En annan"}, {}, by=kim)
    with pytest.raises(actions.NotReady) as stopped:
        actions.send(draft, by=kim)
    assert [question.key for question, _sentence in stopped.value.problems] == ["title"]


def test_only_the_owner_sends(opening: Opening, kim: Person) -> None:
    draft, other = written(opening, kim), make_person("other@example.org")
    with pytest.raises(Refused):
        actions.send(draft, by=other)
    held = make_draft(opening, email="kim@example.org")
    actions.save_answers(held, TYPED, {}, by=None)
    with pytest.raises(Refused):
        actions.send(held, by=kim)
    assert Submission.objects.count() == 0


@pytest.mark.parametrize(("minutes", "late"), [(-1, False), (14, False), (16, True), (60 * 24 * 30, True)])
def test_late_is_told_by_when_the_request_came(kim: Person, minutes: int, late: bool) -> None:
    opening = make_opening()
    arrived = opening.closes_at + timedelta(minutes=minutes)
    sent = actions.send(written(opening, kim), by=kim, at=arrived)
    assert (sent.late, sent.sent_at) == (late, arrived)


def test_a_question_that_is_not_asked_is_not_sent(opening: Opening, kim: Person) -> None:
    actions.send(written(opening, kim, who="person"), by=kim)
    assert "number" not in Version.objects.get().answers


def test_what_was_sent_is_changed_until_the_deadline(opening: Opening, kim: Person, feature: Feature) -> None:
    sent = actions.send(written(opening, kim), by=kim)
    draft = actions.reopen(sent, by=kim)
    assert actions.reopen(sent, by=kim) == draft
    assert checked(draft).answers == SENT
    budget = [{"what": "Bara kaffe", "amount": "100", "note": ""}]
    actions.save_answers(draft, {"title": "Nytt namn", "budget": budget}, {"title": 1000, "budget": 1000}, by=kim)
    actions.send(draft, by=kim)
    sent.refresh_from_db()
    assert [version.number for version in sent.versions.all()] == [1, 2]
    assert [version.answers["title"] for version in sent.versions.all()] == ["Cykelkök på torget", "Nytt namn"]
    assert list(BudgetLine.objects.values_list("what", "amount")) == [("Bara kaffe", 10_000)]
    assert feature.told == [("submitted", sent.pk, 1), ("changed", sent.pk, 2)]
    assert Case.objects.count() == 1
    assert sent.sent_at > sent.first_sent_at


def test_after_the_deadline_what_was_sent_stands(opening: Opening, kim: Person) -> None:
    sent = actions.send(written(opening, kim), by=kim)
    draft = actions.reopen(sent, by=kim)
    with time_machine.travel(opening.closes_at + dates.GRACE + timedelta(seconds=1), tick=False):
        with pytest.raises(Refused):
            actions.send(draft, by=kim)
        actions.give_up_change(draft, by=kim)
        with pytest.raises(Refused):
            actions.reopen(sent, by=kim)
    assert (Version.objects.count(), Draft.objects.get().sent_at) == (1, sent.sent_at)


def test_only_the_sender_takes_it_back_and_once(opening: Opening, kim: Person, feature: Feature) -> None:
    sent = actions.send(written(opening, kim), by=kim)
    with pytest.raises(Refused):
        actions.withdraw(sent, by=make_person("other@example.org"))
    assert actions.withdraw(sent, by=kim).withdrawn_at is not None
    for act in (actions.withdraw, actions.reopen):
        with pytest.raises(Refused):
            act(sent, by=kim)
    assert feature.told[-1] == ("withdrawn", sent.pk, 0)


def test_what_the_answers_mean(opening: Opening, kim: Person) -> None:
    actions.send(written(opening, kim, focus="", secret=""), by=kim)
    version = Version.objects.get()
    found = meanings(version)
    assert (found["title"], found["name_in_public"], found["district"]) == ("Cykelkök på torget", False, _id("raa"))
    assert found["vision_areas"] == [_id("skapande"), _id("global")]
    assert meaning(version.answers, definition_of(version.form), "starts_on").isoformat() == "2027-03-01"
    assert "focus_challenge" not in found


def _id(slug: str) -> int:
    from civicportal.commons.models import Theme
    from civicportal.places.models import District

    model = District if slug == "raa" else Theme
    return int(model.objects.get(slug=slug).pk)


def test_what_was_sent_is_shown_in_words(opening: Opening, kim: Person) -> None:
    actions.send(written(opening, kim), by=kim)
    steps = shown_answers(Version.objects.get(), language="sv")
    rows = {row.key: row for step in steps for row in step.rows}
    said = {key: row.value for key, row in rows.items()}
    assert (said["areas"], said["place"], said["own"], said["people"]) == ("Skapande, Global", "Råå", "0\u00a0kr", "0")
    assert (said["starts"], said["number"], said["name_public"]) == ("måndag 1 mars 2027", "556036-0793", "Nej")
    assert (said["heard"], said["who"]) == ("En vän", "Företag")
    assert (rows["budget"].total, rows["secret"].sensitive) == (1_250_050, True)


def test_a_blind_reading_leaves_out_who_it_is_and_an_open_one_what_is_sensitive(opening: Opening, kim: Person) -> None:
    actions.send(written(opening, kim), by=kim)
    version = Version.objects.get()
    blind = {row.key for step in shown_answers(version, blind=True) for row in step.rows}
    all_rows = {row.key for step in shown_answers(version) for row in step.rows}
    assert all_rows - blind == {"number", "name", "telephone", "mail"}
    public = {row.key for step in shown_answers(version, with_sensitive=False) for row in step.rows}
    assert all_rows - public == {"secret"}


def at_the_same_time(act: Callable[[], Any], times: int) -> list[Any]:
    """Runs an act in so many threads at once, each with its own connection; gives results and errors."""
    start, found = threading.Barrier(times), []

    def run() -> None:
        try:
            start.wait()
            found.append(act())
        except Exception as error:
            found.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(times)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return found


@pytest.mark.django_db(transaction=True)
def test_two_presses_at_once_make_one_submission(feature: Feature) -> None:
    kim = make_person()
    draft = written(make_opening(), kim)
    results = at_the_same_time(lambda: actions.send(draft, by=kim).pk, 4)
    assert results == [Submission.objects.get().pk] * 4
    assert (Version.objects.count(), Case.objects.count(), len(feature.told)) == (1, 1, 1)


@pytest.mark.django_db(transaction=True)
def test_two_saves_at_once_lose_no_text(feature: Feature) -> None:
    draft = make_draft()
    numbers = iter(range(4))
    lock = threading.Lock()

    def save() -> Any:
        with lock:
            number = next(numbers)
        return actions.save_answers(draft, {"title": f"Text {number}"}, {}, by=None, tab=f"tab{number}")

    results = at_the_same_time(save, 4)
    from civicportal.submissions.queries import kept

    have = kept(draft)
    assert sum(isinstance(result, actions.Conflict) for result in results) == 3
    assert {have.values["title"], *have.aside["title"].values()} == {f"Text {number}" for number in range(4)}
