"""Pointillism: dots of unmixed colour that the eye mixes, three layers of them on a primed canvas (after Seurat)."""

import math
from dataclasses import dataclass

import torch
from torch import Tensor

from ganstudio import Statistics, Tile

from .colour import from_oklab, oklab
from .filters import coordinates, gaussian, reach
from .noise import fractal, hashed
from .styles import PointillismOptions

LEAST = 3.0
LAYERS = ((1.7, 0.95, 1.0), (1.15, 0.72, 0.85), (0.8, 0.6, 0.6))
"""Of each layer: the dots' pitch and radius in dots, and how many of its places are taken."""

GROUND = (0.93, 0.9, 0.83)
SOFT = 0.3
JITTER = 0.8
NEAR = tuple((i, j) for j in (-1, 0, 1) for i in (-1, 0, 1))


@dataclass(frozen=True)
class Dots:
    """The dots of one layer that a tile may show, n×m places in rows: where, how large, how high they lie, what colour."""

    x: Tensor
    y: Tensor
    radius: Tensor
    height: Tensor
    colour: Tensor


def margin(options: PointillismOptions) -> int:
    """What a dot covers, and the ground it takes its colour from."""
    dot = max(options.dot, LEAST)
    return math.ceil(2 * dot * LAYERS[0][0]) + reach(dot * LAYERS[0][0] * SOFT) + 1


def paint(tile: Tile, options: PointillismOptions, statistics: Statistics) -> Tensor:  # noqa: ARG001
    """The picture in dots."""
    dot = max(options.dot, LEAST)
    canvas = torch.tensor(GROUND, device=tile.pixels.device)[:, None, None].expand_as(tile.pixels)
    painted = torch.lerp(canvas, gaussian(tile.pixels, dot * SOFT), options.density**0.5)
    for number, (pitch, radius, share) in enumerate(LAYERS):
        share = share if number == 0 else share * (0.4 + 0.6 * options.density)
        dots = place(tile, dot * pitch, dot * radius, share, options, 200 + 10 * number)
        painted = lay(tile, dots, dot * pitch, painted, options.relief)
    return painted.clamp(0, 1)


def place(tile: Tile, pitch: float, radius: float, share: float, options: PointillismOptions, seed: int) -> Dots:
    """The dots around a tile: off their places by chance, their colours pulled apart so that only their mean is true."""
    height, width = tile.pixels.shape[-2:]
    i = torch.arange(*_span(tile.left, width, pitch), device=tile.pixels.device)[None]
    j = torch.arange(*_span(tile.top, height, pitch), device=tile.pixels.device)[:, None]
    chance = [hashed(i, j, seed + k) for k in range(7)]
    x, y = (i + 0.5 + (chance[0] - 0.5) * JITTER) * pitch, (j + 0.5 + (chance[1] - 0.5) * JITTER) * pitch
    rows, columns = ((y - tile.top).long().clamp(0, height - 1), (x - tile.left).long().clamp(0, width - 1))
    under = oklab(gaussian(tile.pixels, pitch * SOFT)[:, :, rows, columns])
    angle, far = chance[2] * (2 * math.pi), 0.1 * options.division * (0.35 + chance[3])
    light = 0.06 + 0.93 * under[:, :1] + (chance[4] - 0.5) * 0.14 * options.division
    chroma = under[:, 1:] * 1.25 + torch.stack((angle.cos(), angle.sin())) * far
    size = radius * (0.8 + 0.4 * chance[5]) * (chance[6] < share)
    return Dots(x, y, size, chance[5] * 0.7 + chance[2] * 0.3, from_oklab(torch.cat((light, chroma), 1)))


def lay(tile: Tile, dots: Dots, pitch: float, under: Tensor, relief: float) -> Tensor:
    """A layer of dots over what is painted already: at each pixel the two highest that cover it, edges one pixel soft."""
    x, y = coordinates(tile)
    top, left = _span(tile.top, len(y), pitch)[0], _span(tile.left, x.shape[1], pitch)[0]
    rows, columns = dots.x.shape
    i, j = (x / pitch).floor().long() - left, (y / pitch).floor().long() - top
    ragged = fractal(tile, pitch * 0.35, 190, 2)[0, 0] * (0.06 * pitch)
    highest = next_ = torch.full((len(y), x.shape[1]), -1.0, device=x.device)
    first = second = torch.zeros_like(highest, dtype=torch.long)
    for di, dj in NEAR:
        index = (j + dj).clamp(0, rows - 1) * columns + (i + di).clamp(0, columns - 1)
        apart = torch.hypot(x - dots.x.flatten()[index], y - dots.y.flatten()[index]) + ragged
        height = torch.where(apart < dots.radius.flatten()[index] + 0.5, dots.height.flatten()[index], -1.0)
        over, between = height > highest, height > next_
        second = torch.where(over, first, torch.where(between, index, second))
        next_ = torch.where(over, highest, torch.where(between, height, next_))
        first, highest = torch.where(over, index, first), torch.where(over, height, highest)
    for index, height in ((second, next_), (first, highest)):
        dx, dy, radius = x - dots.x.flatten()[index], y - dots.y.flatten()[index], dots.radius.flatten()[index]
        cover = (radius - torch.hypot(dx, dy) - ragged + 0.5).clamp(0, 1) * (height >= 0)
        light = 1 - 0.16 * relief * ((dx + dy) / radius.clamp_min(1)).clamp(-1, 1)
        under = torch.lerp(under, dots.colour.flatten(2)[:, :, index] * light, cover)
    return under


def _span(start: int, count: int, pitch: float) -> tuple[int, int]:
    """The numbers of the places that pixels from `start` on touch, with one more at each end."""
    return math.floor(start / pitch) - 1, math.floor((start + count) / pitch) + 2
