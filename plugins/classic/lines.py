"""Drawn lines: a difference of Gaussians, drawn out along the flow (Winnemöller, Kyprianidis & Olsen 2012)."""

import math

from torch import Tensor

from ganstudio import Tile

from .colour import luma
from .filters import enlarged, gaussian, reach, reduced
from .flow import along, along_reach, doubled, tensor, tensor_reach

WIDER = 1.6
GUIDE = 3.0
LENGTH = 3.0


def lines(tile: Tile, thickness: float) -> Tensor:
    """How much a dark line of that thickness belongs at each pixel, B×1×H×W: 0 on plain ground, about 0.1 on a clear edge.

    It is made where the line is two or three pixels thick, and is smooth: to be enlarged and cut at a threshold afterwards.
    """
    scale, sigma = _scale(thickness)
    small = reduced(tile, scale)
    light = gaussian(luma(small.pixels), sigma * 0.5)
    flow = doubled(tensor(small.pixels, sigma * GUIDE))
    around = gaussian(light, sigma * WIDER)
    darker = (around - gaussian(light, sigma)) / (around + 0.25)
    return enlarged(along(darker, flow, sigma * LENGTH, max(1.0, sigma)), tile, scale)


def lines_reach(thickness: float) -> int:
    """How far `lines` reads."""
    scale, sigma = _scale(thickness)
    seen = max(tensor_reach(sigma * GUIDE), reach(sigma * 0.5) + reach(sigma * WIDER))
    return scale * (math.ceil(seen) + along_reach(sigma * LENGTH, max(1.0, sigma)) + 3)


def _scale(thickness: float) -> tuple[int, float]:
    """How far the picture is reduced, and the Gaussian's width there."""
    sigma = max(thickness / 2, 0.5)
    scale = max(1, int(sigma / 1.2))
    return scale, sigma / scale
