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
POINTS = 44
STRIP = 16
SPACING = 0.13
STRETCH = 1.6


def kuwahara(
    pixels: Tensor, orientation: Tensor, radius: float, *, sharpness: float = 8.0, size: Tensor | None = None
) -> Tensor:
    """Pixels B×C×H×W in patches of about `radius` pixels along a doubled orientation B×2×H×W (see `flow`).

    `size` B×H×W in [0, 1] makes the radius smaller where it is below 1. It reads `kuwahara_reach(radius)` far.
    """
    smooth = gaussian(pixels, radius * SPACING)
    strips = [
        _strip(smooth, orientation, radius, sharpness, size, top, min(top + STRIP, pixels.shape[-2]))
        for top in range(0, pixels.shape[-2], STRIP)
    ]
    return torch.cat(strips, -2)


def kuwahara_reach(radius: float) -> int:
    """How far `kuwahara` reads."""
    return math.ceil(radius * STRETCH) + 1 + reach(radius * SPACING)


def _strip(
    smooth: Tensor, orientation: Tensor, radius: float, sharpness: float, size: Tensor | None, top: int, bottom: int
) -> Tensor:
    batch, channels, _, width = smooth.shape
    columns, rows = places(smooth)
    rows = rows[:, top:bottom]
    direction = orientation[:, :, top:bottom]
    cos, sin = unit(direction)
    stretch = 1 + (STRETCH - 1) * torch.hypot(direction[:, 0], direction[:, 1])
    scale = radius if size is None else radius * size[:, top:bottom]
    long, short = scale * stretch, scale / stretch
    points, weights = _layout(smooth.device)
    seen = torch.stack(
        [
            sample(smooth, columns + (cos * long * u - sin * short * v), rows + (sin * long * u + cos * short * v))
            for u, v in points
        ]
    )
    flat = seen.reshape(len(points), -1)
    means = (weights @ flat).reshape(SECTORS, batch, channels, bottom - top, width)
    squares = (weights @ (seen * seen).sum(2).reshape(len(points), -1)).reshape(SECTORS, batch, 1, bottom - top, width)
    spread = (squares - (means * means).sum(2, keepdim=True)).clamp_min(0) / channels
    calm = (spread + 1e-4) ** (-sharpness / 2)
    calm = calm / calm.sum(0)
    return (means * calm).sum(0)


def _layout(device: torch.device) -> tuple[list[tuple[float, float]], Tensor]:
    """The points of the unit disc, along and across the edge, and the weight of each in each sector 8×points."""
    golden = math.pi * (3 - math.sqrt(5))
    points = [(0.0, 0.0)]
    points += [
        (math.sqrt(k / POINTS) * math.cos(k * golden), math.sqrt(k / POINTS) * math.sin(k * golden))
        for k in range(1, POINTS)
    ]
    u, v = torch.tensor(points, device=device).T
    angle, distance = torch.atan2(v, u), torch.hypot(u, v)
    turn = torch.arange(SECTORS, device=device)[:, None] * (2 * math.pi / SECTORS)
    apart = torch.remainder(angle - turn + math.pi, 2 * math.pi) - math.pi
    share = (1 - (apart.abs() / (2 * math.pi / SECTORS))).clamp_min(0)
    share[:, 0] = 0.4
    weights = share * torch.exp(-2.0 * distance**2)
    return points, weights / weights.sum(1, keepdim=True)
