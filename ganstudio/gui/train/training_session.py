"""Session: the training that the page shows, whoever trains it, and when the page is told of it."""

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from ganstudio.core.errors import GanStudioError
from ganstudio.core.events import Event, Failed
from ganstudio.core.log import log_unexpected
from ganstudio.gui.app.context import AppContext
from ganstudio.gui.app.services import Activity
from ganstudio.gui.app.sleep_inhibitor import SleepInhibitor
from ganstudio.gui.app.translations import duration, tr
from ganstudio.gui.app.workers import TrainingThread
from ganstudio.runs.history import Phase, RunHistory, reduce_events

if TYPE_CHECKING:
    from ganstudio.runs.commands import Command
    from ganstudio.runs.run import Run

REPAINT = 1000 // 15


@dataclass(frozen=True)
class OpenedRun:
    """A run is open: its folder, and what happened in it so far."""

    run: "Run"
    history: RunHistory


SessionEvent = Event | OpenedRun
Trainer = Callable[..., Iterator[Event]]


class TrainingSession(QObject):
    """One training at a time. `changed` (look again) comes at most 15 times a second, `ended` when it rests."""

    opened = Signal()
    changed = Signal()
    ended = Signal()

    def __init__(self, context: AppContext) -> None:
        super().__init__()
        self.run: Run | None = None
        self.history = RunHistory()
        self.own = False
        self._context = context
        self._thread: TrainingThread | None = None
        self._sleep_inhibitor = SleepInhibitor()
        self._repaint = QTimer(self, singleShot=True, interval=REPAINT)
        self._repaint.timeout.connect(self._announce)

    @property
    def busy(self) -> bool:
        """Whether something is trained or followed now."""
        return self._thread is not None

    @property
    def training(self) -> bool:
        """Whether this window itself trains now."""
        return self.busy and self.own

    @property
    def queued(self) -> bool:
        """Whether it is the queue that trains what is shown."""
        return self.run is not None and self._context.queue.trained_run == self.run.folder

    @property
    def phase(self) -> Phase:
        """What it does now."""
        if self._thread is not None:
            stopping = self.own and self._thread.stop.is_set() and self.history.end_event is None
            return "stopping" if stopping else self.history.phase
        return self.history.phase if self.history.end_event else "stopped"

    def train(self, make: "Callable[[], Run]") -> None:
        """Make a run beside the window, and train it."""
        self._begin(partial(_train_events, make, None, self._choose_trainer()), own=True)

    def go_on(self, folder: Path, images: int | None) -> None:
        """Train a run further, to `images` pictures in all (None: as many as planned)."""
        self._begin(partial(_train_events, lambda: _open_run(folder), images, self._choose_trainer()), own=True)

    def _choose_trainer(self) -> Trainer:
        """Who trains: a thread of the window, or a process of its own, by the settings."""
        from ganstudio.train.launch import train_in_process, train_in_thread

        if self._context.settings.training == "apart":
            return partial(train_in_process, arguments=self._context.arguments())
        return partial(train_in_thread, catalog=self._context.catalog)

    def open(self, folder: Path) -> None:
        """Show a run, and follow it while another program trains it."""
        self._begin(lambda stop: _follow_events(folder, stop), own=False)

    def stop(self) -> None:
        """Stop training at the next step; a checkpoint is written before `ended`."""
        if self._thread is not None and not self._thread.stop.is_set():
            self._thread.stop.set()
            self._announce()

    def send(self, command: "Command") -> None:
        """Ask something of whoever trains what is shown; GanStudioError where nobody does."""
        from ganstudio.runs import commands

        if self.run is not None:
            commands.send_command(self.run, command)

    def leave(self) -> None:
        """Let go of what is shown, and wait for the thread."""
        if (thread := self._thread) is not None:
            thread.stop.set()
            thread.wait()
            self._clear()

    def _begin(self, source: Callable[[threading.Event], Iterator[SessionEvent]], *, own: bool) -> None:
        self.leave()
        self.run, self.history, self.own = None, RunHistory(), own
        stop = threading.Event()
        self._thread = TrainingThread(lambda: _report_errors(source(stop)), stop, self)
        self._thread.item_ready.connect(partial(self._receive, stop))
        self._thread.finished.connect(partial(self._finish, stop))
        self._thread.start()
        if own:
            self._sleep_inhibitor.hold()
            self._context.queue.yield_to_page(True)
        self._announce()

    def _receive(self, whose: threading.Event, event: SessionEvent) -> None:
        if not self._is_current(whose):
            return
        if isinstance(event, OpenedRun):
            self.run, self.history = event.run, event.history
            self.opened.emit()
        else:
            self.history.add_event(event)
        if not self._repaint.isActive():
            self._repaint.start()

    def _finish(self, whose: threading.Event) -> None:
        if self._is_current(whose):
            self._clear()
            self._announce()
            self.ended.emit()

    def _is_current(self, whose: threading.Event) -> bool:
        """What a thread said before it was left may still arrive; it belongs to nobody."""
        return self._thread is not None and self._thread.stop is whose

    def _clear(self) -> None:
        assert self._thread is not None
        self._thread.wait()
        self._thread.deleteLater()
        self._thread = None
        self._sleep_inhibitor.release()
        self._repaint.stop()
        self._context.show_activity("training", None)
        self._context.queue.yield_to_page(False)

    def _announce(self) -> None:
        if self.busy and (self.own or (self.history.phase == "running" and not self.queued)):
            self._context.show_activity("training", self._activity())
        self.changed.emit()

    def _activity(self) -> Activity:
        words = self.run.folder.name if self.run else tr("Training")
        if self.phase in ("preparing", "stopping"):
            words = f"{words}  ·  {tr('getting ready') if self.phase == 'preparing' else tr('saving')}"
        elif self.history.seconds_left is not None:
            words = tr("{}  ·  {} left").format(words, duration(self.history.seconds_left))
        return Activity(words, self.history.share, self.stop if self.own else None)


def _open_run(folder: Path) -> "Run":
    from ganstudio.runs.run import Run

    return Run.open(folder)


def _train_events(
    make: "Callable[[], Run]", images: int | None, trainer: Trainer, stop: threading.Event
) -> Iterator[SessionEvent]:
    run = make()
    history = reduce_events(run.events())
    history.await_start()
    yield OpenedRun(run, history)
    yield from trainer(run, stop=stop, images=images)


def _follow_events(folder: Path, stop: threading.Event) -> Iterator[SessionEvent]:
    from ganstudio.runs.follow import tail_events

    run = _open_run(folder)
    events = run.events()
    yield OpenedRun(run, reduce_events(events))
    if run.state == "running":  # else there is nothing to follow, and a long record need not be read again
        yield from islice(tail_events(run, stop=stop), len(events), None)


def _report_errors(source: Iterator[SessionEvent]) -> Iterator[SessionEvent]:
    try:
        yield from source
    except GanStudioError as error:
        yield Failed(str(error))
    except (Exception, SystemExit) as error:  # a bug: the page shows it as a card, with the traceback to copy
        yield Failed(*log_unexpected(error))
