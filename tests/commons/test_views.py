"""Following and sharing by their own pages."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from civicportal.commons import actions
from civicportal.commons.models import Follow, Item
from civicportal.notices.models import Message
from tests.commons.factories import make_project, published

pytestmark = pytest.mark.django_db


@pytest.fixture
def item() -> Item:
    return published({"sv": "Verktygsbibliotek", "en": "Tool library"})


def follow(client: Client, item: Item, email: str = "anna@example.org", path: str = "") -> object:
    return client.post(path or f"/bevaka/{item.kind}/{item.slug}/", {"email": email, "website": ""})


def link_in(letter: Message, word: str) -> str:
    found = re.search(rf"http://testserver(\S*/{word}/\w+/)", letter.text)
    assert found is not None
    return found.group(1)


def test_the_whole_way_from_form_to_letter_to_the_end(client: Client, item: Item) -> None:
    assert client.get(f"/bevaka/{item.kind}/{item.slug}/").status_code == 200
    response = follow(client, item)
    assert response.headers["Location"] == f"/bevaka/project/{item.slug}/tack/"  # type: ignore[attr-defined]
    assert client.get(f"/bevaka/project/{item.slug}/tack/").status_code == 200
    confirm = link_in(Message.objects.get(), "bekrafta")
    assert '<form method="post"' in client.get(confirm).content.decode()
    assert not Follow.objects.live().exists()
    assert client.post(confirm).status_code == 200
    assert Follow.objects.live().count() == 1
    actions.add_step(item, by=None, title="Beviljad")
    end = link_in(Message.objects.get(kind="commons.step"), "sluta")
    assert client.get(end).status_code == 200
    assert Follow.objects.live().count() == 1
    assert Client(enforce_csrf_checks=True).post(end, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert Follow.objects.live().count() == 0


def test_in_english_the_letter_is_english_and_leads_to_english_pages(client: Client, item: Item) -> None:
    follow(client, item, path=f"/en/bevaka/{item.kind}/{item.slug}/")
    letter = Message.objects.get()
    assert (letter.language, link_in(letter, "bekrafta").startswith("/en/"), "Tool library" in letter.text) == (
        "en",
        True,
        True,
    )


@pytest.mark.parametrize("email", ["", "anna", "a@b"])
def test_an_address_that_is_none_comes_back_with_a_sentence(client: Client, item: Item, email: str) -> None:
    response = follow(client, item, email)
    assert (response.status_code, Follow.objects.count()) == (422, 0)  # type: ignore[attr-defined]
    assert 'id="error-summary"' in response.content.decode()  # type: ignore[attr-defined]


def test_the_receipt_does_not_tell_who_follows(client: Client, item: Item) -> None:
    actions.follow(item, email="bo@example.org", language="sv", confirmed=True)
    known, new = follow(client, item, "bo@example.org"), follow(client, item, "anna@example.org")
    assert known.headers["Location"] == new.headers["Location"]  # type: ignore[attr-defined]


def test_nobody_can_fill_somebody_elses_letter_box(client: Client, item: Item, settings: pytest.Item) -> None:
    said = "civicportal.pages.errors.SaidErrors"
    if said not in settings.MIDDLEWARE:  # type: ignore[attr-defined]
        settings.MIDDLEWARE = [*settings.MIDDLEWARE, said]  # type: ignore[attr-defined]
    codes = [follow(client, item).status_code for _ in range(4)]  # type: ignore[attr-defined]
    assert codes == [302, 302, 302, 429]


@pytest.mark.parametrize(
    "path", ["/bevaka/bekrafta/xyz/", "/bevaka/sluta/xyz/", "/bevaka/project/xyz/", "/dela/project/xyz/"]
)
def test_what_is_not_there_is_not_there(client: Client, path: str) -> None:
    assert client.get(path).status_code == 404


def test_hidden_things_are_neither_followed_nor_shared(client: Client) -> None:
    project = make_project()
    item = actions.publish(project, by=None)
    actions.hide(project, by=None, reason="withdrawn")
    assert client.get(f"/bevaka/project/{item.slug}/").status_code == 404
    assert client.get(f"/dela/project/{item.slug}/kod.svg").status_code == 404


def test_the_share_page_has_the_address_and_a_code_without_a_cookie(client: Client, item: Item) -> None:
    page = client.get(f"/dela/project/{item.slug}/")
    assert f"http://testserver/projekt/{item.slug}/" in page.content.decode()
    code = client.get(f"/dela/project/{item.slug}/kod.svg")
    assert (code.headers["Content-Type"], code.content.count(b"<svg"), page.cookies, code.cookies) == (
        "image/svg+xml",
        1,
        {},
        {},
    )
    assert b"style=" not in code.content
