"""What the Train page shows, and what may be done there: which run, which room, what is said. No widgets."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Literal, Protocol

from ganstudio.core.errors import GanStudioError
from ganstudio.core.events import Failed
from ganstudio.gui.app.listeners import Listeners
from ganstudio.gui.app.message import Message
from ganstudio.gui.app.translations import count, tr
from ganstudio.gui.train.recovery import recovery_actions
from ganstudio.gui.train.setup_controller import SetupController
from ganstudio.runs.history import Phase, RunHistory

if TYPE_CHECKING:
    from ganstudio.gui.train.request import Request
    from ganstudio.plugins.catalog import Catalog
    from ganstudio.runs.commands import Command
    from ganstudio.runs.run import Run
    from ganstudio.runs.run_spec import RunSpec

Room = Literal["setup", "run"]


class Session(Protocol):
    """A training that is run or followed beside the window, and what is known of it."""

    run: "Run | None"
    history: RunHistory
    own: bool

    @property
    def busy(self) -> bool:
        """Whether something is trained or followed now."""

    @property
    def training(self) -> bool:
        """Whether this window itself trains now."""

    @property
    def phase(self) -> Phase:
        """What it does now."""

    def train(self, make: "Callable[[], Run]") -> None:
        """Make a run, and train it."""

    def go_on(self, folder: Path, images: int | None) -> None:
        """Train a run further."""

    def open(self, folder: Path) -> None:
        """Show a run, and follow it while another program trains it."""

    def stop(self) -> None:
        """Stop training; a checkpoint is written."""

    def leave(self) -> None:
        """Let go of what is shown."""

    def send(self, command: "Command") -> None:
        """Ask something of whoever trains what is shown."""


class TrainController:
    """The state of the Train page. `room_changed` carries the room; `message_changed` a message over the run, or None;
    `setup_message_changed` one beside the choices. `started`: a training begins; `name_wanted`: the next run needs a name;
    `queue_requested`: the queue trains, so ask which is first; `length_requested`: ask how many more pictures to see."""

    def __init__(
        self,
        session: Session,
        setup: SetupController,
        *,
        catalog: "Callable[[], Catalog]",
        queue_trains: Callable[[], Path | None],
        ask_data: Callable[[], Path | None],
    ) -> None:
        self.session, self.setup = session, setup
        self._catalog, self._queue_trains, self._ask_data = catalog, queue_trains, ask_data
        self._closing = False
        self._resuming = False
        self.room: Room = "setup"
        self.room_changed = Listeners()
        self.message_changed = Listeners()
        self.setup_message_changed = Listeners()
        self.started = Listeners()
        self.name_wanted = Listeners()
        self.close_allowed = Listeners()
        self.settings_wanted = Listeners()
        self.queue_requested = Listeners()
        self.length_requested = Listeners()
        self.done = Listeners()

    @property
    def can_start(self) -> bool:
        """Whether something can be trained on what is chosen."""
        return not self.setup.problem()

    @property
    def can_publish(self) -> bool:
        """Whether what the run learnt can be made a style: it changes photos, has a checkpoint, and rests."""
        run = self.session.run
        return (
            run is not None
            and not self.session.busy
            and self.session.history.last_checkpoint is not None
            and learns_style(run.spec, self._catalog())
        )

    @property
    def total(self) -> int:
        """Pictures that the run is to see in all; 0 where no run is shown."""
        return self.session.history.total or (self.session.run.spec.images if self.session.run else 0)

    def open_run(self, folder: Path) -> None:
        """Show a run, live where another program trains it; what trains here is not left for another one."""
        shown = self.session.run
        if self.session.training and shown is not None and shown.folder == folder:
            return
        if self._is_free():
            self._resuming = False
            self._show_room("run")
            self.session.open(folder)

    def show_running(self, run: "Run") -> None:
        """Follow a training that goes on without a window, where nothing else was begun meanwhile."""
        if not self.session.busy and self.session.run is None and self.setup.folder is None:
            self.open_run(run.folder)

    def resume_run(self, folder: Path) -> None:
        """Go on with a run: to its planned end at once, or ask how many more where it has come to its end."""
        if self._is_free():
            self._resuming = True
            self._show_room("run")
            self.session.open(folder)

    def new_training(self) -> None:
        """Show the setup; what trains here goes on."""
        if self._is_free():
            self.session.leave()
            self.name_wanted.emit()
            self._show_room("setup")

    def start(self, *, first: bool = False) -> None:
        """Make a run of what is chosen, and train it; where the queue trains, ask, unless this one goes `first`."""
        if not self._is_free():
            return
        if not first and self._queue_trains() is not None:
            self.queue_requested.emit()
            return
        try:
            request = self.setup.request()
        except GanStudioError as error:
            self.setup_message_changed.emit(Message(str(error), "warning"))
            return
        self._train(request)

    def may_train(self) -> bool:
        """Whether a training could begin at once; else it is said what is in the way."""
        if self._queue_trains() is not None:
            words = tr("The queue trains now; let it rest first (open it below), or wait for its end.")
            self.message_changed.emit(Message(words))
            return False
        return self._is_free()

    def train(self, request: "Request") -> bool:
        """Make a run of a request, and train it; whether nothing was in the way."""
        if may := self.may_train():
            self._train(request)
        return may

    def _train(self, request: "Request") -> None:
        self._show_room("run")
        self.started.emit()
        catalog = self._catalog()
        self.session.train(lambda: request.make(catalog))

    def go_on(self, images: int) -> None:
        """Train the run that is shown further, to `images` pictures in all."""
        if self.session.run is not None and not self.session.training:
            self.message_changed.emit(None)
            self.session.go_on(self.session.run.folder, images)

    def stop(self) -> None:
        """Stop what trains here; a checkpoint is written."""
        if self.session.training:
            self.session.stop()

    def may_close(self) -> bool:
        """Whether nothing trains here; else ask in place, and `close_allowed` may follow."""
        if not self.session.training:
            self.session.leave()
            return True
        keep, close = (
            (tr("Keep training"), lambda: self.message_changed.emit(None)),
            (tr("Save and close"), self._stop_and_close),
        )
        self.message_changed.emit(
            Message(tr("A training is running. Stop it, save and close?"), "warning", actions=(keep, close))
        )
        return False

    def warn_of_battery(self, charge: float) -> None:
        """The battery is nearly empty: offer to stop."""
        words = tr("The battery is at {:.0f} %. The training is saved each minute now; plug it in, or stop.")
        self.message_changed.emit(Message(words.format(charge), "warning", actions=((tr("Stop and save"), self.stop),)))

    def continue_if_requested(self) -> None:
        """A run was opened: go on with it where that was asked for."""
        run, wanted = self.session.run, self._resuming and not self.session.own
        self._resuming = self._resuming and not wanted
        if run is None or not wanted or run.state == "running":
            return
        if self.session.history.images >= run.spec.images:
            self.length_requested.emit()
        else:
            self.session.go_on(run.folder, None)

    def end(self) -> None:
        """The session has ended: say how."""
        self.message_changed.emit(None)
        if self.session.phase == "failed":
            self._closing = False
            self._tell_failure()
        elif self._closing:
            self.close_allowed.emit()
        elif self.session.own and self.session.phase == "done":
            self.done.emit()

    def _is_free(self) -> bool:
        """Whether nothing trains here; else that is said."""
        if not self.session.training:
            return True
        name = self.session.run.folder.name if self.session.run else tr("A training")
        self.message_changed.emit(
            Message(tr("“{}” is still training. Stop it first, or let it come to its end.").format(name))
        )
        return False

    def _show_room(self, room: Room) -> None:
        self.room = room
        self.room_changed.emit(room)

    def _stop_and_close(self) -> None:
        self._closing = True
        self.message_changed.emit(Message(tr("Stopping and saving; the window closes when the checkpoint is written.")))
        self.session.stop()
        if not self.session.busy:
            self.close_allowed.emit()

    def _tell_failure(self) -> None:
        end, run = self.session.history.end_event, self.session.run
        if not isinstance(end, Failed):
            return
        if run is None:
            self._show_room("setup")
            settings = ((tr("Open Settings"), self.settings_wanted.emit),) if "Settings page" in end.error else ()
            self.setup_message_changed.emit(Message(end.error, "error", end.traceback or "", settings))
            return
        saved = self.session.history.last_checkpoint
        safe = tr("No checkpoint was written yet; it would begin anew.")
        if saved:
            safe = tr("The checkpoint at {} pictures is safe.").format(count(saved.images))
        actions = recovery_actions(
            run, was_saved=saved is not None, go_on=lambda: self.go_on(run.spec.images),
            refuse=lambda words: self.message_changed.emit(Message(words, "error")), ask_data=self._ask_data,
        )  # fmt: skip
        self.message_changed.emit(Message(f"{end.error}\n{safe}", "error", end.traceback or str(run.folder), actions))


def learns_style(spec: "RunSpec", catalog: "Catalog") -> bool:
    """Whether what a run learns can be published as a style: not where it makes pictures from noise."""
    known = catalog.architectures.get(spec.architecture)
    return known is not None and known.task == "translate"
