"""Coaching in a real browser, without script, on a phone: ask, book, share, comment, answer, resolve, ready, send.

Somebody without an account asks for a coach, books one of the coach's times, shows a draft, answers what the coach
wonders about it, ticks the list together with the coach and sends; what was shared has then ended.
"""

from __future__ import annotations

from typing import Any

import pytest
from django.core.cache import cache

from civicportal.submissions.models import Share
from funds.models import Application, Booking, Coaching
from tests.funds.coached import Coached, in_days, make_coached
from tests.funds.factories import write_draft
from tests.people import make_cast
from tests.stories.actors import heading, mailed_path, newest_letter, press, sign_in_by_code

pytestmark = pytest.mark.django_db(transaction=True)

WRITER = "nils@example.org"
DESK = {"width": 1280, "height": 800}
WORDS: dict[str, dict[str, str]] = {
    "sv": {
        "begin": "", "coach": "Prata med en coach", "ask": "Fråga efter en coach", "box": "Vad vill du prata om?",
        "email": "Din e-postadress", "send": "Skicka min fråga", "thanks": "Tack, vi har din fråga",
        "to": "Till din coachning", "yours": "Din coach är Cim Coach", "book": "Boka en tid", "do_book": "Boka tiden",
        "booked": "Du har en tid hos en coach", "share": "Dela ett utkast", "do_share": "Dela utkastet",
        "comments": "Spara, och svara eller markera som klar", "answer": "Ditt svar", "do_answer": "Skicka svaret",
        "open": "Svara på kommentaren", "done": "Markera som klar", "none": "Inga kommentarer väntar på dig.",
        "list": "Gå igenom listan", "first": "Det står vem som gör vad", "keep": "Spara mina kryss",
        "both": "1 av 7 punkter är kryssade av er båda.", "send_in": "Skicka in ansökan",
        "nobody": "Ingen ser ditt utkast innan du delar det.",
    },
    "en": {
        "begin": "/en", "coach": "Talk with a coach", "ask": "Ask for a coach",
        "box": "What do you want to talk about?", "email": "Your e-mail address", "send": "Send my request",
        "thanks": "Thank you, we have your request", "to": "To your coaching", "yours": "Your coach is Cim Coach",
        "book": "Book a time", "do_book": "Book the time", "booked": "You have a time with a coach",
        "share": "Share a draft", "do_share": "Share the draft", "comments": "Save, and answer or mark as done",
        "answer": "Your answer", "do_answer": "Send the answer", "open": "Answer the comment", "done": "Mark as done",
        "none": "No comments wait for you.", "list": "Go through the list", "first": "It says who does what",
        "keep": "Keep my ticks", "both": "1 of 7 points are ticked by both of you.", "send_in": "Send the application",
        "nobody": "Nobody sees your draft before you share it.",
    },
}  # fmt: skip


@pytest.fixture
def it(transactional_db: None) -> Coached:
    cache.clear()
    return make_coached(make_cast())


def publish(page: Any) -> None:
    """The coach offers an hour in a week, on the page for it."""
    day = in_days(7)
    page.goto("/backoffice/coachtider/publicera/")
    for place, number in enumerate((day.day, day.month, day.year)):
        page.locator(f"[name=day_{place}]").fill(str(number))
    page.get_by_label("Från", exact=True).fill("13.00")
    page.get_by_label("Till", exact=True).fill("14.00")
    page.locator("[name=place]").fill("Stadsbiblioteket")
    press(page, "Publicera")
    assert page.get_by_text("2 tider är publicerade").count()


def ask(page: Any, said: dict[str, str]) -> Coaching:
    page.goto(f"{said['begin']}/fonder/visionsfonden/coach/")
    press(page, said["ask"])
    page.get_by_label(said["box"]).fill("Hur gör man en budget?")
    page.get_by_label(said["email"]).fill(WRITER)
    press(page, said["send"])
    page.goto(mailed_path(newest_letter("commons.confirm", WRITER), f"{said['begin']}/bekrafta/"))
    press(page, said["send"])
    assert heading(page) == said["thanks"]
    return Coaching.objects.select_related("case__person").get()


def take(page: Any) -> None:
    """The coach begins at the start page."""
    page.goto("/backoffice/")
    page.locator("a[href*='/backoffice/coachning/VFC-']").first.click()
    page.wait_for_load_state()
    press(page, "Bli coach")
    page.get_by_label("Ditt meddelande").fill("Hej, vi börjar med vem den är till för.")
    press(page, "Skicka meddelandet")


def book(page: Any, said: dict[str, str]) -> None:
    press(page, said["to"])
    sign_in_by_code(page, WRITER)
    assert heading(page) == said["yours"]
    press(page, said["book"])
    page.locator("main a:has(time)").first.click()
    page.wait_for_load_state()
    page.get_by_label(said["box"]).fill("Om budgeten")
    press(page, said["do_book"])
    assert heading(page) == said["booked"]


@pytest.mark.parametrize("language", ["sv", "en"])
def test_from_a_question_to_ready_to_send(it: Coached, browse: Any, language: str) -> None:
    said = WORDS[language]
    coach, writer = browse(it.coach, script=False, view=DESK), browse(script=False)
    publish(coach)
    coaching = ask(writer, said)
    take(coach)
    book(writer, said)
    assert Booking.objects.standing().count() == 1

    draft = write_draft(it.world, coaching.case.person)  # type: ignore[arg-type]
    own = f"{said['begin']}/mitt/coachning/{coaching.case.reference}/"
    writer.goto(own)
    press(writer, said["share"])
    press(writer, said["do_share"])
    coach.goto(f"/backoffice/utkast/{draft.token}/")
    coach.get_by_label("Vilken fråga?").select_option("summary")
    coach.get_by_label("Din kommentar").fill("Vem är den till för?")
    press(coach, "Spara kommentaren")

    writer.goto(f"{said['begin']}/utkast/{draft.token}/steg/idea/")
    assert writer.get_by_text("Vem är den till för?").count()
    press(writer, said["comments"])
    writer.get_by_text(said["open"]).click()
    writer.get_by_label(said["answer"]).fill("För grannarna")
    press(writer, said["do_answer"])
    press(writer, said["done"])
    assert writer.get_by_text(said["none"]).count()
    coach.reload()
    assert coach.get_by_text("För grannarna").count()

    writer.goto(own)
    press(writer, said["list"])
    writer.get_by_label(said["first"]).check()
    press(writer, said["keep"])
    coach.goto(f"/backoffice/coachning/{coaching.case.reference}/klar/")
    coach.get_by_label("Det står vem som gör vad").check()
    press(coach, "Spara mina kryss")
    writer.reload()
    assert writer.get_by_text(said["both"]).count()

    writer.goto(f"{said['begin']}/utkast/{draft.token}/kontrollera/")
    writer.locator("main input[type=checkbox]").first.check()
    press(writer, said["send_in"])
    assert Application.objects.count() == 1
    assert (coach.goto(f"/backoffice/utkast/{draft.token}/").status, Share.objects.standing().count()) == (404, 0)
    writer.goto(own)
    assert writer.get_by_text(said["nobody"]).count()
