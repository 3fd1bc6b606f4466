"""The lab's story in a real browser without script: from what a visitor misses to what a test showed, in public."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils.translation import gettext, override

from labs.models import Idea, Lab, Need, Solution, Topic, Trial
from tests.labs.factories import Stage, make_stage
from tests.stories.actors import heading, mailed_path, newest_letter, press

pytestmark = pytest.mark.django_db(transaction=True)

RESIDENT = "ronja@example.org"
NEED, IDEA = "Någonstans att vara inne", "Öppna slöjdsalen på torsdagar"
DESK = {"width": 1280, "height": 800}
PREFIX = {"sv": "", "en": "/en"}


class Teller:
    """One language of the story: what its buttons and labels say, and where its pages lie."""

    def __init__(self, language: str) -> None:
        self.language, self.prefix = language, PREFIX[language]

    def say(self, words: str) -> str:
        with override(self.language):
            return gettext(words)

    def press(self, page: Any, words: str) -> None:
        press(page, self.say(words))

    def fill(self, page: Any, label: str, text: str) -> None:
        page.get_by_label(self.say(label)).fill(text)

    def reads(self, page: Any, words: str) -> bool:
        return page.get_by_text(self.say(words)).count() > 0

    def goto(self, page: Any, path: str) -> None:
        page.goto(f"{self.prefix}{path}")


@pytest.fixture
def ground(transactional_db: None) -> Stage:
    """A lab in public and its facilitator."""
    return make_stage()


def confirm(told: Teller, page: Any, button: str) -> None:
    """Opens the link in the letter and presses its button."""
    page.goto(mailed_path(newest_letter("commons.confirm", RESIDENT), f"{told.prefix}/bekrafta/"))
    told.press(page, button)


def raise_a_need(told: Teller, page: Any, lab: Lab) -> None:
    told.goto(page, "/")
    told.press(page, "I see a need")
    press(page, str(lab.name))
    told.press(page, "Say what is needed")
    told.fill(page, "What is needed? One sentence is enough", NEED)
    told.fill(page, "Tell us more", "Allt stänger klockan sju.")
    page.locator("select[name=district]").select_option(label="Planteringen")
    told.fill(page, "Your e-mail address", RESIDENT)
    told.press(page, "Send")
    assert heading(page) == told.say("One step left: open the letter")
    assert Need.objects.count() == 0
    confirm(told, page, "Send my need")
    assert told.reads(page, "Thank you. We have your need")
    assert page.get_by_text(Need.objects.select_related("case").get().case.reference).count()


def release_and_gather(told: Teller, page: Any) -> None:
    told.goto(page, "/backoffice/")
    page.get_by_role("link", name=NEED).first.click()
    page.wait_for_load_state()
    told.press(page, "Publish")
    page.locator("[name=gather-title_sv]").fill("Inne på kvällen")
    page.locator("[name=gather-title_en]").fill("Indoors in the evening")
    told.press(page, "Gather")
    assert told.reads(page, "It is part of the topic. The one who wrote it gets a letter")


def suggest(told: Teller, page: Any) -> None:
    page.goto(mailed_path(newest_letter("labs.gathered", RESIDENT), f"{told.prefix}/amne/"))
    assert page.get_by_role("link", name=NEED).count()
    told.press(page, "Suggest an idea")
    told.fill(page, "What do you suggest? One sentence is enough", IDEA)
    told.fill(page, "Your e-mail address", RESIDENT)
    told.press(page, "Send")
    confirm(told, page, "Send my idea")
    assert told.reads(page, "Thank you. We have your idea")


def write(page: Any, **boxes: str) -> None:
    """Fills in boxes of a stock form by their names."""
    for name, words in boxes.items():
        page.locator(f"[name={name}]").fill(words)


def design(told: Teller, page: Any, lab: Lab) -> None:
    told.goto(page, "/backoffice/")
    page.get_by_role("link", name=IDEA).first.click()
    page.wait_for_load_state()
    told.press(page, "Publish")
    told.goto(page, f"/backoffice/labb/{lab.slug}/")
    told.press(page, "Add a solution")
    write(page, title_sv="Kvällsslöjden", title_en="The evening workshop", summary_sv="Öppet på torsdagar")
    write(page, team_sv="Boende på gatan", cost="68 000")
    page.get_by_label(IDEA).check()
    page.locator("[name=_save]").click()
    page.wait_for_load_state()
    told.goto(page, f"/backoffice/losning/{Solution.objects.get().slug}/")
    told.press(page, "Publish")
    told.press(page, "Publish")
    assert Idea.objects.get().state == "gathered"


def try_it(told: Teller, page: Any, lab: Lab) -> None:
    told.goto(page, f"/backoffice/labb/{lab.slug}/")
    told.press(page, "Plan a test")
    page.locator("[name=solution]").select_option(index=1)
    write(page, title_sv="Tolv torsdagar", title_en="Twelve Thursdays", summary_sv="Vi öppnar tolv torsdagar")
    write(page, hypothesis_sv="Minst femton kommer", starts_on="2026-03-05", ends_on="2026-05-21")
    page.locator("[name=_save]").click()
    page.wait_for_load_state()
    told.goto(page, f"/backoffice/test/{Trial.objects.get().slug}/")
    told.press(page, "Publish")
    told.press(page, "Publish")
    told.press(page, "The test begins")
    told.press(page, "The test begins")
    told.press(page, "The test is over")
    page.get_by_label(told.say("We go on")).check()
    write(page, result_sv="Nitton kom varje kväll", learnt_sv="Torsdag är rätt dag")
    told.press(page, "The test is over")


@pytest.mark.parametrize("language", ["sv", "en"])
def test_a_need_becomes_a_test(ground: Stage, browse: Any, language: str) -> None:
    told, lab = Teller(language), ground.lab
    resident = browse(script=False)
    raise_a_need(told, resident, lab)
    facilitator = browse(ground.facilitator, script=False, view=DESK)
    release_and_gather(told, facilitator)
    suggest(told, resident)
    design(told, facilitator, lab)
    try_it(told, facilitator, lab)

    resident.goto(mailed_path(newest_letter("labs.news", RESIDENT), f"{told.prefix}/test/"))
    assert resident.get_by_text("Nitton kom varje kväll").count()
    assert resident.get_by_text("Torsdag är rätt dag").count()

    stranger = browse(script=False)
    told.goto(stranger, "/labb/")
    press(stranger, str(lab.name))
    press(stranger, NEED)
    for words in (Topic.objects.get().title.said(language).text, IDEA):
        assert stranger.get_by_text(words).count()
    told.goto(stranger, Trial.objects.get().get_absolute_url())
    assert told.reads(stranger, "We go on")
    assert stranger.locator("main a", has_text=NEED).count(), "the thread leads back to the need"
    assert not stranger.get_by_text(RESIDENT).count()
    assert not stranger.context.cookies()
