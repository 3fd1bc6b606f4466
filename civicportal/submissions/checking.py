"""The check page's rows: every answer in words with the way to change it, and what is missing as a link."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from civicportal.kernel.money import show
from civicportal.kernel.templatetags.portal import said
from civicportal.submissions import budget
from civicportal.submissions.definition import OWN_WORDS, Question
from civicportal.submissions.fields import ROWS
from civicportal.submissions.forms.writing import name_of
from civicportal.submissions.kinds import kind_of
from civicportal.submissions.models import Draft
from civicportal.submissions.queries import Checked, CheckedStep, Kept, meanings_in
from civicportal.submissions.showing import Names, in_words, typed_in_words


def change_url(draft: Draft, step: str, question: Question | None = None) -> str:
    """The question's place on its page, from which "Save and continue" comes back here."""
    address = reverse("submissions:step", args=[draft.token, step]) + "?fran=kontroll"
    return f"{address}#{target_of(question)}" if question else address


def target_of(question: Question) -> str:
    """The id of the first box of a question."""
    many = question.kind in {"choice", "choices", "yes_no", "themes", "date"}
    return f"id_{name_of(question)}" + ("_0" if many else "_rows" if question.kind in ROWS else "")


def shown_steps(found: Checked, draft: Draft, have: Kept) -> list[dict[str, Any]]:
    """Step by step, each asked question with its answer as typed, or with what is wrong as a link."""
    names = Names(found.lists)
    return [
        {
            "title": step.step.title,
            "url": change_url(draft, step.step.key),
            "rows": [
                row for question in step.form.asked_here if (row := _row(question, step, found, draft, have, names))
            ],
        }
        for step in found.steps
    ]


def _words(question: Question, found: Checked, names: Names) -> str:
    """The answer as it will be sent; one that cannot be sent yet, as it was typed."""
    if question.key in found.answers:
        return in_words(question, found.answers[question.key], names)
    return typed_in_words(question, found.values.get(question.key), names)


def _row(
    question: Question, step: CheckedStep, found: Checked, draft: Draft, have: Kept, names: Names
) -> dict[str, Any] | None:
    if not found.definition.asked(question, found.values):
        return None
    value = found.values.get(question.key)
    rows = budget.kept(budget.rows_of(value)) if question.kind == "budget" else []
    return {
        "question": question,
        "label": said(question.label),
        "value": _words(question, found, names),
        "words": question.kind in OWN_WORDS or question.kind == "people",
        "lines": rows,
        "total": show(budget.total(rows)) if rows else "",
        "problems": [sentence for wrong, sentence in step.problems if wrong.key == question.key],
        "change_url": change_url(draft, step.step.key, question),
        "conflict": question.key in have.aside,
    }


def problems_of(problems: list[tuple[Question, str]]) -> list[dict[str, str]]:
    """What is missing or wrong, for the summary above the heading: each sentence leads to its question."""
    return [{"target": f"row-{question.key}", "sentence": sentence} for question, sentence in problems]


def card_of(found: Checked, draft: Draft) -> dict[str, Any] | None:
    """What would stand in public, as its card; nothing while there is no title."""
    meant = meanings_in(found.answers, found.definition, found.lists)
    return kind_of(draft.opening).preview(meant, draft.opening) if meant.get("title") else None
