"""A meeting from its call to its minutes, on a phone and without script: found, signed up to by mail, waited for."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from civicportal.kernel import dates
from prototypes.enums.meetings import Place
from prototypes.models import Meeting, SignUp
from tests.conftest import PHONE
from tests.prototypes.factories import make_stage
from tests.prototypes.meeting_factories import VIDEO, coordinator, make_meeting, words
from tests.stories.actors import heading, mailed_path, newest_letter, press

pytestmark = pytest.mark.django_db(transaction=True)

SAID: dict[str, dict[str, str]] = {
    "sv": {
        "home": "/", "door": "Jag vill träffa andra", "sign_up": "Anmäl dig", "queue": "Ställ mig i kö",
        "name": "Ditt namn", "email": "Din e-postadress", "look": "Titta i din e-post", "confirm": "Anmäl mig",
        "seat": "Du har en plats", "waits": "Du står i kö", "give_up": "Avboka min plats",
        "given": "Du har lämnat din plats", "video": "Gå till videomötet", "minutes": "Vi kom överens om två saker.",
    },
    "en": {
        "home": "/en/", "door": "I want to meet others", "sign_up": "Sign up", "queue": "Put me on the waiting list",
        "name": "Your name", "email": "Your e-mail address", "look": "Look in your mail", "confirm": "Sign me up",
        "seat": "You have a place", "waits": "You are on the waiting list", "give_up": "Give up my place",
        "given": "You have given up your place", "video": "Go to the video meeting",
        "minutes": "We agreed on two things.",
    },
}  # fmt: skip


def sign_up_by_mail(page: Any, said: dict[str, str], title: str, email: str, button: str) -> None:
    """From the home page to a confirmed sign-up, by the letter."""
    page.goto(said["home"])
    press(page, said["door"])
    press(page, title)
    press(page, button)
    page.get_by_label(said["name"]).fill("Kim Ek")
    page.get_by_label(said["email"]).fill(email)
    press(page, button)
    assert heading(page) == said["look"]
    language = "/en" if said["home"] == "/en/" else ""
    page.goto(mailed_path(newest_letter("commons.confirm", email), f"{language}/bekrafta/"))
    press(page, said["confirm"])


@pytest.mark.parametrize("language", ["sv", "en"])
def test_a_meeting_is_found_waited_for_held_and_written_down(browse: Any, language: str) -> None:
    said = SAID[language]
    stage = make_stage()
    title = words("Problemlösarmöte", "Problem-solver meeting")
    meeting = make_meeting(
        days=3, title=title, about=[stage.prototype.item], seats=1, where=Place.VIDEO, place="", address="",
        video_link=VIDEO,
    )  # fmt: skip
    called = title.said(language).text

    first, second = browse(script=False, view=PHONE), browse(script=False, view=PHONE)
    sign_up_by_mail(first, said, called, "first@example.org", said["sign_up"])
    assert heading(first) == said["seat"]
    sign_up_by_mail(second, said, called, "second@example.org", said["queue"])
    assert heading(second) == said["waits"]
    assert not second.get_by_text(said["video"]).count()

    press(first, said["give_up"])
    press(first, said["give_up"])
    assert heading(first) == said["given"]
    path = "/en/kalender/anmalan/" if language == "en" else "/kalender/anmalan/"
    second.goto(mailed_path(newest_letter("prototypes.promoted", "second@example.org"), path))
    assert heading(second) == said["seat"]
    assert second.get_by_role("link", name=said["video"]).get_attribute("href") == VIDEO
    assert (Meeting.objects.get().taken, SignUp.objects.count()) == (1, 2)

    begun = dates.now() - timedelta(hours=3)
    Meeting.objects.update(starts_at=begun, ends_at=begun + timedelta(hours=2))
    leader = browse(coordinator(), script=False)
    leader.goto("/backoffice/")
    leader.get_by_role("link", name="Problemlösarmöte").first.click()
    leader.wait_for_load_state()
    leader.locator("[name=minutes_sv]").fill(SAID["sv"]["minutes"])
    leader.locator("[name=minutes_en]").fill(SAID["en"]["minutes"])
    leader.locator("[name=attended]").fill("7")
    press(leader, "Publicera protokollet")

    stranger = browse(script=False, view=PHONE)
    for public in (meeting.get_absolute_url(), stage.prototype.get_absolute_url()):
        stranger.goto(f"/en{public}" if language == "en" else public)
        assert stranger.get_by_text(said["minutes"]).count()
        assert not stranger.get_by_text("Kim Ek").count()
        assert VIDEO not in stranger.content()
    assert not stranger.context.cookies()
