"""What the queue works at, what comes next, and what can be done with its jobs. No widgets and no threads."""

from abc import ABC, abstractmethod
from pathlib import Path
from typing import TYPE_CHECKING

from ganstudio.core.errors import GanStudioError
from ganstudio.gui.app.listeners import Emitter
from ganstudio.gui.app.translations import duration, tr
from ganstudio.gui.queue.eta import RemainingTime
from ganstudio.gui.queue.job import QueueJob

if TYPE_CHECKING:
    from ganstudio.gui.queue.batch_job import BatchJob
    from ganstudio.gui.queue.jobs import Queue
    from ganstudio.stylize.batch import BatchSpec


class QueueController(ABC):
    """Decides in which order the jobs are worked on; whoever inherits does the work, one job at a time.

    `changed` tells that the queue is another or went on; `rested` comes after `may_close` said no.
    """

    def __init__(self, changed: Emitter, rested: Emitter) -> None:
        self.changed, self.became_idle = changed, rested
        self.queue: Queue | None = None
        self.running: QueueJob | None = None
        self.paused = False
        self._paces: dict[str, RemainingTime] = {}
        self._page_trains = self._closing = False

    @property
    @abstractmethod
    def is_halting(self) -> bool:
        """Whether what is being made was told to stop, and has not ended yet."""

    @property
    @abstractmethod
    def _is_ready(self) -> bool:
        """Whether jobs can be worked on."""

    @abstractmethod
    def _work(self, job: QueueJob, pace: RemainingTime) -> None:
        """Begin to work on a job, and call `_end` with it when it has ended."""

    @abstractmethod
    def _halt(self) -> None:
        """Stop what is being made; `_end` follows."""

    @property
    def jobs(self) -> list[QueueJob]:
        """All jobs in their order, those that are done too."""
        return self.queue.jobs if self.queue else []

    @property
    def waiting(self) -> int:
        """How many jobs still have something to do."""
        return sum(job.left > 0 for job in self.jobs)

    @property
    def trained_run(self) -> Path | None:
        """The folder of the run that the queue trains just now."""
        return self.running.run_folder if self.running is not None else None

    def add(self, spec: "BatchSpec") -> "BatchJob":
        """One more batch at the end of the queue."""
        from ganstudio.gui.queue.batch_job import BatchJob

        batch = BatchJob.begin(self._require_queue().new(), spec)
        self.add_job(batch)
        return batch

    def add_training(self, run: Path) -> QueueJob:
        """A run that was made, at the end of the queue; one that waits there already keeps its place."""
        from ganstudio.gui.queue.training_job import TrainingJob

        for job in self.jobs:
            if job.run_folder == run and job.left:
                return job
        training = TrainingJob.begin(self._require_queue().new(), run)
        self.add_job(training)
        return training

    def add_job(self, job: QueueJob) -> None:
        """One more job of any kind, in a folder of the queue, at its end."""
        self._require_queue().add(job)
        self.changed.emit()
        self._go_on()

    def remove(self, job: QueueJob) -> int:
        """Take a job out, also the one that is being worked on, and tell its place; what it made stays."""
        place, queue = self.jobs.index(job), self._require_queue()
        queue.forget(but=self.running)
        if job is self.running:
            self._halt()
        queue.remove(job)
        self.changed.emit()
        return place

    def put_back(self, job: QueueJob, place: int) -> None:
        """Put back what was removed last."""
        self._require_queue().put_back(job, min(place, len(self.jobs)))
        self._go_on()
        self.changed.emit()

    def move(self, job: QueueJob, place: int) -> None:
        """Put a job at another place; the first that has something to do is worked on."""
        self._require_queue().move(job, max(0, min(place, len(self.jobs) - 1)))
        if self.running is not None and self._next() is not self.running:
            self._halt()
        self.changed.emit()

    def retry(self, job: QueueJob) -> None:
        """Let what failed be tried again."""
        job.retry()
        self.changed.emit()
        self._go_on()

    def pause(self, on: bool) -> None:
        """Let the queue rest, or go on; a training is saved, a film kept to its last segment, a picture begun anew."""
        self.paused = on
        if on:
            self._halt()
        self.changed.emit()
        self._go_on()

    def yield_to_page(self, on: bool) -> None:
        """Whether the Train page itself trains: the queue's trainings wait so long."""
        if on == self._page_trains:
            return
        self._page_trains = on
        if on and self.running is not None and self.waits_for_page(self.running):
            self._halt()
        self.changed.emit()
        self._go_on()

    def waits_for_page(self, job: QueueJob) -> bool:
        """Whether a job waits until the training on the Train page has ended."""
        return self._page_trains and job.run_folder is not None

    def clear_done(self) -> None:
        """Forget the jobs with nothing left to do; those of which something failed stay."""
        for job in [each for each in self.jobs if not each.left and not each.failures and each is not self.running]:
            self.remove(job)

    def may_close(self) -> bool:
        """Whether nothing is being made; else that is stopped and saved, and `rested` comes after it. Asked again: yes."""
        if self.running is None or self._closing:
            return True
        self._closing = True
        self._halt()
        return False

    def seconds(self, job: QueueJob) -> float | None:
        """How long a job will still take, as the last pieces of its like took; None where nobody knows."""
        pace = self.pace(job)
        return pace.seconds_left(job.remaining()) if pace and job.left else None

    def pace(self, job: QueueJob) -> RemainingTime | None:
        """How long the pieces of a job take, as far as one of its like was made."""
        return self._paces.get(job.pace_key)

    def left_words(self) -> str:
        """How long the whole queue will still take; empty before anything is known."""
        told = [self.seconds(job) for job in self.jobs if job.left]
        known = [seconds for seconds in told if seconds is not None]
        if not known:
            return ""
        return (tr("{} left") if len(known) == len(told) else tr("more than {} left")).format(duration(sum(known)))

    def _require_queue(self) -> "Queue":
        """The queue; GanStudioError where it was not read, or could not be."""
        if self.queue is None:
            raise GanStudioError(tr("The queue of an earlier session is not read yet, or cannot be; try again in a moment."))
        return self.queue

    def _next(self) -> QueueJob | None:
        return next((job for job in self.jobs if job.left and not self.waits_for_page(job)), None)

    def _go_on(self) -> None:
        """Work on the next job, where none is being worked on."""
        idle = self.running is None and not self.paused and not self._closing
        job = self._next() if idle and self._is_ready else None
        if job is not None:
            self.running = job
            pace = self._paces.setdefault(job.pace_key, RemainingTime())
            pace.begin()
            self._work(job, pace)

    def _end(self, job: QueueJob) -> None:
        """A job ended: it is done, or it was halted, or it failed."""
        if job is not self.running:
            return
        self.running = None
        if self._closing:
            self.became_idle.emit()
        self._go_on()
        self.changed.emit()
