"""What those who run a project tell about it: kept until staff release it, then a public step with its picture."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from civicportal.commons import actions as commons
from civicportal.commons import release as setting
from civicportal.commons.models import Step
from civicportal.commons.words import in_all_languages
from civicportal.files.actions import NO_ALT, content_of, store_picture, store_private
from civicportal.files.content import look_at_picture
from civicportal.files.models import StoredFile
from civicportal.kernel.answers import Refused, insist, no
from civicportal.kernel.moves import walk
from civicportal.kernel.text import LocalizedText, nfc, one_line
from civicportal.kernel.web import at_most
from civicportal.people.models import Person
from civicportal.records.actions import record
from funds.models import Project, ProjectUpdate
from funds.notices import after as notices
from funds.rules.after import UPDATE_MOVES, can_tell_of_own

A_DAY = 12
"""How many updates somebody may send a day: each is read by a person."""


@transaction.atomic
def write(
    project: Project,
    *,
    by: Person,
    title: str,
    words: str,
    language: str,
    once: UUID,
    picture: Any = None,
    alt: str = "",
) -> ProjectUpdate:
    """Keeps what somebody tells about their project; public when staff release it, or at once by the city's setting.

    `picture` is an upload, which needs `alt`. Sent twice is told once. Raises Refused, BadFile, TooMany.
    """
    locked = (
        Project.objects.select_for_update(of=("self",)).select_related("item", "fund", "application").get(pk=project.pk)
    )
    if first := ProjectUpdate.objects.filter(once=once, written_by=by).first():
        return first
    insist(can_tell_of_own(by, locked))
    if picture and not one_line(alt):
        raise Refused(no(NO_ALT))
    at_most(A_DAY, 86_400, what="project-update", who=str(by.pk))
    update: ProjectUpdate = ProjectUpdate.objects.create(
        project=locked,
        number=locked.updates.count() + 1,
        title=one_line(title)[:120],
        words=nfc(words).strip(),
        language=language,
        picture=_keep(picture, by),
        alt=one_line(alt)[:300],
        written_by=by,
        once=once,
    )
    record(update, verb="update.written", by=by, facts={"project": locked.pk})
    if setting.at_once():
        return _release(update, by=None)
    return update


def _keep(upload: Any, by: Person) -> StoredFile | None:
    """The picture, private until it is released; what is no picture is refused now, while the writer is here."""
    if not upload:
        return None
    kept = store_private(upload, by=by)
    look_at_picture(content_of(kept))
    return kept


@transaction.atomic
def release(update: ProjectUpdate, *, by: Person) -> ProjectUpdate:
    """Makes it public as a step of the project; followers and the writer get a letter. Raises Refused."""
    return _release(update, by=by)


def _release(update: ProjectUpdate, *, by: Person | None) -> ProjectUpdate:
    fresh: ProjectUpdate = walk(UPDATE_MOVES, "release", update, by=by)
    images = []
    if fresh.picture is not None:
        upload = ContentFile(content_of(fresh.picture), name=fresh.picture.name)
        images = [store_picture(upload, alt=fresh.alt, by=fresh.written_by)]
    project = Project.objects.select_related("item", "fund").get(pk=fresh.project_id)
    if project.item is None:
        raise Refused(no(_("The project does not stand in public, so nothing can be told about it")))
    fresh.step = commons.add_step(
        project.item,
        by=by,
        kind=Step.Kind.UPDATE,
        title=LocalizedText({fresh.language: fresh.title}),
        words=LocalizedText({fresh.language: fresh.words}),
        at=fresh.written_at,
        by_function=in_all_languages(_("Those who run the project")),
        images=images,
        once=f"update:{fresh.pk}",
    )
    fresh.save(update_fields=["step"])
    if by is not None:
        notices.update_answered(fresh)
    return fresh


@transaction.atomic
def decline(update: ProjectUpdate, *, by: Person, reason: str) -> ProjectUpdate:
    """Says no with a reason, which the writer reads. Raises Refused."""
    fresh = ProjectUpdate.objects.select_for_update(of=("self",)).get(pk=update.pk)
    insist(UPDATE_MOVES.can("decline", by, fresh))
    said = nfc(reason).strip()
    if not said:
        raise Refused(no(_("Write why it is not published. The one who wrote it reads it")))
    fresh.reason = said
    fresh.save(update_fields=["reason"])
    fresh = walk(UPDATE_MOVES, "decline", fresh, by=by)
    notices.update_answered(fresh)
    return fresh
