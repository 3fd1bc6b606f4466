"""Those behind an application: whoever signs for an organisation, and managers' support that waits."""

from __future__ import annotations

import copy
from datetime import timedelta
from typing import Any

import pytest

from civicportal.kernel.answers import Refused
from civicportal.notices.models import Message
from civicportal.people.models import Person
from civicportal.submissions import actions as submissions
from civicportal.submissions.actions.endorsing import (
    answer_endorsement,
    close_endorsement,
    pass_on_endorsements,
    token_of,
)
from civicportal.submissions.endorsing import has_signature, has_support, standing_of
from civicportal.submissions.enums import EndorsementKind, EndorsementState
from civicportal.submissions.models import Form, Version
from funds.actions import decisions
from funds.models import Application
from tests.funds.factories import DEFINITION, World, make_application, make_world, write_draft
from tests.funds.network import Network, apply_as_employee, make_network
from tests.funds.test_together import close_the_round
from tests.people import client_of, make_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(cast: Any) -> World:
    return make_world(cast)


@pytest.fixture
def owner(db: None) -> Person:
    return make_person("Rut Ägare")


# Organisations and who signs for them


@pytest.fixture
def with_signatory(world: World) -> World:
    """The form asks, of organisations, who signs."""
    definition = copy.deepcopy(DEFINITION)
    definition["steps"][2]["questions"] += [
        {"key": "signs", "kind": "yes_no", "label": {"sv": "Tecknar du?", "en": "Do you sign?"}, "required": True,
         "show_when": {"question": "kind", "is": ["association"]}},
        {"key": "signer", "kind": "email", "label": {"sv": "Vem tecknar?", "en": "Who signs?"}, "required": True,
         "means": "signatory", "identifies": True, "show_when": {"question": "signs", "is": ["no"]}},
    ]  # fmt: skip
    opening = world.round.opening
    opening.form = Form.objects.create(name="visionsfonden", version=2, definition=definition)
    opening.save(update_fields=["form"])
    return world


OF_AN_ASSOCIATION = {"kind": "association", "organisation": "Cykelköket", "number": "802002-1237"}


def test_whoever_signs_is_asked_by_a_link_with_its_own_words(with_signatory: World, owner: Person, client: Any) -> None:
    answers = {**OF_AN_ASSOCIATION, "signs": "no", "signer": "ordf@example.org"}
    application = make_application(with_signatory, owner, **answers)
    asked = standing_of(application.submission, EndorsementKind.SIGNATORY)
    assert asked is not None
    assert Message.objects.get(kind="submissions.signatory_asked").email == "ordf@example.org"
    page = client.get(f"/tillstyrk/{token_of(asked)}/").content.decode()
    assert ("organisation som du tecknar för" in page, 'name="hours"' in page) == (True, False)
    assert not has_signature(application.submission)
    close_the_round(with_signatory)
    with pytest.raises(Refused, match="tecknar för organisationen"):
        decisions.decide(
            application, by=with_signatory.cast.decision_maker, outcome="granted", amount=7_500_000, reason="Bra.",
            state_aid="no_aid",
        )  # fmt: skip
    client.post(f"/tillstyrk/{token_of(asked)}/", {"state": "yes", "words": "", "name": "Kim Berg, ordförande"})
    assert has_signature(application.submission)
    assert Message.objects.filter(kind="submissions.signatory_answered", person=owner).count() == 1


def test_whoever_signs_themselves_asks_nobody(with_signatory: World, owner: Person) -> None:
    application = make_application(with_signatory, owner, **OF_AN_ASSOCIATION, signs="yes")
    assert standing_of(application.submission, EndorsementKind.SIGNATORY) is None
    assert has_signature(application.submission)


def test_a_change_that_names_nobody_ends_the_request(with_signatory: World, owner: Person) -> None:
    answers = {**OF_AN_ASSOCIATION, "signs": "no", "signer": "ordf@example.org"}
    application = make_application(with_signatory, owner, **answers)
    draft = submissions.reopen(application.submission, by=owner)
    submissions.save_answers(draft, {"signs": "yes"}, {"signs": 1000}, by=owner)
    submissions.send(draft, by=owner)
    assert standing_of(application.submission, EndorsementKind.SIGNATORY) is None
    assert "signer" not in Version.objects.latest("number").answers


def test_a_persons_number_is_no_organisations(with_signatory: World, owner: Person) -> None:
    draft = write_draft(with_signatory, owner, **{**OF_AN_ASSOCIATION, "number": "900101-1239", "signs": "yes"})
    with pytest.raises(submissions.NotReady) as refused:
        submissions.send(draft, by=owner)
    assert [question.key for question, _sentence in refused.value.problems] == ["number"]


# Support that waits


@pytest.fixture
def network(cast: Any) -> Network:
    return make_network(cast)


def waited(application: Application, days: int = 10) -> int:
    asked = standing_of(application.submission)
    assert asked is not None
    return pass_on_endorsements(asked.asked_at + timedelta(days=days, minutes=1))


def test_after_ten_days_it_is_passed_on_once_and_the_owner_sees_where(network: Network) -> None:
    application = apply_as_employee(network)
    assert [waited(application, days) for days in (9, 10, 11)] == [0, 1, 0]
    letters = Message.objects.filter(kind="submissions.endorsement_passed_on")
    assert [letter.person for letter in letters] == [network.coordinator]
    assert Message.objects.filter(kind="submissions.endorsement_lies", person=network.employee).count() == 1
    page = client_of(network.employee).get(f"/mitt/{application.case.reference}/").content.decode()
    assert f"ligger frågan hos {network.fund.unit}" in page


def test_the_coordinator_asks_somebody_else_or_closes_it(network: Network) -> None:
    application = apply_as_employee(network)
    where = f"/backoffice/ansokan/{application.case.reference}/stod/"
    client = client_of(network.coordinator)
    data = {"kind": "manager", "do": "ask", "email": "annan@kultur.example.org"}
    assert client.post(where, data).status_code == 422, "it is the owner's for ten days"
    waited(application)
    assert client.post(where, data).status_code == 302
    found = standing_of(application.submission)
    assert found is not None
    assert (found.email, found.passed_on_at) == ("annan@kultur.example.org", None)
    waited(application)
    assert client.post(where, {"kind": "manager", "do": "close", "words": ""}).status_code == 422
    assert client.post(where, {"kind": "manager", "do": "close", "words": "Fråga din nya chef."}).status_code == 302
    found.refresh_from_db()
    assert (found.state, found.closed_by, bool(has_support(application.submission))) == (
        EndorsementState.NOBODY, network.coordinator, False,
    )  # fmt: skip
    assert "Fråga din nya chef." in Message.objects.get(kind="submissions.endorsement_closed").text
    answer_endorsement(found, state=EndorsementState.YES, name="Sen Chef", words="")
    found.refresh_from_db()
    assert found.state == EndorsementState.NOBODY


def test_others_neither_ask_nor_close(network: Network, cast: Any) -> None:
    application = apply_as_employee(network)
    waited(application)
    where = f"/backoffice/ansokan/{application.case.reference}/stod/"
    for person in (cast.fund_manager, network.reviewer, network.employee):
        assert client_of(person).get(where).status_code == 404
    asked = standing_of(application.submission)
    assert asked is not None
    with pytest.raises(Refused):
        close_endorsement(asked, words="Stäng.", by=network.employee)
