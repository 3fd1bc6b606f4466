"""Where two texts met: shows both and lets the writer choose, or write one of both."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from civicportal.kernel.forms import PortalForm
from civicportal.submissions.definition import OWN_WORDS, Definition, Question
from civicportal.submissions.queries import Kept
from civicportal.submissions.showing import Names, typed_in_words

BOTH = "both"
KEPT = "kept"


@dataclass(frozen=True, slots=True)
class Meeting:
    """One question with what is kept and the texts that were put aside, by the page that wrote them."""

    question: Question
    kept: Any
    aside: dict[str, Any]
    version: int
    by: int = 0
    aside_by: dict[str, int] = field(default_factory=dict)


def open_conflicts(definition: Definition, have: Kept) -> list[Meeting]:
    """The questions that have texts put aside, in the form's order."""
    return [
        Meeting(
            question,
            have.values.get(question.key),
            have.aside[question.key],
            have.versions.get(question.key, 0),
            have.by.get(question.key, 0),
            have.aside_by.get(question.key, {}),
        )
        for question in definition.questions()
        if question.key in have.aside
    ]


class ConflictForm(PortalForm):
    """For each question: which text is kept. Own words can be written together in a box that holds both."""

    def __init__(self, *args: Any, conflicts: list[Meeting], names: Mapping[int, str] = {}, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.conflicts, self.people, names_of = conflicts, names, Names()
        self.words: dict[str, dict[str, str]] = {}
        for met in conflicts:
            key = met.question.key
            texts = {KEPT: met.kept} | {f"aside-{tab}": value for tab, value in met.aside.items()}
            self.words[key] = {name: typed_in_words(met.question, value, names_of) for name, value in texts.items()}
            choices: list[tuple[str, Any]] = [(KEPT, self._keep(met.by, _("Keep the text that is saved")))]
            choices += [
                (f"aside-{tab}", self._keep(met.aside_by.get(tab, 0), _("Keep the text that was written beside it")))
                for tab in met.aside
            ]
            if met.question.kind in OWN_WORDS:
                choices.append((BOTH, _("Keep what I write here, made of both")))
                self.fields[f"{key}-text"] = forms.CharField(
                    label=_("One text made of both"),
                    required=False,
                    widget=forms.Textarea({"rows": 8}),
                    initial="\n\n".join(text for text in self.words[key].values() if text),
                )
            self.fields[f"{key}-which"] = forms.ChoiceField(
                label=_("Which text do you want to keep?"),
                choices=choices,
                widget=forms.RadioSelect,
                error_messages={"required": _("Choose which text you want to keep")},
            )
            self.fields[f"{key}-version"] = forms.IntegerField(widget=forms.HiddenInput, initial=met.version)

    def _keep(self, who: int, otherwise: Any) -> Any:
        """The choice by whose text it is, where several write."""
        return _("Keep the text by %(name)s") % {"name": self.people[who]} if who in self.people else otherwise

    def rows(self) -> list[dict[str, Any]]:
        """What the page shows, question by question."""
        return [
            {
                "question": met.question,
                "kept": self.words[met.question.key][KEPT],
                "kept_by": self.people.get(met.by, ""),
                "aside": [
                    {
                        "text": self.words[met.question.key][f"aside-{tab}"],
                        "by": self.people.get(met.aside_by.get(tab, 0), ""),
                    }
                    for tab in met.aside
                ],
                "which": self[f"{met.question.key}-which"],
                "text": self[f"{met.question.key}-text"] if f"{met.question.key}-text" in self.fields else None,
                "version": self[f"{met.question.key}-version"],
            }
            for met in self.conflicts
        ]

    def chosen(self) -> dict[str, Any]:
        """The text to keep of each question, as typed."""
        found = {}
        for met in self.conflicts:
            which = self.cleaned_data[f"{met.question.key}-which"]
            if which == BOTH:
                found[met.question.key] = self.cleaned_data.get(f"{met.question.key}-text", "")
            else:
                found[met.question.key] = met.kept if which == KEPT else met.aside[which.removeprefix("aside-")]
        return found

    def versions(self) -> dict[str, int]:
        """The versions that the page showed."""
        return {met.question.key: self.cleaned_data[f"{met.question.key}-version"] for met in self.conflicts}
