"""Mosaic: stones on a jittered lattice that lean towards the edges of the picture, one step of SLIC (Achanta 2012)."""

import math

import torch
from torch import Tensor

from ganstudio import Statistics, Tile

from .colour import oklab, soft_light
from .filters import coordinates, gaussian, reach, smoothstep
from .noise import fractal, hashed
from .styles import MosaicOptions

LEAST_STONE = 4.0
SOFT, SHARP = 0.28, 0.1
NEAR = [(di, dj) for dj in (-1, 0, 1) for di in (-1, 0, 1)]


def margin(options: MosaicOptions) -> int:
    """What a stone sees: the lattice around it, and the colour under each neighbour."""
    stone = _stone(options)
    return math.ceil(2 * stone) + reach(stone * SOFT) + 1


def paint(tile: Tile, options: MosaicOptions, statistics: Statistics) -> Tensor:  # noqa: ARG001
    """The picture laid in stones."""
    return torch.cat(
        [_laid(Tile(pixels[None], tile.left, tile.top, tile.width, tile.height), options) for pixels in tile.pixels]
    )


def _laid(tile: Tile, options: MosaicOptions) -> Tensor:
    stone = _stone(options)
    colours, x, y, turned, number = stones(tile, options)
    near, gap, which = nearest(tile, stone, options.follow * 9, colours, x, y)
    light = (hashed(number, number * 0, 61) - 0.5).flatten()[which] * 0.14 * options.variety
    face = colours.flatten(1)[:, which][None] * (1 + light)
    lit = _bevel(tile, x.flatten()[which], y.flatten()[which], turned.flatten()[which], stone)
    face = soft_light(
        face.clamp(0, 1), lit * options.relief * 0.45 + fractal(tile, stone * 0.3, 62) * 0.025 * options.relief
    )
    width = options.grout * 0.22
    soft = 1.5 / stone
    joint = smoothstep(width - soft, width + soft, gap)[None, None] if width else torch.ones_like(gap)[None, None]
    mortar = torch.tensor((0.20, 0.19, 0.18), device=face.device)[None, :, None, None]
    mortar = mortar + fractal(tile, stone * 0.15, 63) * 0.02
    return torch.lerp(mortar.expand_as(face), face * (1 - 0.25 * options.relief * near[None, None] ** 4), joint).clamp(0, 1)


def stones(tile: Tile, options: MosaicOptions) -> tuple[Tensor, Tensor, Tensor, Tensor, Tensor]:
    """Colour 3×n×m, place x and y n×m (whole pixels of the picture), a tilt, and a number for each stone of the tile."""
    stone = _stone(options)
    height, width = tile.pixels.shape[-2:]
    device = tile.pixels.device
    left, top = math.floor(tile.left / stone) - 1, math.floor(tile.top / stone) - 1
    i = torch.arange(left, math.floor((tile.left + width - 1) / stone) + 2, device=device)[None]
    j = torch.arange(top, math.floor((tile.top + height - 1) / stone) + 2, device=device)[:, None]
    loose = 0.25 + 0.6 * options.variety
    shift = (j % 2) * 0.5
    x = ((i + shift + 0.25 + (hashed(i, j, 64) - 0.5) * loose).double() * stone).floor()
    y = ((j + 0.5 + (hashed(i, j, 65) - 0.5) * loose).double() * stone).floor()
    soft = gaussian(tile.pixels, stone * SOFT)[0]
    rows = (y.long() - tile.top).clamp(0, height - 1)
    columns = (x.long() - tile.left).clamp(0, width - 1)
    return soft[:, rows, columns], x, y, hashed(i, j, 66) * (2 * math.pi), (i * 7919 + j)


def nearest(tile: Tile, stone: float, follow: float, colours: Tensor, x: Tensor, y: Tensor) -> tuple[Tensor, Tensor, Tensor]:
    """For each pixel H×W: how far its stone is, how much farther the next one, in stones, and which stone it is.

    Far means in the plane and in colour: stones of another colour are farther, so joints run along edges.
    """
    sharp = oklab(gaussian(tile.pixels, max(stone * SHARP, 0.5)))[0]
    known = oklab(colours[None])[0]
    across, down = (c.double() for c in coordinates(tile))
    left, top = math.floor(tile.left / stone) - 1, math.floor(tile.top / stone) - 1
    i, j = (across / stone).floor().long() - left, (down / stone).floor().long() - top
    count = x.shape[1]
    first = torch.full(sharp.shape[1:], 1e9, device=sharp.device)
    second, which = first.clone(), torch.zeros_like(first, dtype=torch.long)
    for di, dj in NEAR:
        index = (j + dj).clamp(0, x.shape[0] - 1) * count + (i + di).clamp(0, count - 1)
        far = ((across - x.flatten()[index]) ** 2 + (down - y.flatten()[index]) ** 2).float() / stone**2
        other = (sharp - known.flatten(1)[:, index]).square().sum(0)
        distance = (far + follow * other).sqrt()
        closer = distance < first
        second = torch.where(closer, first, torch.minimum(second, distance))
        which = torch.where(closer, index, which)
        first = torch.where(closer, distance, first)
    return first, (second - first), which


def _bevel(tile: Tile, x: Tensor, y: Tensor, turned: Tensor, stone: float) -> Tensor:
    """Light from the upper left on faces that are a little domed, each tilted its own way; 1×1×H×W, about -1 to 1."""
    across, down = coordinates(tile)
    dx, dy = (across - x).float() / stone, (down - y).float() / stone
    slope = -(dx + dy) * 0.9 + (dx * turned.cos() + dy * turned.sin()) * 0.5
    return slope.clamp(-1, 1)[None, None]


def _stone(options: MosaicOptions) -> float:
    return max(options.stone, LEAST_STONE)
