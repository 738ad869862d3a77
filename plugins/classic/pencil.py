"""Pencil: lines drawn along the forms, hatches that thicken with the dark, lead caught by the tooth of the paper."""

import math

import torch
import torch.nn.functional as F
from torch import Tensor

from ganstudio import Statistics, Tile, View

from .colour import luma
from .filters import coordinates, gaussian, reach, sample, smoothstep
from .lines import lines, lines_reach
from .noise import fractal, noise, noise_at
from .styles import PencilOptions

HATCHES = ((0.62, 0.0), (0.98, 0.3), (0.2, 0.55))
"""The angle of each layer of hatches, and how dark it must be for that layer to begin."""

PAPER = (0.975, 0.965, 0.94)
GRAPHITE = (0.19, 0.19, 0.21)
SOFT = 0.6


def measure(view: View) -> Statistics:
    """How dark the picture is at its darkest, middle and lightest, and about each place, 1×1×h×w."""
    light = luma(view.small(256).cpu())
    low, middle, high = torch.quantile(light.flatten(), torch.tensor((0.01, 0.5, 0.99))).tolist()
    low, high = min(low, 0.7 * middle), max(high, 0.7 * middle + 0.3)
    share = min(max((middle - low) / (high - low), 0.15), 0.85)
    around = gaussian(F.interpolate(light, size=(48, 48), mode="area"), 3.0)
    return {"low": low, "high": high, "gamma": math.log(0.6) / math.log(share), "around": around}


def margin(options: PencilOptions) -> int:
    """What the lines and the shading see."""
    return max(lines_reach(options.line), reach(options.line * SOFT))


def paint(tile: Tile, options: PencilOptions, statistics: Statistics) -> Tensor:
    """The picture as a drawing."""
    tooth = fractal(tile, options.line * 0.7, 51, 2)
    dark = (1 - tone(tile, options.line, statistics) + colourful(tile, options)) * 1.2 * options.shading
    drawn = smoothstep(0.006, 0.05, lines(tile, options.line) * (0.5 + options.detail))
    drawn = drawn * (0.86 - 0.14 * tooth).clamp(0, 1)
    lead = 1 - (1 - shade(tile, dark, options.line, tooth)) * (1 - drawn)
    paper = _colour(PAPER, lead) * (1 + 0.01 * fractal(tile, options.line * 1.2, 81, 2))
    return torch.lerp(paper, pigment(tile, options.colour), lead).clamp(0, 1)


def tone(tile: Tile, line: float, statistics: Statistics) -> Tensor:
    """How light the drawing is to be, 0 to 1: the picture's whole range, forms set off from what is around them."""
    light = gaussian(luma(tile.pixels), line * SOFT)
    x, y = coordinates(tile)
    small = statistics["around"].to(light.device).expand(len(light), -1, -1, -1)
    columns = (x / tile.width * small.shape[-1] - 0.5).expand(light.shape[0], *light.shape[-2:])
    rows = (y / tile.height * small.shape[-2] - 0.5).expand_as(columns)
    around = sample(small, columns, rows)
    whole, local = _spread(light, statistics), _spread(around, statistics)
    return (whole + 0.35 * (whole - local) + 0.25 * (0.75 - local)).clamp(0, 1)


def colourful(tile: Tile, options: PencilOptions) -> Tensor | float:
    """How much more a crayon puts down where the picture is light but full of colour."""
    if options.colour == 0:
        return 0.0
    return options.colour * 0.6 * (tile.pixels.amax(1, keepdim=True) - tile.pixels.amin(1, keepdim=True))


def _spread(light: Tensor, statistics: Statistics) -> Tensor:
    low, high, gamma = (float(statistics[name]) for name in ("low", "high", "gamma"))
    spread: Tensor = ((light - low) / (high - low)).clamp(0, 1) ** gamma
    return spread


def shade(tile: Tile, dark: Tensor, line: float, tooth: Tensor) -> Tensor:
    """How much lead the hatches leave, 0 to 1: one direction in the half-tones, crossed by others in the dark."""
    x, y = coordinates(tile)
    bend, push = noise(tile, line * 40, 61)[0, 0] * line * 1.5, noise(tile, line * 18, 62)[0, 0]
    bare = 1 - 0.35 * smoothstep(0.05, 1.2, dark - 0.12 * tooth)
    for number, (angle, onset) in enumerate(HATCHES):
        u = (x * math.cos(angle) - y * math.sin(angle)) / (line * 24) + push * 0.7
        v = (x * math.sin(angle) + y * math.cos(angle) + bend) / (line * 0.8)
        wanted = ((dark - onset) / (1 - onset)).clamp(0, 1)
        stroke = noise_at(u, v, 70 + number) + 0.13 * tooth
        ink = smoothstep(-0.3, 0.3, wanted * 1.15 - 0.05 - stroke)
        pressure = torch.minimum(wanted * 6, 0.25 + wanted * 1.5).clamp_max(1)
        bare = bare * (1 - 0.55 * ink * pressure)
    return 1 - bare


def pigment(tile: Tile, colour: float) -> Tensor:
    """What the lead is made of: graphite, or crayons of the picture's own colours."""
    graphite = _colour(GRAPHITE, tile.pixels)
    if colour == 0:
        return graphite
    grey = luma(tile.pixels)
    crayon = (0.42 * grey**0.5 + (tile.pixels - grey) * 1.7).clamp(0.03, 0.97)
    return torch.lerp(graphite, crayon, colour)


def _colour(values: tuple[float, float, float], like: Tensor) -> Tensor:
    return torch.tensor(values, device=like.device)[:, None, None]
