"""From a grant to its end in a real browser on a phone, without script: accept, tell, change, report, close."""

from __future__ import annotations

import re
from typing import Any

import pytest

from civicportal.kernel import dates
from funds.models import Payment, Project, Report
from tests.funds.factories import World
from tests.funds.granted import grantee, in_days, make_granted
from tests.people import make_person
from tests.stories.actors import mailed_path, newest_letter, press

pytestmark = pytest.mark.django_db(transaction=True)

SHORT = "Vi öppnade åtta gånger och 63 hushåll lånade verktyg."
WORDS: dict[str, dict[str, str]] = {
    "sv": {
        "begin": "",
        "register": "Till kontot som du anmäler hos stadens bank",
        "name": "Ditt namn",
        "agree": "Jag har läst avtalet och godkänner det",
        "accept": "Godkänn avtalet",
        "tell": "Berätta vad som händer i projektet",
        "in short": "I korthet",
        "what": "Vad hände?",
        "send": "Skicka",
        "waits": "Väntar på att läsas",
        "ask": "Be om andra datum, en annan budget, mindre pengar eller en annan kontakt",
        "end": "Nytt slut",
        "why": "Varför?",
        "request": "Skicka förfrågan",
        "approved": "Godkänd",
        "report": "Till redovisningen",
        "receipts": "Lägg till kvitton",
        "for": "Vad var det för?",
        "file": "Kvitto",
        "add": "Lägg till kvittot",
        "back": "Tillbaka till redovisningen",
        "write": "Börja redovisa",
        "short": "I korthet, för alla",
        "on": "Spara och fortsätt",
        "sent": "Skickad, väntar på att läsas",
        "return": "Lämna tillbaka 7 500 kr",
    },
    "en": {
        "begin": "/en",
        "register": "To the account that you register with the city's bank",
        "name": "Your name",
        "agree": "I have read the agreement and accept it",
        "accept": "Accept the agreement",
        "tell": "Tell what happens in the project",
        "in short": "In short",
        "what": "What happened?",
        "send": "Send",
        "waits": "Waits to be read",
        "ask": "Ask for other dates, another budget, less money or another contact",
        "end": "New end",
        "why": "Why?",
        "request": "Send the request",
        "approved": "Approved",
        "report": "Go to the report",
        "receipts": "Add receipts",
        "for": "What was it for?",
        "file": "Receipt",
        "add": "Add the receipt",
        "back": "Back to the report",
        "write": "Begin the report",
        "short": "In short, for everybody",
        "on": "Save and continue",
        "sent": "Sent, waits to be read",
        "return": "Give back SEK 7,500",
    },
}


def fill_day(page: Any, legend: str, day: Any) -> None:
    """The three boxes of a date."""
    group = page.get_by_role("group", name=legend)
    for number, value in enumerate((day.day, day.month, day.year)):
        group.locator("input").nth(number).fill(str(value))


def accept(page: Any, said: dict[str, str], email: str) -> None:
    page.goto(mailed_path(newest_letter("funds.agreement", email), f"{said['begin']}/mitt/"))
    assert page.get_by_text("SHA-256").count()
    page.get_by_label(said["register"]).check()
    page.get_by_label(said["name"]).fill("Ada Berg")
    page.get_by_label(said["agree"]).check()
    press(page, said["accept"])


def tell_and_ask(page: Any, said: dict[str, str]) -> None:
    press(page, said["tell"])
    page.get_by_label(said["in short"]).fill("Verktygen är här")
    page.get_by_label(said["what"]).fill("Elva grannar hjälptes åt en lördag.")
    press(page, said["send"])
    assert page.get_by_text(said["waits"]).count()
    press(page, said["ask"])
    fill_day(page, said["end"], in_days(120))
    page.get_by_label(said["why"]).fill("Containern kom för sent.")
    press(page, said["request"])


def staff_answers(page: Any, project: Project) -> None:
    """From the desk: the update is published, the change approved, the first part paid."""
    page.goto(f"/backoffice/efter/{project.slug}/")
    press(page, "Verktygen är här")
    press(page, "Publicera")
    page.goto(f"/backoffice/efter/{project.slug}/andring/1/")
    page.get_by_label("Ja, det ändras").check()
    page.get_by_label("Skäl").fill("Förseningen är inte er.")
    press(page, "Svara")
    page.goto(f"/backoffice/efter/{project.slug}/mottagare/")
    page.get_by_label("Mottagarens nummer i ekonomisystemet").fill("4711")
    press(page, "Spara numret")
    page.goto("/backoffice/betalningar/")
    press(page, "Gör filen")
    page.goto(f"/backoffice/efter/{project.slug}/del/1/betald/")
    press(page, "Markera som betald")
    assert Payment.objects.get(position=1).paid_on == dates.today()


def report(page: Any, said: dict[str, str], reference: str) -> None:
    page.goto(f"{said['begin']}/mitt/{reference}/projekt/")
    assert page.get_by_text(said["approved"]).count()
    press(page, said["report"])
    press(page, said["receipts"])
    page.get_by_label(said["for"]).fill("Borrar")
    page.get_by_label(said["file"], exact=True).set_input_files(
        {"name": "kvitto.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4\n%%EOF\n"}
    )
    press(page, said["add"])
    press(page, said["back"])
    press(page, said["write"])
    page.locator("ul.tasks a").first.click()
    page.get_by_label(said["short"]).fill(SHORT)
    press(page, said["on"])
    amounts = page.locator("input.input-money")
    amounts.nth(0).fill("30 000")
    amounts.nth(1).fill("")
    page.locator("input[name*=what]").nth(1).fill("")
    page.locator("input[name*=note]").nth(1).fill("")
    press(page, said["on"])
    page.locator("main .button").last.click()
    page.wait_for_load_state()
    page.locator("main input[type=checkbox]").first.check() if page.locator(
        "main input[type=checkbox]"
    ).count() else None
    page.locator("main button.button").last.click()
    page.wait_for_load_state()


@pytest.mark.parametrize("language", ["sv", "en"])
def test_a_grant_is_followed_to_its_end(stage: World, browse: Any, language: str) -> None:
    said, email = WORDS[language], "ada@example.org"
    project = make_granted(stage, make_person("Ada Berg", email=email, language=language), language=language)
    assert project.application is not None
    reference = project.application.case.reference
    page, desk = browse(grantee(project), script=False), browse(stage.cast.fund_manager, script=False)
    accept(page, said, email)
    tell_and_ask(page, said)
    staff_answers(desk, project)
    report(page, said, reference)
    assert page.get_by_text(said["sent"]).count()
    desk.goto(f"/backoffice/efter/{project.slug}/redovisning/")
    assert desk.get_by_text("Borrar").count()
    press(desk, "Godkänn och avsluta")
    page.reload()
    assert re.sub(r"\s", " ", page.locator("main").inner_text()).count(said["return"]) == 1
    assert Report.objects.get().state == "approved"
    stranger = browse(script=False)
    stranger.goto(f"{said['begin']}/projekt/{project.slug}/")
    assert stranger.get_by_text(SHORT).count()
    assert stranger.get_by_text("Verktygen är här").count()
    assert not stranger.get_by_text("kvitto.pdf").count()
