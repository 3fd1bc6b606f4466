"""The delegate's own page for one application: the same words as the room's, and the way to what the room proposes."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from civicportal.cases.models import Decision, Delegation
from funds.models import Application
from funds.registrations.applications import waiting_to_decide
from tests.funds.factories import KRONA, World
from tests.funds.room import confirm, propose_grant, scored
from tests.funds.test_actions import close
from tests.people import client_of

pytestmark = pytest.mark.django_db


def page_of(application: Application) -> str:
    return reverse("admin:funds_decide", args=[application.case.reference])


def written(application: Application, **said: Any) -> dict[str, Any]:
    criterion = application.round.opening.criteria.first()
    return {"outcome": "refused", "reason": "Finns redan.", f"criterion_{criterion.pk}": "För få nås.", **said}


def test_a_decision_says_why_by_criterion_and_where_a_no_leads(world: World) -> None:
    application = scored(world, "A")
    said = written(application, would_change="En plats där det saknas.", next_kind="coach", next_words="Ring Petter.")
    answer = client_of(world.cast.decision_maker).post(page_of(application), said)
    assert answer.status_code == 302
    made, name = Decision.objects.get(), application.round.opening.criteria.first().name.said("sv").text
    assert made.by_criterion == [[name, "För få nås."]]
    assert (made.would_change, made.next_step) == ("En plats där det saknas.", "Ring Petter.")
    assert made.next_url == reverse("funds:coach", args=[world.fund.slug])


@pytest.mark.parametrize("outcome", ["refused", "dismissed"])
@pytest.mark.parametrize(
    ("missing", "words"),
    [
        ("would_change", "Skriv vad som skulle ha ändrat utgången"),
        ("next_kind", "Välj ett nästa steg för den sökande"),
    ],
)
def test_nobody_gets_a_no_that_leads_nowhere(world: World, outcome: str, missing: str, words: str) -> None:
    application = scored(world, "A")
    said = written(application, outcome=outcome, would_change="En plats där det saknas.", next_kind="coach")
    answer = client_of(world.cast.decision_maker).post(page_of(application), {**said, missing: ""})
    assert (answer.status_code, Decision.objects.count()) == (422, 0)
    assert words in answer.text


def test_a_step_to_a_fund_needs_the_page_of_one(world: World) -> None:
    application = scored(world, "A")
    said = written(application, would_change="En plats där det saknas.", next_kind="fund")
    answer = client_of(world.cast.decision_maker).post(page_of(application), said)
    assert (answer.status_code, Decision.objects.count()) == (422, 0)
    assert "Välj den offentliga sidan som nästa steg leder till" in answer.text


def test_a_held_decision_is_changed_from_what_it_says(world: World) -> None:
    application = scored(world, "A")
    said = written(application, would_change="En plats där det saknas.", next_kind="coach", next_words="Ring Petter.")
    client = client_of(world.cast.decision_maker)
    client.post(page_of(application), said)
    form = client.get(page_of(application)).context["form"]
    criterion = application.round.opening.criteria.first()
    kept = {name: form[name].value() for name in ("outcome", "reason", f"criterion_{criterion.pk}", "next_words")}
    assert kept == {
        "outcome": "refused", "reason": "Finns redan.", f"criterion_{criterion.pk}": "För få nås.",
        "next_words": "Ring Petter.",
    }  # fmt: skip


def test_what_the_room_proposes_is_confirmed_and_the_rest_decided(world: World) -> None:
    proposed, other, done = (scored(world, title) for title in ("Föreslagen", "Ny", "Klar"))
    propose_grant(world, proposed)
    confirm(world, propose_grant(world, done))
    close(world)
    director = world.cast.decision_maker
    found = {row.label: (row.verb, row.url) for row in waiting_to_decide(director)}
    assert found == {
        "Föreslagen": ("Bekräfta", reverse("admin:funds_confirm", args=[proposed.case.reference])),
        "Ny": ("Besluta", page_of(other)),
    }
    page = client_of(director).get(page_of(proposed)).text
    assert "4 av 5" in page
    assert reverse("admin:funds_confirm", args=[proposed.case.reference]) in page
    assert 'value="granted"' in page
    assert "Nytt och nyttigt." in page


def test_the_page_names_the_delegation_that_the_decision_gets(world: World) -> None:
    """Another fund of the same unit has its own point in the delegation order."""
    mine = Delegation.objects.get()
    Delegation.objects.filter(pk=mine.pk).update(series=world.fund.series)
    Delegation.objects.create(
        person=mine.person, title="Stadsdirektör", unit=mine.unit, point="KS 9.9", ceiling=2 * mine.ceiling, series="ZZ"
    )
    application = scored(world, "A", kronor=mine.ceiling // KRONA)
    client = client_of(mine.person)
    page = client.get(page_of(application)).text
    assert (mine.point in page, "KS 9.9" in page) == (True, False)
    client.post(page_of(application), written(application, outcome="granted", amount=str(mine.ceiling // KRONA)))
    assert Decision.objects.get().delegation.point == mine.point
