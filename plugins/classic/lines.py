"""Drawn lines: a difference of Gaussians, drawn out along the flow (Winnemöller, Kyprianidis & Olsen 2012)."""

import math

from torch import Tensor

from ganstudio.api import Tile

from .colour import luma
from .filters import downscale_tile, gaussian, places, reach, sample, upscale_to_tile
from .flow import double_angle, tensor, tensor_reach, unit

THIN = 1.2
WIDER = 1.6
GUIDE = 3.0
LENGTH = 2.6
STEPS = 3
STRIDE = 1.3


def lines(tile: Tile, thickness: float) -> Tensor:
    """How much a dark line of that thickness belongs at each pixel, B×1×H×W: 0 on plain ground, about 0.1 on a clear edge.

    It is made where the line is two or three pixels thick, and is smooth: to be enlarged and cut at a threshold afterwards.
    """
    scale, sigma = _scale(min(thickness, 2 * THIN * min(tile.pixels.shape[-2:])))  # no larger a scale than the tile
    small = downscale_tile(tile, scale)
    light = luma(small.pixels)
    flow = double_angle(tensor(light, sigma * GUIDE))
    light = gaussian(light, sigma * 0.5)
    around = gaussian(light, sigma * WIDER)
    darker = (around - gaussian(light, sigma)) / (around + 0.25)
    return upscale_to_tile(average_along(darker, flow, sigma), tile, scale)


def average_along(field: Tensor, flow: Tensor, sigma: float) -> Tensor:
    """B×1×H×W averaged along the flow at each place, straight on: short enough that a line's bend hardly matters."""
    columns, rows = places(field)
    dx, dy = unit(flow)
    total, weights = field.clone(), 1.0
    for k in range(1, STEPS + 1):
        step = k * STRIDE * max(1.0, sigma)
        weight = math.exp(-((step / (sigma * LENGTH)) ** 2) / 2)
        for way in (step, -step):
            total.add_(sample(field, columns + dx * way, rows + dy * way), alpha=weight)
        weights += 2 * weight
    return total / weights


def lines_reach(thickness: float) -> int:
    """How far `lines` reads."""
    scale, sigma = _scale(thickness)
    seen = max(tensor_reach(sigma * GUIDE), reach(sigma * 0.5) + reach(sigma * WIDER))
    return scale * (math.ceil(seen) + math.ceil(STEPS * STRIDE * max(1.0, sigma)) + 4)


def _scale(thickness: float) -> tuple[int, float]:
    """How far the picture is reduced, and the Gaussian's width there."""
    sigma = max(thickness / 2, 0.5)
    scale = max(1, int(sigma / THIN))
    return scale, sigma / scale
