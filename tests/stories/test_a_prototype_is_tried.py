"""A prototype in a real browser, without script: found by a stranger, joined by mail, told by its coordinator."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from civicportal.files.actions import make_sizes
from civicportal.files.models import StoredFile
from prototypes.models import GroupMember
from tests.conftest import PHONE
from tests.prototypes.factories import Stage, check, make_stage, png
from tests.stories.actors import heading, mailed_path, newest_letter, press

pytestmark = pytest.mark.django_db(transaction=True)

DESK = {"width": 1280, "height": 800}
HEDDA = "hedda@example.org"
LANGUAGES: dict[str, dict[str, str]] = {
    "sv": {
        "prefix": "",
        "all": "Prototyper",
        "name": "Mötas",
        "join_link": "Gå med i den här gruppen Mötesplatsen",
        "group": "Mötesplatsen",
        "your_name": "Ditt namn",
        "your_mail": "Din e-postadress",
        "join": "Gå med i gruppen",
        "mail": "Titta i din e-post",
        "in": "Du är med i gruppen",
        "people": "1 person i gruppen",
        "log": "Loggen",
        "effects": "Effekt och värde",
        "individual": "För individen",
    },
    "en": {
        "prefix": "/en",
        "all": "Prototypes",
        "name": "Mötas",
        "join_link": "Join this group The meeting place",
        "group": "The meeting place",
        "your_name": "Your name",
        "your_mail": "Your e-mail address",
        "join": "Join the group",
        "mail": "Look in your mail",
        "in": "You are in the group",
        "people": "1 person in the group",
        "log": "The log",
        "effects": "Effects and value",
        "individual": "For the individual",
    },
}


@pytest.fixture
def stage(transactional_db: None) -> Stage:
    made = make_stage()
    check(made.prototype, made.coordinator)
    return made


def find_and_join(page: Any, words: dict[str, str]) -> None:
    """A blank visitor, on a phone: from the list to a place in a group."""
    page.goto(f"{words['prefix']}/prototyper/")
    assert heading(page) == words["all"]
    press(page, words["name"])
    press(page, words["join_link"])
    assert heading(page) == words["group"]
    page.get_by_label(words["your_name"]).fill("Hedda Hall")
    page.get_by_label(words["your_mail"]).fill(HEDDA)
    press(page, words["join"])
    assert heading(page) == words["mail"]
    page.goto(mailed_path(newest_letter("commons.confirm", HEDDA), f"{words['prefix']}/bekrafta/"))
    press(page, words["join"])
    assert heading(page) == words["in"]
    assert newest_letter("prototypes.joined", HEDDA)


def write_the_log(page: Any, slug: str) -> None:
    """The coordinator tells, with a picture, and notes what it gave."""
    page.goto(f"/backoffice/prototyper/{slug}/")
    page.get_by_role("group", name="I korthet").get_by_label("Svenska").fill("Hundra kom")
    page.get_by_role("group", name="Vad som hänt").get_by_label("Svenska").fill("Fyra av tio kom tillbaka.")
    page.locator("input[type=file]").set_input_files({"name": "bild.png", "mimeType": "image/png", "buffer": png()})
    page.get_by_label("Vad bilden visar").fill("Människor vid ett bord")
    press(page, "Publicera i loggen")
    assert page.get_by_text("Det står i loggen").count()
    press(page, "För in värden och effektmål")
    press(page, "Anteckna ett värde")
    page.get_by_label("För individen").check()
    page.locator("textarea[lang=sv]").first.fill("Tre fick sommarjobb.")
    page.locator("#content .button[type=submit], main .button[type=submit]").first.click()
    page.wait_for_load_state()


def read_the_result(page: Any, words: dict[str, str]) -> None:
    """A stranger sees what came of it, and no name."""
    page.goto(f"{words['prefix']}/prototyper/")
    press(page, words["name"])
    assert page.get_by_text(words["people"]).count()
    assert not page.get_by_text("Hedda").count()
    press(page, words["log"])
    assert page.get_by_role("heading", name="Hundra kom").count()
    assert page.get_by_alt_text("Människor vid ett bord").count()
    press(page, words["effects"])
    assert page.get_by_text(words["individual"]).count()
    assert page.get_by_text("Tre fick sommarjobb.").count()
    assert not page.context.cookies()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_prototype_is_found_joined_told_and_read(
    stage: Stage, browse: Any, language: str, settings: Any, tmp_path: Path
) -> None:
    settings.MEDIA_ROOT = tmp_path
    words = LANGUAGES[language]
    find_and_join(browse(script=False, view=PHONE), words)
    assert [row.email for row in GroupMember.objects.now()] == [HEDDA]
    write_the_log(browse(stage.coordinator, script=False, view=DESK), stage.prototype.slug)
    for stored in StoredFile.objects.all():
        make_sizes(stored.pk)
    read_the_result(browse(script=False, view=PHONE if language == "sv" else DESK), words)
