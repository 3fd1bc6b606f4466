"""The way of a call or a challenge into the public: at once or at a set time, and out again."""

from __future__ import annotations

import logging
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from challenges.actions.times import take_times_of_call
from challenges.enums import IN_PUBLIC, Phase, Publication
from challenges.models import Call, Challenge
from challenges.phases import phase_of
from challenges.rules import can_edit, machine_of
from civicportal.commons import actions as commons
from civicportal.commons.models import Link, Step
from civicportal.commons.words import in_all_languages
from civicportal.files.models import StoredFile
from civicportal.kernel import dates
from civicportal.kernel.answers import Refused, insist, no
from civicportal.kernel.moves import walk
from civicportal.kernel.text import LocalizedText
from civicportal.people.models import Person
from civicportal.records.actions import record

logger = logging.getLogger(__name__)

TOLD_PHASES = {
    Phase.OPEN: _("Open for proposals until %(when)s"),
    Phase.READING: _("Closed for proposals. Now they are read"),
    Phase.CLOSED: _("Closed for proposals"),
}
"""Which phases followers hear of as a step; the others have steps of their own."""


def _row(thing: Call | Challenge) -> Any:
    """The row as the database has it, with what its item tells."""
    rows: Any = type(thing)._base_manager.select_related("unit", "item", "opening", "image")
    if isinstance(thing, Challenge):
        rows = rows.select_related("call__item", "call__opening", "district", "theme").prefetch_related(
            "voices", "goals"
        )
    return rows.get(pk=thing.pk)


@transaction.atomic
def schedule(thing: Call | Challenge, *, at: datetime, by: Person) -> Call | Challenge:
    """Sets the time when it becomes public by itself. Raises Refused for a time that has passed, or when not whole."""
    if at <= dates.now():
        raise Refused(no(_("Choose a time that lies ahead, or publish now")))
    fresh = walk(machine_of(thing), "schedule", thing, by=by)
    fresh.publish_at = at
    fresh.save(update_fields=["publish_at"])
    return fresh


@transaction.atomic
def unschedule(thing: Call | Challenge, *, by: Person) -> Call | Challenge:
    """Takes the set time back: it is a draft again."""
    fresh = walk(machine_of(thing), "unschedule", thing, by=by)
    fresh.publish_at = None
    fresh.save(update_fields=["publish_at"])
    return fresh


@transaction.atomic
def publish(thing: Call | Challenge, *, by: Person | None) -> Call | Challenge:
    """Makes it public now: page, list, search, thread. `by` is None for the clock. Raises Refused when not whole."""
    walk(machine_of(thing), "publish", thing, by=by)
    fresh = _row(thing)
    if isinstance(fresh, Challenge):
        take_times_of_call(fresh, by=by)
    fresh.published_at = fresh.published_at or dates.now()
    fresh.publish_at = None
    fresh.phase = phase_of(fresh)
    fresh.save(update_fields=["published_at", "publish_at", "phase"])
    item = commons.publish(fresh, by=by)
    commons.add_step(
        item,
        by=by,
        title=in_all_languages(_("Published by %(unit)s"), unit=fresh.unit.name),
        at=fresh.published_at,
        by_function=fresh.unit.name,
        once=f"published:{fresh._meta.model_name}:{fresh.pk}",
        tell=False,
    )
    if isinstance(fresh, Challenge):
        _join_call(fresh, by=by)
    else:
        for challenge in fresh.challenges.filter(item__visible=True).select_related("item", "call__item"):
            _join_call(challenge, by=by)
    return fresh


def _join_call(challenge: Challenge, *, by: Person | None) -> None:
    call = challenge.call
    if call is not None and call.item is not None and call.item.visible and challenge.item is not None:
        commons.link(challenge.item, call.item, Link.Kind.BELONGS_TO, by=by)


@transaction.atomic
def refresh(thing: Call | Challenge, *, by: Person | None) -> None:
    """After its words have been edited: the public face follows. Nothing happens to what is not public."""
    fresh = _row(thing)
    if fresh.state not in IN_PUBLIC:
        return
    fresh.phase = phase_of(fresh)
    fresh.save(update_fields=["phase"])
    commons.publish(fresh, by=by)
    if isinstance(fresh, Challenge):
        take_times_of_call(fresh, by=by)
        _join_call(fresh, by=by)


@transaction.atomic
def give_picture(thing: Call | Challenge, stored: StoredFile, *, by: Person) -> None:
    """Puts a stored picture on a call or challenge; it shows as soon as the worker has made its sizes."""
    insist(can_edit(by, thing))
    thing.image = stored
    thing.save(update_fields=["image"])
    record(thing, verb=f"{thing._meta.model_name}.picture", by=by, facts={"file": stored.pk})
    refresh(thing, by=by)


@transaction.atomic
def hide(thing: Call | Challenge, *, by: Person) -> Call | Challenge:
    """Takes it back into a draft, as long as nobody has answered. Its item becomes a bare anchor."""
    walk(machine_of(thing), "hide", thing, by=by)
    fresh = _row(thing)
    commons.hide(fresh, by=by, reason="unpublished")
    return fresh


@transaction.atomic
def end(thing: Call | Challenge, *, by: Person, outcome: LocalizedText | None = None) -> Call | Challenge:
    """Ends it in public: the page stays. `outcome` says what came of a challenge."""
    walk(machine_of(thing), "end", thing, by=by)
    fresh = _row(thing)
    if isinstance(fresh, Challenge) and outcome is not None:
        fresh.outcome = outcome
    fresh.phase = phase_of(fresh)
    fresh.save(update_fields=["phase", *(["outcome"] if isinstance(fresh, Challenge) else [])])
    item = commons.publish(fresh, by=by)
    commons.add_step(
        item,
        by=by,
        kind=Step.Kind.RESULT,
        title=in_all_languages(Phase(fresh.phase).label),
        words=outcome,
        by_function=fresh.unit.name,
        once=f"ended:{fresh._meta.model_name}:{fresh.pk}",
    )
    return fresh


# By the clock


def publish_what_is_due() -> int:
    """Publishes what has reached its set time, however late the clock comes. Returns how many became public.

    One that cannot be published is left as it is, and waits in its editor's queue.
    """
    moment = dates.now()
    count = 0
    for model in (Call, Challenge):
        for pk in model.objects.due(moment).values_list("pk", flat=True):
            count += _publish_one(model, pk)
    return count


def _publish_one(model: type[Call] | type[Challenge], pk: int) -> int:
    try:
        with transaction.atomic():
            found = model.objects.select_for_update(of=("self",), skip_locked=True).due(dates.now()).filter(pk=pk)
            thing = found.first()
            if thing is None:
                return 0
            publish(thing, by=None)
            return 1
    except Refused as refused:
        logger.warning("%s %s waits past its time: %s", model._meta.model_name, pk, refused.why)
        return 0


def tell_phases() -> int:
    """Lets what is public tell where it stands now: opened, closed, being read. Returns how many moved on."""
    moved = 0
    for model in (Call, Challenge):
        rows = model.objects.filter(state=Publication.PUBLISHED, item__visible=True).select_related("opening")
        for thing in rows:
            if phase_of(thing) != thing.phase:
                moved += _tell_phase(model, thing.pk)
    return moved


@transaction.atomic
def _tell_phase(model: type[Call] | type[Challenge], pk: int) -> int:
    locked = model.objects.select_for_update(of=("self",), skip_locked=True).filter(pk=pk).first()
    if locked is None:
        return 0
    thing = _row(locked)
    phase = phase_of(thing)
    if phase == thing.phase:
        return 0
    before, thing.phase = thing.phase, phase
    thing.save(update_fields=["phase"])
    item = commons.publish(thing, by=None)
    if phase in TOLD_PHASES:
        opening = thing.opening
        commons.add_step(
            item,
            by=None,
            title=phase_words(phase, opening.closes_at),
            at=opening.opens_at if phase == Phase.OPEN else opening.closes_at,
            by_function=thing.unit.name,
            once=f"{phase}:{thing._meta.model_name}:{thing.pk}:{opening.closes_at:%Y%m%d%H%M}",
        )
    record(thing, verb=f"{thing._meta.model_name}.phase", by=None, facts={"from": str(before), "to": str(phase)})
    return 1


def phase_words(phase: Phase, closes_at: datetime) -> LocalizedText:
    """The step's words with the deadline said in each language."""
    when = LocalizedText({code: dates.show_deadline(closes_at, language=code) for code in ("sv", "en")})
    return in_all_languages(TOLD_PHASES[phase], when=when)
