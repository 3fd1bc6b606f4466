"""From the moment an application is sent until it waits for its decision."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.shortcuts import get_object_or_404

from civicportal.cases import actions as cases
from civicportal.kernel import dates
from civicportal.kernel.answers import insist
from civicportal.kernel.moves import walk
from civicportal.kernel.text import one_line
from civicportal.people.models import Consent, Person
from civicportal.records.actions import record
from civicportal.review import actions as reviews
from civicportal.review.models import Assignment, Stage
from civicportal.submissions.actions.endorsing import ask_endorsement
from civicportal.submissions.models import Submission, Version
from civicportal.submissions.queries import meanings
from funds.actions import outreach
from funds.actions.decisions import end_reserve
from funds.actions.money import give_back, locked_round
from funds.enums.applications import ApplicantKind, ApplicationState, EndorsementNeed
from funds.models import Application, Fund, Round
from funds.notices import applications as notices
from funds.rules.applications import APPLICATION_MOVES, can_handle, may_change, supported_enough

NAME_IN_PUBLIC_WORDS = "application-form-1"
"""Which wording of the question the person said yes to."""


def _facts(version: Version, fund: Fund | None = None) -> dict[str, Any]:
    """The application's own fields from the answers, by what each question means and not by its key.

    A form without a question about who applies is that of a fund for employees, or a private person's.
    """
    says = meanings(version)
    assumed = ApplicantKind.EMPLOYEE if fund is not None and fund.is_for_employees else ApplicantKind.PERSON
    kind = says.get("applicant_kind", assumed)
    is_person = kind == ApplicantKind.PERSON
    focus = says.get("focus_challenge")
    return {
        "title": one_line(says.get("title", ""))[:120],
        "summary": says.get("summary", "")[:400],
        "applicant_kind": kind,
        "organisation_name": "" if is_person else one_line(says.get("organisation_name", "")),
        "organisation_number": "" if is_person else says.get("organisation_number", ""),
        "contact_name": one_line(says.get("contact_name", "")),
        "name_in_public": bool(says.get("name_in_public")),
        "district_id": says.get("district"),
        "focus_challenge_id": focus[0] if isinstance(focus, list) and focus else focus or None,
        "requested": sum(line["amount"] for line in says.get("budget", [])) or says.get("sum", 0),
        "starts_on": says.get("starts_on"),
        "ends_on": says.get("ends_on"),
        "vision_areas": says.get("vision_areas", []),
    }


def submitted(submission: Submission, version: Version, by: Person) -> Application:
    """Makes the application of what was sent for the first time, in the sending's own transaction, with the receipt."""
    round_ = get_object_or_404(Round.objects.select_related("fund"), opening=submission.opening_id)
    facts = _facts(version, round_.fund)
    areas = facts.pop("vision_areas")
    decided = round_.decided_on(dates.day_of(submission.first_sent_at))
    application = Application.objects.create(submission=submission, round=round_, decision_on=decided, **facts)
    application.vision_areas.set(areas)
    _keep_consent(application, by)
    outreach.sent(application)
    record(
        application, verb="application.submitted", by=by, facts={"version": version.number, "sha256": version.sha256}
    )
    notices.receipt(application, version)
    _ask_for_support(application, version, by)
    return application


def changed(submission: Submission, version: Version, by: Person) -> Application:
    """Takes a new version of the answers over. Raises Refused once somebody has begun to judge the old one."""
    application = _locked(submission)
    insist(may_change(application))
    _take_over(application, version, by, "changed")
    notices.receipt(application, version)
    _ask_for_support(application, version, by)
    return application


def completed(submission: Submission, version: Version, by: Person) -> Application:
    """Takes over what staff asked for, also while it is being judged; the support that was given still stands."""
    application = _locked(submission)
    _take_over(application, version, by, "completed")
    return application


def _locked(submission: Submission) -> Application:
    rows = Application.objects.select_for_update(of=("self",)).select_related("round__fund")
    return rows.get(submission=submission)


def _take_over(application: Application, version: Version, by: Person, verb: str) -> None:
    facts = _facts(version, application.round.fund)
    application.vision_areas.set(facts.pop("vision_areas"))
    for name, value in facts.items():
        setattr(application, name, value)
    application.save()
    _keep_consent(application, by)
    record(application, verb=f"application.{verb}", by=by, facts={"version": version.number, "sha256": version.sha256})


def contact_named(submission: Submission, name: str) -> None:
    """Another contact person stands in lists from now on; what was sent says what it said."""
    Application.objects.filter(submission=submission).update(contact_name=one_line(name)[:120])


def handed_over(submission: Submission, to: Person) -> None:
    """Somebody else stands behind it: a private person's name in public was another's choice."""
    rows = Application.objects.filter(submission=submission, applicant_kind=ApplicantKind.PERSON)
    rows.update(name_in_public=False)


def _ask_for_support(application: Application, version: Version, by: Person) -> None:
    """Asks the manager whom the form names, where the round wants support; a change is asked about anew."""
    if application.round.endorsement == EndorsementNeed.NONE:
        return
    standing = application.submission.endorsements.standing().first()
    email = meanings(version).get("endorser") or (standing.email if standing else "")
    if email:
        ask_endorsement(application.submission, email=email, by=by)


def _keep_consent(application: Application, person: Person) -> None:
    """A private person's name stands in public by consent only; taking it back is one click on the account page."""
    if application.name_in_public and application.applicant_kind == ApplicantKind.PERSON:
        Consent.objects.get_or_create(
            person=person,
            purpose=Consent.Purpose.NAME_IN_PUBLIC,
            withdrawn_at=None,
            defaults={"words_version": NAME_IN_PUBLIC_WORDS},
        )


def withdrawn(submission: Submission, by: Person) -> Application:
    """The applicant has taken the application back. Money that a held decision had set aside is free again."""
    locked_round(Application.objects.values_list("round", flat=True).get(submission=submission))
    application = Application.objects.select_for_update(of=("self",)).get(submission=submission)
    if application.state == ApplicationState.DECIDED:
        give_back(application)
        cases.revoke_held(application.case, by=by)
    end_reserve(application)
    fresh: Application = walk(APPLICATION_MOVES, "withdraw", application, by=by)
    cases.answered(fresh.case, by=by)
    notices.withdrawn(fresh)
    return fresh


@transaction.atomic
def screen(application: Application, *, by: Person) -> Application:
    """A fund manager has read it through: it meets the conditions and can be judged."""
    fresh = walk(APPLICATION_MOVES, "screen", application, by=by)
    cases.assign_handler(fresh.case, handler=by, by=by)
    return fresh


@transaction.atomic
def assign(application: Application, *, stage: Stage, reviewers: Iterable[Person], by: Person) -> list[Assignment]:
    """Gives an application to reviewers in a stage; the first assignment puts it in review.

    Raises Refused when the application cannot be handled by this person, or a reviewer is recused or coached it.
    Nobody in `reviewers` means that nobody is asked.
    """
    insist(can_handle(by, application))
    insist(supported_enough(application, before=EndorsementNeed.ASSIGNMENT))
    made = [reviews.assign(application.submission, stage=stage, reviewer=reviewer, by=by) for reviewer in reviewers]
    if made and application.state == ApplicationState.SCREENED:
        walk(APPLICATION_MOVES, "review", application, by=by)
    return made
