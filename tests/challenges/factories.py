"""Challenges with everything a proposal needs, made by the portal's own actions wherever there is one."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from challenges.actions import proposals, publishing, times
from challenges.models import Call, Challenge, Proposal, TestEnvironment
from civicportal.kernel import dates
from civicportal.kernel.text import LocalizedText
from civicportal.people.enums import OrganisationKind, Role
from civicportal.people.models import Organisation, Person
from civicportal.places.models import District
from civicportal.review import actions as reviews
from civicportal.review.models import Stage
from civicportal.submissions import actions as submissions
from civicportal.submissions.models import Draft, Opening
from tests.funds.factories import make_city
from tests.people import make_resident, make_unit, make_with_role

_numbers = itertools.count(1)

ANSWERS: dict[str, Any] = {
    "title": "Kvartersvärdar",
    "summary": "Två värdar i varje kvarter ringer på hos den som inte har setts till på ett tag.",
    "how": "Vi utbildar värdar.",
    "effect": "Färre är ensamma.",
    "thinking": "Grannar är en resurs.",
    "users": "De äldre leder.",
    "partners": "Vi vill arbeta med hemtjänsten.",
    "lasting": "Föreningen tar över.",
    "environment": "På Råå i ett år.",
    "can_test": "yes",
    "open": "yes",
    "kind": "association",
    "organisation_name": "Föreningen Grannskap",
    "signs": "signatory",
    "contact_name": "Rut Resident",
    "sensitive": "no",
}
"""What a proposer types."""


def texts(swedish: str, english: str = "") -> LocalizedText:
    return LocalizedText(sv=swedish, en=english or f"{swedish} (en)")


@dataclass
class Scene:
    """A department with an open, public challenge and the people round it."""

    unit: Organisation
    other_unit: Organisation
    editor: Person
    other_editor: Person
    reviewer: Person
    registrar: Person
    auditor: Person
    communicator: Person
    district: District
    challenge: Challenge


def make_department(name: str, short: str) -> Organisation:
    return make_unit(name, OrganisationKind.DEPARTMENT, short_name=short)


def make_challenge(unit: Organisation, title: str = "Ofrivillig ensamhet", **fields: Any) -> Challenge:
    """A draft with what it must have to be public."""
    number = next(_numbers)
    return Challenge.objects.create(
        unit=unit,
        **{
            "slug": f"utmaning-{number}",
            "title": texts(title),
            "need": texts(
                "Tjänster som förebygger ofrivillig ensamhet.", "Services that prevent involuntary loneliness."
            ),
            "background": texts("Många äldre säger att de är ensamma."),
            "identified": texts("Seniordialoger\nNationell brukarundersökning"),
            "target_groups": texts("Äldre som bor ensamma"),
            "email": "vof@example.org",
            "audiences": ["older"],
            **fields,
        },
    )


def make_call(unit: Organisation, **fields: Any) -> Call:
    number = next(_numbers)
    words = {"title": texts("Den inkluderande staden"), "summary": texts("Fyra behov"), "narrative": texts("En stad.")}
    return Call.objects.create(
        unit=unit, slug=f"kallelse-{number}", email="kallelse@example.org", **{**words, **fields}
    )


def open_times(days: int = 30) -> times.Times:
    """Opened yesterday, open for some days more."""
    now = dates.now()
    closes = now + timedelta(days=days)
    return times.Times(now - timedelta(days=1), closes, (closes + timedelta(days=30)).date())


def publish(thing: Call | Challenge, editor: Person) -> Any:
    """Public by its editor."""
    return publishing.publish(thing, by=editor)


def make_scene() -> Scene:
    """The health and care department with one open challenge; another department beside it."""
    district = make_city()
    unit, other = (
        make_department("Vård- och omsorgsförvaltningen", "VOF"),
        make_department("Socialförvaltningen", "SOF"),
    )
    editor = make_with_role(Role.DEPARTMENT_EDITOR, unit, "Edit Editor")
    challenge = make_challenge(unit, district=district)
    times.set_times(challenge, open_times(), by=editor)
    return Scene(
        unit=unit,
        other_unit=other,
        editor=editor,
        other_editor=make_with_role(Role.DEPARTMENT_EDITOR, other, "Olle Other"),
        reviewer=make_with_role(Role.REVIEWER, unit, "Rio Reviewer"),
        registrar=make_with_role(Role.REGISTRAR, unit, "Rolf Registrar"),
        auditor=make_with_role(Role.AUDITOR, unit, "Assar Auditor"),
        communicator=make_with_role(Role.COMMUNICATOR, unit, "Kaj Communicator"),
        district=district,
        challenge=publish(challenge, editor),
    )


def write_draft(challenge: Challenge, person: Person, **answers: Any) -> Draft:
    """A draft with every question answered, owned by the person."""
    draft = submissions.start_draft(opening=challenge.opening, email=person.email, language=person.language, by=person)
    submissions.save_answers(draft, {**ANSWERS, **answers}, {}, by=person)
    return draft


def make_proposal(
    scene: Scene, person: Person | None = None, challenge: Challenge | None = None, **answers: Any
) -> Proposal:
    """A proposal sent now through the portal's own doors."""
    person = person or make_resident(f"Resident {next(_numbers)}")
    submission = submissions.send(write_draft(challenge or scene.challenge, person, **answers), by=person)
    return fresh(Proposal.objects.get(submission=submission))


def fresh(proposal: Proposal) -> Proposal:
    """The proposal as it stands now."""
    rows = Proposal.objects.select_related("submission__case", "submission__opening", "challenge__unit")
    return rows.get(pk=proposal.pk)


def close(challenge: Challenge) -> None:
    """The last minute was an hour ago, and those who read may begin."""
    hour = timedelta(hours=1)
    Opening.objects.filter(pk=challenge.opening_id).update(closes_at=dates.now() - hour)
    Stage.objects.filter(opening=challenge.opening_id).update(opens_at=dates.now() - hour)


def read_through(scene: Scene, proposal: Proposal) -> Proposal:
    proposals.screen(proposal, by=scene.editor)
    return fresh(proposal)


def score(scene: Scene, proposal: Proposal, value: int = 4) -> None:
    """One reviewer is asked and gives every criterion the same."""
    stage = Stage.objects.get(opening=proposal.submission.opening_id)
    (assignment,) = proposals.assign(proposal, stage=stage, reviewers=[scene.reviewer], by=scene.editor)
    criteria = proposal.submission.opening.criteria.values_list("pk", flat=True)
    reviews.save_review(
        assignment,
        scores=dict.fromkeys(criteria, value),
        to_group="Bra.",
        to_applicant="",
        version=0,
        by=scene.reviewer,
    )
    reviews.finish_review(assignment, by=scene.reviewer)


MATCH: dict[str, Any] = {"reason": "De äldre leder själva.", "next_step": "Vi träffas på Råå i mars."}
NO: dict[str, Any] = {"reason": "Det finns redan värdar på Råå.", "next_step": "Prata med Invånarlabbet om Söder."}


def match(scene: Scene, proposal: Proposal, **words: Any) -> TestEnvironment:
    """The department goes on with it, for a year from today."""
    days = {"starts_on": dates.today(), "ends_on": dates.today() + timedelta(days=365)}
    return proposals.match(proposal, by=scene.editor, **{**MATCH, **days, **words})


def matched(scene: Scene, person: Person | None = None, **answers: Any) -> TestEnvironment:
    """A test environment from the first letter of the proposal on."""
    proposal = read_through(scene, make_proposal(scene, person, **answers))
    close(scene.challenge)
    return match(scene, fresh(proposal))
