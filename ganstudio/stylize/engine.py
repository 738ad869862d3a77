"""The engine: renders a look over a picture, tile by tile, in bounded memory."""

import threading
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from ganstudio.errors import GanStudioError
from ganstudio.events import Rendered, TileDone
from ganstudio.pictures.picture import Picture, Pixels
from ganstudio.plugins.catalog import Catalog
from ganstudio.style import Statistics, Style, Tile
from ganstudio.stylize.look import Look, Resolved, resolve

if TYPE_CHECKING:
    from torch import Tensor

SIDE = 512
LARGEST_SIDE = 1536
LEAST_SIDE = 64


@dataclass(frozen=True)
class Region:
    """A rectangle of a picture, in its pixels."""

    left: int
    top: int
    width: int
    height: int

    def grown(self, margin: int, width: int, height: int) -> "Region":
        """The region with a margin, within a picture of that size."""
        left, top = max(0, self.left - margin), max(0, self.top - margin)
        right, bottom = min(width, self.left + self.width + margin), min(height, self.top + self.height + margin)
        return Region(left, top, right - left, bottom - top)


@dataclass(frozen=True)
class Part:
    """Pixels of a rectangle of a picture of `width` × `height` pixels, and where it lies."""

    pixels: Pixels
    region: Region
    width: int
    height: int

    def small(self, longest: int) -> "Tensor":
        """The pixels reduced, 1×3×h×w in [0, 1]."""
        return _tensor(Picture(self.pixels).resized(longest).pixels, "cpu")

    def tiles(self, margin: int) -> Iterator[Tile]:
        """Tile by tile."""
        for place in places(self.region, SIDE):
            yield cut(self, place, margin, "cpu")


def render(
    picture: Picture,
    look: Look,
    catalog: Catalog,
    *,
    device: str = "cpu",
    region: Region | None = None,
    stop: threading.Event,
) -> Iterator[TileDone | Rendered]:
    """Render a look; a region's pixels are those of the same part of the whole. Ends without a picture when stopped."""
    whole = Region(0, 0, picture.width, picture.height)
    wanted = whole if region is None else region.grown(0, picture.width, picture.height)
    layers = resolve(look, catalog, max(picture.width, picture.height))
    steps = list(zip(layers, _outputs(layers, wanted, whole), strict=True))
    done, total = 0, sum(1 for layer, place in steps for _ in places(place, _side(layer)))
    part = Part(picture.pixels, whole, picture.width, picture.height)
    for layer, place in steps:
        statistics = layer.style.measure(part, layer.options)
        made = np.empty((place.height, place.width, 3), np.uint8)
        for tile in places(place, _side(layer)):
            if stop.is_set():
                return
            made[within(tile, place)] = _paint(part, layer, statistics, tile, device)
            done += 1
            yield TileDone(done, total)
        part = Part(made, place, picture.width, picture.height)
    result = part.pixels[within(wanted, part.region)]
    original = picture.pixels[within(wanted, whole)]
    alpha = None if picture.alpha is None else picture.alpha[within(wanted, whole)]
    yield Rendered(replace(picture, pixels=coloured_as(original, result) if look.keep_colours else result, alpha=alpha))


def cut(part: Part, place: Region, margin: int, device: str) -> Tile:
    """A tile of a part with its margin; beyond the picture's edges the pixels are reflected."""
    import torch

    rows = _reflected(place.top - margin, place.top + place.height + margin, part.height) - part.region.top
    columns = _reflected(place.left - margin, place.left + place.width + margin, part.width) - part.region.left
    pixels = _tensor(part.pixels[rows[:, None], columns[None, :]], device)
    assert pixels.dtype == torch.float32
    return Tile(pixels, place.left - margin, place.top - margin, part.width, part.height)


def out_of_memory(error: BaseException) -> bool:
    """Whether it is a real lack of memory, of the machine's or of its graphics card's."""
    import torch

    return isinstance(error, MemoryError | torch.OutOfMemoryError) or "can't allocate memory" in str(error)


def _paint(part: Part, layer: Resolved, statistics: Statistics, place: Region, device: str) -> Pixels:
    """One tile's look; where memory runs out, four smaller tiles instead."""
    import torch

    margin = layer.style.margin(layer.options)
    try:
        with torch.inference_mode():
            tile = cut(part, place, margin, device)
            styled = layer.style.apply(tile, layer.options, statistics)
            mixed = torch.lerp(tile.pixels, styled, layer.strength).clamp_(0, 1)
            inside = mixed[0, :, margin : margin + place.height, margin : margin + place.width]
            pixels: Pixels = (inside * 255).round_().to(torch.uint8).permute(1, 2, 0).cpu().numpy()
            return pixels
    except Exception as error:
        if not out_of_memory(error):
            raise
    if max(place.width, place.height) <= LEAST_SIDE:
        raise GanStudioError("There is not enough memory even for a small tile; close other programs and try again.")
    made = np.empty((place.height, place.width, 3), np.uint8)
    for smaller in places(place, max(place.width, place.height) // 2):
        made[within(smaller, place)] = _paint(part, layer, statistics, smaller, device)
    return made


def coloured_as(original: Pixels, styled: Pixels, rows: int = 512) -> Pixels:
    """The luma of `styled` with the chroma of `original`, less vivid where the pixel would leave the gamut."""
    made = np.empty_like(styled)
    weights = np.array([0.299, 0.587, 0.114], np.float32)
    for top in range(0, len(styled), rows):
        source = original[top : top + rows].astype(np.float32)
        chroma = source - (source @ weights)[..., None]
        luma = (styled[top : top + rows] @ weights)[..., None]
        with np.errstate(divide="ignore", invalid="ignore"):
            room = np.where(chroma > 0, (255 - luma) / chroma, np.where(chroma < 0, -luma / chroma, np.inf))
        vivid = np.minimum(room.min(axis=-1, keepdims=True), 1)
        made[top : top + rows] = np.clip(luma + vivid * chroma + 0.5, 0, 255)
    return made


def _outputs(layers: list[Resolved], wanted: Region, whole: Region) -> list[Region]:
    """What each layer must make so that the last one can make what is wanted; a layer that measures needs all before it."""
    outputs = [wanted] if layers else []
    for layer in reversed(layers[1:]):
        measures = type(layer.style).measure is not Style.measure
        margin = layer.style.margin(layer.options)
        outputs.insert(0, whole if measures else outputs[0].grown(margin, whole.width, whole.height))
    return outputs


def _side(layer: Resolved) -> int:
    """A tile's side: wide margins want large tiles, or most of the work is thrown away."""
    return min(LARGEST_SIDE, max(SIDE, 4 * layer.style.margin(layer.options)))


def places(region: Region, side: int) -> Iterator[Region]:
    """The region in tiles of at most `side` pixels."""
    for top in range(region.top, region.top + region.height, side):
        for left in range(region.left, region.left + region.width, side):
            width = min(side, region.left + region.width - left)
            yield Region(left, top, width, min(side, region.top + region.height - top))


def within(inner: Region, outer: Region) -> tuple[slice, slice]:
    """The rows and columns of one region in an array of another."""
    top, left = inner.top - outer.top, inner.left - outer.left
    return slice(top, top + inner.height), slice(left, left + inner.width)


def _reflected(start: int, stop: int, length: int) -> "np.ndarray[tuple[int], np.dtype[np.intp]]":
    """Whole numbers from `start` to `stop`, folded back at both ends of 0 … length - 1."""
    period = max(1, 2 * (length - 1))
    folded = np.abs(np.arange(start, stop)) % period
    return np.minimum(folded, period - folded) if length > 1 else np.zeros(stop - start, np.intp)


def _tensor(pixels: Pixels, device: str) -> "Tensor":
    import torch

    values = torch.from_numpy(np.require(pixels, requirements=["C", "W"])).to(device).permute(2, 0, 1)[None]
    return values.to(torch.float32).div_(255)
