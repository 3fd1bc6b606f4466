"""The demo is fresh whatever day it is: around New Year, at the change of clocks, on a leap day."""

from __future__ import annotations

from datetime import datetime

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db import transaction

from civicportal.demo import applications, calendar, city, decisions, fund, load, people, reviews
from civicportal.demo.log import Log
from civicportal.kernel import dates
from civicportal.places.models import City
from civicportal.review.models import Review, Score
from funds.models import Application, FundYear

DAYS = [(2027, 1, 1), (2027, 1, 18), (2027, 3, 28), (2027, 6, 30), (2027, 10, 31), (2027, 12, 31), (2028, 2, 29)]


@pytest.mark.parametrize("day", DAYS)
def test_the_rounds_stand_in_order_on_any_day(day):
    with time_machine.travel(datetime(*day, 0, 30, tzinfo=dates.STOCKHOLM), tick=False):
        today = dates.today()
        closed, deciding, opened = (when(today) for when in (calendar.closed, calendar.deciding, calendar.open_now))
        assert closed.released is not None
        assert closed.closes_at < closed.released < dates.now()
        assert deciding.closes_at < dates.now() < dates.closing(deciding.answer_by)
        assert opened.opens_at < dates.now() < opened.closes_at
        for times in (closed, deciding, opened):
            assert (times.closes.weekday(), times.answer_by.weekday()) == (calendar.SUNDAY, calendar.FRIDAY)
            assert 35 <= (times.answer_by - times.closes).days <= 44


@pytest.mark.django_db
@pytest.mark.parametrize("day", DAYS)
def test_it_loads_on_any_day_and_never_spends_more_than_there_is(day):
    with time_machine.travel(datetime(*day, 12, 0, tzinfo=dates.STOCKHOLM), tick=False):
        log, built = Log(), city.load()
        cast = people.load(built.units)
        _fund, rounds = fund.load(built, cast)
        told = applications.load(rounds, built, cast, log)
        reviews.load(told, cast, log)
        decisions.load(told, cast, log)
        log.write()
        assert Application.objects.count() == 60
        assert Review.objects.filter(saved_at__gt=dates.now()).count() == 0
        assert sum(year.granted for year in FundYear.objects.all()) == 67_500_000


def story() -> set[tuple[object, ...]]:
    """Everything that chance decides, told on a day and taken back."""
    with transaction.atomic():
        built = city.load()
        cast = people.load(built.units)
        _fund, rounds = fund.load(built, cast)
        told = applications.load(rounds, built, cast, Log())
        reviews.load(told, cast, Log())
        facts: set[tuple[object, ...]] = {
            (one.reference, one.key, one.sent_at, one.version.sha256) for one in told.values()
        }
        scores = Score.objects.filter(review__done_at__isnull=False).values_list(
            "review__assignment__submission__case__reference", "review__assignment__reviewer__email",
            "criterion__position", "value", "review__done_at",
        )  # fmt: skip
        facts |= set(scores)
        transaction.set_rollback(True)
    return facts


@pytest.mark.django_db
def test_the_same_day_tells_the_same_story():
    with time_machine.travel(datetime(2027, 5, 4, 12, 0, tzinfo=dates.STOCKHOLM), tick=False):
        first, second = story(), story()
    assert len(first) > 600
    assert first == second


@pytest.mark.django_db
def test_the_command_is_refused_outside_the_demo(settings):
    settings.DEMO = False
    with pytest.raises(CommandError, match="belongs in the demo only"):
        call_command("load_demo")
    assert load.is_empty()


@pytest.mark.django_db
def test_the_command_leaves_content_alone(settings):
    settings.DEMO = True
    city.load()
    with pytest.raises(CommandError, match="content already"):
        call_command("load_demo")
    call_command("load_demo", if_empty=True)
    assert City.objects.count() == 1
    assert Application.objects.count() == 0
