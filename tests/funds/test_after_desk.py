"""What waits after a grant stands on the right desks; pages ask as often for many rows; no cell is a formula."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from civicportal.backoffice.queues import desk_of
from civicportal.commons.actions import ask
from civicportal.kernel import dates, sheets
from civicportal.people.enums import Role
from civicportal.people.models import Person
from funds.actions import reports, updates
from funds.models import Project, Report
from tests.funds.factories import World
from tests.funds.granted import (
    accept,
    grantee,
    make_granted,
    make_running,
    receipt_file,
    send_report,
)
from tests.people import client_of, give, make_fund_manager
from tests.review import factories

pytestmark = pytest.mark.django_db

ALL = [("Verktyg", "40 000"), ("Lokal", "35 000")]


def of(project: Project, name: str, *more: Any) -> str:
    assert project.application is not None
    return reverse(f"funds:{name}", args=[project.application.case.reference, *more])


def labels(person: Person) -> list[str]:
    return sorted(str(row.queue.key) for row in desk_of(person).rows if row.queue.key.startswith("funds."))


def test_what_waits_stands_on_the_start_page_of_those_whose_it_is(world: World) -> None:
    project, manager = make_granted(world), world.cast.fund_manager
    project.agreements.update(accept_by=dates.today())
    assert "funds.agreements" in labels(manager)
    accept(project)
    updates.write(project, by=grantee(project), title="Vi öppnade", words="Tolv.", language="sv", once=uuid4())
    assert {"funds.payments", "funds.updates"} <= set(labels(manager))
    assert labels(world.cast.communicator) == ["funds.updates"]
    Report.objects.update(due_on=dates.today() - timedelta(days=31))
    assert "funds.reports_late" in labels(manager)
    send_report(Project.objects.get(), ALL)
    found = labels(manager)
    assert ("funds.reports" in found, "funds.reports_late" in found) == (True, False)


def queries_of(client: Client, path: str) -> int:
    with CaptureQueriesContext(connection) as found:
        assert client.get(path).status_code == 200
    return len(found)


def test_the_start_page_of_somebody_who_does_much_asks_the_same_however_much_waits(world: World) -> None:
    """They follow projects up, and judge besides; each row is one more update, question and thing to read."""
    both, project = make_fund_manager(world.cast.unit), make_running(world)
    give(both, Role.REVIEWER, world.cast.unit)
    opening = factories.make_opening(world.cast.unit)
    stage = factories.make_stage(opening)
    client, counts = client_of(both), []
    client.get("/backoffice/")
    for number in range(1, 4):
        updates.write(project, by=grantee(project), title="Vi öppnade", words="Tolv.", language="sv", once=uuid4())
        ask(project.item, text="När?", language="sv", email="ask@example.org", person=None)
        factories.give_out(
            factories.make_submission(opening, world.cast.resident), stage, both, by=world.cast.fund_manager
        )
        counts.append(queries_of(client, "/backoffice/"))
        assert labels(both).count("funds.updates") == number
    assert counts == [15, 15, 15]


def test_the_work_page_of_a_project_asks_the_same_however_much_it_holds(world: World) -> None:
    project = make_running(world)
    client, path = client_of(world.cast.fund_manager), reverse("admin:funds_after", args=[project.slug])
    client.get(path)
    counts = []
    for number in range(3):
        updates.write(project, by=grantee(project), title=f"Steg {number}", words="x", language="sv", once=uuid4())
        counts.append(queries_of(client, path))
    assert counts == [10, 10, 10]


@pytest.mark.parametrize("name", ["after", "report"])
def test_pages_ask_as_often_for_many_rows_as_for_one(world: World, name: str) -> None:
    project = make_running(world)
    client, path = client_of(grantee(project)), of(project, name)

    def asked() -> int:
        with CaptureQueriesContext(connection) as found:
            assert client.get(path).status_code == 200
        return len(found)

    asked()
    counts = []
    for number in range(3):
        updates.write(project, by=grantee(project), title=f"Steg {number}", words="x", language="sv", once=uuid4())
        reports.add_receipt(project.report, receipt_file(), what="Skruv", by=grantee(project), once=uuid4())
        counts.append(asked())
    assert counts[0] == counts[1] == counts[2]


@pytest.mark.parametrize(
    ("value", "cell"), [("=1+1", "'=1+1"), ("-5", "'-5"), ("@x", "'@x"), ("VF-1", "VF-1"), (None, "")]
)
def test_no_cell_is_a_formula(value: Any, cell: str) -> None:
    assert sheets.neutral(value) == cell
