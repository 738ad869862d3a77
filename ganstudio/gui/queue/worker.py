"""Works through the queue in a lane of its own, one job after the other, and tells how it goes."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from threading import Event as Flag
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, Signal

from ganstudio.core.events import Started
from ganstudio.gui.app.services import Activity, AppServices
from ganstudio.gui.app.sleep_inhibitor import Awake
from ganstudio.gui.app.translations import duration, tr
from ganstudio.gui.app.workers import Job as Task
from ganstudio.gui.app.workers import Worker
from ganstudio.gui.queue.eta import RemainingTime
from ganstudio.gui.queue.job import QueueJob, run_in_background, short_text

if TYPE_CHECKING:
    from ganstudio.gui.queue.batch_job import BatchJob
    from ganstudio.gui.queue.jobs import Queue
    from ganstudio.stylize.batch import BatchSpec

KEY = "queue"
_REPAINT = 1000 // 15


class QueueWorker(QObject):
    """Holds the queue; `changed` tells that it is another or went on, `stood` that a batch's picture stands otherwise.

    `training_began` carries the folder of a run that is trained from now on, `run_wanted` of one that is to be shown;
    `rested` comes after `may_close` said no.
    """

    changed = Signal()
    stood = Signal(object, object)
    failed = Signal(str, str)
    training_began = Signal(object)
    run_wanted = Signal(object)
    rested = Signal()

    def __init__(self, studio: AppServices) -> None:
        super().__init__(studio)
        self._studio = studio
        self._lane = Worker("queue", self)
        self._task: Task | None = None
        self._awake = Awake()
        self._paces: dict[str, RemainingTime] = {}
        self._share = 0.0
        self._page_trains = self._closing = False
        self.queue: Queue | None = None
        self.running: QueueJob | None = None
        self.paused = False
        self._repaint = QTimer(self, singleShot=True, interval=_REPAINT)
        self._repaint.timeout.connect(self._show)
        studio.closed.connect(self._close)

    def open(self) -> None:
        """Read what an earlier session left, and go on with it; called once the styles are there."""
        if self.queue is None:
            source = partial(_opened, self._studio.home.data / "queue")
            self._studio.files.submit(source, key=KEY, urgency=0, happened=self._begin, failed=self._studio.fail)
        else:
            self._go_on()

    @property
    def jobs(self) -> list[QueueJob]:
        """All jobs in their order, those that are done too."""
        return self.queue.jobs if self.queue else []

    @property
    def waiting(self) -> int:
        """How many jobs still have something to do."""
        return sum(job.left > 0 for job in self.jobs)

    @property
    def halting(self) -> bool:
        """Whether what is being made was told to stop, and has not ended yet."""
        return self.running is not None and self._task is not None and self._task.stop.is_set()

    @property
    def trains(self) -> Path | None:
        """The folder of the run that the queue trains just now."""
        return self.running.run_folder if self.running is not None else None

    def add(self, spec: "BatchSpec") -> "BatchJob":
        """One more batch at the end of the queue."""
        from ganstudio.gui.queue.batch_job import BatchJob

        assert self.queue is not None
        batch = BatchJob.begin(self.queue.new(), spec)
        self._add(batch)
        return batch

    def add_training(self, run: Path) -> QueueJob:
        """A run that was made, at the end of the queue; one that waits there already keeps its place."""
        from ganstudio.gui.queue.training_job import TrainingJob

        assert self.queue is not None
        for job in self.jobs:
            if job.run_folder == run and job.left:
                return job
        training = TrainingJob.begin(self.queue.new(), run)
        self._add(training)
        return training

    def remove(self, job: QueueJob) -> int:
        """Take a job out, also the one that is being worked on, and tell its place; what it made stays."""
        assert self.queue is not None
        place = self.jobs.index(job)
        self.queue.forget(but=self.running)
        if job is self.running:
            self._halt()
        self.queue.remove(job)
        self.changed.emit()
        return place

    def put_back(self, job: QueueJob, place: int) -> None:
        """Put back what was removed last."""
        assert self.queue is not None
        self.queue.put_back(job, min(place, len(self.jobs)))
        self._go_on()
        self.changed.emit()

    def move(self, job: QueueJob, place: int) -> None:
        """Put a job at another place; the first that has something to do is worked on."""
        assert self.queue is not None
        self.queue.move(job, max(0, min(place, len(self.jobs) - 1)))
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

    def make_way(self, on: bool) -> None:
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
        self._studio.say(tr("Saving what the queue is at; it goes on at the next start…"))
        return False

    def seconds(self, job: QueueJob) -> float | None:
        """How long a job will still take, as the last pieces of its like took; None where nobody knows."""
        pace = self.pace(job)
        return pace.left(job.rest()) if pace and job.left else None

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

    def _add(self, job: QueueJob) -> None:
        assert self.queue is not None
        self.queue.add(job)
        self.changed.emit()
        self._go_on()

    def _begin(self, queue: "Queue") -> None:
        self.queue = queue
        self._lane.start()
        if self.waiting:
            self._studio.say(tr("Going on with the queue: {}").format(self.waiting))
        if queue.problems:
            self._studio.fail(" ".join(queue.problems))
        self.changed.emit()
        self._go_on()

    def _next(self) -> QueueJob | None:
        return next((job for job in self.jobs if job.left and not self.waits_for_page(job)), None)

    def _go_on(self) -> None:
        idle = self.running is None and not self.paused and not self._closing
        job = self._next() if idle and self._studio.catalog.styles else None
        if job is None:
            return
        self.running = job
        self._awake.hold()
        self._share = 0.0
        pace = self._paces.setdefault(job.pace_key, RemainingTime())
        pace.begin()
        self._task = self._lane.submit(
            partial(run_in_background, job, self._studio),
            key=KEY,
            happened=partial(self._take, job, pace),
            failed=self._fail,
            ended=partial(self._over, job),
        )
        self._show()

    def _take(self, job: QueueJob, pace: RemainingTime, event: Any) -> None:
        from ganstudio.stylize.batch import ItemChanged

        job.time_event(event, pace)
        if isinstance(event, ItemChanged):
            self.stood.emit(job, event)
        elif isinstance(event, Started) and self.trains is not None:
            self.training_began.emit(self.trains)
        if not self._repaint.isActive():
            self._repaint.start()

    def _show(self) -> None:
        """Show how far it is."""
        if (job := self.running) is not None:
            self._share = max(self._share, job.share)
            words = "  ·  ".join(filter(None, (short_text(job), self.left_words())))
            self._studio.show_activity(KEY, Activity(words, self._share, partial(self.pause, True)))
        self.changed.emit()

    def _over(self, job: QueueJob) -> None:
        """A job ended: it is done, or it was halted, or it failed."""
        if job is not self.running:
            return
        self.running = None
        self._awake.release()
        self._studio.show_activity(KEY, None)
        if not job.left:
            self._studio.say(*job.end_message())
        if self._closing:
            self.rested.emit()
        self._go_on()
        self.changed.emit()

    def _fail(self, sentence: str, details: str) -> None:
        """A whole job cannot go on: the queue rests until someone has seen to it."""
        self.paused = True
        self._studio.fail(sentence)
        self.failed.emit(sentence, details)

    def _halt(self) -> None:
        if self._task is not None:
            self._task.cancel()

    def _close(self) -> None:
        self._closing = True
        self._lane.close()
        self._awake.release()
        if self.queue is not None:
            self.queue.forget()


def _opened(folder: Path, _stop: Flag) -> "Iterator[Queue]":
    from ganstudio.gui.queue.jobs import Queue

    yield Queue(folder)
