"""How an application is judged: read through, given out, scored, advised on, pitched; staff read Swedish."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from funds.models import Application, Round
from tests.stories.actors import choose, fill_day, heading, press


def screen(page: Any, application: Application) -> None:
    """From the start page; the page after it asks who reads."""
    page.goto("/backoffice/")
    page.get_by_role("link", name=re.compile(rf"^Läs.*{application.title}$")).click()
    press(page, "Den kan bedömas")
    assert heading(page) == "Välj granskare"


def ask_to_read(page: Any) -> None:
    """Everybody who is offered is asked."""
    for box in page.locator("#content input[type=checkbox]").all():
        box.check()
    press(page, "Be dem läsa")


def arrange(page: Any, found: Round, stage: str, link: str) -> None:
    """From how the round is judged to one of a stage's pages."""
    page.goto(f"/backoffice/granskning/{found.opening_id}/")
    page.get_by_role("listitem").filter(has=page.get_by_role("heading", name=stage)).get_by_role(
        "link", name=link, exact=True
    ).click()
    page.wait_for_load_state()


def give_out(page: Any, found: Round, stage: str) -> None:
    """The proposal of who reads what is confirmed as it stands."""
    arrange(page, found, stage, "Dela ut det som ska läsas")
    press(page, "Bekräfta och be dem läsa")
    assert page.get_by_text(re.compile(r"läsning(ar)? är utdela")).count()


def _open(page: Any, application: Application, unseen: str) -> None:
    page.goto("/backoffice/granska/")
    page.get_by_role("link", name=application.title).first.click()
    page.wait_for_load_state()
    if unseen:
        assert not page.get_by_text(unseen).count(), "the stage is blind"


def score(page: Any, application: Application, *scores: str, unseen: str = "") -> None:
    """One reader's scores, criterion by criterion; `unseen` is a name that a blind stage does not tell."""
    _open(page, application, unseen)
    for group, given in zip(page.locator("fieldset[data-score]").all(), scores, strict=True):
        group.get_by_label(given, exact=True).first.check()
    press(page, "Klar, nästa")


def advise(page: Any, application: Application, verdict: str, words: str, seen: str = "") -> None:
    """The group's one text; `seen` is what the stage before has left to it."""
    _open(page, application, "")
    if seen:
        assert page.get_by_text(seen).count(), "the stage before has left its words"
    choose(page, "Vad råder gruppen till?", verdict)
    page.get_by_label("Varför, och på vilka villkor").fill(words)
    press(page, "Det här är vårt råd, nästa")


def let_on(page: Any, found: Round, stage: str, *, stays: str) -> None:
    """The best go on, as the scores propose and a person confirms."""
    arrange(page, found, stage, stage)
    press(page, "Det som går vidare")
    assert not page.get_by_role("row", name=re.compile(stays)).get_by_role("checkbox").is_checked()
    press(page, "De här går vidare")


def give_pitch_time(page: Any, found: Round, stage: str, application: Application, day: date, place: str) -> None:
    """Two times are made, the first is given."""
    arrange(page, found, stage, "Pitchtider")
    press(page, "Lägg till pitchtider")
    fill_day(page, "Datum", day)
    page.get_by_label("Börjar").fill("17.30")
    page.get_by_label("Hur många tider").fill("2")
    page.get_by_label("Plats").fill(place)
    press(page, "Spara")
    page.get_by_label("Vem som får tiden").first.select_option(label=application.case.reference)
    press(page, "Ge")
