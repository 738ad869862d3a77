"""Stained glass: pieces of one colour each, cut along the forms, in lead, with painted lines, light behind them.

The pieces are cut once, on a small copy of the whole picture (`measure`): clusters of what is near and alike
(SLIC, Achanta 2012), their borders drawn smooth, as glass must be cut.
"""

import math

import torch
import torch.nn.functional as F
from torch import Tensor

from ganstudio.api import Statistics, Tile, View

from .cartoon import areas, inner_lines
from .colour import from_oklab, luma, oklab
from .filters import coordinates, gaussian, shift, smoothstep
from .insides import inner, pad_margin, spread
from .lines import lines_reach
from .noise import fractal, hash_noise, noise
from .piece_styles import GlassOptions
from .stones import NEAR

LEAST = 8.0
FINE = 20.0
FEWEST, MOST = 560, 1400
DETAIL = 14.0
ROUNDS = 3
SMOOTH = 0.11
AROUND = 5
PULL = 90.0
VARIETY = 0.5
DEEP = 0.2
LEAD = (0.1, 0.1, 0.105)
DRAWN = 0.09
RIPPLE = 0.012
TOOTH = 0.6
LEADING = 1  # pixels beside a place that the light on the lead is reckoned from


def measure(view: View, options: GlassOptions) -> Statistics:
    """Maps 1×n×h×w of the whole: the pieces' `colour`, how many pixels a place is `inside` of one, how `deep`, 0 to 1."""
    longer, cell = max(view.width, view.height), _cell(options)
    small = view.small(math.ceil(min(longer, MOST, max(FEWEST, FINE * longer / cell)))).cpu()  # a GPU's sums vary
    scale = longer / max(small.shape[-2:])
    which, inside = cut(small, cell / scale, options.follow)
    deep = gaussian((inside / (DEEP * cell / scale)).clamp_max(1), DEEP * cell / scale)
    return {"colour": stain(small, which, options.vividness), "inside": inside * scale, "deep": deep}


def cut(picture: Tensor, cell: float, follow: float) -> tuple[Tensor, Tensor]:
    """For each place of a picture 1×3×H×W its piece, H×W, and how many pixels it is inside of it, 1×1×H×W."""
    height, width = picture.shape[-2:]
    count = max(1, round(height / cell)), max(1, round(width / cell))
    seen = oklab(areas(Tile(picture, 0, 0, width, height), max(1.0, 0.2 * cell)))[0] * math.sqrt(PULL) * follow
    rows, columns = torch.arange(height, device=seen.device) + 0.5, torch.arange(width, device=seen.device) + 0.5
    x, y = columns.expand(height, -1), rows[:, None].expand(-1, width)
    place = torch.cat((torch.stack((x, y)) / cell, seen)).flatten(1)
    home = (y * (count[0] / height)).long().flatten(), (x * (count[1] / width)).long().flatten()
    weight = (1 + DETAIL * measure_detail(picture, cell)).flatten()
    middle = _scatter_middles(place, home, count, weight)
    for _ in range(ROUNDS):
        middle = _means(place, _nearest(place, home, middle, count), middle, weight)
    return _smooth_borders(_nearest(place, home, middle, count), home, count, (height, width), cell)


def measure_detail(picture: Tensor, cell: float) -> Tensor:
    """How much that is smaller than a piece is at each place, 1×1×H×W in [0, 1]: eyes, mouths, knobs.

    Pieces have their middles there, so that lead runs around them and not through.
    """
    light = luma(picture)
    fine = (gaussian(light, 0.04 * cell) - gaussian(light, 0.2 * cell)).abs()
    return smoothstep(0.02, 0.14, gaussian(fine, 0.1 * cell))


def _scatter_middles(place: Tensor, home: tuple[Tensor, Tensor], count: tuple[int, int], weight: Tensor) -> Tensor:
    """The first middles 5×pieces: each somewhere in its own field of a grid, coloured as the field is."""
    rows, columns = count
    grid = torch.zeros(len(place), rows * columns, device=place.device)
    fields = _means(place, home[0] * columns + home[1], grid, weight)
    number = torch.arange(rows * columns, device=place.device)
    chance = torch.stack((hash_noise(number, number * 0, 501), hash_noise(number, number * 0, 502))) - 0.5
    return torch.cat((fields[:2] + 0.5 * chance, fields[2:]))


def _means(values: Tensor, which: Tensor, otherwise: Tensor, weight: Tensor | None = None) -> Tensor:
    """The mean n×pieces of the values n×places of each piece, weighed, or another value where a piece has none."""
    weight = torch.ones_like(values[0]) if weight is None else weight
    sums = torch.zeros_like(otherwise).index_add_(1, which, values * weight)
    number = torch.zeros_like(otherwise[0]).index_add_(0, which, weight)
    return torch.where(number > 0, sums / number.clamp_min(1e-6), otherwise)


def _nearest(place: Tensor, home: tuple[Tensor, Tensor], middle: Tensor, count: tuple[int, int]) -> Tensor:
    """For each place 5×n the nearest and likest piece of its own field and those around; some reach farther than others."""
    first = torch.full(place.shape[1:], math.inf, device=place.device)
    which = torch.zeros_like(home[0])
    number = torch.arange(middle.shape[1], device=middle.device)
    larger = VARIETY * hash_noise(number, number * 0, 503)
    for di, dj in NEAR:
        index = _index(home[0] + dj, home[1] + di, count)
        far = (place - middle[:, index]).square().sum(0) - larger[index]
        which = torch.where(far < first, index, which)
        first = torch.minimum(first, far)
    return which


def _smooth_borders(
    which: Tensor, home: tuple[Tensor, Tensor], count: tuple[int, int], size: tuple[int, int], cell: float
) -> tuple[Tensor, Tensor]:
    """The pieces with smooth borders: at each place the one that fills most of what is around, and how far inside it is.

    Pieces whose rows and columns are alike modulo five are never near each other, so they are blurred together.
    """
    row, column = which // count[1] % AROUND, which % count[1] % AROUND
    most = second = torch.zeros(1, 1, *size, device=which.device)
    kind = torch.zeros(1, 1, *size, dtype=torch.long, device=which.device)
    for number in range(AROUND**2):
        share = (row * AROUND + column == number).to(most.dtype).reshape(most.shape)
        share = gaussian(share, SMOOTH * cell)
        kind = torch.where(share > most, number, kind)
        most, second = torch.maximum(most, share), torch.maximum(second, torch.minimum(most, share))
    far = torch.erfinv((most - second).clamp(0, 0.999)) * (math.sqrt(2) * SMOOTH * cell)
    kind = kind.flatten()
    dj, di = ((kind // AROUND - home[0] + 2) % AROUND - 2, (kind % AROUND - home[1] + 2) % AROUND - 2)
    return _index(home[0] + dj, home[1] + di, count).reshape(size), far


def _index(row: Tensor, column: Tensor, count: tuple[int, int]) -> Tensor:
    """A piece's number from its field's row and column; beyond the picture the nearest one."""
    return row.clamp(0, count[0] - 1) * count[1] + column.clamp(0, count[1] - 1)


def stain(picture: Tensor, which: Tensor, vividness: float) -> Tensor:
    """The glass 1×3×H×W: each piece one clear colour, the mean of what it covers, a little off by chance."""
    pieces = int(which.max()) + 1
    mean = _means(oklab(picture)[0].flatten(1), which.flatten(), torch.zeros(3, pieces, device=picture.device))
    number = torch.arange(pieces, device=picture.device)
    light = 0.12 + 0.87 * mean[:1] + 0.07 * (hash_noise(number, number * 0, 511) - 0.5)
    chroma = mean[1:].norm(dim=0, keepdim=True)
    glass = torch.cat((light, mean[1:] * (1 + 2 * vividness * torch.exp(-chroma / 0.14))))
    return from_oklab(glass[:, which][None])


def margin(options: GlassOptions) -> int:
    """What the painted lines see."""
    return lines_reach(_line(options)) + 1


def paint(tile: Tile, options: GlassOptions, statistics: Statistics) -> Tensor:
    """The picture as a window, B×3×H×W in [0, 1]."""
    around = margin(options)
    drawn = inner_lines(tile, around, _line(options))
    lead = LEADING
    return pad_margin(_glaze(inner(tile, around - lead), F.pad(drawn, (lead,) * 4), options, statistics), around - lead)


def _glaze(tile: Tile, drawn: Tensor, options: GlassOptions, statistics: Statistics) -> Tensor:
    """Glass and lead of a tile, with the lines that are drawn on the glass, B×1×H×W."""
    colour, inside, deep = (spread(statistics[name], tile) for name in ("colour", "inside", "deep"))
    inside = torch.minimum(inside, _frame(tile))
    half = min(max(options.lead, 1.4), 0.36 * _cell(options)) / 2
    strong = 0.85 * min(1.0, 2 * options.paint)
    drawn = strong * smoothstep(0.02, 0.05, drawn * (0.5 + options.paint))
    ripple = fractal(tile, _cell(options) * 0.16, 521, 3) + TOOTH * noise(tile, 1.5, 523)
    glow = (1 + RIPPLE * ripple) * (1 + options.glow * (0.55 * (deep - 0.6)))
    glass = (colour * glow + 0.1 * options.glow * (deep - 0.55).clamp_min(0)) * (1 - drawn * (1 - DRAWN))
    cover = smoothstep(-0.8, 0.8, half - inside)
    return torch.lerp(glass.clamp(0, 1), came(tile, inside, half), cover)


def came(tile: Tile, inside: Tensor, half: float) -> Tensor:
    """The lead B×3×H×W, `half` of its breadth in pixels: rounded, lit from the upper left, a little uneven."""
    slope = (shift(inside, 1, 1) - shift(inside, -1, -1)) * (inside / half).clamp(0, 1)
    light = 1 + 0.35 * slope + 0.5 * (1 - inside / half).clamp(0, 1) ** 2 + 0.12 * fractal(tile, half, 531, 2)
    return (torch.tensor(LEAD, device=inside.device)[:, None, None] * light).clamp(0, 1)


def _frame(tile: Tile) -> Tensor:
    """How many pixels each place is inside of the picture."""
    x, y = coordinates(tile)
    return torch.minimum(torch.minimum(x, tile.width - x), torch.minimum(y, tile.height - y)).abs()[None, None]


def _cell(options: GlassOptions) -> float:
    """A piece's breadth in pixels; smaller ones would be all lead."""
    return max(options.cell, LEAST)


def _line(options: GlassOptions) -> float:
    """The breadth of the painted lines."""
    return max(1.0, 0.5 * options.lead)
