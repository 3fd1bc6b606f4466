"""An editor answers what speaks of an interest (jäv) before they answer a proposal, whichever way."""

from __future__ import annotations

import pytest
from django.urls import reverse

from challenges.actions import proposals
from challenges.models import Proposal
from challenges.rules import PROPOSAL_MOVES
from civicportal.kernel.answers import Refused
from civicportal.review import hints
from civicportal.review.actions.interests import say_no_interest_before_deciding
from civicportal.review.models import NoInterest
from tests.challenges.factories import NO, Scene, close, fresh, make_proposal, match, read_through
from tests.people import client_of

pytestmark = pytest.mark.django_db
WHY = "Vi bor på var sin sida av staden"


@pytest.fixture
def hinted(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> Proposal:
    """A proposal that one may answer, and of which the portal knows something about its editor."""
    monkeypatch.setattr(hints, "_finders", dict(hints._finders))
    proposal = read_through(scene, make_proposal(scene))
    known = {scene.editor.pk: "Bor granne"}
    hints.register("tests.neighbours", lambda asked, people: known if asked.pk == proposal.submission_id else {})
    close(scene.challenge)
    return fresh(proposal)


def address(proposal: Proposal, name: str) -> str:
    return reverse(f"admin:challenges_{name}", args=[proposal.case.reference])


def test_handling_it_is_no_interest_for_whoever_answers(scene: Scene) -> None:
    proposal = read_through(scene, make_proposal(scene))
    close(scene.challenge)
    assert fresh(proposal).case.handler_id == scene.editor.pk
    assert bool(PROPOSAL_MOVES.can("match", scene.editor, fresh(proposal))) is True


def test_neither_a_yes_nor_a_no_before_it_is_answered(scene: Scene, hinted: Proposal) -> None:
    with pytest.raises(Refused, match="jäv"):
        match(scene, hinted)
    with pytest.raises(Refused, match="jäv"):
        proposals.refuse(hinted, by=scene.editor, **NO)
    assert fresh(hinted).answered_at is None
    say_no_interest_before_deciding(hinted.submission, why=WHY, by=scene.editor, handles=True)
    match(scene, fresh(hinted))
    assert fresh(hinted).answered_at is not None


def test_only_the_departments_editor_says_so(scene: Scene, hinted: Proposal) -> None:
    for person in (scene.other_editor, scene.reviewer, scene.registrar):
        with pytest.raises(Refused):
            say_no_interest_before_deciding(hinted.submission, why=WHY, by=person, handles=True)
    assert client_of(scene.other_editor).get(address(hinted, "interest")).status_code == 404


@pytest.mark.parametrize("name", ["match", "refuse"])
def test_the_pages_open_when_it_is_answered(scene: Scene, hinted: Proposal, name: str) -> None:
    client = client_of(scene.editor)
    assert address(hinted, name) in client.get(address(hinted, "proposal_work")).text
    sent_on = client.get(address(hinted, name))
    assert (sent_on.status_code, sent_on.url.partition("?")[0]) == (302, address(hinted, "interest"))
    page = client.get(sent_on.url).text
    assert ("Bor granne" in page, hinted.title in page, "Handlägger" in page) == (True, False, False)
    assert reverse("admin:case_work", args=[hinted.case.reference]) + "#recusals" in page
    assert client.post(sent_on.url, {"why": ""}).status_code == 422
    assert client.post(sent_on.url, {"why": WHY}).url == address(hinted, name)
    assert client.get(address(hinted, name)).status_code == 200
    assert list(NoInterest.objects.values_list("key", "why", "person")) == [("tests.neighbours", WHY, scene.editor.pk)]
