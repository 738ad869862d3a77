"""Mosaic: stones of one size, turned along the edges of the picture and pushed off them (Hausner 2001).

Where the stones lie is found once, on a small copy of the whole picture (`measure`), so no tile sees another layout.
"""

import math

import torch
from torch import Tensor

from ganstudio import Statistics, Tile, View

from .colour import oklab, vivid
from .filters import coordinates, gaussian, reach, smoothstep
from .flow import tensor, unit
from .noise import fractal, hashed
from .styles import MosaicOptions

LEAST = 4.0
SMALL = 6.0
SOFT = 0.12
ROUNDS = 6
NEAR = tuple((i, j) for j in (-1, 0, 1) for i in (-1, 0, 1))
FAR = tuple((i, j) for j in range(-2, 3) for i in range(-2, 3) if abs(i) + abs(j) < 4)
MORTAR = (0.34, 0.32, 0.295)


def measure(view: View, options: MosaicOptions) -> Statistics:
    """Where each stone lies, how it is turned, and its colour: `stones` 7×n×m is x, y, cos, sin, red, green, blue."""
    longer = max(view.width, view.height)
    small = view.small(math.ceil(min(longer, 1400, SMALL * longer / _stone(options)))).cpu()
    height, width = small.shape[-2:]
    pitch = _stone(options) * max(height, width) / longer
    count = max(1, round(height / pitch)), max(1, round(width / pitch))
    stones = laid(small, count)
    return {"stones": stones * torch.tensor((view.width / width, view.height / height, 1, 1, 1, 1, 1))[:, None, None]}


def laid(picture: Tensor, count: tuple[int, int]) -> Tensor:
    """Stones 7×n×m on a picture 1×3×H×W: each moves to the middle of the ground that is nearest to it, round after round."""
    height, width = picture.shape[-2:]
    rows, columns = count
    i, j = torch.arange(columns)[None], torch.arange(rows)[:, None]
    size = _pitch((width, height), count)
    turn, edge = _turns(picture, size)
    home = torch.stack(((i + 0.5 + 0 * j) * (width / columns), (j + 0.5 + 0 * i) * (height / rows)))
    loose = torch.stack((hashed(i, j, 91), hashed(i, j, 92))) - 0.5
    place = home + loose * size * 0.5
    x, y = torch.arange(width)[None] + 0.5, torch.arange(height)[:, None] + 0.5
    weight = (1 - 0.95 * edge).flatten()
    parts = torch.stack((weight * (x + 0 * y).flatten(), weight * (y + 0 * x).flatten(), weight))
    for _ in range(ROUNDS):
        which = nearest(x, y, _turned(place, turn), (width, height), NEAR)[2].flatten()
        sums = torch.zeros(3, rows * columns).index_add_(1, which, parts).reshape(3, *count)
        middle = torch.where(sums[2] > 1e-3, sums[:2] / sums[2].clamp_min(1e-3), place)
        place = home + (middle - home).clamp(-0.7 * size, 0.7 * size)
    stones = _turned(place, turn)
    which = nearest(x, y, stones, (width, height), NEAR)[2].flatten()
    colours = torch.zeros(3, rows * columns).index_add_(1, which, picture[0].flatten(1))
    number = torch.zeros(rows * columns).index_add_(0, which, torch.ones(len(which)))
    under = picture[0][:, place[1].long().clamp(0, height - 1), place[0].long().clamp(0, width - 1)]
    mean = torch.where(number > 0, colours / number.clamp_min(1), under.flatten(1))
    return torch.cat((stones, mean.reshape(3, *count)))


def nearest(
    x: Tensor,
    y: Tensor,
    stones: Tensor,
    size: tuple[float, float],
    around: tuple[tuple[int, int], ...],
    colour: Tensor | None = None,
) -> tuple[Tensor, Tensor, Tensor]:
    """For each place its stone: how far it is, how far the next one is, and its number.

    Far is reckoned in stones, squarely along the stone's sides, so that stones come out four-cornered; with a `colour`
    B×3×H×W, and stones that know theirs, a stone of another colour is farther.
    """
    rows, columns = stones.shape[1:]
    pitch = _pitch(size, (rows, columns))
    i, j = (x * (columns / size[0])).floor().long(), (y * (rows / size[1])).floor().long()
    left, top, cos, sin = stones[:4].flatten(1)
    shape = (len(y), x.shape[1]) if colour is None else (len(colour), len(y), x.shape[1])
    first = torch.full(shape, 1e3, device=x.device)
    second, which = first, torch.full(shape, -1, device=x.device)
    for di, dj in around:
        index = (j + dj).clamp(0, rows - 1) * columns + (i + di).clamp(0, columns - 1)
        dx, dy = (x - left[index]) / pitch, (y - top[index]) / pitch
        u, v = dx * cos[index] + dy * sin[index], dy * cos[index] - dx * sin[index]
        u, v = u * u, v * v
        far = (u * u + v * v).sqrt().sqrt()
        if colour is not None:
            far = far + (colour - stones[4:].flatten(1)[:, index]).square().sum(1)
        closer = far < first
        second = torch.where(closer, first, torch.where(index == which, second, torch.minimum(second, far)))
        which = torch.where(closer, index, which)
        first = torch.minimum(first, far)
    return first, second, which


def margin(options: MosaicOptions) -> int:
    """What decides between two stones."""
    return reach(_stone(options) * SOFT)


def paint(tile: Tile, options: MosaicOptions, statistics: Statistics) -> Tensor:
    """The picture laid in stones."""
    stones = statistics["stones"].to(tile.pixels.device)
    x, y = coordinates(tile)
    size = (float(tile.width), float(tile.height))
    pull = 2.5 * options.follow
    known = torch.cat((stones[:4], oklab(stones[None, 4:])[0] * pull))
    seen = oklab(gaussian(tile.pixels, _stone(options) * SOFT)) * pull
    first, second, which = nearest(x, y, known, size, FAR, seen)
    inside = (second - first) * (0.5 * _pitch(size, stones.shape[1:]))
    chance = [hashed(which, which * 0, 93 + k) - 0.5 for k in range(3)]
    face = stones[4:].flatten(1)[:, which].movedim(1, 0)
    return _lit(tile, face, inside, stones.flatten(1)[:2, which], chance, options)


def _lit(tile: Tile, face: Tensor, inside: Tensor, middle: Tensor, chance: list[Tensor], options: MosaicOptions) -> Tensor:
    """Stones B×3×H×W with their own shade and tilt, rounded towards the joints, in mortar."""
    stone = _stone(options)
    x, y = coordinates(tile)
    dx, dy = (x - middle[0]) / stone, (y - middle[1]) / stone
    tilt = 2 * (dx * chance[1] + dy * chance[2]) * options.variety
    edge = (1 - inside / (0.22 * stone)).clamp(0, 1) ** 1.5
    away = (dx + dy) / (torch.hypot(dx, dy) + 0.1)
    light = 0.28 * options.variety * chance[0] + options.relief * (0.14 * tilt - 0.28 * edge * away)
    rough = 0.015 * options.relief * fractal(tile, stone * 0.25, 96, 2)
    face = (vivid(face, 1.15) * (1 + light[:, None] + rough)).clamp(0, 1)
    joint = 0.11 * options.grout * stone
    cover = smoothstep(-0.7, 0.7, inside - joint)[:, None] if options.grout else torch.ones_like(inside)[:, None]
    mortar = torch.tensor(MORTAR, device=face.device)[:, None, None] * (1 + 0.06 * fractal(tile, stone * 0.12, 97, 2))
    return torch.lerp(mortar.clamp(0, 1), face, cover)


def _turns(picture: Tensor, stone: float) -> tuple[Tensor, Tensor]:
    """How the edges run, doubled, 1×2×H×W; and where they are, H×W in [0, 1]."""
    near = tensor(gaussian(picture, 0.7), stone * 0.6)
    wide = near + 0.5 * gaussian(near, stone * 1.5) + 0.2 * gaussian(near, stone * 4)
    xx, yy, xy = wide.chunk(3, 1)
    sharp = tensor(gaussian(picture, 0.7), 0.0)[0, :2].sum(0)
    return torch.cat((yy - xx + 1e-7, -2 * xy), 1), smoothstep(0.02, 0.15, sharp)


def _turned(place: Tensor, turn: Tensor) -> Tensor:
    """Stones 4×n×m at places 2×n×m: x, y, and the cosine and sine of the way the edges run there."""
    height, width = turn.shape[-2:]
    there = turn[:, :, place[1].long().clamp(0, height - 1), place[0].long().clamp(0, width - 1)]
    cos, sin = unit(there)
    return torch.cat((place, cos, sin))


def _pitch(size: tuple[float, float], count: tuple[int, int] | torch.Size) -> float:
    """The side of a stone's ground, where `count` rows and columns share a size."""
    return math.sqrt(size[0] * size[1] / (count[0] * count[1]))


def _stone(options: MosaicOptions) -> float:
    """A stone's side in pixels; smaller ones could not be told apart."""
    return max(options.stone, LEAST)
