"""The employees' network in a real browser, without script: two sentences become a public project and reach its end.

An employee tells of an idea without a form and without an account, is answered, goes on in the draft that the
coordinator made, the nearest manager supports it by a link, colleagues score it, the director decides; the money is
moved within the city's books, and the report closes it.
"""

from __future__ import annotations

from typing import Any

import pytest
from django.core.cache import cache

from funds.models import Application, Inquiry, Project
from tests.funds.configured import own_words
from tests.funds.factories import texts
from tests.funds.granted import make_report_form
from tests.funds.network import Network, make_network
from tests.people import make_cast
from tests.stories.actors import days_pass, mailed_path, newest_letter, press, sign_in_by_code
from tests.stories.steps import after, deciding, judging

pytestmark = pytest.mark.django_db(transaction=True)

EMPLOYEE, MANAGER = "tuva@kultur.example.org", "chef@kultur.example.org"
DESK = {"width": 1280, "height": 800}
IDEA = "Kan konsthallen ha tysta timmar för den som inte orkar ljud? Vi dämpar ljuset två timmar i veckan."
WORDS: dict[str, dict[str, str]] = {
    "sv": {
        "begin": "", "tell": "Berätta om din idé", "box": "Berätta på två meningar", "email": "Din e-postadress",
        "send": "Skicka", "look": "Titta i din e-post", "confirm": "Skicka det jag skrev",
        "thanks": "Tack, vi har din idé",
        "talk": "Till samtalet", "draft": "Öppna utkastet", "on": "Spara och fortsätt", "what": "Verktyg",
        "work": "Var arbetar du?", "name": "Ditt namn", "boss": "Din chefs adress",
        "send_in": "Skicka in ansökan", "waits": "Frågad, inget svar än", "yes": "Ja, jag stöder den",
        "who": "Ditt namn och din funktion", "answer": "Skicka svaret", "answered": "Du har svarat",
        "supported": "Ja, stöder den", "granted": "Beviljad av Nätverket", "decided": "Läs beslutet och skälen",
    },
    "en": {
        "begin": "/en", "tell": "Tell us about your idea", "box": "Tell us in two sentences",
        "email": "Your e-mail address", "send": "Send", "look": "Look in your mail", "confirm": "Send what I wrote",
        "thanks": "Thank you, we have your idea", "talk": "To the conversation", "draft": "Open the draft",
        "on": "Save and continue", "what": "Tools", "work": "Where do you work?", "name": "Your name",
        "boss": "Your manager's address", "send_in": "Send the application", "waits": "Asked, no answer yet",
        "yes": "Yes, I support it", "who": "Your name and function", "answer": "Send your answer",
        "answered": "You have answered", "supported": "Yes, supports it", "granted": "Granted by The Network",
        "decided": "Read the decision and the reasons",
    },
}  # fmt: skip


@pytest.fixture
def network(transactional_db: None) -> Network:
    """The network's fund with a report and a letter in its own words."""
    cache.clear()
    made = make_network(make_cast())
    make_report_form(made.fund)
    words = texts("Skriv på för {project} senast {accept_by}: {link} ({reference})")
    own_words(made.fund, "agreement", texts("Kollega, nu kan du börja"), words, made.manager)
    return made


def tell(page: Any, said: dict[str, str]) -> Inquiry:
    """Two sentences, an address, a link in a letter."""
    page.goto(f"{said['begin']}/fonder/natverket/")
    press(page, said["tell"])
    page.get_by_label(said["box"]).fill(IDEA)
    page.get_by_label(said["email"]).fill(EMPLOYEE)
    press(page, said["send"])
    assert page.get_by_role("heading", name=said["look"]).count()
    assert not Inquiry.objects.exists()
    page.goto(mailed_path(newest_letter("commons.confirm", EMPLOYEE), f"{said['begin']}/bekrafta/"))
    press(page, said["confirm"])
    assert page.get_by_role("heading", name=said["thanks"]).count()
    return Inquiry.objects.select_related("case").get()


def answer_and_prepare(page: Any, inquiry: Inquiry) -> None:
    """The coordinator begins at the desk."""
    page.goto("/backoffice/")
    page.get_by_role("link", name="Svara").first.click()
    page.wait_for_load_state()
    assert page.get_by_text(IDEA).count()
    page.get_by_label("Ditt meddelande").fill("Tack, det vill vi höra mer om.")
    press(page, "Skicka meddelandet")
    press(page, "Gör ett utkast av idén")
    page.get_by_label("Vad ska vi kalla idén?").fill("Tysta timmar")
    press(page, "Gör utkastet")
    assert page.get_by_text("Bara den som berättade kan öppna det").count()


def apply(page: Any, inquiry: Inquiry, said: dict[str, str]) -> Application:
    """The employee signs in with a code, reads the answer and goes on in the draft."""
    page.goto(mailed_path(newest_letter("cases.message_to_person", EMPLOYEE), f"{said['begin']}/mitt/berattat/"))
    sign_in_by_code(page, EMPLOYEE)
    assert page.get_by_text("Tack, det vill vi höra mer om.").count()
    press(page, said["draft"])
    page.locator(".task a").first.click()
    page.wait_for_load_state()
    assert page.locator("input").filter(has=page.locator("xpath=self::*[@value='Tysta timmar']")).count()
    press(page, said["on"])
    page.locator("input[name$='-what']").first.fill(said["what"])
    page.locator("input[name$='-amount']").first.fill("20 000")
    press(page, said["on"])
    page.get_by_label(said["name"]).fill("Tuva Lindhage")
    page.get_by_label(said["work"]).fill("Konsthallen")
    page.get_by_label(said["boss"]).fill(MANAGER)
    press(page, said["on"])
    page.locator("main input[type=checkbox]").first.check()
    press(page, said["send_in"])
    assert page.get_by_text(said["waits"]).count()
    return Application.objects.select_related("submission__case", "round__fund", "round__opening").get()


def support(page: Any, said: dict[str, str]) -> None:
    """The manager has no account and needs none."""
    page.goto(mailed_path(newest_letter("submissions.endorsement_asked", MANAGER), f"{said['begin']}/tillstyrk/"))
    assert page.get_by_role("heading", name="Tysta timmar").count()
    page.get_by_label(said["yes"]).check()
    page.get_by_label(said["who"]).fill("Kim Berg, enhetschef")
    press(page, said["answer"])
    assert page.get_by_role("heading", name=said["answered"]).count()
    page.reload()
    assert not page.locator("main form").count()


def judge(network: Network, application: Application, browse: Any) -> Any:
    """Screened and scored by a colleague, who does not see whose it is. Returns the fund manager's page."""
    manager = browse(network.manager, script=False, view=DESK)
    judging.screen(manager, application)
    judging.ask_to_read(manager)
    reader = browse(network.reviewer, script=False, view=DESK)
    judging.score(reader, application, "4", "4", unseen="Tuva Lindhage")
    days_pass(application.round.opening, 31)
    return manager


def decide_in_the_room(manager: Any, director: Any, application: Application) -> None:
    """Proposed with its reason, confirmed by the delegate, released."""
    said = deciding.WORDS["sv"]
    room = deciding.room_of(application.round, said)
    deciding.propose(manager, room, said, application.title, "Tar bort ett hinder.", "granted", "20 000")
    deciding.confirm_each(director, room, said, 1)
    deciding.release(manager, room, said)


def follow_to_the_end(employee: Any, manager: Any, project: Project) -> None:
    """Agreement in the network's own words, money within the city's books, an update, the report, the end."""
    said = after.WORDS["sv"]
    letter = newest_letter("funds.agreement", EMPLOYEE)
    assert letter.subject == "Kollega, nu kan du börja"
    assert letter.text.startswith("Skriv på för Tysta timmar")
    after.accept(employee, said, EMPLOYEE, "Tuva Lindhage", payout="internal")
    after.tell(employee, said, "Första tysta timmen", "Nio besökare satt kvar hela timmen.")
    after.publish_update(manager, project, "Första tysta timmen")
    after.pay_first(manager, project)
    employee.reload()
    press(employee, said["report"])
    after.report(employee, said, {"I korthet, för alla": "Tysta timmar finns kvar varje tisdag."}, "20 000")
    after.approve(manager, project)
    assert {part.state for part in project.payments.all()} == {"paid", "cleared"}


@pytest.mark.parametrize("language", ["sv", "en"])
def test_two_sentences_become_a_public_project(network: Network, browse: Any, language: str) -> None:
    """In Swedish through the decision room to the closed project; in English to the grant, by the delegate's page."""
    said = WORDS[language]
    employee = browse(script=False)
    inquiry = tell(employee, said)
    answer_and_prepare(browse(network.coordinator, script=False, view=DESK), inquiry)
    application = apply(employee, inquiry, said)
    support(browse(script=False), said)
    employee.reload()
    assert employee.get_by_text(said["supported"]).count()

    manager = judge(network, application, browse)
    director = browse(network.decision_maker, script=False, view=DESK)
    if language == "sv":
        decide_in_the_room(manager, director, application)
    else:
        deciding.decide_alone(manager, director, application, "20 000", "Tar bort ett hinder.")

    employee.goto(mailed_path(newest_letter("funds.decision", EMPLOYEE), f"{said['begin']}/mitt/"))
    press(employee, said["decided"])
    assert employee.get_by_text("Tar bort ett hinder.").count()
    project = Project.objects.get(application=application)
    if language == "sv":
        follow_to_the_end(employee, manager, project)

    stranger = browse(script=False)
    stranger.goto(f"{said['begin']}/projekt/")
    press(stranger, "Tysta timmar")
    assert stranger.get_by_text(said["granted"]).count()
    read = after.plain(stranger)
    wanted = [
        "Konsthallen",
        *(["Första tysta timmen", "finns kvar varje tisdag", "20 000 kr"] if language == "sv" else []),
    ]
    assert [words for words in wanted if words not in read] == []
    assert "Tuva Lindhage" not in read
