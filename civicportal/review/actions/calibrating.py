"""The two cases that everybody scores first, so that a three means the same to all."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from civicportal.kernel import dates
from civicportal.kernel.answers import Refused, insist, no
from civicportal.kernel.text import nfc, one_line
from civicportal.people.models import Person
from civicportal.records.actions import record
from civicportal.review import rules
from civicportal.review.actions.reviews import Unfinished, within_scales
from civicportal.review.models import Calibration, Criterion, Stage, Trial
from civicportal.submissions.models import Submission


def set_calibration(
    stage: Stage,
    *,
    position: int,
    by: Person,
    submission: Submission | None = None,
    title: str = "",
    text: str = "",
) -> Calibration:
    """Names the first or second calibration case: a submission of the round, or a text written for it.

    Raises Refused once a reader has scored, and for a submission of another round.
    """
    with transaction.atomic():
        locked = Stage.objects.select_for_update(of=("self",)).select_related("opening").get(pk=stage.pk)
        insist(rules.can_calibrate(by, locked))
        if submission is not None and submission.opening_id != locked.opening_id:
            raise Refused(no(_("It has come in to another round")))
        values = {
            "submission": submission,
            "title": "" if submission else one_line(title)[:120],
            "text": "" if submission else nfc(text).strip(),
        }
        if submission is None and not (values["title"] and values["text"]):
            raise Refused(no(_("Choose a submission, or write a title and a text")))
        row, _made = Calibration.objects.update_or_create(stage=locked, position=position, defaults=values)
        facts = {"stage": locked.pk, "position": position, "submission": submission.pk if submission else None}
        record(row, verb="calibration.set", by=by, facts=facts)
        return row


def remove_calibration(case: Calibration, *, by: Person) -> None:
    """Takes a calibration case away. Raises Refused once a reader has scored."""
    with transaction.atomic():
        insist(rules.can_calibrate(by, case.stage))
        record(case, verb="calibration.removed", by=by, facts={"stage": case.stage_id, "position": case.position})
        case.delete()


def try_out(case: Calibration, *, scores: Mapping[int, int | None], by: Person) -> Trial:
    """Keeps what a reader gives a calibration text; it never counts in a ranking.

    Raises Unfinished while a criterion has neither a score nor "cannot judge", Refused, and ValueError for a score
    outside its scale.
    """
    with transaction.atomic():
        insist(rules.can_try(by, case))
        criteria = list(Criterion.objects.filter(opening=case.stage.opening_id))
        if missing := [criterion for criterion in criteria if criterion.pk not in scores]:
            raise Unfinished(missing)
        within_scales((criterion, scores[criterion.pk]) for criterion in criteria)
        given = [(criterion.pk, scores[criterion.pk]) for criterion in criteria]
        row, made = Trial.objects.update_or_create(
            calibration=case, person=by, defaults={"given": given, "done_at": dates.now()}
        )
        record(row, verb="calibration.scored", by=by, facts={"calibration": case.pk, "first": made})
        return row
