"""What every job of the queue can do and say of itself, of whatever kind it is."""

import os
import sys
import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from ganstudio.gui.queue.eta import RemainingTime

if TYPE_CHECKING:
    from ganstudio.gui.app.services import AppServices


@dataclass(frozen=True)
class JobLabels:
    """What the panel's row and notices say of one kind of job.

    `icon` and `kind` are the sign and the word for the work; `stays` ends the sentence on what is left when the job is
    removed; `retry` and `show` are tooltips, `show_icon` is the sign of the button that shows the result.
    """

    icon: str
    kind: str
    stays: str
    retry: str
    show: str
    show_icon: str


class QueueJob(Protocol):
    """Work in a folder of the queue: how it stands lies there, on the disk."""

    folder: Path

    @property
    def kind(self) -> str:
        """Its name among the kinds that the queue can read back."""

    @property
    def left(self) -> int:
        """How many pieces are still to be done; 0 where there is nothing to do."""

    @property
    def share(self) -> float:
        """How far it is, 0 to 1; never less than before."""

    @property
    def failures(self) -> list[str]:
        """What failed, a sentence each."""

    def remaining(self) -> Mapping[str, int | None]:
        """How much is still to be done, by unit (“pictures”, “frames”); None where that is not known."""

    def retry(self) -> None:
        """Let what failed wait again."""

    def delete(self) -> None:
        """Delete it from the queue's folder; its results stay."""

    def work(self, context: "AppServices", stop: threading.Event) -> Iterator[Any]:
        """Do what is left until `stop` is set; its events. Runs in the queue's thread."""

    def time_event(self, event: Any, pace: RemainingTime) -> None:
        """Let an event of this job count for how long its pieces take."""

    @property
    def title(self) -> str:
        """Its name."""

    @property
    def labels(self) -> JobLabels:
        """The words and signs of its kind."""

    @property
    def result_folder(self) -> Path:
        """The folder of its results."""

    @property
    def run_folder(self) -> Path | None:
        """The folder of the run that it trains; None where it trains none."""

    @property
    def preview_file(self) -> Path | None:
        """A picture that shows what it is about."""

    @property
    def pace_key(self) -> str:
        """The same for jobs of which a piece takes as long."""

    @property
    def is_stopped(self) -> bool:
        """Whether somebody stopped it before its end, and it does not go on by itself."""

    def progress(self) -> str:
        """How far it is, in words; empty where nothing is counted."""

    def speed(self, pace: RemainingTime | None, /) -> list[str]:
        """How fast it goes, in words; nothing where that is not said of its kind."""

    def outcome(self) -> list[str]:
        """How it came out once nothing is left to do, in parts of a line."""

    def result_notes(self) -> list[str]:
        """What is to be known of its results, a line each."""

    def end_message(self) -> tuple[str, str]:
        """The sentence for the status bar when it has ended, and its tone."""


_SHORT = 32


def short_text(job: QueueJob) -> str:
    """What it is and how far, in a few words."""
    name = job.title if len(job.title) <= _SHORT else f"{job.title[: _SHORT - 1]}…"
    return "  ·  ".join(filter(None, (name, job.progress())))


def run_in_background(job: QueueJob, context: "AppServices", stop: threading.Event) -> Iterator[Any]:
    """Do a job's work; its events. On Linux the thread yields to the window where both want the processor."""
    if sys.platform == "linux":
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), 5)
    yield from job.work(context, stop)
