"""What to train: the panel where a folder, an architecture and its settings are chosen."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QSignalBlocker, Qt, QTimer, Signal
from PySide6.QtWidgets import QCheckBox, QLineEdit, QVBoxLayout, QWidget

from ganstudio.api.architecture import Architecture
from ganstudio.core.errors import GanStudioError
from ganstudio.gui.app.context import AppContext
from ganstudio.gui.app.translations import tr
from ganstudio.gui.glossary.why import section_with_question
from ganstudio.gui.train import jobs as folders
from ganstudio.gui.train.examined_folder import ExaminedFolder
from ganstudio.gui.train.folder_card import FolderCard
from ganstudio.gui.train.goal_box import GoalBox
from ganstudio.gui.train.ground_box import GroundBox
from ganstudio.gui.train.jobs import Thumbnail
from ganstudio.gui.train.length_box import LengthBox, row
from ganstudio.gui.train.photo_folder_box import PhotoFolderBox
from ganstudio.gui.train.request import Request, forecast_request
from ganstudio.gui.train.required_network_box import RequiredNetworkBox
from ganstudio.gui.train.setup_controller import SetupController
from ganstudio.gui.train.start_from import StartFromBox
from ganstudio.gui.widgets.controls import ComboBox
from ganstudio.gui.widgets.form import OptionsForm
from ganstudio.gui.widgets.layout import button, clear, label, panel, section

SHAPES = {"Square": 1.0, "4 : 3": 4 / 3, "3 : 2": 3 / 2, "16 : 9": 16 / 9, "3 : 4": 3 / 4, "2 : 3": 2 / 3}


class SetupPanel(QWidget):
    """Lays out what the controller holds; the signals are its buttons, but `folder_examined`: a folder is there."""

    folder_wanted = Signal()
    painting_wanted = Signal()
    start_wanted = Signal()
    queue_wanted = Signal()
    folder_examined = Signal()
    closer_wanted = Signal()

    def __init__(self, context: AppContext) -> None:
        super().__init__()
        self._context = context
        self.controller = SetupController(context)
        self.form: OptionsForm | None = None
        self.chosen = FolderCard(self.folder_wanted.emit, self.painting_wanted.emit, self.closer_wanted.emit)
        self.goal = GoalBox()
        self.architecture = ComboBox()
        self._summary = label("", "secondary")
        self.size_box = ComboBox()
        self.shape = ComboBox()
        for words, aspect in SHAPES.items():
            self.shape.addItem(tr(words), aspect)
        self.length = LengthBox()
        self.name = QLineEdit()
        self.photos = PhotoFolderBox()
        self.ground = GroundBox()
        self.mirror = QCheckBox(tr("Show pictures mirrored, too"))
        self.labels = QCheckBox(tr("Tell the folders apart"))
        self.start_from = StartFromBox()
        self._forecast_timer = QTimer(self, singleShot=True, interval=400)
        self._options = QVBoxLayout()
        self.needed = RequiredNetworkBox(context)
        self.start = button(tr("Start training"), "", self.start_wanted.emit, icon_name="play", name="primary")
        self.queue = button(tr("Add to queue"), "", self.queue_wanted.emit)
        self._lay_out()
        self._bind_choices()
        self._wire()
        self.show_catalog()

    @property
    def folder(self) -> Path | None:
        """The chosen folder, once it was looked through."""
        return self.controller.folder

    def choose(self, folder: Path) -> None:
        """Look through a folder beside the window."""
        self.chosen.show_busy(folder)
        source = partial(folders.examine_folder, folder)
        self._context.files.submit(source, key="folder", on_item=self._receive, failed=self._refuse)

    def try_sample(self) -> None:
        """Unpack the emoji and choose them."""
        source = partial(folders.unpack_sample, self._context.home.data)
        self._context.files.submit(source, key="sample", on_item=self.choose, failed=self._refuse)

    def request(self) -> Request:
        """What is to be trained; GanStudioError where something is missing."""
        return self.controller.request()

    def stop_forecast(self) -> None:
        """Stop forecasting, as a training begins."""
        self._forecast_timer.stop()
        self._context.compute.cancel("forecast")

    def propose_name(self) -> None:
        """Propose a name that is still free."""
        self.name.clear()
        self.controller.propose_name()
        self.name.setPlaceholderText(self.controller.proposed_name)

    def show_catalog(self) -> None:
        """Offer the architectures that there are."""
        with QSignalBlocker(self.architecture):
            self.architecture.clear()
            for architecture in self._context.catalog.architectures.values():
                self.architecture.addItem(tr(architecture.title), architecture.id)
                about = f"{tr(architecture.summary)}\n{architecture.paper}".strip()
                self.architecture.setItemData(self.architecture.count() - 1, about, Qt.ItemDataRole.ToolTipRole)
        self.controller.offer_architectures()

    def _receive(self, seen: ExaminedFolder | Thumbnail) -> None:
        if isinstance(seen, Thumbnail):
            self.chosen.show_picture(seen)
            return
        self.chosen.notice.hide()
        first = self.controller.take_folder(seen)
        self.ground.propose(seen.ground, anew=first)
        if first:
            self.chosen.show_pictures(seen)
            self.propose_name()
            self.goal.choose(self.controller.goal)
        self.folder_examined.emit()

    def _refuse(self, sentence: str, details: str) -> None:
        self._show_state()
        self.chosen.notice.show_words(sentence, tone="error", details=details)

    def _choose_goal(self) -> None:
        self.length.follow_proposals()
        self.controller.choose_goal(self.goal.goal.currentData(), self.goal.minutes)
        self._forecast_timer.start()

    def _make_forecast(self) -> None:
        """Find out beside the window how long it would take, and how many pictures are seen in the time that there is."""
        try:
            request = self.request()
        except GanStudioError:
            return
        source = partial(forecast_request, request, self._context.catalog, self.goal.minutes)
        self._context.compute.submit(
            source, key="forecast", priority=2, on_item=self.length.show_forecast, failed=lambda *_: None
        )

    def _show_state(self) -> None:
        """Show whether it can start, and what is to be known of the folder."""
        state = self.controller
        problem = state.problem()
        for go, tip in (
            (self.start, tr("Make a new run and train it (Ctrl+Return)")),
            (self.queue, tr("Make the new run now; the queue trains it when its turn comes")),
        ):
            go.setEnabled(not problem)
            go.setToolTip(problem or tip)
        self.goal.explain(state.reason)
        self.needed.show_need(state.need)
        self.chosen.show_folder(state.examined, state.size, paints=state.takes_photos)
        self.labels.setVisible(state.has_kinds)
        if state.examined is not None:
            self.length.set_pictures(len(state.examined.files))

    def _show_architecture(self) -> None:
        """Show the architecture that is chosen or proposed, its sizes and its options."""
        state = self.controller
        clear(self._options)
        self.form = None
        with QSignalBlocker(self.architecture):
            self.architecture.setCurrentIndex(self.architecture.findData(state.architecture_id))
        self.photos.setVisible(state.takes_photos)
        for widget in (self.mirror, self.start_from):
            widget.setVisible(state.makes_pictures)
        self.shape.setEnabled(state.makes_pictures)
        if (known := state.architecture) is None:
            self._summary.setText(tr("No plugin has brought an architecture yet."))
            return
        self._summary.setText(tr(known.summary))
        self.architecture.setToolTip(f"{tr('What is trained.')} {known.paper}")
        self._show_sizes(known)
        self.form = OptionsForm(known.Options, state.options)
        self.form.changed.connect(state.set_options)
        self.form.changed.connect(lambda _: self._forecast_timer.start())
        self._options.addWidget(self.form)

    def _show_sizes(self, architecture: Architecture[Any]) -> None:
        with QSignalBlocker(self.size_box):
            self.size_box.clear()
            for size in architecture.sizes:
                self.size_box.addItem(f"{size} × {size}", size)
            self.size_box.setCurrentIndex(self.size_box.findData(self.controller.size))
        self._suggest_length()

    def _choose_size(self) -> None:
        self.controller.choose_size(self.size_box.currentData())
        self._suggest_length()

    def _suggest_length(self) -> None:
        self.length.propose(self.controller.suggested_images)
        self.length.show_forecast(None)
        self._forecast_timer.start()

    def _bind_choices(self) -> None:
        """What is typed and ticked is kept in the controller, as it is now and whenever it changes."""
        for name, changed, now in (
            ("name", self.name.textChanged, self.name.text),
            ("images", self.length.changed, self.length.images),
            ("mirror", self.mirror.toggled, self.mirror.isChecked),
            ("labels", self.labels.toggled, self.labels.isChecked),
            ("aspect", self.shape.currentIndexChanged, self.shape.currentData),
            ("ground", self.ground.currentIndexChanged, self.ground.currentData),
            ("photos", self.photos.chosen, lambda: self.photos.folder),
            ("start", self.start_from.chosen, lambda: self.start_from.folder),
        ):
            self._keep_choice(name, now)
            changed.connect(partial(self._keep_choice, name, now))

    def _keep_choice(self, name: str, now: Callable[[], Any], *_changed: object) -> None:
        setattr(self.controller.choices, name, now())

    def _wire(self) -> None:
        state = self.controller
        state.architecture_changed.connect(self._show_architecture)
        state.state_changed.connect(self._show_state)
        self._context.catalog_changed.connect(self.show_catalog)
        self.needed.without_wanted.connect(state.learn_without)
        self.needed.need_changed.connect(state.find_need)
        self.architecture.currentIndexChanged.connect(lambda _: state.choose_architecture(self.architecture.currentData()))
        self.architecture.activated.connect(lambda _: state.keep_architecture())
        self.goal.changed.connect(self._choose_goal)
        self._forecast_timer.timeout.connect(self._make_forecast)
        self.size_box.currentIndexChanged.connect(lambda _: self._choose_size())
        self.size_box.activated.connect(lambda _: state.choose_size(self.size_box.currentData(), by_hand=True))

    def _lay_out(self) -> None:
        self._add_tooltips()
        area, column = panel("clear")
        column.addLayout(section_with_question(tr("Pictures"), "pictures"))
        column.addWidget(self.chosen)
        column.addSpacing(8)
        column.addWidget(section(tr("What for")))
        column.addWidget(self.goal)
        column.addSpacing(8)
        column.addLayout(section_with_question(tr("What to train"), "architecture"))
        column.addLayout(row(tr("Architecture"), self.architecture))
        column.addWidget(self._summary)
        column.addLayout(row(tr("Size in pixels"), self.size_box))
        column.addLayout(row(tr("Shape"), self.shape))
        column.addWidget(self.length)
        column.addLayout(row(tr("Name"), self.name))
        column.addWidget(self.photos)
        column.addLayout(row(tr("Ground"), self.ground))
        for each in (self.mirror, self.labels, self.start_from):
            column.addWidget(each)
        column.addSpacing(8)
        column.addLayout(section_with_question(tr("Options"), "options"))
        column.addLayout(self._options)
        column.addStretch(1)
        foot = QVBoxLayout()
        foot.setContentsMargins(16, 8, 16, 16)
        foot.setSpacing(8)
        foot.addWidget(self.needed)
        foot.addWidget(self.start)
        foot.addWidget(self.queue)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(area, 1)
        whole.addLayout(foot)

    def _add_tooltips(self) -> None:
        self.name.setMaxLength(80)
        for widget, name, tip in (
            (self.architecture, tr("Architecture"), tr("What is trained.")),
            (self.size_box, tr("Size in pixels"), tr("Side of the new pictures. Twice the size takes four times as long.")),
            (self.name, tr("Name of the training"), tr("The training is kept in a folder of this name.")),
            (self.shape, tr("Shape"), tr("The shape of the new pictures; yours are cropped to it, around their middle.")),
            (self.labels, tr("Tell the folders apart"), tr("Each sub-folder is a kind of pictures that can be asked for.")),
            (self.mirror, tr("Mirror"), tr("Doubles what there is to learn from. Not for letters or faces with a parting.")),
        ):
            widget.setAccessibleName(name)
            widget.setToolTip(tip)
