"""What waits for whom: order, counts, and whose it is."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import ImproperlyConfigured

from civicportal.backoffice import queues
from civicportal.backoffice.queues import Figure, Figures, Panel, Queue, Waiting
from civicportal.people.enums import Role
from tests.people import make_cast

WEDNESDAY = date(2026, 11, 18)


@pytest.fixture
def empty(monkeypatch):
    """Only what the test itself registers."""
    for name in ("queues", "figures", "panels"):
        monkeypatch.setattr(queues, name, {})


def waiting(label, due=None, **more):
    return Waiting(label=label, url=f"/{label}/", verb="Läs", due=due, **more)


def desk(*rows, roles=(Role.COACH,), person=None, db=None):
    queues.register(Queue("tests", "Prov", roles, lambda person: list(rows)))
    return queues.desk_of(person, WEDNESDAY)


@pytest.mark.django_db
def test_the_most_overdue_stands_first_and_what_has_no_day_last(empty):
    found = desk(
        waiting("none"), waiting("friday", date(2026, 11, 20)), waiting("late", date(2026, 11, 16)),
        waiting("today", WEDNESDAY), waiting("said", date(2026, 12, 1), days_late=9),
        waiting("next", date(2026, 11, 23)),
        person=make_cast().coach,
    )  # fmt: skip
    assert [row.waiting.label for row in found.rows] == ["said", "late", "today", "friday", "next", "none"]
    assert [row.days_late for row in found.rows] == [9, 2, 0, 0, 0, 0]
    assert (found.late, found.today, found.this_week) == (2, 1, 1)


@pytest.mark.django_db
def test_sunday_belongs_to_this_week_and_monday_does_not(empty):
    found = desk(waiting("sunday", date(2026, 11, 22)), waiting("monday", date(2026, 11, 23)), person=make_cast().coach)
    assert found.this_week == 1


@pytest.mark.django_db
def test_a_queue_is_asked_only_for_those_whose_it_is(empty):
    cast = make_cast()
    asked = []
    queues.register(Queue("tests", "Prov", (Role.COACH,), lambda person: asked.append(person) or []))
    queues.register_figures(Figures("tests", (Role.COACH,), lambda person: asked.append(person) or [Figure("n", 1)]))
    queues.register_panel(Panel("tests", (Role.COACH,), "x.html", lambda person: asked.append(person) or {}))
    found = queues.desk_of(cast.reviewer)
    assert (found.rows, found.figures, found.panels, asked) == ([], [], [], [])
    assert queues.desk_of(cast.coach).figures == [Figure("n", 1)]
    assert asked == [cast.coach] * 3


def test_a_key_is_used_once(empty):
    queue = Queue("tests", "Prov", (), lambda person: [])
    queues.register(queue)
    with pytest.raises(ImproperlyConfigured, match="tests is registered twice"):
        queues.register(queue)
