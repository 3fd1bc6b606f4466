"""The reviewer's page put together: what was sent beside the rubric, and what others gave once one's own is done."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Any

from django.forms import BoundField
from django.utils.translation import gettext as _

from civicportal.kernel.answers import Answer
from civicportal.kernel.dates import show_clock
from civicportal.people.models import Person
from civicportal.review import redacting, rules
from civicportal.review.actions import Written, written
from civicportal.review.enums import StageKind
from civicportal.review.forms.reviewing import ReviewForm, as_typed, score_field
from civicportal.review.models import Assignment, Criterion, Review, Slot
from civicportal.review.queries import Given, Place, criteria_of, left_by_earlier, place_of, reviews_given
from civicportal.submissions.completing import Change, last_change
from civicportal.submissions.kinds import kind_of
from civicportal.submissions.models import Version
from civicportal.submissions.queries import latest_version
from civicportal.submissions.showing import ShownStep


def is_blind(assignment: Assignment) -> bool:
    """Without what tells who it is: by the stage's rule, and always for somebody with protected identity."""
    person = assignment.submission.person
    return assignment.stage.blind or bool(person and person.protected)


@dataclass(frozen=True, slots=True)
class ShownCriterion:
    """One criterion as the rubric shows it."""

    criterion: Criterion
    box: BoundField
    anchors: dict[int, str]
    stored: str = ""
    error: str = ""

    @property
    def value(self) -> str:
        return str(self.box.value() or "")


@dataclass(slots=True)
class Reading:
    """Everything on the reviewer's page. `may` says whether they may judge now, and if not why."""

    assignment: Assignment
    version: Version
    criteria: list[Criterion]
    review: Review | None
    saved: Written
    may: Answer
    form: ReviewForm
    redactions: dict[str, str]

    @property
    def is_done(self) -> bool:
        return self.review is not None and self.review.done_at is not None

    @property
    def blind(self) -> bool:
        return is_blind(self.assignment)

    def rubric(self) -> list[ShownCriterion]:
        """The criteria with their boxes, anchors and errors."""
        return [
            ShownCriterion(
                criterion,
                self.form[score_field(criterion)],
                {anchor.score: str(anchor.words) for anchor in criterion.anchors.all()},
                as_typed(self.saved.scores[criterion.pk]) if criterion.pk in self.saved.scores else "",
                " ".join(self.form.errors.get(score_field(criterion), [])),
            )
            for criterion in self.criteria
        ]

    @property
    def title(self) -> str:
        """What it is called, as this reader may see it."""
        return redacting.title_in_version(self.version, self.assignment.submission.case.title, self.redactions)

    def steps(self) -> list[ShownStep]:
        """What was sent, step by step, without what the writer marked as sensitive: that is for the handler alone.

        The stage's window carries the right to read: when it has closed there is nothing here.
        """
        if self.assignment.stage.has_closed():
            return []
        return redacting.answers(self.version, blind=self.blind, redactions=self.redactions)

    def changes(self) -> list[Change]:
        """What a completion changed. A blind reader reads the new text alone: the old one may name its writer."""
        if self.blind or self.version.number == 1 or self.assignment.stage.has_closed():
            return []
        return last_change(self.assignment.submission, blind=False, with_sensitive=False)

    def facts(self) -> list[tuple[Any, Any]]:
        """The few facts at the top: sum, district, dates, as the feature says them."""
        submission = self.assignment.submission
        return list(kind_of(submission.opening).facts(submission, self.blind))

    def saved_words(self) -> str:
        """ "Saved at 14:32", or nothing before the first save."""
        if self.review is None:
            return ""
        return _("Saved at %(clock)s") % {"clock": show_clock(self.review.saved_at)}

    def has_newer_version(self) -> bool:
        """Whether the applicant has sent the application anew since the reviewer last wrote."""
        return self.review is not None and self.review.version_judged_id != self.version.pk


def typed_form(assignment: Assignment, data: Any) -> ReviewForm:
    """The form alone, for saving while the reviewer writes. One query."""
    return ReviewForm(data, criteria=list(Criterion.objects.filter(opening_id=assignment.submission.opening_id)))


def reading_of(assignment: Any, person: Person, data: Any = None) -> Reading:
    """The page for an assignment as queries.assignment_for has given it to the person."""
    version = latest_version(assignment.submission)
    criteria = criteria_of(assignment.submission.opening_id)
    review = getattr(assignment, "review", None)
    scores = {pair["criterion"]: pair["value"] for pair in assignment.own_scores}
    saved = written(review, scores)
    redactions = redacting.redactions_of(version) if is_blind(assignment) else {}
    initial = {
        **ReviewForm.initial_of(saved),
        "version": review.version if review else 0,
        "judged": version.number,
        "tab": str(uuid.uuid4()),
    }
    form = ReviewForm(data, criteria=criteria, initial=initial)
    may = rules.can_review(person, assignment)
    return Reading(assignment, version, criteria, review, saved, may, form, redactions)


def context_of(reading: Reading, person: Person) -> dict[str, Any]:
    """The template's context. Others' scores are asked for only when one's own is done."""
    submission = reading.assignment.submission
    given: list[Given] = reviews_given(person, submission) if reading.is_done else []
    return {
        **group_context(reading, person),
        "form": reading.form,
        "rubric": reading.rubric(),
        "given": given,
        "saved_words": reading.saved_words(),
    }


def group_context(reading: Reading, person: Person) -> dict[str, Any]:
    """What a reader's page shows whatever the stage gives: what was sent, the earlier stages, the place in the list."""
    place: Place = place_of(person, reading.assignment)
    stage = reading.assignment.stage
    return {
        "reading": reading,
        "case": reading.assignment.submission.case,
        "stage": stage,
        "closed": stage.has_closed(),
        "place": place,
        "done_count": place.total - place.left,
        "facts": reading.facts(),
        "title_shown": reading.title,
        "steps": reading.steps(),
        "earlier": left_by_earlier(reading.assignment),
        "changes": reading.changes(),
        "slot": _slot_of(reading.assignment),
    }


def _slot_of(assignment: Assignment) -> Slot | None:
    """When the jury meets them, in a stage where they pitch."""
    if assignment.stage.kind != StageKind.PITCH:
        return None
    return Slot.objects.filter(stage=assignment.stage_id, submission=assignment.submission_id).first()
