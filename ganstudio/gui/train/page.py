"""The Train page: choose what to train, watch it, stop it, go on with it. It lays out and binds; its controller decides."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from ganstudio.gui.app.context import AppContext
from ganstudio.gui.app.shortcuts import bind
from ganstudio.gui.app.translations import tr
from ganstudio.gui.train.battery import Battery
from ganstudio.gui.train.controller import Room, TrainController
from ganstudio.gui.train.dataset.page import DatasetPage
from ganstudio.gui.train.folder_drop import FolderDrop
from ganstudio.gui.train.guided_training import GuidedTraining
from ganstudio.gui.train.jobs import sample_thumbnails
from ganstudio.gui.train.machine import find_machine
from ganstudio.gui.train.page_layout import PageLayout
from ganstudio.gui.train.queue_controller import QueueController
from ganstudio.gui.train.run_commands import RunCommands
from ganstudio.gui.train.run_controls import run_controls
from ganstudio.gui.train.running_trainings import find_running
from ganstudio.gui.train.setup_panel import SetupPanel
from ganstudio.gui.train.state_panel import StatePanel
from ganstudio.gui.train.summary_panel import SummaryPanel
from ganstudio.gui.train.training_session import TrainingSession
from ganstudio.gui.train.watch_panel import WatchPanel
from ganstudio.gui.widgets.layout import retint
from ganstudio.gui.widgets.notice import Empty, Notice
from ganstudio.gui.widgets.term_label import TITLES


class TrainPage(QWidget):
    """Setup or summary on the left, samples and losses in the middle, health on the right."""

    close_allowed = Signal()
    settings_wanted = Signal()
    publish_requested = Signal(object)

    def __init__(self, context: AppContext) -> None:
        super().__init__()
        self.setProperty(TITLES, True)
        self._context = context
        self.session = TrainingSession(context)
        self.setup = SetupPanel(context)
        self.controller = TrainController(
            self.session, self.setup.controller, catalog=lambda: context.catalog,
            queue_trains=lambda: context.queue.trained_run, ask_data=self._ask_data,
        )  # fmt: skip
        self.commands = RunCommands(self.session)
        self.queue_controller = QueueController(context, self.controller)
        self.summary = SummaryPanel()
        self.watch = WatchPanel(context)
        self.health = StatePanel()
        self.dataset = DatasetPage(context)
        self.notice = Notice()
        self.guide = GuidedTraining(
            context, self, self.session, self.controller, watch=self.watch, state=self.health, summary=self.summary
        )
        self._lay_out()
        self.drop = FolderDrop(self)
        self.battery = Battery(self)
        self._bind_controller()
        self._bind_widgets()
        self.new_training()
        self._find_machine()
        find_running(context, "running here", self.controller.show_running)

    def open_run(self, folder: Path) -> None:
        """Show a run, live where another program trains it."""
        self.controller.open_run(folder)

    def resume_run(self, folder: Path) -> None:
        """Go on with a run: to its planned end at once, or ask how many more where it has come to its end."""
        self.controller.resume_run(folder)

    def may_close(self) -> bool:
        """Whether nothing trains here; else ask in place, and `close_allowed` may follow."""
        return self.controller.may_close()

    def start(self) -> None:
        """Make a run of what is chosen, and train it; where the queue trains, ask."""
        self.controller.start()

    def stop(self) -> None:
        """Stop what trains here; a checkpoint is written."""
        self.controller.stop()

    def go_on(self, images: int) -> None:
        """Train the run that is shown further, to `images` pictures in all."""
        self.controller.go_on(images)

    def new_training(self) -> None:
        """Show the setup; what runs here goes on."""
        self.controller.new_training()

    def can_start(self) -> bool:
        """Whether a folder was looked through and something can be trained on it."""
        return self.controller.can_start

    def start_guide(self) -> None:
        """Begin the guided first training at its first step."""
        self.guide.start()

    def try_sample(self) -> None:
        """Choose the sample folder of emoji."""
        self.setup.try_sample()

    def warn_of_battery(self, charge: float) -> None:
        """On a battery that is nearly empty: save at once, and ask whether to stop."""
        if self.session.training:
            self.commands.save()
            self.controller.warn_of_battery(charge)

    def choose_folder(self) -> None:
        """Ask for a folder of pictures."""
        folder = QFileDialog.getExistingDirectory(
            self, tr("Choose a folder of pictures"), self._context.folder_for("training")
        )
        if folder:
            self._context.keep_folder("training", Path(folder))
            self.take_folder(Path(folder))

    def choose_painting(self) -> None:
        """Ask for one painting, to make a style of it."""
        path, _ = QFileDialog.getOpenFileName(self, tr("Choose a painting"), self._context.folder_for("painting"))
        if path:
            self._context.keep_folder("painting", Path(path).parent)
            self.take_folder(Path(path))

    def take_folder(self, folder: Path) -> None:
        """Look through a folder, or at a single painting, to train on it."""
        self.new_training()
        if not self.session.training:
            self.setup.choose(folder)

    def _ask_data(self) -> Path | None:
        folder = QFileDialog.getExistingDirectory(self, tr("Where are the pictures of this training now?"))
        return Path(folder) if folder else None

    def _show_room(self, room: Room) -> None:
        if room == "run":
            self._layout.show_run()
        else:
            self._layout.show_setup()

    def _show_run(self) -> None:
        """Another run is shown from now on."""
        run = self.session.run
        assert run is not None
        self.watch.clear()
        self.summary.show_run(run.folder, run.spec, self._context.catalog)
        source = partial(sample_thumbnails, Path(run.spec.data))
        self._context.files.submit(source, key="learns from", priority=2, on_item=self.summary.show_picture)
        self.controller.continue_if_requested()

    def _show_state(self) -> None:
        """Show how the training stands, and what can be done."""
        session, history = self.session, self.session.history
        self.health.show_history(history, session.phase, session.run.spec.plan if session.run else None)
        controls = run_controls(
            session.phase, own=session.own, queued=session.queued, takes_commands=self.summary.takes_commands
        )
        self.summary.show_controls(controls, history.images, self.controller.total)
        self.summary.publish.setVisible(self.controller.can_publish)
        self.summary.command_panel.show_saved(history.last_checkpoint)
        self.watch.show_history(session.run, history)

    def _ask_length(self) -> None:
        self._show_state()
        self.summary.ask_how_many()

    def _publish(self) -> None:
        if self.session.run is not None:
            self.publish_requested.emit(self.session.run.folder)

    def _find_machine(self) -> None:
        source = partial(find_machine, self._context.settings.device)
        self._context.compute.submit(source, key="machine", on_item=self.setup.controller.set_machine)

    def _change_settings(self) -> None:
        self._find_machine()
        retint(self)
        self.watch.plots.apply_theme()
        self._show_state()

    def _check_pictures(self) -> None:
        """Show what may be wrong with the pictures, in place of everything else."""
        if self.setup.folder is not None:
            self.dataset.show_folder(self.setup.folder, self.setup.controller.size or 64)
            self._layout.show_dataset()

    def _show_folder(self) -> None:
        if self.controller.room == "setup":
            self._layout.show_pictures()

    def _open_folder(self) -> None:
        if self.session.run is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self.session.run.folder)))

    def _bind_controller(self) -> None:
        """Show what the controller holds and says."""
        state = self.controller
        state.room_changed.connect(self._show_room)
        state.message_changed.connect(self.notice.show_message)
        state.setup_message_changed.connect(self.setup.chosen.notice.show_message)
        state.started.connect(self.setup.stop_forecast)
        state.name_wanted.connect(self.setup.propose_name)
        state.close_allowed.connect(self.close_allowed.emit)
        state.settings_wanted.connect(self.settings_wanted.emit)
        state.length_requested.connect(self._ask_length)
        state.done.connect(lambda: self._context.post_message(tr("The training is done ✓"), "good"))
        self.commands.refused.connect(partial(self.notice.show_words, tone="warning"))
        self.commands.refused.connect(lambda _words: self.summary.command_panel.show_saving(on=False))
        self.session.opened.connect(self._show_run)
        self.session.changed.connect(self._show_state)
        self.session.ended.connect(state.end)
        self._context.settings_changed.connect(self._change_settings)
        self._context.queue.training_began.connect(self.queue_controller.follow)

    def _bind_widgets(self) -> None:
        """What buttons, keys and the mouse ask for."""
        self.setup.folder_wanted.connect(self.choose_folder)
        self.setup.painting_wanted.connect(self.choose_painting)
        self.setup.start_wanted.connect(self.start)
        self.setup.queue_wanted.connect(self.queue_controller.add)
        self.setup.closer_wanted.connect(self._check_pictures)
        self.setup.folder_examined.connect(self._show_folder)
        self.dataset.left.connect(self._layout.show_setup)
        self.dataset.use_wanted.connect(self.take_folder)
        self.drop.dropped.connect(self.take_folder)
        self.battery.low.connect(self.warn_of_battery)
        self.summary.stop_wanted.connect(self.stop)
        self.summary.go_on_wanted.connect(self.go_on)
        self.summary.new_wanted.connect(self.new_training)
        self.summary.publish_wanted.connect(self._publish)
        self.summary.folder_wanted.connect(self._open_folder)
        panel, cards = self.summary.command_panel, self.health.diagnosis_cards
        panel.sample_wanted.connect(self.commands.sample)
        panel.save_wanted.connect(self.commands.save)
        for each in (panel, cards):
            each.change_wanted.connect(self.commands.change)
        cards.back_wanted.connect(self.commands.back)
        cards.stop_wanted.connect(self.commands.stop)
        for name, act in (
            ("open", self.choose_folder),
            ("new", self.new_training),
            ("start", self.start),
            ("stop", self.stop),
            ("guide_on", self.guide.controller.go_on),
            ("guide_back", self.guide.controller.go_back),
        ):
            bind(f"train.{name}", self, act)

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
            (tr("Guided first training"), self.start_guide),
        )
        self._layout = PageLayout(
            empty, self.setup, self.dataset, self.summary, self.watch, self.health, self.notice, self.guide.card
        )
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._layout)
