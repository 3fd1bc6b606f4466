"""From a grant to its end: accepted, told about, changed, paid, reported, approved, closed."""

from __future__ import annotations

import re
from typing import Any

from civicportal.kernel import dates
from funds.models import Payment, Project, Report
from tests.stories.actors import fill_day, mailed_path, newest_letter, press

SHORT = "Vi öppnade åtta gånger och 63 hushåll lånade verktyg."
WORDS: dict[str, dict[str, str]] = {
    "sv": {
        "begin": "", "payout": "Till kontot som du anmäler hos stadens bank", "internal": "Inom stadens egen bokföring",
        "name": "Ditt namn", "agree": "Jag har läst avtalet och godkänner det", "accept": "Godkänn avtalet",
        "tell": "Berätta vad som händer i projektet", "in short": "I korthet", "what": "Vad hände?",
        "send": "Skicka", "waits": "Väntar på att läsas",
        "ask": "Be om andra datum, en annan budget, mindre pengar eller en annan kontakt", "end": "Nytt slut",
        "why": "Varför?", "request": "Skicka förfrågan", "approved": "Godkänd", "report": "Till redovisningen",
        "receipts": "Lägg till kvitton", "for": "Vad var det för?", "file": "Kvitto", "add": "Lägg till kvittot",
        "back": "Tillbaka till redovisningen", "write": "Börja redovisa", "on": "Spara och fortsätt",
        "sent": "Skickad, väntar på att läsas", "return": "Lämna tillbaka",
    },
    "en": {
        "begin": "/en", "payout": "To the account that you register with the city's bank",
        "internal": "Within the city's own bookkeeping", "name": "Your name",
        "agree": "I have read the agreement and accept it",
        "accept": "Accept the agreement", "tell": "Tell what happens in the project", "in short": "In short",
        "what": "What happened?", "send": "Send", "waits": "Waits to be read",
        "ask": "Ask for other dates, another budget, less money or another contact", "end": "New end",
        "why": "Why?", "request": "Send the request", "approved": "Approved", "report": "Go to the report",
        "receipts": "Add receipts", "for": "What was it for?", "file": "Receipt", "add": "Add the receipt",
        "back": "Back to the report", "write": "Begin the report", "on": "Save and continue",
        "sent": "Sent, waits to be read", "return": "Give back",
    },
}  # fmt: skip


def plain(page: Any) -> str:
    """All words of the page, with ordinary spaces."""
    return re.sub(r"\s", " ", page.locator("main").inner_text())


def accept(page: Any, said: dict[str, str], email: str, name: str, *, payout: str = "payout", agreed: str = "") -> None:
    """By the link in the letter, the text with its hash before one's eyes; `agreed` are words of it."""
    page.goto(mailed_path(newest_letter("funds.agreement", email), f"{said['begin']}/mitt/"))
    assert page.get_by_text("SHA-256").count()
    assert agreed in plain(page)
    page.get_by_label(said[payout]).check()
    page.get_by_label(said["name"]).fill(name)
    page.get_by_label(said["agree"]).check()
    press(page, said["accept"])


def tell(page: Any, said: dict[str, str], title: str, words: str) -> None:
    """From the project's own page; it waits for staff."""
    press(page, said["tell"])
    page.get_by_label(said["in short"]).fill(title)
    page.get_by_label(said["what"]).fill(words)
    press(page, said["send"])
    assert page.get_by_text(said["waits"]).count()


def ask_for_change(page: Any, said: dict[str, str], end: Any) -> None:
    press(page, said["ask"])
    fill_day(page, said["end"], end)
    page.get_by_label(said["why"]).fill("Containern kom för sent.")
    press(page, said["request"])


def answer_change(page: Any, project: Project) -> None:
    page.goto(f"/backoffice/efter/{project.slug}/andring/1/")
    page.get_by_label("Ja, det ändras").check()
    page.get_by_label("Skäl").fill("Förseningen är inte er.")
    press(page, "Svara")


def publish_update(page: Any, project: Project, title: str) -> None:
    page.goto(f"/backoffice/efter/{project.slug}/")
    press(page, title)
    press(page, "Publicera")


def pay_first(page: Any, project: Project) -> None:
    """The payee's number, the file for the economy system, and the mark when the money has gone."""
    page.goto("/backoffice/betalningar/")
    page.get_by_role("link", name="Skriv mottagarens nummer").click()
    page.get_by_label("Mottagarens nummer i ekonomisystemet").fill("4711")
    press(page, "Spara numret")
    page.goto("/backoffice/betalningar/")
    press(page, "Gör filen")
    assert page.get_by_text(re.compile(r"Filen \S+ är gjord")).count()
    page.goto(f"/backoffice/efter/{project.slug}/del/1/betald/")
    press(page, "Markera som betald")
    part = Payment.objects.select_related("batch").get(project=project, position=1)
    assert (part.paid_on, part.batch is not None) == (dates.today(), True)


def add_receipt(page: Any, said: dict[str, str]) -> None:
    press(page, said["receipts"])
    page.get_by_label(said["for"]).fill("Borrar")
    page.get_by_label(said["file"], exact=True).set_input_files(
        {"name": "kvitto.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4\n%%EOF\n"}
    )
    press(page, said["add"])
    press(page, said["back"])


def report(page: Any, said: dict[str, str], answers: dict[str, str], *used: str) -> None:
    """From the report's own page: the fund's questions, then what each planned row cost; rows without are emptied."""
    press(page, said["write"])
    page.locator("ul.tasks a").first.click()
    page.wait_for_load_state()
    for label, words in answers.items():
        page.get_by_label(label).fill(words)
    press(page, said["on"])
    amounts, what, note = (page.locator(f"main input[name$='-{part}']") for part in ("amount", "what", "note"))
    for row in range(amounts.count()):
        amounts.nth(row).fill(used[row] if row < len(used) else "")
        if row >= len(used):
            what.nth(row).fill("")
            note.nth(row).fill("")
    press(page, said["on"])
    page.locator("main input[type=checkbox]").first.check()
    page.locator("main button.button").last.click()
    page.wait_for_load_state()
    assert page.get_by_text(said["sent"]).count()


def approve(page: Any, project: Project) -> None:
    page.goto(f"/backoffice/efter/{project.slug}/redovisning/")
    press(page, "Godkänn och avsluta")
    assert Report.objects.get(project=project).state == "approved"
    assert Project.objects.get(pk=project.pk).state == "finished"
