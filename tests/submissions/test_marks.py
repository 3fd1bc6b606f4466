"""The mark of a page: survives the way to the browser and back, and never breaks a save."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from civicportal.submissions.marks import mark_of, read_mark


def test_a_mark_comes_back_as_it_left() -> None:
    mark = mark_of({"title": "Ett", "budget": [], "own": ""}, {"title": 3})
    assert read_mark(str(mark)) == mark


def test_a_page_knows_what_the_writer_changed() -> None:
    mark = mark_of({"title": "Ett", "own": "", "areas": []}, {"title": 3})
    assert mark.untouched({"title": "Två", "own": "", "areas": [], "new": "x"}) == {"own", "areas"}


def test_each_page_has_a_name_of_its_own() -> None:
    assert mark_of({}, {}).tab != mark_of({}, {}).tab


@given(st.text(max_size=200))
def test_whatever_comes_back_is_read(text: str) -> None:
    mark = read_mark(text)
    assert all(version >= 0 for version in mark.versions.values())
