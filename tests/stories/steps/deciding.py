"""The decision room: proposals with their reasons, a named delegate who confirms each, one moment of release."""

from __future__ import annotations

from typing import Any

from civicportal.cases.models import Decision
from funds.models import Application, Round
from tests.stories.actors import choose, newest_letter, press

WORDS: dict[str, dict[str, str]] = {
    "sv": {
        "begin": "", "outcome": "Föreslaget utfall", "amount": "Belopp i kronor", "reason": "Skäl",
        "change": "Vad som skulle ha ändrat utgången", "next": "Ett nästa steg för den sökande",
        "save": "Spara förslaget", "read": "Läs och bekräfta, ett i taget", "step": "Bekräfta, nästa",
        "last": "Bekräfta beslutet", "look": "Gå igenom och släpp", "release": "Släpp alla beslut",
        "granted": "Beviljat", "partly": "Delvis beviljat", "refused": "Avslag", "coach": "Prata med en coach",
        "what_ifs": "Tänk om", "name": "Namn", "try": "Börja pröva", "save_what_if": "Spara Tänk om",
        "use": "Gör förslag av det", "line": "Här tar pengarna slut",
        "proposed": "80\u00a0000\u00a0kr av 100\u00a0000\u00a0kr föreslaget eller beslutat",
        "left": "Förslag 1 av 3 att bekräfta", "meetings": "Möten", "begin_protocol": "Börja ett protokoll",
        "place": "Plats", "keep": "Spara", "sign": "Skriv under", "signed": "Undertecknat av",
        "add": "Ändra vilka som var med",
    },
    "en": {
        "begin": "/en", "outcome": "Proposed outcome", "amount": "Amount in kronor", "reason": "Reason",
        "change": "What would have changed the outcome", "next": "One next step for the applicant",
        "save": "Save the proposal", "read": "Read and confirm, one by one", "step": "Confirm, next",
        "last": "Confirm the decision", "look": "Look through and release", "release": "Release all decisions",
        "granted": "Granted", "partly": "Partly granted", "refused": "Refused", "coach": "Talk with a coach",
        "what_ifs": "What-ifs", "name": "Name", "try": "Begin to try out", "save_what_if": "Save the what-if",
        "use": "Make proposals of it", "line": "The money ends here",
        "proposed": "SEK\u00a080,000 of SEK\u00a0100,000 proposed or decided",
        "left": "Proposal 1 of 3 to confirm", "meetings": "Meetings", "begin_protocol": "Begin a protocol",
        "place": "Place", "keep": "Save", "sign": "Sign", "signed": "Undertecknat av", "add": "Change who was there",
    },
}  # fmt: skip


def room_of(found: Round, said: dict[str, str]) -> str:
    return f"{said['begin']}/backoffice/fonder/{found.fund.slug}/{found.slug}/beslutsrum/"


def propose(
    page: Any, room: str, said: dict[str, str], title: str, reason: str, outcome: str = "", sum_: str = ""
) -> None:
    """An application's own page, from the table: outcome and sum where they are not there yet, and the reason."""
    page.goto(room)
    press(page, title)
    if outcome:
        page.get_by_label(said["outcome"]).select_option(label=said[outcome])
    if sum_:
        page.get_by_label(said["amount"]).fill(sum_)
    page.get_by_label(said["reason"], exact=False).first.fill(reason)
    if outcome == "refused" or page.get_by_label(said["outcome"]).input_value() == "refused":
        page.get_by_label(said["change"], exact=False).fill("Något nytt för staden.")
        page.get_by_label(said["next"], exact=False).first.select_option(label=said["coach"])
    press(page, said["save"])


def try_out(page: Any, room: str, said: dict[str, str], outcomes: dict[str, str], less: str) -> None:
    """A what-if that grants more than there is is told so; with less to one of them it becomes proposals.

    `outcomes` are by title, and `less` is whose sum becomes 40 000 kr.
    """
    page.goto(room)
    assert page.get_by_text(said["line"]).count()
    press(page, said["what_ifs"])
    page.get_by_label(said["name"]).fill("Två av tre")
    press(page, said["try"])
    for title, outcome in outcomes.items():
        page.get_by_label(f"{said['outcome']}, {title}").select_option(label=said[outcome])
    press(page, said["save_what_if"])
    assert page.locator(".notice-warn").count(), "more than there is, in words"
    page.get_by_label(f"{said['outcome']}, {less}").select_option(label=said["partly"])
    page.get_by_label(f"{said['amount']}, {less}").fill("40 000")
    press(page, said["save_what_if"])
    assert not page.locator(".notice-warn").count()
    press(page, said["use"])
    press(page, said["use"])
    assert page.get_by_text(said["proposed"]).count()
    assert not Decision.objects.exists()


def minute(page: Any, room: str, said: dict[str, str], aside: str) -> None:
    """The meeting's protocol, with somebody who was there and left the room."""
    page.goto(room)
    press(page, said["meetings"])
    press(page, said["begin_protocol"])
    page.get_by_label(said["place"]).fill("Rådhuset")
    page.get_by_label(aside).check()
    press(page, said["keep"])
    assert page.get_by_text("Lämnade rummet").count() == 1
    press(page, said["sign"])
    press(page, said["sign"])
    assert page.get_by_text(said["signed"]).count()
    assert not page.get_by_role("link", name=said["add"]).count()


def confirm_each(page: Any, room: str, said: dict[str, str], number: int, *, advised: str = "") -> None:
    """The delegate reads so many pages and presses so many times; nothing is decided before.

    `advised` is what a group has advised about the first of them.
    """
    page.goto(room)
    press(page, said["read"])
    assert page.get_by_text(advised).count()
    for count in range(1, number + 1):
        assert Decision.objects.count() == count - 1
        press(page, said["step"] if count < number else said["last"])
    assert Decision.objects.count() == number
    assert set(Application.objects.values_list("state", flat=True)) == {"decided"}
    assert newest_letter("funds.decision").state == "held"


def release(page: Any, room: str, said: dict[str, str]) -> None:
    """Everybody hears at one moment."""
    page.goto(room)
    press(page, said["look"])
    press(page, said["release"])
    assert newest_letter("funds.decision").state != "held"


def decide_alone(manager: Any, director: Any, application: Application, kronor: str, reason: str) -> None:
    """The delegate's own page for one application, without a room; then the round's page releases it. In Swedish."""
    director.goto(f"/backoffice/ansokan/{application.case.reference}/beslut/")
    choose(director, "Beslut", "Beviljat")
    director.get_by_label("Belopp i kronor").fill(kronor)
    director.get_by_label("Skäl", exact=True).fill(reason)
    press(director, "Besluta, och vänta med beskedet")
    assert newest_letter("funds.decision").state == "held"
    manager.goto(f"/backoffice/fonder/{application.round.fund.slug}/{application.round.slug}/")
    press(manager, "Gå igenom och släpp")
    press(manager, "Släpp alla beslut")
    assert manager.get_by_text("1 beslut är släppt").count()
