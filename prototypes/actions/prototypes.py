"""What a network does with its prototypes: publish, move on, tell, check that they do no harm."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time
from typing import Any
from uuid import UUID

from django.core.files.base import File
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from civicportal.commons import actions as commons
from civicportal.commons.models import Item, Link, Step
from civicportal.commons.words import in_all_languages
from civicportal.files.actions import store_picture
from civicportal.kernel import dates
from civicportal.kernel.answers import Refused, insist, no
from civicportal.kernel.moves import walk
from civicportal.kernel.rows import held
from civicportal.kernel.text import LocalizedText, slug_of
from civicportal.people.models import Person
from civicportal.records.actions import record
from prototypes.enums.prototypes import PrototypeState
from prototypes.models import HarmCheck, HarmLine, Prototype
from prototypes.rules.prototypes import PROTOTYPE_MOVES, can_lead_prototype, can_tell_about

NOON = time(12, 0)


def free_slug(name: str) -> str:
    """The name as an address that no prototype has; a number behind it where needed."""
    slug, number = slug_of(name, 70), 1
    while Prototype.objects.filter(slug=slug).exists():
        number += 1
        slug = f"{slug_of(name, 70)}-{number}"
    return slug


def _locked(prototype: Prototype) -> Prototype:
    rows = Prototype.objects.select_related(
        "network__unit", "network__item", "item", "district", "theme", "image", "tests"
    )
    fresh: Prototype = held(rows, prototype.pk)
    return fresh


def _is_public(prototype: Prototype) -> bool:
    return prototype.item is not None and prototype.item.visible


@transaction.atomic
def publish(prototype: Prototype, *, by: Person) -> Item:
    """Puts a prototype in public as it stands now, with its first step and its links at the first time.

    Raises Refused for others than the network's coordinators.
    """
    fresh = _locked(prototype)
    insist(can_lead_prototype(by, fresh))
    return _publish(fresh, by=by)


def _publish(prototype: Prototype, *, by: Any) -> Item:
    item = commons.publish(prototype, by=by)
    commons.add_step(
        item,
        by=by,
        title=in_all_languages(_("The work began")),
        words=prototype.backed_by,
        at=dates.at(prototype.since, NOON),
        by_function=prototype.network.name,
        once=f"began:{prototype.pk}",
        tell=False,
    )
    if prototype.network.item is not None:
        commons.link(item, prototype.network.item, Link.Kind.BELONGS_TO, by=by)
    if prototype.tests is not None and prototype.tests.visible:
        commons.link(item, prototype.tests, Link.Kind.TESTS, by=by)
    return item


@transaction.atomic
def refresh(prototype: Prototype, *, by: Any) -> None:
    """After an edit in the backoffice: what stands in public follows, and what does not yet stays out."""
    fresh = _locked(prototype)
    if _is_public(fresh):
        commons.publish(fresh, by=by)


@transaction.atomic
def hide(prototype: Prototype, *, by: Person, reason: str) -> None:
    """Takes a prototype out of the public; its steps and followers stay for a later publication.

    `reason` is one word for the log. Raises Refused.
    """
    fresh = _locked(prototype)
    insist(can_lead_prototype(by, fresh))
    commons.hide(fresh, by=by, reason=reason)


@transaction.atomic
def move(prototype: Prototype, name: str, *, by: Person, learnt: LocalizedText | None = None) -> Prototype:
    """Starts, pauses, resumes or ends a prototype. `learnt` is asked for at the end. Followers get a letter.

    Raises Refused.
    """
    fresh: Prototype = walk(PROTOTYPE_MOVES, name, prototype, by=by)
    fresh.state_since = dates.today()
    if learnt is not None:
        fresh.learnt = learnt
    fresh.save(update_fields=["state_since", "learnt"])
    fresh = _locked(fresh)
    if _is_public(fresh):
        ended = fresh.state == PrototypeState.ENDED
        commons.add_step(
            commons.publish(fresh, by=by),
            by=by,
            kind=Step.Kind.RESULT if ended else Step.Kind.STATUS,
            title=in_all_languages(PrototypeState(fresh.state).label),
            words=learnt,
            by_function=fresh.network.name,
        )
    return fresh


@dataclass(frozen=True)
class Picture:
    """A picture that staff send, with what it shows."""

    upload: File
    alt: str


@transaction.atomic
def tell(
    prototype: Prototype,
    *,
    by: Person,
    title: LocalizedText,
    words: LocalizedText,
    day: date | None = None,
    pictures: Iterable[Picture] = (),
    once: UUID | None = None,
) -> Step:
    """Writes in a prototype's public log; followers get a letter. `day` is when it happened, now when left out.

    Raises Refused for others than the network's own and for a day that lies ahead, and BadFile for a picture that
    cannot be taken.
    """
    fresh = _locked(prototype)
    insist(can_tell_about(by, fresh))
    if day is not None and day > dates.today():
        raise Refused(no(_("The log tells what has happened. Choose a day that is not ahead")))
    name = f"log:{once}" if once else None
    if name and (told := Step.objects.filter(once=name).first()):
        return told
    images = [store_picture(picture.upload, alt=picture.alt, by=by) for picture in pictures]
    step = commons.add_step(
        fresh.item,
        by=by,
        kind=Step.Kind.UPDATE,
        title=title,
        words=words,
        at=dates.at(day, NOON) if day and day != dates.today() else None,
        by_function=fresh.network.name,
        images=images,
        once=name,
    )
    record(fresh, verb="prototype.told", by=by, facts={"step": step.pk})
    return step


@transaction.atomic
def set_picture(prototype: Prototype, picture: Picture, *, by: Person) -> Prototype:
    """Gives a prototype the picture that its card and page show. Raises Refused, and BadFile."""
    fresh = _locked(prototype)
    insist(can_lead_prototype(by, fresh))
    fresh.image = store_picture(picture.upload, alt=picture.alt, by=by)
    fresh.save(update_fields=["image"])
    record(fresh, verb="prototype.picture", by=by, facts={"file": fresh.image.pk})
    if _is_public(fresh):
        commons.publish(fresh, by=by)
    return fresh


@dataclass(frozen=True)
class Finding:
    """What a do-no-harm check found on one point."""

    point: LocalizedText
    verdict: str
    note: LocalizedText


@transaction.atomic
def check_harm(
    prototype: Prototype,
    findings: Iterable[Finding],
    *,
    by: Person,
    made_on: date,
    by_function: LocalizedText,
    once: UUID | None = None,
) -> HarmCheck:
    """Notes a do-no-harm check, with the points' words as they are now; the page shows the latest.

    `once` is the form's number: the same check sent twice is there once. Raises Refused, also for a day that lies
    ahead or a check without points.
    """
    fresh = _locked(prototype)
    insist(can_lead_prototype(by, fresh))
    if once and (first := HarmCheck.objects.filter(once=once).first()):
        return first
    lines = list(findings)
    if made_on > dates.today():
        raise Refused(no(_("The check was made on a day that lies ahead. Choose another")))
    if not lines:
        raise Refused(no(_("The network's checklist is empty. Write its points first")))
    check = HarmCheck.objects.create(prototype=fresh, made_on=made_on, by_function=by_function, once=once)
    HarmLine.objects.bulk_create(
        HarmLine(check_made=check, position=place, point=line.point, verdict=line.verdict, note=line.note)
        for place, line in enumerate(lines, start=1)
    )
    record(fresh, verb="prototype.checked", by=by, facts={"check": check.pk})
    if _is_public(fresh):
        commons.add_step(
            fresh.item,
            by=by,
            title=in_all_languages(_("Do no harm: the check is made")),
            at=dates.at(made_on, NOON) if made_on != dates.today() else None,
            by_function=by_function,
            once=f"checked:{check.pk}",
            tell=False,
        )
    return check
