"""Pictures drawn by our own code: the size that pages ask for, the same each time, each with its words."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from civicportal.demo.pictures import MOTIFS, picture


@pytest.mark.parametrize("motif", MOTIFS)
def test_a_picture_fills_its_sheet_and_is_the_same_each_time(motif):
    with Image.open(io.BytesIO(picture(motif))) as drawn:
        assert (drawn.size, drawn.format) == ((1200, 675), "PNG")
        assert len(drawn.getcolors(1 << 20)) > 20
    assert picture(motif) == picture(motif)


def test_no_two_pictures_are_alike_and_each_says_what_it_shows():
    assert len({picture(motif) for motif in MOTIFS}) == len(MOTIFS)
    assert len({alt for _drawing, alt in MOTIFS.values()}) == len(MOTIFS)
