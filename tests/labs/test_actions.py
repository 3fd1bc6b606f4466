"""What is done in the labs: raised, released, gathered, answered, tried; what it writes, tells and keeps."""

from __future__ import annotations

import uuid
from datetime import time, timedelta
from typing import Any

import pytest
import time_machine
from django.db import transaction

from civicportal.cases.tasks import tell_late
from civicportal.commons.models import Item, Link, Step
from civicportal.kernel import dates
from civicportal.kernel.answers import Refused
from civicportal.kernel.text import LocalizedText
from civicportal.notices.models import Message
from civicportal.people.actions import change_email
from civicportal.people.hooks import signed_in
from civicportal.records.models import Entry
from labs.actions import answering, paper, raising, work
from labs.enums import RaisedState, SolutionState, TrialState
from labs.models import Idea, Need, Solution, Trial
from labs.tokens import status_path
from tests.labs.factories import (
    Stage,
    make_city,
    make_solution,
    make_topic,
    make_trial,
    make_visitor,
    public_idea,
    public_need,
    raise_idea,
    raise_need,
    texts,
)
from tests.people import make_resident

pytestmark = pytest.mark.django_db


def letters(kind: str) -> list[str]:
    """To whom letters of a kind were written, in order."""
    return list(Message.objects.filter(kind=f"labs.{kind}").order_by("pk").values_list("email", flat=True))


def fresh(raised: Any) -> Any:
    return type(raised).objects.select_related("case", "item", "lab", "topic").get(pk=raised.pk)


def titles_of_steps(item: Item) -> list[str]:
    return [str(step.title) for step in Step.objects.filter(item=item).order_by("at", "id")]


def links(kind: str) -> set[tuple[str, str]]:
    rows = Link.objects.filter(kind=kind).select_related("source", "target")
    return {(link.source.kind, link.target.kind) for link in rows}


def test_a_need_with_an_account_is_received_at_once(lab_stage: Stage) -> None:
    person = make_resident()
    need = raise_need(lab_stage, person=person)
    assert (need.state, need.item, need.person, need.email) == (RaisedState.RECEIVED, None, person, "")
    assert need.case.answer_by == dates.today() + timedelta(days=lab_stage.lab.answer_days)
    assert need.case.reference == f"LB-{dates.today().year}-0001"
    assert letters("received") == [person.email]
    assert Item.objects.of_kind("need").count() == 0


def test_the_same_form_twice_is_one_need(lab_stage: Stage) -> None:
    once, person = uuid.uuid4(), make_resident()
    first = raise_need(lab_stage, person=person, once=once)
    assert raise_need(lab_stage, person=person, once=once) == first
    assert (Need.objects.count(), letters("received")) == (1, [person.email])


def test_a_lab_that_takes_no_needs_says_so(lab_stage: Stage) -> None:
    lab_stage.lab.takes_needs = False
    with pytest.raises(Refused, match="Planteringslabbet"):
        raise_need(lab_stage)


def test_words_go_public_at_once_where_the_city_says_so(lab_stage: Stage) -> None:
    city = make_city()
    city.release_words_at_once = True
    city.save()
    need = fresh(raise_need(lab_stage))
    assert (need.state, need.item.visible) == (RaisedState.PUBLIC, True)
    assert letters("released") == []


def test_signing_in_claims_what_was_raised_by_that_address_and_nothing_else(lab_stage: Stage, rf: Any) -> None:
    mine, other = make_visitor("vera@example.org"), make_visitor("annan@example.org")
    for number, email in enumerate((mine.email, other.email)):
        row = Need(lab=lab_stage.lab, title=f"Behov {number}", email=email)
        with transaction.atomic():
            raising.open_raised(row, by=None)
    request = rf.get("/")
    request.session = {}
    signed_in(request, mine)
    claimed, left = Need.objects.order_by("pk")
    assert (claimed.person, claimed.email, claimed.case.person) == (mine, "", mine)
    assert (left.person, left.email, left.case.person) == (None, other.email, None)


def test_another_address_takes_along_what_was_raised_by_the_old_one(lab_stage: Stage) -> None:
    mine = make_visitor("vera@example.org")
    row = Need(lab=lab_stage.lab, title="Fler bänkar", email=mine.email)
    with transaction.atomic():
        raising.open_raised(row, by=None)
    change_email(mine, email="vera.ny@example.org", by=mine)
    need = Need.objects.get()
    assert (need.person, need.email, need.case.person) == (mine, "", mine)


def test_released_words_stand_in_public_and_belong_to_the_lab(lab_stage: Stage) -> None:
    need = public_need(lab_stage, "Bänkar vid lekplatsen", text="De gamla är trasiga.")
    item = Item.objects.get(kind="need")
    assert (str(item.title), item.text, item.status) == ("Bänkar vid lekplatsen", "De gamla är trasiga.", "public")
    assert links("belongs_to") == {("need", "lab")}
    assert titles_of_steps(item) == ["Framfört: Skrivet här"]
    assert letters("released") == [need.person.email]


def test_withheld_words_leave_the_public_and_their_writer_reads_why(lab_stage: Stage) -> None:
    need = public_need(lab_stage)
    why = texts("Texten pekar ut en person")
    answering.withhold(need, why=why, by=lab_stage.facilitator)
    row = fresh(need)
    assert (row.state, row.answer, row.item.visible) == (RaisedState.WITHHELD, why, False)
    assert row.case.answered_at is not None
    assert "Texten pekar ut en person" in Message.objects.get(kind="labs.withheld").text
    answering.release(row, by=lab_stage.facilitator)
    back = fresh(need)
    assert (back.state, back.answer, back.item.visible) == (RaisedState.PUBLIC, LocalizedText(), True)


def test_needs_are_gathered_into_a_topic_that_shows_them(lab_stage: Stage) -> None:
    first, second = public_need(lab_stage, "Ett"), public_need(lab_stage, "Två")
    topic = make_topic(lab_stage, "Inne på kvällen", first, second)
    assert set(topic.needs.values_list("state", flat=True)) == {RaisedState.GATHERED}
    assert links("grew_from") == {("topic", "need")}
    assert len(letters("gathered")) == 2
    assert fresh(first).case.answered_at is None, "gathering is no answer: the promised day still stands"
    assert answering.gather([fresh(first)], topic=topic, by=lab_stage.facilitator) == 0


def test_a_need_that_moves_to_another_topic_leaves_the_first(lab_stage: Stage) -> None:
    need = public_need(lab_stage)
    old = make_topic(lab_stage, "Det första", need)
    new = make_topic(lab_stage, "Det andra", fresh(need))
    linked = Link.objects.filter(kind="grew_from", target=fresh(need).item).values_list("source", flat=True)
    assert (fresh(need).topic, list(linked)) == (new, [new.item_id])
    assert old.needs.count() == 0


def test_an_answer_keeps_the_promise_and_is_told_once(lab_stage: Stage) -> None:
    need = public_need(lab_stage)
    words = texts("Biblioteket öppnar på torsdagar", "The library opens on Thursdays")
    answering.answer(need, words=words, by=lab_stage.facilitator)
    answering.answer(fresh(need), words=words, by=lab_stage.facilitator)
    row = fresh(need)
    assert (row.state, row.answer, row.case.days_late(dates.today() + timedelta(days=99))) == ("answered", words, 0)
    assert letters("answered") == [need.person.email]
    assert "Biblioteket öppnar på torsdagar" in row.item.text


def test_a_no_needs_its_reason(lab_stage: Stage) -> None:
    need = public_need(lab_stage)
    with pytest.raises(Refused):
        answering.decline(need, why=LocalizedText(), by=lab_stage.facilitator)
    answering.decline(need, why=texts("Marken är inte stadens"), by=lab_stage.facilitator)
    assert (fresh(need).state, letters("declined")) == (RaisedState.DECLINED, [need.person.email])


def test_one_answer_to_a_topic_answers_each_need_that_waits(lab_stage: Stage) -> None:
    first, second = public_need(lab_stage, "Ett"), public_need(lab_stage, "Två")
    topic = make_topic(lab_stage, "Ämnet", first, second)
    answering.answer(fresh(first), words=texts("Redan svarat"), by=lab_stage.facilitator)
    assert answering.answer_topic(topic, words=texts("Vi bygger"), by=lab_stage.facilitator) == 1
    assert (str(fresh(first).answer), str(fresh(second).answer)) == ("Redan svarat", "Vi bygger")


@pytest.mark.parametrize("who", ["stranger", "auditor"])
def test_only_the_labs_own_facilitators_act(lab_stage: Stage, who: str) -> None:
    need, person = public_need(lab_stage), getattr(lab_stage, who)
    for act in (
        lambda: answering.answer(need, words=texts("x"), by=person),
        lambda: answering.withhold(need, why=texts("x"), by=person),
        lambda: answering.open_topic(lab_stage.lab, title=texts("x"), summary=texts("x"), by=person),
        lambda: work.publish(lab_stage.lab, by=person),
        lambda: work.move(lab_stage.lab, "generate", by=person),
        lambda: work.tell(lab_stage.lab, title=texts("x"), words=texts("x"), by=person),
    ):
        with pytest.raises(Refused):
            act()


def test_nobody_answers_their_own_need(lab_stage: Stage) -> None:
    need = raise_need(lab_stage, person=lab_stage.facilitator)
    with pytest.raises(Refused):
        answering.release(need, by=lab_stage.facilitator)
    assert list(Need.objects.visible_to(lab_stage.facilitator)) == []


def test_the_writer_takes_it_back(lab_stage: Stage) -> None:
    need = public_need(lab_stage)
    with pytest.raises(Refused):
        raising.withdraw(need, by=make_resident())
    with pytest.raises(Refused):
        raising.withdraw(need, by=None)
    raising.withdraw(need, by=need.person)
    row = fresh(need)
    assert (row.state, row.item.visible, row.case.answered_at is None) == (RaisedState.WITHDRAWN, False, False)
    assert letters("withdrawn") == [need.person.email]


def test_an_idea_on_a_need_follows_it_into_its_topic(lab_stage: Stage) -> None:
    need = public_need(lab_stage)
    idea = public_idea(lab_stage, need)
    topic = make_topic(lab_stage, "Ämnet", fresh(need))
    assert fresh(idea).topic == topic
    assert links("answers") == {("idea", "need"), ("idea", "topic")}


def test_a_closed_topic_takes_no_ideas(lab_stage: Stage) -> None:
    topic = work.move(make_topic(lab_stage), "close", by=lab_stage.facilitator)
    with pytest.raises(Refused):
        raise_idea(topic)


def tried(stage: Stage) -> tuple[Need, Idea, Trial]:
    """A need that led to an idea, a solution and a test that has begun."""
    need = public_need(stage)
    topic = make_topic(stage, "Ämnet", need)
    idea = public_idea(stage, topic)
    trial = make_trial(make_solution(stage, topic, fresh(idea)), stage.facilitator)
    work.move(trial.solution, "ready", by=stage.facilitator)
    return need, idea, work.start(Trial.objects.get(pk=trial.pk), by=stage.facilitator)


def test_an_idea_lives_on_in_a_solution_and_is_tested(lab_stage: Stage) -> None:
    need, idea, trial = tried(lab_stage)
    assert (fresh(idea).state, trial.state) == (RaisedState.GATHERED, TrialState.RUNNING)
    assert Solution.objects.get().state == SolutionState.IN_TEST
    assert links("grew_from") == {("topic", "need"), ("solution", "idea")}
    assert links("tests") == {("test", "solution")}
    assert letters("gathered") == [need.person.email, idea.person.email]
    assert letters("news") == [need.person.email, need.person.email, idea.person.email]


@pytest.mark.parametrize(
    ("verdict", "state"),
    [("go_on", SolutionState.LIVES_ON), ("change", SolutionState.DESIGN), ("stop", SolutionState.DROPPED)],
)
def test_a_test_ends_with_a_decision_and_what_was_learnt(lab_stage: Stage, verdict: str, state: str) -> None:
    need, idea, trial = tried(lab_stage)
    Message.objects.all().delete()
    work.conclude(
        trial, verdict=verdict, result=texts("Tolv kom"), learnt=texts("Torsdag är rätt dag"), by=lab_stage.facilitator
    )
    row = Trial.objects.select_related("item").get()
    assert (row.state, row.verdict, row.item.status) == (TrialState.ENDED, verdict, verdict)
    assert Solution.objects.get().state == state
    assert Step.objects.filter(item=row.item, kind="result").count() == 1
    assert letters("news") == [need.person.email, idea.person.email]


def test_a_test_cannot_end_without_what_was_learnt(lab_stage: Stage) -> None:
    _need, _idea, trial = tried(lab_stage)
    for said in ({"verdict": "stop", "result": texts("x"), "learnt": LocalizedText()},
                 {"verdict": "maybe", "result": texts("x"), "learnt": texts("x")}):  # fmt: skip
        with pytest.raises(Refused):
            work.conclude(trial, by=lab_stage.facilitator, **said)
    assert Trial.objects.get().state == TrialState.RUNNING


def test_who_wants_no_news_gets_the_answer_all_the_same(lab_stage: Stage) -> None:
    need = public_need(lab_stage)
    raising.want_news(need, False)
    topic = make_topic(lab_stage, "Ämnet", fresh(need))
    make_solution(lab_stage, topic)
    answering.answer(fresh(need), words=texts("Svar"), by=lab_stage.facilitator)
    assert (letters("news"), letters("answered")) == ([], [need.person.email])


def test_an_idea_taken_out_of_a_solution_is_no_longer_its_origin(lab_stage: Stage) -> None:
    topic = make_topic(lab_stage)
    first, second = public_idea(lab_stage, topic, "Ett"), public_idea(lab_stage, topic, "Två")
    solution = make_solution(lab_stage, topic, first, second)
    solution.ideas.set([second])
    work.publish(solution, by=lab_stage.facilitator)
    linked = Link.objects.filter(source=solution.item, kind="grew_from").values_list("target", flat=True)
    assert list(linked) == [fresh(second).item_id]


def entered(stage: Stage, text: str, **said: Any) -> list[Need]:
    facts = {"district": stage.district, "source": "walk", "told_on": dates.today() - timedelta(days=3),
             "language": "sv", "public": True, "once": uuid.uuid4(), **said}  # fmt: skip
    return paper.enter_many(stage.lab, text=text, by=stage.facilitator, **facts)


def test_needs_from_paper_come_in_once_with_district_and_source(lab_stage: Stage) -> None:
    once = uuid.uuid4()
    text = "- Fler bänkar\n\n• Belysning vid tunneln\nFler bänkar\n"
    made = entered(lab_stage, text, once=once)
    assert [(need.title, need.district, need.source) for need in made] == [
        ("Fler bänkar", lab_stage.district, "walk"),
        ("Belysning vid tunneln", lab_stage.district, "walk"),
    ]
    assert [need.pk for need in entered(lab_stage, text, once=once)] == [need.pk for need in made]
    assert [need.title for need in entered(lab_stage, "Fler bänkar\nEn cykelpump")] == ["En cykelpump"]
    assert Item.objects.of_kind("need").count() == 3
    assert all(need.case.answer_by is not None for need in Need.objects.select_related("case"))
    assert Message.objects.count() == 0, "nobody left an address"


def test_needs_from_paper_can_wait_to_be_read(lab_stage: Stage) -> None:
    entered(lab_stage, "Fler bänkar", public=False)
    assert (Need.objects.get().state, Item.objects.of_kind("need").count()) == (RaisedState.RECEIVED, 0)


def test_the_log_holds_no_words(lab_stage: Stage) -> None:
    need = public_need(lab_stage, "Ett mycket särskilt ord", text="Hemligheten")
    answering.answer(need, words=texts("Svaret"), by=lab_stage.facilitator)
    said = " ".join(str(entry.facts) for entry in Entry.objects.all())
    assert [word for word in ("särskilt", "Hemligheten", "Svaret") if word in said] == []
    assert Entry.objects.filter(verb="need.answer").count() == 1


def test_somebody_without_an_account_hears_that_the_answer_is_late(lab_stage: Stage) -> None:
    row = Need(lab=lab_stage.lab, title="Fler bänkar", email="vera@example.org", language="en")
    with transaction.atomic():
        need = raising.open_raised(row, by=None)
    late = dates.today() + timedelta(days=lab_stage.lab.answer_days + 2)
    with time_machine.travel(dates.at(late, time(10)), tick=False):
        assert tell_late() == 1
    letter = Message.objects.get(kind="cases.late")
    assert (letter.email, letter.language, f"/en{status_path(need)}" in letter.text) == ("vera@example.org", "en", True)
