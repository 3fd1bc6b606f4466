"""Visionsfonden's whole cycle in a real browser: a resident's idea is judged in stages, granted, followed to its end.

From a blank visitor on a phone to a closed project in public. The coach team advises, the departments score blind and
let the best go on, one pitches, the steering group agrees, the director confirms, everybody hears at one moment; the
money goes out, the resident tells how it goes, and what was not used is given back. Once in Swedish, once in English
without JavaScript.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from civicportal.cases.models import Recusal
from civicportal.kernel import dates
from civicportal.notices.models import Message
from civicportal.review.enums import Judges, Leaves, Shows, StageKind
from civicportal.review.models import Stage
from funds.models import Application, Project, Round
from tests.funds.configured import own_words
from tests.funds.factories import KRONA, World, make_application, texts
from tests.funds.granted import make_report_form
from tests.people import make_person
from tests.stories.actors import (
    days_pass,
    heading,
    mailed_path,
    newest_letter,
    press,
)
from tests.stories.steps import after, applying, deciding, judging
from tests.stories.steps.applying import TITLE

pytestmark = pytest.mark.django_db(transaction=True)

RESIDENT = "ronja@example.org"
DESK = {"width": 1280, "height": 800}


LINE = {"what": "Allt", "note": ""}
AFTER: dict[str, dict[str, Any]] = {
    "sv": {
        "granted": "Beviljad", "decision": "Läs beslutet och skälen", "in short": "I korthet, för alla",
        "back": "5 000 kr", "public": ("Beviljad av Visionsfonden", "En privatperson", "40 000 kr", "15 000 kr"),
    },
    "en": {
        "granted": "Granted", "decision": "Read the decision and the reasons", "in short": "In short, for everybody",
        "back": "SEK 5,000", "public": ("Granted by The Vision Fund", "A private person", "SEK 40,000", "SEK 15,000"),
    },
}  # fmt: skip


def apply(page: Any, said: dict[str, str]) -> Application:
    """The resident's part."""
    applying.find_the_fund(page, said)
    applying.begin(page, said, RESIDENT)
    applying.write_idea_and_budget(page, said)
    applying.write_about_oneself(page, said)
    applying.check_and_send(page, said, RESIDENT)
    assert page.get_by_text(said["thanks"]).count()
    application = Application.objects.select_related("submission__case").get(submission__person__email=RESIDENT)
    assert page.get_by_text(application.case.reference).count()
    return application


# The whole cycle


@pytest.fixture
def year(stage: World) -> World:
    """Visionsfonden as it works a whole round: three stages with an optional pitch, a report, a letter of its own.

    Two more have applied; there is not money for all three.
    """
    by, opening = stage.cast.fund_manager, stage.round.opening
    make_report_form(stage.fund)
    body = texts("Visionsfonden har läst {title} noga.\n\n{reference}\n{decision}\n{link}\n\n{in_english}")
    own_words(stage.fund, "decision", texts("Visionsfondens svar {reference}"), body, by)
    make_application(stage, make_person("Mo Musik"), title="Musiken", budget=[{**LINE, "amount": "70 000"}])
    make_application(stage, make_person("Pia Padel"), title="Padeln", budget=[{**LINE, "amount": "60 000"}])
    Round.objects.update(budget=100_000 * KRONA)
    stage.stage.delete()
    kinds = [
        ("Coachteamet", StageKind.ADVICE, Judges.COACH, Leaves.ALL, Shows.WORDS),
        ("Förvaltningarna", StageKind.SCORES, Judges.REVIEWER, Leaves.BEST, Shows.SCORES),
        ("Pitchen", StageKind.PITCH, Judges.REVIEWER, Leaves.ALL, Shows.SCORES),
        ("Styrgruppen", StageKind.ADVICE, Judges.DECISION_MAKER, Leaves.ALL, Shows.NOTHING),
    ]
    for place, (name, kind, judges, leaves, shows) in enumerate(kinds):
        Stage.objects.create(
            opening=opening, position=place + 1, name=texts(name), kind=kind, judges=judges, leaves=leaves,
            best=2 if leaves == Leaves.BEST else None, shows=shows, blind=kind == StageKind.SCORES, wanted_reviews=2,
            opens_at=opening.closes_at + timedelta(days=8 * place),
            closes_at=opening.closes_at + timedelta(days=8 * place + 7),
        )  # fmt: skip
    return stage


def the_coaches_advise(manager: Any, coach: Any, found: Round, mine: Application) -> None:
    """All three are read through; what the coach team writes goes on to the departments."""
    days_pass(found.opening, 31)
    for application in Application.objects.select_related("submission__case").order_by("pk"):
        judging.screen(manager, application)
    judging.give_out(manager, found, "Coachteamet")
    judging.advise(coach, mine, "Ja, med villkor", "Om verktygen låses in om natten.")


def the_departments_score(manager: Any, first: Any, second: Any, found: Round, mine: Application) -> None:
    """The stage is blind, and its two best go on."""
    days_pass(found.opening, 8)
    judging.give_out(manager, found, "Förvaltningarna")
    given = {mine.title: ("5", "4"), "Musiken": ("4", "4"), "Padeln": ("2", "1")}
    for reader in (first, second):
        for application in Application.objects.select_related("submission__case").order_by("title"):
            judging.score(reader, application, *given[application.title], unseen="Ronja Ek")
    days_pass(found.opening, 8)
    judging.let_on(manager, found, "Förvaltningarna", stays="Padeln")


def one_pitches(manager: Any, reader: Any, resident: Any, found: Round, mine: Application, begin: str) -> None:
    """The fund may ask somebody to pitch: the time comes by letter, the jury scores after it."""
    judging.give_out(manager, found, "Pitchen")
    day = dates.today() + timedelta(days=2)
    judging.give_pitch_time(manager, found, "Pitchen", mine, day, "Rådhuset, sal 2")
    resident.goto(mailed_path(newest_letter("review.pitch_given", RESIDENT), begin or "/"))
    assert resident.get_by_text("Rådhuset, sal 2").count()
    judging.score(reader, mine, "5", "5")


def the_steering_group_agrees(manager: Any, director: Any, found: Round, mine: Application) -> None:
    days_pass(found.opening, 8)
    judging.give_out(manager, found, "Styrgruppen")
    judging.advise(director, mine, "Ja", "Vi är eniga.")


def decide(manager: Any, director: Any, found: Round, said: dict[str, str]) -> None:
    """Tried out, proposed, confirmed one by one, minuted, released; a coach has stepped aside from one."""
    room = deciding.room_of(found, said)
    deciding.try_out(manager, room, said, {TITLE: "granted", "Musiken": "granted", "Padeln": "refused"}, "Musiken")
    for title in (TITLE, "Musiken", "Padeln"):
        deciding.propose(manager, room, said, title, f"Skälet till {title}.")
    deciding.confirm_each(director, room, said, 3)
    deciding.minute(director, room, said, "Cim Coach")
    deciding.release(manager, room, said)
    states = dict(Application.objects.values_list("title", "state"))
    assert states == {TITLE: "granted", "Musiken": "granted", "Padeln": "refused"}


def who_got_a_no_reads_why(browse: Any, said: dict[str, str]) -> None:
    found = Application.objects.select_related("submission__case", "submission__person").get(title="Padeln")
    person = found.submission.person
    assert person is not None
    assert "Skälet till Padeln." in newest_letter("funds.decision", person.email).text
    page = browse(person, script=False)
    page.goto(f"/mitt/{found.case.reference}/beslut/")
    assert heading(page) == "Beslut om Padeln"
    assert page.get_by_role("link", name="/fonder/visionsfonden/coach/").count()


def follow(resident: Any, manager: Any, project: Project, said: dict[str, str], own: dict[str, Any]) -> None:
    """Agreement, update, change, first payment, receipts, report, approval: what was not used is given back."""
    after.accept(resident, said, RESIDENT, "Ronja Ek")
    after.tell(resident, said, "Verktygen är här", "Elva grannar hjälptes åt en lördag.")
    after.ask_for_change(resident, said, dates.today() + timedelta(days=120))
    after.publish_update(manager, project, "Verktygen är här")
    after.answer_change(manager, project)
    after.pay_first(manager, project)
    resident.reload()
    assert resident.get_by_text(said["approved"]).count()
    press(resident, said["report"])
    after.add_receipt(resident, said)
    after.report(resident, said, {own["in short"]: after.SHORT}, "15 000")
    manager.goto(f"/backoffice/efter/{project.slug}/redovisning/")
    assert manager.get_by_text("Borrar").count()
    after.approve(manager, project)
    resident.reload()
    assert f"{said['return']} {own['back']}" in after.plain(resident)


@pytest.mark.parametrize(("language", "script"), [("sv", True), ("en", False)], ids=["sv", "en without script"])
def test_an_idea_goes_in_and_a_grant_comes_out(year: World, browse: Any, language: str, script: bool) -> None:
    found, room, said, own = year.round, deciding.WORDS[language], after.WORDS[language], AFTER[language]
    resident = browse(script=script)
    mine = apply(resident, applying.WORDS[language])

    manager = browse(year.cast.fund_manager, script=script, view=DESK)
    director = browse(year.cast.decision_maker, script=script, view=DESK)
    first = browse(year.cast.reviewer, script=script, view=DESK)
    the_coaches_advise(manager, browse(year.cast.coach, script=script, view=DESK), found, mine)
    the_departments_score(manager, first, browse(year.cast.second_reviewer, script=script), found, mine)
    if language == "sv":
        one_pitches(manager, first, resident, found, mine, said["begin"])
    the_steering_group_agrees(manager, director, found, mine)
    Recusal.objects.create(case=mine.case, person=year.cast.coach, ground="coached")
    decide(manager, director, found, room)
    who_got_a_no_reads_why(browse, room)

    letter = newest_letter("funds.decision", RESIDENT)
    assert f"Visionsfonden har läst {TITLE} noga." in letter.text
    resident.goto(mailed_path(letter, f"{said['begin']}/mitt/"))
    assert resident.get_by_text(own["granted"]).count()
    press(resident, own["decision"])
    assert resident.get_by_text(f"Skälet till {TITLE}.").count()
    project = Project.objects.get(application=mine)
    follow(resident, manager, project, said, own)

    stranger = browse(script=script)
    stranger.goto(f"{said['begin']}/projekt/")
    press(stranger, TITLE)
    read = after.plain(stranger)
    wanted = (*own["public"], after.SHORT, "Verktygen är här")
    assert [words for words in wanted if words not in read] == []
    assert [words for words in ("Ronja Ek", "kvitto.pdf") if words in read] == []
    assert not stranger.context.cookies()


def test_a_closed_browser_loses_nothing(stage: World, browse: Any) -> None:
    first = browse()
    applying.find_the_fund(first, applying.WORDS["sv"])
    applying.begin(first, applying.WORDS["sv"], RESIDENT)
    applying.write_idea_and_budget(first, applying.WORDS["sv"])
    with first.expect_response("**/spara/"):
        first.get_by_label("Ditt namn").fill("Ronja mitt i ett or")
    first.context.close()

    second = browse()
    second.goto(mailed_path(newest_letter("submissions.resume_link", RESIDENT), "/utkast/oppna/"))
    assert not second.get_by_text("Cykelkök").count(), "opening the link shows a button and nothing else"
    second.locator("main button").first.click()
    second.wait_for_load_state()
    second.locator(".task a").nth(2).click()
    second.wait_for_load_state()
    assert second.get_by_label("Ditt namn").input_value() == "Ronja mitt i ett or"
    assert Message.objects.filter(kind="submissions.resume_link").count() == 1
