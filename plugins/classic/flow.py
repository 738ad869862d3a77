"""Flow: which way the edges of a picture run, from its structure tensor (Di Zenzo 1986, Kyprianidis & Döllner 2008)."""

import math

import torch
from torch import Tensor

from .filters import gaussian, places, reach, sample, shift

LEAST = 1e-20


def tensor(pixels: Tensor, sigma: float) -> Tensor:
    """The structure tensor B×3×H×W (xx, yy, xy), smoothed over `sigma` pixels; it reads `tensor_reach(sigma)` far."""
    right, left, down, up = (shift(pixels, dx, dy) for dx, dy in ((1, 0), (-1, 0), (0, 1), (0, -1)))
    x, y = right - left, down - up
    parts = [(a * b).sum(1, keepdim=True) for a, b in ((x, x), (y, y), (x, y))]
    return gaussian(torch.cat(parts, 1), sigma)


def tensor_reach(sigma: float) -> int:
    """How far `tensor` reads."""
    return reach(sigma) + 1


def double_angle(tensor: Tensor) -> Tensor:
    """The tensor's orientation with the angle doubled, B×2×H×W: (cos 2φ, sin 2φ) of the edge's direction, times its clarity.

    The length is the anisotropy, 0 where no direction prevails, 1 on a straight edge.
    """
    xx, yy, xy = tensor.chunk(3, 1)
    both = torch.cat((yy - xx, -2 * xy), 1)
    return both / (xx + yy).clamp_min(1e-9)


def unit(doubled: Tensor) -> tuple[Tensor, Tensor]:
    """The direction along the edge from a doubled orientation, as x and y B×H×W of a unit vector, sign arbitrary.

    The angle is halved by square roots; where no direction prevails it is (1, 0).
    """
    x, y = doubled[:, 0], doubled[:, 1]
    length = torch.addcmul(x * x, y, y).sqrt_().add_(LEAST)
    half = (x + LEAST).div_(length).mul_(0.5).clamp_(-0.5, 0.5)
    return (half + 0.5).sqrt_(), torch.copysign((0.5 - half).sqrt_(), y)


def along(field: Tensor, orientation: Tensor, sigma: float, step: float) -> Tensor:
    """B×C×H×W averaged along the doubled flow B×2×H×W by a Gaussian, in steps of pixels (line integral convolution).

    Where the flow is unclear, the way goes on as it came. It reads `along_reach(sigma, step)` far.
    """
    field = field.expand(len(orientation), -1, -1, -1)
    columns, rows = places(field)
    start = unit(orientation)
    total, weights = field.clone(), 1.0
    both = torch.cat((orientation, field), 1)
    for sign in (step, -step):
        dx, dy = start[0] * sign, start[1] * sign
        x, y = columns + dx, rows + dy
        for k in range(1, _steps(sigma, step) + 1):
            weight = math.exp(-((k * step / sigma) ** 2) / 2)
            seen = sample(both, x, y)
            total.add_(seen[:, 2:], alpha=weight)
            weights += weight
            dx, dy = _ahead(dx, dy, seen, step)
            x, y = x.add_(dx), y.add_(dy)
    return total.div_(weights)


def _ahead(dx: Tensor, dy: Tensor, doubled: Tensor, step: float) -> tuple[Tensor, Tensor]:
    """A step laid along a doubled orientation as far as that is clear; it keeps its sign, and needs no angle."""
    cos, sin = doubled[:, 0], doubled[:, 1]
    x = torch.addcmul(torch.addcmul(dx, cos, dx), sin, dy)
    y = torch.addcmul(torch.addcmul(dy, sin, dx), cos, dy, value=-1)
    longer = torch.addcmul(x * x, y, y).add_(LEAST).rsqrt_().mul_(step)
    return x.mul_(longer), y.mul_(longer)


def along_reach(sigma: float, step: float) -> int:
    """How far `along` reads."""
    return math.ceil(_steps(sigma, step) * step) + 1


def _steps(sigma: float, step: float) -> int:
    return math.ceil(2 * sigma / step)
