"""Sheets: several pictures side by side, with a line of words below each."""

from collections.abc import Sequence

from PIL import Image, ImageDraw, ImageFont, ImageOps

from ganstudio.images.colour import Pixels, lay_on_white, pixels_of
from ganstudio.images.picture import Picture
from ganstudio.images.writer import as_image

_GAP = 16
_LINE = 28
_GROUND, _INK = "#1b1b1c", "#e6e6e6"


def make_contact_sheet(pictures: Sequence[tuple[Picture | Pixels, str]], *, columns: int, cell: int) -> Picture:
    """Pictures (or pixels H×W×3), each fitted into a square of `cell` pixels, in rows; their words in one line below."""
    shown = [(_lay_on_white(picture), words) for picture, words in pictures]
    columns = max(1, min(columns, len(shown)))
    rows = -(-len(shown) // columns)
    tallest = max((round(cell * min(1.0, image.height / image.width)) for image, _ in shown), default=cell)
    step = tallest + (_LINE if any(words for _, words in shown) else 0) + _GAP
    page = Image.new("RGB", (columns * (cell + _GAP) + _GAP, rows * step + _GAP), _GROUND)
    pen, font = ImageDraw.Draw(page), ImageFont.load_default(15)
    for number, (image, words) in enumerate(shown):
        left, top = _GAP + number % columns * (cell + _GAP), _GAP + number // columns * step
        small = ImageOps.contain(image, (cell, tallest), Image.Resampling.LANCZOS)
        page.paste(small, (left + (cell - small.width) // 2, top + (tallest - small.height) // 2))
        pen.text((left + 2, top + tallest + 6), _cut_to_width(words, font, cell - 4), _INK, font)
    return Picture(pixels_of(page))


def _lay_on_white(picture: Picture | Pixels) -> Image.Image:
    return lay_on_white(as_image(picture))[0] if isinstance(picture, Picture) else Image.fromarray(picture).convert("RGB")


def _cut_to_width(words: str, font: ImageFont.FreeTypeFont | ImageFont.ImageFont, width: int) -> str:
    """The words, cut short where they are longer than a cell is wide."""
    if font.getlength(words) <= width:
        return words
    while words and font.getlength(f"{words}…") > width:
        words = words[:-1]
    return f"{words.rstrip()}…"
