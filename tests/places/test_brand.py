"""The city's accent colours: refused when they cannot be read, or look like an error."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from civicportal.places.brand import accent_problem, contrast, distance, luminance

COLOUR = st.from_regex(r"\A#[0-9A-Fa-f]{6}\Z")


def test_contrast_runs_from_one_to_twenty_one():
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#777777", "#777777") == pytest.approx(1)
    assert contrast("#767676", "#FFFFFF") == pytest.approx(4.54, abs=0.01)


@given(COLOUR, COLOUR)
def test_contrast_and_distance_do_not_depend_on_the_order(one, other):
    assert contrast(one, other) == pytest.approx(contrast(other, one))
    assert distance(one, other) == pytest.approx(distance(other, one))
    assert 1 <= contrast(one, other) <= 21


@given(COLOUR)
def test_a_colour_has_no_distance_to_itself_and_a_luminance_in_range(colour):
    assert distance(colour, colour) == 0
    assert 0 <= luminance(colour) <= 1


@pytest.mark.parametrize(
    ("light", "dark"), [("", ""), ("#A63C26", ""), ("", "#F2957B"), ("#A63C26", "#F2957B"), ("#0E4A6B", "#8FCBEE")]
)
def test_the_portals_own_colours_and_no_colours_pass(light, dark):
    assert accent_problem(light, dark) == ""


@pytest.mark.parametrize(
    ("light", "dark", "part"),
    [
        ("red", "", "#A63C26"),
        ("#FFF", "", "#A63C26"),
        ("#F2957B", "", "4"),
        ("", "#3B211A", "4"),
        ("#9B0048", "", "#9B0048"),
        ("#A8002E", "", "#A8002E"),
        ("", "#FF95B8", "#FF95B8"),
    ],
)
def test_a_colour_that_cannot_be_used_says_why(light, dark, part):
    assert part in str(accent_problem(light, dark))


def test_the_portals_brick_and_error_stay_apart():
    assert distance("#A63C26", "#9B0048") == pytest.approx(0.106, abs=0.002)
    assert distance("#F2957B", "#FF95B8") == pytest.approx(0.086, abs=0.002)
    assert distance("#A8002E", "#A63C26") == pytest.approx(0.071, abs=0.002)
