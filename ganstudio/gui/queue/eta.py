"""How long what is left will take, told from the pieces that were made last."""

from collections import deque
from collections.abc import Mapping
from time import monotonic

_LAST = 20


class RemainingTime:
    """Seconds that the last pieces of each unit took: “frames”, “pictures”, “images” of a training."""

    def __init__(self) -> None:
        self._took: dict[str, deque[tuple[float, int]]] = {}
        self._since = monotonic()
        self._reached = 0

    def begin(self, reached: int = 0) -> None:
        """Start the clock, with `reached` pieces of each unit done before; the time before now does not count."""
        self._since, self._reached = monotonic(), reached

    def add(self, unit: str, pieces: int) -> None:
        """Add pieces that were finished since the last call."""
        now = monotonic()
        self._took.setdefault(unit, deque(maxlen=_LAST)).append((now - self._since, pieces))
        self._since = now

    def set_total(self, unit: str, total: int) -> None:
        """Set how many pieces are finished in all."""
        self.add(unit, total - self._reached)
        self._reached = total

    def seconds_each(self, unit: str) -> float | None:
        """Seconds that one piece takes; None before one was made."""
        took = self._took.get(unit, ())
        pieces = sum(made for _, made in took)
        return sum(seconds for seconds, _ in took) / pieces if pieces else None

    def seconds_left(self, rest: Mapping[str, int | None]) -> float | None:
        """Seconds for what is left; None where a unit was not made yet, or nobody knows how much there is."""
        seconds = 0.0
        for unit, pieces in rest.items():
            each = self.seconds_each(unit)
            if pieces == 0:
                continue
            if pieces is None or each is None:
                return None
            seconds += pieces * each
        return seconds
