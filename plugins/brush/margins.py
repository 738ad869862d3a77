"""The margins of a scan: paper or frame around a painting, which is no part of its style."""

import torch
from torch import Tensor

_PLAIN = 0.04  # the deviation, of a range of 2, below which a row or column is margin
_ALWAYS, _MOST = 0.01, 0.125  # of a side: what is cut in any case, and at most


def without_margins(painting: Tensor) -> Tensor:
    """A painting 1×3×H×W in [-1, 1] without plain rows and columns at its edges, and without its outermost hundredth."""
    top, bottom = _margins(painting[0].std(2).amax(0))
    left, right = _margins(painting[0].std(1).amax(0))
    return painting[:, :, top : painting.shape[2] - bottom, left : painting.shape[3] - right]


def _margins(deviations: Tensor) -> tuple[int, int]:
    """How many plain places there are at the beginning and at the end; an eighth and more is a painting's own ground."""
    side = len(deviations)
    ends = []
    for line in (deviations, deviations.flip(0)):
        plain = int((line > _PLAIN).to(torch.int8).argmax()) if bool((line > _PLAIN).any()) else side
        ends.append(int(side * _ALWAYS) + (plain if plain <= side * _MOST else 0))
    return ends[0], ends[1]
