"""How long what is left will take, told from the work at hand and from nothing else."""

from collections import deque
from collections.abc import Mapping
from time import monotonic
from typing import TYPE_CHECKING, Any

from ganstudio.core.events import Progress, Started

if TYPE_CHECKING:
    from ganstudio.gui.queue.jobs import Job

_LAST = 20


class RemainingTime:
    """Seconds that the last pieces of each sort took."""

    def __init__(self) -> None:
        self._took: dict[str, deque[tuple[float, int]]] = {}
        self._since = monotonic()
        self._images = 0

    def hear(self, job: "Job", event: Any) -> None:
        """Let an event of a job count; what failed or was there already says nothing of how long a piece takes."""
        from ganstudio.stylize.batch import Batch, FrameDone, ItemChanged

        match event:
            case FrameDone():
                self.took("frames", 1)
            case ItemChanged(number, item) if item.state == "done" and isinstance(job, Batch) and number not in job.frames:
                self.took("pictures", 1)
            case Progress(images=images):
                self.took("images", images - self._images)
                self._images = images
            case Started(images=images):
                self._images = images
                self.begin()
            case ItemChanged():
                self.begin()

    def begin(self) -> None:
        """From here on time counts; what was before belongs to no piece."""
        self._since = monotonic()

    def took(self, sort: str, count: int) -> None:
        """So many pieces were made since the last time."""
        now = monotonic()
        self._took.setdefault(sort, deque(maxlen=_LAST)).append((now - self._since, count))
        self._since = now

    def each(self, sort: str) -> float | None:
        """Seconds that one piece takes; None before one was made."""
        took = self._took.get(sort, ())
        pieces = sum(count for _, count in took)
        return sum(seconds for seconds, _ in took) / pieces if pieces else None

    def left(self, rest: Mapping[str, int | None]) -> float | None:
        """Seconds for what is left; None where a sort was not made yet, or nobody knows how much there is."""
        seconds = 0.0
        for sort, count in rest.items():
            each = self.each(sort)
            if count == 0:
                continue
            if count is None or each is None:
                return None
            seconds += count * each
        return seconds
