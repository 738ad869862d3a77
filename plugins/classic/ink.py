"""Ink wash (sumi-e): a few tones of thinned ink with wet edges, and a dark brush that thins and runs dry, on soft paper."""

import math
from dataclasses import replace

import torch
from torch import Tensor

from ganstudio import Statistics, Tile, View

from . import pencil
from .cartoon import areas, areas_reach
from .filters import coordinates, gaussian, moved, reach, smoothstep
from .lines import lines, lines_reach
from .noise import fractal, noise, noise_at
from .styles import InkOptions

PAPER = (0.962, 0.945, 0.898)
BLACK = (1.0, 1.02, 0.98)
"""How strongly the ink takes red, green and blue away."""

DENSE = 1.9
NIGHT = 0.5
CALM = 0.6
BARE = 0.26
RIM = 0.22
RUN = 0.55
MOST = 2.2
BOLD = 2.3
FIBRES = ((0.4, 0), (1.3, 1), (2.5, 2))
SHEET = 0.0014


def measure(view: View, options: InkOptions) -> Statistics:  # noqa: ARG001
    """How dark the picture is, as the pencil looks at it, but night stays night."""
    seen = pencil.measure(view)
    return {**seen, "gamma": seen["gamma"] ** NIGHT}


def margin(options: InkOptions) -> int:
    """What the washes and the brush see."""
    run = reach(options.wash * RUN) + math.ceil(options.wash * RUN * MOST) + 1 + reach(options.wash * RIM)
    return areas_reach(options.wash * CALM) + max(run, lines_reach(options.brush * BOLD))


def paint(tile: Tile, options: InkOptions, statistics: Statistics) -> Tensor:
    """The picture in ink."""
    calm = replace(tile, pixels=areas(tile, options.wash * CALM))
    dark = 1 - pencil.tone(calm, 0.0, statistics)
    density = washes(tile, dark, options)
    drawn = brushed(calm, dark, options)
    pigment = torch.tensor(BLACK, device=dark.device)[:, None, None]
    coloured = torch.lerp(pigment.expand_as(calm.pixels), taken(calm.pixels), options.tint) if options.tint else pigment
    ink = torch.exp(-density * coloured - 2.6 * drawn * pigment)
    return (paper(tile, options.paper) * ink).clamp(0, 1)


def washes(tile: Tile, dark: Tensor, options: InkOptions) -> Tensor:
    """The density of the ink B×1×H×W, 0 on bare paper: few tones, with darker rims where they dried, some run while wet."""
    wash = options.wash
    laid = glazed(tile, dark, options)
    wobble = torch.cat((fractal(tile, wash * 1.6, 411, 3), fractal(tile, wash * 1.6, 412, 3)), 1).clamp(-MOST, MOST)
    run = moved(gaussian(laid, wash * RUN), wobble * (wash * RUN))
    wet = smoothstep(0.9, 2.0, noise(tile, wash * 7, 421) + 2.2 * options.wet)
    rims = (laid - gaussian(laid, wash * RIM)).clamp_min(0) * (0.5 + 1.2 * options.wet)
    grain = fractal(tile, wash * 0.22, 431, 2) * smoothstep(0.0, 0.4, laid)
    cloud = 1 + 0.16 * fractal(tile, wash * 6, 441, 3)
    return (torch.lerp(laid + rims, run, 0.8 * wet) * cloud * (1 + 0.16 * options.paper * grain)).clamp_min(0)


def glazed(tile: Tile, dark: Tensor, options: InkOptions) -> Tensor:
    """The darkness in steps whose borders wander; the lightest one is the paper."""
    full = ((dark - BARE) / (1 - BARE)).clamp(0, 1)
    place = full * options.tones + 0.16 * fractal(tile, options.wash * 2.2, 451, 3) * smoothstep(0.0, 0.15, full)
    place = place.clamp_max(options.tones - 0.4)
    edge = place.round()
    steps = (edge + 0.5 * torch.tanh(9 * (place - edge))).clamp_min(0) / (options.tones - 0.5)
    return DENSE * (0.15 * full + 0.85 * steps) * (0.4 + 0.6 * steps)


def brushed(calm: Tile, dark: Tensor, options: InkOptions) -> Tensor:
    """How much ink the brush leaves, 0 to 1: pressed where forms part, thin between, torn by the paper where it is dry."""
    brush = options.brush
    found = 0.75 * lines(calm, brush) + 0.6 * lines(calm, brush * BOLD)
    press = found * (1 + 0.45 * noise(calm, brush * 10, 461)).clamp_min(0.2) * (0.6 + 0.7 * dark)
    tooth = fractal(calm, brush * 0.3, 471, 2)
    return smoothstep(0.025, 0.055, press - 0.01 * tooth) * (0.45 + 0.55 * smoothstep(0.03, 0.1, press))


def taken(pixels: Tensor) -> Tensor:
    """What a wash of the picture's own colour takes away of red, green and blue, as much in all as ink does."""
    density = -pixels.clamp(0.04, 1).log() + 0.05
    return density / density.mean(1, keepdim=True)


def paper(tile: Tile, grain: float) -> Tensor:
    """Soft paper 1×3×H×W, fibres in it."""
    fine = max(tile.width, tile.height) * SHEET
    x, y = coordinates(tile)
    light = 0.35 * fractal(tile, fine, 481, 2)[0, 0]
    for angle, number in FIBRES:
        u = (x * math.cos(angle) + y * math.sin(angle)) / (fine * 14)
        v = (y * math.cos(angle) - x * math.sin(angle)) / (fine * 0.9)
        light = light - 1.6 * smoothstep(0.86, 1.0, noise_at(u, v, 490 + number))
    return torch.tensor(PAPER, device=light.device)[:, None, None] * (1 + 0.04 * grain * light)[None]
