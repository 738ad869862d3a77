"""A training as a job of the queue."""

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ganstudio.core.events import Progress, Started
from ganstudio.gui.app.translations import count, tr
from ganstudio.gui.queue.eta import RemainingTime
from ganstudio.gui.queue.job import JobLabels
from ganstudio.train import queued_run
from ganstudio.train.queued_run import QueuedTraining

if TYPE_CHECKING:
    from ganstudio.gui.app.services import AppServices


class TrainingJob(QueuedTraining):
    """A run that waits to be trained, and what the window says of it."""

    def work(self, context: "AppServices", stop: threading.Event) -> Iterator[Any]:
        """Train it to its end in a process of its own."""
        yield from queued_run.run(self, context.arguments(), stop=stop)

    def time_event(self, event: Any, pace: RemainingTime) -> None:
        """Count the pictures that were seen since the last event."""
        match event:
            case Progress(images=images):
                pace.set_total("images", images)
            case Started(images=images):
                pace.begin(images)

    @property
    def title(self) -> str:
        """The name of the run."""
        return self.place.name

    @property
    def labels(self) -> JobLabels:
        """The words and signs of a training."""
        return JobLabels(
            "train", tr("Training"), stays=tr("the training stays in the Library"), retry=tr("Go on where it stopped"),
            show=tr("Show it on the Train page, live while it trains"), show_icon="train",
        )  # fmt: skip

    @property
    def result_folder(self) -> Path:
        """The run's folder."""
        return self.place

    @property
    def run_folder(self) -> Path | None:
        """The run's folder."""
        return self.place

    @property
    def preview_file(self) -> Path | None:
        """The last sheet of samples."""
        return self.sheet

    @property
    def pace_key(self) -> str:
        """The run: each has a speed of its own."""
        return str(self.place)

    @property
    def is_stopped(self) -> bool:
        """Whether it was stopped elsewhere before its end."""
        return self.state == "stopped"

    def progress(self) -> str:
        """How many of the planned pictures were seen."""
        return tr("{} of {} pictures seen").format(count(min(self.images, self.total)), count(self.total))

    def speed(self, pace: RemainingTime | None) -> list[str]:
        """How many pictures it sees in a second."""
        each = pace.seconds_each("images") if pace is not None else None
        return [tr("{:.0f} a second").format(1 / each)] if each else []

    def outcome(self) -> list[str]:
        """Whether it is done, failed, or was stopped."""
        words = {"failed": tr("failed"), "stopped": tr("was stopped and saved")}
        return [words.get(self.state, tr("done ✓"))]

    def result_notes(self) -> list[str]:
        """Nothing: the Train page shows the run."""
        return []

    def end_message(self) -> tuple[str, str]:
        """That it is trained, failed, or was stopped."""
        words, tone = {
            "done": (tr("“{}” is trained ✓"), "good"),
            "failed": (tr("“{}” could not be trained on: see the queue"), "error"),
        }.get(self.state, (tr("“{}” was stopped and saved"), ""))
        return words.format(self.title), tone
