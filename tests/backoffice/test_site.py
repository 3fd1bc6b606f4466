"""The backoffice's own pages: who enters, the start page of each role, Django's pages that are not part of it."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import NoReverseMatch, reverse

from civicportal.kernel import dates
from civicportal.people.enums import Role
from civicportal.records.deeds import said
from civicportal.records.models import Entry
from tests.people import client_of
from tests.review import factories

START = "/backoffice/"
QUERIES = 7


def test_a_visitor_is_sent_to_sign_in_with_the_way_back(client, db):
    answer = client.get(START, follow=True)
    address, status = answer.redirect_chain[-1]
    assert (parse_qs(urlsplit(address).query), urlsplit(address).path, status) == (
        {"next": [START]}, reverse("account_login"), 302,
    )  # fmt: skip


def test_somebody_without_a_role_does_not_get_in(round_):
    answer = client_of(round_.cast.resident).get(START)
    assert answer.status_code in {302, 404}
    assert "Det här väntar på dig" not in answer.text


@pytest.mark.parametrize("role", Role.values)
def test_every_role_has_a_start_page_in_both_languages(round_, role):
    client = client_of(round_.cast.by_role()[role])
    answer = client.get(START)
    assert answer.status_code == 200
    assert "Det här väntar på dig" in answer.text
    english = client.get(f"/en{START}").text
    assert "This waits for you" in english
    # Each page leads to itself in the other language: in the head, and in the menu of a phone.
    assert answer.text.count(f'<a href="/en{START}" lang="en"') == 2
    assert english.count(f'<a href="{START}" lang="sv"') == 2


def test_a_reviewers_start_page_says_how_much_is_left_and_by_when(round_):
    second = factories.make_submission(round_.opening, round_.cast.neighbour)
    factories.give_out(second, round_.stage, round_.cast.reviewer, by=round_.cast.fund_manager)
    factories.give(round_.mine, 3, 3)
    page = client_of(round_.cast.reviewer).get(START)
    [row] = page.context["page"].object_list
    assert (str(row.waiting.label), row.waiting.note, row.waiting.url) == (
        "Provfonden, Första läsningen 1", "1 av 2 kvar", reverse("admin:review_queue"),
    )  # fmt: skip
    assert row.waiting.due == dates.last_minute(round_.stage.closes_at).date()
    assert row.waiting.note in page.text
    assert client_of(round_.cast.communicator).get(START).context["desk"].rows == []


def test_a_stage_that_has_closed_waits_no_more(round_):
    round_.stage.closes_at = dates.now() - timedelta(minutes=1)
    round_.stage.save()
    assert client_of(round_.cast.reviewer).get(START).context["desk"].rows == []


def test_an_auditor_sees_the_latest_of_the_log_and_others_do_not(round_):
    words = said(Entry.objects.latest("id").verb)
    assert words in client_of(round_.cast.auditor).get(START).text
    assert words not in client_of(round_.cast.fund_manager).get(START).text


def test_the_menu_leads_to_ones_own_work(round_):
    assert reverse("admin:review_queue") in client_of(round_.cast.reviewer).get(START).text
    assert reverse("admin:review_queue") not in client_of(round_.cast.communicator).get(START).text


@pytest.mark.parametrize("number", [1, 3])
def test_the_start_page_takes_the_same_queries_whatever_waits(round_, number):
    for count in range(number):
        submission = factories.make_submission(round_.opening, round_.cast.neighbour, f"Idé {count}")
        factories.give_out(submission, round_.stage, round_.cast.reviewer, by=round_.cast.fund_manager)
    client = client_of(round_.cast.reviewer)
    with CaptureQueriesContext(connection) as queries:
        client.get(START)
    assert len(queries) == QUERIES, [query["sql"][:90] for query in queries]


@pytest.mark.parametrize("path", ["password_change/", "password_change/done/", "r/1/1/", "nonsense/"])
def test_pages_of_django_that_the_portal_has_no_use_for_are_not_there(round_, path):
    for person in (round_.cast.administrator, round_.cast.auditor):
        assert client_of(person).get(START + path).status_code == 404


@pytest.mark.parametrize("name", ["password_change", "view_on_site"])
def test_nothing_can_link_to_them(name):
    with pytest.raises(NoReverseMatch):
        reverse(f"admin:{name}", args=[] if name == "password_change" else [1, 1])
