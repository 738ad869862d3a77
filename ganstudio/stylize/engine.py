"""The engine: renders a look over a picture, tile by tile, in bounded memory."""

import threading
from collections import deque
from collections.abc import Hashable, Iterator
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image

from ganstudio.api.style import Statistics, Style, Tile
from ganstudio.core.devices import is_out_of_memory
from ganstudio.core.errors import GanStudioError
from ganstudio.core.events import Rendered, TileDone
from ganstudio.images.alpha_bleeding import bleed_alpha
from ganstudio.images.paging import ROWS, allocate_pages, release_pages
from ganstudio.images.picture import Picture, Pixels
from ganstudio.plugins.catalog import Catalog
from ganstudio.stylize import tile_memory
from ganstudio.stylize.blend import blend
from ganstudio.stylize.colour_preservation import ColourTransform, keep_colours, match_colours, match_levels
from ganstudio.stylize.look import Look, Resolved, resolve
from ganstudio.stylize.mask_rendering import Map, mask_over_tile, render_mask
from ganstudio.stylize.tile_cache import TileCache
from ganstudio.stylize.tiles import Part, to_pixels
from ganstudio.stylize.tiles import Region as Region

if TYPE_CHECKING:
    from torch import Tensor


SMALL = 512  # pixels of the longer side of what is looked at for the colours of the whole


@dataclass
class LookStatistics:
    """What a look takes of a picture for others, too: the layers' lasting statistics, by number, and turns of colours.

    Those layers are `settled` that have no others: they need not look at another picture.
    """

    statistics: dict[int, Statistics] = field(default_factory=dict)
    turns: tuple[ColourTransform, ...] | None = None
    settled: set[int] = field(default_factory=set)

    def add(self, number: int, lasting: tuple[str, ...], measured: Statistics) -> Statistics:
        """A layer's statistics: those that were taken before, and of what was measured now the others; lasting ones stay."""
        statistics = {**measured, **self.statistics.get(number, {})}
        kept = self.statistics[number] = {name: statistics[name] for name in lasting if name in statistics}
        if kept and kept.keys() == statistics.keys():
            self.settled.add(number)
        return statistics


@dataclass(frozen=True)
class Job:
    """A layer to be painted: what its style took of the whole, where it counts, what it is given and what is kept."""

    layer: Resolved
    statistics: Statistics
    mask: Map | None
    part: Part
    painted: TileCache
    key: Hashable


def render(
    picture: Picture,
    look: Look,
    catalog: Catalog,
    *,
    device: str = "cpu",
    region: Region | None = None,
    taken: LookStatistics | None = None,
    painted: TileCache | None = None,
    stop: threading.Event,
) -> Iterator[TileDone | Rendered]:
    """Render a look; a region's pixels are those of the same part of the whole. Ends without a picture when stopped.

    The region is in the picture's pixels, also where the look enlarges it. What was `taken` of another picture (of a
    film) is used for this one, too; what is missing in it is added. What is `painted` of this picture already is not painted
    again. Where nothing shows, styles see the colours nearby, and alpha stays as it is.
    """
    whole = Region(0, 0, picture.width, picture.height)
    wanted = _clip_region(region, whole)
    longer_side = max(picture.width, picture.height)
    layers = [layer for layer in resolve(look, catalog, longer_side) if layer.strength > 0 or layer.style.scale > 1]
    taken, painted = taken or LookStatistics(), painted or TileCache(0)
    picture = painted.whole("bled", partial(bleed_alpha, picture)) if layers else picture
    if taken.turns is None:
        taken.turns = painted.whole((device, look.model_dump_json()), partial(_turns, picture, look, catalog, device, stop))
    if taken.turns is None:
        return
    steps = _steps(layers, wanted, whole, device)
    done, total = 0, sum(1 for _, place, side in steps for _ in place.tiles(side))
    part = Part(picture.pixels, whole, picture.width, picture.height, device)
    for number, (layer, place, side) in enumerate(steps):
        key = device, *(each.key for each in layers[:number]), layer.style, layer.options.model_dump_json()
        measured: Statistics = {} if number in taken.settled else painted.whole(key, partial(_measure, layer, part))
        statistics = taken.add(number, layer.style.video_statistics, measured)
        made = _blank(part, place, layer.style.scale)
        mask = render_mask(layer.mask, picture) if layer.mask else None
        for _ in _paint(Job(layer, statistics, mask, part, painted, key), place, made, side, stop):
            done += 1
            yield TileDone(done, total)
        if stop.is_set():
            return
        part = made
    finished = _finished(picture, part, wanted, taken.turns, keep=look.keep_colours)
    del picture, part, painted  # whoever saves the result needs the memory
    yield Rendered(finished)


def _clip_region(region: Region | None, whole: Region) -> Region:
    """The part of a region that lies in the picture, all of it without one; GanStudioError where there is none."""
    wanted = whole if region is None else region.grown(0, whole.width, whole.height)
    if wanted.width * wanted.height == 0:
        raise GanStudioError("The region lies outside the picture; name one inside it.")
    return wanted


def _steps(layers: list[Resolved], wanted: Region, whole: Region, device: str) -> list[tuple[Resolved, Region, int]]:
    """For each layer what it must paint, in pixels of what it is given, and its tiles' side.

    It needs its margin around its part, or everything where it measures. It paints whole tiles of the picture's own grid:
    sums come out otherwise, if only in the last bit, in tiles that are cut otherwise.
    """
    steps: list[tuple[Resolved, Region, int]] = []
    needed = wanted.enlarged(layers[-1].enlarged * layers[-1].style.scale) if layers else wanted
    for layer in reversed(layers):
        given, side = whole.enlarged(layer.enlarged), tile_memory.tile_side(layer.margin, device)
        place = needed.reduced(layer.style.scale).aligned(side).grown(0, given.width, given.height)
        steps.insert(0, (layer, place, side))
        needed = given if _measures(layer) else place.grown(layer.margin, given.width, given.height)
    return steps


def _turns(
    picture: Picture, look: Look, catalog: Catalog, device: str, stop: threading.Event
) -> tuple[ColourTransform, ...] | None:
    """What is done to the colours at last, as the look over the reduced picture asks for it; None where it was stopped."""
    if not (look.match_colours or look.lock_points):
        return ()
    small = picture.resized(SMALL)
    plain = look.model_copy(update={"match_colours": False, "lock_points": False})
    made = [each.picture for each in render(small, plain, catalog, device=device, stop=stop) if isinstance(each, Rendered)]
    turns: list[ColourTransform] = []
    for each in made:
        for wanted, way in ((look.match_colours, match_colours), (look.lock_points, match_levels)):
            if wanted:
                turns.append(way(small.pixels, each.pixels))
                turns[-1].apply(each.pixels)
    return tuple(turns) if made else None


def _measures(layer: Resolved) -> bool:
    return type(layer.style).measure is not Style.measure


def _measure(layer: Resolved, part: Part) -> Statistics:
    """What the layer's style takes from the whole picture; in smaller tiles where memory runs out."""
    import torch

    while _measures(layer):
        try:
            with torch.inference_mode():
                return layer.style.measure(part, layer.options)
        except Exception as error:
            if not is_out_of_memory(error):
                raise
        tile_memory.release_memory(part.device)
        part = replace(part, side=tile_memory.next_smaller_side(part.side))
    return {}


def _paint(job: Job, place: Region, made: Part, side: int, stop: threading.Event) -> Iterator[None]:
    """Fill `made` tile by tile, yielding after each; where memory runs out the tiles are cut smaller from there on."""
    waiting = deque((tile, True) for tile in place.tiles(side))
    while waiting and not stop.is_set():
        tile, last = waiting.popleft()
        if max(tile.width, tile.height) > side:
            pieces = list(tile.tiles(side))
            waiting.extendleft((piece, last and piece == pieces[-1]) for piece in reversed(pieces))
            continue
        pixels = _painted(job, tile)
        if pixels is None:
            side = tile_memory.next_smaller_side(max(tile.width, tile.height))
            waiting.appendleft((tile, last))
            continue
        made.pixels[tile.enlarged(job.layer.style.scale).within(made.region)] = pixels
        release_pages(made.pixels, job.part.pixels)
        if last:
            yield


def _painted(job: Job, tile: Region) -> Pixels | None:
    """One tile's look, or None where there was not enough memory for it."""
    import torch

    layer = job.layer
    try:
        with torch.inference_mode():
            seen = job.part.cut(tile, layer.margin)
            styled = job.painted.tile((job.key, tile), partial(_styled, job, seen))
            return to_pixels(_mixed(job, seen.pixels, styled, tile), job.part.pixels.dtype)
    except Exception as error:
        if not is_out_of_memory(error):
            raise
    tile_memory.release_memory(job.part.device)
    return None


def _styled(job: Job, seen: Tile) -> "Tensor":
    """What the style makes of the inside of a tile."""
    style, scale = job.layer.style, job.layer.style.scale
    height, width = seen.pixels.shape[2:]
    styled = style.apply(seen, job.layer.options, job.statistics)
    expected = (1, 3, height * scale, width * scale)
    if tuple(styled.shape) != expected:
        raise ValueError(f"style “{style.id}” made {tuple(styled.shape)} where {expected} was due")
    return _inside(styled, job.layer.margin * scale)


def _inside(values: "Tensor", margin: int) -> "Tensor":
    return values[:, :, margin : values.shape[2] - margin, margin : values.shape[3] - margin]


def _mixed(job: Job, plain: "Tensor", styled: "Tensor", tile: Region) -> "Tensor":
    """The inside of a tile, laid on as the layer says: how, how strongly, and where."""
    import torch
    from torch.nn.functional import interpolate

    layer, part, scale = job.layer, job.part, job.layer.style.scale
    if layer.plain:
        return styled
    if scale > 1:
        plain = interpolate(plain, scale_factor=float(scale), mode="bicubic").clamp_(0, 1)
    plain = _inside(plain, layer.margin * scale)
    amount: float | Tensor = layer.strength
    if job.mask is not None:
        amount = amount * mask_over_tile(
            job.mask, tile.enlarged(scale), part.width * scale, part.height * scale, part.device
        )
    return torch.lerp(plain, blend(plain, styled, layer.blend), amount)


def _blank(part: Part, place: Region, scale: int) -> Part:
    region = place.enlarged(scale)
    pixels = allocate_pages((region.height, region.width, 3), part.pixels.dtype)
    return Part(pixels, region, part.width * scale, part.height * scale, part.device)


def _finished(picture: Picture, part: Part, wanted: Region, turns: tuple[ColourTransform, ...], *, keep: bool) -> Picture:
    """The wanted part of the result, with all that came with the picture."""
    scale = part.width // picture.width
    place, whole = wanted.enlarged(scale), Region(0, 0, part.width, part.height)
    pixels = part.pixels[place.within(part.region)]
    if part.pixels is not picture.pixels:
        _recolour(pixels, _enlarged(picture.pixels, scale)[place.within(whole)] if keep else None, turns)
    alpha = None if picture.alpha is None else _enlarged(picture.alpha, scale)[place.within(whole)]
    return replace(picture, pixels=pixels, alpha=alpha)


def _recolour(pixels: Pixels, original: Pixels | None, turns: tuple[ColourTransform, ...]) -> None:
    """Give pixels the colours of the original, where there is one, and turn them, strip by strip."""
    for top in range(0, len(pixels), ROWS):
        rows = slice(top, top + ROWS)
        if original is not None:
            keep_colours(original[rows], pixels[rows])
            release_pages(original)
        for turn in turns:
            turn.apply(pixels[rows])
        release_pages(pixels)


def _enlarged(values: Pixels, scale: int) -> Pixels:
    if scale == 1:
        return values
    size = values.shape[1] * scale, values.shape[0] * scale
    planes = np.atleast_3d(values).transpose(2, 0, 1).astype(np.float32)
    larger = [np.asarray(Image.fromarray(plane).resize(size, Image.Resampling.BICUBIC)) for plane in planes]
    made = (np.stack(larger, -1) + 0.5).clip(0, np.iinfo(values.dtype).max).astype(values.dtype)
    return made if values.ndim == 3 else made[..., 0]
