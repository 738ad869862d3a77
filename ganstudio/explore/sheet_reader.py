"""Sheets of samples, taken apart again."""

from pathlib import Path

from PIL import Image

from ganstudio.core.errors import GanStudioError


def open_sheet(file: Path) -> Image.Image:
    """A sheet of samples, RGB; GanStudioError where it is damaged."""
    try:
        with Image.open(file, formats=("PNG",)) as opened:
            return opened.convert("RGB")
    except (OSError, ValueError, Image.DecompressionBombError) as error:
        raise GanStudioError(
            "The sheet of samples {file} cannot be read; remove it, and it will not be missed.", file=file
        ) from error


def count_pictures(sheet: Image.Image, size: int) -> int:
    """How many pictures are on a sheet, whose shorter side is `size` pixels: as many across as down."""
    return int(max(1, min(sheet.size) // size) ** 2)


def crop_picture(sheet: Image.Image, size: int, number: int) -> Image.Image:
    """One of the pictures of a sheet, counted from 0, row by row; GanStudioError where there are not so many."""
    pictures = count_pictures(sheet, size)
    if not 0 <= number < pictures:
        raise GanStudioError(
            "There is no picture {number} on the sheets of samples; they have {pictures}.",
            number=number + 1,
            pictures=pictures,
        )
    across = int(pictures**0.5)
    wide, high = sheet.width // across, sheet.height // across
    left, top = number % across * wide, number // across * high
    return sheet.crop((left, top, left + wide, top + high))
