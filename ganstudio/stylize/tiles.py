"""Tiles: rectangles of a picture, cut so that each sees as far beyond its edge as its style needs."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from ganstudio.api.style import Tile
from ganstudio.images.picture import Picture, Pixels

if TYPE_CHECKING:
    from torch import Tensor


@dataclass(frozen=True)
class Region:
    """A rectangle of a picture, in its pixels."""

    left: int
    top: int
    width: int
    height: int

    def expand(self, margin: int, width: int, height: int) -> "Region":
        """The region with a margin, within a picture of that size; nothing is left of one that lies outside."""
        left, top = max(0, self.left - margin), max(0, self.top - margin)
        right, bottom = min(width, self.left + self.width + margin), min(height, self.top + self.height + margin)
        return Region(left, top, max(0, right - left), max(0, bottom - top))

    def scale_up(self, scale: int) -> "Region":
        """The same part of a picture that is `scale` times as large."""
        return Region(self.left * scale, self.top * scale, self.width * scale, self.height * scale)

    def scale_down(self, scale: int) -> "Region":
        """The least part of a picture `scale` times as small that covers this one."""
        left, top = self.left // scale, self.top // scale
        right, bottom = -(-(self.left + self.width) // scale), -(-(self.top + self.height) // scale)
        return Region(left, top, right - left, bottom - top)

    def align(self, side: int) -> "Region":
        """The least region that covers this one and consists of whole tiles of a grid of that side."""
        return self.scale_down(side).scale_up(side)

    def tiles(self, side: int) -> Iterator["Region"]:
        """The region in tiles of at most `side` pixels, row by row."""
        for top in range(self.top, self.top + self.height, side):
            for left in range(self.left, self.left + self.width, side):
                width, height = self.left + self.width - left, self.top + self.height - top
                yield Region(left, top, min(side, width), min(side, height))

    def within(self, outer: "Region") -> tuple[slice, slice]:
        """Its rows and columns in an array that holds the outer region."""
        top, left = self.top - outer.top, self.left - outer.left
        return slice(top, top + self.height), slice(left, left + self.width)


@dataclass(frozen=True)
class Part:
    """The pixels of a region of a picture of `width` × `height` pixels; a `View` for styles that measure."""

    pixels: Pixels
    region: Region
    width: int
    height: int
    device: str = "cpu"
    side: int = 512

    def small(self, longest: int) -> "Tensor":
        """The pixels reduced, 1×3×h×w in [0, 1]."""
        return to_tensor(Picture(self.pixels).resize(longest).pixels, self.device)

    def tiles(self, margin: int) -> Iterator[Tile]:
        """The region tile by tile."""
        for place in self.region.tiles(self.side):
            yield self.cut_tile(place, margin)

    def cut_tile(self, place: Region, margin: int) -> Tile:
        """One tile with its margin; beyond the picture's edges the pixels are reflected."""
        rows = _reflect(place.top - margin, place.top + place.height + margin, self.height) - self.region.top
        columns = _reflect(place.left - margin, place.left + place.width + margin, self.width) - self.region.left
        pixels = self.pixels[_span(rows)][:, _span(columns)]
        return Tile(to_tensor(pixels, self.device), place.left - margin, place.top - margin, self.width, self.height)


def to_tensor(pixels: Pixels, device: str) -> "Tensor":
    """Pixels h×w×3 as a tensor 1×3×h×w, float32 in [0, 1]."""
    import torch

    values = torch.from_numpy(np.ascontiguousarray(pixels.transpose(2, 0, 1)))[None]
    values = (
        values if values.dtype == torch.uint8 else values.to(torch.float32)
    )  # graphics cards know no other whole numbers
    return values.to(device).to(torch.float32).div_(np.iinfo(pixels.dtype).max)


def to_pixels(values: "Tensor", kind: np.dtype[Any]) -> Pixels:
    """A tensor 1×3×h×w in [0, 1] as pixels h×w×3 of a kind of whole numbers, rounded to the nearest, halves up."""
    import torch

    most = np.iinfo(kind).max
    whole = values[0].mul(most).add_(0.5).clamp_(0, most).to(torch.uint8 if most == 255 else torch.int32)
    pixels: Pixels = whole.permute(1, 2, 0).cpu().numpy().astype(kind, copy=False)
    return pixels


def _span(places: NDArray[np.intp]) -> "slice | NDArray[np.intp]":
    """Places in a row as a slice, which copies nothing; others as they are."""
    straight = len(places) < 2 or bool((np.diff(places) == 1).all())
    return slice(int(places[0]), int(places[-1]) + 1) if straight else places


def _reflect(start: int, stop: int, length: int) -> NDArray[np.intp]:
    """Whole numbers from `start` to `stop`, folded back at both ends of 0 … length - 1."""
    if length == 1:
        return np.zeros(stop - start, np.intp)
    period = 2 * (length - 1)
    folded: NDArray[np.intp] = np.abs(np.arange(start, stop)) % period
    return np.where(folded < length, folded, period - folded)
