"""Lines: extended difference of Gaussians, across the flow and then along it (Winnemöller, Kyprianidis & Olsen 2012)."""

import math

import torch
from torch import Tensor

from .filters import gaussian, reach
from .flow import across, along, along_reach, doubled, tensor, tensor_reach

WIDER = 1.6
LONG = 3.5
CALM = 2.5
SOFT = 0.4


def flow(pixels: Tensor, width: float) -> Tensor:
    """The doubled orientation along which lines of `width` pixels run."""
    return doubled(tensor(gaussian(pixels, _sigma(width) * SOFT), _sigma(width) * CALM))


def lines(light: Tensor, orientation: Tensor, width: float, *, strength: float, threshold: float, softness: float) -> Tensor:
    """How white the paper stays, B×1×H×W in [0, 1]: 0 on a line, 1 off it.

    `strength` sharpens (p in the paper), below `threshold` it is dark, `softness` is the width of the step between.
    """
    sigma = _sigma(width)
    offsets, narrow, wide = _profile(sigma)
    weights = [(1 + strength) * a - strength * b for a, b in zip(narrow, wide, strict=True)]
    sharp = along(across(light, orientation, offsets, weights), orientation, sigma * LONG, max(sigma, 1.0))
    return torch.where(sharp >= threshold, 1.0, 1 + torch.tanh((sharp - threshold) / softness))


def lines_reach(width: float) -> int:
    """How far `flow` and `lines` read together."""
    sigma = _sigma(width)
    offsets, _, _ = _profile(sigma)
    follow = along_reach(sigma * LONG, max(sigma, 1.0)) + math.ceil(offsets[-1]) + 1
    return reach(sigma * SOFT) + tensor_reach(sigma * CALM) + follow


def _sigma(width: float) -> float:
    """The deviation of a line's narrow Gaussian; thinner than this a pixel cannot show."""
    return max(width, 0.6)


def _profile(sigma: float) -> tuple[list[float], list[float], list[float]]:
    """Offsets across a line, and both Gaussians there."""
    step = max(0.5 * sigma, 0.5)
    count = math.ceil(2.4 * WIDER * sigma / step)
    offsets = [k * step for k in range(-count, count + 1)]
    return offsets, _bell(offsets, sigma), _bell(offsets, sigma * WIDER)


def _bell(offsets: list[float], sigma: float) -> list[float]:
    weights = [math.exp(-((offset / sigma) ** 2) / 2) for offset in offsets]
    return [weight / sum(weights) for weight in weights]
