"""What to train: the panel where a folder, an architecture and its settings are chosen."""

from datetime import UTC, datetime
from functools import partial
from itertools import pairwise
from pathlib import Path
from statistics import median
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QCheckBox, QLineEdit, QVBoxLayout, QWidget

from ganstudio.api.architecture import Architecture
from ganstudio.api.options import parse
from ganstudio.core.errors import GanStudioError
from ganstudio.gui.app.context import AppContext
from ganstudio.gui.app.translations import tr
from ganstudio.gui.train import jobs as folders
from ganstudio.gui.train.examined_folder import ExaminedFolder
from ganstudio.gui.train.folder_card import FolderCard
from ganstudio.gui.train.goal_box import GoalBox
from ganstudio.gui.train.ground_box import GroundBox
from ganstudio.gui.train.jobs import Thumbnail
from ganstudio.gui.train.length_box import Length, row
from ganstudio.gui.train.machine import Machine
from ganstudio.gui.train.needed_box import NeededBox
from ganstudio.gui.train.photos import Photos
from ganstudio.gui.train.request import Request, foresee_request
from ganstudio.gui.train.run_name import free_name
from ganstudio.gui.train.start_from import StartFrom
from ganstudio.gui.widgets.controls import ComboBox
from ganstudio.gui.widgets.form import OptionsForm
from ganstudio.gui.widgets.layout import button, clear, label, panel, section

SHAPES = {"Square": 1.0, "4 : 3": 4 / 3, "3 : 2": 3 / 2, "16 : 9": 16 / 9, "3 : 4": 3 / 4, "2 : 3": 2 / 3}


class SetupPanel(QWidget):
    """Collects a request; the signals are its buttons, but `looked`: a folder is there."""

    folder_wanted = Signal()
    start_wanted = Signal()
    queue_wanted = Signal()
    looked = Signal()
    closer_wanted = Signal()

    def __init__(self, studio: AppContext) -> None:
        super().__init__()
        self._studio = studio
        self._looked: ExaminedFolder | None = None
        self._machine = Machine()
        self._size: int | None = None
        self._by_hand = False
        self._kept: dict[str, dict[str, Any]] = {}
        self.form: OptionsForm | None = None
        self.chosen = FolderCard(self.folder_wanted.emit, self.closer_wanted.emit)
        self.goal = GoalBox()
        self.architecture = ComboBox()
        self._summary = label("", "secondary")
        self.size_box = ComboBox()
        self.shape = ComboBox()
        for words, aspect in SHAPES.items():
            self.shape.addItem(tr(words), aspect)
        self.length = Length()
        self.name = QLineEdit()
        self.photos = Photos()
        self.ground = GroundBox()
        self.mirror = QCheckBox(tr("Show pictures mirrored, too"))
        self.labels = QCheckBox(tr("Tell the folders apart"))
        self.start_from = StartFrom()
        self._foresight = QTimer(self, singleShot=True, interval=400)
        self._options = QVBoxLayout()
        self.needed = NeededBox(studio)
        self.start = button(
            tr("Start training"), tr("Make a new run and train it (Ctrl+Return)"), self.start_wanted.emit,
            icon_name="play", name="primary",
        )  # fmt: skip
        tip = tr("Make the new run now; the queue trains it when its turn comes")
        self.queue = button(tr("Add to queue"), tip, self.queue_wanted.emit)
        self._lay_out()
        self._wire()
        self.show_catalog()
        self._show_folder()

    @property
    def folder(self) -> Path | None:
        """The chosen folder, once it was looked through."""
        return self._looked.folder if self._looked else None

    def choose(self, folder: Path) -> None:
        """Look through a folder beside the window."""
        self.chosen.show_busy(folder)
        source = partial(folders.look_through, folder)
        self._studio.files.submit(source, key="folder", happened=self._take, failed=self._refuse)

    def try_sample(self) -> None:
        """Unpack the emoji and choose them."""
        source = partial(folders.unpack_sample, self._studio.home.data)
        self._studio.files.submit(source, key="sample", happened=self.choose, failed=self._refuse)

    def request(self) -> Request:
        """What is to be trained; GanStudioError where something is missing."""
        if self._looked is None or self.architecture.currentData() is None:
            raise GanStudioError(tr("Choose a folder of pictures first."))
        if self.needed.is_missing:
            raise GanStudioError(self.needed.words.text())
        name = self.name.text().strip() or self.name.placeholderText()
        runs = self._studio.home.runs(self._studio.settings)
        if Path(name).name != name or name in ("", ".", ".."):
            raise GanStudioError(tr("“{}” cannot be the name of a folder; choose another name.").format(name))
        return Request(
            folder=runs / name,
            architecture=self.architecture.currentData(),
            data=self._looked.folder,
            size=self.size_box.currentData(),
            images=self.length.images(),
            mirror=self.mirror.isChecked(),
            device=self._studio.settings.device,
            options=self.form.values() if self.form else {},
            photos=self.photos.folder if self.photos.isVisibleTo(self) else None,
            labels=self.labels.isVisibleTo(self) and self.labels.isChecked(),
            aspect=self.shape.currentData() if self.mirror.isVisibleTo(self) else 1.0,
            ground=self.ground.currentData(),
            start=self.start_from.folder if self.start_from.isVisibleTo(self) else None,
        )

    def rest(self) -> None:
        """Foresee nothing any more: a training begins."""
        self._foresight.stop()
        self._studio.compute.cancel("forecast")

    def name_anew(self) -> None:
        """Propose a name that is still free."""
        self.name.clear()
        if self._looked is not None:
            runs = self._studio.home.runs(self._studio.settings)
            today = datetime.now(UTC).astimezone().date()
            self.name.setPlaceholderText(free_name(runs, self._looked.folder, today))

    def show_catalog(self) -> None:
        """Offer the architectures that there are."""
        chosen = self.architecture.currentData()
        self.architecture.blockSignals(True)
        self.architecture.clear()
        for architecture in self._studio.catalog.architectures.values():
            self.architecture.addItem(tr(architecture.title), architecture.id)
            about = f"{tr(architecture.summary)}\n{architecture.paper}".strip()
            self.architecture.setItemData(self.architecture.count() - 1, about, Qt.ItemDataRole.ToolTipRole)
        self.architecture.setCurrentIndex(max(0, self.architecture.findData(chosen or "dcgan")))
        self.architecture.blockSignals(False)
        self._show_architecture()

    def suit(self, machine: Machine) -> None:
        """Propose sizes and lengths that suit the machine."""
        if machine != self._machine:
            self._machine = machine
            self._show_architecture()

    def _take(self, seen: ExaminedFolder | Thumbnail) -> None:
        if isinstance(seen, Thumbnail):
            self.chosen.show_picture(seen)
            return
        first = self._looked is None or self._looked.folder != seen.folder
        self._looked = seen
        self.ground.propose(seen.ground, anew=first)
        self.chosen.notice.hide()
        if first:
            self.chosen.show_pictures(seen)
            self.name_anew()
            if len(seen.files) == 1:
                self.goal.choose("style")
            elif self.goal.goal.currentData() == "style":
                self.goal.choose("new")
        if first or seen.sides:
            self._propose()
        self._show_folder()
        self.looked.emit()

    def _propose(self) -> None:
        """Choose what suits goal, pictures, machine and time; what was chosen by hand stays until the goal changes."""
        from ganstudio.train.recommend import recommend

        if self._looked is None or self._by_hand:
            return
        side = int(median(self._looked.sides)) if self._looked.sides else self._machine.side
        proposal = recommend(
            self.goal.goal.currentData(), self._studio.catalog, pictures=len(self._looked.files), side=side,
            device=self._machine.device, minutes=self.goal.minutes,
        )  # fmt: skip
        if proposal is None:
            self.goal.explain("")
            return
        self.goal.explain(tr(proposal.why))
        self._kept[proposal.architecture] = dict(proposal.options)
        self._size = proposal.size
        self.architecture.blockSignals(True)
        self.architecture.setCurrentIndex(self.architecture.findData(proposal.architecture))
        self.architecture.blockSignals(False)
        self._show_architecture()

    def _goal_chosen(self) -> None:
        self._by_hand = False
        self.length.release()
        self._propose()
        self._foresight.start()

    def _chosen_by_hand(self) -> None:
        self._by_hand = True
        self.goal.explain("")

    def _foresee(self) -> None:
        """Find out beside the window how long it would take, and how many pictures are seen in the time that there is."""
        try:
            request = self.request()
        except GanStudioError:
            return
        source = partial(foresee_request, request, self._studio.catalog, self.goal.minutes)
        self._studio.compute.submit(source, key="forecast", urgency=2, happened=self.length.foresee, failed=lambda *_: None)

    def _refuse(self, sentence: str, details: str) -> None:
        self._show_folder()
        self.chosen.notice.show_words(sentence, tone="error", details=details)

    def _show_folder(self) -> None:
        seen = self._looked
        for go in (self.start, self.queue):
            go.setEnabled(seen is not None and self.architecture.count() > 0 and not self.needed.is_missing)
        self.chosen.show_folder(seen, self.size_box.currentData() or 0, paints=self.photos.isVisibleTo(self))
        self.labels.setVisible(seen is not None and bool(seen.kinds) and self.mirror.isVisibleTo(self))
        if seen is not None:
            self.length.know_pictures(len(seen.files))

    def _show_architecture(self) -> None:
        self._options_gone()
        name = self.architecture.currentData()
        if name is None:
            self._summary.setText(tr("No plugin has brought an architecture yet."))
            self.needed.show_need(None)
            return
        architecture = self._studio.catalog.architecture(name)
        self._summary.setText(tr(architecture.summary))
        self.architecture.setToolTip(f"{tr('What is trained.')} {architecture.paper}")
        makes = architecture.task == "generate"
        self.photos.setVisible(not makes and architecture.takes_photos)
        self.mirror.setVisible(makes)
        self.start_from.setVisible(makes)
        self.shape.setEnabled(makes)
        self._show_sizes(architecture)
        self.form = OptionsForm(architecture.Options, self._kept.get(name))
        self.form.changed.connect(partial(self._kept.__setitem__, name))
        self.form.changed.connect(lambda _: self._foresight.start())
        self.form.changed.connect(lambda _: self._show_need())
        self._options.addWidget(self.form)
        self._order_tabs(self.form)
        self._show_need()

    def _show_need(self) -> None:
        """Say before Start which network is missing for what is chosen."""
        from ganstudio.train.required_networks import missing_network

        architecture = self._studio.catalog.architectures.get(self.architecture.currentData())  # plugins may be loaded anew
        if self.form is not None and architecture is not None:
            options = parse(architecture.Options, self.form.values(), architecture.title)
            self.needed.show_need(missing_network(architecture, options))
        self._show_folder()

    def _learn_without(self, options: dict[str, Any]) -> None:
        """Choose the options with which it learns without the network."""
        assert self.form is not None
        self._kept[self.architecture.currentData()] = self.form.values() | options
        self._show_architecture()

    def _order_tabs(self, form: QWidget) -> None:
        """Tab goes as the eye does."""
        mine = (each for each in form.findChildren(QWidget) if each.window() is self.window())
        inside = [each for each in mine if each.focusPolicy() & Qt.FocusPolicy.TabFocus]
        before = (self.chosen.change, self.chosen.closer, self.goal.goal, self.goal.time)
        what = (self.architecture, self.size_box, self.shape)
        more = (self.length.box, self.length.slider, self.name, self.photos.change, self.ground, self.mirror, self.labels)
        ends = (self.needed.without, self.needed.fetch, self.needed.stop, self.start, self.queue)
        for one, next_one in pairwise((*before, *what, *more, self.start_from.change, *inside, *ends)):
            QWidget.setTabOrder(one, next_one)

    def _options_gone(self) -> None:
        clear(self._options)
        self.form = None

    def _show_sizes(self, architecture: Architecture[Any]) -> None:
        self.size_box.blockSignals(True)
        self.size_box.clear()
        for size in architecture.sizes:
            self.size_box.addItem(f"{size} × {size}", size)
        least = self._machine.side if architecture.task == "generate" else 0
        good = max((size for size in architecture.sizes if size <= least), default=architecture.sizes[0])
        self.size_box.setCurrentIndex(architecture.sizes.index(self._size if self._size in architecture.sizes else good))
        self.size_box.blockSignals(False)
        self._size_chosen()

    def _keep_size(self) -> None:
        """The user has chosen: another architecture or device does not change it."""
        self._size = self.size_box.currentData()

    def _size_chosen(self) -> None:
        size = self.size_box.currentData() or 32
        self.length.propose(self._enough() or self._machine.pixels / size**2)
        self.length.foresee(None)
        self._foresight.start()
        self._show_folder()

    def _enough(self) -> int | None:
        """Pictures that are enough for the architecture with the options as they are."""
        name = self.architecture.currentData()
        if name is None:
            return None
        architecture = self._studio.catalog.architecture(name)
        return architecture.default_images(architecture.Options())

    def _wire(self) -> None:
        self._studio.catalog_changed.connect(self.show_catalog)
        self.needed.without_wanted.connect(self._learn_without)
        self.needed.looked_again.connect(self._show_need)
        self.architecture.currentIndexChanged.connect(self._show_architecture)
        self.architecture.activated.connect(self._chosen_by_hand)
        self.goal.changed.connect(self._goal_chosen)
        self._foresight.timeout.connect(self._foresee)
        self.size_box.currentIndexChanged.connect(self._size_chosen)
        self.size_box.activated.connect(self._keep_size)

    def _lay_out(self) -> None:
        self._explain()
        area, column = panel("clear")
        column.addWidget(section(tr("Pictures")))
        column.addWidget(self.chosen)
        column.addSpacing(8)
        column.addWidget(section(tr("What for")))
        column.addWidget(self.goal)
        column.addSpacing(8)
        column.addWidget(section(tr("What to train")))
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
        column.addWidget(section(tr("Options")))
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

    def _explain(self) -> None:
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
