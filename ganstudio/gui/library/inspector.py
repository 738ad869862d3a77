"""The chosen run: its figures, and what can be done with it."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import QSize, Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QPixmap
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QMenu, QVBoxLayout, QWidget

from ganstudio.gui.app.context import AppContext
from ganstudio.gui.app.translations import count, size_words, tr
from ganstudio.gui.library.export_button import ExportButton
from ganstudio.gui.library.listed_run import ListedRun
from ganstudio.gui.library.new_pictures import NewPictures
from ganstudio.gui.library.run_words import architecture_title, state_word
from ganstudio.gui.train.controller import learns_style
from ganstudio.gui.widgets.layout import button, label, panel

_SHEET = 248


class Inspector(QWidget):
    """Figures and buttons of one run; the signals carry its folder."""

    open_wanted = Signal(object)
    resume_wanted = Signal(object)
    trash_wanted = Signal(object)
    publish_wanted = Signal(object)
    fork_wanted = Signal(object, object)
    compare_wanted = Signal(object)

    def __init__(self, context: AppContext) -> None:
        super().__init__()
        self._context = context
        self.run: ListedRun | None = None
        self._name = label("", "title")
        self._sheet = label("")
        self._grid = QGridLayout()
        self._values: dict[str, QLabel] = {}
        self.open = button(
            tr("Open"), tr("Look at its samples and losses (Return)"), lambda: self.open_wanted.emit(self._folder()),
            icon_name="train", name="primary",
        )  # fmt: skip
        self.resume = button(
            tr("Resume"), tr("Train it further, from its last checkpoint"),
            lambda: self.resume_wanted.emit(self._folder()), icon_name="play",
        )  # fmt: skip
        self.publish = button(
            tr("Publish as a style…"), tr("Make one file of it that works in any studio"),
            self._publish, icon_name="stylize",
        )  # fmt: skip
        self.fork = button(
            tr("Fork…"), tr("A copy at one of its checkpoints, to go on in another way"), self._choose_fork
        )  # fmt: skip
        self.compare = button(
            tr("Compare…"), tr("Side by side with another training"), lambda: self.compare_wanted.emit(self._folder())
        )  # fmt: skip
        self.export = ExportButton(context)
        self.new_pictures = NewPictures(context)
        self.place = button(tr("Show folder"), tr("Show the run's folder"), self._show_folder, icon_name="open")
        self.trash = button(
            tr("Delete"), _TO_TRASH, lambda: self.trash_wanted.emit(self._folder()), icon_name="trash"
        )  # fmt: skip
        self._lay_out()

    def show_run(self, run: ListedRun, sheet: QPixmap | None) -> None:
        """Show a run and its last samples."""
        self.run = run
        spec = run.spec
        self._name.setText(run.folder.name)
        self._name.setToolTip(str(run.folder))
        for key, value in {
            "architecture": architecture_title(self._context, spec.architecture),
            "size": size_words(spec),
            "state": state_word(run.state),
            "seen": tr("{} of {}").format(count(run.images), count(spec.images)),
            "data": Path(spec.data).name,
            "changed": f"{run.changed:%d %b %Y, %H:%M}",
        }.items():
            self._values[key].setText(value)
        self._values["data"].setToolTip(spec.data)
        self.show_sheet(sheet)
        self._allow(run)

    def show_sheet(self, sheet: QPixmap | None) -> None:
        """Show the run's last samples."""
        if sheet is None:
            self._sheet.clear()
            return
        ratio = self.devicePixelRatioF()
        size = QSize(_SHEET, _SHEET) * ratio
        fit = sheet.scaled(size, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation)
        fit.setDevicePixelRatio(ratio)
        self._sheet.setPixmap(fit)

    def _allow(self, run: ListedRun) -> None:
        running = run.state == "running"
        self.resume.setEnabled(not running)
        self.trash.setEnabled(not running)
        self.trash.setToolTip(tr("It is being trained; stop it first.") if running else tr(_TO_TRASH))
        paints = learns_style(run.spec, self._context.catalog)
        self.publish.setVisible(paints)
        self.publish.setEnabled(run.images > 0)
        self.fork.setEnabled(run.images > 0)
        self.new_pictures.setVisible(not paints)
        self.new_pictures.show_run(run.folder, trained=run.images > 0, kinds=run.spec.labels)
        self.export.show_run(run.folder, paints=paints)
        self.export.setEnabled(run.images > 0)

    def _choose_fork(self) -> None:
        """Offer the checkpoints that there are."""
        from ganstudio.runs import checkpoint

        folder = self._folder() / "checkpoints"
        best, menu = checkpoint.find_best(folder), QMenu(self)
        for file in reversed(checkpoint.list_generations(folder)):
            words = tr("At {} pictures seen").format(count(int(file.stem)))
            words += tr(", the best") if file == best else ""
            menu.addAction(words, partial(self.fork_wanted.emit, self._folder(), file))
        menu.popup(self.fork.mapToGlobal(self.fork.rect().bottomLeft()))

    def _folder(self) -> Path:
        assert self.run is not None
        return self.run.folder

    def _publish(self) -> None:
        if self.run is not None:
            self.publish_wanted.emit(self.run.folder)

    def _show_folder(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._folder())))

    def _lay_out(self) -> None:
        area, column = panel("right")
        self.setMinimumWidth(_SHEET + 42)
        self._sheet.setFixedHeight(_SHEET)
        self._sheet.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._sheet.setAccessibleName(tr("Last samples"))
        self._lay_out_figures()
        for widget in (self._sheet, self._name):
            column.addWidget(widget)
        column.addLayout(self._grid)
        column.addLayout(_pair(self.open, self.resume))
        column.addLayout(_pair(self.fork, self.compare))
        column.addSpacing(8)
        column.addWidget(self.publish)
        column.addWidget(self.export)
        column.addWidget(self.new_pictures)
        column.addStretch(1)
        foot = _pair(self.place, self.trash)
        foot.setContentsMargins(16, 8, 16, 16)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(area, 1)
        whole.addLayout(foot)

    def _lay_out_figures(self) -> None:
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(6)
        self._grid.setColumnStretch(1, 1)
        for row, (key, name) in enumerate(
            (
                ("architecture", tr("Architecture")),
                ("size", tr("Size")),
                ("state", tr("State")),
                ("seen", tr("Pictures seen")),
                ("data", tr("Learns from")),
                ("changed", tr("Last trained")),
            )
        ):
            self._values[key] = label("–", wrap=False)
            self._values[key].setAlignment(Qt.AlignmentFlag.AlignRight)
            self._grid.addWidget(label(name, "secondary", wrap=False), row, 0)
            self._grid.addWidget(self._values[key], row, 1)


_TO_TRASH = "Put the run into the system's trash (Delete)"


def _pair(left: QWidget, right: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(8)
    row.addWidget(left, 1)
    row.addWidget(right, 1)
    return row
