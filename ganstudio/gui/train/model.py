"""What the events of a training add up to: figures, samples and curves to show. It knows nothing of Qt."""

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

from ganstudio.events import Event, Failed, Finished, Progress, Sampled, Saved, Skipped, StageBegan, Started
from ganstudio.gui.train.curves import Curve

Phase = Literal["preparing", "running", "stopping", "stopped", "done", "failed"]

_TICKS = 30
_RECENT = 200


@dataclass
class Story:
    """A training as it has gone so far; `take` adds an event."""

    started: Started | None = None
    stage: StageBegan | None = None
    end: Finished | Failed | None = None
    going: bool = False
    images: int = 0
    seconds: float = 0.0
    saved: Saved | None = None
    skipped: int = 0
    samples: list[Sampled] = field(default_factory=list)
    saves: list[int] = field(default_factory=list)
    curves: dict[str, Curve] = field(default_factory=dict)
    recent: deque[Event] = field(default_factory=lambda: deque(maxlen=_RECENT))
    _ticks: deque[tuple[int, float]] = field(default_factory=lambda: deque(maxlen=_TICKS))

    @property
    def phase(self) -> Phase:
        """What the events say that it does now."""
        if isinstance(self.end, Finished):
            return self.end.reason
        if self.end is not None:
            return "failed"
        return "running" if self.going else "preparing"

    @property
    def total(self) -> int:
        """Pictures to see in all, 0 where not yet known."""
        return self.started.total if self.started else 0

    @property
    def share(self) -> float | None:
        """How far it is, 0 to 1."""
        return min(1.0, self.images / self.total) if self.total else None

    @property
    def rate(self) -> float | None:
        """Pictures a second over the last ticks."""
        if len(self._ticks) < 2:
            return None
        (first, began), (last, now) = self._ticks[0], self._ticks[-1]
        return (last - first) / (now - began) if now > began and last > first else None

    @property
    def left(self) -> float | None:
        """Seconds still to go at this speed."""
        return (self.total - self.images) / self.rate if self.rate and self.total else None

    def wait(self) -> None:
        """It is about to be trained further."""
        self.end, self.going = None, False

    def take(self, event: Event) -> None:
        """Let one event count."""
        match event:
            case Started():
                self._start(event)
            case StageBegan():
                self.stage = event
            case Progress():
                self._progress(event)
            case Sampled():
                self._sample(event)
            case Saved():
                self.saved = event
                self.saves.append(event.images)
            case Skipped():
                self.skipped += 1
            case Finished():
                self.end, self.images = event, event.images
            case Failed():
                self.end = event
        if not isinstance(event, Progress | Sampled):
            self.recent.append(event)

    def _start(self, event: Started) -> None:
        self.started, self.end, self.going, self.images = event, None, True, event.images
        self.samples = [sample for sample in self.samples if sample.images <= event.images]
        self.saves = [images for images in self.saves if images <= event.images]
        for curve in self.curves.values():
            curve.cut(event.images)
        self._ticks.clear()
        if not event.images:
            self._ticks.append((0, 0.0))

    def _sample(self, event: Sampled) -> None:
        while self.samples and self.samples[-1].images >= event.images:
            self.samples.pop()
        self.samples.append(event)

    def _progress(self, event: Progress) -> None:
        self.images, self.seconds = event.images, event.seconds
        self._ticks.append((event.images, event.seconds))
        for name, value in event.losses.items():
            self.curves.setdefault(name, Curve()).add(event.images, value)


def fold(events: Iterable[Event]) -> Story:
    """The story that the events tell."""
    story = Story()
    for event in events:
        story.take(event)
    return story
