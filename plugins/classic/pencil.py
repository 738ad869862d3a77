"""Pencil: lines along the flow, and hatching in three directions, each darker tone with one more."""

import math

import torch
from torch import Tensor

from ganstudio import Statistics, Tile

from .colour import luma
from .filters import coordinates, gaussian, reach, smoothstep
from .lines import flow, lines, lines_reach
from .noise import fractal, noise_at
from .styles import PencilOptions

HATCHES = ((52.0, 0.22, 71), (-38.0, 0.48, 72), (8.0, 0.70, 73))
TONE = 2.2
WIDE = 18.0
PAPER = (0.975, 0.968, 0.948)
GRAPHITE = (0.15, 0.15, 0.165)


def margin(options: PencilOptions) -> int:
    """What a line and the tone around it see."""
    line = max(options.line, 0.6)
    return max(lines_reach(options.line), reach(line * WIDE), reach(line * TONE)) + 1


def paint(tile: Tile, options: PencilOptions, statistics: Statistics) -> Tensor:  # noqa: ARG001
    """The picture in pencil."""
    line = max(options.line, 0.6)
    light = luma(tile.pixels)
    even = (light - 0.35 * (gaussian(light, line * WIDE) - 0.55)).clamp(0, 1)
    drawn = lines(even, flow(tile.pixels, line), line, strength=14.0, threshold=0.62, softness=0.35)
    grain = fractal(tile, max(line * 0.9, 1.0), 74)
    lead = (1 - drawn) * (0.92 + 0.10 * grain)
    shade = hatching(tile, 1 - gaussian(even, line * TONE), line) * options.shading
    rubbed = (1 - gaussian(even, line * TONE)) * 0.16 * options.shading * (1 + 0.25 * grain)
    cover = 1 - (1 - lead.clamp(0, 1)) * (1 - shade * (0.85 + 0.15 * grain).clamp(0, 1)) * (1 - rubbed.clamp(0, 1))
    paper = _colour(PAPER, tile) * (1 + 0.012 * grain * options.grain * 2)
    lead_colour = torch.lerp(_colour(GRAPHITE, tile).expand_as(tile.pixels), _crayon(tile.pixels, line), options.colour)
    cover = cover * (1 - 0.35 * options.grain * smoothstep(0.4, 2.2, grain))
    return torch.lerp(paper.expand_as(tile.pixels), lead_colour, cover.clamp(0, 1)).clamp(0, 1)


def hatching(tile: Tile, dark: Tensor, line: float) -> Tensor:
    """Strokes of a pencil, B×1×H×W in [0, 1], crossing where the tone is dark."""
    left = torch.ones_like(dark)
    for angle, begin, seed in HATCHES:
        stroke = strokes(tile, angle, line, seed)
        here = smoothstep(begin, begin + 0.5, dark)
        left = left * (1 - 0.62 * here * smoothstep(0.62, 0.95, stroke + 0.5 * here))
    return 1 - left


def strokes(tile: Tile, angle: float, line: float, seed: int) -> Tensor:
    """Noise drawn out in one direction, as strokes of a hand are, a little bent, 1×1×H×W in [0, 1]."""
    x, y = coordinates(tile)
    turn = math.radians(angle)
    along, across = x * math.cos(turn) + y * math.sin(turn), y * math.cos(turn) - x * math.sin(turn)
    bend = torch.sin(along / (line * 60)) * line * 2.5
    stroke = noise_at(along / (line * 22), (across + bend) / (line * 1.7), seed)
    return stroke[None, None]


def _crayon(pixels: Tensor, line: float) -> Tensor:
    """The picture's own colours, as full and dark as coloured pencils put them."""
    soft = gaussian(pixels, line)
    top = soft.amax(1, keepdim=True).clamp_min(0.05)
    return (soft / top) ** 1.5 * (0.35 + 0.4 * top)


def _colour(colour: tuple[float, float, float], tile: Tile) -> Tensor:
    return torch.tensor(colour, device=tile.pixels.device)[None, :, None, None]
