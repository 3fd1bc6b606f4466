"""Cover art for things without a photo: a small inline SVG drawn from a seed and the thing's kind.

The same seed gives the same picture on every machine. No file is fetched and no colour is written here: the shapes
carry classes (a to e, k, l, m, t) whose colours static/css/components/cover.css mixes from the kind's colour, so the
picture follows the page into the dark. One picture is at most 1 kB.

The motifs come from a city on a strait: stepped gables, windows, the sun on the horizon, tables seen from above.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import lru_cache

from django.utils.safestring import SafeString, mark_safe

WIDTH = 160
HEIGHTS = {"16:9": 90, "3:1": 54, "1:1": 160}
# The second colour of each kind's pictures: those that stand out from the kind's own.
GUESTS = {
    "need": ("warm", "leaf", "sea"),
    "idea": ("sea", "brick", "dusk"),
    "challenge": ("warm", "sea", "dusk"),
    "lab": ("warm", "brick", "dusk"),
    "project": ("brick", "warm", "plum"),
    "prototype": ("warm", "brick", "dusk"),
    "meeting": ("warm", "leaf", "brick"),
    "story": ("brick", "sea", "leaf"),
}

# Kinds that wear another kind's colour and motif.
FAMILY = {
    "need": "need",
    "question": "need",
    "idea": "idea",
    "solution": "idea",
    "challenge": "challenge",
    "call": "challenge",
    "proposal": "challenge",
    "lab": "lab",
    "test": "lab",
    "project": "project",
    "fund": "project",
    "round": "project",
    "grant": "project",
    "prototype": "prototype",
    "meeting": "meeting",
    "story": "story",
}


class Dice:
    """Throws that depend on the seed only. Python's own random numbers are not promised to be the same for ever."""

    def __init__(self, seed: str) -> None:
        self.digits = int.from_bytes(hashlib.sha512(seed.encode()).digest())

    def throw(self, low: int, high: int) -> int:
        """A whole number from low to high, both included."""
        self.digits, rest = divmod(self.digits, high - low + 1)
        return low + rest


def rect(look: str, x: int, y: int, width: int, height: int) -> str:
    return f'<path class="{look}" d="M{x} {y}h{width}v{height}h-{width}z"/>'


def disc(look: str, x: int, y: int, radius: int) -> str:
    return f'<circle class="{look}" cx="{x}" cy="{y}" r="{radius}"/>'


def gable(x: int, ground: int, steps: int, step: int, rise: int) -> str:
    """The path of a house with a stepped gable, its foot at (x, ground), going up and down again."""
    up = f"v-{rise}h{step}" * steps
    down = f"h{step}v{rise}" * steps
    return f"M{x} {ground}v-{rise}{up}h{step}{down}v{rise}z"


def need(dice: Dice, height: int) -> str:
    """A wall of dark windows and one that is lit."""
    columns, rows = dice.throw(4, 6), max(2, height // 28)
    wide, high = 120 // columns, (height - 18) // rows
    x0, lit = dice.throw(8, 28), (dice.throw(0, columns - 1), dice.throw(0, rows - 1))
    panes = "".join(
        f"M{x0 + 8 + c * wide} {12 + r * high}h{wide - 10}v{high - 9}h-{wide - 10}z"
        for c in range(columns)
        for r in range(rows)
        if (c, r) != lit
    )
    return (
        disc("b", dice.throw(120, 160), dice.throw(0, 20), dice.throw(30, 46))
        + rect("c", x0, 4, columns * wide + 6, height - 4)
        + f'<path class="b" d="{panes}"/>'
        + rect("d", x0 + 8 + lit[0] * wide, 12 + lit[1] * high, wide - 10, high - 9)
        + rect("a", 0, height - 8, WIDTH, 8)
    )


def idea(dice: Dice, height: int) -> str:
    """A sun that rises over the strait, in rings."""
    x, horizon, radius = dice.throw(40, 120), height * dice.throw(62, 74) // 100, dice.throw(20, 28)
    rings = "".join(disc(look, x, horizon, radius + wide) for look, wide in (("b", 34), ("a", 24), ("b", 14), ("d", 0)))
    roof = dice.throw(0, 1)
    far = 4 if x > 80 else 100
    glints = "".join(f"M{x - 26 + i * 5} {horizon + 5 + i * 6}h{52 - i * 10}" for i in range(4))
    return (
        rings
        + (f'<path class="c" d="{gable(far, horizon, 3, 6, 6 + roof * 2)}"/>')
        + rect("c", 0, horizon, WIDTH, height - horizon)
        + f'<path class="l" d="{glints}"/>'
    )


def challenge(dice: Dice, height: int) -> str:
    """Stairs to climb and a flag at the top."""
    steps, back = dice.throw(4, 6), dice.throw(3, 5)
    wide, rise = 100 // steps, (height - 24) // steps
    stair = f"M{WIDTH} {height}" + f"H{dice.throw(10, 34)}" + f"v-{rise}h{wide}" * steps + f"H{WIDTH}z"
    behind = f"M0 {height}" + f"v-{height // (back + 1)}h{30}" * back + f"V{height}z"
    x, top = dice.throw(124, 142), height - rise * steps
    return (
        disc("b", dice.throw(20, 60), dice.throw(20, 36), dice.throw(14, 22))
        + f'<path class="b m" d="{behind}"/><path class="c" d="{stair}"/>'
        + f'<path class="t" d="M{x} {top}v-22"/><path class="d" d="M{x} {top - 22}h-20l5 6-5 6h20z"/>'
    )


def tiles(dice: Dice, height: int, shapes: tuple[str, ...]) -> str:
    """A quilt: squares with one shape each, turned and coloured by the dice."""
    size = 32 if height < 160 else 40
    drawn = {"b": "", "c": "", "d": ""}
    for y in range(0, height, size):
        for x in range(0, WIDTH, size):
            look = "bbccd"[dice.throw(0, 4)]
            drawn[look] += f"M{x} {y}" + shapes[dice.throw(0, len(shapes) - 1)].format(s=size, n=-size, h=size // 2)
    return "".join(f'<path class="{look}" d="{path}"/>' for look, path in drawn.items() if path)


def lab(dice: Dice, height: int) -> str:
    """Quarter rounds in a quilt: things put together to see what happens."""
    quarters = (
        "h{s}a{s} {s} 0 0 1-{s} {s}z",
        "h{s}v{s}a{s} {s} 0 0 1-{s}-{s}z",
        "v{s}h{s}a{s} {s} 0 0 0-{s}-{s}z",
        "m0 {s}h{s}v-{s}a{s} {s} 0 0 0-{s} {s}z",
        "m0 {h}a{h} {h} 0 0 1 {s} 0a{h} {h} 0 0 1-{s} 0z",
    )
    return tiles(dice, height, quarters)


def prototype(dice: Dice, height: int) -> str:
    """Cut paper: triangles and squares in a quilt."""
    return tiles(dice, height, ("h{s}v{s}z", "h{s}l-{s} {s}z", "v{s}h{s}z", "m{s} 0v{s}h-{s}z", "h{s}v{h}h-{s}z"))


def project(dice: Dice, height: int) -> str:
    """Houses with stepped gables along the water."""
    ground, x = height * 3 // 4, -dice.throw(2, 14)
    houses = {"b": "", "c": "", "d": ""}
    while x < WIDTH:
        steps, step, rise = dice.throw(1, 3), dice.throw(5, 8), dice.throw(7, 11)
        look = "bccbd"[dice.throw(0, 4)]
        houses[look] += gable(x, ground, steps, step, rise)
        x += step * (2 * steps + 1) - 1
    drawn = "".join(f'<path class="{look}" d="{path}"/>' for look, path in houses.items() if path)
    glints = "".join(f"M{dice.throw(6, 120)} {ground + 7 + i * 6}h{dice.throw(14, 34)}" for i in range(3))
    sun = disc("e", dice.throw(24, 136), dice.throw(14, 24), dice.throw(8, 12))
    return sun + drawn + rect("c", 0, ground, WIDTH, height - ground) + f'<path class="l" d="{glints}"/>'


def meeting(dice: Dice, height: int) -> str:
    """Tables seen from above, each with its people, and where they overlap."""
    middle = height // 2
    x1, x2 = dice.throw(44, 62), dice.throw(98, 116)
    seats = ((0, -1), (0.87, -0.5), (0.87, 0.5), (0, 1), (-0.87, 0.5), (-0.87, -0.5))
    odd = dice.throw(0, 5)
    out = disc("b", x1, middle, 26) + disc("c m", x2, middle, dice.throw(24, 30))
    for away, x, look in ((-1, x1, "c"), (1, x2, "b")):
        for number, (dx, dy) in enumerate(seats):
            if dx * away >= 0:
                out += disc("d" if number == odd else look, round(x + dx * 37), round(middle + dy * 37), 6)
    return out + disc("e", (x1 + x2) // 2, middle, dice.throw(6, 9))


def story(dice: Dice, height: int) -> str:
    """The thread on its way over the land, with its knots."""
    levels = [height * share // 100 for share in (26, 52, 78)]
    at = dice.throw(0, 2)
    x, path, knots = 10, f"M-4 {levels[at]}H10", ""
    for _turn in range(4):
        to = (at + dice.throw(1, 2)) % 3
        down = 1 if to > at else -1
        climb = abs(levels[to] - levels[at]) - 16
        bend, back = (1, 0) if down > 0 else (0, 1)
        knots += disc("k", x - 2, levels[at], 5)
        wide = dice.throw(6, 16)
        path += f"h{wide}a8 8 0 0 {bend} 8 {8 * down}v{climb * down}a8 8 0 0 {back} 8 {8 * down}"
        x, at = x + wide + 16, to
    knots += disc("k", x + 4, levels[at], 5)
    return (
        disc("b", dice.throw(90, 130), dice.throw(24, 40), dice.throw(22, 34))
        + rect("b", 0, height * dice.throw(55, 70) // 100, WIDTH, height)
        + rect("c", 0, height - dice.throw(10, 18), WIDTH, 20)
        + f'<path class="t" d="{path}H{WIDTH + 4}"/>{knots}'
    )


MOTIFS: dict[str, Callable[[Dice, int], str]] = {
    "need": need,
    "idea": idea,
    "challenge": challenge,
    "lab": lab,
    "project": project,
    "prototype": prototype,
    "meeting": meeting,
    "story": story,
}


@lru_cache(maxsize=1024)
def cover_svg(seed: str, kind: str, width_ratio: str = "16:9") -> SafeString:
    """The cover of a thing: at most 1 kB of SVG, the same for the same seed, kind and ratio.

    `seed` is what names the thing for good (kind and slug); `kind` one of FAMILY's names, others are drawn as projects;
    `width_ratio` one of HEIGHTS. Raises KeyError for a ratio that is not drawn.
    """
    family = FAMILY.get(kind, "project")
    height = HEIGHTS[width_ratio]
    dice = Dice(f"{family}:{seed}")
    guest = GUESTS[family][dice.throw(0, 2)]
    depth = " cover-deep" if dice.throw(0, 2) == 0 else ""
    mirrored = dice.throw(0, 1)
    shapes = rect("a", 0, 0, WIDTH, height) + MOTIFS[family](dice, height)
    if mirrored:
        shapes = f'<g transform="matrix(-1 0 0 1 {WIDTH} 0)">{shapes}</g>'
    svg = (
        f'<svg class="cover kind-{family} cover-{guest}{depth}" viewBox="0 0 {WIDTH} {height}" '
        f'preserveAspectRatio="xMidYMid slice" aria-hidden="true">{shapes}</svg>'
    )
    return mark_safe(svg)  # noqa: S308 every part is drawn here; the seed only throws the dice
