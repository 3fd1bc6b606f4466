"""Completing what was sent: named questions until a day, nothing else, a new version, and what changed in it."""

from __future__ import annotations

import re
import uuid
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.urls import reverse

from civicportal.kernel import dates
from civicportal.kernel.answers import Refused
from civicportal.notices.models import Message
from civicportal.people.enums import Role
from civicportal.people.models import Membership, Person
from civicportal.submissions import actions
from civicportal.submissions.actions import completing
from civicportal.submissions.completing import changes_between, last_change
from civicportal.submissions.definition import definition_of
from civicportal.submissions.enums import CompletionState as S
from civicportal.submissions.models import Completion, Draft, Submission, Version
from civicportal.submissions.queries import answers_of, checked
from tests.people import client_of
from tests.submissions.samples import TYPED, Feature, make_draft, make_opening, make_person

pytestmark = pytest.mark.django_db
WORDS = "Vi behöver veta mer om hur ni räknar."


@pytest.fixture
def sent(kim: Person) -> Submission:
    """Sent, and the deadline is over."""
    draft = make_draft(make_opening(), kim)
    actions.save_answers(draft, TYPED, {}, by=kim)
    submission = actions.send(draft, by=kim)
    opening = submission.opening
    opening.closes_at = dates.now() - timedelta(days=1)
    opening.save(update_fields=["closes_at"])
    return Submission.objects.select_related("opening", "case", "person").get(pk=submission.pk)


@pytest.fixture
def manager(sent: Submission) -> Person:
    person = make_person("ansvarig@example.org", name="Vera Ansvarig")
    Membership.objects.create(
        person=person, role=Role.FUND_MANAGER, unit=sent.case.unit, starts_on=dates.today() - timedelta(days=9)
    )
    return person


def ask(sent: Submission, manager: Person, *questions: str, days: int = 10, **more: Any) -> Completion:
    until = dates.today() + timedelta(days=days)
    return completing.ask_completion(
        sent, questions=questions or ("budget",), until=until, words=WORDS, by=manager, **more
    )


def begin(sent: Submission) -> Draft:
    assert sent.person is not None
    return completing.begin_completion(sent, by=sent.person)


def test_the_applicant_gets_words_questions_and_the_day(sent: Submission, manager: Person) -> None:
    made = ask(sent, manager, "budget", "summary")
    letter = Message.objects.get(kind="submissions.completion_asked")
    for words in (WORDS, "Vad kostar det?", "Vad vill du göra?", "23.59"):
        assert words in letter.text, words
    assert (letter.email, made.questions) == ("kim@example.org", ["summary", "budget"])


def test_only_those_questions_are_open_and_the_rest_stands(
    sent: Submission, manager: Person, kim: Person, feature: Feature
) -> None:
    ask(sent, manager, "summary")
    draft = begin(sent)
    client, base = client_of(kim), f"/utkast/{draft.token}/"
    page = client.get(base).content.decode()
    assert (WORDS in page, "/steg/idea/" in page, "/steg/money/" in page, "/steg/you/" in page) == (
        True, True, False, False,
    )  # fmt: skip
    assert client.get(f"{base}steg/money/").status_code == 404
    assert client.post(f"{base}steg/you/spara/", {"q_name": "Någon annan"}).status_code == 404
    step = client.get(f"{base}steg/idea/").content.decode()
    assert ('name="q_summary"' in step, 'name="q_title"' in step) == (True, False)
    version = re.search(r'name="version" value="([^"]*)"', step)
    assert version is not None
    typed = {"q_summary": "Vi räknar så här.", "q_title": "Smugen titel", "do": "save", "version": version[1]}
    client.post(f"{base}steg/idea/", typed)
    assert answers_of(draft)["title"] == TYPED["title"]
    actions.send(draft, by=kim)
    first, second = Version.objects.order_by("number")
    assert {key for key in second.answers if second.answers[key] != first.answers.get(key)} == {"summary"}
    assert [what for what, _pk, _number in feature.told] == ["submitted", "changed"]
    done = Completion.objects.get()
    assert (done.state, done.answered_with) == (S.ANSWERED, second)
    assert Draft.objects.get().only_questions == []


def test_an_answer_that_was_slipped_into_the_draft_is_not_sent(sent: Submission, manager: Person, kim: Person) -> None:
    ask(sent, manager, "summary")
    draft = begin(sent)
    actions.save_answers(draft, {"title": "Smugen titel", "summary": "Nytt"}, {"title": 1000, "summary": 1000}, by=kim)
    actions.send(draft, by=kim)
    newest = Version.objects.latest("number")
    assert (newest.answers["title"], newest.answers["summary"]) == (TYPED["title"], "Nytt")


def test_questions_that_hang_on_an_open_one_open_with_it(sent: Submission, manager: Person, kim: Person) -> None:
    made = ask(sent, manager, "who")
    assert made.questions == ["who", "number", "name"]
    draft = begin(sent)
    actions.save_answers(draft, {"who": "person"}, {"who": 1000}, by=kim)
    assert checked(draft).problems == []
    actions.send(draft, by=kim)
    assert "number" not in Version.objects.latest("number").answers


def test_what_is_sent_unchanged_answers_nothing(sent: Submission, manager: Person, kim: Person) -> None:
    ask(sent, manager, "summary")
    actions.send(begin(sent), by=kim)
    assert Completion.objects.get().state == S.ASKED


def test_a_double_click_is_one_request(sent: Submission, manager: Person) -> None:
    once = uuid.uuid4()
    assert ask(sent, manager, once=once) == ask(sent, manager, once=once)
    with pytest.raises(Refused, match="kompletteras redan"):
        ask(sent, manager)
    assert Message.objects.filter(kind="submissions.completion_asked").count() == 1


@pytest.mark.parametrize("days", [0, 1, 61])
def test_the_day_is_neither_too_near_nor_too_far(sent: Submission, manager: Person, days: int) -> None:
    with pytest.raises(Refused):
        ask(sent, manager, days=days)


def test_it_needs_questions_and_words_and_somebody_who_answers_for_it(sent: Submission, manager: Person) -> None:
    until = dates.today() + timedelta(days=9)
    for questions, words, by in (
        ((), WORDS, manager),
        (("nothing",), WORDS, manager),
        (("budget",), "  ", manager),
        (("budget",), WORDS, sent.person),
        (("budget",), WORDS, make_person("annan@example.org")),
    ):
        assert by is not None
        with pytest.raises(Refused):
            completing.ask_completion(sent, questions=questions, until=until, words=words, by=by)
    assert Completion.objects.count() == 0


def test_nobody_else_opens_it(sent: Submission, manager: Person) -> None:
    ask(sent, manager)
    stranger = make_person("annan@example.org")
    with pytest.raises(Refused):
        completing.begin_completion(sent, by=stranger)
    assert client_of(stranger).get(f"/mitt/komplettera/{sent.case.reference}/").status_code == 404
    assert client_of(manager).get(f"/mitt/komplettera/{sent.case.reference}/").status_code == 404


def test_the_clock_reminds_twice_and_then_closes(sent: Submission, manager: Person) -> None:
    made = ask(sent, manager)
    draft = begin(sent)
    done = [
        completing.follow_completions(made.until - timedelta(days=days, hours=hours))
        for days, hours in ((4, 0), (2, 23), (2, 0), (0, 20), (0, 1), (0, 0))
    ]
    assert [each["reminded"] for each in done] == [0, 1, 0, 1, 0, 0]
    assert completing.follow_completions(made.until + dates.GRACE)["ran_out"] == 1
    made.refresh_from_db()
    draft.refresh_from_db()
    assert (made.state, draft.only_questions, draft.sent_at is None) == (S.RAN_OUT, [], False)
    assert Message.objects.filter(kind="submissions.completion_ran_out").count() == 1


def test_after_the_day_nothing_is_taken(sent: Submission, manager: Person, kim: Person) -> None:
    made = ask(sent, manager, "summary")
    draft = begin(sent)
    actions.save_answers(draft, {"summary": "Sent"}, {"summary": 1000}, by=kim)
    with time_machine.travel(made.until + dates.GRACE, tick=False), pytest.raises(Refused, match="kunde kompletteras"):
        actions.send(draft, by=kim)
    with time_machine.travel(made.until + timedelta(minutes=10), tick=False):
        assert actions.send(draft, by=kim).versions.count() == 2


def test_staff_take_it_back(sent: Submission, manager: Person) -> None:
    made = ask(sent, manager)
    draft = begin(sent)
    with pytest.raises(Refused):
        completing.take_back_completion(made, by=make_person("annan@example.org"))
    completing.take_back_completion(made, by=manager)
    draft.refresh_from_db()
    assert (Completion.objects.get().state, draft.sent_at is None) == (S.TAKEN_BACK, False)


def test_a_withdrawal_ends_it(sent: Submission, manager: Person, kim: Person) -> None:
    ask(sent, manager)
    begin(sent)
    actions.withdraw(sent, by=kim)
    assert Completion.objects.get().state == S.TAKEN_BACK
    assert completing.follow_completions(dates.now() + timedelta(days=30)) == {"reminded": 0, "ran_out": 0}


def test_a_change_that_cannot_be_sent_any_more_gives_way(sent: Submission, manager: Person, kim: Person) -> None:
    sent.opening.closes_at = dates.now() + timedelta(days=1)
    sent.opening.save(update_fields=["closes_at"])
    draft = actions.reopen(sent, by=kim)
    changed = {"title": "Ändrad titel", "summary": "Ändrad text"}
    actions.save_answers(draft, changed, {"title": 1000, "summary": 1000}, by=kim)
    sent.opening.closes_at = dates.now() - timedelta(days=1)
    sent.opening.save(update_fields=["closes_at"])
    ask(sent, manager, "summary")
    draft = begin(sent)
    assert (answers_of(draft)["title"], answers_of(draft)["summary"]) == (TYPED["title"], "Ändrad text")


def test_what_changed_is_told_and_blind_readers_see_less(sent: Submission, manager: Person, kim: Person) -> None:
    ask(sent, manager, "summary", "name", "secret")
    draft = begin(sent)
    answers = {"summary": "Nytt", "name": "Ny Namnsson", "secret": "Ny hemlighet"}
    actions.save_answers(draft, answers, dict.fromkeys(answers, 1000), by=kim)
    actions.send(draft, by=kim)
    older, newer = Version.objects.select_related("form", "submission").order_by("number")
    assert [change.key for change in changes_between(older, newer)] == ["summary", "name", "secret"]
    blind = last_change(sent, blind=True, with_sensitive=False)
    assert [(change.key, change.after) for change in blind] == [("summary", "Nytt")]


def test_a_narrowed_form_keeps_what_its_questions_mean(sent: Submission) -> None:
    whole = definition_of(Version.objects.select_related("form").get().form)
    narrow = whole.narrowed(["summary", "number"])
    assert [step.key for step in narrow.steps] == ["idea", "you"]
    assert narrow.meaning("applicant_kind") == whole.meaning("applicant_kind")
    assert narrow.asked(whole.question("number"), {"who": "person"}) is False  # type: ignore[arg-type]


def test_what_is_to_be_completed_stands_once_on_my_page(sent: Submission, manager: Person, kim: Person) -> None:
    """Among what waits, with the last day; the draft that it opens is not listed beside it."""
    ask(sent, manager, "summary")
    begin(sent)
    page = client_of(kim).get("/mitt/").text
    assert page.count(reverse("submissions:complete", args=[sent.case.reference])) == 1
    assert (page.count("Vi behöver en sak till från dig"), "/utkast/" in page) == (1, False)
    assert "Senast " in page
    assert "Svar senast" not in page.partition("Vi behöver en sak till från dig")[2][:1500]
