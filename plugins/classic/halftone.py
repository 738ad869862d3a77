"""Halftone: the printer's screens, one a colour, each turned by its own angle, their dots as large as the ink they stand for."""

import math
from functools import cache

import torch
from torch import Tensor

from ganstudio import Statistics, Tile

from .colour import luma
from .filters import coordinates, gaussian, reach
from .styles import HalftoneOptions

LEAST = 3.0
PAPER = (0.985, 0.975, 0.95)
INKS = {
    "four colours": (((0.0, 0.66, 0.9), 15), ((0.9, 0.06, 0.5), 75), ((1.0, 0.9, 0.0), 0), ((0.1, 0.09, 0.11), 45)),
    "black": (((0.1, 0.09, 0.11), 45),),
    "blue": (((0.13, 0.2, 0.52), 45),),
    "sepia": (((0.3, 0.17, 0.09), 45),),
}
"""The colour of each ink as printed solid, and the angle of its screen in degrees."""


def margin(options: HalftoneOptions) -> int:
    """What a dot sees of the picture under it."""
    return reach(_blur(options)) + 1


def paint(tile: Tile, options: HalftoneOptions, statistics: Statistics) -> Tensor:  # noqa: ARG001
    """The picture in print."""
    inks = INKS[options.inks]
    seen = gaussian(tile.pixels, _blur(options))
    wanted = separations(seen) if len(inks) == 4 else 1 - luma(seen)
    print_ = torch.tensor(PAPER, device=seen.device)[:, None, None].expand_as(tile.pixels)
    for number, (colour, angle) in enumerate(inks):
        cover = screen(tile, wanted[:, number : number + 1], max(options.dot, LEAST), angle + options.angle, options.shape)
        print_ = print_ * (1 - cover * (1 - torch.tensor(colour, device=seen.device)[:, None, None]))
    return print_


def separations(pixels: Tensor) -> Tensor:
    """How much cyan, magenta, yellow and black a picture needs, B×4×H×W: black takes over where all three meet."""
    needed = 1 - pixels
    black = needed.amin(1, keepdim=True)
    black = (black**2.2 * 1.04).clamp_max(1)
    return torch.cat(((needed - black) / (1 - black).clamp_min(0.05), black), 1).clamp(0, 1)


def screen(tile: Tile, wanted: Tensor, pitch: float, degrees: float, shape: str) -> Tensor:
    """How much of each pixel is covered, 0 to 1, by dots `pitch` pixels apart that cover the wanted share."""
    x, y = coordinates(tile)
    turn, around = math.radians(degrees), 2 * math.pi / pitch
    u = (x * math.cos(turn) + y * math.sin(turn)) * around
    v = (y * math.cos(turn) - x * math.sin(turn)) * around
    if shape == "line":
        height, slope = v.cos(), v.sin().abs() * around
    else:
        height, slope = (u.cos() + v.cos()) / 2, torch.hypot(u.sin(), v.sin()) * (around / 2)
    level = _level(wanted, shape)
    return ((height - level) / slope.clamp_min(around * 0.3) + 0.5).clamp(0, 1)


def _level(wanted: Tensor, shape: str) -> Tensor:
    """The height at which a screen, cut off, covers the wanted share."""
    table = _levels(shape).to(wanted.device)
    place = wanted * (len(table) - 1)
    below = place.long().clamp(0, len(table) - 2)
    return torch.lerp(table[below], table[below + 1], place - below)


@cache
def _levels(shape: str) -> Tensor:
    """The levels that cover 0, 1/64 … all of the paper; a little beyond the peaks at both ends."""
    wave = torch.cos((torch.arange(512) + 0.5) * (2 * math.pi / 512))
    heights = wave if shape == "line" else (wave[:, None] + wave[None]).flatten() / 2
    levels = torch.quantile(heights, 1 - torch.linspace(0, 1, 65))
    levels[0], levels[-1] = 1.3, -1.3
    return levels


def _blur(options: HalftoneOptions) -> float:
    return max(options.dot, LEAST) * 0.45 * (1 - options.detail)
