"""Works through the queue in a lane of its own, one batch after the other, and tells how it goes."""

import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from threading import Event as Flag
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from ganstudio.gui.background import Job, Lane
from ganstudio.gui.words import duration, tr

if TYPE_CHECKING:
    from ganstudio.gui.studio import Studio
    from ganstudio.stylize.batch import Batch, Spec
    from ganstudio.stylize.queue import Queue

KEY = "queue"


class Runner(QObject):
    """Holds the queue; `changed` tells that it is another or went on, `stood` that a batch's picture stands otherwise."""

    changed = Signal()
    stood = Signal(object, object)
    failed = Signal(str, str)

    def __init__(self, studio: "Studio") -> None:
        super().__init__(studio)
        self._studio = studio
        self._lane = Lane("queue", self)
        self._job: Job | None = None
        self._took: list[float] = []
        self._since = 0.0
        self.queue: Queue | None = None
        self.running: Batch | None = None
        self.paused = False
        studio.closed.connect(self._lane.close)

    def open(self) -> None:
        """Read what an earlier session left, and go on with it; called once the styles are there."""
        if self.queue is None:
            source = partial(_opened, self._studio.home.data / "queue")
            self._studio.files.submit(source, key=KEY, urgency=0, happened=self._begin, failed=self._studio.fail)
        else:
            self._go_on()

    @property
    def batches(self) -> "list[Batch]":
        """All batches in their order, those that are done too."""
        return self.queue.batches if self.queue else []

    @property
    def waiting(self) -> int:
        """How many batches still have something to do."""
        return sum(batch.left > 0 for batch in self.batches)

    def add(self, spec: "Spec") -> "Batch":
        """One more batch at the end of the queue."""
        assert self.queue is not None
        batch = self.queue.add(spec)
        self.changed.emit()
        self._go_on()
        return batch

    def remove(self, batch: "Batch") -> None:
        """Take a batch out, also the one that is being worked on; what it made stays."""
        assert self.queue is not None
        if batch is self.running:
            self._halt()
        self.queue.remove(batch)
        self.changed.emit()

    def move(self, batch: "Batch", place: int) -> None:
        """Put a batch at another place; the first that has something to do is worked on."""
        assert self.queue is not None
        self.queue.move(batch, max(0, min(place, len(self.batches) - 1)))
        if self.running is not None and self.queue.next is not self.running:
            self._halt()
        self.changed.emit()

    def retry(self, batch: "Batch") -> None:
        """Let what failed be tried again."""
        batch.retry()
        self.changed.emit()
        self._go_on()

    def pause(self, on: bool) -> None:
        """Let the queue rest, or go on; the picture that is being made is begun anew then."""
        self.paused = on
        if on:
            self._halt()
        self.changed.emit()
        self._go_on()

    def clear_done(self) -> None:
        """Forget the batches with nothing left to do."""
        for batch in [each for each in self.batches if not each.left and each is not self.running]:
            self.remove(batch)

    def left_words(self) -> str:
        """How long it will still take, as the last pictures took; empty before that is known."""
        if not self._took:
            return ""
        left = sum(batch.left for batch in self.batches)
        return tr("{} left").format(duration(left * sum(self._took) / len(self._took)))

    def _begin(self, queue: "Queue") -> None:
        self.queue = queue
        self._lane.start()
        left = sum(batch.left for batch in self.batches)
        if left:
            self._studio.say(tr("Going on with the queue: {} pictures").format(left))
        self.changed.emit()
        self._go_on()

    def _go_on(self) -> None:
        if self.queue is None or self.running is not None or self.paused or not self._studio.catalog.styles:
            return
        batch = self.queue.next
        if batch is None:
            return
        self.running = batch
        self._since = time.monotonic()
        self._show(batch)
        self._job = self._lane.submit(
            partial(_work, batch, self._studio),
            key=KEY,
            happened=partial(self._take, batch),
            failed=self._fail,
            ended=partial(self._over, batch),
        )

    def _take(self, batch: "Batch", event: Any) -> None:
        from ganstudio.stylize.batch import Stood

        if isinstance(event, Stood):
            if event.item.state == "done":
                now = time.monotonic()
                self._took = [*self._took[-19:], now - self._since]
                self._since = now
            self.stood.emit(batch, event)
            self.changed.emit()
            self._show(batch)

    def _show(self, batch: "Batch") -> None:
        from ganstudio.gui.studio import Activity

        total = len(batch.items)
        words = "  ·  ".join(filter(None, (tr("{} of {} pictures").format(total - batch.left, total), self.left_words())))
        self._studio.show_activity(KEY, Activity(words, 1 - batch.left / max(1, total), partial(self.pause, True)))

    def _over(self, batch: "Batch") -> None:
        """A batch ended: it is done, or it was halted, or it failed."""
        if batch is not self.running:
            return
        self.running = None
        self._studio.show_activity(KEY, None)
        if not batch.left:
            failed = sum(item.state == "failed" for item in batch.items)
            done = sum(item.state == "done" for item in batch.items)
            words = tr("{} pictures are done ✓").format(done) if not failed else tr("{} done, {} failed: see the queue")
            self._studio.say(words.format(done, failed), "error" if failed else "good")
        self.changed.emit()
        self._go_on()

    def _fail(self, sentence: str, details: str) -> None:
        """The whole batch cannot go on: the queue rests until someone has seen to it."""
        self.paused = True
        self._studio.fail(sentence)
        self.failed.emit(sentence, details)

    def _halt(self) -> None:
        if self._job is not None:
            self._job.cancel()


def _opened(folder: Path, _stop: Flag) -> "Iterator[Queue]":
    from ganstudio.stylize.queue import Queue

    yield Queue(folder)


def _work(batch: "Batch", studio: "Studio", stop: Flag) -> Iterator[Any]:
    from ganstudio.devices import pick_device
    from ganstudio.stylize.batch import run

    yield from run(batch, studio.catalog, device=pick_device(studio.settings.device), home=studio.home, stop=stop)
