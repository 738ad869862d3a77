"""A run that waits in the queue until it is its turn to be trained, and its state."""

import shutil
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Literal, Self

from ganstudio.core.errors import GanStudioError, os_reason
from ganstudio.core.events import Event, Failed, Finished, Sampled
from ganstudio.core.files import write_atomically
from ganstudio.core.schema import decode, encode
from ganstudio.core.translation import tr
from ganstudio.runs.follow import tail_events
from ganstudio.runs.history import RunHistory
from ganstudio.runs.run import Run
from ganstudio.train.launch import train_in_process

State = Literal["waiting", "begun", "done", "failed", "stopped"]
_FILE = "training.json"


class QueuedTraining:
    """A run's place in a queue, in a folder of its own: which run, how it stands, why it failed.

    `images` of `total` pictures were seen, `sheet` has the last samples. What was trained lies in the run alone.
    """

    kind = "training"

    def __init__(self, folder: Path, place: Path, state: State = "waiting", reason: str = "") -> None:
        self.folder, self.place = folder, place
        self.state, self.reason = state, reason
        self.history = self._read_history()

    @classmethod
    def begin(cls, folder: Path, place: Path) -> Self:
        """A place for the run that lies at `place`, in a folder that is not there yet."""
        made = cls(folder, place)
        try:
            folder.mkdir(parents=True)
        except OSError as error:
            raise GanStudioError(
                "The training could not be queued in {folder}: {reason}.", folder=folder, reason=os_reason(error)
            ) from error
        made.set_state("waiting")
        return made

    @classmethod
    def open(cls, folder: Path) -> Self:
        """What a folder holds; GanStudioError where it is no training's place, NewerError where it has a later form."""
        try:
            said = decode(
                tr("queued training"),
                (folder / _FILE).read_bytes(),
                tr("The training that was queued in {folder}", folder=folder),
            )
            return cls(folder, Path(said["run"]), said["state"], said["reason"])
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise GanStudioError(
                "There is no training in {folder} that can be read; queue it anew.", folder=folder
            ) from error

    def set_state(self, state: State, reason: str = "") -> None:
        """Save the state; on the disk when this returns. GanStudioError where it cannot be written."""
        said = {"run": str(self.place), "state": state, "reason": reason}
        try:
            write_atomically(self.folder / _FILE, encode("queued training", said))
        except OSError as error:
            raise GanStudioError(
                "The queue cannot be written in {folder}: {reason}.", folder=self.folder, reason=os_reason(error)
            ) from error
        self.state, self.reason = state, reason

    def add_event(self, event: Event) -> None:
        """Add one event of the run to its history."""
        self.history.add_event(event)

    @property
    def images(self) -> int:
        """Pictures seen."""
        return self.history.images

    @property
    def total(self) -> int:
        """Pictures to be seen in all; 0 where the run cannot be read."""
        return self.history.total

    @property
    def sheet(self) -> Path | None:
        """The last sheet of samples; None where there is none."""
        return self.place / self.history.samples[-1].path if self.history.samples else None

    def retry(self) -> None:
        """Let what failed or was stopped go on from its last checkpoint."""
        if self.state in ("failed", "stopped"):
            self.set_state("waiting")

    def delete(self) -> None:
        """Delete it from the queue's folder; the run stays."""
        shutil.rmtree(self.folder, ignore_errors=True)

    @property
    def left(self) -> int:
        """1 while it is still to be trained, else 0."""
        return int(self.state in ("waiting", "begun"))

    @property
    def failures(self) -> list[str]:
        """Why it could not be trained."""
        return [self.reason] if self.state == "failed" else []

    @property
    def share(self) -> float:
        """How far it is, 0 to 1."""
        return min(1.0, self.images / self.total) if self.total else 0.0

    def remaining(self) -> dict[str, int | None]:
        """How many pictures are still to be seen."""
        return {"images": max(0, self.total - self.images) if self.total else None}

    def _read_history(self) -> RunHistory:
        """How far the run is, from the end of its record: the whole of it may be long."""
        try:
            run = Run.open(self.place)
            samples = [Sampled(images, str(sheet.relative_to(run.folder))) for images, sheet in run.samples()]
            return RunHistory(run.spec.images, images=run.images, samples=samples)
        except GanStudioError:  # a run that is missing is reported when its turn comes
            return RunHistory()


def run(training: QueuedTraining, arguments: Sequence[str] = (), *, stop: threading.Event) -> Iterator[Event]:
    """Train it to its end in a process of its own, from its last checkpoint on; a stop saves, and it waits again.

    `arguments` are what the process is given so that it finds the same plugins. Where it fails, that is noted and nothing is
    raised: what else is queued goes on. Stopped by a command of another program, it does not begin again by itself.
    """
    end: Finished | Failed | None = None
    try:
        training.set_state("begun")
        training.history.await_start()
        for event in _train_events(training, arguments, stop):
            training.add_event(event)
            end = training.history.end_event
            if not stop.is_set():  # events are read to the end of the process, so that it has saved
                yield event
    except GanStudioError as error:
        end = Failed(str(error))
    if isinstance(end, Finished) and end.reason == "done":
        training.set_state("done")
    elif stop.is_set():
        training.set_state("waiting")
    elif isinstance(end, Failed):
        training.set_state("failed", end.error)
    else:
        training.set_state("stopped")


def _train_events(training: QueuedTraining, arguments: Sequence[str], stop: threading.Event) -> Iterator[Event]:
    run = Run.open(training.place)
    if run.state == "running":  # another process trains it: followed to its end, then it goes on from there
        yield from tail_events(run, stop=stop)
    if stop.is_set():
        return
    if run.state == "done":
        yield Finished(run.images, "done")
    else:
        yield from train_in_process(run, arguments, stop=stop)
