"""What waits after a grant stands on the right desks; pages ask as often for many rows; no cell is a formula."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from civicportal.backoffice.queues import desk_of
from civicportal.kernel import dates, sheets
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
from tests.people import client_of

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
