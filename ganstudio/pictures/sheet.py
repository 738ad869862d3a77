"""Sheets: several pictures side by side, with a line of words below each."""

from collections.abc import Sequence

import numpy as np
from PIL import Image, ImageDraw, ImageFont, ImageOps

from ganstudio.pictures.picture import Picture

_GAP = 16
_LINE = 28
_GROUND, _INK = "#1b1b1c", "#e6e6e6"


def sheet(pictures: Sequence[tuple[Picture, str]], *, columns: int, cell: int) -> Picture:
    """Pictures, each fitted into a square of `cell` pixels, in rows; their words in one line below."""
    rows = -(-len(pictures) // columns)
    tallest = max((round(cell * min(1.0, one.height / one.width)) for one, _ in pictures), default=cell)
    step = tallest + _LINE + _GAP
    page = Image.new("RGB", (columns * (cell + _GAP) + _GAP, rows * step + _GAP), _GROUND)
    pen, font = ImageDraw.Draw(page), ImageFont.load_default(15)
    for number, (picture, words) in enumerate(pictures):
        left, top = _GAP + number % columns * (cell + _GAP), _GAP + number // columns * step
        small = ImageOps.contain(Image.fromarray(picture.pixels), (cell, tallest), Image.Resampling.LANCZOS)
        page.paste(small, (left + (cell - small.width) // 2, top + (tallest - small.height) // 2))
        pen.text((left + 2, top + tallest + 6), words, _INK, font)
    return Picture(np.asarray(page))
