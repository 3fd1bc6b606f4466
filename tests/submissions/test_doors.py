"""The doors of a draft: who may open it, the mailed link, a new one, and text that comes back when a door was shut."""

from __future__ import annotations

import re

import pytest
import time_machine
from django.contrib.auth import get_user_model
from django.test import Client

from civicportal.kernel import dates
from civicportal.notices.models import Message
from civicportal.people.models import Person
from civicportal.submissions import actions
from civicportal.submissions.models import Draft, Opening
from civicportal.submissions.queries import answers_of
from tests.submissions.samples import make_draft, make_person
from tests.submissions.walking import held, link_in, mark, step_url

pytestmark = pytest.mark.django_db


def test_staff_superusers_and_strangers_find_no_draft(client: Client, opening: Opening, kim: Person) -> None:
    draft = make_draft(opening, kim)
    actions.save_answers(draft, {"title": "Hemlig titel"}, {}, by=kim)
    boss = get_user_model().objects.create_superuser("chef@example.org", confirmed_at=dates.now())
    for person in (None, make_person("other@example.org"), boss):
        visitor = Client()
        if person:
            visitor.force_login(person)
        for path in ("", "steg/idea/", "kontrollera/", "senare/", "ta-bort/", "ny-lank/", "tva-texter/", "fil/plan/"):
            answer = visitor.get(f"/utkast/{draft.token}/{path}")
            assert (answer.status_code, "Hemlig" in answer.content.decode()) == (404, False)
        assert visitor.post(step_url(draft, "idea"), {"q_title": "Min"}).status_code == 404
        assert visitor.post(f"{step_url(draft, 'idea')}spara/", {"q_title": "Min"}).status_code == 404
    assert answers_of(draft) == {"title": "Hemlig titel"}


def test_a_draft_that_never_was_looks_like_somebody_elses(client: Client, opening: Opening, kim: Person) -> None:
    real = client.get(f"/utkast/{make_draft(opening, kim).token}/")
    never = client.get("/utkast/7b6c1a52-9ad5-4f09-8a5f-8a55e58d2a00/")
    assert (real.status_code, never.status_code) == (404, 404)
    tidy = [re.sub(r"[0-9a-f-]{36}", "", page.content.decode()) for page in (real, never)]
    assert tidy[0] == tidy[1]


def test_a_mailed_link_opens_by_a_press_and_again_until_a_newer_comes(opening: Opening) -> None:
    draft = make_draft(opening)
    actions.mail_new_link(draft)
    link = link_in(Message.objects.get())
    scanner = Client()
    assert (scanner.get(link).status_code, scanner.get(f"/utkast/{draft.token}/").status_code) == (200, 404)
    for _device in range(2):
        browser = Client()
        assert browser.post(link)["Location"] == f"/utkast/{draft.token}/"
        assert browser.get(f"/utkast/{draft.token}/").status_code == 200
    actions.mail_new_link(draft)
    newer = link_in(Message.objects.latest("pk"))
    assert (Client().post(link).status_code, Client().post(newer).status_code) == (404, 302)


def test_a_mailed_link_lives_30_days_from_its_last_use(opening: Opening) -> None:
    draft = make_draft(opening)
    start = dates.now()
    actions.mail_new_link(draft)
    link = link_in(Message.objects.get())
    for days, status in ((29, 302), (58, 302), (89, 404)):
        with time_machine.travel(start + dates.timedelta(days=days), tick=False):
            assert Client().post(link).status_code == status


def test_a_mailed_link_ends_when_the_draft_is_claimed(opening: Opening, kim: Person) -> None:
    draft = make_draft(opening)
    actions.mail_new_link(draft)
    actions.claim_all(kim)
    assert Client().get(link_in(Message.objects.get())).status_code == 404


def test_the_mailed_link_is_the_same_whether_an_address_has_drafts(client: Client, opening: Opening) -> None:
    make_draft(opening, email="kim@example.org")
    pages = [client.post("/utkast/lank/", {"email": email}) for email in ("kim@example.org", "nix@example.org")]
    tidy = [re.sub("kim|nix", "", page.content.decode()) for page in pages]
    assert (pages[0].status_code, tidy[0]) == (200, tidy[1])
    assert [letter.email for letter in Message.objects.all()] == ["kim@example.org"]


def test_asking_for_links_again_and_again_is_stopped_in_words(client: Client, opening: Opening) -> None:
    draft = held(client, opening)
    answers = [client.post(f"/utkast/{draft.token}/ny-lank/", {"email": "kim@example.org"}) for _ in range(7)]
    assert [answer.status_code for answer in answers] == [302] * 6 + [422]
    assert Message.objects.count() == 6


def test_a_wrong_address_is_corrected_with_the_new_link(client: Client, opening: Opening) -> None:
    draft = held(client, opening, email="kmi@example.org")
    client.post(f"/utkast/{draft.token}/ny-lank/", {"email": "kim@example.org"})
    assert (Draft.objects.get().email, Message.objects.get().email) == ("kim@example.org", "kim@example.org")


def test_text_posted_after_the_session_ended_comes_back(client: Client, opening: Opening, kim: Person) -> None:
    draft = make_draft(opening, kim)
    client.force_login(kim)
    version = mark(client, draft, "idea")
    client.logout()
    shut = client.post(step_url(draft, "idea"), {"q_title": "Lång text som inte får försvinna", "version": version})
    assert (shut.status_code, "Lång text som inte får försvinna" in shut.content.decode()) == (404, True)
    assert "Lång text" not in str(client.session.items())
    client.force_login(kim)
    page = client.get(step_url(draft, "idea"))
    assert (page.context["form"].typed()["title"], page.context["came_back"]) == (
        "Lång text som inte får försvinna",
        True,
    )
    assert client.get(step_url(draft, "idea")).context["came_back"] is False
