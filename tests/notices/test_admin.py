"""The letters in the backoffice: read by scope, never changed, a code never shown."""

from __future__ import annotations

import pytest
from django.urls import reverse

from civicportal.notices.models import Lane
from tests.cases.conftest import world
from tests.notices.test_sending import letter


@pytest.fixture
def cast(db, settings):
    settings.STAFF_MFA_REQUIRED = False
    people = world()
    people.of_case = letter(
        1, about_kind="cases.case", about_id=people.case.pk, subject="Om ärendet", text="ord om ärendet"
    )
    people.code = letter(3, lane=Lane.CODE, text="123456", subject="Din kod 123456")
    return people


def test_the_list_shows_what_one_may_see(client, cast):
    client.force_login(cast.manager)
    text = client.get(reverse("admin:notices_message_changelist")).text
    assert "Om ärendet" in text
    client.force_login(cast.stranger)
    assert "Om ärendet" not in client.get(reverse("admin:notices_message_changelist")).text
    assert client.get(reverse("admin:notices_message_change", args=[cast.of_case.pk])).status_code == 404


def test_a_letter_is_read_and_not_changed(client, cast):
    client.force_login(cast.manager)
    url = reverse("admin:notices_message_change", args=[cast.of_case.pk])
    response = client.get(url)
    assert "ord om ärendet" in response.text
    assert list(response.context["adminform"].form.fields) == []
    assert client.post(url, {"state": "sent"}).status_code == 403
    assert client.get(reverse("admin:notices_message_add")).status_code == 403


@pytest.mark.parametrize("who", ["administrator", "auditor"])
def test_a_code_stands_on_no_page(client, cast, who):
    client.force_login(getattr(cast, who))
    names = {
        reverse("admin:notices_message_changelist"),
        reverse("admin:notices_message_changelist") + "?q=123456",
        reverse("admin:notices_message_change", args=[cast.code.pk]),
        reverse("admin:notices_message_history", args=[cast.code.pk]),
    }
    for url in names:
        response = client.get(url)
        assert response.status_code == 200
        assert "Din kod" not in response.text
        assert "p3@example.org" in response.text or "q=" in url or "history" in url


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_costs_the_same_for_one_and_three_rows(client, cast, number, django_assert_max_num_queries):
    for n in range(number - 1):
        letter(10 + n, about_kind="cases.case", about_id=cast.case.pk)
    client.force_login(cast.manager)
    with django_assert_max_num_queries(15):
        assert len(client.get(reverse("admin:notices_message_changelist")).context["cl"].result_list) == number
