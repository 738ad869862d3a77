"""Mosaic: stones of one size in rows along the contours, cut at the forms, in mortar darker than they are (Hausner 2001).

Where the stones lie is found once, on a small copy of the whole picture (`measure`), so no tile sees another layout: each
moves to the middle of the ground that is nearest to it, and towards the middle of its row; rows keep their distance
from the nearest contour.
"""

import math

import torch
from torch import Tensor

from ganstudio.api import Statistics, Tile, View

from .colour import luma, oklab, saturate
from .filters import coordinates, downscale_tile, gaussian, reach, smoothstep
from .insides import enlarge_inside, inner, inside_reach, pad_margin
from .noise import fractal, hash_noise, noise
from .piece_styles import MosaicOptions
from .stones import CELL, add_border, candidates, distance_along, lay_stones

LEAST = 8.0
SOFT = 0.12
BLOCK = 5.0
MORTAR = (0.34, 0.32, 0.295)
DARKER = 0.34
SHADE = 0.42
TOOTH = 0.02


def measure(view: View, options: MosaicOptions) -> Statistics:
    """Where each stone lies, how it is turned, and its colour (see `lay_stones`): `stones` 7×rows×columns."""
    stone, longer = _stone(options), max(view.width, view.height)
    small = view.small(math.ceil(min(longer, CELL * longer / stone))).cpu()
    return {"stones": lay_stones(small, *(max(1, round(side / stone)) for side in (view.height, view.width)))}


def margin(options: MosaicOptions) -> int:
    """What decides between two stones."""
    scale, blur = _scale(options)
    return scale * (reach(blur) + 1) + inside_reach(scale)


def paint(tile: Tile, options: MosaicOptions, statistics: Statistics) -> Tensor:
    """The picture laid in stones, B×3×H×W in [0, 1]."""
    around, stones = margin(options), add_border(statistics["stones"].to(tile.pixels.device))
    inside, scale = inner(tile, around), _scale(options)[0]
    grid = _grid(inside, scale)
    small = downscale_tile(tile, scale)
    seen = oklab(gaussian(small.pixels, _scale(options)[1])) * (2.5 * options.follow)
    seen = enlarge_inside(seen, small, grid, scale)
    which, deep = zip(*(_nearest(one, grid, stones, options) for one in seen), strict=True)
    top, left = inside.top - grid.top, inside.left - grid.left
    height, width = inside.pixels.shape[-2:]
    number, depth = (torch.stack(each)[:, top : top + height, left : left + width] for each in (which, deep))
    laid_out = stones.flatten(1)
    cells = (stones.shape[2] - 4) / tile.width, (stones.shape[1] - 4) / tile.height
    laid_out = torch.cat((laid_out[:1] / cells[0], laid_out[1:2] / cells[1], laid_out[2:]))
    return pad_margin(_light_stones(inside, laid_out, number.round().long(), depth * _pitch(tile, stones), options), around)


def _grid(inside: Tile, scale: int) -> Tile:
    """The least tile of whole blocks that holds the inside, without its pixels."""
    height, width = inside.pixels.shape[-2:]
    left, top = inside.left // scale, inside.top // scale
    right, bottom = -(-(inside.left + width) // scale), -(-(inside.top + height) // scale)
    blank = inside.pixels.new_empty(()).expand(1, 1, (bottom - top) * scale, (right - left) * scale)
    return Tile(blank, left * scale, top * scale, inside.width, inside.height)


def _nearest(seen: Tensor, grid: Tile, stones: Tensor, options: MosaicOptions) -> tuple[Tensor, Tensor]:
    """For each place its stone, and how far it is from the next one's ground, in stones, H×W.

    A stone of another colour than the one that is `seen` there, 3×H×W, is farther. For each block of pixels only the
    few stones are looked at that are nearest to its middle.
    """
    scale, (x, y) = _scale(options)[0], _cells(grid, stones)
    height, width = grid.pixels.shape[-2:]
    numbers = candidates(stones, x.reshape(-1, scale).mean(1), y.reshape(-1, scale).mean(1))
    known = torch.cat((stones[:4], oklab(stones[None, 4:].clamp(0, 1))[0] * (2.5 * options.follow))).flatten(1)
    strips = seen.reshape(3, -1, scale, width)
    first = torch.full(strips.shape[1:], 1e9, device=seen.device)
    second, which = first, torch.zeros_like(first)
    for number in numbers:
        near = number.repeat_interleave(scale, 1)[:, None]
        stone = known[:, near]
        far = distance_along(tuple(stone[:4]), x, y.reshape(-1, scale, 1)) + stone[4:].square().sum(0)
        for colour, own in zip(strips, stone[4:], strict=True):
            far.addcmul_(colour, own, value=-2)
        closer = (far < first).float()
        which = torch.addcmul(which, closer, near - which)
        second = torch.minimum(second, torch.maximum(first, far))
        first = torch.minimum(first, far)
    return which.reshape(height, width), ((second - first) / 2).reshape(height, width)


def _cells(grid: Tile, stones: Tensor) -> tuple[Tensor, Tensor]:
    """The pixels' places in cells of the mosaic, x of length W and y of length H."""
    rows, columns = stones.shape[1] - 4, stones.shape[2] - 4
    x, y = coordinates(grid)
    return x[0] * (columns / grid.width), y[:, 0] * (rows / grid.height)


def _light_stones(tile: Tile, stones: Tensor, number: Tensor, inside: Tensor, options: MosaicOptions) -> Tensor:
    """Stones B×3×H×W with their own shade and tilt, rounded towards the joints, in mortar that is darker than they are.

    `number` B×H×W says which of the stones 7×n a place belongs to, `inside` how many pixels it is from another one's ground.
    """
    size, (x, y) = _stone(options), coordinates(tile)
    one = torch.arange(stones.shape[1], device=stones.device)
    chance = torch.stack([hash_noise(one, one * 0, 93 + k) - 0.5 for k in range(3)])
    face = _shade(stones[4:].clamp(0, 1), chance[0], options.variety)[:, number].movedim(1, 0)
    dx, dy = (x - stones[0, number]) / size, (y - stones[1, number]) / size
    tilt = (dx * chance[1, number] + dy * chance[2, number]).mul_(2 * options.variety)
    edge = (1 - inside / (0.22 * size)).clamp_(0, 1).square_()
    light = tilt.mul_(0.14).sub_(0.28 * edge * (dx + dy) / (torch.hypot(dx, dy) + 0.1)).mul_(options.relief)[:, None]
    rough = options.relief * TOOTH * (fractal(tile, size * 0.25, 96, 2) + noise(tile, 1.5, 98))
    joint = 0.11 * options.grout * size
    cover = smoothstep(-0.7, 0.7, inside - joint)[:, None] if options.grout else torch.ones_like(inside)[:, None]
    return torch.lerp(_mortar(tile, face, size), (face * (1 + light + rough)).clamp_(0, 1), cover)


def _shade(faces: Tensor, chance: Tensor, variety: float) -> Tensor:
    """Colours 3×n of stones as they differ by chance, -0.5 to 0.5, in shade."""
    return (saturate(faces[None, :, None], 1.15)[0, :, 0] * (1 + SHADE * variety * chance)).clamp(0, 1)


def _mortar(tile: Tile, face: Tensor, size: float) -> Tensor:
    """The mortar B×3×H×W, grey, and darker than the stones B×3×H×W that lie in it."""
    grey = torch.tensor(MORTAR, device=face.device)[:, None, None]
    dark = torch.minimum(0.5 * face + 0.5 * luma(face), grey / DARKER) * DARKER
    return (dark * (1 + 0.1 * fractal(tile, size * 0.12, 97, 2))).clamp_(0, 1)


def _pitch(tile: Tile, stones: Tensor) -> float:
    """The side of a stone's ground in pixels."""
    return math.sqrt(tile.width * tile.height / ((stones.shape[1] - 4) * (stones.shape[2] - 4)))


def _scale(options: MosaicOptions) -> tuple[int, float]:
    """How far the picture is reduced, which is also a block's side, and the blur of the colours there."""
    scale = max(1, int(_stone(options) / BLOCK))
    return scale, _stone(options) * SOFT / scale


def _stone(options: MosaicOptions) -> float:
    """A stone's side in pixels; smaller ones could not be told apart."""
    return max(options.stone, LEAST)
