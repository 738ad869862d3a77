"""Ink wash (sumi-e): a few tones of thinned ink with wet edges, and a dark brush that thins and runs dry, on soft paper.

Forms and contours are found once in the whole picture, reduced; each tile enlarges them and lays the ink at its own size.
"""

import torch
from torch import Tensor

from ganstudio.api import Statistics, Tile, View

from . import pencil
from .colour import luma
from .filters import busy, smoothstep, warp
from .grain import fibres, tooth
from .guide import blur, bounds, calm, double, enlarge, forms, halve, reduce_picture, sharpness, tile_of
from .lines import lines
from .noise import fractal, noise
from .paint_styles import InkOptions

PAPER = (0.962, 0.945, 0.898)
BLACK = (1.0, 1.02, 0.98)
"""How strongly the ink takes red, green and blue away."""

DENSE = 1.9
NIGHT = 0.5
BARE = 0.24
RUN = 0.7
BOLD = 2.3
FINE = 6.0
THIN = 2.0


def measure(view: View, options: InkOptions) -> Statistics:
    """How dark the picture is, as the pencil looks at it, but night stays night; its calm areas and its contours."""
    small, brush = reduce_picture(view, options.brush, max(THIN, FINE * options.brush / options.wash))
    seen, wash = pencil.measure_levels(small), options.wash * brush / options.brush
    detail = busy(small, wash)
    fine = calm(small, wash * 0.25)
    flat = torch.lerp(double(calm(halve(small), wash * 0.35), small), fine, detail)
    light = luma(flat)
    apart = forms(light, wash)
    light = torch.lerp(blur(light, wash * 2.5), light, apart)
    guide = torch.cat((light, *bounds(light), bleed(light, wash), apart, contours(fine, brush), flat), 1)
    return {**seen, "gamma": seen["gamma"] ** NIGHT, "guide": guide}


def margin(options: InkOptions) -> int:  # noqa: ARG001
    """All that sees far is found beforehand."""
    return 0


def bleed(light: Tensor, wash: float) -> Tensor:
    """Light and dark as they run on wet paper, B×1×h×w."""
    tile = tile_of(light.expand(-1, 3, -1, -1))
    wobble = torch.cat((fractal(tile, wash * 1.6, 411, 3), fractal(tile, wash * 1.6, 412, 3)), 1)
    return warp(blur(light, wash * RUN), wobble * (wash * RUN))


def contours(flat: Tensor, brush: float) -> Tensor:
    """How much a line of the brush belongs at each place, B×1×h×w: as clear where light parts from light as elsewhere."""
    bold = double(lines(tile_of(halve(flat)), brush * BOLD / 2), flat)
    found = 0.85 * lines(tile_of(flat), brush) + 0.3 * bold
    around = blur(found.clamp_min(0), brush * 9)
    return found * (0.032 / (0.012 + around)).clamp(0.7, 2.2)


def paint(tile: Tile, options: InkOptions, statistics: Statistics) -> Tensor:
    """The picture in ink, B×3×H×W in [0, 1]."""
    guide = statistics["guide"]
    light, least, most, run, apart, found = enlarge(guide[:, :6], tile).chunk(6, 1)
    half, fine = sharpness(tile, guide), tooth(tile, 8)
    span = (most - least).clamp_min(1e-3)
    climb = (light - least) / span + 0.05 * fine * options.paper
    cut = smoothstep(0.03, 0.15, span)
    crisp = torch.lerp(light, least + span * smoothstep(0.5 - half, 0.5 + half, climb), cut)
    wet = smoothstep(0.9, 2.0, noise(tile, options.wash * 7, 421) + 2.2 * options.wet) * (1 - 0.75 * apart)
    dark = 1 - pencil.tone(torch.lerp(crisp, run, wet), tile, statistics)
    dried = (1 - smoothstep(0.5 - half, 0.5 + half, climb)) * smoothstep(0.0, 0.4, climb) * cut * (1 - wet)
    density = washes(tile, glaze(tile, dark, options, apart), fine, options) * (1 + (0.25 + 0.6 * options.wet) * dried)
    drawn = draw_brush(tile, found, dark, fine, options)
    pigment = torch.tensor(BLACK, device=dark.device)[:, None, None]
    coloured = torch.lerp(pigment, colour_density(enlarge(guide[:, 6:], tile)), options.tint) if options.tint else pigment
    ink = torch.exp(-density * coloured - 2.6 * drawn * pigment)
    return (paper(tile, fine, options.paper) * ink).clamp(0, 1).expand_as(tile.pixels)


def washes(tile: Tile, laid: Tensor, fine: Tensor, options: InkOptions) -> Tensor:
    """The density of the ink B×1×H×W, 0 on bare paper: clouded by the water, and settled in the paper."""
    cloud = 1 + 0.14 * fractal(tile, options.wash * 6, 441, 2)
    grain = 0.09 * fine + 0.12 * fractal(tile, options.wash * 0.3, 431, 1)
    return laid * (cloud + options.paper * grain).clamp_min(0.2)


def glaze(tile: Tile, dark: Tensor, options: InkOptions, apart: Tensor | float = 1.0) -> Tensor:
    """The darkness B×1×H×W in steps where forms are `apart`, 0 to 1, flowing elsewhere; the lightest one is the paper."""
    full = ((dark - BARE) / (1 - BARE)).clamp(0, 1)
    place = full * options.tones + 0.12 * fractal(tile, options.wash * 2.2, 451, 2) * smoothstep(0.0, 0.15, full)
    place = place.clamp_max(options.tones - 0.4)
    edge = place.round()
    steps = (edge + 0.5 * torch.tanh(9 * (place - edge))).clamp_min(0) / (options.tones - 0.5)
    steps = DENSE * (0.15 * full + 0.85 * steps) * (0.4 + 0.6 * steps)
    return torch.lerp(DENSE * 0.9 * full**1.7, steps, torch.as_tensor(apart, device=dark.device))


def draw_brush(tile: Tile, found: Tensor, dark: Tensor, fine: Tensor, options: InkOptions) -> Tensor:
    """Ink that the brush leaves, B×1×H×W, 0 to 1: pressed where forms part, thin between, torn where it is dry."""
    brush = options.brush
    press = found * (1 + 0.45 * noise(tile, brush * 10, 461)).clamp_min(0.2) * (0.7 + 0.6 * dark)
    dry = 0.007 * fractal(tile, brush * 0.4, 471, 1) + 0.005 * fine
    return smoothstep(0.025, 0.055, press - dry * options.paper * 1.6) * (0.45 + 0.55 * smoothstep(0.03, 0.1, press))


def colour_density(pixels: Tensor) -> Tensor:
    """What a wash of the picture's colour takes of red, green and blue, B×3×H×W, as much in all as ink does."""
    density = -pixels.clamp(0.04, 1).log() + 0.05
    return density / density.mean(1, keepdim=True)


def paper(tile: Tile, fine: Tensor, grain: float) -> Tensor:
    """Soft paper 1×3×H×W, fibres in it."""
    light = 0.35 * fine - fibres(tile)
    return torch.tensor(PAPER, device=light.device)[:, None, None] * (1 + 0.03 * grain * light)
