"""The Train page: choose what to train, watch it, stop it, go on with it."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from ganstudio.core.errors import GanStudioError
from ganstudio.core.events import Failed
from ganstudio.gui.app.context import AppContext
from ganstudio.gui.app.shortcuts import bind
from ganstudio.gui.app.translations import count, tr
from ganstudio.gui.train.battery import Battery
from ganstudio.gui.train.dataset.page import DatasetPage
from ganstudio.gui.train.folder_drop import FolderDrop
from ganstudio.gui.train.health import Health
from ganstudio.gui.train.jobs import some_pictures
from ganstudio.gui.train.machine import find_machine
from ganstudio.gui.train.page_layout import PageLayout
from ganstudio.gui.train.queue_controller import QueueController
from ganstudio.gui.train.recovery import recovery_actions
from ganstudio.gui.train.run_commands import RunCommands
from ganstudio.gui.train.running_trainings import find_running
from ganstudio.gui.train.setup_panel import SetupPanel
from ganstudio.gui.train.summary_panel import SummaryPanel, learns_style
from ganstudio.gui.train.training_session import TrainingSession
from ganstudio.gui.train.watch_panel import WatchPanel
from ganstudio.gui.widgets.layout import retint
from ganstudio.gui.widgets.notice import Empty, Notice

if TYPE_CHECKING:
    from ganstudio.runs.run import Run


class TrainPage(QWidget):
    """Setup or summary on the left, samples and losses in the middle, health on the right."""

    close_allowed = Signal()
    settings_wanted = Signal()
    publish_requested = Signal(object)

    def __init__(self, studio: AppContext) -> None:
        super().__init__()
        self._studio = studio
        self._closing = False
        self._resuming = False
        self.session = TrainingSession(studio)
        self.asks = RunCommands(self.session)
        self.setup = SetupPanel(studio)
        self.summary = SummaryPanel()
        self.watch = WatchPanel(studio)
        self.health = Health()
        self.dataset = DatasetPage(studio)
        self.notice = Notice()
        self._lay_out()
        self.drop = FolderDrop(self)
        self.battery = Battery(self)
        self.queueing = QueueController(studio, self.session, self.setup, self.notice, partial(self.start, first=True))
        self._wire()
        self.new_training()
        self._learn_machine()
        find_running(studio, "running here", self._show_running)

    def _show_running(self, run: "Run") -> None:
        """Follow a training that goes on without a window, where nothing else was begun meanwhile."""
        if not self.session.busy and self.session.run is None and self.setup.folder is None:
            self.open_run(run.folder)

    def open_run(self, folder: Path) -> None:
        """Show a run, live where another program trains it."""
        if self._is_busy():
            if self.session.run is None or self.session.run.folder != folder:
                self._refuse_while_busy()
            return
        self._resuming = False
        self._rooms.show_run()
        self.session.open(folder)

    def resume_run(self, folder: Path) -> None:
        """Go on with a run: to its planned end at once, or ask how many more where it has come to its end."""
        if self._is_busy():
            self._refuse_while_busy()
            return
        self._resuming = True
        self._rooms.show_run()
        self.session.open(folder)

    def may_close(self) -> bool:
        """Whether nothing trains here; else ask in place, and `close_allowed` may follow."""
        if not self.session.training:
            self.session.leave()
            return True
        self.notice.show_words(
            tr("A training is running. Stop it, save and close?"),
            tone="warning",
            actions=((tr("Keep training"), self.notice.hide), (tr("Save and close"), self._stop_and_close)),
        )
        return False

    def start(self, *, first: bool = False) -> None:
        """Make a run of what is chosen, and train it; where the queue trains, ask, unless this one goes `first`."""
        if self._is_busy():
            self._refuse_while_busy()
            return
        if not first and self._studio.queue.trains is not None:
            self.queueing.ask()
            return
        try:
            request = self.setup.request()
        except GanStudioError as error:
            self.setup.chosen.notice.show_words(str(error), tone="warning")
            return
        self._rooms.show_run()
        self.setup.rest()
        catalog = self._studio.catalog
        self.session.train(lambda: request.make(catalog))

    def mind_battery(self, charge: float) -> None:
        """On a battery that is nearly empty: save at once, and ask whether to stop."""
        if self.session.training:
            self.asks.save()
            self.notice.show_words(
                tr("The battery is at {:.0f} %. The training is saved each minute now; plug it in, or stop.").format(charge),
                tone="warning",
                actions=((tr("Stop and save"), self.stop),),
            )

    def stop(self) -> None:
        """Stop what trains here; a checkpoint is written."""
        if self.session.training:
            self.session.stop()

    def can_start(self) -> bool:
        """Whether a folder was looked through and something can be trained on it."""
        return self.setup.start.isEnabled()

    def try_sample(self) -> None:
        """Choose the sample folder of emoji."""
        self.setup.try_sample()

    def go_on(self, images: int) -> None:
        """Train the run that is shown further, to `images` pictures in all."""
        if self.session.run is not None and not self._is_busy():
            self.notice.hide()
            self.session.go_on(self.session.run.folder, images)

    def new_training(self) -> None:
        """Show the setup; what runs here goes on."""
        if self._is_busy():
            self._refuse_while_busy()
            return
        self.session.leave()
        self.setup.name_anew()
        self._rooms.show_setup()

    def choose_folder(self) -> None:
        """Ask for a folder of pictures."""
        folder = QFileDialog.getExistingDirectory(self, tr("Choose a folder of pictures"), str(self.setup.folder or ""))
        if folder:
            self.take_folder(Path(folder))

    def choose_painting(self) -> None:
        """Ask for one painting, to make a style of it."""
        path, _ = QFileDialog.getOpenFileName(self, tr("Choose a painting"), str(self.setup.folder or ""))
        if path:
            self.take_folder(Path(path))

    def take_folder(self, folder: Path) -> None:
        """Look through a folder, or at a single painting, to train on it."""
        self.new_training()
        if not self._is_busy():
            self.setup.choose(folder)

    def _is_busy(self) -> bool:
        return self.session.training

    def _refuse_while_busy(self) -> None:
        name = self.session.run.folder.name if self.session.run else tr("A training")
        self.notice.show_words(tr("“{}” is still training. Stop it first, or let it come to its end.").format(name))

    def _opened(self) -> None:
        run = self.session.run
        assert run is not None
        self.watch.forget()
        self.summary.show_run(run.folder, run.spec, self._studio.catalog)
        source = partial(some_pictures, Path(run.spec.data))
        self._studio.files.submit(source, key="learns from", urgency=2, happened=self.summary.show_picture)
        if self._resuming and not self.session.own:
            self._resuming = False
            self._resume_now()

    def _show(self) -> None:
        session = self.session
        spec = session.run.spec if session.run else None
        self.health.show_story(session.story, session.phase, spec.plan if spec else None)
        total = session.story.total or (spec.images if spec else 0)
        self.summary.show_phase(session.phase, session.story.images, total, own=session.own, queued=session.queued)
        self.summary.publish.setVisible(self._learns_style() and not session.busy and session.story.saved is not None)
        self.watch.show_story(session.run, session.story)

    def _learns_style(self) -> bool:
        """Whether the run that is shown can be published as a style."""
        return self.session.run is not None and learns_style(self.session.run.spec, self._studio.catalog)

    def _publish(self) -> None:
        if self.session.run is not None:
            self.publish_requested.emit(self.session.run.folder)

    def _ended(self) -> None:
        self.notice.hide()
        if self.session.phase == "failed":
            self._closing = False
            self._show_failure()
        elif self._closing:
            self.close_allowed.emit()
        elif self.session.own and self.session.phase == "done":
            self._studio.say(tr("The training is done ✓"), "good")

    def _resume_now(self) -> None:
        run, story = self.session.run, self.session.story
        assert run is not None
        if run.state == "running":
            return
        if story.images >= run.spec.images:
            self._show()
            self.summary.ask_how_many()
        else:
            self.session.go_on(run.folder, None)

    def _show_failure(self) -> None:
        end, saved, run = self.session.story.end, self.session.story.saved, self.session.run
        if not isinstance(end, Failed):
            return
        if run is None:
            self._rooms.show_setup()
            settings = ((tr("Open Settings"), self.settings_wanted.emit),) if "Settings page" in end.error else ()
            self.setup.chosen.notice.show_words(end.error, tone="error", details=end.traceback or "", actions=settings)
            return
        safe = tr("No checkpoint was written yet; it would begin anew.")
        if saved:
            safe = tr("The checkpoint at {} pictures is safe.").format(count(saved.images))
        actions = recovery_actions(
            self,
            run,
            was_saved=saved is not None,
            go_on=lambda: self.go_on(run.spec.images),
            refuse=partial(self.notice.show_words, tone="error"),
        )
        words = f"{end.error}\n{safe}"
        self.notice.show_words(words, tone="error", details=end.traceback or str(run.folder), actions=actions)

    def _stop_and_close(self) -> None:
        self._closing = True
        self.notice.show_words(tr("Stopping and saving; the window closes when the checkpoint is written."))
        self.session.stop()
        if not self.session.busy:
            self.close_allowed.emit()

    def _learn_machine(self) -> None:
        source = partial(find_machine, self._studio.settings.device)
        self._studio.compute.submit(source, key="machine", happened=self.setup.suit)

    def _change_settings(self) -> None:
        self._learn_machine()
        retint(self)
        self.watch.plots.wear_theme()
        self._show()

    def _check_pictures(self) -> None:
        """Show what may be wrong with the pictures, in place of everything else."""
        folder, size = self.setup.folder, self.setup.size_box.currentData() or 64
        if folder is not None:
            self.dataset.show_folder(folder, size)
            self._rooms.show_dataset()

    def _show_folder(self) -> None:
        if not self.session.training:
            self._rooms.show_pictures()

    def _open_folder(self) -> None:
        if self.session.run is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self.session.run.folder)))

    def _wire(self) -> None:
        self._studio.settings_changed.connect(self._change_settings)
        self.session.opened.connect(self._opened)
        self.session.changed.connect(self._show)
        self.session.ended.connect(self._ended)
        self.setup.folder_wanted.connect(self.choose_folder)
        self.setup.start_wanted.connect(self.start)
        self.setup.queue_wanted.connect(self.queueing.add)
        self.setup.closer_wanted.connect(self._check_pictures)
        self.dataset.left.connect(self._rooms.show_setup)
        self.dataset.use_wanted.connect(self.take_folder)
        self.setup.looked.connect(self._show_folder)
        self.summary.stop_wanted.connect(self.stop)
        self.summary.go_on_wanted.connect(self.go_on)
        self.battery.low.connect(self.mind_battery)
        self.asks.refused.connect(partial(self.notice.show_words, tone="warning"))
        asking, bedside = self.summary.asking, self.health.bedside
        asking.sample_wanted.connect(self.asks.sample)
        asking.save_wanted.connect(self.asks.save)
        for each in (asking, bedside):
            each.change_wanted.connect(self.asks.change)
        bedside.back_wanted.connect(self.asks.back)
        bedside.stop_wanted.connect(self.asks.stop)
        self.summary.new_wanted.connect(self.new_training)
        self.summary.publish_wanted.connect(self._publish)
        self.summary.folder_wanted.connect(self._open_folder)
        self.drop.dropped.connect(self.take_folder)
        bind("train.open", self, self.choose_folder)
        bind("train.new", self, self.new_training)
        bind("train.start", self, self.start)
        bind("train.stop", self, self.stop)

    def _lay_out(self) -> None:
        empty = Empty(
            "train",
            tr("Train on your own pictures"),
            tr(
                "Drop a folder of a hundred pictures or more of one kind, and their look is learnt while you watch; "
                "or one painting, to make a style of it."
            ),
            (tr("Choose folder…"), self.choose_folder),
            (tr("Choose painting…"), self.choose_painting),
            (tr("Sample emoji"), self.try_sample),
        )
        self._rooms = PageLayout(empty, self.setup, self.dataset, self.summary, self.watch, self.health, self.notice)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._rooms)
