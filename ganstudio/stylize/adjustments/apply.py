"""A picture as its adjustments make it."""

from dataclasses import replace

from ganstudio.images.picture import Picture
from ganstudio.stylize.adjustments.geometry import apply_geometry
from ganstudio.stylize.adjustments.tone import apply_tone
from ganstudio.stylize.adjustments.values import Adjustments


def adjust_picture(picture: Picture, adjustments: Adjustments) -> Picture:
    """The picture turned, straightened, cropped and then adjusted in light and colour; itself where nothing changes."""
    placed = apply_geometry(picture, adjustments.geometry)
    pixels = apply_tone(placed.pixels, adjustments.tone, picture.icc)
    return placed if pixels is placed.pixels else replace(placed, pixels=pixels)
