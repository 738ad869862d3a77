"""Flow: which way the edges of a picture run, from its structure tensor (Di Zenzo 1986, Kyprianidis & Döllner 2008)."""

import math

import torch
from torch import Tensor

from .filters import gaussian, places, reach, sample, shifted


def tensor(pixels: Tensor, sigma: float) -> Tensor:
    """The structure tensor B×3×H×W (xx, yy, xy), smoothed over `sigma` pixels; it reads `tensor_reach(sigma)` far."""
    right, left, down, up = (shifted(pixels, dx, dy) for dx, dy in ((1, 0), (-1, 0), (0, 1), (0, -1)))
    x, y = right - left, down - up
    parts = [(a * b).sum(1, keepdim=True) for a, b in ((x, x), (y, y), (x, y))]
    return gaussian(torch.cat(parts, 1), sigma)


def tensor_reach(sigma: float) -> int:
    """How far `tensor` reads."""
    return reach(sigma) + 1


def doubled(tensor: Tensor) -> Tensor:
    """The tensor's orientation with the angle doubled, B×2×H×W: (cos 2φ, sin 2φ) of the edge's direction, times its clarity.

    The length is the anisotropy, 0 where no direction prevails, 1 on a straight edge.
    """
    xx, yy, xy = tensor.chunk(3, 1)
    both = torch.cat((yy - xx, -2 * xy), 1)
    return both / (xx + yy).clamp_min(1e-9)


def unit(doubled: Tensor) -> tuple[Tensor, Tensor]:
    """The direction along the edge from a doubled orientation, as x and y B×H×W of a unit vector, sign arbitrary."""
    angle = torch.atan2(doubled[:, 1], doubled[:, 0]) / 2
    return angle.cos(), angle.sin()


def along(field: Tensor, orientation: Tensor, sigma: float, step: float) -> Tensor:
    """The field averaged along the flow with a Gaussian of `sigma` pixels, in steps of `step` (line integral convolution).

    It reads `along_reach(sigma, step)` far.
    """
    field = field.expand(len(orientation), -1, -1, -1)
    columns, rows = places(field)
    start = unit(orientation)
    total, weights = field.clone(), 1.0
    both = torch.cat((orientation, field), 1)
    for sign in (1.0, -1.0):
        dx, dy = start[0] * sign, start[1] * sign
        x, y = columns + dx * step, rows + dy * step
        for k in range(1, _steps(sigma, step) + 1):
            weight = math.exp(-((k * step / sigma) ** 2) / 2)
            seen = sample(both, x, y)
            total.add_(seen[:, 2:], alpha=weight)
            weights += weight
            ahead = unit(seen[:, :2])
            turn = torch.where(ahead[0] * dx + ahead[1] * dy < 0, -step, step)
            dx, dy = ahead[0] * turn.sign(), ahead[1] * turn.sign()
            x, y = x + dx * step, y + dy * step
    return total / weights


def along_reach(sigma: float, step: float) -> int:
    """How far `along` reads."""
    return math.ceil(_steps(sigma, step) * step) + 1


def _steps(sigma: float, step: float) -> int:
    return math.ceil(2 * sigma / step)
