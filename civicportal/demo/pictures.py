"""Illustrations for some of the demo's projects, drawn by our own code: flat shapes, the same on every machine."""

from __future__ import annotations

import io
import math
import random
from collections.abc import Callable

from PIL import Image, ImageDraw

WIDTH, HEIGHT = 1200, 675
FINER = 2
"""Drawn twice as large and made smaller, which smooths the edges."""

SEA, DEEP, SKY, FOAM = "#1D5B79", "#0F3D5C", "#BFD9E4", "#E9F2F4"
SAND, CREAM, BRICK, CORAL = "#F0E4CF", "#FBF4E6", "#A83A28", "#D9694F"
SUN, LEAF, MOSS, PLUM, NIGHT, WOOD = "#EDBB4E", "#2E7D5B", "#7FA65A", "#6B4A78", "#16263A", "#B98552"

Point = tuple[float, float]


class Canvas:
    """A sheet of 1200 x 675 with rounded, flat shapes."""

    def __init__(self, seed: str, ground: str) -> None:
        self.image = Image.new("RGB", (WIDTH * FINER, HEIGHT * FINER), ground)
        self.draw = ImageDraw.Draw(self.image)
        self.dice = random.Random(seed)  # noqa: S311 - pictures, not secrets

    def rect(self, colour: str, x: float, y: float, wide: float, high: float, round_by: float = 0) -> None:
        box = [x * FINER, y * FINER, (x + wide) * FINER, (y + high) * FINER]
        self.draw.rounded_rectangle(box, round_by * FINER, fill=colour)

    def disc(self, colour: str, x: float, y: float, radius: float) -> None:
        self.draw.ellipse(
            [(x - radius) * FINER, (y - radius) * FINER, (x + radius) * FINER, (y + radius) * FINER], fill=colour
        )

    def ring(self, colour: str, x: float, y: float, radius: float, wide: float) -> None:
        box = [(x - radius) * FINER, (y - radius) * FINER, (x + radius) * FINER, (y + radius) * FINER]
        self.draw.ellipse(box, outline=colour, width=round(wide * FINER))

    def shape(self, colour: str, *points: Point) -> None:
        self.draw.polygon([(x * FINER, y * FINER) for x, y in points], fill=colour)

    def line(self, colour: str, wide: float, *points: Point) -> None:
        self.draw.line(
            [(x * FINER, y * FINER) for x, y in points], fill=colour, width=round(wide * FINER), joint="curve"
        )
        for x, y in (points[0], points[-1]):
            self.disc(colour, x, y, wide / 2)

    def wave(self, colour: str, level: float, height: float, length: float, shift: float = 0) -> None:
        """Everything below a soft line."""
        top = [(x, level + height * math.sin((x + shift) / length * math.tau)) for x in range(0, WIDTH + 12, 12)]
        self.shape(colour, *top, (WIDTH, HEIGHT), (0, HEIGHT))

    def person(self, colour: str, x: float, foot: float, tall: float, skin: str = WOOD) -> None:
        """Somebody: a head above a rounded body."""
        self.rect(colour, x - tall * 0.17, foot - tall * 0.68, tall * 0.34, tall * 0.7, tall * 0.16)
        self.disc(skin, x, foot - tall * 0.84, tall * 0.14)

    def house(self, colour: str, x: float, foot: float, wide: float, high: float, roof: str) -> None:
        """A house with a gable and lit windows."""
        self.rect(colour, x, foot - high, wide, high)
        self.shape(roof, (x - 8, foot - high), (x + wide / 2, foot - high - wide * 0.45), (x + wide + 8, foot - high))
        for row in range(int(high // 70)):
            for column in range(2):
                lit = SUN if self.dice.random() < 0.4 else CREAM
                self.rect(lit, x + wide * (0.2 + 0.38 * column), foot - high + 26 + row * 66, wide * 0.2, 36, 4)


def tools(canvas: Canvas) -> None:
    """Tools on hooks above a workbench."""
    canvas.rect(SAND, 0, 0, WIDTH, 470)
    canvas.rect(WOOD, 60, 470, 1080, 34, 8)
    canvas.rect(DEEP, 110, 504, 40, 171)
    canvas.rect(DEEP, 1050, 504, 40, 171)
    for place, colour in enumerate((BRICK, SEA, LEAF, PLUM, CORAL, DEEP)):
        x = 150 + place * 180
        canvas.disc(NIGHT, x, 110, 7)
        if place % 3 == 0:
            canvas.rect(WOOD, x - 9, 120, 18, 170, 9)
            canvas.rect(colour, x - 48, 112, 96, 46, 10)
        elif place % 3 == 1:
            canvas.ring(colour, x, 158, 42, 18)
            canvas.rect(colour, x - 11, 190, 22, 130, 11)
        else:
            canvas.shape(colour, (x - 62, 130), (x + 62, 130), (x + 30, 290), (x - 46, 290))
            canvas.rect(WOOD, x - 46, 112, 92, 34, 12)
    canvas.rect(CORAL, 420, 396, 210, 74, 12)
    canvas.rect(NIGHT, 480, 368, 90, 30, 10)
    canvas.disc(SUN, 820, 420, 50)
    canvas.rect(LEAF, 780, 410, 80, 60, 8)


def sea(canvas: Canvas) -> None:
    """Buoys and a small boat on the sound."""
    canvas.rect(SKY, 0, 0, WIDTH, HEIGHT)
    canvas.disc(SUN, 930, 190, 86)
    canvas.wave("#9CC3D3", 300, 10, 700)
    canvas.wave(SEA, 370, 14, 460, 90)
    canvas.shape(CREAM, (430, 330), (640, 330), (600, 398), (465, 398))
    canvas.rect(WOOD, 536, 180, 9, 150)
    canvas.shape(BRICK, (552, 186), (552, 310), (648, 310))
    canvas.wave(DEEP, 470, 16, 380, 30)
    for place in range(7):
        x = 90 + place * 172
        canvas.line(FOAM, 5, (x, 506), (x + 10, HEIGHT))
        canvas.disc((CORAL, SUN)[place % 2], x, 500 + 8 * (place % 3), 26)
    canvas.wave("#0B2F49", 610, 10, 300, 200)


def hall(canvas: Canvas) -> None:
    """A sports hall with people in motion."""
    canvas.rect(CREAM, 0, 0, WIDTH, 430)
    canvas.rect("#D9A46A", 0, 430, WIDTH, 245)
    for place in range(6):
        canvas.rect(SKY, 60 + place * 190, 60, 130, 150, 10)
    canvas.line(CREAM, 8, (0, 560), (WIDTH, 560))
    canvas.ring(CREAM, 600, 560, 120, 8)
    for place, colour in enumerate((PLUM, BRICK, SEA, LEAF, CORAL, DEEP, PLUM)):
        canvas.person(
            colour,
            140 + place * 155,
            540 + 40 * (place % 2),
            190 + canvas.dice.randrange(40),
            (WOOD, "#8A5A3C", "#E0B48A")[place % 3],
        )
    canvas.disc(SUN, 690, 250, 40)
    canvas.line(BRICK, 6, (652, 250), (728, 250))


def bench(canvas: Canvas) -> None:
    """A blue bench under a tree, and two who talk."""
    canvas.rect(FOAM, 0, 0, WIDTH, HEIGHT)
    canvas.disc(SUN, 1010, 130, 64)
    for place, tall in enumerate((210, 270, 180, 240)):
        canvas.house((CORAL, SAND, BRICK, "#D8C19A")[place], 30 + place * 190, 480, 150, tall, DEEP)
    canvas.rect(MOSS, 0, 480, WIDTH, 195)
    canvas.rect(WOOD, 945, 290, 36, 240)
    for x, y, radius in ((960, 230, 120), (880, 280, 84), (1050, 280, 88)):
        canvas.disc(LEAF, x, y, radius)
    canvas.person(BRICK, 430, 560, 210)
    canvas.person(PLUM, 570, 560, 196, "#E0B48A")
    canvas.rect(SEA, 300, 500, 430, 30, 12)
    canvas.rect(SEA, 300, 430, 430, 22, 10)
    for x in (330, 680):
        canvas.rect(DEEP, x, 430, 20, 160, 6)


def walk(canvas: Canvas) -> None:
    """Pairs on a path along a ridge above the water."""
    canvas.rect("#F6D9B8", 0, 0, WIDTH, HEIGHT)
    canvas.disc(CORAL, 250, 220, 100)
    canvas.rect(SEA, 0, 300, WIDTH, 120)
    canvas.wave(MOSS, 380, 40, 1300, 300)
    canvas.wave(LEAF, 470, 30, 900, 640)
    canvas.line(SAND, 46, (0, 650), (300, 590), (640, 600), (920, 540), (1200, 560))
    for place, (x, foot) in enumerate(((240, 610), (600, 606), (930, 556))):
        canvas.person((BRICK, PLUM, DEEP)[place], x, foot, 150)
        canvas.person((SUN, SEA, CORAL)[place], x + 66, foot, 140, "#8A5A3C")


def bicycle(canvas: Canvas) -> None:
    """A bicycle before a red container."""
    canvas.rect(SKY, 0, 0, WIDTH, 520)
    canvas.rect("#8FA6AE", 0, 520, WIDTH, 155)
    canvas.rect(BRICK, 120, 130, 960, 400, 10)
    for place in range(16):
        canvas.rect("#8F2F20", 140 + place * 59, 150, 14, 360)
    canvas.rect(NIGHT, 640, 210, 300, 320, 6)
    canvas.rect(SUN, 668, 250, 244, 10, 4)
    for x in (360, 640):
        canvas.ring(NIGHT, x, 520, 92, 12)
        canvas.disc(CREAM, x, 520, 10)
    for points in (
        ((360, 520), (440, 400), (590, 400), (640, 520)),
        ((440, 400), (500, 520), (590, 400)),
        ((360, 520), (500, 520)),
    ):
        canvas.line(SUN, 14, *points)
    canvas.line(CREAM, 12, (590, 400), (578, 350), (620, 340))
    canvas.rect(NIGHT, 405, 378, 70, 18, 9)


def radio(canvas: Canvas) -> None:
    """A microphone with waves of sound over the roofs."""
    canvas.rect(NIGHT, 0, 0, WIDTH, HEIGHT)
    for radius, colour in ((330, "#22384F"), (250, "#2C4A66"), (170, SEA)):
        canvas.disc(colour, 600, 300, radius)
    for place in range(9):
        canvas.house(
            ("#314A5E", "#263C50")[place % 2], 10 + place * 135, HEIGHT, 118, 100 + canvas.dice.randrange(100), BRICK
        )
    canvas.rect(CREAM, 545, 170, 110, 190, 55)
    for y in (215, 250, 285):
        canvas.rect("#C9BCA4", 560, y, 80, 8, 4)
    canvas.line(SUN, 14, (500, 300), (510, 390), (600, 430), (690, 390), (700, 300))
    canvas.rect(SUN, 592, 430, 16, 110)
    canvas.rect(SUN, 520, 530, 160, 20, 10)


def stories(canvas: Canvas) -> None:
    """A cabin at dusk with an open book of light."""
    canvas.rect("#33405F", 0, 0, WIDTH, HEIGHT)
    for _star in range(60):
        canvas.disc(CREAM, canvas.dice.randrange(WIDTH), canvas.dice.randrange(300), canvas.dice.choice((2, 2, 3, 4)))
    canvas.disc("#F6E7B8", 960, 140, 70)
    canvas.wave("#24544A", 470, 26, 900, 100)
    canvas.house(BRICK, 380, 560, 330, 210, NIGHT)
    canvas.rect(SUN, 500, 430, 90, 130, 8)
    canvas.wave("#173B36", 570, 16, 600, 400)
    for place in range(5):
        canvas.person(
            (CORAL, SUN, PLUM, SEA, MOSS)[place], 770 + place * 76, 630 - 12 * (place % 2), 110 + 26 * (place % 3)
        )
    canvas.shape(CREAM, (120, 560), (230, 590), (340, 560), (340, 620), (230, 650), (120, 620))
    canvas.line("#C9BCA4", 5, (230, 590), (230, 648))


def table(canvas: Canvas) -> None:
    """A long table seen from above."""
    canvas.rect("#E8D3B4", 0, 0, WIDTH, HEIGHT)
    canvas.rect("#D6BC94", 0, 0, WIDTH, 90)
    canvas.rect(CREAM, 120, 220, 960, 240, 36)
    canvas.rect(BRICK, 120, 320, 960, 40)
    for place in range(6):
        x = 210 + place * 156
        for y, seat in ((268, 130), (412, 550)):
            canvas.disc((SEA, PLUM, LEAF, CORAL, DEEP, MOSS)[(place + y) % 6], x, seat, 56)
            canvas.disc((WOOD, "#8A5A3C", "#E0B48A")[(place + seat) % 3], x, seat, 30)
            canvas.disc(SKY, x, y, 42)
            canvas.disc((SUN, CORAL, MOSS)[(place * 2 + y) % 3], x, y, 24)
    for x in (290, 600, 910):
        canvas.disc(LEAF, x, 340, 30)
        canvas.disc(SUN, x, 340, 12)


def windows(canvas: Canvas) -> None:
    """A street of shop windows, each with something else in it."""
    canvas.rect(SKY, 0, 0, WIDTH, HEIGHT)
    canvas.rect("#7A8F97", 0, 590, WIDTH, 85)
    for place in range(4):
        x, wall = place * 300, (BRICK, SAND, SEA, "#C98F5A")[place]
        canvas.rect(wall, x, 70 + 36 * (place % 2), 300, 530)
        canvas.shape((SUN, CORAL, CREAM, DEEP)[place], (x + 20, 250), (x + 280, 250), (x + 300, 306), (x, 306))
        canvas.rect(NIGHT, x + 36, 310, 228, 236, 8)
        for dot in range(5):
            colour = (SUN, CORAL, MOSS, SKY, "#B9A1C4")[(dot + place) % 5]
            radius = 20 + canvas.dice.randrange(26)
            canvas.disc(colour, x + 80 + canvas.dice.randrange(140), 360 + canvas.dice.randrange(140), radius)
        for column in range(2):
            canvas.rect(CREAM, x + 60 + column * 110, 130 + 36 * (place % 2), 70, 84, 6)


def dance(canvas: Canvas) -> None:
    """People with lit headphones among bookshelves."""
    canvas.rect("#2A2140", 0, 0, WIDTH, HEIGHT)
    for shelf in range(4):
        canvas.rect("#4A3A5E", 0, 70 + shelf * 110, WIDTH, 12)
        x = 12
        while x < WIDTH:
            wide, high = 16 + canvas.dice.randrange(22), 60 + canvas.dice.randrange(34)
            canvas.rect(
                canvas.dice.choice((BRICK, SEA, PLUM, MOSS, WOOD, "#5B6C8C")), x, 70 + shelf * 110 - high, wide, high, 3
            )
            x += wide + 6
    canvas.rect("#3A2F54", 0, 500, WIDTH, 175)
    for place in range(7):
        x, foot, light = 120 + place * 160, 610 - 26 * (place % 2), (SUN, CORAL, SKY)[place % 3]
        canvas.disc("#45386A", x, foot - 150, 92)
        canvas.person((CORAL, SEA, SUN, LEAF, PLUM, BRICK, SKY)[place], x, foot, 200)
        canvas.ring(light, x, foot - 172, 36, 9)


def meadow(canvas: Canvas) -> None:
    """A meadow before houses, with bumblebees."""
    canvas.rect("#DCEBEF", 0, 0, WIDTH, HEIGHT)
    for place in range(5):
        canvas.house(
            (SAND, CORAL, CREAM, BRICK, "#D8C19A")[place], 40 + place * 235, 370, 180, 130 + 30 * (place % 2), DEEP
        )
    canvas.wave(MOSS, 350, 14, 700)
    canvas.wave(LEAF, 430, 18, 520, 100)
    for _flower in range(90):
        x, y = canvas.dice.randrange(WIDTH), 450 + canvas.dice.randrange(215)
        canvas.line("#1E5A41", 4, (x, y), (x, y + 46))
        canvas.disc(canvas.dice.choice((SUN, CORAL, CREAM, "#B9A1C4")), x, y, 9 + canvas.dice.randrange(9))
    for x, y in ((300, 390), (620, 320), (880, 420)):
        canvas.disc(FOAM, x + 6, y - 20, 17)
        canvas.rect(SUN, x - 32, y - 18, 64, 38, 19)
        canvas.rect(NIGHT, x - 10, y - 18, 12, 38)
        canvas.rect(NIGHT, x + 10, y - 16, 10, 34)


MOTIFS: dict[str, tuple[Callable[[Canvas], None], str]] = {
    "tools": (tools, "Verktyg på krokar ovanför en arbetsbänk"),
    "sea": (sea, "Bojar och en liten båt på sundet"),
    "hall": (hall, "Människor i rörelse i en idrottshall"),
    "bench": (bench, "Två som pratar på en blå bänk under ett träd"),
    "walk": (walk, "Tre par på en stig ovanför havet"),
    "bicycle": (bicycle, "En gul cykel framför en röd container"),
    "radio": (radio, "En mikrofon över hustaken en kväll"),
    "stories": (stories, "En stuga i skymningen med barn som lyssnar"),
    "table": (table, "Ett långt dukat bord sett uppifrån"),
    "windows": (windows, "En gata med fyra skyltfönster"),
    "dance": (dance, "Människor dansar med hörlurar bland bokhyllor"),
    "meadow": (meadow, "En äng med humlor framför en rad hus"),
}
"""Each motif with what it shows, for those who cannot see it."""


def picture(motif: str) -> bytes:
    """One illustration as PNG. Raises KeyError for a motif that is not drawn."""
    drawing, _alt = MOTIFS[motif]
    canvas = Canvas(motif, CREAM)
    drawing(canvas)
    small = canvas.image.reduce(FINER)
    buffer = io.BytesIO()
    small.save(buffer, "PNG", compress_level=1)
    return buffer.getvalue()
