"""Meters: losses are summed where they are computed and read once a tick."""

from collections.abc import Mapping
from math import isfinite
from time import monotonic

from torch import Tensor

from ganstudio.errors import GanStudioError

TICK = 0.5


class Meters:
    """The mean of each loss since the last tick."""

    def __init__(self) -> None:
        self._sums: dict[str, Tensor] = {}
        self._counts: dict[str, int] = {}
        self._since = monotonic()

    def add(self, losses: Mapping[str, Tensor]) -> None:
        """Count in one step's losses, without waiting for the device."""
        for name, loss in losses.items():
            self._sums[name] = self._sums[name] + loss.detach() if name in self._sums else loss.detach().clone()
            self._counts[name] = self._counts.get(name, 0) + 1

    @property
    def count(self) -> int:
        """Losses counted in since the last tick."""
        return sum(self._counts.values())

    @property
    def due(self) -> bool:
        """Whether the tick is over."""
        return monotonic() - self._since >= TICK

    def read(self) -> dict[str, float]:
        """The means, and begin anew; GanStudioError where a loss is no number any more."""
        means = {name: float(total) / self._counts[name] for name, total in self._sums.items()}
        self.__init__()  # type: ignore[misc]
        if not all(map(isfinite, means.values())):
            raise exploded()
        return means


def exploded() -> GanStudioError:
    """The error for a training whose numbers overflowed."""
    return GanStudioError(
        "The training exploded: its losses are no numbers any more. The last checkpoint is safe; resume from it, and if it "
        "happens again begin anew with lower learning rates, spectral norm, or the objective “hinge”."
    )
