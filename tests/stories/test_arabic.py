"""From right to left: the same pages in Arabic are the mirror of the Swedish ones, but for numbers and addresses."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse

from funds.actions import projects
from funds.models import Application
from tests.conftest import PHONE
from tests.funds.factories import World, make_application, make_project, texts, write_draft

pytestmark = pytest.mark.django_db(transaction=True)

DESK = {"width": 1280, "height": 800}
NEAR = 1.5
"""How far, in px, an edge may lie from its mirror image: widths of letters are rounded."""

STARTS = """(selectors) => Object.fromEntries(selectors.map((selector) => {
    const width = document.documentElement.clientWidth;
    const mirrored = document.documentElement.dir === "rtl";
    const atTheEnd = selector.startsWith("end of ");
    const shown = [...document.querySelectorAll(selector.replace("end of ", ""))].filter((el) => el.checkVisibility());
    const edges = shown.map((el) => {
        const box = el.getBoundingClientRect();
        return mirrored !== atTheEnd ? width - box.right : box.left;
    });
    return [selector, edges];
}))"""

BACKWARDS = """() => {
    const known = /[A-Z]{2}-\\d{4}-\\d{4}|SEK\\s\\d[\\d,]*|\\d[\\d\\u00a0\\u202f]*\\skr|[\\w.]+@[\\w.]+/g;
    const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const found = { read: 0, backwards: [] };
    for (let node = walk.nextNode(); node; node = walk.nextNode()) {
        if (!node.parentElement.checkVisibility()) continue;
        for (const match of node.data.matchAll(known)) {
            const at = (place) => {
                const range = document.createRange();
                range.setStart(node, place);
                range.setEnd(node, place + 1);
                return range.getBoundingClientRect();
            };
            const first = at(match.index), last = at(match.index + match[0].length - 1);
            found.read += 1;
            if (first.top === last.top && first.left >= last.left) found.backwards.push(match[0]);
        }
    }
    return found;
}"""

MIRRORED = {
    "home": (".brand", "end of .header-tools", "h1", ".door", "footer a:first-child"),
    "funds:fund": (".back", "h1", ".reading > *", ".button"),
    "funds:project": (".back", "h1", ".knot", ".thread > li"),
    "submissions:step": (".back", ".stepper-bar > span", "h1", ".f-label", ".input", ".budget-row"),
    "funds:application": (".back", "h1", ".knot", ".thread > li", ".promise"),
}
"""What is measured on each page: what starts so far from the left in Swedish starts so far from the right in Arabic."""


@pytest.fixture
def application(stage: World) -> Application:
    return make_application(stage, stage.cast.resident)


def addresses(stage: World, application: Application) -> dict[str, str]:
    draft = write_draft(stage, stage.cast.resident)
    project = make_project(stage.fund)
    for title in ("Vi börjar", "Vi har hittat ett rum"):
        projects.tell(project, by=stage.cast.fund_manager, title=texts(title), words=texts("Mer om det."))
    args: dict[str, tuple[Any, ...]] = {
        "home": (),
        "funds:fund": (stage.fund.slug,),
        "funds:project": (project.slug,),
        "submissions:step": (draft.token, "money"),
        "funds:application": (application.case.reference,),
    }
    return {name: reverse(name, args=args[name]) for name in MIRRORED}


@pytest.mark.parametrize("view", [PHONE, DESK], ids=["telephone", "desk"])
def test_every_edge_is_mirrored(
    stage: World, application: Application, browse: Any, view: dict[str, int], tmp_path: Path
) -> None:
    page = browse(stage.cast.resident, view=view)
    crooked = {}
    for name, path in addresses(stage, application).items():
        page.goto(path)
        swedish = page.evaluate(STARTS, list(MIRRORED[name]))
        page.goto(f"/ar{path}")
        assert page.evaluate("[document.documentElement.dir, document.documentElement.lang]") == ["rtl", "ar"]
        arabic = page.evaluate(STARTS, list(MIRRORED[name]))
        page.screenshot(path=tmp_path / f"{name.replace(':', '-')}-{view['width']}.png", full_page=True)
        crooked |= {
            f"{name} {one}": (swedish[one], arabic[one]) for one in swedish if not alike(swedish[one], arabic[one])
        }
        crooked |= {f"{name} {one}": "is not there" for one in swedish if not swedish[one]}
        if wide := page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"):
            crooked[name] = f"{wide} px of sideways scroll"
    assert crooked == {}
    assert len(list(tmp_path.glob("*.png"))) == len(MIRRORED)


def alike(ones: list[float], others: list[float]) -> bool:
    """Whether the first of each, and all where words do not decide the place, start at the same edge."""
    return len(ones) == len(others) and all(abs(one - other) <= NEAR for one, other in zip(ones, others, strict=True))


def test_the_progress_runs_from_the_right(stage: World, browse: Any) -> None:
    page = browse(stage.cast.resident)
    page.goto(f"/ar{reverse('submissions:step', args=[write_draft(stage, stage.cast.resident).token, 'money'])}")
    parts = page.locator(".stepper-bar > span").all()
    from_the_right = sorted(parts, key=lambda part: -part.bounding_box()["x"])
    assert [part.get_attribute("class") for part in from_the_right] == ["done", "here", None]


def test_numbers_and_addresses_are_read_from_the_left(stage: World, application: Application, browse: Any) -> None:
    page = browse(stage.cast.resident)
    read, backwards = 0, {}
    for name, path in addresses(stage, application).items():
        page.goto(f"/ar{path}")
        found = page.evaluate(BACKWARDS)
        read += found["read"]
        if found["backwards"]:
            backwards[name] = found["backwards"]
    assert backwards == {}
    assert read >= 8
