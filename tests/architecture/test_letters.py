"""Every letter of the portal stands word by word in tests/snapshots, in Swedish and in English."""

from __future__ import annotations

from civicportal.notices.letters import letters
from tests.letters import FOLDER, TO_PROTECTED, snapshots_of

LANGUAGES = ("sv", "en")


def test_every_kind_of_letter_has_a_snapshot_in_each_language() -> None:
    without = [f"{kind} ({language})" for kind in letters for language in LANGUAGES if not snapshots_of(kind, language)]
    assert without == []


def test_each_case_of_a_letter_is_there_in_both_languages() -> None:
    both = {
        language: {name[:-3] for kind in letters for name in snapshots_of(kind, language)} for language in LANGUAGES
    }
    assert both["sv"] == both["en"]


def test_no_snapshot_is_of_a_letter_that_is_gone() -> None:
    kinds = [*letters, TO_PROTECTED]
    known = {name for kind in kinds for language in LANGUAGES for name in snapshots_of(kind, language)}
    assert {path.stem for path in FOLDER.glob("*.txt")} - known == set()
