"""The one reducer of a training's events: what they add up to, for the window, the queue, the doctor, the model card and the
command line."""

from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Literal, TypeVar

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
from ganstudio.runs.curves import Curve

Phase = Literal["preparing", "running", "stopping", "stopped", "done", "failed"]

Mark = Literal["saved", "grown", "changed", "ill"]

_TICKS = 30  # over which the speed is told
_RECENT = 200


@dataclass(frozen=True)
class MarkedMoment:
    """Something that happened at a moment, to be shown on the axis of time."""

    images: int
    what: Mark
    words: str = ""


LEAST_DIVERSITY = 0.1  # below it a sheet is grey noise, or one picture over and over


def is_varied(values: Mapping[str, float]) -> bool:
    """Whether samples with these measures differ from one another enough to be judged; true where that is not known."""
    return values.get("diversity", 1.0) >= LEAST_DIVERSITY


_M = TypeVar("_M", MarkedMoment, Sampled, Measured, Diagnosed)


@dataclass
class RunHistory:
    """The state of a training that follows from its events; `add_event` adds one.

    `planned_images` is the total of pictures to see, where that is known before the first event. `ticks` are the last of
    the present session. `diagnoses` are those that hold now, by name. A `Started` event removes what is later than its
    `images`: the training continues from a checkpoint.
    """

    planned_images: int = 0
    start_event: Started | None = None
    stage: StageBegan | None = None
    end_event: Finished | Failed | None = None
    is_running: bool = False
    loading: Loading | None = None
    images: int = 0
    seconds: float = 0.0
    last_checkpoint: Saved | None = None
    skip_count: int = 0
    samples: list[Sampled] = field(default_factory=list)
    requested_sample: Sampled | None = None
    marks: list[MarkedMoment] = field(default_factory=list)
    curves: dict[str, Curve] = field(default_factory=dict)
    values: dict[str, Curve] = field(default_factory=dict)
    measures: dict[str, Curve] = field(default_factory=dict)
    measurements: list[Measured] = field(default_factory=list)
    diagnoses: dict[str, Diagnosed] = field(default_factory=dict)
    all_diagnoses: list[Diagnosed] = field(default_factory=list)
    recent: deque[Event] = field(default_factory=lambda: deque(maxlen=_RECENT))
    ticks: deque[Progress] = field(default_factory=lambda: deque(maxlen=_TICKS))

    @property
    def phase(self) -> Phase:
        """The phase that follows from the events."""
        if isinstance(self.end_event, Finished):
            return self.end_event.reason
        if self.end_event is not None:
            return "failed"
        return "running" if self.is_running else "preparing"

    @property
    def total(self) -> int:
        """Pictures to see in all, 0 where not yet known."""
        return self.start_event.total if self.start_event else self.planned_images

    @property
    def pictures(self) -> int | None:
        """The number of pictures in the data; None before it began."""
        return self.start_event.pictures if self.start_event else None

    @property
    def share(self) -> float | None:
        """The share of the total that is done, 0 to 1; None where the total is not known."""
        return min(1.0, self.images / self.total) if self.total else None

    @property
    def rate(self) -> float | None:
        """Pictures a second over the last ticks; None before two of them."""
        last = [(tick.images, tick.seconds) for tick in islice(reversed(self.ticks), _TICKS)]
        if self.start_event is not None and not self.start_event.images and len(last) < _TICKS:
            last.append((0, 0.0))
        if len(last) < 2:
            return None
        (images, now), (first, began) = last[0], last[-1]
        return (images - first) / (now - began) if now > began and images > first else None

    @property
    def seconds_left(self) -> float | None:
        """Seconds still to go at this speed."""
        return (self.total - self.images) / self.rate if self.rate and self.total else None

    @property
    def last_measurement(self) -> Measured | None:
        """The last measurement."""
        return self.measurements[-1] if self.measurements else None

    @property
    def best(self) -> Measured | None:
        """The measurement with the least distance from the data, the first of those."""
        known = [each for each in self.measurements if "distance" in each.values]
        return min(known, key=lambda each: each.values["distance"], default=None)

    @property
    def best_moment(self) -> Measured | None:
        """As `best`, among the moments at which there were pictures of some variety; None before the first of them."""
        known = [each for each in self.measurements if "distance" in each.values and is_varied(each.values)]
        return min(known, key=lambda each: each.values["distance"], default=None)

    @property
    def changes(self) -> Sequence[MarkedMoment]:
        """The moments at which options, rates or parts changed."""
        return [mark for mark in self.marks if mark.what == "changed"]

    def await_start(self) -> None:
        """Reset the phase to “preparing”: the training will be resumed."""
        self.end_event, self.is_running = None, False

    def add_event(self, event: Event) -> None:
        """Add one event, in the order of the record."""
        match event:
            case Started() | Finished() | Failed():
                self._add_session_event(event)
            case Loading() | Skipped():
                self._add_reading_event(event)
            case Progress() | Measured():
                self._add_figures(event)
            case Sampled():
                self._add_sample(event)
            case StageBegan() | Changed() | Diagnosed() | Saved():
                self._add_mark(event)
        if not isinstance(event, Loading | Progress | Sampled | Measured):
            self.recent.append(event)

    def _add_session_event(self, event: Started | Finished | Failed) -> None:
        """A session begins or ends."""
        match event:
            case Started(images=images):
                self.start_event, self.end_event, self.is_running, self.images, self.loading = (
                    event,
                    None,
                    True,
                    images,
                    None,
                )
                self._forget_after(images)
            case Finished(images=images):
                self.end_event, self.images = event, images
            case Failed():
                self.end_event = event

    def _forget_after(self, images: int) -> None:
        self.samples, self.marks = _until(images, self.samples), _until(images, self.marks)
        self.measurements, self.all_diagnoses = _until(images, self.measurements), _until(images, self.all_diagnoses)
        self.diagnoses = {each.name: each for each in _until(images, self.diagnoses.values())}
        for curve in (*self.curves.values(), *self.values.values(), *self.measures.values()):
            curve.truncate(images)
        self.ticks.clear()

    def _add_reading_event(self, event: Loading | Skipped) -> None:
        """The pictures are read."""
        if isinstance(event, Loading):
            self.loading = event
        else:
            self.skip_count += 1

    def _add_figures(self, event: Progress | Measured) -> None:
        """Figures that are drawn over time."""
        self.images = event.images
        figures = [(event.values, self.measures)]
        if isinstance(event, Progress):
            self.seconds = event.seconds
            self.ticks.append(event)
            figures = [(event.losses, self.curves), (event.values, self.values)]
        else:
            self.measurements.append(event)
        for values, curves in figures:
            for name, value in values.items():
                curves.setdefault(name, Curve()).add(event.images, value)

    def _add_sample(self, event: Sampled) -> None:
        if event.seed is not None:  # one that was asked for stands beside the others
            self.requested_sample = event
            return
        while self.samples and self.samples[-1].images >= event.images:
            self.samples.pop()
        self.samples.append(event)

    def _add_mark(self, event: StageBegan | Changed | Diagnosed | Saved) -> None:
        """What is marked on the axis of time."""
        match event:
            case StageBegan(images=images, resolution=side):
                self.stage = event
                mark = MarkedMoment(images, "grown", str(side))
            case Changed(images=images, words=words):
                self.diagnoses.clear()  # what it was told for may be over; the doctor tells it again if not
                mark = MarkedMoment(images, "changed", words)
            case Diagnosed(images=images, name=name):
                self.diagnoses[name] = event
                self.all_diagnoses.append(event)
                mark = MarkedMoment(images, "ill", name)
            case Saved(images=images):
                self.last_checkpoint = event
                mark = MarkedMoment(images, "saved")
        if mark.what != "grown" or mark.images:  # the first stage is no change
            self.marks.append(mark)


def _until(images: int, moments: Iterable[_M]) -> list[_M]:
    """Those that are no later than `images` pictures seen."""
    return [moment for moment in moments if moment.images <= images]


def reduce_events(events: Iterable[Event]) -> RunHistory:
    """The history of a training from its events."""
    history = RunHistory()
    for event in events:
        history.add_event(event)
    return history
