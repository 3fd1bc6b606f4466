"""Reports on accessibility and feedback: no account, once, limited, answered, with appeal where refused."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from civicportal.kernel import dates
from civicportal.kernel.answers import Refused
from civicportal.notices.models import Message
from civicportal.pages import actions, queries, registrations
from civicportal.pages.models import AccessReport, Feedback, Page
from civicportal.people.enums import Role
from civicportal.people.models import Membership, Person
from tests.commons.factories import make_unit
from tests.pages.factories import load_pages, make_city

pytestmark = pytest.mark.django_db
PAGE = "/tillganglighet/rapportera/"


def given(**facts: str) -> dict[str, str]:
    own = {"kind": "fault", "address": "/projekt/", "words": "Knappen har inget namn", "email": "anna@example.org"}
    return {**own, "once": str(uuid.uuid4()), "website": "", **facts}


def somebody(role: str) -> Person:
    person = Person.objects.create_user(f"{role}@example.org", name="Ester Ek", confirmed_at=dates.now())
    Membership.objects.create(person=person, role=role, unit=make_unit())
    return person


def reported(**facts: Any) -> AccessReport:
    own = {"kind": "fault", "address": "/", "words": "Det går inte", "email": "anna@example.org", "language": "sv"}
    return actions.report_access(**{**own, **facts}, once=uuid.uuid4(), by=None)


def test_a_report_is_made_without_an_account_and_gets_a_receipt_with_a_day(client: Client) -> None:
    make_city()
    assert 'value="/projekt/"' in client.get(f"{PAGE}?page=/projekt/").content.decode()
    response = client.post(PAGE, given())
    assert (response.status_code, response.headers["Location"]) == (302, "/tillganglighet/rapportera/tack/")
    report = AccessReport.objects.get()
    assert (report.address, report.answer_by, report.outcome) == (
        "/projekt/",
        dates.today() + timedelta(days=14),
        "open",
    )
    letter = Message.objects.get()
    assert (letter.email, "> Knappen har inget namn" in letter.text) == ("anna@example.org", True)
    assert client.get("/tillganglighet/rapportera/tack/").status_code == 200


def test_a_second_click_makes_no_second_report(client: Client) -> None:
    make_city()
    form = given()
    client.post(PAGE, form)
    client.post(PAGE, form)
    assert (AccessReport.objects.count(), Message.objects.count()) == (1, 1)


def test_nobody_has_to_say_who_they_are(client: Client) -> None:
    make_city()
    client.post(PAGE, given(email=""))
    assert (AccessReport.objects.get().email, Message.objects.count()) == ("", 0)


@pytest.mark.parametrize("wrong", [{"words": ""}, {"email": "anna"}, {"kind": "other"}, {"website": "http://spam"}])
def test_a_form_that_is_wrong_comes_back_filled_with_its_errors_in_a_list(
    client: Client, wrong: dict[str, str]
) -> None:
    make_city()
    response = client.post(PAGE, given(**wrong))
    html = response.content.decode()
    assert (response.status_code, AccessReport.objects.count()) == (422, 0)
    assert 'id="error-summary"' in html
    assert "/projekt/" in html
    assert "novalidate" in html


def test_ten_reports_an_hour_and_then_wait(client: Client, settings: Any) -> None:
    make_city()
    settings.MIDDLEWARE = [*settings.MIDDLEWARE, *([SAID] if SAID not in settings.MIDDLEWARE else [])]
    for _ in range(10):
        assert client.post(PAGE, given()).status_code == 302
    response = client.post(PAGE, given())
    assert (response.status_code, response.headers["Retry-After"]) == (429, "3600")


SAID = "civicportal.pages.errors.SaidErrors"


def test_an_answer_goes_to_the_person_and_a_refusal_says_how_to_appeal() -> None:
    make_city()
    writer = somebody(Role.COMMUNICATOR)
    mended, refused = reported(), reported()
    Message.objects.all().delete()
    actions.answer_report(mended, outcome="mended", answer="Nu fungerar det.", by=writer)
    actions.answer_report(refused, outcome="refused", answer="Det skulle kosta för mycket.", by=writer)
    first, second = Message.objects.order_by("pk")
    assert "Nu fungerar det." in first.text
    assert "överklaga" not in first.text
    assert "Förvaltningsrätten i Malmö" in second.text
    assert "20 §" in second.text
    refused.refresh_from_db()
    assert (refused.outcome, refused.owner) == ("refused", writer)


def test_only_those_whose_task_it_is_answer_and_only_once() -> None:
    make_city()
    report = reported()
    with pytest.raises(Refused):
        actions.answer_report(report, outcome="mended", answer="x", by=somebody(Role.REVIEWER))
    writer = somebody(Role.ADMINISTRATOR)
    actions.answer_report(report, outcome="mended", answer="Klart", by=writer)
    with pytest.raises(Refused):
        actions.answer_report(report, outcome="refused", answer="Nej", by=writer)
    with pytest.raises(ValueError, match="open"):
        actions.answer_report(report, outcome="open", answer="x", by=writer)


def test_open_reports_wait_in_the_queue_of_those_who_answer() -> None:
    make_city()
    report = reported()
    writer, reviewer = somebody(Role.COMMUNICATOR), somebody(Role.REVIEWER)
    waiting = registrations.reports_waiting(writer)
    assert [(row.due, row.url) for row in waiting] == [
        (report.answer_by, reverse("admin:access_report", args=[report.pk]))
    ]
    assert registrations.reports_waiting(reviewer) == []
    actions.take_report(report, by=writer)
    assert registrations.reports_waiting(writer)[0].note == "Ester Ek"
    actions.answer_report(report, outcome="mended", answer="Klart", by=writer)
    assert registrations.reports_waiting(writer) == []


def test_the_statement_waits_to_be_read_when_a_year_has_gone() -> None:
    load_pages()
    writer = somebody(Role.COMMUNICATOR)
    assert registrations.statements_waiting(writer) == []
    Page.objects.update(reviewed_on=dates.today() - timedelta(days=366))
    assert [row.days_late or row.late(dates.today()) for row in registrations.statements_waiting(writer)] == [1]
    assert queries.statements_to_read(somebody(Role.REVIEWER)) == []


def test_feedback_is_kept_once_and_without_a_trace_of_who(client: Client) -> None:
    make_city()
    form = {"page": "/om/", "found": "no", "words": "Var är kartan?", "website": "", "once": str(uuid.uuid4())}
    assert client.post("/en/tyck-till/", form).headers["Location"] == "/en/tyck-till/tack/"
    client.post("/en/tyck-till/", form)
    kept = Feedback.objects.get()
    assert (kept.address, kept.found, kept.words, kept.language) == ("/om/", "no", "Var är kartan?", "en")


@pytest.mark.parametrize("page", ["https://evil.example", "//evil.example", "javascript:alert(1)"])
def test_a_page_that_is_not_ours_is_left_out(client: Client, page: str) -> None:
    make_city()
    client.post("/tyck-till/", {"page": page, "found": "yes", "words": "", "website": "", "once": str(uuid.uuid4())})
    assert Feedback.objects.get().address == ""
