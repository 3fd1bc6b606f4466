"""The main story in a real browser: from a blank visitor to a public project, on a phone, with and without script."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest

from civicportal.kernel import dates
from civicportal.notices.models import Message, MessageState
from funds.models import Application, Round
from tests.funds.factories import World
from tests.stories.actors import heading, mailed_path, newest_letter, press, sign_in_by_code

pytestmark = pytest.mark.django_db(transaction=True)

RESIDENT = "ronja@example.org"
DESK = {"width": 1280, "height": 800}


def find_the_fund(page: Any) -> None:
    page.goto("/")
    assert heading(page) == "Vad vill du göra?"
    press(page, "Jag har en idé")
    press(page, "Visionsfonden")
    assert page.get_by_text("Vad ska pengarna gå till?").count()
    press(page, "Ansök")


def answer_whether_one_may(page: Any) -> None:
    page.get_by_role("group", name="Är du 18 år eller äldre?").get_by_label("Ja").check()
    page.get_by_role("group", name="Ska idén ge vinst?").get_by_label("Nej").check()
    press(page, "Fortsätt")


def write_the_idea(page: Any) -> None:
    page.get_by_label("Vad heter idén?").fill("Cykelkök på Söder")
    page.get_by_label("Beskriv den kort").fill("Laga cykeln tillsammans med grannar.")
    press(page, "Spara och fortsätt")


def write_the_budget(page: Any) -> None:
    page.locator("input[name$='-what']").first.fill("Verktyg")
    page.get_by_label("Kronor").first.fill("40 000")
    press(page, "Spara och fortsätt")


def write_about_oneself(page: Any) -> None:
    page.get_by_role("group", name="Vem söker?").get_by_label("Privatperson").check()
    page.get_by_label("Ditt namn").fill("Ronja Ek")
    page.get_by_role("group", name="Får ditt namn stå offentligt?").get_by_label("Nej").check()
    press(page, "Spara och fortsätt")


def check_and_send(page: Any) -> None:
    assert heading(page) == "Kontrollera svaren och skicka in"
    assert page.get_by_text("Inget är skickat än").count()
    press(page, "Mejla mig en kod")
    sign_in_by_code(page, RESIDENT, prefilled=True)
    assert heading(page) == "Kontrollera svaren och skicka in"
    for box in page.locator("main input[type=checkbox]").all():
        box.check()
    press(page, "Skicka in ansökan")


def apply(page: Any) -> Application:
    """The resident's part."""
    find_the_fund(page)
    answer_whether_one_may(page)
    page.get_by_label("Din e-postadress").fill(RESIDENT)
    press(page, "Börja")
    page.locator(".task a").first.click()
    page.wait_for_load_state()
    write_the_idea(page)
    write_the_budget(page)
    write_about_oneself(page)
    check_and_send(page)
    assert page.get_by_text("Tack. Vi har din ansökan").count()
    application = Application.objects.select_related("submission__case").get()
    assert page.get_by_text(application.case.reference).count()
    return application


def screen_and_assign(page: Any, application: Application) -> None:
    page.goto("/backoffice/")
    page.get_by_role("link", name=re.compile(rf"^Läs.*{application.title}$")).click()
    press(page, "Den kan bedömas")
    assert heading(page) == "Välj granskare"
    for box in page.locator("main input[type=checkbox], #content input[type=checkbox]").all():
        box.check()
    press(page, "Be dem läsa")


def review(page: Any, application: Application, *scores: str) -> None:
    page.goto("/backoffice/granska/")
    page.get_by_role("link", name=application.title).first.click()
    page.wait_for_load_state()
    assert not page.get_by_text("Ronja Ek").count(), "the stage is blind"
    for group, score in zip(page.locator("fieldset[data-score]").all(), scores, strict=True):
        group.get_by_label(score, exact=True).first.check()
    press(page, "Klar, nästa")


def decide(page: Any, application: Application) -> None:
    page.goto(f"/backoffice/ansokan/{application.case.reference}/beslut/")
    page.get_by_role("group", name="Beslut").get_by_label("Beviljat", exact=True).check()
    page.get_by_label("Belopp i kronor").fill("40 000")
    page.get_by_label("Skäl", exact=True).fill("Nytt för Söder och lätt att pröva.")
    press(page, "Besluta, och vänta med beskedet")


def close_the_round() -> None:
    opening = Round.objects.get().opening
    opening.closes_at = dates.now() - timedelta(hours=1)
    opening.save(update_fields=["closes_at"])


def release(page: Any) -> None:
    found = Round.objects.get()
    page.goto(f"/backoffice/fonder/visionsfonden/{found.slug}/")
    press(page, "Gå igenom och släpp")
    press(page, "Släpp alla beslut")
    assert page.get_by_text("1 beslut är släppt").count()


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_an_idea_goes_in_and_a_grant_comes_out(stage: World, browse: Any, script: bool) -> None:
    resident = browse(script=script)
    application = apply(resident)

    screen_and_assign(browse(stage.cast.fund_manager, script=script, view=DESK), application)
    review(browse(stage.cast.reviewer, script=script, view=DESK), application, "5", "4")
    review(browse(stage.cast.second_reviewer, script=script), application, "4", "3")
    close_the_round()
    decide(browse(stage.cast.decision_maker, script=script, view=DESK), application)
    assert newest_letter("funds.decision").state == MessageState.HELD
    release(browse(stage.cast.fund_manager, script=script, view=DESK))

    letter = newest_letter("funds.decision", RESIDENT)
    assert letter.state != MessageState.HELD
    resident.goto(mailed_path(letter, "/mitt/"))
    assert resident.get_by_text("Beviljad").count()
    press(resident, "Läs beslutet och skälen")
    assert resident.get_by_text("Nytt för Söder och lätt att pröva.").count()

    stranger = browse(script=script)
    stranger.goto("/projekt/")
    press(stranger, "Cykelkök på Söder")
    assert stranger.get_by_text("Beviljad av Visionsfonden").count()
    assert stranger.get_by_text("En privatperson").count()
    assert not stranger.get_by_text("Ronja Ek").count()
    assert not stranger.context.cookies()


def test_a_closed_browser_loses_nothing(stage: World, browse: Any) -> None:
    first = browse()
    find_the_fund(first)
    answer_whether_one_may(first)
    first.get_by_label("Din e-postadress").fill(RESIDENT)
    press(first, "Börja")
    first.locator(".task a").first.click()
    write_the_idea(first)
    write_the_budget(first)
    first.get_by_label("Ditt namn").fill("Ronja mitt i ett or")
    first.locator("[data-saved]", has_text="Sparat").wait_for()
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
