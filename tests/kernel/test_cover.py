"""Cover art: the same for ever, small, without colour or script, and different from thing to thing."""

from __future__ import annotations

import hashlib
from xml.etree import ElementTree

import pytest

from civicportal.kernel import cover

SEEDS = [f"thing-{number}" for number in range(120)]
ALL = [(kind, ratio) for kind in cover.MOTIFS for ratio in cover.HEIGHTS]


@pytest.mark.parametrize(("kind", "ratio"), ALL)
def test_every_picture_is_well_formed_and_at_most_one_kilobyte(kind: str, ratio: str) -> None:
    sizes = [len(cover.cover_svg(seed, kind, ratio).encode()) for seed in SEEDS]
    assert max(sizes) <= 1024
    for seed in SEEDS[:20]:
        root = ElementTree.fromstring(cover.cover_svg(seed, kind, ratio))  # noqa: S314 - our own drawing
        assert root.get("aria-hidden") == "true"
        assert root.get("viewBox") == f"0 0 160 {cover.HEIGHTS[ratio]}"


@pytest.mark.parametrize(("kind", "ratio"), ALL)
def test_shapes_carry_classes_and_never_colours_or_styles(kind: str, ratio: str) -> None:
    allowed = {"class", "d", "cx", "cy", "r", "transform"}
    for seed in SEEDS[:20]:
        root = ElementTree.fromstring(cover.cover_svg(seed, kind, ratio))  # noqa: S314 - our own drawing
        assert {name for shape in root.iter() if shape is not root for name in shape.attrib} <= allowed


def test_a_seed_gives_the_same_picture_on_every_machine() -> None:
    drawn = "".join(cover.cover_svg(f"{kind}-steady", kind, ratio) for kind, ratio in ALL)
    again = "".join(cover.cover_svg.__wrapped__(f"{kind}-steady", kind, ratio) for kind, ratio in ALL)
    assert drawn == again
    assert cover.Dice("steady").throw(0, 10**9) == int.from_bytes(hashlib.sha512(b"steady").digest()) % (10**9 + 1)


@pytest.mark.parametrize("kind", list(cover.MOTIFS))
def test_things_of_one_kind_look_different(kind: str) -> None:
    pictures = {cover.cover_svg(seed, kind) for seed in SEEDS}
    assert len(pictures) >= 100


def test_every_kind_has_its_own_motif() -> None:
    bodies = {cover.cover_svg("same", kind).split(">", 1)[1] for kind in cover.MOTIFS}
    assert len(bodies) == len(cover.MOTIFS)


def test_a_kind_without_a_motif_wears_its_family_and_an_unknown_one_the_projects() -> None:
    assert cover.cover_svg("s", "round") == cover.cover_svg("s", "project")
    assert cover.cover_svg("s", "something else") == cover.cover_svg("s", "project")


def test_a_seed_is_never_written_into_the_page() -> None:
    assert "script" not in cover.cover_svg('"><script>alert(1)</script>', '"><script>')


def test_a_ratio_that_is_not_drawn_is_refused() -> None:
    with pytest.raises(KeyError):
        cover.cover_svg("s", "idea", "4:3")


@pytest.mark.parametrize(("low", "high"), [(0, 1), (3, 9), (-5, 5)])
def test_the_dice_stay_within_their_sides_and_show_them_all(low: int, high: int) -> None:
    thrown = {cover.Dice(str(seed)).throw(low, high) for seed in range(300)}
    assert thrown == set(range(low, high + 1))
