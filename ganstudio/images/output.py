"""A picture as it leaves the studio: its size, how it is sharpened for what it will be looked at on, its resolution."""

from dataclasses import dataclass, replace
from math import ceil
from typing import Literal

import numpy as np

from ganstudio.images.paging import ROWS, allocate_pages, release_pages
from ganstudio.images.picture import Picture, Pixels
from ganstudio.images.vips import libvips

Sharpening = Literal["none", "screen", "print"]
LARGEST, MOST_DPI = 65_535, 4_800

_USUAL_DPI = 300.0
_LUMA = np.array([0.299, 0.587, 0.114], np.float32)
_SCREEN = 0.6, 0.6  # the blur's standard deviation in pixels, and the amount
_PRINT_AMOUNT, _PRINT_INCHES = 1.0, 1 / 200  # half of the halo of 1/100 inch that print hides


@dataclass(frozen=True)
class Output:
    """The longer side in pixels, 0 as it was painted, never more; sharpening; pixels per inch, 0 as the picture came."""

    longest: int = 0
    sharpening: Sharpening = "none"
    dpi: float = 0.0

    def __post_init__(self) -> None:
        if not 0 <= self.longest <= LARGEST or not 0 <= self.dpi <= MOST_DPI:
            raise ValueError(f"a size goes up to {LARGEST} pixels, a resolution up to {MOST_DPI} dpi")

    def size(self, width: int, height: int) -> tuple[int, int]:
        """The width and height of a result of that size as it is saved."""
        factor = self.longest / max(width, height) if self.longest else 1.0
        return (width, height) if factor >= 1 else (max(1, round(width * factor)), max(1, round(height * factor)))


AS_PAINTED = Output()


def prepare_output(picture: Picture, output: Output) -> Picture:
    """The picture as it is saved: reduced, then sharpened, with its resolution."""
    made = picture.resize(output.longest) if output.longest else picture
    dpi = output.dpi or (made.dpi[0] if made.dpi else _USUAL_DPI)
    if output.sharpening != "none":
        sigma, amount = _SCREEN if output.sharpening == "screen" else (max(0.5, dpi * _PRINT_INCHES), _PRINT_AMOUNT)
        made = replace(made, pixels=sharpen(made.pixels, sigma, amount))
    return replace(made, dpi=(output.dpi, output.dpi), aspect=None) if output.dpi else made


def sharpen(pixels: Pixels, sigma: float, amount: float) -> Pixels:
    """Pixels H×W×3 with the luma's difference from its blur added so many times: an unsharp mask without fringes of colour.

    The standard deviation is in pixels. Fraser and Schewe, “Real World Image Sharpening” (2009), sharpen for the medium so.
    """
    made, most, margin = allocate_pages(pixels.shape, pixels.dtype), np.iinfo(pixels.dtype).max, ceil(4 * sigma) + 1
    for top in range(0, len(pixels), ROWS):
        above, below = max(0, top - margin), min(len(pixels), top + ROWS + margin)
        rows = slice(top - above, min(top + ROWS, len(pixels)) - above)
        luma = pixels[above:below].astype(np.float32) @ _LUMA
        image = libvips().Image.new_from_memory(luma.data, luma.shape[1], luma.shape[0], 1, "float")
        blurred = np.frombuffer(image.gaussblur(sigma, precision="float").write_to_memory(), np.float32)
        detail = amount * (luma - blurred.reshape(luma.shape))[rows]
        strip = slice(top, top + ROWS)
        made[strip] = (pixels[strip] + detail[..., None] + 0.5).clip(0, most)
        release_pages(pixels, made)
    return made
