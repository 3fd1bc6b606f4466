"""How a resident applies to Visionsfonden: finds it, asks whether one may, writes, checks and sends."""

from __future__ import annotations

from typing import Any

from tests.stories.actors import choose, heading, press, sign_in_by_code

TITLE = "Cykelkök på Söder"
WORDS: dict[str, dict[str, str]] = {
    "sv": {
        "begin": "/", "home": "Vad vill du göra?", "door": "Jag har en idé", "fund": "Visionsfonden",
        "asks": "Vad ska pengarna gå till?", "apply": "Ansök", "age": "Är du 18 år eller äldre?",
        "profit": "Ska idén ge vinst?", "yes": "Ja", "no": "Nej", "continue": "Fortsätt",
        "email": "Din e-postadress", "start": "Börja", "title": "Vad heter idén?", "summary": "Beskriv den kort",
        "on": "Spara och fortsätt", "kronor": "Kronor", "who": "Vem söker?", "person": "Privatperson",
        "name": "Ditt namn", "public": "Får ditt namn stå offentligt?", "check": "Kontrollera svaren och skicka in",
        "nothing": "Inget är skickat än", "code": "Mejla mig en kod", "send": "Skicka in ansökan",
        "thanks": "Tack. Vi har din ansökan",
    },
    "en": {
        "begin": "/en/", "home": "What do you want to do?", "door": "I have an idea", "fund": "The Vision Fund",
        "asks": "What is the money for?", "apply": "Apply", "age": "Are you 18 or older?",
        "profit": "Is it for profit?", "yes": "Yes", "no": "No", "continue": "Continue",
        "email": "Your e-mail address", "start": "Begin", "title": "What is it called?",
        "summary": "Describe it briefly", "on": "Save and continue", "kronor": "Kronor", "who": "Who applies?",
        "person": "Private person", "name": "Your name", "public": "May your name stand in public?",
        "check": "Check your answers and send", "nothing": "Nothing has been sent yet", "code": "Mail me a code",
        "send": "Send the application", "thanks": "Thank you. We have your application",
    },
}  # fmt: skip


def find_the_fund(page: Any, said: dict[str, str]) -> None:
    page.goto(said["begin"])
    assert heading(page) == said["home"]
    press(page, said["door"])
    press(page, said["fund"])
    assert page.get_by_text(said["asks"]).count()
    press(page, said["apply"])


def begin(page: Any, said: dict[str, str], email: str) -> None:
    """May I apply, where to mail the link, and into the first part."""
    choose(page, said["age"], said["yes"])
    choose(page, said["profit"], said["no"])
    press(page, said["continue"])
    page.get_by_label(said["email"]).fill(email)
    press(page, said["start"])
    page.locator(".task a").first.click()
    page.wait_for_load_state()


def write_idea_and_budget(page: Any, said: dict[str, str]) -> None:
    page.get_by_label(said["title"]).fill(TITLE)
    page.get_by_label(said["summary"]).fill("Laga cykeln tillsammans med grannar.")
    press(page, said["on"])
    page.locator("input[name$='-what']").first.fill("Verktyg")
    page.get_by_label(said["kronor"]).first.fill("40 000")
    press(page, said["on"])


def write_about_oneself(page: Any, said: dict[str, str]) -> None:
    choose(page, said["who"], said["person"])
    page.get_by_label(said["name"]).fill("Ronja Ek")
    choose(page, said["public"], said["no"])
    press(page, said["on"])


def check_and_send(page: Any, said: dict[str, str], email: str) -> None:
    assert heading(page) == said["check"]
    assert page.get_by_text(said["nothing"]).count()
    press(page, said["code"])
    sign_in_by_code(page, email, prefilled=True)
    assert heading(page) == said["check"]
    for box in page.locator("main input[type=checkbox]").all():
        box.check()
    press(page, said["send"])
