"""Report, hide with a reason, leave, put back: nothing is lost, the writer hears, the log holds no words."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from django.test import Client

from civicportal.commons import actions, queries
from civicportal.commons.enums import HideReason, QuestionState, ReportReason, ReportState
from civicportal.commons.kinds import Writer, kinds
from civicportal.commons.models import Hiding, Item, Question, Report, Step
from civicportal.kernel.answers import Refused
from civicportal.notices.models import Message
from civicportal.people.models import Person
from civicportal.records.models import Entry
from funds.models import Project
from tests.commons.factories import make_project
from tests.people import make_auditor, make_communicator, make_fund_manager, make_resident

pytestmark = pytest.mark.django_db
ONCE = "00000000-0000-4000-8000-000000000001"


@pytest.fixture
def project() -> Project:
    found = make_project({"sv": "Verktygsbibliotek", "en": "Tool library"})
    actions.publish(found, by=None)
    return found


@pytest.fixture
def item(project: Project) -> Item:
    return project.item


@pytest.fixture
def manager(item: Item) -> Person:
    return make_fund_manager(item.unit)


def ask(item: Item, manager: Person | None = None) -> Question:
    question = actions.ask(item, text="Köp billiga borrar hos mig", language="sv", email="rut@example.org")
    return actions.release_question(question, by=manager) if manager else question


def test_anybody_reports_a_question_without_saying_who_they_are(client: Client, item: Item, manager: Person) -> None:
    question = ask(item, manager)
    page = client.get(f"/anmal/project/{item.slug}/?fraga=1").content.decode()
    assert 'value="fraga-1" selected' in page
    form = {"about": "fraga-1", "reason": "advert", "words": "Reklam", "email": "", "website": "", "once": ONCE}
    paths = [client.post(f"/anmal/project/{item.slug}/", form).headers["Location"] for _ in range(2)]
    assert paths == [f"/anmal/project/{item.slug}/tack/"] * 2
    report = Report.objects.get()
    assert (report.question, report.thing, report.person, report.state) == (
        question,
        question,
        None,
        ReportState.WAITING,
    )
    assert client.get(paths[0]).status_code == 200


def test_a_step_is_reported_by_what_stands_on_the_page(client: Client, item: Item) -> None:
    step = actions.add_step(item, by=None, title="Beviljad")
    place = f"steg-{int(step.at.timestamp() * 1_000_000)}"
    form = {"about": place, "reason": "wrong", "words": "", "email": "", "website": "", "once": ONCE}
    client.post(f"/anmal/project/{item.slug}/", form)
    assert Report.objects.get().thing == step
    assert client.post(f"/anmal/project/{item.slug}/", {**form, "about": "steg-1"}).status_code == 422


@pytest.mark.parametrize("words", ["question", "step", "item"])
def test_what_is_hidden_is_gone_from_the_page_and_comes_back_as_it_was(
    client: Client, item: Item, manager: Person, words: str
) -> None:
    question, step = ask(item, manager), actions.add_step(item, by=None, title="Invigd av Kalle Anka")
    before = client.get(item.get_absolute_url()).content.decode()
    things: dict[str, tuple[Any, str]] = {
        "question": (question, question.text), "step": (step, "Kalle Anka"), "item": (item, "Verktygsbibliotek")
    }  # fmt: skip
    thing, said = things[words]
    hiding = actions.hide_words(thing, by=manager, reason=HideReason.WRONG)
    after = client.get(item.get_absolute_url())
    assert (said in before, said in after.content.decode()) == (True, False)
    assert after.status_code == (404 if words == "item" else 200)
    actions.restore(hiding, by=manager)
    again = client.get(item.get_absolute_url()).content.decode()
    assert (said in again, Item.objects.filter(pk=item.pk).count()) == (True, 1)


def test_the_writer_of_a_question_gets_the_reason_and_hears_when_it_is_back(item: Item, manager: Person) -> None:
    question = ask(item)
    hiding = actions.hide_words(question, by=manager, reason=HideReason.ADVERT, text="Fråga utan pris.")
    letter = Message.objects.get()
    assert (letter.kind, letter.email, "Det är reklam" in letter.text, "Fråga utan pris." in letter.text) == (
        "commons.hidden", "rut@example.org", True, True
    )  # fmt: skip
    actions.restore(hiding, by=manager)
    assert Message.objects.latest("pk").kind == "commons.restored"
    assert Question.objects.get().state == QuestionState.PUBLIC
    assert Question.objects.get().released_at is not None


def test_the_resident_who_wrote_a_thing_hears_of_it(
    item: Item, manager: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    writer = Writer("bo@example.org", "en")
    monkeypatch.setitem(kinds, "project", replace(kinds["project"], writer=lambda thing: writer))
    actions.hide_words(item, by=manager, reason=HideReason.PERSONAL)
    letter = Message.objects.get()
    assert (letter.email, letter.subject) == ("bo@example.org", "We have hidden what you wrote: Tool library")


def test_what_staff_have_hidden_no_feature_shows_again_before_it_is_put_back(
    project: Project, item: Item, manager: Person
) -> None:
    hiding = actions.hide_words(item, by=manager, reason=HideReason.PERSONAL)
    assert actions.publish(project, by=None).visible is False
    assert Item.every.get().title.texts == {}
    actions.restore(hiding, by=manager)
    assert Item.objects.get().title.said("sv").text == "Verktygsbibliotek"


def test_what_its_feature_took_back_meanwhile_stays_hidden(project: Project, item: Item, manager: Person) -> None:
    hiding = actions.hide_words(item, by=manager, reason=HideReason.PERSONAL)
    actions.hide(project, by=None, reason="withdrawn")
    actions.restore(hiding, by=manager)
    assert (Item.every.get().visible, Hiding.objects.in_force().count()) == (False, 0)


def test_hiding_settles_the_reports_and_tells_those_who_left_an_address(item: Item, manager: Person) -> None:
    question = ask(item, manager)
    for email in ("bo@example.org", ""):
        actions.report(question, reason=ReportReason.ADVERT, email=email)
    other = actions.report(item, reason=ReportReason.OTHER, email="eva@example.org", language="en")
    hiding = actions.hide_words(question, by=manager, reason=HideReason.ADVERT)
    assert hiding == actions.hide_words(question, by=manager, reason=HideReason.WRONG)
    assert list(Report.objects.order_by("pk").values_list("state", "hiding")) == [
        ("hidden", hiding.pk), ("hidden", hiding.pk), ("waiting", None)
    ]  # fmt: skip
    actions.leave_report(other, by=manager)
    told = Message.objects.filter(kind="commons.report_settled").order_by("pk")
    assert [(letter.email, letter.subject) for letter in told] == [
        ("bo@example.org", "Din anmälan om Verktygsbibliotek"),
        ("eva@example.org", "Your report on Tool library"),
    ]
    with pytest.raises(Refused):
        actions.leave_report(other, by=manager)


def test_only_those_who_look_after_the_unit_hide_leave_and_put_back(item: Item, manager: Person) -> None:
    question = ask(item, manager)
    report = actions.report(question, reason=ReportReason.OTHER)
    hiding = actions.hide_words(actions.add_step(item, by=None, title="Steg"), by=manager, reason=HideReason.WRONG)
    for stranger in (make_fund_manager(), make_resident(), make_auditor()):
        for act in (
            lambda by: actions.hide_words(question, by=by, reason=HideReason.WRONG),
            lambda by: actions.hide_words(item, by=by, reason=HideReason.WRONG),
            lambda by: actions.leave_report(report, by=by),
            lambda by: actions.restore(hiding, by=by),
        ):
            with pytest.raises(Refused):
                act(stranger)
    assert (Hiding.objects.count(), Step.objects.get().hidden) == (1, True)
    actions.restore(hiding, by=make_communicator())
    assert Step.objects.get().hidden is False


def test_the_log_holds_reasons_and_never_words(item: Item, manager: Person) -> None:
    question = ask(item, manager)
    actions.report(question, reason=ReportReason.ADVERT, text="Reklam för borrar")
    actions.hide_words(question, by=manager, reason=HideReason.ADVERT, text="Ta bort priset")
    told = str(list(Entry.objects.values_list("verb", "facts")))
    assert [word for word in ("borrar", "priset", "rut@example.org") if word in told] == []
    assert Entry.objects.filter(verb="commons.hide_words").get().facts == {"item": item.pk, "reason": "advert"}


def test_hidden_steps_are_in_no_thread_and_no_list(item: Item, manager: Person) -> None:
    step = actions.add_step(item, by=None, title="Steg")
    actions.hide_words(step, by=manager, reason=HideReason.WRONG)
    assert (queries.thread(item), list(queries.steps(item))) == ([], [])


def test_reports_stop_at_the_hours_measure(client: Client, item: Item) -> None:
    form = {"reason": "other", "words": "", "email": "bo@example.org", "website": ""}
    codes = [
        client.post(
            f"/anmal/project/{item.slug}/", {**form, "once": f"00000000-0000-4000-8000-{number:012d}"}
        ).status_code
        for number in range(7)
    ]
    assert codes == [302] * 6 + [429]
