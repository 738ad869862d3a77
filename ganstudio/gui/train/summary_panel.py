"""What is trained, folded to a summary while it runs; how to stop it, and how to go on."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from ganstudio.gui.app.translations import count, size_words, tr
from ganstudio.gui.train.command_panel import CommandPanel
from ganstudio.gui.train.jobs import Thumbnail
from ganstudio.gui.train.length_box import pictures_box
from ganstudio.gui.train.option_words import option_title, value_words
from ganstudio.gui.train.run_controls import RunControls, suggested_more
from ganstudio.gui.widgets.cards import Card, CardView
from ganstudio.gui.widgets.layout import button, clear, label, panel, section
from ganstudio.gui.widgets.notice import Notice

if TYPE_CHECKING:
    from ganstudio.plugins.catalog import Catalog
    from ganstudio.runs.run_spec import RunSpec


class SummaryPanel(QWidget):
    """The run's plan, and the buttons that suit what it does now; `go_on_wanted` carries the new total."""

    stop_wanted = Signal()
    go_on_wanted = Signal(int)
    new_wanted = Signal()
    folder_wanted = Signal()
    publish_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._images = self._total = 0
        self._takes_commands = False
        self._name = label("", "title", wrap=False)
        self._facts = QGridLayout()
        self.pictures = CardView(QSize(54, 54), lines=0)
        self.notice = Notice()
        self.place = button(tr("Open its folder"), tr("Show the run's folder"), self.folder_wanted.emit, icon_name="open")
        self.stop = button(
            tr("Stop and save"), tr("Stop at the next step; a checkpoint is written, and you can go on later"),
            self.stop_wanted.emit, icon_name="stop",
        )  # fmt: skip
        self.more = pictures_box()
        self.go_on = button(
            tr("Go on training"), tr("Train this run further, from its last checkpoint"), self._go_on, icon_name="play",
            name="primary",
        )  # fmt: skip
        self.publish = button(
            tr("Publish as a style…"), tr("Look at it on pictures, and make one file of it that works in any studio"),
            self.publish_wanted.emit, icon_name="stylize",
        )  # fmt: skip
        self.new = button(tr("New training"), tr("Choose a folder and settings anew (Ctrl+N)"), self.new_wanted.emit)
        self.command_panel = CommandPanel()
        self.elsewhere = label("", "secondary")
        self._go_on_box = QWidget()
        self._lay_out()
        self.publish.hide()

    def show_run(self, folder: Path, spec: "RunSpec", catalog: "Catalog") -> None:
        """Show what is trained."""
        self._name.setText(folder.name)
        self._name.setToolTip(str(folder))
        clear(self._facts)
        self.pictures.show_cards([])
        known = catalog.architectures.get(spec.architecture)
        self._takes_commands = known is not None
        if known is not None:
            self.command_panel.show_options(known.Options, _current_options(spec))
        for row, (name, value, tip) in enumerate(_facts(spec, catalog)):
            self._facts.addWidget(label(name, "secondary", wrap=False), row, 0)
            words = label(value, wrap=False)
            words.setToolTip(f"{value}\n{tip}".strip())
            self._facts.addWidget(words, row, 1)

    def show_picture(self, thumbnail: Thumbnail) -> None:
        """Show one more of the pictures that are learnt from, to compare the samples with."""
        card = Card(str(thumbnail.file), tip=thumbnail.file.name, pixmap=QPixmap.fromImage(thumbnail.image))
        self.pictures.cards.add(card)

    @property
    def takes_commands(self) -> bool:
        """Whether the run's architecture is known, so that its options can be changed on the way."""
        return self._takes_commands

    def show_controls(self, controls: RunControls, images: int, total: int) -> None:
        """Show the buttons that suit a run that has seen `images` of `total` pictures."""
        self.stop.setVisible(controls.stop)
        self.stop.setEnabled(controls.stop_enabled)
        self.stop.setText(controls.stop_words)
        self.command_panel.setVisible(controls.commands)
        self.elsewhere.setText(controls.elsewhere)
        self.elsewhere.setVisible(bool(controls.elsewhere))
        self._go_on_box.setVisible(controls.go_on)
        self.new.setVisible(controls.new)
        if controls.go_on and (images, total) != (self._images, self._total):
            self._images, self._total = images, total
            self.more.setValue(suggested_more(images, total))

    def ask_how_many(self) -> None:
        """Put the cursor where the number of pictures is asked."""
        self.more.setFocus()
        self.more.selectAll()

    def _go_on(self) -> None:
        self.go_on_wanted.emit(self._images + self.more.value())

    def _lay_out(self) -> None:
        self.more.setSuffix(" " + tr("more pictures"))
        self.more.setToolTip(tr("How many more pictures it is to see."))
        self.more.setAccessibleName(tr("More pictures to see"))
        self.pictures.setAccessibleName(tr("Some of the pictures that are learnt from"))
        self.pictures.setMinimumHeight(72)
        self.pictures.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._facts.setHorizontalSpacing(12)
        self._facts.setVerticalSpacing(6)
        self._facts.setColumnMinimumWidth(0, 96)
        self._facts.setColumnStretch(1, 1)
        further = QVBoxLayout(self._go_on_box)
        further.setContentsMargins(0, 0, 0, 0)
        further.setSpacing(8)
        further.addWidget(self.more)
        further.addWidget(self.go_on)
        area, column = panel("clear")
        column.addWidget(section(tr("This training")))
        column.addWidget(self._name)
        column.addLayout(self._facts)
        column.addSpacing(4)
        column.addWidget(self.place)
        column.addWidget(self.command_panel)
        column.addSpacing(8)
        column.addWidget(section(tr("Learns from")))
        column.addWidget(self.pictures, 1)
        foot = QVBoxLayout()
        foot.setContentsMargins(16, 8, 16, 16)
        foot.setSpacing(8)
        for widget in (self.notice, self.elsewhere, self.publish, self._go_on_box, self.stop, self.new):
            foot.addWidget(widget)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(area, 1)
        whole.addLayout(foot)


def _current_options(spec: "RunSpec") -> dict[str, Any]:
    """The options with all that was changed on the way."""
    options = dict(spec.options)
    for change in spec.changes:
        options |= change.options
    return options


def _facts(spec: "RunSpec", catalog: "Catalog") -> list[tuple[str, str, str]]:
    """Name, value and tooltip of what matters in a spec."""
    known = catalog.architectures.get(spec.architecture)
    stages = spec.plan.stages
    batch = " → ".join(dict.fromkeys(str(stage.batch) for stage in stages))
    facts = [
        (tr("Pictures"), Path(spec.data).name, spec.data),
        (tr("Architecture"), tr(known.title) if known else spec.architecture, tr(known.summary) if known else ""),
        (tr("Size"), size_words(spec), tr("Side of the new pictures, in pixels.")),
        (tr("To see"), tr("{} pictures").format(count(spec.images)), f"{spec.images:,}"),
        (tr("A step"), tr("{} pictures").format(batch), tr("Batch: pictures that it learns from at once.")),
        (tr("Mirrored"), tr("yes") if spec.mirror else tr("no"), tr("Whether each picture is also shown mirrored.")),
        (tr("Seed"), str(spec.seed), tr("The same seed and settings give the same training on this machine.")),
    ]
    return facts + [
        (option_title(name), value_words(value), tr("Option of the architecture."))
        for name, value in _changed_options(spec, known)
    ]


def _changed_options(spec: "RunSpec", known: Any) -> list[tuple[str, Any]]:
    """The options that are not the architecture's defaults; all of them where it is not known."""
    defaults = known.Options().model_dump(mode="json") if known else {}
    return [(name, value) for name, value in spec.options.items() if defaults.get(name, ...) != value]
