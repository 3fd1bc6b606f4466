"""The main flows without a mouse: an application, a need, a place at a meeting, and one review."""

from __future__ import annotations

from typing import Any

import pytest

from civicportal.review.actions import written
from civicportal.review.models import Review
from funds.actions import applications
from funds.models import Application
from labs.models import Need
from prototypes.models import SignUp
from tests.funds.factories import World, make_application
from tests.labs.factories import make_stage
from tests.prototypes.factories import make_stage as make_circle
from tests.prototypes.meeting_factories import make_meeting
from tests.stories.actors import heading, mailed_code, mailed_path, newest_letter
from tests.stories.keys import Keyboard
from tests.stories.test_a_need_becomes_a_test import Teller

pytestmark = pytest.mark.django_db(transaction=True)

RESIDENT = "ronja@example.org"


def find_the_fund(keys: Keyboard) -> None:
    keys.press("Jag har en idé")
    keys.press("Visionsfonden")
    keys.press("Ansök")


def answer_whether_one_may(keys: Keyboard) -> None:
    keys.choose("Är du 18 år eller äldre?", "Ja")
    keys.choose("Ska idén ge vinst?", "Nej")
    keys.press("Fortsätt")
    keys.write("Din e-postadress", RESIDENT)
    keys.press("Börja")


def write(keys: Keyboard) -> None:
    keys.press("Börja med första delen")
    keys.write("Vad heter idén?", "Cykelkök på Söder")
    keys.write("Beskriv den kort", "Laga cykeln tillsammans med grannar.")
    keys.press("Spara och fortsätt")
    keys.write("Kronor", "40 000")
    keys.write("Vad pengarna går till", "Verktyg", back=True)
    keys.press("Spara och fortsätt")
    keys.choose("Vem söker?", "Privatperson")
    keys.write("Ditt namn", "Ronja Ek")
    keys.choose("Får ditt namn stå offentligt?", "Nej")
    keys.press("Spara och fortsätt")


def sign_in_and_send(keys: Keyboard) -> None:
    keys.press("Mejla mig en kod")
    keys.press("Skicka en kod till mig")
    keys.write("Kod", mailed_code(RESIDENT))
    with keys.page.expect_navigation():
        keys.page.keyboard.press("Enter")
    keys.tick("Det jag har skrivit stämmer")
    keys.press("Skicka in ansökan")


def test_from_the_first_page_to_the_receipt(stage: World, browse: Any) -> None:
    page = browse()
    keys = Keyboard(page)
    page.goto("/")
    find_the_fund(keys)
    answer_whether_one_may(keys)
    write(keys)
    assert heading(page) == "Kontrollera svaren och skicka in"
    sign_in_and_send(keys)
    assert page.get_by_role("heading", name="Tack. Vi har din ansökan").count() == 1
    sent = Application.objects.get()
    assert (sent.title, sent.requested, sent.contact_name) == ("Cykelkök på Söder", 40_000_00, "Ronja Ek")


def confirm(keys: Keyboard, button: str) -> None:
    """Opens the link of the letter and presses its button."""
    keys.page.goto(mailed_path(newest_letter("commons.confirm", RESIDENT), "/bekrafta/"))
    keys.press(button)


def test_a_need_is_raised(browse: Any) -> None:
    ground, told = make_stage(), Teller("sv")
    page = browse()
    keys = Keyboard(page)
    page.goto("/")
    for words in ("I see a need", str(ground.lab.name), "Say what is needed"):
        keys.press(told.say(words))
    keys.write(told.say("What is needed? One sentence is enough"), "Fler bänkar")
    keys.write("Var?", "Planteringen")
    keys.write(told.say("Your e-mail address"), RESIDENT)
    keys.press(told.say("Send"))
    confirm(keys, told.say("Send my need"))
    need = Need.objects.get()
    assert (need.title, need.district) == ("Fler bänkar", ground.district)


def test_a_place_at_a_meeting_is_taken_and_given_up(browse: Any) -> None:
    make_meeting(days=3, about=[make_circle().prototype.item], seats=8)
    page = browse()
    keys = Keyboard(page)
    page.goto("/")
    for words in ("Jag vill träffa andra", "Öppen mötesplats", "Anmäl dig"):
        keys.press(words)
    keys.write("Ditt namn", "Ronja Ek")
    keys.write("Din e-postadress", RESIDENT)
    keys.press("Anmäl dig")
    confirm(keys, "Anmäl mig")
    assert SignUp.objects.get().state == "seated"
    keys.press("Avboka min plats")
    keys.press("Avboka min plats")
    assert SignUp.objects.get().state == "given_up"


def test_an_error_is_found_and_mended(stage: World, browse: Any) -> None:
    page = browse()
    keys = Keyboard(page)
    page.goto("/fonder/visionsfonden/ansok/adress/")
    keys.press("Börja")
    assert page.evaluate("document.activeElement.id") == "error-summary"
    keys.go_to("Skriv")
    page.keyboard.press("Enter")
    assert keys.here()["words"].startswith("Din e-postadress")
    page.keyboard.type(RESIDENT)
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert heading(page) == "Ditt utkast till Visionsfonden"


def test_the_menu_is_passed_over(stage: World, browse: Any) -> None:
    page = browse()
    page.goto("/")
    page.keyboard.press("Tab")
    assert Keyboard(page).here()["words"] == "Hoppa till innehållet"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")


def test_the_menu_opens_and_closes(stage: World, browse: Any) -> None:
    page = browse()
    keys = Keyboard(page)
    page.goto("/")
    keys.go_to("Meny")
    page.keyboard.press("Enter")
    keys.go_to("Fonder")
    page.keyboard.press("Escape")
    assert (keys.here()["words"], page.locator("details.menu[open]").count()) == ("Meny", 0)


def test_one_review(stage: World, browse: Any) -> None:
    found = make_application(stage)
    applications.screen(found, by=stage.cast.fund_manager)
    found.refresh_from_db()
    applications.assign(found, stage=stage.stage, reviewers=[stage.cast.reviewer], by=stage.cast.fund_manager)
    page = browse(stage.cast.reviewer, view={"width": 1280, "height": 800})
    keys = Keyboard(page)
    page.goto("/backoffice/granska/")
    keys.press(found.title)
    keys.choose("Samhällsnytta", "4")
    keys.choose("Nytt", "2")
    keys.write("Till gruppen", "Lätt att pröva.")
    keys.press("Klar, nästa")
    review = Review.objects.get()
    assert list(written(review).scores.values()) == [4, 2]
    assert (review.to_group, review.done_at is not None) == ("Lätt att pröva.", True)
