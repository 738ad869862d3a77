"""Cartoon: flat areas of few tones, and ink lines where forms end (Winnemöller, Olsen & Gooch 2006)."""

import math

import torch
from torch import Tensor

from ganstudio import Statistics, Tile

from .colour import from_oklab, oklab
from .filters import enlarged, reduced, smoothstep
from .flow import doubled, tensor, tensor_reach
from .kuwahara import kuwahara, kuwahara_reach
from .lines import lines, lines_reach
from .styles import CartoonOptions

COARSE = 14.0


def margin(options: CartoonOptions) -> int:
    """What the flat areas and the lines see."""
    return max(areas_reach(options.smoothness), lines_reach(options.line))


def paint(tile: Tile, options: CartoonOptions, statistics: Statistics) -> Tensor:  # noqa: ARG001
    """The picture as a cartoon."""
    flat = oklab(areas(tile, options.smoothness))
    light = tones(flat[:, :1], options.tones)
    colours = from_oklab(torch.cat((light, flat[:, 1:] * (1 + 0.6 * options.vividness)), 1))
    ink = smoothstep(0.012, 0.045, lines(tile, options.line) * (0.4 + 1.6 * options.ink))
    return colours * (1 - ink) + torch.tensor((0.07, 0.06, 0.09), device=ink.device)[:, None, None] * ink


def areas(tile: Tile, smoothness: float) -> Tensor:
    """The picture in calm areas with crisp borders."""
    scale, radius = _scale(smoothness)
    small = reduced(tile, scale)
    flow = doubled(tensor(small.pixels, radius * 0.4))
    return enlarged(kuwahara(small.pixels, flow, radius), tile, scale).clamp(0, 1)


def areas_reach(smoothness: float) -> int:
    """How far `areas` reads."""
    scale, radius = _scale(smoothness)
    return scale * (tensor_reach(radius * 0.4) + kuwahara_reach(radius) + 3)


def tones(light: Tensor, count: int) -> Tensor:
    """Lightness pulled towards `count` tones, shadows lifted, with soft steps between them."""
    place = light.clamp(0, 1) ** 0.9 * count
    edge = place.round()
    return (edge + 0.5 * torch.tanh(9 * (place - edge)) / math.tanh(4.5)) / count


def _scale(smoothness: float) -> tuple[int, float]:
    scale = max(1, int(smoothness / COARSE))
    return scale, smoothness / scale
