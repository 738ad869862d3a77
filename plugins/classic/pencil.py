"""Pencil: lines drawn along the forms, four tones of graphite that fade out beside them, lead caught by the paper's tooth.

Forms are found once in the whole picture, reduced; each tile enlarges them and draws at its own size.
"""

import math

import torch
import torch.nn.functional as F
from torch import Tensor

from ganstudio.api import Statistics, Tile, View

from .colour import luma
from .filters import gaussian, smoothstep
from .grain import strokes, tooth
from .guide import blur, calm, enlarge, forms, reduce_picture, tile_of
from .lines import lines
from .noise import fractal
from .paint_styles import PencilOptions

HATCHES = ((0, 0.05, 0.58), (1, 0.36, 0.5), (2, 0.62, 0.6))
"""The number of each layer of strokes, how dark it must be for that layer to begin, and how much lead it leaves."""

PAPER = (0.975, 0.965, 0.94)
GRAPHITE = (0.19, 0.19, 0.21)
FINE = 1.8
NEAR = 30.0
APART = 1.5
PLAIN = 0.36
TOOTH = 0.6


def measure(view: View, options: PencilOptions) -> Statistics:
    """The picture's darks and lights, its forms, and the lines along them."""
    small, line = reduce_picture(view, options.line, FINE)
    flat = calm(small, line * 1.6)
    light = luma(torch.lerp(gaussian(small, line * 0.5), flat, 0.6))
    near = blur(forms(light, line * NEAR * 0.5), line * NEAR * 0.5)
    near = (near * (1 + 0.3 * fractal(tile_of(small), line * NEAR, 61, 2))).clamp(0, 1)
    drawn = lines(tile_of(torch.lerp(small, flat, 0.35)), line)
    return {**measure_levels(small), "guide": torch.cat((light, near, drawn), 1)}


def measure_levels(pixels: Tensor) -> Statistics:
    """How dark the picture is at its darkest, middle and lightest, and about each place, 1×1×h×w."""
    around = F.interpolate(luma(pixels), size=(48, 48), mode="area")
    return {**levels(pixels), "around": gaussian(around, 3.0)}


def levels(pixels: Tensor) -> dict[str, float]:
    """How dark pixels B×3×H×W are at their darkest and lightest, and the power that brings their middle to three fifths."""
    light = luma(pixels).flatten()
    light = light[:: len(light) // 65536 + 1].cpu()
    low, middle, high = torch.quantile(light, torch.tensor((0.01, 0.5, 0.99))).tolist()
    low, high = min(low, 0.7 * middle), max(high, 0.7 * middle + 0.3)
    share = min(max((middle - low) / (high - low), 0.15), 0.85)
    return {"low": low, "high": high, "gamma": math.log(0.6) / math.log(share)}


def margin(options: PencilOptions) -> int:  # noqa: ARG001
    """All that sees far is found beforehand."""
    return 0


def paint(tile: Tile, options: PencilOptions, statistics: Statistics) -> Tensor:
    """The picture as a drawing, B×3×H×W in [0, 1]."""
    light, near, found = enlarge(statistics["guide"], tile).chunk(3, 1)
    fine = tooth(tile, 9)
    rough = 0.7 * fine + 0.7 * fractal(tile, options.line * 0.8, 51, 1)
    dark = (1 - tone(light, tile, statistics) + colour_boost(tile, options)) * 1.2 * options.shading
    drawn = 0.88 * smoothstep(0.006, 0.05, found * (0.5 + options.detail) * (1 + 0.25 * rough))
    lead = 1 - (1 - shade(tile, fade(dark, near), options.line, rough)) * (1 - drawn)
    lead = lead * (1 - TOOTH * (1 - lead) * rough)
    paper = _colour(PAPER, lead) * (1 + 0.01 * rough)
    return torch.lerp(paper, pigment(tile, options.colour), lead).clamp(0, 1).expand_as(tile.pixels)


def tone(light: Tensor, tile: Tile, statistics: Statistics) -> Tensor:
    """How light the drawing is to be, B×1×H×W, 0 to 1: the picture's whole range, forms set off from what is around them."""
    full, local = spread(light, statistics), enlarge(spread(statistics["around"], statistics), tile)
    return (full + 0.35 * (full - local) + 0.25 * (0.75 - local)).clamp(0, 1)


def colour_boost(tile: Tile, options: PencilOptions) -> Tensor | float:
    """How much more a crayon puts down, B×1×H×W or 0, where the picture is light but full of colour."""
    if options.colour == 0:
        return 0.0
    return options.colour * 0.6 * (tile.pixels.amax(1, keepdim=True) - tile.pixels.amin(1, keepdim=True))


def spread(light: Tensor, statistics: Statistics) -> Tensor:
    """Light B×1×H×W over the whole range of the paper, 0 to 1."""
    low, high, gamma = (float(statistics[name]) for name in ("low", "high", "gamma"))
    share: Tensor = ((light - low) / (high - low)).clamp(0, 1) ** gamma
    return share


def fade(dark: Tensor, near: Tensor) -> Tensor:
    """How dark it is drawn, B×1×H×W: as it is beside forms, a light tone on plain ground, less there the lighter it is."""
    return dark * torch.lerp(PLAIN + 0.5 * smoothstep(0.5, 0.85, dark), torch.ones_like(dark), near)


def shade(tile: Tile, dark: Tensor, line: float, rough: Tensor) -> Tensor:
    """Lead that strokes leave, B×1×H×W, 0 to 1: one direction in the light, crossed in the middle, closed in the dark."""
    bare = 1 - 0.62 * smoothstep(0.55, 1.0, dark - 0.1 * rough)
    for number, onset, lead in HATCHES:
        wanted = ((dark - onset) / 0.4).clamp(0, 1)
        stroke = strokes(tile, max(2.8, line * APART), number) + 0.3 * rough
        reach = 2.6 * wanted - 1.8
        bare = bare * (
            1 - lead * smoothstep(-1.1, 1.1, reach + stroke) * smoothstep(0.0, 0.35, wanted) * (0.6 + 0.4 * wanted)
        )
    return 1 - bare


def pigment(tile: Tile, colour: float) -> Tensor:
    """What the lead is made of, sRGB B×3×H×W (graphite: 1×1): graphite, or crayons of the picture's own colours."""
    graphite = _colour(GRAPHITE, tile.pixels)
    if colour == 0:
        return graphite
    grey = luma(tile.pixels)
    crayon = (0.42 * grey**0.5 + (tile.pixels - grey) * 1.7).clamp(0.03, 0.97)
    return torch.lerp(graphite, crayon, colour)


def _colour(values: tuple[float, float, float], like: Tensor) -> Tensor:
    return torch.tensor(values, device=like.device)[:, None, None]
