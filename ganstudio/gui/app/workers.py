"""Work beside the window: threads that work through a queue each, and the thread in which a training runs.

A source is an iterator; what it yields arrives on the GUI thread as a Qt signal. Nothing else crosses between threads.
"""

import itertools
import os
import sys
import threading
from collections.abc import Callable, Iterator
from functools import partial
from queue import PriorityQueue
from typing import Any

from PySide6.QtCore import QObject, QThread, Signal

from ganstudio.core.errors import GanStudioError
from ganstudio.core.log import log_unexpected

Source = Callable[[threading.Event], Iterator[Any]]


class Task(QObject):
    """One piece of work of a worker: what it yields, how it ended; `cancel` stops it at its next step."""

    item_ready = Signal(object)
    failed = Signal(str, str)
    ended = Signal()

    def __init__(self, source: Source, key: str) -> None:
        super().__init__()
        self.source = source
        self.key = key
        self.stop = threading.Event()

    def cancel(self) -> None:
        """Stop it; nothing that it still yields is delivered."""
        self.stop.set()

    def run(self) -> None:
        """Do the work; called in the worker's thread."""
        try:
            for item in self.source(self.stop):
                if self.stop.is_set():
                    break
                self.item_ready.emit(item)
        except GanStudioError as error:
            self._fail(str(error), "")
        except (Exception, SystemExit) as error:  # a bug: the window shows it as a card, with the traceback to copy
            self._fail(*log_unexpected(error))
        self.ended.emit()

    def _fail(self, sentence: str, details: str) -> None:
        if not self.stop.is_set():
            self.failed.emit(sentence, details)


class Worker(QThread):
    """A thread that works through a queue: the lowest `priority` first."""

    def __init__(self, name: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._queue: PriorityQueue[tuple[float, int, Task | None]] = PriorityQueue()
        self._numbers = itertools.count()
        self._jobs: dict[str, Task] = {}  # the newest under each key
        self._alive: dict[int, Task] = {}  # all that have not ended, by their numbers
        self._latest: Task | None = None  # the latest that has

    def submit(
        self,
        source: Source,
        *,
        key: str,
        priority: int = 1,
        on_item: Callable[[Any], object] | None = None,
        failed: Callable[[str, str], object] | None = None,
        ended: Callable[[], object] | None = None,
    ) -> Task:
        """Queue a source; the functions are called on the GUI thread. A new job cancels the one with the same key."""
        if key in self._jobs:
            self._jobs[key].cancel()
        number, job = next(self._numbers), Task(source, key)
        self._jobs[key] = self._alive[number] = job
        stop = job.stop  # a connection that held the job would keep it, and the pictures of its source, for ever
        if on_item is not None:  # what was on its way when the job was cancelled is not delivered any more
            job.item_ready.connect(lambda item: None if stop.is_set() else on_item(item))
        for signal, listener in ((job.failed, failed), (job.ended, ended)):
            if listener is not None:
                signal.connect(listener)
        job.ended.connect(partial(self._forget, number))
        self._queue.put((priority, number, job))
        return job

    def cancel(self, prefix: str = "") -> None:
        """Cancel every job whose key begins so."""
        for key, job in self._jobs.items():
            if key.startswith(prefix):
                job.cancel()

    def close(self) -> None:
        """Cancel everything and wait for the worker to end."""
        self.cancel()
        self._queue.put((float("inf"), next(self._numbers), None))
        self.wait()

    def run(self) -> None:
        """Work through the queue until `close`; in the thread."""
        while (job := self._queue.get()[2]) is not None:
            if job.stop.is_set():
                job.ended.emit()
            else:
                job.run()

    def _forget(self, number: int) -> None:
        """Let go of a job once another has ended: the thread holds the latest, and a QObject must not be destroyed there."""
        job = self._latest = self._alive.pop(number)
        if self._jobs.get(job.key) is job:
            del self._jobs[job.key]


class TrainingThread(QThread):
    """Runs any iterator of events and emits each; on Linux it yields to the window where both want the processor."""

    item_ready = Signal(object)

    def __init__(self, source: Callable[[], Iterator[Any]], stop: threading.Event, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._source = source
        self.stop = stop

    def run(self) -> None:
        """Go through the source to its end."""
        if sys.platform == "linux":
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), 5)
        for event in self._source():
            self.item_ready.emit(event)
