"""The demo's employees' network: every state there is something to see of, and rows as the actions make them."""

from __future__ import annotations

from collections import Counter

import pytest

from civicportal.commons.actions import changed_contents
from civicportal.commons.models import Partner
from civicportal.kernel.web import token_hash
from civicportal.people.models import Person
from civicportal.submissions.actions.endorsing import token_of
from civicportal.submissions.endorsing import waiting_long
from civicportal.submissions.enums import EndorsementState as E
from civicportal.submissions.models import Endorsement
from funds.enums.applications import ApplicationState as S
from funds.models import Fund, Inquiry, Round
from funds.registrations.inquiries import waiting, waiting_inquiries
from funds.rules.applications import can_apply

pytestmark = [pytest.mark.usefixtures("loaded")]


@pytest.fixture(autouse=True)
def _database(loaded, django_db_blocker):
    """The content stands in the module's own transaction."""
    with django_db_blocker.unblock():
        yield


def fund() -> Fund:
    return Fund.objects.get(slug="natverket-for-innovation")


def test_one_round_is_decided_and_one_is_open():
    states = [
        Counter(round_.applications.values_list("state", flat=True))
        for round_ in Round.objects.filter(fund=fund()).order_by("opening__closes_at")
    ]
    assert states == [{S.GRANTED: 4, S.REFUSED: 2}, {S.RECEIVED: 4, S.SCREENED: 1}]


def test_there_is_support_in_every_state_and_each_link_works():
    asked = Endorsement.objects.all()
    assert {row.state for row in asked} == {E.ASKED, E.YES, E.TERMS, E.TALK, E.NOT_NOW}
    assert [row.pk for row in asked if row.token_hash != token_hash(token_of(row))] == []


def test_what_waits_stands_on_the_coordinators_desk():
    coordinator = Person.objects.get(email="samordnare@kultur.example.org")
    assert len(waiting_inquiries(waiting(coordinator))) == 2
    assert len(waiting_long(coordinator)) == 1


def test_four_ideas_are_told_and_one_is_a_draft():
    found = Inquiry.objects.order_by("pk")
    assert [bool(one.drafted_at) for one in found] == [True, False, False, False]
    assert [bool(one.case.answered_at) for one in found] == [True, True, False, False]


def test_everybody_who_applies_may():
    people = Person.objects.filter(submissions__application__round__fund=fund()).distinct()
    assert [str(person) for person in people if not can_apply(person, fund())] == []


def test_three_partners_say_in_public_what_their_rows_say():
    partners = list(Partner.objects.select_related("item", "unit", "organisation"))
    assert len(partners) == 3
    assert [changed_contents(partner.item, partner) for partner in partners] == [{}, {}, {}]
