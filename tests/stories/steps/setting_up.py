"""How a fund is set up on the pages of the configuration, as a fund manager at a desk does it, in Swedish."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from tests.stories.actors import fill_day, heading, press

type Words = tuple[str, str]
"""The Swedish and the English."""


def group(page: Any, label: str) -> Any:
    """The boxes under one heading: a text in each language, the parts of a date, choices."""
    return page.get_by_role("group", name=re.compile(rf"^{re.escape(label)}( \(valfritt\))?$"))


def say(page: Any, label: str, words: Words) -> None:
    """Fills in a text in Swedish and in English, or in Swedish alone where the English is empty."""
    for code, text in zip(("sv", "en"), words, strict=True):
        if text:
            group(page, label).locator(f"input[lang={code}], textarea[lang={code}]").fill(text)


def go_to_part(page: Any, fund: str, part: str) -> None:
    """From the start page of the fund's configuration to one of its parts."""
    page.goto(f"/backoffice/fondinstallningar/{fund}/")
    press(page, part)


def make_fund(page: Any, name: Words, series: str) -> None:
    page.goto("/backoffice/")
    press(page, "Ställ in fonder")
    press(page, "En ny fond")
    say(page, "Vad fonden heter", name)
    page.get_by_label("Vems fond det är").select_option(index=1)
    page.get_by_label("Bokstäver i ärendenumret").fill(series)
    press(page, "Skapa fonden")
    assert page.get_by_text("Ingen ser fonden innan du publicerar den.").count()


def write_texts(page: Any, fund: str, texts: dict[str, Words], email: str) -> None:
    go_to_part(page, fund, "Texter")
    for label, words in texts.items():
        say(page, label, words)
    page.get_by_label("E-post", exact=True).fill(email)
    press(page, "Spara")


def say_for_whom(page: Any, fund: str, *kinds: str) -> None:
    go_to_part(page, fund, "Vem får söka")
    page.get_by_label("Vem som helst").check()
    for kind in kinds:
        page.get_by_label(kind, exact=True).check()
    press(page, "Spara")


def set_sums(page: Any, fund: str, lowest: str, highest: str, year: str) -> None:
    """The sums one may apply for, and this year's budget."""
    go_to_part(page, fund, "Lägsta och högsta summa")
    page.get_by_label("Lägsta summa").fill(lowest)
    page.get_by_label("Högsta summa").fill(highest)
    press(page, "Spara")
    go_to_part(page, fund, "Budget per år")
    page.get_by_label("Det årets budget").fill(year)
    press(page, "Spara")


def ask_before(page: Any, fund: str, question: Words, no: Words) -> None:
    """One question of "May I apply?", and what is said to whoever answers otherwise."""
    go_to_part(page, fund, "Får jag söka?")
    say(page, "Frågan", question)
    say(page, "Vad vi säger till dem som svarar annat", no)
    press(page, "Spara")


def write_checklist(page: Any, fund: str, *points: Words) -> None:
    go_to_part(page, fund, "Checklista")
    for number, words in enumerate(points, start=1):
        say(page.get_by_role("group", name=f"Punkt {number}", exact=True), "Punkten", words)
    press(page, "Spara")


# The questions


def remove_question(page: Any, label: str) -> None:
    press(page, f"Ta bort {label}")


def add_step(page: Any, title: Words) -> None:
    """A step; the page after it asks for its first question."""
    press(page, "Lägg till ett steg")
    say(page, "Vad steget heter", title)
    press(page, "Spara")


def add_question(page: Any, step: str, label: Words, kind: str, answers: tuple[Words, ...] = ()) -> None:
    """A question at the end of a step, to its own page."""
    if heading(page) != f"En ny fråga i ”{step}”":
        press(page, f"Lägg till en fråga i ”{step}”")
    say(page, "Frågan", label)
    page.get_by_label(kind, exact=True).check()
    if answers:
        page.get_by_label("Svar att välja").fill("\n".join(swedish for swedish, _english in answers))
    press(page, "Spara")
    for number, (_swedish, english) in enumerate(answers):
        page.locator(f"#id_val-{number}-label_1").fill(english)


def keep_question(page: Any, *, must: bool = False, after: str = "", means: str = "", **boxes: str) -> None:
    """The rest of a question's page: whether it must be answered, when it is asked, what its answer is for."""
    if must:
        page.get_by_label("Den måste besvaras").check()
    if after:
        page.get_by_label(after, exact=True).check()
    if means and (asked := page.get_by_role("radio", name=means)).count():
        asked.check()
    elif means:
        page.get_by_label("Vad svaret betyder för portalen").select_option(label=means)
    for name, value in boxes.items():
        page.locator(f"[name={name}]").fill(value)
    press(page, "Spara")


def take_into_use(page: Any) -> None:
    """Looked at as the applicant does, then taken into use."""
    press(page, "Se det som den sökande")
    assert page.get_by_text("Så här ser den sökande det").count()
    page.locator(".back a").click()
    page.wait_for_load_state()
    press(page, "Ta i bruk")
    press(page, "Ta i bruk")
    assert page.get_by_text("Formuläret är i bruk").count()


# The round and how it is judged


def make_round(page: Any, fund: str, name: Words, budget: str, days: dict[str, date]) -> None:
    """A round with the fund's own sums; `days` by the labels of the dates."""
    page.goto(f"/backoffice/fondinstallningar/{fund}/")
    press(page, "En ny omgång")
    say(page, "Vad omgången heter", name)
    page.get_by_label("Ur vilket års pengar").select_option(index=1)
    page.get_by_label("Omgångens del av dem").fill(budget)
    for label, day in days.items():
        fill_day(page, label, day)
    page.get_by_label("Högsta summa").fill(page.get_by_label("Högsta summa").input_value())
    press(page, "Skapa omgången")
    assert page.get_by_text(f"Omgången är skapad: {name[0]}").count()


def add_criterion(page: Any, name: Words, question: Words, weight: str, anchors: dict[int, Words]) -> None:
    press(page, "Lägg till ett kriterium")
    say(page, "Namn", name)
    say(page, "Vad frågar ni?", question)
    page.get_by_label("Vikt").fill(weight)
    for score, words in anchors.items():
        say(page, f"Vad {score} betyder", words)
    press(page, "Spara")


def add_stage(
    page: Any, name: Words, opens: date, closes: date, *, gives: str, who: str, readers: int, shows: str, blind: bool
) -> None:
    press(page, "Lägg till ett steg")
    say(page, "Namn", name)
    fill_day(page, "Öppnar", opens)
    page.get_by_label("Klockan").fill("00.00")
    fill_day(page, "Stänger", closes)
    page.get_by_label(gives, exact=True).check()
    page.get_by_label(who, exact=True).check()
    page.get_by_label("Hur många som läser varje").fill(str(readers))
    page.get_by_label("De ser inte vem som skickat in").set_checked(blind)
    page.get_by_role("group", name="Vad ser nästa steg av det?").get_by_label(shows, exact=True).check()
    press(page, "Spara")


# Letters, and what comes after


def word_letter(page: Any, fund: str, letter: str, subject: Words, body: Words, shown: str) -> None:
    """A letter in the fund's own words, looked at with invented facts before it is used."""
    go_to_part(page, fund, "Brev med egna ord")
    press(page, letter)
    say(page, "Ämnesrad", subject)
    say(page, "Text", body)
    press(page, "Visa hur det blir")
    assert page.locator(".letter").filter(has_text=shown).count(), page.locator("main, #content").last.inner_text()
    press(page, "Använd de här orden")
    assert page.get_by_text("Brevet har era ord från och med nu").count()


def write_terms(page: Any, fund: str, agreement: Words, plan: str) -> None:
    go_to_part(page, fund, "Efter beviljandet: avtal, betalning, redovisning")
    say(page, "Avtalets text", agreement)
    page.get_by_label(plan, exact=True).check()
    press(page, "Spara villkoren")


def publish(page: Any, fund: str) -> None:
    page.goto(f"/backoffice/fondinstallningar/{fund}/")
    assert not page.get_by_text("Saknas", exact=True).count()
    press(page, "Publicera fonden")
    press(page, "Publicera fonden")
    assert page.get_by_text("Fonden är publicerad").count()
