"""Watercolour: washes of pigment in water, cut hard where forms part, flowing where nothing does, over bare, rough paper.

Pigment is reckoned as density, the logarithm of the light it takes away (Bousseau, Kaplan, Thollot & Sillion 2006). The
washes are found once in the whole picture, reduced; each tile enlarges them and cuts their edges anew at its own size.
"""

import torch
from torch import Tensor

from ganstudio.api import Statistics, Tile, View

from .colour import luma
from .filters import busy, shift, smoothstep, warp
from .grain import tooth
from .guide import blur, bounds, calm, double, enlarge, halve, reduce_picture, sharpness, tile_of
from .lines import lines
from .noise import fractal
from .paint_styles import WatercolourOptions
from .pencil import levels, spread

FINE = 5.0
PAPER = (0.985, 0.98, 0.962)
WOBBLE = 0.2
BARE = 0.16
STEPS = 4


def measure(view: View, options: WatercolourOptions) -> Statistics:
    """The washes of the whole picture, their bounds, and the drawing under them."""
    small, wash = reduce_picture(view, options.wash, FINE)
    seen = levels(small)
    density = washes(map_tones(small, seen), wash, options.bleeding)
    least, most = bounds(density.mean(1, keepdim=True))
    drawn = lines(tile_of(small), max(0.8, wash * 0.2))
    return {**seen, "washes": torch.cat((density, least, most, drawn), 1)}


def margin(options: WatercolourOptions) -> int:  # noqa: ARG001
    """The washes are found beforehand; the paper's slope sees its neighbour."""
    return 1


def map_tones(pixels: Tensor, seen: Statistics) -> Tensor:
    """Pixels B×3×H×W over the picture's whole range, so that its lights become the paper."""
    light = luma(pixels)
    return (pixels * (spread(light, seen) / light.clamp_min(0.02)).clamp(0.3, 3)).clamp(0, 1)


def washes(pixels: Tensor, wash: float, bleeding: float) -> Tensor:
    """The density of pigment B×3×h×w: calm areas with a hand's wobble, flowing where nothing is drawn, some bleeding."""
    tile = tile_of(pixels)
    detail = busy(pixels, wash)
    wobble = torch.cat((fractal(tile, wash * 2.2, 11, 2), fractal(tile, wash * 2.2, 12, 2)), 1)
    seen = warp(pixels, wobble * (wash * WOBBLE) * (1 - 0.7 * detail))
    flat = torch.lerp(double(calm(halve(seen), wash * 0.5), seen), calm(seen, wash * 0.5), detail)
    density = -flat.clamp(0.03, 1).log()
    soft = blur(density, wash * 1.2)
    apart = blur((density - soft).abs().mean(1, keepdim=True), wash * 0.8)
    still = 1 - smoothstep(0.02, 0.1, apart)
    wet = smoothstep(1.0, 1.9, fractal(tile, wash * 8, 21, 1) + 2 * bleeding) * (1 - 0.7 * detail)
    density = torch.lerp(density, soft, torch.maximum(still, wet * 0.8))
    return glazes(density, tile, wash, 1 - still)


def glazes(density: Tensor, tile: Tile, wash: float, cut: Tensor) -> Tensor:
    """Washes B×3×H×W laid over each other in a few steps where forms part; colours cleaner, all lighter, the lights bare."""
    mean = density.mean(1, keepdim=True)
    place = mean**0.6 * STEPS + 0.15 * fractal(tile, wash * 3, 31, 2)
    edge = place.clamp_min(0).round()
    stepped = ((edge + 0.5 * torch.tanh(6 * (place - edge))).clamp_min(0) / STEPS) ** (1 / 0.6)
    pulled = torch.lerp(mean, stepped, 0.55 * cut)
    light = (pulled - BARE).clamp_min(0) * 0.95 / (1 + 0.25 * pulled)
    return (light + (density - mean) * 1.35 * light / mean.clamp_min(0.02)).clamp_min(0)


def paint(tile: Tile, options: WatercolourOptions, statistics: Statistics) -> Tensor:
    """The picture in watercolour, B×3×H×W in [0, 1]."""
    guide = statistics["washes"]
    half, wash, fine = sharpness(tile, guide), options.wash, tooth(tile, 7)
    seen = enlarge(guide, tile)
    density, (least, most, drawn) = seen[:, :3], seen[:, 3:].chunk(3, 1)
    rough = fractal(tile, wash * 0.4, 41, 2)
    mean, span = density.mean(1, keepdim=True), (most - least).clamp_min(1e-3)
    climb = (mean - least) / span + (0.05 * fine + 0.06 * rough) * options.grain
    cut, step = smoothstep(0.04, 0.2, span), smoothstep(0.5 - half, 0.5 + half, climb)
    laid = density * torch.lerp(torch.ones_like(mean), (least + span * step) / mean.clamp_min(0.02), cut)
    rim = step * (1 - smoothstep(0.62, 1.0, climb)) * cut * options.rims
    cloud = 1 + 0.12 * fractal(tile, wash * 9, 51, 2)
    settled = (0.07 * fine + 0.1 * rough) * options.grain
    laid = laid.clamp_min(0) * (cloud + settled + 0.55 * rim)
    pencil = smoothstep(0.01, 0.05, drawn + 0.004 * fine) * (0.65 * options.drawing)
    return (sheet(rough, fine, options.grain) * torch.exp(-laid) * (1 - pencil)).clamp(0, 1).expand_as(tile.pixels)


def sheet(rough: Tensor, fine: Tensor, grain: float) -> Tensor:
    """Rough paper 1×3×H×W, lit from the upper left."""
    slope = (rough - shift(rough, 1, 1)) * 2 + 0.5 * fine
    return torch.tensor(PAPER, device=rough.device)[:, None, None] * (1 + 0.014 * grain * slope.clamp(-2, 2))
