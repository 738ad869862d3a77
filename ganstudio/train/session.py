"""What a training does beside its steps: sample sheets, measures, checkpoints, commands, limits of memory and disk.

A sheet or a measure that fails is reported and left out; it never stops a training.
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
from ganstudio.core.errors import GanStudioError, os_reason
from ganstudio.core.events import Changed, Event, Measured, Progress, Sampled, Saved, Skipped
from ganstudio.core.translation import tr
from ganstudio.runs import checkpoint
from ganstudio.runs.commands import (
    REFUSED,
    ChangeOptions,
    Command,
    GoBack,
    NewerCommand,
    SampleNow,
    SaveNow,
    StopNow,
    receive_commands,
)
from ganstudio.runs.run import Run
from ganstudio.runs.run_spec import Change
from ganstudio.train.data import Data, Reading, Result
from ganstudio.train.monitor.doctor import Doctor
from ganstudio.train.monitor.evaluation import Evaluation
from ganstudio.train.monitor.running_means import RunningMeans, explosion_error
from ganstudio.train.option_changes import StepSettings, check_live_options, describe_changes, step_settings_at
from ganstudio.train.sample_sheet import write_seed_sheet, write_sheet
from ganstudio.train.state import State, gradient_norms
from ganstudio.train.step import take_step

LOADING_INTERVAL = 0.25  # seconds between two reports of how many pictures are read
DISK_RESERVE = 64 * 2**20  # bytes that stay free on the disk, beside those of two checkpoints
_logger = logging.getLogger(__name__)


class RollbackRequest(Exception):  # noqa: N818
    """The training is asked back to the checkpoint of `images` pictures, or an earlier one."""

    def __init__(self, images: int) -> None:
        super().__init__(images)
        self.images = images


class StoppedEarlyError(Exception):
    """The training was stopped before its first step."""


@dataclass
class Training:
    """A running training: its state, and what belongs to this session.

    `saved_images` is the number of pictures at the last checkpoint, -1 for none; `start_time` the clock's seconds
    (`time.monotonic`) at which it would have begun without pauses.
    """

    run: Run
    architecture: Architecture[Any]
    data: Data
    state: State
    settings: StepSettings
    doctor: Doctor
    evaluation: Evaluation
    saved_images: int = -1
    start_time: float = 0.0
    running_means: RunningMeans = field(default_factory=RunningMeans)

    def emit(self, event: Event) -> Iterator[Event]:
        """The event, and the doctor's diagnoses of it."""
        yield event
        yield from self.doctor.process_event(event)

    def apply_change(self, change: Change, words: str) -> Changed:
        """Record a change in the run and go on with it."""
        self.run.add_change(change)
        self.refresh_settings()
        return Changed(change.images, change.why, words)

    def refresh_settings(self) -> None:
        """Use the settings that the run has at this number of pictures."""
        self.settings = step_settings_at(self.architecture, self.run.spec, self.state.images)
        self.doctor.options = self.settings.options.model_dump()


def load_training_data(run: Run, reading: Reading[Result], stop: threading.Event) -> Generator[Event, None, Result]:
    """Read the data, reporting progress four times a second; StoppedEarlyError where it is stopped meanwhile."""
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
        if monotonic() - told >= LOADING_INTERVAL:
            told = monotonic()
            yield event
            yield from _answer_early_commands(run, stop)


def _answer_early_commands(run: Run, stop: threading.Event) -> Iterator[Event]:
    """Carry out a stop that is asked for before the first step, and refuse other commands."""
    for command in receive_commands(run.folder):
        if isinstance(command, StopNow):
            stop.set()
        else:
            yield Skipped(REFUSED, tr("the pictures are still being read; ask again when the training has begun"))


def take_training_step(training: Training, moment: Moment) -> Iterator[Event]:
    """One step of both networks; where memory does not suffice, the next ones are computed in more parts."""
    state, before = training.state, training.state.images
    try:
        with chance_lock:
            training.running_means.add(*take_step(training.architecture, training.settings, state, training.data, moment))
    except Exception as error:
        parts = 2 * training.settings.parts
        if not is_out_of_memory(error) or parts > moment.batch:
            raise
        change = Change(images=state.images, why="memory", parts=parts)
        yield training.apply_change(
            change, tr("the memory is full: each step is now computed in {parts} parts", parts=parts)
        )
    if any(before < change.images <= state.images for change in training.run.spec.changes):
        training.refresh_settings()


def report_tick(training: Training) -> Iterator[Event]:
    """The means of losses and values since the last tick, where there were steps."""
    state, running_means = training.state, training.running_means
    if not running_means.count:
        return
    state.seconds = monotonic() - training.start_time
    losses, values = running_means.read()
    yield from training.emit(Progress(state.images, state.seconds, losses, values | gradient_norms(state)))


def write_samples(training: Training) -> Iterator[Event]:
    """A sheet of the fixed samples, and their quality while measuring takes little of the time."""
    yield _write_sheet(training, None)
    if training.state.images and training.evaluation.within_budget(training.state.seconds):
        yield from _evaluate(training)


def write_checkpoint(training: Training) -> Iterator[Event]:
    """A checkpoint and the quality of its samples; ExplosionError where a weight is not finite."""
    if not training.state.is_finite():
        raise explosion_error()
    yield from _evaluate(training)
    yield from training.emit(_save_checkpoint(training))


def load_initial_weights(run: Run, state: State) -> Iterator[Event]:
    """Load the weights of the training that this one begins with, where names and shapes agree.

    GanStudioError where none fits.
    """
    if not run.start_file.exists():
        return
    loaded = state.load_matching(checkpoint.load_tensors(run.start_file))
    if not loaded.matched:
        why = (
            tr(
                "its networks have {reshaped} of these parts, but in other sizes: choose its width and size",
                reshaped=loaded.reshaped,
            )
            if loaded.reshaped
            else tr("its networks are built of other parts: choose its architecture and options")
        )
        raise GanStudioError(
            "Nothing of “{start}” fits these networks; {why}, or begin anew.", start=run.spec.start, why=why
        )
    whole = loaded.matched == loaded.total
    part = (
        tr("all of its weights")
        if whole
        else tr("{matched} of {total} parts, the others begin anew", matched=loaded.matched, total=loaded.total)
    )
    yield Changed(0, "transfer", tr("begins with “{start}”: {part}", start=run.spec.start, part=part))


def apply_commands(training: Training, stop: threading.Event) -> Iterator[Event]:
    """Carry out the commands that wait in the run's folder; one that cannot be carried out is reported."""
    for command in receive_commands(training.run.folder):
        yield from _apply_command(command, training, stop)


def _apply_command(command: Command | NewerCommand, training: Training, stop: threading.Event) -> Iterator[Event]:
    match command:
        case SampleNow(seed=seed):
            yield _write_sheet(training, seed)
        case SaveNow():
            yield from write_checkpoint(training)
        case ChangeOptions(options=options):
            yield _change_options(training, options)
        case GoBack():
            yield from _request_rollback(training)
        case StopNow():
            stop.set()
        case NewerCommand(reason=reason):
            yield Skipped(REFUSED, reason)


def _change_options(training: Training, options: dict[str, Any]) -> Changed | Skipped:
    try:
        checked = check_live_options(training.architecture, training.run.spec, options)
    except GanStudioError as error:
        return Skipped(REFUSED, str(error))
    return training.apply_change(Change(images=training.state.images, options=checked), describe_changes(checked))


def _request_rollback(training: Training) -> Iterator[Event]:
    """Roll back to the newest checkpoint from before anything was bad, else to the oldest there is."""
    seen = [int(file.stem) for file in checkpoint.list_generations(training.run.checkpoints)]
    if not seen:
        yield Skipped(REFUSED, tr("there is no checkpoint yet to go back to"))
        return
    ill = training.doctor.first_diagnosis()
    raise RollbackRequest(max((images for images in seen if ill is None or images < ill), default=min(seen)))


def save_within_disk(training: Training) -> Iterator[Event]:
    """Save, and stop by an error, where two more checkpoints would hardly fit on the disk."""
    folder = training.run.folder
    if shutil.disk_usage(folder).free >= 2 * training.state.checkpoint_bytes() + DISK_RESERVE:
        return
    if training.saved_images != training.state.images:
        yield from write_checkpoint(training)
    raise GanStudioError(
        "The disk of {folder} is nearly full: the training was saved and stopped. Make room, then resume it.", folder=folder
    )


def _save_checkpoint(training: Training) -> Saved:
    run, state = training.run, training.state
    state.seconds = monotonic() - training.start_time
    distance = training.evaluation.distance_at(state.images)
    file = checkpoint.save(run.checkpoints, state.counters, state.tensors(), distance)
    training.saved_images = state.images
    return Saved(state.images, file.relative_to(run.folder).as_posix())


def _write_sheet(training: Training, seed: int | None) -> Event:
    run, state, data = training.run, training.state, training.data
    sheet = run.sample(state.images, seed)
    path = sheet.relative_to(run.folder).as_posix()
    state.grow(run.spec.plan.at(state.images))
    try:
        write_sheet(state, data, sheet) if seed is None else write_seed_sheet(state, data, seed, sheet)
    except OSError as error:
        return Skipped(path, tr("this sheet of samples could not be written: {reason}", reason=os_reason(error)))
    except Exception as error:  # a bug in an architecture's sampling is no reason to lose a training
        _logger.warning("A sheet of samples could not be made", exc_info=error)
        return Skipped(path, tr("this sheet of samples could not be made: {reason!r}", reason=error))
    return Sampled(state.images, path, seed)


def _evaluate(training: Training) -> Iterator[Event]:
    try:
        values = training.evaluation.measure(training.state)
    except Exception as error:
        _logger.warning("The samples could not be measured", exc_info=error)
        yield Skipped(
            "measures",
            tr("the samples could not be measured: {reason!r}; the training goes on without measures", reason=error),
        )
        return
    if values:
        yield from training.emit(Measured(training.state.images, values))
