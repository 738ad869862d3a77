"""Curves: the points of one loss, kept in bounded memory and smoothed."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]

ROOM = 4096
_NEGLIGIBLE = 1e-5


class Curve:
    """Values over pictures seen; whenever its room is full, neighbours are averaged in pairs, so it never grows on."""

    def __init__(self, room: int = ROOM) -> None:
        self._points = np.empty((2, room))
        self._length = 0
        self._stride = 1
        self._waiting: list[float] = []

    def __len__(self) -> int:
        return self._length

    def add(self, images: int, value: float) -> None:
        """One more value, at that many pictures seen."""
        self._waiting.append(value)
        if len(self._waiting) == self._stride:
            self._points[:, self._length] = images, sum(self._waiting) / self._stride
            self._waiting.clear()
            self._length += 1
            if self._length == self._points.shape[1]:
                self._halve()

    def truncate(self, images: int) -> None:
        """Remove the points after that many pictures: a training continues from an earlier checkpoint."""
        self._length = int(np.searchsorted(self._points[0, : self._length], images, side="right"))
        self._waiting.clear()

    def points(self, weight: float = 0.0) -> tuple[Numbers, Numbers]:
        """Pictures seen, and the values smoothed by `weight` (0 to 0.99), both of one length."""
        images, values = self._points[:, : self._length].copy()
        return images, smooth(values, weight)

    def _halve(self) -> None:
        half = self._length // 2
        images, values = self._points.reshape(2, half, 2)
        self._points[:, :half] = images[:, 1], values.mean(axis=1)
        self._length = half
        self._stride *= 2


def smooth(values: Numbers, weight: float) -> Numbers:
    """The exponential mean of the values up to each one, not biased towards zero at its start; NaN values are left out."""
    if weight <= 0:
        return values
    seen = np.isfinite(values)
    with np.errstate(invalid="ignore", divide="ignore"):
        mean: Numbers = _decaying_sums(np.where(seen, values, 0.0), weight) / _decaying_sums(seen.astype(float), weight)
    return mean


def _decaying_sums(values: Numbers, weight: float) -> Any:
    """Each value plus `weight` times the sum before it: the reach doubles at each turn."""
    sums, reach = values.copy(), 1
    while reach < len(sums) and weight**reach > _NEGLIGIBLE:
        sums[reach:] += weight**reach * sums[:-reach].copy()
        reach *= 2
    return sums
