"""Pointillism: dots of unmixed colour that the eye mixes, three layers of them on a primed canvas (after Seurat)."""

import math

import torch
from torch import Tensor

from ganstudio.api import Statistics, Tile, View

from .colour import from_oklab, oklab
from .dabs import JITTER, Lattice, lattice, under
from .filters import busy, downscale_tile, gaussian, places, reach, sample, upscale_to_tile
from .insides import inner, pad_margin
from .noise import fractal
from .paint_styles import PointillismOptions

LEAST = 3.0
LAYERS = ((1.7, 0.0, -0.8), (1.15, 0.55, 0.45), (0.8, 0.1, 0.85))
"""Of each layer: the dots' pitch in dots, how many of its places are taken on plain ground, and how many more in detail."""

GROUND = (0.93, 0.9, 0.83)
SOFT = 0.3
SEEN = 512
APART = 2


def margin(options: PointillismOptions) -> int:
    """What a dot covers, and the ground it takes its colour from."""
    dot = max(options.dot, LEAST)
    scale, pitch = _scale(dot), LAYERS[0][0] * dot
    return math.ceil((APART / 2 - JITTER) * pitch) + 2 + scale * (reach(pitch * SOFT / scale) + 6)


def measure(view: View, options: PointillismOptions) -> Statistics:
    """Where much happens, 1×1×h×w from 0 to 1 over the whole picture, at most 512 pixels."""
    small = view.small(SEEN)
    width = 2.5 * max(options.dot, LEAST) * max(small.shape[-2:]) / max(view.width, view.height)
    return {"busy": busy(small, width)}


def paint(tile: Tile, options: PointillismOptions, statistics: Statistics) -> Tensor:
    """The picture in dots, B×3×H×W in [0, 1]."""
    dot = max(options.dot, LEAST)
    scale, edge = _scale(dot), margin(options) - 4 * _scale(dot)
    small, part = downscale_tile(tile, scale), inner(tile, edge)
    ragged = fractal(part, dot * 0.5, 190, 2)[:, 0] * (0.08 * dot)
    painted = ground(small, part, dot, options.density)
    for number, (pitch, plain, more) in enumerate(LAYERS):
        cells = lattice(part, dot * pitch, APART)
        x, y = cells.centres(200 + 10 * number)
        share = (plain + more * sample_detail(statistics["busy"], tile, x, y)) + (1 if number == 0 else 0)
        share = share if number == 0 else share * (0.4 + 0.6 * options.density)
        lying = gaussian(small.pixels, dot * pitch * SOFT / scale)
        colour = divide_colours(oklab(under(lying, small, x / scale, y / scale)), cells, options.division, 200 + 10 * number)
        dots = torch.cat((shapes(cells, x, y, share, 200 + 10 * number).expand(len(colour), -1, -1, -1), colour), 1)
        for each in cells.passes(dots):
            painted = lay_dot(painted, each, ragged, options.relief)
    return pad_margin(painted.clamp_(0, 1), edge)


def ground(small: Tile, part: Tile, dot: float, density: float) -> Tensor:
    """What lies under the dots, B×3×h×w: a primed canvas, and the more of the picture's colours the denser the dots are."""
    scale = _scale(dot)
    piece = downscale_tile(part, scale)
    top, left = piece.top - small.top, piece.left - small.left
    height, width = piece.pixels.shape[-2:]
    soft = upscale_to_tile(
        gaussian(small.pixels, dot * SOFT / scale)[..., top : top + height, left : left + width], part, scale
    )
    canvas = torch.tensor(GROUND, device=soft.device)[:, None, None].expand_as(soft)
    return torch.lerp(canvas, soft, density**0.5)


def sample_detail(busy: Tensor, tile: Tile, x: Tensor, y: Tensor) -> Tensor:
    """How much happens at places in the whole picture, n×m."""
    columns, rows = x * (busy.shape[-1] / tile.width) - 0.5, y * (busy.shape[-2] / tile.height) - 0.5
    return sample(busy, columns[None], rows[None])[0, 0]


def shapes(cells: Lattice, x: Tensor, y: Tensor, share: Tensor, seed: int) -> Tensor:
    """Middle and radius of the dots, 1×3×n×m; of those that are left out the radius is far below nothing."""
    most = (APART / 2 - JITTER) * cells.pitch / 1.08 - 0.5
    size = most * (0.72 + 0.28 * cells.chance(seed + 2))
    size = torch.lerp(torch.full_like(size, -2 * most - 2), size, (cells.chance(seed + 3) < share).float())
    return torch.stack((x - cells.tile.left - 0.5, y - cells.tile.top - 0.5, size))[None]


def divide_colours(under: Tensor, cells: Lattice, division: float, seed: int) -> Tensor:
    """OKLab B×3×n×m as sRGB colours, pulled apart so that only their mean is true: along their hue and across it.

    Greys are divided into warm and cool. The paler a colour, the less: skies stay calm.
    """
    chance = [cells.chance(seed + 4 + k) for k in range(4)]
    light, colour = under[:, :1], under[:, 1:]
    strength = colour.square().sum(1, keepdim=True).sqrt()
    warm = torch.tensor((0.35, 0.94), device=under.device)[:, None, None]
    own = (colour + warm * 0.01) / (strength + 0.01)
    way = (chance[0] - 0.5).sign() * (0.35 + 0.65 * chance[1])
    far = division * (0.05 + 0.55 * strength.clamp_max(0.16))
    across = torch.stack((-own[:, 1], own[:, 0]), 1) * ((chance[2] - 0.5) * 1.2)
    lighter = (chance[3] - 0.5) * (0.2 * division)
    return from_oklab(torch.cat((0.02 + 0.97 * light + lighter, colour * 1.15 + (own * way + across) * far), 1))


def lay_dot(painted: Tensor, dot: Tensor, ragged: Tensor, relief: float) -> Tensor:
    """What is painted B×3×H×W with a dot laid on at each pixel, its edge one pixel soft, its upper left in the light."""
    columns, rows = places(painted)
    dx, dy = columns - dot[:, 0], rows - dot[:, 1]
    radius = dot[:, 2]
    far = torch.addcmul(dx * dx, dy, dy).sqrt_().add_(ragged)
    cover = (radius + 0.5 - far).clamp_(0, 1)
    light = (dx + dy).div_(radius.clamp_min(1)).clamp_(-1, 1).mul_(-0.16 * relief).add_(1)
    return torch.lerp(painted, dot[:, 3:] * light[:, None], cover[:, None])


def _scale(dot: float) -> int:
    """How far the picture is reduced where colours are taken from it."""
    return max(1, int(dot * SOFT))
