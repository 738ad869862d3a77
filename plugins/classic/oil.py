"""Oil paint: patches of colour that follow the edges, ridges of bristles in relief, the weave of the canvas."""

import math

import torch
from torch import Tensor

from ganstudio import Statistics, Tile

from .colour import luma, soft_light, vivid
from .filters import coordinates, gaussian, reach, shifted, smoothstep
from .flow import along, along_reach, tensor, tensor_reach
from .kuwahara import kuwahara, kuwahara_reach
from .noise import noise
from .styles import OilOptions

FAR = 0.9
LONG = 0.8
BRISTLE = 0.16


def margin(options: OilOptions) -> int:
    """What the strokes see: the flow under them, and the patches they mix."""
    stroke = options.stroke
    flow = reach(stroke * 0.1) + tensor_reach(stroke * 0.35) + reach(stroke * FAR)
    return flow + max(kuwahara_reach(stroke), along_reach(stroke * 0.8, stroke * BRISTLE) + 2)


def paint(tile: Tile, options: OilOptions, statistics: Statistics) -> Tensor:  # noqa: ARG001
    """The picture in oil."""
    stroke = options.stroke
    orientation = strokes(tile, stroke)
    size = 1 - 0.7 * options.detail * detail(tile.pixels, stroke)
    mixed = tile.pixels + dabs(tile, orientation, stroke) * (0.4 + 0.6 * size)
    colours = kuwahara(mixed, orientation, stroke, size=size).clamp(0, 1)
    colours = vivid(colours, 0.9 + 0.5 * options.richness)
    if options.impasto:
        colours = soft_light(colours, ridges(tile, orientation, stroke) * options.impasto * 0.2)
    if options.canvas:
        colours = soft_light(colours, weave(tile) * options.canvas * 0.2)
    return colours


def strokes(tile: Tile, stroke: float) -> Tensor:
    """Which way the brush goes: along the edges, between them as the nearest one, far from any in slow curves."""
    near = tensor(gaussian(tile.pixels, stroke * 0.1), stroke * 0.35)
    near = near + 0.3 * gaussian(near, stroke * FAR)
    angle = noise(tile, stroke * 10, 11) * 1.2 + 0.8
    drift = torch.cat((angle.cos(), angle.sin()), 1) * 5e-5
    xx, yy, xy = near.chunk(3, 1)
    return (torch.cat((yy - xx, -2 * xy), 1) + drift) / (xx + yy + 5e-5)


def detail(pixels: Tensor, stroke: float) -> Tensor:
    """B×H×W in [0, 1]: how much happens within a stroke's width."""
    light = luma(pixels)
    fine = light - gaussian(light, stroke * 0.4)
    return smoothstep(0.01, 0.08, gaussian(fine.abs(), stroke * 0.5))[:, 0]


def dabs(tile: Tile, orientation: Tensor, stroke: float) -> Tensor:
    """How the colour on the brush varies from stroke to stroke: lighter and darker, warmer and cooler."""
    both = torch.cat((noise(tile, stroke * 0.5, 21), noise(tile, stroke * 0.7, 22)), 1)
    light, warm = along(both, orientation, stroke * LONG, stroke * 0.4).chunk(2, 1)
    warm = warm * 0.5
    lum = 0.35 + 0.65 * gaussian(luma(tile.pixels), stroke * 0.3)
    return torch.cat((light + warm, light + warm * 0.1, light - warm), 1) * lum * 0.075


def ridges(tile: Tile, orientation: Tensor, stroke: float) -> Tensor:
    """Light on the grooves that bristles leave, about -1 to 1; the light comes from the upper left."""
    grain = noise(tile, stroke * BRISTLE, 31)
    height = along(grain, orientation, stroke * 0.8, stroke * BRISTLE)
    slope = shifted(height, -1, -1) - shifted(height, 1, 1)
    return (slope * stroke * BRISTLE).clamp(-2, 2)


def weave(tile: Tile) -> Tensor:
    """The threads of a canvas, about -1 to 1."""
    thread = max(tile.width, tile.height) * 0.0028
    x, y = coordinates(tile)
    wave = torch.cos(x * (2 * math.pi / thread)) * torch.cos(y * (2 * math.pi / thread))
    return (wave[None, None] + 0.5 * noise(tile, thread * 0.6, 41)) * min(1.0, thread / 4)
