"""A short form for those who write forms, and what they do to it."""

from __future__ import annotations

from typing import Any

from civicportal.submissions import editing
from tests.submissions.samples import words

START: dict[str, Any] = {
    "steps": [
        {
            "key": "idea",
            "title": words("Idén"),
            "questions": [
                {"key": "title", "kind": "short_text", "label": words("Vad heter idén?"), "means": "title"},
                {"key": "more", "kind": "yes_no", "label": words("Finns det mer?")},
            ],
        },
        {
            "key": "you",
            "title": words("Du"),
            "questions": [{"key": "name", "kind": "short_text", "label": words("Namn"), "means": "contact_name"}],
        },
    ]
}


def keys(data: editing.Data) -> list[list[str]]:
    return [[question["key"] for question in step["questions"]] for step in data["steps"]]


def rename(label: str) -> Any:
    def what(data: editing.Data) -> None:
        editing.question_in(data, "title")["label"] = words(label)

    return what
