"""Arranging how what comes in is judged: criteria with anchors, stages in order, and copying all of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from civicportal.kernel.answers import Refused, insist, no
from civicportal.kernel.text import LocalizedText, nfc
from civicportal.people.models import Person
from civicportal.records.actions import record
from civicportal.review import rules
from civicportal.review.models import Anchor, Calibration, Criterion, Prolonging, Stage
from civicportal.review.models.criteria import USUAL
from civicportal.submissions.models import Opening

OVERLAP = _("It would run into another stage of the round. Two stages are never open at once")


def _lock(opening: Opening) -> Opening:
    return Opening.objects.select_for_update().get(pk=opening.pk)


def save_criterion(
    opening: Opening,
    criterion: Criterion | None,
    *,
    name: LocalizedText,
    question: LocalizedText,
    weight: Decimal,
    anchors: Mapping[int, LocalizedText],
    by: Person,
    highest: int = USUAL,
) -> Criterion:
    """Adds a criterion last, or changes one. Its scale is 1 to `highest`, at the most 7.

    `anchors` says what the scores mean; an empty one is none, and one above the scale is left out. Raises Refused
    once the first score has been given.
    """
    with transaction.atomic():
        locked = _lock(opening)
        insist(rules.can_change_criteria(by, locked))
        values = {"name": name, "question": question, "weight": weight, "highest": highest}
        if criterion is None:
            last = Criterion.objects.filter(opening=locked).aggregate(last=Max("position"))["last"] or 0
            criterion = Criterion.objects.create(opening=locked, position=last + 1, **values)
        else:
            for field, value in values.items():
                setattr(criterion, field, value)
            criterion.save(update_fields=[*values])
        criterion.anchors.all().delete()
        Anchor.objects.bulk_create(
            Anchor(criterion=criterion, score=score, words=words)
            for score, words in anchors.items()
            if words and score <= highest
        )
        facts = {"opening": locked.pk, "weight": str(weight), "highest": highest}
        record(criterion, verb="criterion.saved", by=by, facts=facts)
        return criterion


def remove_criterion(criterion: Criterion, *, by: Person) -> None:
    """Takes a criterion away with its anchors. Raises Refused once the first score has been given."""
    with transaction.atomic():
        locked = _lock(criterion.opening)
        insist(rules.can_change_criteria(by, locked))
        record(criterion, verb="criterion.removed", by=by, facts={"opening": locked.pk})
        criterion.delete()


def move_criterion(criterion: Criterion, *, up: bool, by: Person) -> None:
    """One step up or down in the order; at the end it stays. Raises Refused once the first score has been given."""
    with transaction.atomic():
        locked = _lock(criterion.opening)
        insist(rules.can_change_criteria(by, locked))
        rows = list(Criterion.objects.filter(opening=locked))
        for position, row in enumerate(_moved(rows, criterion, up), start=1):
            row.position = position
        Criterion.objects.bulk_update(rows, ["position"])
        record(criterion, verb="criterion.moved", by=by, facts={"opening": locked.pk, "up": up})


def _moved(rows: Sequence[Any], row: Any, up: bool) -> list[Any]:
    """The rows with one of them a step further up or down."""
    place = next(number for number, one in enumerate(rows) if one.pk == row.pk)
    target = place - 1 if up else place + 1
    moved = list(rows)
    if 0 <= target < len(moved):
        moved[place], moved[target] = moved[target], moved[place]
    return moved


def save_stage(opening: Opening, stage: Stage | None, *, people: Iterable[Person], by: Person, **values: Any) -> Stage:
    """Adds a stage last, or changes one that nobody has been asked to read in yet.

    `values` are the stage's own fields. The stages stand in the order of their windows. Raises Refused, also when
    two windows overlap.
    """
    named = list(people)
    with transaction.atomic():
        locked = _lock(opening)
        insist(rules.can_arrange_opening(by, locked) if stage is None else rules.can_change_stage(by, stage))
        last = Stage.objects.filter(opening=locked).aggregate(last=Max("position"))["last"] or 0
        row = stage or Stage(opening=locked, position=last + 1)
        for field, value in values.items():
            setattr(row, field, value)
        _save_window(row)
        row.people.set(named)
        _in_order_of_time(locked)
        record(row, verb="stage.saved", by=by, facts=_facts(row) | {"people": sorted(one.pk for one in named)})
        row.refresh_from_db()
        return row


def _facts(stage: Stage) -> dict[str, Any]:
    return {
        "opening": stage.opening_id,
        "kind": str(stage.kind),
        "blind": stage.blind,
        "opens_at": stage.opens_at.isoformat(),
        "closes_at": stage.closes_at.isoformat(),
    }


def _save_window(stage: Stage) -> None:
    """The database knows whether two windows overlap; its no becomes a sentence."""
    try:
        with transaction.atomic():
            stage.save()
    except IntegrityError as error:
        if "stages_do_not_overlap" in str(error):
            raise Refused(no(OVERLAP)) from error
        raise


def _in_order_of_time(opening: Opening) -> None:
    """First what opens first. The positions are unique, so they are written twice."""
    rows = list(Stage.objects.filter(opening=opening).order_by("opens_at"))
    if [row.position for row in rows] == sorted(row.position for row in rows):
        return
    for above in (1000, 0):
        for position, row in enumerate(rows, start=1):
            row.position = above + position
            row.save(update_fields=["position"])


def remove_stage(stage: Stage, *, by: Person) -> None:
    """Takes a stage away that holds nothing. Raises Refused."""
    with transaction.atomic():
        locked = _lock(stage.opening)
        insist(rules.can_remove_stage(by, stage))
        record(stage, verb="stage.removed", by=by, facts={"opening": locked.pk})
        Calibration.objects.filter(stage=stage).delete()
        Prolonging.objects.filter(stage=stage).delete()
        stage.delete()


def move_stage(stage: Stage, *, up: bool, by: Person) -> None:
    """The stage and its neighbour change places: each takes the other's window, so the round's days stay.

    Raises Refused when somebody has been asked to read in one of them.
    """
    with transaction.atomic():
        locked = _lock(stage.opening)
        rows = list(Stage.objects.filter(opening=locked))
        place = next(number for number, one in enumerate(rows) if one.pk == stage.pk)
        target = place - 1 if up else place + 1
        if not 0 <= target < len(rows):
            return
        one, other = rows[place], rows[target]
        insist(rules.can_change_stage(by, one) & rules.can_change_stage(by, other))
        _change_places(one, other)
        record(stage, verb="stage.moved", by=by, facts={"opening": locked.pk, "with": other.pk})


def _change_places(one: Stage, other: Stage) -> None:
    """Swaps windows and positions; one of them stands far away while the other takes its place."""
    first = (one.opens_at, one.closes_at, one.position)
    second = (other.opens_at, other.closes_at, other.position)
    away = timedelta(days=36_500)
    for row, (opens_at, closes_at, position) in (
        (one, (first[0] + away, first[1] + away, 1000)),
        (other, first),
        (one, second),
    ):
        row.opens_at, row.closes_at, row.position = opens_at, closes_at, position
        row.save(update_fields=["opens_at", "closes_at", "position"])


def prolong(stage: Stage, *, until: datetime, reason: str, by: Person) -> Stage:
    """Gives a stage more time, open or closed. The reason is kept, and the log says who moved what to when.

    `until` is the first instant that is too late. Raises Refused without a reason, for an earlier time, and when it
    runs into the next stage.
    """
    with transaction.atomic():
        locked = Stage.objects.select_for_update(of=("self",)).select_related("opening").get(pk=stage.pk)
        insist(rules.can_prolong(by, locked))
        if not nfc(reason).strip():
            raise Refused(no(_("Write why the stage gets more time")))
        if until <= locked.closes_at:
            raise Refused(no(_("Choose a time after the present end")))
        before, locked.closes_at = locked.closes_at, until
        _save_window(locked)
        row = Prolonging.objects.create(stage=locked, closed_at=before, until=until, reason=nfc(reason).strip(), by=by)
        facts = {"from": before.isoformat(), "until": until.isoformat(), "prolonging": row.pk}
        record(locked, verb="stage.prolonged", by=by, facts=facts)
        return locked


def copy_setup(source: Opening, target: Opening, *, by: Person) -> list[Stage]:
    """Copies criteria with anchors, stages with their people, and calibration texts to an opening that has none.

    The windows keep their distance to the day when the opening closes. Raises Refused when the target has criteria
    or stages already, and for whoever does not arrange it.
    """
    with transaction.atomic():
        locked = _lock(target)
        insist(rules.can_arrange_opening(by, locked) & rules.can_read_setup(by, source))
        if Criterion.objects.filter(opening=locked).exists() or Stage.objects.filter(opening=locked).exists():
            raise Refused(no(_("Criteria or stages stand here already. Remove them first")))
        _copy_criteria(source, locked)
        made = [_copy_stage(stage, locked, locked.closes_at - source.closes_at) for stage in source.stages.all()]
        facts = {"from": source.pk, "criteria": Criterion.objects.filter(opening=locked).count(), "stages": len(made)}
        record(locked, verb="review.copied", by=by, facts=facts)
        return made


def _copy_criteria(source: Opening, target: Opening) -> None:
    for criterion in Criterion.objects.filter(opening=source).prefetch_related("anchors"):
        anchors = list(criterion.anchors.all())
        copied = Criterion.objects.create(
            opening=target,
            position=criterion.position,
            name=criterion.name,
            question=criterion.question,
            weight=criterion.weight,
            highest=criterion.highest,
        )
        Anchor.objects.bulk_create(
            Anchor(criterion=copied, score=anchor.score, words=anchor.words) for anchor in anchors
        )


COPIED = (
    "position", "name", "kind", "judges", "blind", "wanted_reviews", "redacted_first", "leaves", "best", "shows",
)  # fmt: skip


def _copy_stage(stage: Stage, target: Opening, later: timedelta) -> Stage:
    values = {field: getattr(stage, field) for field in COPIED}
    copied = Stage.objects.create(
        opening=target, opens_at=stage.opens_at + later, closes_at=stage.closes_at + later, **values
    )
    copied.people.set(stage.people.all())
    Calibration.objects.bulk_create(
        Calibration(stage=copied, position=case.position, title=case.title, text=case.text)
        for case in stage.calibrations.filter(submission=None)
    )
    return copied
