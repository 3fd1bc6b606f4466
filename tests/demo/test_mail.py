"""The letters of the demo, to read; nowhere else."""

from __future__ import annotations

import pytest
from django.urls import reverse

from civicportal.notices.models import MessageState
from tests.notices.test_sending import letter

pytestmark = pytest.mark.django_db


@pytest.fixture
def in_demo(settings):
    settings.DEMO = True


def test_the_newest_letter_stands_first(client, in_demo):
    letter(1)
    letter(2, state=MessageState.SENT)
    letter(3, state=MessageState.HELD)
    response = client.get(reverse("demo_mail"))
    assert [row["message"].subject for row in response.context["rows"]] == ["Brev 2", "Brev 1"]


def test_an_empty_list_says_what_to_do(client, in_demo):
    assert "Be om en kod för inloggning" in client.get(reverse("demo_mail")).text


def test_a_letter_is_read_with_its_links(client, in_demo):
    message = letter(1, text="Läs här:\nhttp://testserver/mitt/\n\n> <b>hej</b>\n")
    text = client.get(reverse("demo_mail_letter", args=[message.pk])).text
    assert '<a href="http://testserver/mitt/">' in text
    assert "&lt;b&gt;hej&lt;/b&gt;" in text


def test_the_list_is_read_page_by_page(client, in_demo, django_assert_max_num_queries):
    for number in range(21):
        letter(number)
    with django_assert_max_num_queries(4):
        assert len(client.get(reverse("demo_mail")).context["rows"]) == 20
    assert len(client.get(reverse("demo_mail"), {"page": "2"}).context["rows"]) == 1


def test_outside_the_demo_there_is_no_such_page(client):
    message = letter(1)
    assert client.get(reverse("demo_mail")).status_code == 404
    assert client.get(reverse("demo_mail_letter", args=[message.pk])).status_code == 404
