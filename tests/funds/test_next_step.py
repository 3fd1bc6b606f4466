"""The one next step of a no leads to what it names: another fund or a challenge that is open, a project, a coach."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.utils import translation

from civicportal.commons import actions as commons
from civicportal.commons.models import Item
from civicportal.kernel import dates
from civicportal.kernel.answers import Refused
from civicportal.submissions.models import Form, Opening
from funds.enums.applications import Audience
from funds.forms.room import pages_for
from funds.models import Fund, FundYear, Pending
from funds.rules.room import leads_on
from tests.challenges.factories import Scene, make_scene
from tests.commons.factories import make_fund as make_bare_fund
from tests.funds.factories import World, make_project, make_round
from tests.funds.room import NO, confirm, propose, scored

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def scene(world: World) -> Scene:
    """A public challenge that is open, beside the fund."""
    return make_scene()


def another_fund(*, opens_in: int = -1, closes_in: int = 30, **facts: Any) -> Fund:
    """A public fund with one round, in days from now."""
    fund = make_bare_fund(series="NF", **facts)
    now = dates.now()
    year = FundYear.objects.create(fund=fund, year=dates.today().year, budget=100_000_00)
    form = Form.objects.get(name="visionsfonden")
    opens, closes = now + timedelta(days=opens_in), now + timedelta(days=closes_in)
    make_round(fund, year, form, budget=100_000_00, opens_at=opens, closes_at=closes)
    with transaction.atomic():
        commons.publish(fund, by=None)
    return Fund.objects.select_related("item").get(pk=fund.pk)


def hidden(world: World, scene: Scene) -> Item:
    project = make_project(world.fund)
    with transaction.atomic():
        commons.hide(project, by=None, reason="withdrawn")
    return Item.every.get(pk=project.item_id)


def closed_challenge(world: World, scene: Scene) -> Item:
    hour = dates.now() - timedelta(hours=1)
    Opening.objects.filter(pk=scene.challenge.opening_id).update(closes_at=hour)
    return scene.challenge.item


def for_employees(world: World, scene: Scene) -> Item:
    return another_fund(audience=Audience.EMPLOYEES).item


NOT_LED_TO: list[tuple[str, Callable[[World, Scene], Item | None], str]] = [
    ("project", lambda world, scene: None, "Choose the public page"),
    ("project", hidden, "Choose the public page"),
    ("project", lambda world, scene: scene.challenge.item, "another kind than the next step names"),
    ("fund", lambda world, scene: make_project(world.fund).item, "another kind than the next step names"),
    ("challenge", lambda world, scene: another_fund().item, "another kind than the next step names"),
    ("challenge", closed_challenge, "is not open"),
    ("fund", lambda world, scene: another_fund(opens_in=-9, closes_in=-1).item, "is not open"),
    ("fund", lambda world, scene: world.fund.item, "came to this fund"),
    ("fund", for_employees, "not among those"),
]


@pytest.mark.parametrize(("kind", "target", "why"), NOT_LED_TO)
def test_where_a_next_step_cannot_lead(
    world: World, scene: Scene, kind: str, target: Callable[[World, Scene], Item | None], why: str
) -> None:
    """Refused by the rule, in the room where the page is chosen, and at the latest when it is confirmed."""
    application, item = scored(world, "A"), target(world, scene)
    answer = leads_on(application, kind, item)
    assert (bool(answer), why in str(answer.why)) == (False, True)
    said = {**NO, "next_kind": kind, "next_item_id": item.pk if item else None}
    if item is not None:
        with pytest.raises(Refused, match=why):
            propose(world, application, **said)
    pending = propose(world, application, **{**said, "next_item_id": None})
    Pending.objects.filter(pk=pending.pk).update(next_item=item)
    with pytest.raises(Refused, match=why):
        confirm(world, pending)


def test_where_it_leads(world: World, scene: Scene) -> None:
    application = scored(world, "A")
    targets = {
        "coach": None,
        "fund": another_fund().item,
        "challenge": scene.challenge.item,
        "project": make_project(world.fund).item,
    }
    assert {kind: bool(leads_on(application, kind, item)) for kind, item in targets.items()} == dict.fromkeys(
        targets, True
    )
    assert bool(leads_on(application, "fund", another_fund(opens_in=3).item)) is True


def test_a_challenge_that_closes_before_the_delegate_confirms_is_refused_then(world: World, scene: Scene) -> None:
    application = scored(world, "A")
    pending = propose(world, application, **{**NO, "next_kind": "challenge", "next_item_id": scene.challenge.item_id})
    closed_challenge(world, scene)
    with pytest.raises(Refused, match="is not open"):
        confirm(world, pending)
    assert propose(world, application, reason="Bättre ord.").reason == "Bättre ord."
    other = propose(world, application, next_kind="project", next_item_id=make_project(world.fund).item_id)
    with translation.override("sv"):
        page = Item.objects.get(kind="project").get_absolute_url()
    assert confirm(world, other).next_url == page


def test_only_pages_that_it_can_lead_to_are_offered(world: World, scene: Scene) -> None:
    application = scored(world, "A")
    open_fund, closed = another_fund(), another_fund(opens_in=-9, closes_in=-1)
    offered = {
        pk for _label, pages in pages_for(application, Pending(application=application))[1:] for pk, _title in pages
    }
    assert {open_fund.item_id, scene.challenge.item_id} <= offered
    assert not {closed.item_id, world.fund.item_id} & offered
    closed_challenge(world, scene)
    again = pages_for(application, Pending(application=application))[1:]
    assert [label for label, _pages in again] == ["Funds"]
