"""Losses and values are summed where they are computed and read once a tick."""

from collections.abc import Mapping
from math import isfinite
from time import monotonic

from torch import Tensor

from ganstudio.core.errors import GanStudioError

TICK_SECONDS = 0.5


class ExplosionError(GanStudioError):
    """A training whose numbers overflowed."""


class MeanValues:
    """The mean of each named number."""

    def __init__(self) -> None:
        self._sums: dict[str, Tensor] = {}
        self._counts: dict[str, int] = {}

    def add(self, numbers: Mapping[str, Tensor]) -> None:
        """Count in one step's numbers, without waiting for the device."""
        for name, number in numbers.items():
            self._sums[name] = self._sums[name] + number.detach() if name in self._sums else number.detach().clone()
            self._counts[name] = self._counts.get(name, 0) + 1

    def read(self) -> dict[str, float]:
        """The means."""
        return {name: float(total) / self._counts[name] for name, total in self._sums.items()}


class RunningMeans:
    """The mean of each loss and value since the last tick."""

    def __init__(self) -> None:
        self._losses, self._values = MeanValues(), MeanValues()
        self._since = monotonic()
        self.count = 0

    def add(self, losses: Mapping[str, Tensor], values: Mapping[str, Tensor]) -> None:
        """Count in one step's losses and values."""
        self._losses.add(losses)
        self._values.add(values)
        self.count += 1

    @property
    def due(self) -> bool:
        """Whether the tick is over."""
        return monotonic() - self._since >= TICK_SECONDS

    def read(self) -> tuple[dict[str, float], dict[str, float]]:
        """The means of losses and of values since the last call; ExplosionError where a loss is no finite number."""
        losses, values = self._losses.read(), self._values.read()
        self.__init__()  # type: ignore[misc]
        if not all(map(isfinite, losses.values())):
            raise explosion_error()
        return losses, values


def explosion_error() -> ExplosionError:
    """The error for a training whose numbers overflowed."""
    return ExplosionError("The training exploded: its losses are no numbers any more.")
