"""The doctor: finds from a training's events what is wrong with it, and says in plain words what may help."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from statistics import fmean, median
from typing import Any, Literal

from ganstudio.core.events import Diagnosed, Event, Measured, Progress, Started
from ganstudio.core.translation import tr
from ganstudio.runs.history import RunHistory

Severity = Literal["good", "notice", "warning", "bad"]

FIRST_IMAGES = 5_000  # pictures, before which every training looks ill
EARLY_SHARE = 0.05  # of the training, before which only explosions are judged
LONG_SHARE = 0.04  # of the training, over which the discriminator's win rate is averaged
REPEAT_SHARE = 0.15  # of the training, before which a diagnosis that came back is not repeated
LOW_DIVERSITY, HIGH_WIN_RATE = 1 / 3, 0.97


@dataclass
class TrainingHistory(RunHistory):
    """What a training's events add up to, with many of its ticks, and statistics of them."""

    ticks: deque[Progress] = field(default_factory=lambda: deque(maxlen=20_000))

    @property
    def share(self) -> float:
        """How far the training is, 0 to 1; 0 where the total is not known."""
        return super().share or 0.0

    @property
    def early(self) -> bool:
        """Whether it is too early to judge."""
        return self.images < FIRST_IMAGES or self.share < EARLY_SHARE

    def lately(self, name: str, share: float = LONG_SHARE) -> list[float]:
        """A value of the ticks over the last share of the training; empty where they do not go back so far."""
        since = self.images - share * self.total
        if not self.ticks or self.ticks[0].images > since:
            return []
        return [tick.values[name] for tick in self.ticks if tick.images >= since and name in tick.values]

    def last(self, name: str, count: int = 2) -> list[float]:
        """The last few of a measure; empty where there are fewer."""
        found = [each.values[name] for each in self.measurements if name in each.values][-count:]
        return found if len(found) == count else []


@dataclass(frozen=True)
class Diagnosis:
    """What an examination found: a message and a remedy for people, and options that may mend it."""

    message: str
    remedy: str
    fix: Mapping[str, Any] = field(default_factory=dict)


Examination = Callable[[TrainingHistory, Mapping[str, Any]], Diagnosis | None]


class Doctor:
    """Examines events in their order; a diagnosis is reported once, and again only after it had passed."""

    def __init__(self, total: int, options: Mapping[str, Any], before: Iterable[Event] = ()) -> None:
        self.history = TrainingHistory(total)
        for event in before:
            if isinstance(event, Measured):
                self.history.add_event(event)
        self.options = options
        self.present: dict[str, Diagnosed] = {}
        self._reported: dict[str, int] = {}

    def process_event(self, event: Event) -> Iterator[Diagnosed]:
        """Add one event; yields the diagnoses that are new."""
        self.history.add_event(event)
        match event:
            case Started():
                self.present.clear()
            case Progress():
                yield from self._examine(AFTER_TICK)
            case Measured():
                yield from self._examine(AFTER_MEASURES)

    def first_diagnosis(self) -> int | None:
        """The images count at which the present warnings were first reported; None without any."""
        return min((each.images for each in self.present.values() if each.severity == "bad"), default=None)

    def _examine(self, looks: "Mapping[str, tuple[Severity, Examination]]") -> Iterator[Diagnosed]:
        for name, (severity, look) in looks.items():
            found = look(self.history, self.options)
            if found is None:
                self.present.pop(name, None)
            elif name not in self.present:
                said = Diagnosed(self.history.images, name, severity, found.message, found.remedy, dict(found.fix))
                self.present[name] = said
                if self._reported.get(name, -self.history.total) <= self.history.images - REPEAT_SHARE * self.history.total:
                    self._reported[name] = self.history.images
                    yield said


def _discriminator_too_strong(history: TrainingHistory, options: Mapping[str, Any]) -> Diagnosis | None:
    wins = history.lately("win rate")
    if history.early or not wins or fmean(wins) < HIGH_WIN_RATE or _still_improving(history):
        return None
    rate = options.get("discriminator_rate")
    return Diagnosis(
        tr(
            "The critic is far ahead: it has picked out your picture {share:.0%} of the time for long, "
            "and the painter learns little from a critic who is never fooled.",
            share=fmean(wins),
        ),
        tr("Halve the critic's rate, or rein it in by spectral norm in a new training."),
        {"discriminator_rate": rate / 2} if rate else {},
    )


def _discriminator_too_weak(history: TrainingHistory, options: Mapping[str, Any]) -> Diagnosis | None:
    wins = history.lately("win rate")
    if history.early or not wins or fmean(wins) > 0.53 or _still_improving(history):
        return None
    rate = options.get("discriminator_rate")
    return Diagnosis(
        tr(
            "The critic is lost: it picks out your picture only {share:.0%} of the time, no better than "
            "by chance, so it has nothing to teach.",
            share=fmean(wins),
        ),
        tr("Double the critic's rate, or halve the painter's."),
        {"discriminator_rate": min(1e-2, rate * 2)} if rate else {},
    )


def _shaking(history: TrainingHistory, options: Mapping[str, Any]) -> Diagnosis | None:
    norms = [
        values["generator gradient"] for values in (tick.values for tick in history.ticks) if "generator gradient" in values
    ]
    if len(norms) < 40 or median(norms[-5:]) < 50 * max(median(norms[:-20]), 1e-6):
        return None
    rates = {name: value / 2 for name, value in options.items() if name.endswith("rate") and isinstance(value, float)}
    return Diagnosis(
        tr("The training is beginning to explode: the painter's steps have grown fiftyfold."),
        tr("Halve both rates, or go back to the last healthy checkpoint."),
        rates,
    )


def _leaking(history: TrainingHistory, options: Mapping[str, Any]) -> Diagnosis | None:
    shares = history.lately("augmentation")
    if not shares or fmean(shares) < 0.85:
        return None
    return Diagnosis(
        tr(
            "{share:.0%} of what the critic sees is disguised; beyond four fifths the disguises "
            "themselves (turns, odd colours) begin to show in new pictures.",
            share=fmean(shares),
        ),
        tr("More pictures are the best cure; else let the critic be surer before it is disguised."),
        {"target": 0.75} if options.get("target", 1.0) < 0.75 else {},
    )


def _collapsed(history: TrainingHistory, options: Mapping[str, Any]) -> Diagnosis | None:
    few = history.last("diversity", 3)
    was_varied = any(each.values.get("diversity", 0) > 2 * LOW_DIVERSITY for each in history.measurements)
    if history.early or (history.share < 5 * EARLY_SHARE and not was_varied) or not few or max(few) >= LOW_DIVERSITY:
        return None
    fix: dict[str, Any] = {}
    if options.get("augment") == "off":
        fix["augment"] = "adaptive"
    return Diagnosis(
        tr(
            "The painter repeats itself: its pictures differ only {few:.0%} as much as yours do. It has "
            "found a few that pass, and makes no others.",
            few=max(few),
        ),
        tr(
            "Go back to the last healthy checkpoint; disguise what the critic sees, or begin anew with “relativistic” rules."
        ),
        fix,
    )


def _memorising(history: TrainingHistory, options: Mapping[str, Any]) -> Diagnosis | None:
    near = history.last("copied", 2)
    if history.early or not near or max(near) > 0.45:
        return None
    return Diagnosis(
        tr("New pictures come very close to single ones of yours: the painter learns them by heart."),
        tr("Add pictures, show them mirrored, or switch on disguises."),
        {"augment": "adaptive"} if options.get("augment") == "off" else {},
    )


def _overfitting(history: TrainingHistory, options: Mapping[str, Any]) -> Diagnosis | None:
    known = history.last("overfit", 3)
    if history.early or not known or min(known) < 0.8:
        return None
    return Diagnosis(
        tr(
            "The critic knows your pictures by heart: it prefers one it has learnt from to one it has "
            "never seen {share:.0%} of the time. What it teaches from here on is not how your pictures "
            "look in general.",
            share=fmean(known),
        ),
        tr("Switch on disguises (augmentation), or add pictures."),
        {"augment": "adaptive"} if options.get("augment") == "off" else {},
    )


def _not_learning(history: TrainingHistory, _options: Mapping[str, Any]) -> Diagnosis | None:
    best = history.best
    if history.early or history.share < 0.15 or best is None or len(history.measurements) < 5:
        return None
    first = history.measurements[0].values.get("distance", 0.0)
    if best.values["distance"] < 0.8 * first:
        return None
    return Diagnosis(
        tr("It has not begun to learn: new pictures are still as far from yours as noise is."),
        tr("Check the folder (are the pictures of one kind?), and try other rates or a smaller size."),
    )


def _plateau(history: TrainingHistory, _options: Mapping[str, Any]) -> Diagnosis | None:
    best = history.best
    if best is None or history.share < 0.3 or len(history.measurements) < 12:
        return None
    if history.images - best.images < 0.3 * history.total or _still_improving(history, 0.3):
        return None
    return Diagnosis(
        tr("It has not become better since {images:,} pictures seen; that was its best moment so far.", images=best.images),
        tr("A good moment to stop; the checkpoint of the best moment is kept."),
    )


def _still_improving(history: TrainingHistory, share: float = 0.1) -> bool:
    """Whether the distance fell by a twentieth over the last share of the training: medians of its first and last third."""
    since = history.images - share * history.total
    recent = [each.values["distance"] for each in history.measurements if each.images >= since and "distance" in each.values]
    if len(recent) < 3:
        return len(history.measurements) < 6
    third = max(1, len(recent) // 3)
    return median(recent[-third:]) < 0.95 * median(recent[:third])


AFTER_TICK: "Mapping[str, tuple[Severity, Examination]]" = {
    "discriminator too strong": ("warning", _discriminator_too_strong),
    "discriminator too weak": ("warning", _discriminator_too_weak),
    "exploding": ("bad", _shaking),
    "disguises leak": ("warning", _leaking),
}
AFTER_MEASURES: "Mapping[str, tuple[Severity, Examination]]" = {
    "collapse": ("bad", _collapsed),
    "memorising": ("warning", _memorising),
    "overfitting": ("warning", _overfitting),
    "not learning": ("bad", _not_learning),
    "plateau": ("good", _plateau),
}
