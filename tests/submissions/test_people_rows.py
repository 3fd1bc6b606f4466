"""People named in an answer: what is typed comes back, and what is missing is said."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from civicportal.kernel.text import one_line
from civicportal.submissions import people_rows
from civicportal.submissions.people_fields import PeopleField
from civicportal.submissions.people_rows import PARTS, Row

ADA = {"name": "Ada Ek", "function": "Chef", "organisation": "Skolan", "email": "ada@example.org"}
BO = {"name": "Bo Al", "function": "", "organisation": "Kultur", "email": ""}

WORDS = st.text(max_size=40).map(one_line)
ROWS = st.lists(st.fixed_dictionaries({**dict.fromkeys(PARTS, WORDS), "removed": st.booleans()}), max_size=20)


@given(ROWS)
def test_rows_come_back_from_a_posted_page(rows: list[dict[str, Any]]) -> None:
    stored = [row.stored() for row in people_rows.rows_of(rows)]
    data = QueryDict(mutable=True)
    for name, values in people_rows.to_post(stored, "q_team").items():
        data.setlist(name, values)
    assert people_rows.from_post(data, "q_team") == stored


@given(ROWS)
def test_removed_rows_count_for_nothing(rows: list[dict[str, Any]]) -> None:
    kept = people_rows.kept(people_rows.rows_of(rows))
    assert people_rows.without_removed(rows) == [row.stored() for row in kept]
    assert people_rows.organisations(people_rows.rows_of(rows)) <= len(kept)


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        (Row(organisation="Skolan"), "Write the name of everybody who takes part"),
        (Row(name="Ada"), "Write the department or organisation of Ada"),
        (Row("Ada", "", "Skolan", "ada@"), "Write the whole e-mail address of Ada, for example name@example.org"),
        (Row("Ada", "x" * 121, "Skolan"), "Ada: write at most 120 characters in each box"),
        (Row("Ada", "", "Skolan", ""), None),
    ],
)
def test_what_is_wrong_with_a_row(row: Row, sentence: str | None) -> None:
    with override("en"):
        found = row.problem()
        assert (str(found) if found else None) == sentence


ASKED: list[tuple[list[dict[str, str]], list[str]]] = [
    ([], []),
    ([ADA], ["Write at least 2 people. You have 1"]),
    ([ADA, {**BO, "organisation": "SKOLAN"}], [
        "The people must come from at least 2 different departments. You have 1"]),
    ([ADA, BO], []),
    ([ADA, BO, ADA, BO], ["Write at most 3 people. You have 4"]),
]  # fmt: skip


@pytest.mark.parametrize(("rows", "sentences"), ASKED)
def test_so_many_people_from_so_many_departments(rows: list[dict[str, str]], sentences: list[str]) -> None:
    field = PeopleField(lowest=2, highest=3, different=2, required=False)
    with override("en"):
        try:
            assert field.clean(rows) == rows
            found: list[str] = []
        except ValidationError as error:
            found = [str(message) for message in error.messages]
    assert found == sentences


def test_a_row_reads_as_a_line_and_the_sum_as_a_sentence() -> None:
    with override("en"):
        assert people_rows.row_of(ADA).said() == "Ada Ek, Chef, Skolan, ada@example.org"
        assert people_rows.words(people_rows.rows_of([ADA, BO, {**BO, "removed": True}])) == (
            "2 people from 2 departments or organisations."
        )
