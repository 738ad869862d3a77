"""The engine: renders a look over a picture, tile by tile, in bounded memory."""

import threading
from collections.abc import Generator, Hashable, Iterator
from dataclasses import dataclass, field, replace
from functools import partial

import numpy as np
from PIL import Image

from ganstudio.api.style import Statistics
from ganstudio.core.errors import GanStudioError
from ganstudio.core.events import Rendered, TileDone
from ganstudio.images.alpha_bleeding import bleed_alpha
from ganstudio.images.paging import ROWS, allocate_pages, release_pages
from ganstudio.images.picture import Picture, Pixels
from ganstudio.plugins.catalog import Catalog
from ganstudio.stylize import tile_memory
from ganstudio.stylize.adjustments.apply import adjust_picture
from ganstudio.stylize.adjustments.values import Adjustments
from ganstudio.stylize.colour_preservation import ColourTransform, keep_colours, match_colours, match_levels
from ganstudio.stylize.layer_painting import LayerJob, measure_layer, measures, paint_layer
from ganstudio.stylize.look import Look, Resolved, resolve
from ganstudio.stylize.mask_rendering import render_mask
from ganstudio.stylize.tile_cache import TileCache
from ganstudio.stylize.tiles import Part
from ganstudio.stylize.tiles import Region as Region

Step = tuple[Resolved, Region, int]  # a layer, what it must paint in pixels of what it is given, its tiles' side
SMALL = 512  # pixels of the longer side of what is looked at for the colours of the whole


@dataclass
class LookStatistics:
    """Statistics of a look that hold for several pictures: the layers' lasting statistics by number, and colour transforms.

    `fixed_layers` are those whose statistics all last: they need not measure another picture.
    """

    statistics: dict[int, Statistics] = field(default_factory=dict)
    colour_transforms: tuple[ColourTransform, ...] | None = None
    fixed_layers: set[int] = field(default_factory=set)

    def add(self, number: int, lasting: tuple[str, ...], measured: Statistics) -> Statistics:
        """The statistics of layer `number`: stored lasting ones first, else as measured now; lasting ones are stored."""
        statistics = {**measured, **self.statistics.get(number, {})}
        kept = self.statistics[number] = {name: statistics[name] for name in lasting if name in statistics}
        if kept and kept.keys() == statistics.keys():
            self.fixed_layers.add(number)
        return statistics


def render(
    picture: Picture,
    look: Look,
    catalog: Catalog,
    *,
    device: str = "cpu",
    region: Region | None = None,
    statistics: LookStatistics | None = None,
    tile_cache: TileCache | None = None,
    stop: threading.Event,
) -> Iterator[TileDone | Rendered]:
    """Render a look; a region's pixels are those of the same part of the whole. Ends without a picture when stopped.

    The region is in pixels of the adjusted picture, also where the look enlarges it. `statistics` of another picture (of a
    film) are used for this one, and missing ones added. Tiles that are in `tile_cache` are not painted again. Where alpha is
    0, styles see the colours nearby; alpha stays as it is.
    """
    statistics, tile_cache = statistics or LookStatistics(), tile_cache or TileCache(0)
    styled = bool(_visible_layers(look, catalog, picture))
    picture = tile_cache.base((look.adjustments, styled), partial(_prepare, picture, look.adjustments, styled=styled))
    whole = Region(0, 0, picture.width, picture.height)
    wanted = _clip_region(region, whole)
    layers = _visible_layers(look, catalog, picture)
    if statistics.colour_transforms is None:
        statistics.colour_transforms = tile_cache.get_statistics(
            (device, look.model_dump_json()), partial(_colour_transforms, picture, look, catalog, device, stop)
        )
    if statistics.colour_transforms is None:
        return
    part = yield from _render_layers(picture, _steps(layers, wanted, whole, device), statistics, tile_cache, device, stop)
    if part is None:
        return
    finished = _finish(picture, part, wanted, statistics.colour_transforms, keep=look.keep_colours)
    del picture, part, tile_cache  # the caller needs the memory to save the result
    yield Rendered(finished)


def _prepare(picture: Picture, adjustments: Adjustments, *, styled: bool) -> Picture:
    """What the layers are given: the picture adjusted, and for styles with the colours nearby where nothing shows."""
    adjusted = adjust_picture(picture, adjustments)
    return bleed_alpha(adjusted) if styled else adjusted


def _visible_layers(look: Look, catalog: Catalog, picture: Picture) -> list[Resolved]:
    """The layers that change a picture: those without strength do only where they enlarge it."""
    layers = resolve(look, catalog, max(picture.width, picture.height))
    return [layer for layer in layers if layer.strength > 0 or layer.style.scale > 1]


def _render_layers(
    picture: Picture,
    steps: list[Step],
    look_statistics: LookStatistics,
    tile_cache: TileCache,
    device: str,
    stop: threading.Event,
) -> Generator[TileDone, None, Part | None]:
    """Paint one layer over another, telling each tile; what the last one made, None where it was stopped."""
    done, total = 0, sum(1 for _, place, side in steps for _ in place.tiles(side))
    part = Part(picture.pixels, Region(0, 0, picture.width, picture.height), picture.width, picture.height, device)
    below: tuple[Hashable, ...] = ()
    for number, (layer, place, side) in enumerate(steps):
        made = _allocate_part(part, place, layer.style.scale)
        job = _begin_job(layer, number, part, picture, look_statistics, tile_cache, below)
        for _ in paint_layer(job, place, made, side, stop):
            done += 1
            yield TileDone(done, total)
        if stop.is_set():
            return None
        del job  # what the layer was given is needed no more
        part, below = made, (*below, layer.key)
    return part


def _begin_job(
    layer: Resolved,
    number: int,
    part: Part,
    picture: Picture,
    look_statistics: LookStatistics,
    tile_cache: TileCache,
    below: tuple[Hashable, ...],
) -> LayerJob:
    """The job of a layer over the result of those `below`, with its statistics: measured unless the layer is fixed."""
    key = part.device, *below, layer.style, layer.options.model_dump_json()
    measured: Statistics = (
        {} if number in look_statistics.fixed_layers else tile_cache.get_statistics(key, partial(measure_layer, layer, part))
    )
    statistics = look_statistics.add(number, layer.style.video_statistics, measured)
    mask = render_mask(layer.mask, picture) if layer.mask else None
    return LayerJob(layer, statistics, mask, part, tile_cache, key)


def _clip_region(region: Region | None, whole: Region) -> Region:
    """The part of a region that lies in the picture, all of it without one; GanStudioError where there is none."""
    wanted = whole if region is None else region.expand(0, whole.width, whole.height)
    if wanted.width * wanted.height == 0:
        raise GanStudioError("The region lies outside the picture; name one inside it.")
    return wanted


def _steps(layers: list[Resolved], wanted: Region, whole: Region, device: str) -> list[Step]:
    """For each layer what it must paint, in pixels of what it is given, and its tiles' side.

    It needs its margin around its part, or everything where it measures. It paints whole tiles of the picture's own grid:
    sums come out otherwise, if only in the last bit, in tiles that are cut otherwise.
    """
    steps: list[Step] = []
    needed = wanted.scale_up(layers[-1].scale_up * layers[-1].style.scale) if layers else wanted
    for layer in reversed(layers):
        given, side = whole.scale_up(layer.scale_up), tile_memory.tile_side(layer.margin, device)
        place = needed.scale_down(layer.style.scale).align(side).expand(0, given.width, given.height)
        steps.insert(0, (layer, place, side))
        needed = given if measures(layer) else place.expand(layer.margin, given.width, given.height)
    return steps


def _colour_transforms(
    picture: Picture, look: Look, catalog: Catalog, device: str, stop: threading.Event
) -> tuple[ColourTransform, ...] | None:
    """What is done to the colours at last, as the look over the reduced picture asks for it; None where it was stopped."""
    if not (look.match_colours or look.lock_points):
        return ()
    small = picture.resize(SMALL)
    plain = look.styles_alone.model_copy(update={"match_colours": False, "lock_points": False})
    made = [each.picture for each in render(small, plain, catalog, device=device, stop=stop) if isinstance(each, Rendered)]
    turns: list[ColourTransform] = []
    for each in made:
        for wanted, way in ((look.match_colours, match_colours), (look.lock_points, match_levels)):
            if wanted:
                turns.append(way(small.pixels, each.pixels))
                turns[-1].apply(each.pixels)
    return tuple(turns) if made else None


def _allocate_part(part: Part, place: Region, scale: int) -> Part:
    region = place.scale_up(scale)
    pixels = allocate_pages((region.height, region.width, 3), part.pixels.dtype)
    return Part(pixels, region, part.width * scale, part.height * scale, part.device)


def _finish(picture: Picture, part: Part, wanted: Region, turns: tuple[ColourTransform, ...], *, keep: bool) -> Picture:
    """The wanted part of the result, with all that came with the picture."""
    scale = part.width // picture.width
    place, whole = wanted.scale_up(scale), Region(0, 0, part.width, part.height)
    pixels = part.pixels[place.within(part.region)]
    if part.pixels is not picture.pixels:
        _recolour(pixels, _enlarge(picture.pixels, scale)[place.within(whole)] if keep else None, turns)
    alpha = None if picture.alpha is None else _enlarge(picture.alpha, scale)[place.within(whole)]
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


def _enlarge(values: Pixels, scale: int) -> Pixels:
    if scale == 1:
        return values
    size = values.shape[1] * scale, values.shape[0] * scale
    planes = np.atleast_3d(values).transpose(2, 0, 1).astype(np.float32)
    larger = [np.asarray(Image.fromarray(plane).resize(size, Image.Resampling.BICUBIC)) for plane in planes]
    made = (np.stack(larger, -1) + 0.5).clip(0, np.iinfo(values.dtype).max).astype(values.dtype)
    return made if values.ndim == 3 else made[..., 0]
