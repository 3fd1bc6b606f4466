"""The decision room in a real browser at a desk, without script: tried out, proposed, confirmed one by one, released.

Three applications are scored. The fund manager tries out a what-if and makes proposals of it, writes the reasons; the
director reads and confirms each; everybody hears at one moment; the protocol is signed.
"""

from __future__ import annotations

from typing import Any

import pytest
from django.core.cache import cache

from civicportal.cases.models import Decision, Recusal
from funds.models import Application, Round
from tests.funds.factories import KRONA, World
from tests.funds.room import scored
from tests.funds.test_actions import close
from tests.stories.actors import heading, newest_letter, press

pytestmark = pytest.mark.django_db(transaction=True)

DESK = {"width": 1280, "height": 800}
WORDS: dict[str, dict[str, str]] = {
    "sv": {
        "begin": "",
        "what_ifs": "Tänk om",
        "name": "Namn",
        "try": "Börja pröva",
        "outcome": "Föreslaget utfall, ",
        "amount": "Belopp i kronor, ",
        "save_what_if": "Spara Tänk om",
        "use": "Gör förslag av det",
        "line": "Här tar pengarna slut",
        "proposed": "80\u00a0000\u00a0kr av 100\u00a0000\u00a0kr föreslaget eller beslutat",
        "reason": "Skäl",
        "change": "Vad som skulle ha ändrat utgången",
        "next": "Ett nästa steg för den sökande",
        "save": "Spara förslaget",
        "read": "Läs och bekräfta, ett i taget",
        "step": "Bekräfta, nästa",
        "last": "Bekräfta beslutet",
        "left": "Förslag 1 av 3 att bekräfta",
        "look": "Gå igenom och släpp",
        "release": "Släpp alla beslut",
        "meetings": "Möten",
        "begin_protocol": "Börja ett protokoll",
        "place": "Plats",
        "keep": "Spara",
        "sign": "Skriv under",
        "signed": "Undertecknat av",
        "aside": "Cim Coach",
        "granted": "Beviljat",
        "partly": "Delvis beviljat",
        "refused": "Avslag",
        "coach": "Prata med en coach",
        "add": "Ändra vilka som var med",
    },
    "en": {
        "begin": "/en",
        "what_ifs": "What-ifs",
        "name": "Name",
        "try": "Begin to try out",
        "outcome": "Proposed outcome, ",
        "amount": "Amount in kronor, ",
        "save_what_if": "Save the what-if",
        "use": "Make proposals of it",
        "line": "The money ends here",
        "proposed": "SEK\u00a080,000 of SEK\u00a0100,000 proposed or decided",
        "reason": "Reason",
        "change": "What would have changed the outcome",
        "next": "One next step for the applicant",
        "save": "Save the proposal",
        "read": "Read and confirm, one by one",
        "step": "Confirm, next",
        "last": "Confirm the decision",
        "left": "Proposal 1 of 3 to confirm",
        "look": "Look through and release",
        "release": "Release all decisions",
        "meetings": "Meetings",
        "begin_protocol": "Begin a protocol",
        "place": "Place",
        "keep": "Save",
        "sign": "Sign",
        "signed": "Undertecknat av",
        "aside": "Cim Coach",
        "granted": "Granted",
        "partly": "Partly granted",
        "refused": "Refused",
        "coach": "Talk with a coach",
        "add": "Change who was there",
    },
}


@pytest.fixture
def decided_soon(stage: World) -> World:
    """A closed round with 100 000 kr and three scored applications; the coach has stepped aside from one."""
    cache.clear()
    first = scored(stage, "Odlingen", kronor=50_000, score=5)
    scored(stage, "Musiken", kronor=60_000, score=4)
    scored(stage, "Padeln", kronor=70_000, score=2)
    Recusal.objects.create(case=first.case, person=stage.cast.coach, ground="coached")
    Round.objects.update(budget=100_000 * KRONA)
    close(stage)
    return stage


def try_out(page: Any, room: str, said: dict[str, str]) -> None:
    """A what-if that grants more than there is is told so; a smaller one becomes proposals."""
    page.goto(room)
    assert page.get_by_text(said["line"]).count()
    press(page, said["what_ifs"])
    page.get_by_label(said["name"]).fill("Två av tre")
    press(page, said["try"])
    page.get_by_label(said["outcome"] + "Odlingen").select_option(label=said["granted"])
    page.get_by_label(said["outcome"] + "Musiken").select_option(label=said["granted"])
    page.get_by_label(said["outcome"] + "Padeln").select_option(label=said["refused"])
    press(page, said["save_what_if"])
    assert page.locator(".notice-warn").count(), "more than there is, in words"
    page.get_by_label(said["outcome"] + "Musiken").select_option(label=said["partly"])
    page.get_by_label(said["amount"] + "Musiken").fill("30 000")
    press(page, said["save_what_if"])
    assert not page.locator(".notice-warn").count()
    press(page, said["use"])
    press(page, said["use"])
    assert page.get_by_text(said["proposed"]).count()
    assert not Decision.objects.exists()


def give_reasons(page: Any, room: str, said: dict[str, str]) -> None:
    """Each application's own page, from the table."""
    for title in ("Odlingen", "Musiken", "Padeln"):
        page.goto(room)
        press(page, title)
        page.get_by_label(said["reason"], exact=False).first.fill(f"Skälet till {title}.")
        if title == "Padeln":
            page.get_by_label(said["change"], exact=False).fill("Något nytt för staden.")
            page.get_by_label(said["next"], exact=False).first.select_option(label=said["coach"])
        press(page, said["save"])


def confirm_each(page: Any, room: str, said: dict[str, str]) -> None:
    """The director reads three pages and presses three times."""
    page.goto(room)
    press(page, said["read"])
    assert page.get_by_text(said["left"]).count()
    for count in range(1, 4):
        assert page.get_by_text("Skälet till").count()
        press(page, said["step"] if count < 3 else said["last"])
        assert Decision.objects.count() == count
    assert set(Application.objects.values_list("state", flat=True)) == {"decided"}


def minute(page: Any, room: str, said: dict[str, str]) -> None:
    """The meeting's protocol, with the coach who was there and left."""
    page.goto(room)
    press(page, said["meetings"])
    press(page, said["begin_protocol"])
    page.get_by_label(said["place"]).fill("Rådhuset")
    page.get_by_label(said["aside"]).check()
    press(page, said["keep"])
    assert page.get_by_text("Lämnade rummet").count() == 1
    press(page, said["sign"])
    press(page, said["sign"])
    assert page.get_by_text(said["signed"]).count()
    assert not page.get_by_role("link", name=said["add"]).count()


@pytest.mark.parametrize("language", ["sv", "en"])
def test_a_round_is_decided(decided_soon: World, browse: Any, language: str) -> None:
    world, said = decided_soon, WORDS[language]
    room = f"{said['begin']}/backoffice/fonder/{world.fund.slug}/{world.round.slug}/beslutsrum/"
    manager = browse(world.cast.fund_manager, script=False, view=DESK)
    try_out(manager, room, said)
    give_reasons(manager, room, said)
    director = browse(world.cast.decision_maker, script=False, view=DESK)
    confirm_each(director, room, said)
    minute(director, room, said)
    manager.goto(room)
    press(manager, said["look"])
    press(manager, said["release"])
    assert sorted(Application.objects.values_list("title", "state")) == [
        ("Musiken", "granted"),
        ("Odlingen", "granted"),
        ("Padeln", "refused"),
    ]
    padel = Application.objects.select_related("submission__person").get(title="Padeln").submission.person
    applicant = browse(padel, script=False)
    letter = newest_letter("funds.decision", padel.email)
    assert "Skälet till Padeln." in letter.text
    applicant.goto(f"/mitt/{Application.objects.get(title='Padeln').case.reference}/beslut/")
    assert heading(applicant) == "Beslut om Padeln"
    assert applicant.get_by_role("link", name="/fonder/visionsfonden/coach/").count()
