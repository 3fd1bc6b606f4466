"""A department's need in a real browser, without script: from a blank visitor on a phone to a test with its result.

Once in Swedish and once in English; those who work for the city read Swedish.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import pytest

from challenges.models import Proposal, TestEnvironment
from tests.challenges.factories import Scene, close, make_scene
from tests.stories.actors import heading, mailed_path, newest_letter, press, sign_in_by_code

pytestmark = pytest.mark.django_db(transaction=True)

PROPOSER = "ronja@example.org"
DESK = {"width": 1280, "height": 800}


@dataclass(frozen=True)
class Words:
    """What the proposer reads and presses, in one language."""

    prefix: str
    answer: str
    begin: str
    save: str
    kind: str
    association: str
    signs: str
    yes: str
    no: str
    check: str
    code: str
    send: str
    thanks: str
    goes_on: str
    see_test: str
    lessons: str
    log: str


WORDS = {
    "sv": Words(
        "", "Svara på utmaningen", "Börja", "Spara och fortsätt", "Vem lämnar förslaget?", "En förening",
        "Ja, firmatecknaren har godkänt det", "Ja", "Nej", "Kontrollera svaren och skicka in", "Mejla mig en kod",
        "Skicka in ansökan", "Tack. Vi har ditt förslag", "Du går vidare tillsammans med förvaltningen",
        "Se testet offentligt", "Lärdomar som kan spridas", "Den öppna loggen",
    ),
    "en": Words(
        "/en", "Answer the challenge", "Begin", "Save and continue", "Who makes the proposal?", "An association",
        "Yes, the signatory has approved it", "Yes", "No", "Check your answers and send", "Mail me a code",
        "Send the application", "Thank you. We have your proposal", "You go on together with the department",
        "See the test in public", "Lessons that scale", "The open log",
    ),
}  # fmt: skip


@pytest.fixture
def scene(transactional_db: None) -> Scene:
    """A department with one open challenge."""
    return make_scene()


def fill_texts(page: Any, words: str) -> None:
    """Every text of the step that is asked."""
    for box in page.locator("main textarea").all():
        box.fill(words)


def write_the_proposal(page: Any, words: Words) -> None:
    page.locator(".task a").first.click()
    page.wait_for_load_state()
    page.locator("[name=q_title]").fill("Kvartersvärdar")
    fill_texts(page, "Två värdar i varje kvarter ringer på hos den som inte har setts till.")
    press(page, words.save)
    fill_texts(page, "De äldre leder själva, och andra kvarter kan göra likadant.")
    press(page, words.save)
    fill_texts(page, "På Råå i ett år.")
    for group in page.locator("main fieldset").all():
        group.get_by_label(words.yes, exact=True).check()
    press(page, words.save)


def write_about_oneself(page: Any, words: Words) -> None:
    page.get_by_role("group", name=words.kind).get_by_label(words.association, exact=True).check()
    page.locator("[name=q_organisation_name]").fill("Föreningen Grannskap")
    page.get_by_label(words.signs, exact=True).check()
    page.locator("[name=q_contact_name]").fill("Ronja Ek")
    for name in ("q_name_in_public", "q_sensitive"):
        page.locator(f"[name={name}][value=no]").check()
    press(page, words.save)


def propose(page: Any, scene: Scene, words: Words) -> Proposal:
    """The visitor finds the challenge, writes and sends."""
    page.goto(f"{words.prefix}/")
    page.locator("main .door-link[href$='/utmaningar/']").click()
    page.wait_for_load_state()
    page.locator("main .card-link").first.click()
    page.wait_for_load_state()
    assert not page.context.cookies()
    press(page, words.answer)
    page.locator("[name=email]").fill(PROPOSER)
    press(page, words.begin)
    write_the_proposal(page, words)
    write_about_oneself(page, words)
    assert heading(page) == words.check
    press(page, words.code)
    sign_in_by_code(page, PROPOSER, prefilled=True)
    for box in page.locator("main input[type=checkbox]").all():
        box.check()
    press(page, words.send)
    assert page.get_by_text(words.thanks).count()
    return Proposal.objects.select_related("submission__case").get()


def take_up(page: Any, verb: str, proposal: Proposal) -> None:
    """From the start page to the proposal that waits."""
    page.goto("/backoffice/")
    page.get_by_role("link", name=re.compile(rf"^{verb}.*{proposal.title}$")).click()
    page.wait_for_load_state()


def screen_and_assign(page: Any, proposal: Proposal) -> None:
    take_up(page, "Läs", proposal)
    press(page, "Det är läst")
    assert heading(page) == "Välj granskare"
    page.locator("main input[type=checkbox]").first.check()
    press(page, "Be dem läsa")


def review(page: Any, proposal: Proposal) -> None:
    page.goto("/backoffice/granska/")
    page.get_by_role("link", name=proposal.title).first.click()
    page.wait_for_load_state()
    assert not page.get_by_text("Ronja Ek").count(), "the stage is blind"
    for group in page.locator("fieldset[data-score]").all():
        group.get_by_label("5", exact=True).first.check()
    press(page, "Klar, nästa")


def match(page: Any, proposal: Proposal) -> None:
    take_up(page, "Svara", proposal)
    assert page.get_by_text("5,0").count()
    press(page, "Gå vidare med förslaget")
    page.get_by_label("Varför ni väljer det").fill("De äldre leder själva.")
    page.get_by_label("Det här händer först").fill("Vi träffas i kiosken på Råå.")
    for name, day in (("starts_on", ("1", "3", "2027")), ("ends_on", ("1", "3", "2028"))):
        for number, part in enumerate(day):
            page.locator(f"[name={name}_{number}]").fill(part)
    press(page, "Gå vidare tillsammans")
    assert heading(page) == "Kvartersvärdar"


def tell_in_the_open(page: Any) -> None:
    press(page, "Testet har börjat")
    page.locator("[name=title_sv]").fill("Första rundan")
    page.locator("[name=title_en]").fill("The first round")
    page.locator("[name=words_sv]").fill("Elva dörrar, sju öppnade.")
    press(page, "Publicera inlägget")
    press(page, "Det är klart, med ett resultat")
    for name in ("learnt", "partnerships", "lessons"):
        page.locator(f"[name={name}_sv]").fill(f"Samma två varje gång ({name}).")
    press(page, "Publicera resultatet")
    assert page.get_by_text("Resultatet är offentligt").count()


@pytest.mark.parametrize("language", ["sv", "en"])
def test_a_challenge_is_met(scene: Scene, browse: Any, language: str) -> None:
    words = WORDS[language]
    proposer = browse(script=False)
    proposal = propose(proposer, scene, words)
    screen_and_assign(browse(scene.editor, script=False, view=DESK), proposal)
    close(scene.challenge)
    review(browse(scene.reviewer, script=False, view=DESK), proposal)
    editor = browse(scene.editor, script=False, view=DESK)
    match(editor, proposal)
    tell_in_the_open(editor)

    proposer.goto(mailed_path(newest_letter("challenges.matched", PROPOSER), f"{words.prefix}/mitt/forslag/"))
    assert proposer.get_by_text(words.goes_on).count()
    press(proposer, words.see_test)

    stranger = browse(script=False)
    environment = TestEnvironment.objects.get()
    stranger.goto(f"{words.prefix}{scene.challenge.get_absolute_url()}")
    stranger.locator(f"main a[href='{words.prefix}/testmiljo/{environment.slug}/']").first.click()
    stranger.wait_for_load_state()
    for text in (words.log, words.lessons, "Samma två varje gång (lessons).", "Föreningen Grannskap"):
        assert stranger.get_by_text(text).count(), text
    assert not stranger.get_by_text("Ronja Ek").count()
    assert not stranger.context.cookies()
