"""Halftone: the printer's screens, one for each ink, turned against each other, their dots as large as there is ink."""

import math
from functools import cache

import torch
from torch import Tensor

from ganstudio import Statistics, Tile

from .colour import luma
from .filters import coordinates, gaussian, reach
from .styles import HalftoneOptions

LEAST = 3.0
Colour = tuple[float, float, float]

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
    wanted = separated(seen) if len(inks) == 4 else single(seen, inks[0][0])
    sheet = torch.tensor(PAPER, device=seen.device)[:, None, None].expand_as(seen)
    for number, (colour, angle) in enumerate(inks):
        cover = screen(tile, wanted[:, number : number + 1], max(options.dot, LEAST), angle + options.angle, options.shape)
        sheet = sheet * (1 - cover * (1 - torch.tensor(colour, device=seen.device)[:, None, None]))
    return sheet


def single(pixels: Tensor, ink: Colour) -> Tensor:
    """The share of the paper that one ink must cover for the print to be as light as the picture, B×1×H×W."""
    paper, solid = (float(luma(torch.tensor(colour).reshape(1, 3, 1, 1))) for colour in (PAPER, _times(PAPER, ink)))
    return ((paper - luma(pixels)) / (paper - solid)).clamp(0, 1)


def separated(pixels: Tensor) -> Tensor:
    """The shares of cyan, magenta, yellow and black, B×4×H×W, that print the picture's own colours.

    Black takes part of what all three would darken; then each colour in turn makes up for what the others leave or take.
    """
    black = (1 - pixels).amin(1, keepdim=True) ** 2.2
    inks = [colour for colour, _ in INKS["four colours"]]
    light = [PAPER[c] * (1 - black[:, 0] * (1 - inks[3][c])) for c in range(3)]
    cover = [1 - pixels[:, c] for c in range(3)]
    for _ in range(3):
        for c in range(3):
            others = [1 - cover[k] * (1 - inks[k][c]) for k in range(3) if k != c]
            left = (light[c] * others[0] * others[1]).clamp_min(0.02)
            cover[c] = ((1 - pixels[:, c] / left) / (1 - inks[c][c])).clamp(0, 1)
    return torch.cat((torch.stack(cover, 1), black), 1)


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


def _times(one: Colour, other: Colour) -> Colour:
    return one[0] * other[0], one[1] * other[1], one[2] * other[2]
