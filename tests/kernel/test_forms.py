"""Forms: dates in three boxes, words per language, errors for the summary."""

from __future__ import annotations

import re
from datetime import date

import pytest
from crispy_forms.utils import render_crispy_form
from django import forms
from django.utils.translation import override

from civicportal.kernel.forms import ChoicesInParts, DateField, LocalizedFormField, PortalForm, errors_of
from civicportal.kernel.text import LocalizedText


class Sample(PortalForm):
    day = DateField(label="Dag")
    words = LocalizedFormField(label="Ord")
    choice = forms.ChoiceField(choices=[("a", "A")], widget=forms.RadioSelect)
    note = forms.CharField(required=False, widget=forms.Textarea)


def filled(**changes: str) -> dict[str, str]:
    whole = {
        "day_0": "3",
        "day_1": "11",
        "day_2": "2026",
        "words_sv": "hej",
        "words_en": "hi",
        "choice": "a",
        "note": "x",
    }
    return {**whole, **changes}


@pytest.mark.parametrize("month", ["11", "nov", "November", "nov.", "novem"])
def test_a_month_is_a_number_or_a_name(month: str) -> None:
    with override("sv"):
        form = Sample(filled(day_1=month))
        assert form.is_valid()
    assert form.cleaned_data["day"] == date(2026, 11, 3)


@pytest.mark.parametrize(
    "boxes", [("31", "2", "2026"), ("x", "1", "2026"), ("1", "", "2026"), ("0", "1", "2026"), ("1", "smörja", "2026")]
)
def test_no_such_date_is_said_and_what_was_typed_stays(boxes: tuple[str, str, str]) -> None:
    with override("sv"):
        form = Sample(filled(day_0=boxes[0], day_1=boxes[1], day_2=boxes[2]))
        assert not form.is_valid()
    assert list(form.errors) == ["day"]
    for box in filter(None, boxes):
        assert f'value="{box}"' in str(form["day"])


def test_only_swedish_is_required() -> None:
    assert Sample(filled(words_en="")).is_valid()
    form = Sample(filled(words_sv=""))
    assert not form.is_valid()
    assert list(form.errors) == ["words"]
    assert Sample(filled()).fields["words"].has_changed(LocalizedText(sv="hej", en="hi"), ["hej", "ho"])


def test_text_comes_out_composed_with_one_kind_of_line_break() -> None:
    form = Sample(filled(note="ra\u030ad\r\noch gott"))
    assert form.is_valid()
    assert form.cleaned_data["note"] == "råd\noch gott"


def test_each_error_leads_to_its_first_box() -> None:
    form = Sample({})
    assert [error["target"] for error in errors_of(form)] == ["id_day_0", "id_words_0", "id_choice_0"]


def test_choices_in_parts_stand_under_their_heading() -> None:
    class Times(PortalForm):
        to = forms.ChoiceField(
            label="Ny tid",
            widget=ChoicesInParts,
            choices=[("tisdag", [("a", "9.00"), ("b", "10.00")]), ("onsdag", [("c", "9.00")])],
        )

    html = render_crispy_form(Times())
    assert re.findall(r"<legend[^>]*>([^<]+)</legend>", html) == ["Ny tid", "tisdag", "onsdag"]
    assert re.findall(r'value="(\w)"', html) == ["a", "b", "c"]
