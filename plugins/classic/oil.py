"""Oil paint: patches of colour that follow the edges, ridges of bristles in relief, the weave of the canvas."""

import math

import torch
from torch import Tensor

from ganstudio import Statistics, Tile

from .colour import luma, soft_light, vivid
from .filters import busy, busy_reach, coordinates, enlarged, gaussian, reach, reduced, shifted
from .flow import along, along_reach, tensor, tensor_reach
from .kuwahara import kuwahara, kuwahara_reach
from .noise import noise
from .styles import OilOptions

COARSE = 20.0
LONG = 0.7
BRISTLE = 0.17
NEAR = 0.4
FAR = 0.7


def margin(options: OilOptions) -> int:
    """What the strokes see: the flow under them, and the patches they mix."""
    scale, stroke = _scale(options.stroke)
    coarse, width = _guide_scale(stroke)
    guide = coarse * (max(tensor_reach(width * NEAR) + reach(width * FAR), busy_reach(width)) + 3)
    painted = max(kuwahara_reach(stroke), along_reach(stroke * LONG, stroke * BRISTLE) + 2)
    return scale * (guide + painted + 3)


def paint(tile: Tile, options: OilOptions, statistics: Statistics) -> Tensor:  # noqa: ARG001
    """The picture in oil."""
    scale, stroke = _scale(options.stroke)
    small = reduced(tile, scale)
    flow, detail = guides(small, stroke)
    size = 1 - 0.7 * options.detail * detail
    mixed = small.pixels + dabs(small, flow, stroke) * (0.4 + 0.6 * size)
    colours = vivid(kuwahara(mixed, flow, stroke, size=size).clamp(0, 1), 0.9 + 0.5 * options.richness)
    relief = ridges(small, flow, stroke) * (0.12 * options.impasto)
    painted = enlarged(soft_light(colours, relief), tile, scale)
    return soft_light(painted, weave(tile) * (0.15 * options.canvas))


def guides(tile: Tile, stroke: float) -> tuple[Tensor, Tensor]:
    """Which way the brush goes, doubled: along the edges, far from any in slow curves; and where much happens, 0 to 1."""
    scale, width = _guide_scale(stroke)
    small = reduced(tile, scale)
    near = tensor(small.pixels, width * NEAR)
    near = near + 0.3 * gaussian(near, width * FAR)
    angle = noise(small, width * 10, 11) * 1.2 + 0.8
    drift = torch.cat((angle.cos(), angle.sin()), 1) * 5e-5 * scale**2
    xx, yy, xy = near.chunk(3, 1)
    flow = (torch.cat((yy - xx, -2 * xy), 1) + drift) / (xx + yy + 5e-5 * scale**2)
    both = enlarged(torch.cat((flow, busy(small.pixels, width)), 1), tile, scale)
    return both[:, :2], both[:, 2:].clamp(0, 1)


def dabs(tile: Tile, flow: Tensor, stroke: float) -> Tensor:
    """How the colour on the brush varies from stroke to stroke: lighter and darker, warmer and cooler."""
    both = torch.cat((noise(tile, stroke * 0.5, 21), noise(tile, stroke * 0.7, 22)), 1)
    light, warm = along(both, flow, stroke * LONG, stroke * 0.4).chunk(2, 1)
    warm = warm * 0.5
    strength = 0.015 + 0.045 * luma(tile.pixels)
    return torch.cat((light + warm, light + warm * 0.1, light - warm), 1) * strength


def ridges(tile: Tile, flow: Tensor, stroke: float) -> Tensor:
    """Light on the grooves that bristles leave, about -1 to 1; it comes from the upper left."""
    height = along(noise(tile, stroke * BRISTLE, 31), flow, stroke * LONG, stroke * BRISTLE)
    slope = shifted(height, -1, -1) - shifted(height, 1, 1)
    return (slope * stroke * BRISTLE).clamp(-2, 2)


def weave(tile: Tile) -> Tensor:
    """The threads of a canvas, about -1 to 1."""
    thread = max(tile.width, tile.height) * 0.0036
    x, y = coordinates(tile)
    wave = torch.cos(x * (2 * math.pi / thread)) * torch.cos(y * (2 * math.pi / thread))
    return (wave[None, None] + 0.5 * noise(tile, thread * 0.6, 41)) * min(1.0, thread / 4)


def _scale(stroke: float) -> tuple[int, float]:
    """How far the picture is reduced to be painted, and how broad the brush is then."""
    scale = max(1, int(stroke / COARSE))
    return scale, stroke / scale


def _guide_scale(stroke: float) -> tuple[int, float]:
    """How far it is reduced to find the way, and how broad the brush is then."""
    scale = max(1, int(stroke * NEAR / 1.5))
    return scale, stroke / scale
