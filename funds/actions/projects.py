"""Granted projects in public: opened by a released decision or an import, told in steps."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from civicportal.cases.models import Decision
from civicportal.commons import actions as commons
from civicportal.commons.models import Link, Step
from civicportal.commons.words import in_all_languages
from civicportal.kernel import dates
from civicportal.kernel.answers import insist
from civicportal.kernel.moves import walk
from civicportal.kernel.text import LocalizedText, slug_of
from civicportal.people.models import Consent, Person
from civicportal.records.actions import record
from funds.actions import agreements, aid
from funds.actions.endings import ended
from funds.enums.applications import ApplicantKind, ProjectState
from funds.models import Application, Project
from funds.rules.applications import PROJECT_MOVES, can_tell_about


def free_slug(title: str) -> str:
    """The title as an address that no project has; a number behind it where needed."""
    slug, number = slug_of(title), 1
    while Project.objects.filter(slug=slug).exists():
        number += 1
        slug = f"{slug_of(title)}-{number}"
    return slug


def public_name(application: Application) -> str:
    """Who stands in public: an organisation's name, a private person's only by a consent that still holds."""
    person = application.submission.person
    if person is not None and person.protected:
        return ""
    if application.applicant_kind != ApplicantKind.PERSON:
        return application.organisation_name
    consents = Consent.objects.filter(person=person, purpose=Consent.Purpose.NAME_IN_PUBLIC, withdrawn_at=None)
    return application.contact_name if application.name_in_public and consents.exists() else ""


def take_names_down(person: Person, *, by: Person) -> int:
    """Takes a person's name from their public projects; an organisation's too where the identity became protected.

    Called inside the transaction in which a consent is taken back, an account is closed or an identity protected.
    Returns how many projects were changed.
    """
    rows = Project.objects.select_for_update(of=("self",)).filter(application__submission__person=person)
    if not Person.objects.filter(pk=person.pk, protected=True).exists():
        rows = rows.filter(grantee_kind=ApplicantKind.PERSON)
    count = 0
    for project in rows.exclude(grantee_name="").select_related("fund__unit", "item", "district", "image"):
        project.grantee_name = ""
        project.save(update_fields=["grantee_name"])
        record(project, verb="project.name_taken_down", by=by)
        if project.item is not None and project.item.visible:
            commons.publish(project, by=by)
        count += 1
    return count


def open_project(application: Application, decision: Decision, *, by: Person) -> Project:
    """Makes the public project of a released award, inside the release's transaction."""
    language = application.submission.language
    project = Project.objects.create(
        fund=application.round.fund,
        round=application.round,
        application=application,
        slug=free_slug(application.title),
        title=LocalizedText({language: application.title}),
        summary=LocalizedText({language: application.summary}),
        grantee_kind=application.applicant_kind,
        grantee_name=public_name(application),
        requested=application.requested,
        granted=decision.amount or 0,
        granted_on=dates.today(),
        starts_on=application.starts_on,
        ends_on=application.ends_on,
        district=application.district,
        focus_challenge=application.focus_challenge,
    )
    project.vision_areas.set(application.vision_areas.all())
    record(project, verb="project.opened", by=by, facts={"decision": decision.pk})
    tell_of_grant(project, by=by, at=decision.released_at)
    agreements.begin(project, decision, by=by)
    aid.released(decision)
    origin = application.submission.origin
    if project.item is not None and origin is not None and origin.visible:
        commons.link(project.item, origin, Link.Kind.GREW_FROM, by=by)
    return project


def tell_of_grant(project: Project, *, by: Person | None, at: datetime | None = None) -> None:
    """Publishes a project with its first step and its link to the fund."""
    item = commons.publish(project, by=by)
    commons.add_step(
        item,
        by=by,
        kind=Step.Kind.DECISION,
        title=in_all_languages(_("Granted by %(fund)s"), fund=project.fund.name),
        at=at or dates.at(project.granted_on, time(12, 0)),
        amount=project.granted,
        by_function=project.fund.name,
        once=f"granted:{project.pk}",
        tell=False,
    )
    if project.fund.item_id:
        commons.link(item, project.fund.item, Link.Kind.FUNDED_BY, by=by)


@transaction.atomic
def tell(
    project: Project,
    *,
    by: Person,
    title: LocalizedText,
    words: LocalizedText,
    at: datetime | None = None,
    images: Any = (),
) -> Step:
    """Adds a dated public step to a project; followers get a letter. Raises Refused for others than the fund's own."""
    insist(can_tell_about(by, project))
    step = commons.add_step(
        project.item,
        by=by,
        kind=Step.Kind.UPDATE,
        title=title,
        words=words,
        at=at,
        by_function=project.fund.name,
        images=images,
    )
    record(project, verb="project.told", by=by, facts={"step": step.pk})
    return step


@transaction.atomic
def move(project: Project, name: str, *, by: Person, learnt: LocalizedText | None = None) -> Project:
    """Starts, finishes or stops a project in public. `learnt` is asked for at the end, above all of a failure."""
    fresh: Project = walk(PROJECT_MOVES, name, project, by=by)
    if learnt is not None:
        fresh.learnt = learnt
        fresh.save(update_fields=["learnt"])
    item = commons.publish(fresh, by=by)
    commons.add_step(
        item,
        by=by,
        kind=Step.Kind.RESULT if fresh.state in {ProjectState.FINISHED, ProjectState.STOPPED} else Step.Kind.STATUS,
        title=in_all_languages(ProjectState(fresh.state).label),
        words=learnt,
        by_function=fresh.fund.name,
        once=f"{name}:{fresh.pk}",
    )
    ended(fresh, by=by)
    return fresh
