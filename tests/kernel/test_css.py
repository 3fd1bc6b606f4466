"""The stylesheets: joined without a build step, small, without physical directions, in colours that can be read."""

from __future__ import annotations

import gzip
import os
import re
from pathlib import Path
from typing import Any

import pytest
from django.contrib.staticfiles import finders

from civicportal.kernel import css
from civicportal.places import brand

SOURCES = sorted(css.sources().rglob("*.css"))
PHYSICAL = re.compile(
    r"(?<![\w-])(?:(?:margin|padding|border|inset|scroll-margin|scroll-padding)-(?:left|right|top|bottom)"
    r"|left|right|top|bottom|(?:min-|max-)?(?:width|height)|border-(?:top|bottom)-(?:left|right)-radius)\s*:"
)
TOKEN = re.compile(r"--([a-z0-9-]+): light-dark\((#[0-9a-f]{3,6}), (#[0-9a-f]{3,6})\);")


def tokens() -> dict[str, tuple[str, str]]:
    """The colours of tokens.css as six digits, light and dark."""
    found = TOKEN.findall((css.sources() / "tokens.css").read_text("utf-8"))
    return {name: (_six(light), _six(dark)) for name, light, dark in found}


def _six(colour: str) -> str:
    return colour if len(colour) == 7 else "#" + "".join(char * 2 for char in colour[1:])


@pytest.mark.parametrize("source", SOURCES, ids=lambda path: path.name)
def test_only_logical_directions(source: Path) -> None:
    text = re.sub(r"/\*.*?\*/", "", source.read_text("utf-8"), flags=re.DOTALL)
    rules = re.sub(r"@(?:media|container)[^{]*\{", "{", text)
    assert PHYSICAL.findall(rules) == []
    assert re.findall(r"(?:text-align|float):\s*(?:left|right)", rules) == []
    sides = re.findall(r"(?:padding|margin|inset):\s*([^\s;]+) ([^\s;]+) ([^\s;]+) ([^\s;]+);", rules)
    assert [four for four in sides if four[1] != four[3]] == []


@pytest.mark.parametrize("wrong", ["margin-left: 1px", "left: 0", "border-top-right-radius: 2px", "max-width: 3rem"])
def test_the_search_for_physical_directions_finds_them(wrong: str) -> None:
    assert PHYSICAL.search(f".a {{ {wrong}; }}")


def test_every_component_is_joined_and_every_joined_source_exists() -> None:
    joined = {name for parts in css.SHEETS.values() for _layer, name in parts}
    # The style guide's own sheet is linked by its page alone.
    assert joined | {"guide.css"} == {str(path.relative_to(css.sources())) for path in SOURCES}


@pytest.mark.parametrize("sheet", sorted(css.SHEETS))
def test_a_joined_sheet_is_found_as_a_static_file_and_small(sheet: str) -> None:
    place = finders.find(sheet)
    assert place is not None
    served = Path(place).read_bytes()
    assert served.decode() == css.joined(sheet)
    assert len(gzip.compress(served, 9)) <= 20_000
    assert served.startswith(css.LAYERS.encode())


def test_the_public_sheet_keeps_to_the_goal_of_twelve_kilobytes() -> None:
    assert len(gzip.compress(css.joined("css/portal.css").encode(), 9)) <= 12_000


def test_a_newer_source_is_joined_again(settings: Any, tmp_path: Path) -> None:
    settings.LOCAL_DIR = tmp_path
    finder = css.JoinedStylesheets()
    place = Path(str(finder.find("css/portal.css")))
    place.write_text("old")
    assert place.read_text() == "old"
    os.utime(place, (0, 0))
    assert Path(str(finder.find("css/portal.css"))).read_text("utf-8") == css.joined("css/portal.css")
    assert finder.find("css/nothing.css") == []


def test_lean_takes_comments_and_spaces_and_nothing_else() -> None:
    rules = '/* why */\n.a > .b:hover ,\n.c {\n  content: "a b";\n  margin: calc(1px + 2px);\n}\n'
    assert css.lean(rules) == '.a > .b:hover,.c{content: "a b";margin: calc(1px + 2px);}'


TEXT = ["ink", "soft", "link", "visited", "brick", "error", "ok", "warn", "action"]
KINDS = ["need", "idea", "challenge", "lab", "project", "prototype", "meeting", "story"]


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize("ground", ["paper", "surface", "sunk"])
def test_text_can_be_read_on_every_ground(ground: str, scheme: int) -> None:
    found = tokens()
    ratios = {name: brand.contrast(found[name][scheme], found[ground][scheme]) for name in TEXT}
    ratios |= {f"kind-{kind}": brand.contrast(found[f"kind-{kind}"][scheme], found[ground][scheme]) for kind in KINDS}
    assert {name: ratio for name, ratio in ratios.items() if ratio < 4.5} == {}
    assert ratios["ink"] >= 7
    assert ratios["soft"] >= 7
    assert brand.contrast(found["edge"][scheme], found[ground][scheme]) >= 3


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(
    ("front", "back", "least"),
    [
        ("on-action", "action", 7),
        ("on-error", "error", 7),
        ("error", "error-tint", 4.5),
        ("ok", "ok-tint", 4.5),
        ("warn", "warn-tint", 4.5),
        ("link", "info-tint", 4.5),
        ("brick-strong", "brick-tint", 7),
        ("ring", "paper", 3),
        ("halo", "action", 3),
        ("chart-1", "chart-2", 3),
        ("chart-2", "chart-3", 3),
        ("chart-3", "chart-4", 3),
        ("chart-2", "surface", 3),
        ("chart-4", "surface", 3),
    ],
)
def test_what_stands_on_a_colour_can_be_seen(front: str, back: str, least: float, scheme: int) -> None:
    found = tokens()
    assert brand.contrast(found[front][scheme], found[back][scheme]) >= least


def test_the_grounds_that_a_citys_accent_is_checked_against_are_those_of_the_page() -> None:
    found = tokens()
    grounds = [[found[name][scheme].upper() for name in ("paper", "surface", "sunk")] for scheme in (0, 1)]
    assert [list(brand.GROUNDS_LIGHT), list(brand.GROUNDS_DARK)] == grounds
    assert [colour.upper() for colour in found["error"]] == [brand.ERROR_LIGHT, brand.ERROR_DARK]
    assert brand.accent_problem(found["brick"][0].upper(), "") == ""


def test_scripts_are_small() -> None:
    scripts = css.sources().parent / "js"
    sizes = {path.name: path.stat().st_size for path in scripts.glob("*.js")}
    assert sizes["portal.js"] + sizes["autosave.js"] <= 10_000
