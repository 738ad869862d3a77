"""What the events of a training add up to: figures, samples and curves to show. It knows nothing of Qt."""

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

from ganstudio.core.events import (
    Changed,
    Diagnosed,
    Event,
    Failed,
    Finished,
    Loading,
    Measured,
    Progress,
    Sampled,
    Saved,
    Skipped,
    StageBegan,
    Started,
)
from ganstudio.gui.train.curves import Curve

Phase = Literal["preparing", "running", "stopping", "stopped", "done", "failed"]

Mark = Literal["saved", "grown", "changed", "ill"]

_TICKS = 30
_RECENT = 200


@dataclass(frozen=True)
class MarkedMoment:
    """Something that happened at a moment, to be shown on the axis of time."""

    images: int
    what: Mark
    words: str = ""


@dataclass
class RunHistory:
    """A training as it has gone so far; `take` adds an event."""

    started: Started | None = None
    stage: StageBegan | None = None
    end: Finished | Failed | None = None
    going: bool = False
    loading: Loading | None = None
    images: int = 0
    seconds: float = 0.0
    saved: Saved | None = None
    skipped: int = 0
    samples: list[Sampled] = field(default_factory=list)
    asked: Sampled | None = None
    marks: list[MarkedMoment] = field(default_factory=list)
    curves: dict[str, Curve] = field(default_factory=dict)
    values: dict[str, Curve] = field(default_factory=dict)
    measures: dict[str, Curve] = field(default_factory=dict)
    measured: Measured | None = None
    best: Measured | None = None
    diagnoses: dict[str, Diagnosed] = field(default_factory=dict)
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
                self.marks += [MarkedMoment(event.images, "grown", str(event.resolution))] if event.images else []
            case Progress():
                self._progress(event)
            case Sampled():
                self._sample(event)
            case Loading() | Measured() | Diagnosed() | Changed() | Saved():
                self._note(event)
            case Skipped():
                self.skipped += 1
            case Finished():
                self.end, self.images = event, event.images
            case Failed():
                self.end = event
        if not isinstance(event, Loading | Progress | Sampled | Measured):
            self.recent.append(event)

    def _start(self, event: Started) -> None:
        self.started, self.end, self.going, self.images = event, None, True, event.images
        self.loading = None
        self.samples = [sample for sample in self.samples if sample.images <= event.images]
        self.marks = [mark for mark in self.marks if mark.images <= event.images]
        self.best = self.best if self.best and self.best.images <= event.images else None
        self.diagnoses = {name: told for name, told in self.diagnoses.items() if told.images <= event.images}
        for curve in (*self.curves.values(), *self.values.values(), *self.measures.values()):
            curve.cut(event.images)
        self._ticks.clear()
        if not event.images:
            self._ticks.append((0, 0.0))

    def _sample(self, event: Sampled) -> None:
        if event.seed is not None:  # one that was asked for stands beside the others
            self.asked = event
            return
        while self.samples and self.samples[-1].images >= event.images:
            self.samples.pop()
        self.samples.append(event)

    def _progress(self, event: Progress) -> None:
        self.images, self.seconds = event.images, event.seconds
        self._ticks.append((event.images, event.seconds))
        for name, value in event.losses.items():
            self.curves.setdefault(name, Curve()).add(event.images, value)
        for name, value in event.values.items():
            self.values.setdefault(name, Curve()).add(event.images, value)

    def _note(self, event: Loading | Measured | Diagnosed | Changed | Saved) -> None:
        match event:
            case Loading():
                self.loading = event
            case Measured():
                self._measure(event)
            case Diagnosed():
                self.diagnoses[event.name] = event
                self.marks.append(MarkedMoment(event.images, "ill", event.name))
            case Changed(images=images, words=words):
                self.diagnoses.clear()  # what it was told for may be over; the doctor tells it again if not
                self.marks.append(MarkedMoment(images, "changed", words))
            case Saved():
                self.saved = event
                self.marks.append(MarkedMoment(event.images, "saved"))

    def _measure(self, event: Measured) -> None:
        self.measured = event
        for name, value in event.values.items():
            self.measures.setdefault(name, Curve()).add(event.images, value)
        distance = event.values.get("distance")
        if distance is not None and (self.best is None or distance < self.best.values["distance"]):
            self.best = event


def reduce_event(events: Iterable[Event]) -> RunHistory:
    """The story that the events tell."""
    story = RunHistory()
    for event in events:
        story.take(event)
    return story
