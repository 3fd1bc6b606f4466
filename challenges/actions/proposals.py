"""From the moment a proposal is sent until it is answered: matched with its challenge, or a no with a next step."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import transaction
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _

from challenges import notices
from challenges.actions.environments import open_environment
from challenges.enums import ProposalState, ProposerKind
from challenges.models import Challenge, Proposal, TestEnvironment
from challenges.rules import PROPOSAL_MOVES, can_handle
from civicportal.cases import actions as cases
from civicportal.commons import actions as commons
from civicportal.kernel import dates
from civicportal.kernel.answers import Refused, insist, no
from civicportal.kernel.moves import walk
from civicportal.kernel.text import nfc, one_line, slug_of
from civicportal.people.models import Consent, Person
from civicportal.records.actions import record
from civicportal.review import actions as reviews
from civicportal.review.models import Assignment, Stage
from civicportal.submissions.models import Submission, Version
from civicportal.submissions.queries import meanings

NAME_IN_PUBLIC_WORDS = "proposal-form-1"
"""Which wording of the question the person said yes to."""


def _facts(version: Version) -> dict[str, Any]:
    """The proposal's own fields from the answers, by what each question means and not by its key."""
    says = meanings(version)
    kind = says.get("applicant_kind", ProposerKind.PERSON)
    is_person = kind == ProposerKind.PERSON
    return {
        "title": one_line(says.get("title", ""))[:120],
        "summary": says.get("summary", "")[:400],
        "proposer_kind": kind,
        "organisation_name": "" if is_person else one_line(says.get("organisation_name", ""))[:160],
        "contact_name": one_line(says.get("contact_name", ""))[:120],
        "name_in_public": bool(says.get("name_in_public")),
        "district_id": says.get("district"),
    }


def submitted(submission: Submission, version: Version, by: Person) -> Proposal:
    """Makes the proposal of what was sent for the first time, in the sending's own transaction, with the receipt."""
    challenge = get_object_or_404(Challenge, opening=submission.opening_id)
    proposal = Proposal.objects.create(submission=submission, challenge=challenge, **_facts(version))
    _keep_consent(proposal, by)
    record(proposal, verb="proposal.submitted", by=by, facts={"version": version.number, "sha256": version.sha256})
    notices.receipt(proposal, version)
    return proposal


def changed(submission: Submission, version: Version, by: Person) -> Proposal:
    """Takes a new version of the answers over. The rule was asked by the sending."""
    proposal = _take_over(submission, version, by, "changed")
    notices.receipt(proposal, version)
    return proposal


def completed(submission: Submission, version: Version, by: Person) -> Proposal:
    """Takes over what the department asked for, also while it is being scored; completing has its own receipt."""
    return _take_over(submission, version, by, "completed")


def _take_over(submission: Submission, version: Version, by: Person, verb: str) -> Proposal:
    proposal = Proposal.objects.select_for_update(of=("self",)).get(submission=submission)
    for name, value in _facts(version).items():
        setattr(proposal, name, value)
    proposal.save()
    _keep_consent(proposal, by)
    record(proposal, verb=f"proposal.{verb}", by=by, facts={"version": version.number, "sha256": version.sha256})
    return proposal


def contact_named(submission: Submission, name: str) -> None:
    """Another contact person stands in lists from now on; what was sent says what it said."""
    Proposal.objects.filter(submission=submission).update(contact_name=one_line(name)[:120])


def _keep_consent(proposal: Proposal, person: Person) -> None:
    """A private person's name stands in public by consent only; taking it back is one click on the account page."""
    if proposal.name_in_public and not proposal.is_of_an_organisation:
        Consent.objects.get_or_create(
            person=person,
            purpose=Consent.Purpose.NAME_IN_PUBLIC,
            withdrawn_at=None,
            defaults={"words_version": NAME_IN_PUBLIC_WORDS},
        )


def withdrawn(submission: Submission, by: Person) -> Proposal:
    """The proposer has taken it back."""
    proposal = Proposal.objects.select_for_update(of=("self",)).get(submission=submission)
    fresh: Proposal = walk(PROPOSAL_MOVES, "withdraw", proposal, by=by)
    cases.answered(fresh.case, by=by)
    notices.withdrawn(fresh)
    return fresh


@transaction.atomic
def screen(proposal: Proposal, *, by: Person) -> Proposal:
    """An editor has read it through and answers for it from now on. Raises Refused."""
    fresh: Proposal = walk(PROPOSAL_MOVES, "screen", proposal, by=by)
    cases.assign_handler(fresh.case, handler=by, by=by)
    return fresh


@transaction.atomic
def assign(proposal: Proposal, *, stage: Stage, reviewers: Iterable[Person], by: Person) -> list[Assignment]:
    """Gives a proposal to reviewers; the first assignment puts it in review.

    Raises Refused when the proposal cannot be handled by this person, or a reviewer is recused. Nobody in `reviewers`
    means that nobody is asked.
    """
    insist(can_handle(by, proposal))
    made = [reviews.assign(proposal.submission, stage=stage, reviewer=reviewer, by=by) for reviewer in reviewers]
    if made and proposal.state == ProposalState.SCREENED:
        walk(PROPOSAL_MOVES, "review", proposal, by=by)
    return made


@transaction.atomic
def match(
    proposal: Proposal, *, by: Person, reason: str, starts_on: date, ends_on: date, next_step: str = ""
) -> TestEnvironment:
    """The department goes on with this proposal: it becomes public, with a test environment, and the letter goes.

    `reason` says why and `next_step` what happens first; both stand in the letter and on the proposer's page.
    `ends_on` is at most 24 months after `starts_on`. Raises Refused while the challenge is open, when recused, and
    for a test that is too long.
    """
    fresh = _answer(proposal, "match", by=by, reason=reason, next_step=next_step)
    fresh.slug = free_slug(fresh.title)
    fresh.public_name = public_name(fresh)
    fresh.save(update_fields=["slug", "public_name"])
    environment = open_environment(fresh, starts_on=starts_on, ends_on=ends_on, by=by)
    notices.matched(fresh, environment)
    return environment


@transaction.atomic
def refuse(proposal: Proposal, *, by: Person, reason: str, next_step: str) -> Proposal:
    """A no with its reason and one next step; the letter goes at once. Raises Refused without either."""
    if not next_step.strip():
        raise Refused(no(_("Write one next step for the proposer")))
    fresh = _answer(proposal, "refuse", by=by, reason=reason, next_step=next_step)
    notices.refused(fresh)
    return fresh


def _answer(proposal: Proposal, move: str, *, by: Person, reason: str, next_step: str) -> Proposal:
    """Writes the department's answer and stops the clock. The words are on the row before the state says so."""
    words = {"reason": nfc(reason).strip(), "next_step": nfc(next_step).strip()}
    if not words["reason"]:
        raise Refused(no(_("Write the reason for the answer")))
    Proposal.objects.filter(pk=proposal.pk).update(**words)
    walk(PROPOSAL_MOVES, move, proposal, by=by)
    fresh = Proposal.objects.select_related(
        "submission__case__unit", "submission__person", "submission__opening", "challenge__unit", "challenge__item",
        "district",
    ).get(pk=proposal.pk)  # fmt: skip
    fresh.answered_at = dates.now()
    fresh.save(update_fields=["answered_at"])
    cases.answered(fresh.case, by=by)
    return fresh


# Names in public


def free_slug(title: str) -> str:
    """The title as an address that neither a proposal nor a test has; a number behind it where needed."""
    slug, number = slug_of(title), 1
    while Proposal.objects.filter(slug=slug).exists() or TestEnvironment.objects.filter(slug=slug).exists():
        number += 1
        slug = f"{slug_of(title)}-{number}"
    return slug


def public_name(proposal: Proposal) -> str:
    """Who stands in public: an organisation's name, a private person's only by a consent that still holds."""
    person = proposal.submission.person
    if person is not None and person.protected:
        return ""
    if proposal.is_of_an_organisation:
        return proposal.organisation_name
    consents = Consent.objects.filter(person=person, purpose=Consent.Purpose.NAME_IN_PUBLIC, withdrawn_at=None)
    return proposal.contact_name if proposal.name_in_public and consents.exists() else ""


def take_names_down(person: Person, *, by: Person) -> int:
    """Takes a person's name from their public proposals; an organisation's too where the identity became protected.

    Called inside the transaction in which a consent is taken back, an account is closed or an identity protected.
    Returns how many proposals were changed.
    """
    rows = Proposal.objects.select_for_update(of=("self",)).filter(submission__person=person)
    if not Person.objects.filter(pk=person.pk, protected=True).exists():
        rows = rows.filter(proposer_kind=ProposerKind.PERSON)
    count = 0
    shown = rows.exclude(public_name="").select_related("submission", "challenge__unit", "item", "district")
    for proposal in shown:
        proposal.public_name = ""
        proposal.save(update_fields=["public_name"])
        record(proposal, verb="proposal.name_taken_down", by=by)
        if proposal.item is not None and proposal.item.visible:
            commons.publish(proposal, by=by)
        count += 1
    return count
