"""Whoever decides answers what speaks of an interest (jäv) before anything opens or is decided."""

from __future__ import annotations

import pytest
from django.urls import reverse
from django.utils import translation

from civicportal.cases.models import Decision
from civicportal.kernel.answers import Refused
from civicportal.people.models import Person
from civicportal.review import hints
from civicportal.review.actions.interests import say_no_interest_before_deciding
from civicportal.review.models import NoInterest
from funds.actions import decisions
from funds.models import Application, Reserve
from funds.rules.applications import APPLICATION_MOVES
from tests.funds.factories import World
from tests.funds.room import confirm, fresh, propose, propose_grant, scored
from tests.people import client_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


def hint_of(world: World, application: Application, key: str = "tests.neighbours", *, firm: bool = False) -> None:
    """What the portal knows of the decision maker and this one application."""
    found = {world.cast.decision_maker.pk: "Lives next door"}
    hints.register(key, lambda asked, people: found if asked.pk == application.submission_id else {}, firm=firm)


@pytest.fixture
def hinted(world: World, monkeypatch: pytest.MonkeyPatch) -> Application:
    monkeypatch.setattr(hints, "_finders", dict(hints._finders))
    application = scored(world, "Cykelverkstad")
    hint_of(world, application)
    return application


def page_of(application: Application, name: str = "funds_interest") -> str:
    return reverse(f"admin:{name}", args=[application.case.reference])


def test_the_rule_says_why_and_lets_the_others_decide(world: World, hinted: Application) -> None:
    answer = APPLICATION_MOVES.can("decide", world.cast.decision_maker, hinted)
    assert (bool(answer), str(answer.why)) == (False, "You may have an interest. Step aside, or say why you have none")
    assert bool(APPLICATION_MOVES.can("decide", world.cast.decision_maker, scored(world, "Odling"))) is True


@pytest.mark.parametrize("outcome", ["granted", "reserve"])
def test_nothing_is_confirmed_before_the_hint_is_answered(world: World, hinted: Application, outcome: str) -> None:
    pending = propose(world, hinted, outcome=outcome, amount=hinted.requested, reason="Nytt och nyttigt.")
    with pytest.raises(Refused, match="You may have an interest"):
        confirm(world, pending)
    assert (Decision.objects.count(), Reserve.objects.count()) == (0, 0)
    say_no_interest_before_deciding(hinted.submission, why="En annan gata", by=world.cast.decision_maker)
    confirm(world, pending)
    assert Decision.objects.count() + Reserve.objects.count() == 1


def test_deciding_without_a_proposal_is_bound_too(world: World, hinted: Application) -> None:
    with pytest.raises(Refused, match="You may have an interest"):
        decisions.decide(hinted, by=world.cast.decision_maker, outcome="refused", reason="Finns redan.")


def test_a_firm_hint_is_never_answered(world: World, hinted: Application) -> None:
    hint_of(world, hinted, "tests.firm", firm=True)
    pending = propose_grant(world, hinted)
    with pytest.raises(Refused, match="This cannot be answered"):
        say_no_interest_before_deciding(hinted.submission, why="Nej", by=world.cast.decision_maker)
    with pytest.raises(Refused, match="You may have an interest"):
        confirm(world, pending)
    client = client_of(world.cast.decision_maker)
    assert '<form method="post" class="fields"' not in client.get(page_of(hinted)).text
    assert client.post(page_of(hinted), {"why": "Nej"}).status_code == 200
    assert NoInterest.objects.count() == 0


def test_only_whoever_decides_there_answers_as_one_who_decides(world: World, hinted: Application) -> None:
    for person in (world.cast.fund_manager, world.cast.reviewer, world.cast.resident):
        with pytest.raises(Refused, match="Only those who decide"):
            say_no_interest_before_deciding(hinted.submission, why="Nej", by=person)


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize("name", ["funds_confirm", "funds_decide"])
def test_the_pages_open_first_when_it_is_answered(world: World, hinted: Application, name: str, language: str) -> None:
    if name == "funds_confirm":
        propose_grant(world, hinted)
    client = client_of(world.cast.decision_maker)
    client.cookies["django_language"] = language
    answer = client.get(page_of(hinted, name))
    assert (answer.status_code, answer.url) == (302, page_of(hinted))
    shown = client.get(page_of(hinted)).text
    assert ("Lives next door" in shown, "Cykelverkstad" in shown) == (True, False)
    assert reverse("admin:case_work", args=[hinted.case.reference]) + "#recusals" in shown
    assert client.post(page_of(hinted), {"why": ""}).status_code == 422
    assert client.post(page_of(hinted), {"why": "En annan gata"}).url == page_of(hinted, name)
    assert client.get(page_of(hinted, name)).status_code == 200
    assert client.get(page_of(hinted)).url == page_of(hinted, name)
    [said] = NoInterest.objects.all()
    assert (said.key, said.why, said.person) == ("tests.neighbours", "En annan gata", world.cast.decision_maker)


def test_a_confirmation_sent_from_an_older_page_is_refused(world: World, hinted: Application) -> None:
    pending = propose_grant(world, hinted)
    client = client_of(world.cast.decision_maker)
    answer = client.post(page_of(hinted, "funds_confirm"), {"version": pending.version})
    assert (answer.status_code, Decision.objects.count()) == (302, 0)


def test_what_was_answered_as_a_reviewer_holds_when_deciding(world: World, hinted: Application) -> None:
    NoInterest.objects.create(
        submission=hinted.submission, person=world.cast.decision_maker, key="tests.neighbours", why="En annan gata"
    )
    assert bool(APPLICATION_MOVES.can("decide", world.cast.decision_maker, fresh(hinted))) is True


def test_who_opens_the_page(world: World, hinted: Application) -> None:
    people: dict[str, Person] = world.cast.by_role()
    opens = {who for who, one in people.items() if client_of(one).get(page_of(hinted)).status_code in {200, 302}}
    assert opens == {"decision_maker"}
