"""A fund that nobody had thought of, in a real browser: set up on the pages alone, applied to, judged, paid, closed.

Its questions, its stages and its letters are unlike those of the other two: neighbours ask for one small sum without
a budget, a jury meets them in their courtyard before the steering group writes its advice, and the letters speak as
the fund does. Staff work in Swedish at a desk, the neighbour in English on a phone, neither with JavaScript.
"""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest

from civicportal.cases.models import Delegation
from civicportal.kernel import dates
from funds.models import Application, Fund, Project, Round
from tests.funds.factories import KRONA, make_city
from tests.people import Cast, make_cast
from tests.stories.actors import (
    choose,
    days_pass,
    fill_day,
    heading,
    mailed_path,
    newest_letter,
    press,
    sign_in_by_code,
)
from tests.stories.steps import after, deciding, judging, setting_up

pytestmark = pytest.mark.django_db(transaction=True)

DESK = {"width": 1280, "height": 800}
NEIGHBOUR = "gun@example.org"
FUND = "gardspengen"
TEXTS = {
    "En mening": ("Små pengar till fester och bänkar på gården.", "A little money for benches and feasts in the yard."),
    "Vad fonden är": ("Gårdspengen är för grannar.", "The Courtyard Coin is for neighbours."),
    "Vad man får": ("Upp till 15 000 kr", "Up to SEK 15,000"),
    "Hur det bedöms": ("En jury kommer till gården.", "A jury comes to your yard."),
    "Vem som får söka": ("Grannar vid samma gård", "Neighbours at one yard"),
}
RECEIPT = (
    "Hej granne. {title} har kommit hit {arrived}.\n\nNummer: {reference}\nFölj den här: {link}\n\n{answers}",
    "Hello neighbour. {title} came here {arrived}.\n\nNumber: {reference}\nFollow it here: {link}\n\n{answers}",
)
DECISION = "Hej granne. Juryn har varit på gården.\n\n{reference}\n{decision}\n\n{link}\n\n{in_english}"
AGREEMENT = (
    "{grantee} får {amount} av {fund} till {project}. Städa efter festen.\n{payments}\nBerätta senast {report_by}.",
    "{grantee} gets {amount} from {fund} for {project}. Clean up after the feast.\n{payments}\nTell us by {report_by}.",
)


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    """The people of a unit that has no fund yet, and what the council has delegated to one of them."""
    district, made = make_city(), make_cast()
    assert str(district) == "Söder"
    Delegation.objects.create(
        person=made.decision_maker, title="Stadsdirektör", unit=made.unit, point="KS 4.12", ceiling=50_000 * KRONA,
        starts_on=dates.today() - timedelta(days=900),
    )  # fmt: skip
    return made


# The fund manager sets it up


def say_what_it_is(page: Any) -> None:
    setting_up.make_fund(page, ("Gårdspengen", "The Courtyard Coin"), "GP")
    setting_up.write_texts(page, FUND, TEXTS, "gardspengen@example.org")
    setting_up.say_for_whom(page, FUND, "En privatperson", "En förening")
    setting_up.set_sums(page, FUND, "2 000", "15 000", "60 000")
    setting_up.ask_before(
        page, FUND, ("Bor ni vid samma gård?", "Do you live round the same yard?"),
        ("Gårdspengen är för grannar. Titta på de andra fonderna.", "It is for neighbours. Look at the other funds."),
    )  # fmt: skip
    setting_up.write_checklist(page, FUND, ("Hyresvärden har sagt ja", "The landlord has said yes"))


def write_the_questions(page: Any) -> None:
    """No plan and no budget; a step about the yard with six kinds of question, one asked after a certain answer."""
    setting_up.go_to_part(page, FUND, "Frågor i ansökan")
    setting_up.remove_question(page, "Hur ska det gå till?")
    setting_up.remove_question(page, "Vad ska pengarna gå till?")
    setting_up.add_question(page, "Pengar", ("Hur mycket behöver ni?", "How much do you need?"), "En summa pengar")
    setting_up.keep_question(page, must=True, means="Hur mycket som söks")
    setting_up.add_step(page, ("Gården", "The yard"))
    setting_up.add_question(page, "Gården", ("Vilken stadsdel?", "Which district?"), "En stadsdel")
    setting_up.keep_question(page, must=True, means="Var i staden det sker")
    setting_up.add_question(page, "Gården", ("Hur många bor där?", "How many live there?"), "Ett heltal")
    setting_up.keep_question(page, must=True, lowest="2", highest="900")
    answers = (("Bygga", "Build"), ("Fira", "Feast"))
    setting_up.add_question(
        page, "Gården", ("Vad vill ni göra?", "What do you want to do?"), "Flera av några svar", answers
    )
    setting_up.keep_question(page, must=True, help_sv="Det går bra att välja båda.", help_en="You may choose both.")
    setting_up.add_question(page, "Gården", ("När är festen?", "When is the feast?"), "Ett datum")
    setting_up.keep_question(page, must=True, after="Vad vill ni göra? Fira")
    people = "Personer med funktion, förvaltning och e-post"
    setting_up.add_question(page, "Gården", ("Vilka är med?", "Who is with you?"), people)
    setting_up.keep_question(page, lowest="2")
    setting_up.take_into_use(page)


def open_a_round(page: Any) -> Round:
    today = dates.today()
    days = {
        "Öppnar": today - timedelta(days=1), "Stänger": today + timedelta(days=10),
        "Svar senast": today + timedelta(days=40),
    }  # fmt: skip
    setting_up.make_round(page, FUND, ("Sommaren", "The summer"), "30 000", days)
    return Round.objects.select_related("fund", "opening").get(fund__slug=FUND)


def say_how_it_is_judged(page: Any, found: Round) -> None:
    """Two criteria; a jury that meets people, then the steering group's advice. Nobody reads blind."""
    setting_up.go_to_part(page, FUND, "Så bedöms det")
    setting_up.add_criterion(
        page, ("Grannskap", "Neighbourliness"), ("Möts fler?", "Do more people meet?"), "2",
        {1: ("Samma som förr", "The same as before"), 5: ("Hela gården", "The whole yard")},
    )  # fmt: skip
    setting_up.add_criterion(
        page, ("Går att göra", "Can be done"), ("Räcker pengarna?", "Is the money enough?"), "1",
        {1: ("Nej", "No"), 5: ("Ja, utan tvekan", "Yes, without doubt")},
    )  # fmt: skip
    closes = dates.today() + timedelta(days=11)
    setting_up.add_stage(
        page, ("Juryn på gården", "The jury in the yard"), closes, closes + timedelta(days=7),
        gives="De som har sökt pitchar, var och en ger poäng", who="Granskare", readers=2, shows="Ord och poäng",
        blind=False,
    )  # fmt: skip
    setting_up.add_stage(
        page, ("Styrgruppens råd", "The steering group's advice"), closes + timedelta(days=8),
        closes + timedelta(days=12), gives="Gruppen skriver ett råd", who="Styrgruppen", readers=1, shows="Ingenting",
        blind=False,
    )  # fmt: skip


def choose_its_words(page: Any) -> None:
    """Letters, agreement and report as this fund says them."""
    subject = ("Din gård: {reference}", "Your yard: {reference}")
    setting_up.word_letter(page, FUND, "Kvitto på en ansökan", subject, RECEIPT, "Hello neighbour. A bicycle kitchen")
    decided = ("Gårdspengen har bestämt sig: {reference}", "")
    setting_up.word_letter(page, FUND, "Beslut om en ansökan", decided, (DECISION, ""), "Juryn har varit på gården.")
    setting_up.write_terms(page, FUND, AGREEMENT, "Allt på en gång, när avtalet är godkänt")
    setting_up.go_to_part(page, FUND, "Frågor i slutrapporten")
    setting_up.remove_question(page, "Vilka nådde ni, och hur många?")
    setting_up.remove_question(page, "Vad händer nu?")
    setting_up.add_question(page, "Så gick det", ("Hur många grannar kom?", "How many neighbours came?"), "Ett heltal")
    setting_up.keep_question(page, must=True)
    setting_up.take_into_use(page)


# A neighbour applies


def find_it(page: Any) -> None:
    """Somebody for whom it is not is told so; then the other answer leads on."""
    page.goto("/en/fonder/")
    press(page, "The Courtyard Coin")
    for words in ("A little money for benches", "The landlord has said yes", "Who is with you?", "A jury comes"):
        assert page.get_by_text(words).count(), words
    press(page, "Apply")
    choose(page, "Do you live round the same yard?", "No")
    press(page, "Continue")
    assert page.get_by_text("It is for neighbours. Look at the other funds.").count()
    page.go_back()
    choose(page, "Do you live round the same yard?", "Yes")
    press(page, "Continue")
    page.get_by_label("Your e-mail address").fill(NEIGHBOUR)
    press(page, "Begin")


def write_it(page: Any) -> None:
    on = "Save and continue"
    page.locator(".task a").first.click()
    page.wait_for_load_state()
    page.get_by_label("What is the idea called?").fill("A bench and a feast")
    page.get_by_label("Tell the idea in two sentences").fill("We build a bench. Then we eat at it together.")
    press(page, on)
    page.get_by_label("How much do you need?").fill("20 000")
    press(page, on)
    assert page.get_by_role("alert").count(), "more than the fund's highest sum"
    page.get_by_label("How much do you need?").fill("12 000")
    press(page, on)
    choose(page, "Who is applying?", "A private person")
    page.get_by_label("What is your name?").fill("Gun Granne")
    press(page, on)
    page.get_by_label("Which district?").select_option(label="Söder")
    page.get_by_label("How many live there?").fill("84")
    choose(page, "What do you want to do?", "Feast")
    press(page, on)
    assert page.get_by_role("alert").count(), "the day of the feast is asked for now"
    fill_day(page, "When is the feast?", dates.today() + timedelta(days=70))
    for row, (name, yard) in enumerate((("Gun", "Number 4"), ("Per", "Number 5"))):
        page.locator(f"[name$='-{row}-name']").fill(name)
        page.locator(f"[name$='-{row}-organisation']").fill(yard)
        if row == 0:
            press(page, "Add a row")
    press(page, on)


def send_it(page: Any) -> Application:
    press(page, "Mail me a code")
    sign_in_by_code(page, NEIGHBOUR, prefilled=True)
    for box in page.locator("main input[type=checkbox]").all():
        box.check()
    press(page, "Send the application")
    application = Application.objects.select_related("submission__case", "submission__opening").get()
    assert (application.requested, application.applicant_kind) == (12_000 * KRONA, "person")
    letter = newest_letter("funds.receipt", NEIGHBOUR)
    assert letter.subject == f"Your yard: {application.case.reference}"
    assert letter.text.startswith("Hello neighbour. A bench and a feast came here")
    return application


# It is judged, decided and followed to its end


def meet_the_jury(cast: Cast, browse: Any, found: Round, application: Application, neighbour: Any) -> None:
    """The jury's stage: a time is given, the neighbour reads it, two of the jury score."""
    days_pass(found.opening, 12)
    manager = browse(cast.fund_manager, script=False, view=DESK)
    judging.screen(manager, application)
    judging.give_out(manager, found, "Juryn på gården")
    day = dates.today() + timedelta(days=2)
    judging.give_pitch_time(manager, found, "Juryn på gården", application, day, "Vid lekplatsen")
    neighbour.goto(mailed_path(newest_letter("review.pitch_given", NEIGHBOUR), "/en/"))
    assert neighbour.get_by_text("Vid lekplatsen").count()
    for member, scores in ((cast.reviewer, ("5", "4")), (cast.second_reviewer, ("4", "4"))):
        judging.score(browse(member, script=False, view=DESK), application, *scores)


def hear_the_steering_group(cast: Cast, browse: Any, found: Round, application: Application) -> Any:
    """The second stage: one text, with the jury's words beside it. Returns the director's page."""
    days_pass(found.opening, 8)
    judging.give_out(browse(cast.fund_manager, script=False, view=DESK), found, "Styrgruppens råd")
    director = browse(cast.decision_maker, script=False, view=DESK)
    judging.advise(director, application, "Ja, med villkor", "Om bänken får stå kvar.")
    return director


def follow_it(browse: Any, cast: Cast, neighbour: Any, project: Project) -> None:
    """Agreement in own words, the whole sum at once, an update, the report with the fund's own question."""
    said = after.WORDS["en"]
    after.accept(neighbour, said, NEIGHBOUR, "Gun Granne", agreed="Clean up after the feast.")
    after.tell(neighbour, said, "The bench stands", "Eleven neighbours built it on a Saturday.")
    manager = browse(cast.fund_manager, script=False, view=DESK)
    after.publish_update(manager, project, "The bench stands")
    after.pay_first(manager, project)
    assert newest_letter("funds.paid", NEIGHBOUR)
    neighbour.reload()
    press(neighbour, said["report"])
    answers = {
        "What happened?": "The whole yard came to eat.", "What did you learn?": "To ask first.",
        "How many neighbours came?": "61",
    }  # fmt: skip
    after.report(neighbour, said, answers, "11 000")
    after.approve(manager, project)
    neighbour.reload()
    assert f"{said['return']} SEK 1,000" in after.plain(neighbour)


def test_a_fund_of_another_shape_lives_its_whole_year(cast: Cast, browse: Any) -> None:
    manager = browse(cast.fund_manager, script=False, view=DESK)
    say_what_it_is(manager)
    write_the_questions(manager)
    found = open_a_round(manager)
    say_how_it_is_judged(manager, found)
    choose_its_words(manager)
    assert browse(script=False).goto(f"/fonder/{FUND}/").status == 404, "nobody sees it yet"
    setting_up.publish(manager, FUND)

    neighbour = browse(script=False)
    find_it(neighbour)
    write_it(neighbour)
    assert heading(neighbour) == "Check your answers and send"
    application = send_it(neighbour)

    meet_the_jury(cast, browse, found, application, neighbour)
    director = hear_the_steering_group(cast, browse, found, application)
    said = deciding.WORDS["sv"]
    room = deciding.room_of(found, said)
    deciding.propose(manager, room, said, application.title, "Hela gården är med.", "granted", "12 000")
    deciding.confirm_each(director, room, said, 1, advised="Om bänken får stå kvar.")
    deciding.release(manager, room, said)

    letter = newest_letter("funds.decision", NEIGHBOUR)
    assert letter.subject == f"Gårdspengen har bestämt sig: {application.case.reference}"
    assert [words in letter.text for words in ("Juryn har varit på gården.", "Hela gården är med.")] == [True, True]
    project = Project.objects.get(application=application)
    follow_it(browse, cast, neighbour, project)

    stranger = browse(script=False)
    stranger.goto(f"/en/projekt/{project.slug}/")
    read = after.plain(stranger)
    for words in ("SEK 12,000", "SEK 11,000", "The bench stands", "The whole yard came to eat.", "A private person"):
        assert words in read, words
    assert not re.search(r"Gun|Number 4", read)
    assert Fund.objects.get(slug=FUND).item.visible
