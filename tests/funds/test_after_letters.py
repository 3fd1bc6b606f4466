"""The letters after a grant, word by word, in both languages."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from uuid import uuid4

import pytest
import time_machine
from django.core.cache import cache

from civicportal.kernel.dates import STOCKHOLM
from civicportal.notices.models import Message
from funds.actions import changes, checkins, payments, reports, updates
from funds.actions.agreements import remind
from funds.actions.reminding import remind_of_reports
from funds.models import Agreement, CheckIn, Project, Report
from tests.funds.factories import KRONA, World, make_world
from tests.funds.granted import accept, grantee, make_granted, send_report
from tests.letters import assert_letter_snapshot
from tests.people import make_cast, make_person

pytestmark = pytest.mark.django_db
LANGUAGES = ["sv", "en"]
MORNING = datetime(2026, 3, 12, 9, 30, tzinfo=STOCKHOLM)


@pytest.fixture
def world(db: None) -> Iterator[World]:
    """The world on one known morning, because letters tell days and clocks."""
    cache.clear()
    with time_machine.travel(MORNING, tick=False):
        yield make_world(make_cast())


@pytest.fixture(params=LANGUAGES)
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def granted(world: World, language: str) -> Project:
    """Somebody who reads this language has got a grant."""
    return make_granted(world, make_person("Ada Berg", email="ada@example.org", language=language), language=language)


def same(kind: str, language: str, name: str = "", replace: dict[str, str] | None = None) -> None:
    letter = Message.objects.filter(kind=f"funds.{kind}").order_by("-pk")[0]
    assert (letter.email, letter.language) == ("ada@example.org", language)
    assert_letter_snapshot(letter, f"funds.{kind}{name}.{language}", replace)


def test_agreement(world: World, language: str) -> None:
    project = granted(world, language)
    same("agreement", language)
    Agreement.objects.update(made_at=MORNING - timedelta(days=8))
    remind()
    same("agreement_reminder", language)
    made = accept(project)
    same("agreement_accepted", language, replace={made.sha256: "<sha256>"})


def test_money(world: World, language: str) -> None:
    project = granted(world, language)
    accept(project)
    payments.mark_paid(project.payments.get(position=1), by=world.cast.fund_manager, on=date(2026, 3, 11))
    same("paid", language)


@pytest.mark.parametrize("yes", [True, False])
def test_update(world: World, language: str, yes: bool) -> None:
    project = granted(world, language)
    made = updates.write(
        project, by=grantee(project), title="Vi öppnade", words="Tolv kom.", language=language, once=uuid4()
    )
    if yes:
        updates.release(made, by=world.cast.fund_manager)
    else:
        updates.decline(made, by=world.cast.fund_manager, reason="Ett barn syns på bilden.")
    same("update_answered", language, ".yes" if yes else ".no")


@pytest.mark.parametrize("yes", [True, False])
def test_change(world: World, language: str, yes: bool) -> None:
    project = granted(world, language)
    accept(project)
    ends, amount = date(2026, 12, 1), 60_000 * KRONA
    asked = changes.ask(project, by=grantee(project), why="x", ends_on=ends, amount=amount, once=uuid4())
    changes.answer(asked, by=world.cast.fund_manager, yes=yes, words="Vi ses när det är klart.")
    same("change_answered", language, ".yes" if yes else ".no")


@pytest.mark.parametrize(("days", "name"), [(-30, "before"), (0, "today"), (14, "late"), (30, "last")])
def test_the_ladder(world: World, language: str, days: int, name: str) -> None:
    accept(granted(world, language))
    Report.objects.update(due_on=MORNING.date() - timedelta(days=days))
    remind_of_reports()
    same("report_reminder", language, f".{name}")


def test_report(world: World, language: str) -> None:
    project, by = granted(world, language), world.cast.fund_manager
    accept(project)
    payments.mark_paid(project.payments.get(position=1), by=by, on=MORNING.date())
    report = send_report(project, [("Verktyg", "30 000")])
    same("report_received", language)
    reports.ask_more(report, by=by, missing="Kvittot för lokalen.", until=date(2026, 3, 26))
    same("report_missing", language)
    Report.objects.update(state="sent")
    reports.approve(report, by=by, words="Fint arbete.")
    same("report_approved", language)


def test_check_in(world: World, language: str) -> None:
    project = granted(world, language)
    accept(project)
    reports.approve(send_report(project, [("Verktyg", "75 000")]), by=world.cast.fund_manager)
    checkins.ask_due(CheckIn.objects.get(months=3).due_on)
    same("check_in", language)
