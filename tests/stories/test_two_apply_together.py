"""Two people apply together in a real browser, on a phone and without script.

One begins a draft and invites the other, who says yes by the link in the letter and signs in with a code. Both write;
the first sends. The fund asks for one thing more; only that question opens, it is sent, and both read what came of it.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache

from civicportal.kernel import dates
from civicportal.submissions.models import CoWriter, Version
from tests.funds.factories import World, write_draft
from tests.people import make_person
from tests.stories.actors import heading, mailed_path, newest_letter, press, sign_in_by_code

pytestmark = pytest.mark.django_db(transaction=True)

ALONG = "noa@example.org"
DESK = {"width": 1280, "height": 800}
WORDS: dict[str, dict[str, str]] = {
    "sv": {
        "begin": "", "together": "Skriv det tillsammans med någon", "email": "E-postadress till den du vill skriva med",
        "invite": "Mejla en inbjudan", "yes": "Ja, skriv med", "tasks": "Ditt utkast till Visionsfonden",
        "on": "Spara och fortsätt", "name": "Beskriv den kort", "check": "Kontrollera svaren och skicka in",
        "send": "Skicka in ansökan", "only_owner": "Bara den som började skickar in det. Säg till när du är klar",
        "more": "Vi behöver en sak till från dig", "see": "Se vad som saknas", "complete": "Komplettera svaren",
        "send_more": "Skicka kompletteringen", "received": "Mottagen", "read": "Läs eller skriv ut dina svar",
    },
    "en": {
        "begin": "/en", "together": "Write it together with somebody",
        "email": "E-mail address of the one you want to write with", "invite": "Mail an invitation",
        "yes": "Yes, write along", "tasks": "Your draft to The Vision Fund", "on": "Save and continue",
        "name": "Describe it briefly", "check": "Check your answers and send", "send": "Send the application",
        "only_owner": "Only the one who began it sends it. Tell them when you are done",
        "more": "We need one thing more from you", "see": "See what is missing", "complete": "Complete the answers",
        "send_more": "Send what you have completed", "received": "Received", "read": "Read or print your answers",
    },
}  # fmt: skip


def invite(page: Any, base: str, said: dict[str, str]) -> None:
    """The owner begins at the task list and mails an invitation."""
    page.goto(base)
    press(page, said["together"])
    page.get_by_label(said["email"]).fill(ALONG)
    press(page, said["invite"])
    assert page.get_by_text(ALONG).count()


def accept(page: Any, said: dict[str, str]) -> None:
    """The invited has no account: the button, a code, and in."""
    page.goto(mailed_path(newest_letter("submissions.invited", ALONG), f"{said['begin']}/skriv-med/"))
    press(page, said["yes"])
    sign_in_by_code(page, ALONG, prefilled=True)
    assert heading(page) == said["tasks"]


def write_along(page: Any, base: str, said: dict[str, str]) -> None:
    """The invited writes, and is told who sends."""
    page.goto(f"{base}steg/idea/")
    page.get_by_label(said["name"]).fill("Två grannar lagar cyklar med hela huset.")
    press(page, said["on"])
    page.goto(f"{base}kontrollera/")
    assert page.get_by_text(said["only_owner"]).count()
    assert not page.get_by_role("button", name=said["send"]).count()


def send(page: Any, base: str, said: dict[str, str]) -> str:
    """The owner sees the other's words and sends. Gives the reference."""
    page.goto(f"{base}kontrollera/")
    assert page.get_by_text("Två grannar lagar cyklar med hela huset.").count()
    page.locator("main input[type=checkbox]").first.check()
    press(page, said["send"])
    return " ".join(page.locator(".reference").first.inner_text().split())


def ask_for_more(page: Any, reference: str) -> None:
    """The fund manager asks for one question, with words and a day."""
    page.goto(f"/backoffice/ansokan/{reference}/")
    press(page, "Be om en komplettering")
    page.get_by_label("Beskriv den kort").check()
    page.get_by_label("Vad saknas?").fill("Vem har nyckeln till lokalen?")
    day = dates.today() + timedelta(days=8)
    for box, value in zip(page.locator("input[name^=until_]").all(), (day.day, day.month, day.year), strict=True):
        box.fill(str(value))
    press(page, "Mejla den sökande")


def complete(page: Any, said: dict[str, str]) -> None:
    """Only the one question is open; it is answered and sent."""
    page.goto(mailed_path(newest_letter("submissions.completion_asked"), f"{said['begin']}/mitt/komplettera/"))
    assert heading(page) == said["more"]
    press(page, said["complete"])
    assert page.locator(".task").count() == 2, "one step, and the check"
    page.locator(".task a").first.click()
    page.wait_for_load_state()
    assert page.locator("main input[type=text], main textarea").count() == 1
    page.get_by_label(said["name"]).fill("Två grannar. Bostadsbolaget har nyckeln.")
    press(page, said["on"])
    page.locator("main input[type=checkbox]").first.check()
    press(page, said["send_more"])


@pytest.mark.parametrize("language", ["sv", "en"])
def test_two_apply_together_and_complete_it(stage: World, browse: Any, language: str) -> None:
    cache.clear()
    said = WORDS[language]
    owner = make_person("Rut Resident", language=language)
    draft = write_draft(stage, owner, summary="")
    draft.language = language
    draft.save(update_fields=["language"])
    base = f"{said['begin']}/utkast/{draft.token}/"
    first, second = browse(owner, script=False), browse(script=False)
    invite(first, base, said)
    accept(second, said)
    write_along(second, base, said)
    reference = send(first, base, said)
    ask_for_more(browse(stage.cast.fund_manager, script=False, view=DESK), reference)
    first.reload()
    assert first.get_by_text(said["more"]).count()
    complete(first, said)
    assert first.get_by_text(said["received"]).count()
    second.goto(f"{said['begin']}/mitt/{reference}/")
    press(second, said["read"])
    assert second.get_by_text("Bostadsbolaget har nyckeln.").count()
    assert CoWriter.objects.get().person.email == ALONG
    older, newer = Version.objects.order_by("number")
    assert {key for key in newer.answers if newer.answers[key] != older.answers.get(key)} == {"summary"}
    desk = browse(stage.cast.fund_manager, script=False, view=DESK)
    desk.goto("/backoffice/")
    desk.get_by_role("link", name="Läs").first.click()
    desk.wait_for_load_state()
    assert desk.get_by_text("Bostadsbolaget har nyckeln.").count()
