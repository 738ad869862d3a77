"""What a training does beside its steps: sheets, measures, checkpoints, wishes, and staying within memory and disk.

A sheet or a measure that fails is said and left out; it never stops a training.
"""

import logging
import shutil
import threading
from collections.abc import Generator, Iterator
from dataclasses import dataclass, field
from time import monotonic
from typing import Any

from ganstudio.api.architecture import Architecture
from ganstudio.api.schedule import Moment
from ganstudio.core.devices import chance_lock, is_out_of_memory
from ganstudio.core.errors import GanStudioError
from ganstudio.core.events import Changed, Event, Measured, Progress, Sampled, Saved, Skipped
from ganstudio.runs import checkpoint
from ganstudio.runs.commands import (
    REFUSED,
    ChangeOptions,
    GoBack,
    NewerCommand,
    SampleNow,
    SaveNow,
    StopNow,
    Wish,
    receive_commands,
)
from ganstudio.runs.run import Run
from ganstudio.runs.run_spec import Change
from ganstudio.train.data import Data, Reading, Result
from ganstudio.train.monitor.doctor import Doctor
from ganstudio.train.monitor.evaluation import Evaluation
from ganstudio.train.monitor.running_means import RunningMeans, explosion
from ganstudio.train.option_changes import StepSettings, check_wish, describe_changes, step_settings_at
from ganstudio.train.sample_sheet import write_seed_sheet, write_sheet
from ganstudio.train.state import State, gradients
from ganstudio.train.step import take_step

TOLD_EVERY = 0.25  # seconds between two words on how far the reading is
ROOM = 64 * 2**20  # bytes that stay free on the disk, beside those of two checkpoints
_logger = logging.getLogger(__name__)


class Back(Exception):  # noqa: N818
    """Somebody wishes the training back to where it was after `images` pictures, or earlier."""

    def __init__(self, images: int) -> None:
        super().__init__(images)
        self.images = images


class StoppedEarlyError(Exception):
    """The training was stopped before its first step."""


@dataclass
class Training:
    """A training that goes on, and what is held beside it; `saved` is where it was saved last, `began` when it would have
    begun, had it never rested."""

    run: Run
    architecture: Architecture[Any]
    data: Data
    state: State
    terms: StepSettings
    doctor: Doctor
    checkup: Evaluation
    saved: int = -1
    began: float = 0.0
    meters: RunningMeans = field(default_factory=RunningMeans)

    def heard(self, event: Event) -> Iterator[Event]:
        """The event, and what the doctor says to it."""
        yield event
        yield from self.doctor.hear(event)

    def changed(self, change: Change, words: str) -> Changed:
        """Go on under other terms."""
        self.run.change(change)
        self.agree()
        return Changed(change.images, change.why, words)

    def agree(self) -> None:
        """Take the terms that hold now."""
        self.terms = step_settings_at(self.architecture, self.run.spec, self.state.images)
        self.doctor.options = self.terms.options.model_dump()


def load_training_data(run: Run, reading: Reading[Result], stop: threading.Event) -> Generator[Event, None, Result]:
    """Read the data, saying four times a second how far it is; StoppedEarlyError where it is to stop meanwhile."""
    told = monotonic()
    while True:
        try:
            event = next(reading)
        except StopIteration as end:
            read: Result = end.value
            return read
        if stop.is_set():
            reading.close()
            raise StoppedEarlyError
        if monotonic() - told >= TOLD_EVERY:
            told = monotonic()
            yield event
            yield from _heard_early(run, stop)


def _heard_early(run: Run, stop: threading.Event) -> Iterator[Event]:
    """What is asked before the first step: to stop can be done."""
    for wish in receive_commands(run.folder):
        if isinstance(wish, StopNow):
            stop.set()
        else:
            yield Skipped(REFUSED, "the pictures are still being read; ask again when the training has begun")


def take_training_step(training: Training, moment: Moment) -> Iterator[Event]:
    """One step of the game; where memory does not suffice, the next ones are computed in more parts."""
    state, before = training.state, training.state.images
    try:
        with chance_lock:
            training.meters.add(*take_step(training.architecture, training.terms, state, training.data, moment))
    except Exception as error:
        parts = 2 * training.terms.parts
        if not is_out_of_memory(error) or parts > moment.batch:
            raise
        change = Change(images=state.images, why="memory", parts=parts)
        yield training.changed(change, f"the memory is full: each step is now computed in {parts} parts")
    if any(before < change.images <= state.images for change in training.run.spec.changes):
        training.agree()


def report_tick(training: Training) -> Iterator[Event]:
    """How it goes: the means since the last tick, where there were steps."""
    state, meters = training.state, training.meters
    if not meters.count:
        return
    state.seconds = monotonic() - training.began
    losses, values = meters.read()
    yield from training.heard(Progress(state.images, state.seconds, losses, values | gradients(state)))


def write_samples(training: Training) -> Iterator[Event]:
    """A sheet of the fixed samples, and how good they are."""
    yield _sheet(training, None)
    if training.state.images and training.checkup.allowed(training.state.seconds):
        yield from _measured(training)


def write_checkpoint(training: Training) -> Iterator[Event]:
    """A checkpoint, with how good its samples are; one that holds anything but numbers is refused."""
    if not training.state.healthy():
        raise explosion()
    yield from _measured(training)
    yield from training.heard(_save(training))


def load_initial_weights(run: Run, state: State) -> Iterator[Event]:
    """What is taken over of the training that this one begins with."""
    if not run.start_file.exists():
        return
    adopted = state.adopt(checkpoint.weights_in(run.start_file))
    if not adopted.fitting:
        why = (
            f"its networks have {adopted.others} of these parts, but in other sizes: choose its width and size"
            if adopted.others
            else "its networks are built of other parts: choose its architecture and options"
        )
        raise GanStudioError(f"Nothing of “{run.spec.start}” fits these networks; {why}, or begin anew.")
    whole = adopted.fitting == adopted.every
    part = "all of its weights" if whole else f"{adopted.fitting} of {adopted.every} parts, the others begin anew"
    yield Changed(0, "transfer", f"begins with “{run.spec.start}”: {part}")


def apply_commands(wish: Wish | NewerCommand, training: Training, stop: threading.Event) -> Iterator[Event]:
    """Do what somebody wishes; what cannot be done is said."""
    images = training.state.images
    match wish:
        case SampleNow(seed=seed):
            yield _sheet(training, seed)
        case SaveNow():
            yield from write_checkpoint(training)
        case ChangeOptions(options=options):
            try:
                checked = check_wish(training.architecture, training.run.spec, options)
            except GanStudioError as error:
                yield Skipped(REFUSED, str(error))
                return
            yield training.changed(Change(images=images, options=checked), describe_changes(checked))
        case GoBack():
            yield from _back(training)
        case StopNow():
            stop.set()
        case NewerCommand(reason=reason):
            yield Skipped(REFUSED, reason)


def _back(training: Training) -> Iterator[Event]:
    """To the newest checkpoint of the time when all was well, else to the oldest there is."""
    seen = [int(file.stem) for file in checkpoint.generations(training.run.checkpoints)]
    if not seen:
        yield Skipped(REFUSED, "there is no checkpoint yet to go back to")
        return
    ill = training.doctor.ill_since()
    raise Back(max((images for images in seen if ill is None or images < ill), default=min(seen)))


def save_within_disk(training: Training) -> Iterator[Event]:
    """Save, and stop by an error, where two more checkpoints would hardly fit on the disk."""
    folder = training.run.folder
    if shutil.disk_usage(folder).free >= 2 * training.state.bytes() + ROOM:
        return
    if training.saved != training.state.images:
        yield from write_checkpoint(training)
    raise GanStudioError(
        f"The disk of {folder} is nearly full: the training was saved and stopped. Make room, then resume it."
    )


def _save(training: Training) -> Saved:
    run, state = training.run, training.state
    state.seconds = monotonic() - training.began
    distance = training.checkup.distance_at(state.images)
    file = checkpoint.save(run.checkpoints, state.counters, state.tensors(), distance)
    training.saved = state.images
    return Saved(state.images, file.relative_to(run.folder).as_posix())


def _sheet(training: Training, seed: int | None) -> Event:
    run, state, data = training.run, training.state, training.data
    sheet = run.sample(state.images, seed)
    path = sheet.relative_to(run.folder).as_posix()
    state.grow(run.spec.plan.at(state.images))
    try:
        write_sheet(state, data, sheet) if seed is None else write_seed_sheet(state, data, seed, sheet)
    except OSError as error:
        return Skipped(path, f"this sheet of samples could not be written: {error.strerror}")
    except Exception as error:  # a bug in an architecture's sampling is no reason to lose a training
        _logger.warning("A sheet of samples could not be made", exc_info=error)
        return Skipped(path, f"this sheet of samples could not be made: {error!r}")
    return Sampled(state.images, path, seed)


def _measured(training: Training) -> Iterator[Event]:
    try:
        values = training.checkup.measure(training.state)
    except Exception as error:
        _logger.warning("The samples could not be measured", exc_info=error)
        yield Skipped("measures", f"the samples could not be measured: {error!r}; the training goes on without measures")
        return
    if values:
        yield from training.heard(Measured(training.state.images, values))
