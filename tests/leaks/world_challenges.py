"""A department's challenge: one proposal being scored, one answered with a no, and challenges that are not public."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

from challenges.actions import proposals, publishing
from challenges.models import Proposal
from civicportal.cases import actions as cases
from civicportal.kernel import dates
from civicportal.people.enums import Role
from civicportal.review.models import Stage
from tests.challenges.factories import (
    Scene,
    close,
    fresh,
    make_call,
    make_challenge,
    make_proposal,
    make_scene,
    read_through,
    texts,
)
from tests.leaks.words import Part, marker
from tests.people import Cast, make_with_role
from tests.review.factories import give as give_scores

PROPOSAL, HOW, CONTACT_NAME, DELICATE = marker("kwtit"), marker("kwhur"), marker("kwnam"), marker("kwkan")
PROPOSAL_TALK, OF_REVIEWER, TO_PROPOSER = marker("kwsam"), marker("kwgru"), marker("kwfor")
REFUSED, WHY_REFUSED, INSTEAD = marker("kwnej"), marker("kwvar"), marker("kwsen")
UNPUBLISHED, SCHEDULED, UNPUBLISHED_CALL = marker("kwutk"), marker("kwvan"), marker("kwkal")
MARKERS = (
    PROPOSAL, HOW, CONTACT_NAME, DELICATE, PROPOSAL_TALK, OF_REVIEWER, TO_PROPOSER, REFUSED, WHY_REFUSED, INSTEAD,
    UNPUBLISHED, SCHEDULED, UNPUBLISHED_CALL,
)  # fmt: skip


def fill(cast: Cast, who: dict[str, Any]) -> Part:
    """One challenge that is closed and being read, and three things that are still being written."""
    scene, sender = make_scene(), who["sender"]
    scored = read_through(
        scene,
        make_proposal(
            scene,
            sender,
            title=f"Kvartersvärdar {PROPOSAL}",
            how=f"Vi ringer på {HOW}",
            contact_name=f"Sanna {CONTACT_NAME}",
            sensitive="yes",
            sensitive_what=f"Min sjukdom {DELICATE}",
        ),
    )
    no = make_proposal(scene, sender, title=f"Larmknapp {REFUSED}")
    close(scene.challenge)
    waits = make_with_role(Role.REVIEWER, scene.unit, "Vera Väntar")
    _scored(scene, scored, waits)
    case = scored.case
    cases.say(case, by=sender, text=f"Hej {PROPOSAL_TALK}", once=uuid.uuid4())
    proposals.refuse(
        fresh(no), by=scene.editor, reason=f"Det finns redan {WHY_REFUSED}", next_step=f"Prata med labbet {INSTEAD}"
    )
    _unpublished(scene)
    people = {"editor": scene.editor, "challenge reviewer": scene.reviewer, "waiting reviewer": waits}
    return Part(people=people, papers={"sender": {case.reference, no.case.reference}})


def _scored(scene: Scene, proposal: Proposal, waits: Any) -> None:
    """One reviewer is done, the other has yet to read."""
    stage = Stage.objects.get(opening=proposal.submission.opening_id)
    readers = [scene.reviewer, waits]
    done, _waits = proposals.assign(proposal, stage=stage, reviewers=readers, by=scene.editor)
    give_scores(done, 4, 4, 4, 4, 4, 4, 4, 4, to_group=f"Bra {OF_REVIEWER}", to_applicant=f"Fint {TO_PROPOSER}")


def _unpublished(scene: Scene) -> None:
    make_challenge(scene.unit, f"Tomma lokaler {UNPUBLISHED}")
    later = make_challenge(scene.unit, f"Långa köer {SCHEDULED}")
    publishing.schedule(later, at=dates.now() + timedelta(days=7), by=scene.editor)
    make_call(scene.unit, title=texts(f"Staden sommartid {UNPUBLISHED_CALL}"))
