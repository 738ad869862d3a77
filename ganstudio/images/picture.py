"""Picture: pixels, and what came with them in their file."""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Self

import numpy as np

from ganstudio.images.bit_depth import Pixels as Pixels
from ganstudio.images.bit_depth import downscale


@dataclass(frozen=True)
class Picture:
    """Pixels H×W×3, uint8 or uint16, upright, in the colours of `icc` (sRGB where it is None); transparency H×W likewise.

    `exif` and `xmp` have their orientation applied and reset; `iptc` is the bare record; `dpi` is pixels per inch across and
    down; `aspect` is how many pixels across stand for how many down, where no resolution is said; `text` are pairs of a
    keyword and words. `remark` is a sentence for the artist, where opening it had to change its colours.
    """

    pixels: Pixels
    alpha: Pixels | None = None
    icc: bytes | None = None
    exif: bytes | None = None
    dpi: tuple[float, float] | None = None
    source: Path | None = None
    xmp: bytes | None = None
    iptc: bytes | None = None
    remark: str | None = None
    text: tuple[tuple[str, str], ...] = ()
    aspect: tuple[float, float] | None = None

    @property
    def width(self) -> int:
        """Pixels across."""
        return int(self.pixels.shape[1])

    @property
    def height(self) -> int:
        """Pixels down."""
        return int(self.pixels.shape[0])

    def resize(self, longest: int) -> Self:
        """The picture reduced so that its longer side is at most `longest` pixels; itself where it is no larger."""
        factor = longest / max(self.width, self.height)
        if factor >= 1:
            return self
        size = max(1, round(self.width * factor)), max(1, round(self.height * factor))
        pixels = downscale(self.pixels, size)
        if self.alpha is None:
            return replace(self, pixels=pixels)
        return replace(self, pixels=_weigh_by_alpha(pixels, self.pixels, self.alpha), alpha=downscale(self.alpha, size))


def _weigh_by_alpha(small: Pixels, pixels: Pixels, alpha: Pixels) -> Pixels:
    """Reduced pixels, made again where anything shows: each pixel gives its colour as far as it shows."""
    size, least = (small.shape[1], small.shape[0]), np.iinfo(alpha.dtype).max / 510
    weights, made, most = alpha.astype(np.float32), small.copy(), np.iinfo(small.dtype).max
    shown = downscale(weights, size)
    for channel in range(3):
        colours = downscale(weights * pixels[..., channel], size) / np.maximum(shown, least)
        np.copyto(made[..., channel], np.clip(colours + 0.5, 0, most).astype(made.dtype), where=shown >= least)
    return made
