"""Answers that were sent, as they are read: step by step, labels and words, for pages, print and PDF."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import get_language, gettext, override

from civicportal.commons.models import Theme
from civicportal.kernel import dates
from civicportal.kernel.money import digits, show
from civicportal.kernel.text import LocalizedText
from civicportal.places.models import District
from civicportal.submissions import people_rows
from civicportal.submissions.budget import Line, kept, rows_of
from civicportal.submissions.definition import OWN_WORDS, Definition, Question, definition_of
from civicportal.submissions.fields import NONE, Lists
from civicportal.submissions.models import Version


@dataclass(frozen=True, slots=True)
class ShownRow:
    """One question and its answer in words. `lang` is the language of the words where it is known to differ."""

    key: str
    label: LocalizedText
    value: str
    kind: str
    lang: str = ""
    budget_lines: list[Line] = field(default_factory=list)
    total: int | None = None
    sensitive: bool = False


@dataclass(frozen=True, slots=True)
class ShownStep:
    title: LocalizedText
    rows: list[ShownRow]
    key: str = ""


class Names:
    """The names behind slugs: those of the lists at hand, else asked for once, when an answer needs one."""

    def __init__(self, lists: Lists | None = None) -> None:
        self._districts = dict(lists.districts) if lists else {}
        self._themes = {slug: name for each in lists.themes.values() for slug, name in each} if lists else {}

    def district(self, slug: str) -> str:
        if slug not in self._districts:
            self._districts = dict(District.objects.values_list("slug", "name"))
        return str(self._districts.get(slug, slug))

    def theme(self, slug: str) -> str:
        if slug not in self._themes:
            self._themes = dict(Theme.objects.values_list("slug", "name"))
        return str(self._themes.get(slug, slug))


def _named(question: Question, value: Any, names: Names) -> str:
    """Chosen things by their names."""
    each = [value] if isinstance(value, (str, int)) else list(value)
    if each == [NONE]:
        return gettext("None of these")
    name_of = {"district": names.district, "themes": names.theme}.get(question.kind, question.label_of)
    return ", ".join(str(name_of(str(one))) for one in each)


WORDS: dict[str, Callable[[Any], str]] = {
    "yes_no": lambda value: gettext("Yes") if value else gettext("No"),
    "money": show,
    "number": lambda value: digits(value * 100),
    "date": lambda value: dates.show_day(date.fromisoformat(value), weekday=True),
    "organisation_number": lambda value: f"{value[:6]}-{value[6:]}",
    "file": lambda value: str(value["name"]),
    "budget": lambda value: "\n".join(f"{line['what']}: {show(line['amount'])}" for line in value),
    "people": lambda value: "\n".join(people_rows.row_of(one).said() for one in value),
}


def in_words(question: Question, value: Any, names: Names) -> str:
    """A checked answer as plain text in the page's language; nothing for no answer."""
    if value in (None, "", []):
        return ""
    if question.kind in {"district", "themes", "choice", "choices"}:
        return _named(question, value, names)
    return WORDS.get(question.kind, str)(value)


def typed_in_words(question: Question, value: Any, names: Names) -> str:
    """An answer as typed, perhaps half done, as plain text."""
    if value in (None, "", []):
        return ""
    if question.kind == "yes_no":
        return gettext("Yes") if value in (True, "yes") else gettext("No")
    if question.kind == "budget":
        rows = kept(rows_of(value))
        return "\n".join(
            f"{row.what}: {row.amount} {gettext('kr')}{f' ({row.note})' if row.note else ''}" for row in rows
        )
    if question.kind == "people":
        return "\n".join(row.said() for row in people_rows.kept(people_rows.rows_of(value)))
    if question.kind in {"district", "themes", "choice", "choices"}:
        return _named(question, value, names)
    if question.kind == "file":
        return str(value["name"])
    if isinstance(value, list):
        return " ".join(str(part) for part in value)
    return str(value)


def row_of(question: Question, value: Any, names: Names, language: str) -> ShownRow:
    """One row of what was sent."""
    lines: list[Line] = list(value or []) if question.kind == "budget" else []
    foreign = question.kind in OWN_WORDS and language != (get_language() or "sv")[:2]
    return ShownRow(
        key=question.key,
        label=question.label,
        value=in_words(question, value, names),
        kind=question.kind,
        lang=language if foreign else "",
        budget_lines=lines,
        total=sum(line["amount"] for line in lines) if lines else None,
        sensitive=question.sensitive,
    )


def shown(
    answers: Mapping[str, Any],
    definition: Definition,
    language: str,
    *,
    blind: bool = False,
    with_sensitive: bool = True,
) -> list[ShownStep]:
    """Checked answers step by step. Questions that were not asked of this writer are left out.

    `blind` leaves out what tells who the writer is; `with_sensitive=False` what the writer marked as sensitive.
    """
    names, steps = Names(), []
    for step in definition.steps:
        rows = [
            row_of(question, answers.get(question.key), names, language)
            for question in step.questions
            if definition.asked(question, answers)
            and not (blind and question.identifies)
            and (with_sensitive or not question.sensitive)
        ]
        if rows:
            steps.append(ShownStep(step.title, rows, step.key))
    return steps


def shown_answers(
    version: Version, *, blind: bool = False, with_sensitive: bool = True, language: str | None = None
) -> list[ShownStep]:
    """What was sent in one version, step by step. At most two queries for names of districts and themes.

    `language` is that of the reader's page or letter, the present one if None.
    """
    definition = definition_of(version.form)
    with override(language or get_language() or "sv"):
        return shown(
            version.answers, definition, version.submission.language, blind=blind, with_sensitive=with_sensitive
        )


def facts_of(version: Version, *, title: str, name: str) -> dict[str, Any]:
    """The copy of what was sent as plain data for the PDF, in the page's language."""
    submission = version.submission
    return {
        "language": (get_language() or "sv")[:2],
        "heading": gettext("What you sent"),
        "title": title,
        "to": name,
        "reference": submission.case.reference,
        "sent": gettext("Version %(number)s, received %(when)s, Swedish time")
        % {"number": version.number, "when": dates.show_moment(version.sent_at)},
        "late": gettext("Received after the deadline") if submission.late else "",
        "no_answer": gettext("No answer"),
        "hash": f"SHA-256 {version.sha256}",
        "columns": [gettext("What"), gettext("Kronor"), gettext("A note"), gettext("Total")],
        "page": gettext("Page"),
        "steps": [
            {"title": str(step.title), "rows": [_row_facts(row) for row in step.rows]}
            for step in shown_answers(version)
        ],
    }


def _row_facts(row: ShownRow) -> dict[str, Any]:
    lines = [{**line, "amount": digits(line["amount"])} for line in row.budget_lines]
    return {
        "label": str(row.label),
        "value": "" if lines else row.value,
        "lang": row.lang,
        "lines": lines,
        "total": digits(row.total) if row.total is not None else "",
    }
