"""How a question becomes a field, where the number of answers to choose from decides."""

from __future__ import annotations

from typing import Any

import pytest
from django import forms

from civicportal.kernel.text import LocalizedText
from civicportal.submissions.definition import parse
from civicportal.submissions.fields import MOST_BUTTONS, NONE, Lists, field_for

WORDS = {"sv": "Utmaning", "en": "Challenge"}


def field(choices: int, *, required: bool) -> Any:
    asked = {"key": "focus", "kind": "themes", "filter": "challenge", "label": WORDS}
    definition = parse({"steps": [{"key": "one", "title": WORDS, "questions": [asked]}]})
    themes = [(f"theme-{number}", LocalizedText(sv=f"Tema {number}")) for number in range(choices)]
    return field_for(definition.steps[0].questions[0], Lists(themes={"challenge": themes}), needed=required)


@pytest.mark.parametrize(("choices", "widget"), [(MOST_BUTTONS, forms.RadioSelect), (MOST_BUTTONS + 1, forms.Select)])
def test_a_long_list_to_choose_one_from_is_a_box_that_opens(choices: int, widget: type[forms.Widget]) -> None:
    made = field(choices, required=False)
    assert type(made.widget) is widget
    assert (made.clean("theme-2"), made.clean(NONE), made.clean("")) == ("theme-2", "", "")


def test_one_that_must_be_made_has_no_none() -> None:
    made = field(MOST_BUTTONS + 1, required=True)
    assert [value for value, _label in made.choices][:2] == ["", "theme-0"]
    assert NONE not in dict(made.choices)
