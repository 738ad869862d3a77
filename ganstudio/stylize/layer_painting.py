"""Paints one layer: measures the whole input, applies the style tile by tile, in smaller tiles where memory runs out."""

import threading
from collections import deque
from collections.abc import Hashable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from ganstudio.api.style import Statistics, Style, Tile
from ganstudio.core.devices import is_out_of_memory
from ganstudio.images.paging import release_pages
from ganstudio.images.picture import Pixels
from ganstudio.stylize import tile_memory
from ganstudio.stylize.blend import blend
from ganstudio.stylize.look import Resolved
from ganstudio.stylize.mask_rendering import Map, mask_over_tile
from ganstudio.stylize.tile_cache import TileCache
from ganstudio.stylize.tiles import Part, Region, to_pixels

if TYPE_CHECKING:
    from torch import Tensor


@dataclass(frozen=True)
class LayerJob:
    """A layer to be painted: its style's statistics of the whole picture, its mask, its input and the cache of its tiles."""

    layer: Resolved
    statistics: Statistics
    mask: Map | None
    part: Part
    tile_cache: TileCache
    key: Hashable


def measures(layer: Resolved) -> bool:
    """Whether the layer's style measures statistics of the whole picture."""
    return type(layer.style).measure is not Style.measure


def measure_layer(layer: Resolved, part: Part) -> Statistics:
    """The style's statistics of the whole picture; measured in smaller tiles where memory runs out."""
    import torch

    while measures(layer):
        try:
            with torch.inference_mode():
                return layer.style.measure(part, layer.options)
        except Exception as error:
            if not is_out_of_memory(error):
                raise
        tile_memory.release_memory(part.device)
        part = replace(part, side=tile_memory.next_smaller_side(part.side))
    return {}


def paint_layer(job: LayerJob, place: Region, made: Part, side: int, stop: threading.Event) -> Iterator[None]:
    """Fill `made` tile by tile, yielding after each; where memory runs out the tiles are cut smaller from there on."""
    waiting = deque((tile, True) for tile in place.tiles(side))
    while waiting and not stop.is_set():
        tile, last = waiting.popleft()
        if max(tile.width, tile.height) > side:
            pieces = list(tile.tiles(side))
            waiting.extendleft((piece, last and piece == pieces[-1]) for piece in reversed(pieces))
            continue
        pixels = _paint_tile(job, tile)
        if pixels is None:
            side = tile_memory.next_smaller_side(max(tile.width, tile.height))
            waiting.appendleft((tile, last))
            continue
        made.pixels[tile.scale_up(job.layer.style.scale).within(made.region)] = pixels
        release_pages(made.pixels, job.part.pixels)
        if last:
            yield


def _paint_tile(job: LayerJob, tile: Region) -> Pixels | None:
    """One tile's look, or None where there was not enough memory for it."""
    import torch

    layer = job.layer
    try:
        with torch.inference_mode():
            seen = job.part.cut_tile(tile, layer.margin)
            styled = job.tile_cache.get_tile((job.key, tile), partial(_apply_style, job, seen))
            return to_pixels(_mix(job, seen.pixels, styled, tile), job.part.pixels.dtype)
    except Exception as error:
        if not is_out_of_memory(error):
            raise
    tile_memory.release_memory(job.part.device)
    return None


def _apply_style(job: LayerJob, seen: Tile) -> "Tensor":
    """What the style makes of the inside of a tile."""
    style, scale = job.layer.style, job.layer.style.scale
    height, width = seen.pixels.shape[2:]
    styled = style.apply(seen, job.layer.options, job.statistics)
    expected = (1, 3, height * scale, width * scale)
    if tuple(styled.shape) != expected:
        raise ValueError(f"style “{style.id}” made {tuple(styled.shape)} where {expected} was due")
    return _crop_margin(styled, job.layer.margin * scale)


def _crop_margin(values: "Tensor", margin: int) -> "Tensor":
    return values[:, :, margin : values.shape[2] - margin, margin : values.shape[3] - margin]


def _mix(job: LayerJob, plain: "Tensor", styled: "Tensor", tile: Region) -> "Tensor":
    """The inside of a tile, laid on as the layer says: how, how strongly, and where."""
    import torch
    from torch.nn.functional import interpolate

    layer, part, scale = job.layer, job.part, job.layer.style.scale
    if layer.plain:
        return styled
    if scale > 1:
        plain = interpolate(plain, scale_factor=float(scale), mode="bicubic").clamp_(0, 1)
    plain = _crop_margin(plain, layer.margin * scale)
    amount: float | Tensor = layer.strength
    if job.mask is not None:
        amount = amount * mask_over_tile(
            job.mask, tile.scale_up(scale), part.width * scale, part.height * scale, part.device
        )
    return torch.lerp(plain, blend(plain, styled, layer.blend), amount)
