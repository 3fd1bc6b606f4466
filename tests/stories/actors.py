"""How the people of the stories find their way: what they read, fill in and press, by the words on the page."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

from civicportal.notices.models import Message
from civicportal.review.models import Slot, Stage
from civicportal.submissions.models import Opening

CODE = re.compile(r"\b(\d{4} ?\d{4})\b")


def press(page: Any, words: str) -> None:
    """Presses the button, or follows the link, that says exactly this, once the page is there."""
    button, link = (page.get_by_role(role, name=words, exact=True) for role in ("button", "link"))
    page.wait_for_load_state()
    button.or_(link).first.wait_for()
    (button if button.count() else link).first.click()
    page.wait_for_load_state()


def choose(page: Any, question: str, answer: str) -> None:
    """Chooses one answer of a question."""
    page.get_by_role("group", name=question).get_by_label(answer, exact=True).check()


def fill_day(page: Any, legend: str, day: date) -> None:
    """The three boxes of a date."""
    group = page.get_by_role("group", name=re.compile(rf"^{re.escape(legend)}( \(.*\))?$"))
    for number, value in enumerate((day.day, day.month, day.year)):
        group.locator("input").nth(number).fill(str(value))


def days_pass(opening: Opening, days: int) -> None:
    """So many days later: all that was set for an opening lies so much earlier."""
    gone = timedelta(days=days)
    rows: list[tuple[Any, tuple[str, ...]]] = [(opening, ("opens_at", "closes_at", "answer_by"))]
    rows += [(stage, ("opens_at", "closes_at")) for stage in Stage.objects.filter(opening=opening).order_by("opens_at")]
    rows += [(slot, ("starts_at", "ends_at")) for slot in Slot.objects.filter(stage__opening=opening)]
    for row, names in rows:
        row.refresh_from_db()
        for name in names:
            setattr(row, name, getattr(row, name) - gone)
        row.save(update_fields=names)


def heading(page: Any) -> str:
    """The page's h1, as read."""
    text: str = page.locator("h1").first.inner_text()
    return " ".join(text.split())


def newest_letter(kind: str, email: str = "") -> Message:
    """The last letter of a kind that the portal wrote, to an address."""
    letters = Message.objects.filter(kind=kind)
    return (letters.filter(email=email) if email else letters).latest("pk")


def mailed_path(letter: Message, beginning: str) -> str:
    """The path of the link in a letter that begins so."""
    found = re.search(rf"https?://[^/\s]+({re.escape(beginning)}\S*)", letter.text)
    assert found, f"no link to {beginning} in\n{letter.text}"
    return found[1]


def mailed_code(email: str) -> str:
    """The sign-in code of the last letter to an address."""
    letter = newest_letter("people.sign_in_code", email)
    found = CODE.search(letter.text)
    assert found, letter.text
    return found[1]


def sign_in_by_code(page: Any, email: str, *, prefilled: bool = False) -> None:
    """From the sign-in page to the other side, through the mailed code."""
    if not prefilled:
        page.get_by_label(re.compile("e-post|e-mail", re.IGNORECASE)).fill(email)
    page.locator("main button[type=submit], main .button").first.click()
    page.wait_for_load_state()
    page.locator("input[autocomplete=one-time-code]").fill(mailed_code(email))
    page.locator("main button[type=submit], main .button").first.click()
    page.wait_for_load_state()
