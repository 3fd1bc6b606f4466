"""The work page of a case, for each who may and may not."""

from __future__ import annotations

import uuid

import pytest
from django.urls import reverse

from civicportal.cases import actions
from civicportal.cases.models import CaseMessage, Recusal


@pytest.fixture(autouse=True)
def without_second_step(settings):
    """The second step is tested where it lives, in people."""
    settings.STAFF_MFA_REQUIRED = False


@pytest.fixture
def url(cast) -> str:
    return reverse("admin:case_work", args=[cast.case.reference])


def test_who_may_open_the_page(client, cast, url):
    assert client.get(url).status_code == 302
    expected = {
        "manager": 200, "director": 200, "registrar": 200, "auditor": 200,
        "stranger": 404, "coach": 404, "administrator": 404, "resident": 404,
    }  # fmt: skip
    found = {}
    for name in expected:
        client.force_login(getattr(cast, name))
        found[name] = client.get(url).status_code
    assert found == expected


def test_nobody_meets_their_own_case_at_work(client, cast, url):
    cast.case.person = cast.manager
    cast.case.save()
    client.force_login(cast.manager)
    assert client.get(url).status_code == 404
    assert cast.case.reference not in client.get(reverse("admin:cases_case_changelist")).text


def offered(response) -> set[str]:
    return set(response.context["forms"])


def test_each_is_offered_what_they_may_do(client, cast, url):
    expected = {
        "manager": {"say", "handler", "promise", "recuse", "lift"},
        "registrar": {"say", "diary", "recuse"},
        "director": {"recuse"},
        "auditor": {"recuse"},
    }
    found = {}
    for name in expected:
        client.force_login(getattr(cast, name))
        found[name] = offered(client.get(url))
    assert found == expected


def test_a_reply_is_sent_once_and_shown(client, cast, url):
    client.force_login(cast.manager)
    once = str(uuid.uuid4())
    for _click in range(2):
        response = client.post(url, {"do": "say", "say-text": "Hej Ebba", "say-once": once})
        assert response.status_code == 302
        assert response.url == url
    assert CaseMessage.objects.count() == 1
    assert "Hej Ebba" in client.get(url).text


def test_an_empty_reply_comes_back_with_the_reason(client, cast, url):
    client.force_login(cast.manager)
    response = client.post(url, {"do": "say", "say-text": " ", "say-once": str(uuid.uuid4())})
    assert response.status_code == 422
    assert 'href="#id_say-text"' in response.text
    assert "Skriv ditt meddelande" in response.text


def test_a_refusal_comes_back_with_its_sentence(client, cast, url):
    second = actions.open_case(
        kind="tests.case", title="Annat", unit=cast.office, person=None, series="VF", answer_by=None, by=None
    )
    actions.set_diary_number(second, number="KS 1", by=cast.registrar)
    client.force_login(cast.registrar)
    response = client.post(url, {"do": "diary", "diary-number": "KS 1"})
    assert response.status_code == 422
    assert "Ett annat ärende hos enheten har det diarienumret." in response.text
    assert client.post(url, {"do": "diary", "diary-number": "KS 2"}).status_code == 302


def test_stepping_aside_leads_away_and_the_case_is_gone(client, cast, url):
    client.force_login(cast.manager)
    assert client.post(url, {"do": "recuse"}).status_code == 422
    response = client.post(url, {"do": "recuse", "recuse-ground": "party"})
    assert response.url == reverse("admin:index")
    assert client.get(url).status_code == 404
    assert cast.case.reference not in client.get(reverse("admin:cases_case_changelist")).text


def test_a_recusal_is_lifted_by_somebody_else(client, cast, url):
    recusal = actions.declare_recusal(cast.case, person=cast.coach, ground="coached", by=cast.coach)
    client.force_login(cast.registrar)
    assert client.post(url, {"do": "lift", "lift-recusal": recusal.pk}).status_code == 422
    client.force_login(cast.manager)
    assert client.post(url, {"do": "lift", "lift-recusal": recusal.pk}).status_code == 302
    assert not Recusal.objects.in_force().exists()


def test_a_handler_of_another_unit_cannot_be_chosen(client, cast, url):
    client.force_login(cast.manager)
    assert client.post(url, {"do": "handler", "handler-handler": cast.stranger.pk}).status_code == 422
    assert client.post(url, {"do": "handler", "handler-handler": cast.coach.pk}).status_code == 302
    cast.case.refresh_from_db()
    assert cast.case.handler == cast.coach


def test_a_case_is_closed_from_the_page(client, cast, url):
    actions.answered(cast.case, by=cast.manager)
    client.force_login(cast.manager)
    assert client.post(url, {"do": "close"}).status_code == 302
    response = client.get(url)
    assert offered(response) == {"recuse", "lift"}
    assert "Ärendet är avslutat" in response.text


def test_an_unknown_deed_is_a_bad_request(client, cast, url):
    client.force_login(cast.manager)
    assert client.post(url, {"do": "decide"}).status_code == 400


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_costs_the_same_whatever_was_said(client, cast, url, number, django_assert_max_num_queries):
    for n in range(number):
        actions.say(cast.case, by=cast.resident, text=f"Hej {n}", once=uuid.uuid4())
        actions.decide(cast.case, by=cast.director, outcome="refused", reason="Skäl.")
    people = [cast.coach, cast.director, cast.auditor][:number]
    for person in people:
        actions.declare_recusal(cast.case, person=person, ground="other", by=person)
    client.force_login(cast.manager)
    client.get(url)
    with django_assert_max_num_queries(15) as counted:
        assert client.get(url).status_code == 200
    assert len(counted) == QUERIES


QUERIES = 12
