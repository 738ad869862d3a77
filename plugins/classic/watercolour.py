"""Watercolour: washes of pigment in water that darken at their rims, run into each other and settle in the paper's grain.

Pigment is reckoned as density, the logarithm of the light it takes away (Bousseau, Kaplan, Thollot & Sillion 2006).
"""

import math

import torch
from torch import Tensor

from ganstudio import Statistics, Tile

from .filters import busy, busy_reach, enlarged, gaussian, moved, reach, reduced, shifted, smoothstep
from .flow import doubled, tensor, tensor_reach
from .kuwahara import kuwahara, kuwahara_reach
from .lines import lines, lines_reach
from .noise import fractal, noise
from .styles import WatercolourOptions

COARSE = 12.0
PAPER = (0.985, 0.98, 0.962)
WOBBLE = 0.24
RUN = 0.65
MOST = 2.2
CALM = 0.3
WET = 0.6
RIM = 0.27
PENCIL = 0.2
STEPS = 5


def margin(options: WatercolourOptions) -> int:
    """What the washes see, and the drawing under them."""
    scale, wash = _scale(options.wash)
    flat = max(tensor_reach(wash * CALM) + kuwahara_reach(wash), busy_reach(wash)) + math.ceil(wash * WOBBLE * MOST) + 1
    run = reach(wash * WET) + math.ceil(wash * RUN * MOST) + 1
    return max(scale * (flat + run + 3) + reach(options.wash * RIM), lines_reach(options.wash * PENCIL))


def paint(tile: Tile, options: WatercolourOptions, statistics: Statistics) -> Tensor:  # noqa: ARG001
    """The picture in watercolour."""
    wash = options.wash
    density = glazes(washes(tile, options), tile, wash)
    rims = (density - gaussian(density, wash * RIM)).clamp_min(0) * (2.6 * options.rims)
    grain = fractal(tile, wash * 0.3, 41, 2)
    settled = 0.13 * options.grain * grain * smoothstep(0.0, 0.3, density)
    density = (density + rims) * (1 + 0.13 * fractal(tile, wash * 9, 51, 4) + settled).clamp_min(0.1)
    bare = smoothstep(0.02, 0.1, density.mean(1, keepdim=True) + 0.03 * options.grain * grain)
    drawn = smoothstep(0.008, 0.05, lines(tile, wash * PENCIL)) * (0.75 * options.drawing)
    return (sheet(tile, wash, options.grain) * torch.exp(-density * bare) * (1 - drawn)).clamp(0, 1)


def washes(tile: Tile, options: WatercolourOptions) -> Tensor:
    """The density of pigment B×3×H×W: calm areas with a hand's wobble, here and there run into each other."""
    scale, wash = _scale(options.wash)
    small = reduced(tile, scale)
    detail = busy(small.pixels, wash)
    wobble = torch.cat((fractal(small, wash * 2.2, 11, 3), fractal(small, wash * 2.2, 12, 3)), 1).clamp(-MOST, MOST)
    seen = moved(small.pixels, wobble * (wash * WOBBLE) * (1 - 0.6 * detail))
    flat = kuwahara(seen, doubled(tensor(seen, wash * CALM)), wash, size=1 - 0.5 * detail)
    wet = noise(small, wash * 9, 21) - 0.6 * detail + 2 * options.bleeding
    run = moved(gaussian(flat, wash * WET), wobble * (wash * RUN))
    mixed = torch.lerp(flat, run, smoothstep(1.1, 2.2, wet) * 0.85)
    return -enlarged(mixed, tile, scale).clamp(0.03, 1).log()


def glazes(density: Tensor, tile: Tile, wash: float) -> Tensor:
    """The washes laid over each other in a few steps, whose borders wander with the water; colours cleaner, all lighter."""
    mean = density.mean(1, keepdim=True)
    place = (mean**0.6 * STEPS + 0.2 * fractal(tile, wash * 3, 31, 3)).clamp_min(0)
    edge = place.round()
    stepped = ((edge + 0.5 * torch.tanh(6 * (place - edge))).clamp_min(0) / STEPS) ** (1 / 0.6)
    pulled = torch.lerp(mean, stepped, 0.45)
    light = (pulled - 0.03).clamp_min(0) * 0.8 / (1 + 0.3 * pulled)
    return (light + (density - mean) * 1.3 * light / mean.clamp_min(0.02)).clamp_min(0)


def sheet(tile: Tile, wash: float, grain: float) -> Tensor:
    """Rough paper 1×3×H×W, lit from the upper left."""
    height = fractal(tile, wash * 0.45, 61, 2)
    slope = ((height - shifted(height, 1, 1)) * wash * 0.3).clamp(-2, 2)
    return torch.tensor(PAPER, device=height.device)[:, None, None] * (1 + 0.02 * grain * slope)


def _scale(wash: float) -> tuple[int, float]:
    """How far the picture is reduced for the washes, and how broad they are then."""
    scale = max(1, int(wash / COARSE))
    return scale, wash / scale
