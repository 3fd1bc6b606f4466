"""The rubric and the declaration of a conflict of interest."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from civicportal.cases.enums import Ground
from civicportal.kernel.forms import PortalForm
from civicportal.people.models import Person
from civicportal.review.actions import Written
from civicportal.review.enums import Verdict
from civicportal.review.models import Advice, Criterion

CANNOT_JUDGE = "none"
LONGEST = 4000


def score_field(criterion: Criterion) -> str:
    """The name of a criterion's boxes on the page."""
    return f"score-{criterion.pk}"


def as_typed(value: int | None) -> str:
    """A stored score as the page's boxes say it."""
    return CANNOT_JUDGE if value is None else str(value)


class RubricForm(PortalForm):
    """The boxes of the criteria."""

    def __init__(self, *args: Any, criteria: list[Criterion], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.criteria = criteria
        for criterion in criteria:
            self.fields[score_field(criterion)] = forms.ChoiceField(
                label=str(criterion.name),
                choices=[*((str(score), str(score)) for score in criterion.scale), (CANNOT_JUDGE, _("Cannot judge"))],
                widget=forms.RadioSelect,
                required=False,
                error_messages={
                    "invalid_choice": _("Choose a score from 1 to %(highest)s, or that you cannot judge")
                    % {"highest": criterion.highest}
                },
            )

    def scores(self) -> dict[int, int | None]:
        """The criteria that were answered on the page: a score, or None for "cannot judge"."""
        typed = {criterion.pk: self.cleaned_data.get(score_field(criterion)) for criterion in self.criteria}
        return {pk: None if value == CANNOT_JUDGE else int(value) for pk, value in typed.items() if value}


class TrialForm(RubricForm):
    """Scores for a calibration text."""

    @classmethod
    def initial_from(cls, given: dict[int, int | None]) -> dict[str, Any]:
        return {f"score-{criterion}": as_typed(value) for criterion, value in given.items()}


class ReviewForm(RubricForm):
    """Scores and words about one submission. Nothing is demanded: it is saved as it is and finished later."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    judged = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    tab = forms.CharField(widget=forms.HiddenInput, max_length=36, required=False)
    to_group = forms.CharField(
        label=_("To the group"),
        help_text=_("Read by the staff who handle it, and by the other reviewers when they are done with their own"),
        widget=forms.Textarea({"rows": 4}),
        max_length=LONGEST,
        required=False,
    )
    to_applicant = forms.CharField(
        label=_("To whoever sent it in"),
        help_text=_("What is strong, and what would make it stronger. It may be sent along with the answer"),
        widget=forms.Textarea({"rows": 4}),
        max_length=LONGEST,
        required=False,
    )

    @classmethod
    def initial_of(cls, written: Written) -> dict[str, Any]:
        """What a saved review fills in; a criterion without an answer has none, so that nothing is preselected."""
        scores = {f"score-{criterion}": as_typed(value) for criterion, value in written.scores.items()}
        return {**scores, "to_group": written.to_group, "to_applicant": written.to_applicant}


class RecusalForm(PortalForm):
    """Why somebody steps aside."""

    ground = forms.ChoiceField(
        label=_("Why do you step aside?"),
        help_text=_("The law's grounds, in short. If you doubt, step aside or ask whoever asked you to read"),
        choices=Ground.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose why you step aside")},
    )


class NoInterestForm(PortalForm):
    """Why there is no interest in a case that the portal gave a hint about."""

    why = forms.CharField(
        label=_("Why do you have no interest in it?"),
        help_text=_("Your words stay with the case, and those responsible read them"),
        widget=forms.Textarea({"rows": 3}),
        max_length=1000,
        error_messages={"required": _("Write why you have no interest in it")},
    )


class AdviceForm(PortalForm):
    """What a group advises, and why."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    verdict = forms.ChoiceField(
        label=_("What does the group advise?"), choices=Verdict.choices, widget=forms.RadioSelect, required=False
    )
    words = forms.CharField(
        label=_("Why, and on which terms"),
        help_text=_("The next stage and whoever decides read it"),
        widget=forms.Textarea({"rows": 6}),
        max_length=LONGEST,
        required=False,
    )

    @classmethod
    def initial_of(cls, advice: Advice | None) -> dict[str, Any]:
        """What is saved fills the boxes; nothing is chosen beforehand."""
        if advice is None:
            return {"version": 0}
        return {"version": advice.version, "verdict": advice.verdict, "words": advice.words}


class AssignForm(PortalForm):
    """Who reads what came in, in a stage. Nobody chosen means nobody asked."""

    reviewers = forms.MultipleChoiceField(
        label=_("Reviewers"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Those with the least to read stand first. Whoever has stepped aside or coached is not listed"),
        error_messages={"required": _("Choose at least one reviewer")},
    )

    def __init__(self, *args: Any, candidates: list[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.candidates = {str(person.pk): person for person in candidates}
        self.fields["reviewers"].choices = [(pk, self._words(person)) for pk, person in self.candidates.items()]

    @staticmethod
    def _words(person: Person) -> str:
        """ "Rio Reviewer, 3 to read", with what may be an interest."""
        words = _("%(name)s, %(load)d to read") % {"name": person, "load": person.load}
        if not person.hints:
            return words
        return _("%(words)s. May have an interest: %(hints)s") % {
            "words": words,
            "hints": ", ".join(str(hint.words) for hint in person.hints),
        }

    def chosen(self) -> list[Person]:
        """The people behind the boxes that were ticked."""
        return [self.candidates[pk] for pk in self.cleaned_data["reviewers"]]
