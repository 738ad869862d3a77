"""Watercolour: washes that pool at their edges, bleed, and settle in the paper's grain (after Bousseau 2006)."""

import torch
from torch import Tensor

from ganstudio import Statistics, Tile

from .colour import luma, vivid
from .filters import gaussian, places, reach, sample, smoothstep
from .flow import doubled, tensor, tensor_reach
from .kuwahara import kuwahara, kuwahara_reach
from .noise import fractal, noise
from .styles import WatercolourOptions

CALM = 0.5
WOBBLE = 0.2
WET = 2.2
RIM = 0.22


def margin(options: WatercolourOptions) -> int:
    """What a wash sees: its own patch, where its edge wanders, how far it bleeds."""
    wash = options.wash
    patch = tensor_reach(wash * CALM) + kuwahara_reach(wash)
    return patch + int(3 * wash * WOBBLE) + 2 + max(reach(wash * WET), reach(wash * RIM * 2) + 1) + 1


def paint(tile: Tile, options: WatercolourOptions, statistics: Statistics) -> Tensor:  # noqa: ARG001
    """The picture in watercolour."""
    wash = options.wash
    flat = kuwahara(tile.pixels, doubled(tensor(tile.pixels, wash * CALM)), wash)
    flat = wandering(tile, flat, wash)
    wet = smoothstep(0.1, 1.3, fractal(tile, wash * 7, 81)) * options.bleed
    washes = torch.lerp(flat, gaussian(flat, wash * WET), wet * 0.7)
    washes = lightened(vivid(washes, 1.35), options.lightness)
    flow = noise_pair(tile, wash)
    pigment = 0.26 * options.granulation * grain(tile) + 0.34 * flow
    pigment = pigment + 4.5 * options.edges * rims(flat, wash)
    return laid(washes, 1 + pigment)


def wandering(tile: Tile, flat: Tensor, wash: float) -> Tensor:
    """The patches with edges that wander as on wet paper."""
    columns, rows = places(flat)
    dx = fractal(tile, wash * 2.0, 82).clamp(-3, 3)[:, 0] * wash * WOBBLE
    dy = fractal(tile, wash * 2.0, 85).clamp(-3, 3)[:, 0] * wash * WOBBLE
    count = len(flat)
    return sample(flat, (columns + dx).expand(count, -1, -1), (rows + dy).expand(count, -1, -1))


def lightened(washes: Tensor, lightness: float) -> Tensor:
    """Light as transparent paint on white paper is; the lightest stays bare."""
    light = luma(washes)
    up = washes + (1 - washes) * (0.10 + 0.35 * lightness)
    return torch.lerp(up, torch.ones_like(up), smoothstep(0.80, 1.0, light) * lightness)


def rims(flat: Tensor, wash: float) -> Tensor:
    """Where pigment gathers: a thin dark rim just within the edge of each wash, B×1×H×W from 0."""
    near, far = gaussian(flat, wash * RIM * 0.5), gaussian(flat, wash * RIM * 2)
    return ((luma(far) - luma(near)).clamp_min(0) + 0.35 * (luma(far) - luma(near)).abs()).clamp(0, 0.35)


def noise_pair(tile: Tile, wash: float) -> Tensor:
    """Slow turbulence: where the water stood the paint is thicker."""
    return (0.6 * noise(tile, wash * 5, 88) + 0.4 * noise(tile, wash * 1.4, 89)).clamp(-2, 2) * 0.5


def grain(tile: Tile) -> Tensor:
    """The tooth of the paper, about -2 to 2."""
    tooth = max(tile.width, tile.height) * 0.0016
    return fractal(tile, max(tooth, 1.2), 90).clamp(-2, 2) * min(1.0, tooth / 1.0)


def laid(colour: Tensor, density: Tensor) -> Tensor:
    """Paint of a relative density on white paper: thin lightens, thick darkens; white and black stay (Bousseau's model)."""
    return (colour - (colour - colour * colour) * (density - 1)).clamp(0, 1)
