"""Illustrations for the demo's prototypes, drawn like those of the projects."""

from __future__ import annotations

import io
import math
from collections.abc import Callable

from civicportal.demo.pictures import (
    BRICK,
    CORAL,
    CREAM,
    DEEP,
    FINER,
    FOAM,
    LEAF,
    MOSS,
    NIGHT,
    PLUM,
    SAND,
    SEA,
    SKY,
    SUN,
    WOOD,
    Canvas,
)

COATS = (SEA, CORAL, LEAF, PLUM, SUN, BRICK, MOSS)


def door(canvas: Canvas) -> None:
    """A house in the evening with its door wide open."""
    canvas.rect(NIGHT, 0, 0, 1200, 675)
    canvas.rect(DEEP, 0, 560, 1200, 115)
    canvas.rect(BRICK, 220, 90, 760, 500)
    for column in range(4):
        canvas.rect(CREAM if column in (0, 3) else NIGHT, 280 + column * 180, 150, 110, 130, 8)
    canvas.rect(SUN, 500, 330, 200, 260)
    canvas.shape(WOOD, (700, 330), (790, 300), (790, 620), (700, 590))
    canvas.shape("#F4D98F", (500, 590), (700, 590), (820, 675), (380, 675))
    canvas.person(SEA, 560, 585, 190)
    canvas.person(CORAL, 640, 585, 150)
    for place, coat in enumerate((LEAF, PLUM, MOSS)):
        canvas.person(coat, 300 + place * 62, 640, 165 - place * 18)


def round_table(canvas: Canvas) -> None:
    """A round table seen from above, with people and cups around it."""
    canvas.rect(SAND, 0, 0, 1200, 675)
    canvas.disc("#D9C19B", 600, 338, 250)
    canvas.disc(CREAM, 600, 338, 222)
    for place in range(9):
        turn = place / 9 * math.tau
        x, y = 600 + 292 * math.cos(turn), 338 + 292 * math.sin(turn) * 0.98
        canvas.disc(COATS[place % len(COATS)], x, y, 46)
        canvas.disc(WOOD if place % 2 else "#7A4B2B", x, y, 26)
        cup = 600 + 165 * math.cos(turn + 0.18), 338 + 165 * math.sin(turn + 0.18)
        canvas.disc(FOAM, cup[0], cup[1], 20)
        canvas.disc("#5B3A29", cup[0], cup[1], 13)
    canvas.disc(SKY, 600, 338, 62)
    for petal in range(6):
        turn = petal / 6 * math.tau
        canvas.disc(CORAL if petal % 2 else SUN, 600 + 30 * math.cos(turn), 338 + 30 * math.sin(turn), 20)
    canvas.disc(LEAF, 600, 338, 16)


def notes(canvas: Canvas) -> None:
    """A wall of notes in three colours, and a hand's work with them."""
    canvas.rect(FOAM, 0, 0, 1200, 675)
    canvas.rect(SAND, 60, 50, 1080, 500, 18)
    papers = (SUN, CORAL, MOSS, SKY)
    for row in range(3):
        for column in range(8):
            if (row * 8 + column) % 7 == 3:
                continue
            x, y = 105 + column * 130, 92 + row * 148 + (column % 2) * 12
            canvas.rect(papers[(row + column * 2) % 4], x, y, 104, 104, 6)
            for line in range(3):
                canvas.rect(DEEP, x + 16, y + 24 + line * 22, 72 - line * 16, 7, 3)
    canvas.line(BRICK, 10, (210, 250), (430, 300), (560, 190), (800, 330), (1000, 250))
    canvas.rect(WOOD, 0, 590, 1200, 85)
    for place, coat in enumerate((SEA, PLUM, LEAF, CORAL)):
        canvas.person(coat, 250 + place * 230, 675, 190 - (place % 2) * 24)


def paths(canvas: Canvas) -> None:
    """Winding paths over a field that meet at a house on a hill."""
    canvas.rect(SKY, 0, 0, 1200, 675)
    canvas.disc(SUN, 960, 140, 72)
    canvas.wave(MOSS, 330, 46, 900, -185)
    canvas.wave(LEAF, 430, 40, 760, 90)
    canvas.line(CREAM, 34, (60, 675), (220, 560), (430, 520), (560, 430), (760, 350), (860, 300))
    canvas.line(SAND, 26, (1160, 675), (1000, 560), (900, 480), (870, 390), (860, 300))
    canvas.line(SAND, 22, (520, 675), (640, 600), (620, 520), (560, 430))
    canvas.rect(BRICK, 800, 205, 130, 100)
    canvas.shape(NIGHT, (785, 210), (865, 140), (945, 210))
    canvas.rect(CREAM, 845, 245, 40, 60)
    for place, coat in enumerate((SEA, CORAL, PLUM)):
        canvas.person(coat, 200 + place * 250, 610 - place * 60, 130 - place * 22)


MOTIFS: dict[str, tuple[Callable[[Canvas], None], str]] = {
    "door": (door, "Ett hus på kvällen med dörren vidöppen och människor på väg in"),
    "roundtable": (round_table, "Nio personer runt ett runt bord, sett uppifrån"),
    "notes": (notes, "En vägg med lappar i fyra färger och fyra personer framför"),
    "paths": (paths, "Stigar över en äng som möts vid ett hus på en kulle"),
}
"""Each motif with what it shows, for those who cannot see it."""


def picture(motif: str) -> bytes:
    """One illustration as PNG. Raises KeyError for a motif that is not drawn."""
    drawing, _alt = MOTIFS[motif]
    canvas = Canvas(motif, CREAM)
    drawing(canvas)
    buffer = io.BytesIO()
    canvas.image.reduce(FINER).save(buffer, "PNG", compress_level=1)
    return buffer.getvalue()
