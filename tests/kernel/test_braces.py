"""Places in staff's words: only known names are filled, each once."""

from __future__ import annotations

import pytest

from civicportal.kernel.braces import fill, unknown


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{grantee} får { amount }", "Ada får 5 kr"),
        ("{nobody} får {amount}", "{nobody} får 5 kr"),
        ("{project}", "{amount}"),
        ("{{amount}}", "{5 kr}"),
        ("{grantee.email} {0} {}", "{grantee.email} {0} {}"),
    ],
)
def test_what_is_filled_in_is_never_read_again(text: str, said: str) -> None:
    assert fill(text, {"grantee": "Ada", "amount": "5 kr", "project": "{amount}"}) == said


def test_unknown_places_are_named() -> None:
    assert unknown("{grantee} {lösenord} {amount} {x}", {"grantee", "amount"}) == ["lösenord", "x"]
