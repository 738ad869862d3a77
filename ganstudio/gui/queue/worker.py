"""Works through the queue in a thread of its own, one job after the other, and tells the window how it goes."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from threading import Event as Flag
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, Signal, SignalInstance

from ganstudio.core.events import Started
from ganstudio.gui.app.services import Activity, AppServices
from ganstudio.gui.app.sleep_inhibitor import SleepInhibitor
from ganstudio.gui.app.translations import tr
from ganstudio.gui.app.workers import Task as Task
from ganstudio.gui.app.workers import Worker
from ganstudio.gui.queue.controller import QueueController
from ganstudio.gui.queue.eta import RemainingTime
from ganstudio.gui.queue.job import QueueJob, run_in_background, short_text

if TYPE_CHECKING:
    from ganstudio.gui.queue.jobs import Queue

KEY = "queue"
_REPAINT = 1000 // 15


class _Signals(QObject):
    changed = Signal()
    progressed = Signal(object, object)
    failed = Signal(str, str)
    training_began = Signal(object)
    run_wanted = Signal(object)
    became_idle = Signal()


class QueueWorker(QueueController):
    """The queue of the window. `progressed` tells that a source of a batch has another state, `failed` that the queue paused
    because a whole job failed.

    `training_began` carries the folder of a run that is trained from now on, `run_wanted` of one that is to be shown.
    """

    changed: SignalInstance
    became_idle: SignalInstance

    def __init__(self, services: AppServices) -> None:
        signals = _Signals(services)
        super().__init__(signals.changed, signals.became_idle)
        self.progressed, self.failed = signals.progressed, signals.failed
        self.training_began, self.run_wanted = signals.training_began, signals.run_wanted
        self._services = services
        self._worker = Worker("queue", services)
        self._task: Task | None = None
        self._sleep_inhibitor = SleepInhibitor()
        self._share = 0.0
        self._repaint = QTimer(services, singleShot=True, interval=_REPAINT)
        self._repaint.timeout.connect(self._show)
        services.closed.connect(self._close)

    def open(self) -> None:
        """Read what an earlier session left, and go on with it; called once the styles are there."""
        if self.queue is None:
            source = partial(_read_queue, self._services.home.data / "queue")
            self._services.files.submit(source, key=KEY, priority=0, on_item=self._begin, failed=self._services.report_error)
        else:
            self._go_on()

    @property
    def is_halting(self) -> bool:
        """Whether what is being made was told to stop, and has not ended yet."""
        return self.running is not None and self._task is not None and self._task.stop.is_set()

    def may_close(self) -> bool:
        """Whether no job runs; else it is stopped and saved, and `became_idle` follows. The second call returns True."""
        free = super().may_close()
        if not free:
            self._services.post_message(tr("Saving what the queue is at; it goes on at the next start…"))
        return free

    @property
    def _is_ready(self) -> bool:
        return bool(self._services.catalog.styles)

    def _begin(self, queue: "Queue") -> None:
        self.queue = queue
        self._worker.start()
        if self.waiting:
            self._services.post_message(tr("Going on with the queue: {}").format(self.waiting))
        if queue.problems:
            self._services.report_error(" ".join(queue.problems))
        self.changed.emit()
        self._go_on()

    def _work(self, job: QueueJob, pace: RemainingTime) -> None:
        self._sleep_inhibitor.hold()
        self._share = 0.0
        self._task = self._worker.submit(
            partial(run_in_background, job, self._services),
            key=KEY,
            on_item=partial(self._receive, job, pace),
            failed=self._fail,
            ended=partial(self._end, job),
        )
        self._show()

    def _receive(self, job: QueueJob, pace: RemainingTime, event: Any) -> None:
        from ganstudio.stylize.batch import ItemChanged

        job.time_event(event, pace)
        if isinstance(event, ItemChanged):
            self.progressed.emit(job, event)
        elif isinstance(event, Started) and self.trained_run is not None:
            self.training_began.emit(self.trained_run)
        if not self._repaint.isActive():
            self._repaint.start()

    def _show(self) -> None:
        """Show how far it is."""
        if (job := self.running) is not None:
            self._share = max(self._share, job.share)
            words = "  ·  ".join(filter(None, (short_text(job), self.left_words())))
            self._services.show_activity(KEY, Activity(words, self._share, partial(self.pause, True)))
        self.changed.emit()

    def _end(self, job: QueueJob) -> None:
        if job is self.running:
            self._sleep_inhibitor.release()
            self._services.show_activity(KEY, None)
            if not job.left:
                self._services.post_message(*job.end_message())
        super()._end(job)

    def _fail(self, sentence: str, details: str) -> None:
        """A whole job cannot go on: the queue rests until someone has seen to it."""
        self.paused = True
        self._services.report_error(sentence)
        self.failed.emit(sentence, details)

    def _halt(self) -> None:
        if self._task is not None:
            self._task.cancel()

    def _close(self) -> None:
        self._closing = True
        self._worker.close()
        self._sleep_inhibitor.release()
        if self.queue is not None:
            self.queue.forget()


def _read_queue(folder: Path, _stop: Flag) -> "Iterator[Queue]":
    from ganstudio.gui.queue.jobs import Queue

    yield Queue(folder)
