"""The anisotropic Kuwahara filter (Kyprianidis, Kang & Döllner 2009): flat, crisp patches that follow the edges.

Each pixel looks at eight sectors of an ellipse laid along the edge and takes the mean of the calmest. The ellipse is
sampled in its own frame, at the points of a spiral: so the weights of the sectors are constants, the sums over sectors
are one matrix product, and the cost does not grow with the radius.
"""

import math

import torch
from torch import Tensor

from .filters import gaussian, places, reach, sample
from .flow import unit

SECTORS = 8
POINTS = 32
STRIP = 16
SPACING = 0.13
STRETCH = 1.6


def kuwahara(
    pixels: Tensor, orientation: Tensor, radius: float, *, size: Tensor | None = None, sharpness: float = 8.0
) -> Tensor:
    """Pixels B×C×H×W in patches of about `radius` pixels along a doubled orientation B×2×H×W (see `flow`).

    `size` B×1×H×W in [0, 1] makes the radius smaller where it is below 1. It reads `kuwahara_reach(radius)` far.
    """
    smooth = gaussian(pixels, radius * SPACING)
    columns, rows = places(pixels)
    points, weights = _layout(pixels.device)
    strips = []
    for top in range(0, pixels.shape[-2], STRIP):
        strip = slice(top, top + STRIP)
        scale = radius if size is None else radius * size[:, 0, strip]
        x, y = _ellipses(columns, rows[:, strip], orientation[:, :, strip], scale, points)
        seen = sample(smooth, x.flatten(1, 2), y.flatten(1, 2))
        strips.append(_calmest(seen.reshape(*seen.shape[:2], *x.shape[1:]), weights, sharpness))
    return torch.cat(strips, -2)


def kuwahara_reach(radius: float) -> int:
    """How far `kuwahara` reads."""
    return math.ceil(radius * STRETCH) + 1 + reach(radius * SPACING)


def _ellipses(
    columns: Tensor, rows: Tensor, orientation: Tensor, radius: Tensor | float, points: Tensor
) -> tuple[Tensor, Tensor]:
    """Where the points of the unit disc fall, columns and rows B×points×h×w, in an ellipse about each pixel."""
    cos, sin = unit(orientation)
    stretch = 1 + (STRETCH - 1) * torch.hypot(orientation[:, 0], orientation[:, 1])
    long, short = radius * stretch, radius / stretch
    u, v = points[0, :, None, None], points[1, :, None, None]
    x = torch.addcmul(torch.addcmul(columns[:, None], (cos * long)[:, None], u), (sin * short)[:, None], v, value=-1)
    y = torch.addcmul(torch.addcmul(rows[:, None], (sin * long)[:, None], u), (cos * short)[:, None], v)
    return x, y


def _calmest(seen: Tensor, weights: Tensor, sharpness: float) -> Tensor:
    """From B×C×points×h×w the mean of the sector that varies least, B×C×h×w, blended where several are as calm."""
    batch, channels, _, height, width = seen.shape
    seen = seen.flatten(3)
    means = weights @ seen
    squares = weights @ (seen * seen).sum(1)
    spread = (squares - (means * means).sum(1)).clamp_min(0) / channels
    calm = (spread + 1e-4) ** (-sharpness / 2)
    return ((means * calm[:, None]).sum(2) / calm.sum(1)[:, None]).reshape(batch, channels, height, width)


def _layout(device: torch.device) -> tuple[Tensor, Tensor]:
    """Points of the unit disc 2×points, along and across the edge, and the weight of each in each sector 8×points."""
    number = torch.arange(POINTS, device=device)
    distance, angle = (number / POINTS).sqrt(), number * math.pi * (3 - math.sqrt(5))
    turn = torch.arange(SECTORS, device=device)[:, None] * (2 * math.pi / SECTORS)
    apart = torch.remainder(angle - turn + math.pi, 2 * math.pi) - math.pi
    share = (1 - apart.abs() * (SECTORS / (2 * math.pi))).clamp_min(0)
    share[:, 0] = 0.4
    weights = share * torch.exp(-2 * distance**2)
    return torch.stack((distance * angle.cos(), distance * angle.sin())), weights / weights.sum(1, keepdim=True)
