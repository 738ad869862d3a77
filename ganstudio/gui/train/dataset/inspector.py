"""The chosen picture, large: what of it is kept, in which shape, and the way back."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ganstudio.gui.app.translations import tr
from ganstudio.gui.train.dataset.crop_view import CropView
from ganstudio.gui.widgets.controls import ComboBox
from ganstudio.gui.widgets.layout import button, label, panel

if TYPE_CHECKING:
    from ganstudio.images.dataset.edits import Edit
    from ganstudio.images.image_info import ImageInfo

ASPECTS: dict[str, float | None] = {
    "As the file": None, "1:1": 1.0, "4:3": 4 / 3, "3:2": 3 / 2, "16:9": 16 / 9, "3:4": 3 / 4, "2:3": 2 / 3,
}  # fmt: skip
_HEIGHT = 224
_LEAVE_OUT = "Keep this picture out of the working copy; the file itself stays (Delete)"


def aspect_words(aspect: float | None) -> str:
    """A shape as people write it."""
    near = (words for words, known in ASPECTS.items() if abs((known or 0) - (aspect or 0)) < 1e-3)
    return next(near, f"{aspect or 0:.2f}:1")


class Inspector(QWidget):
    """One picture and its edit; the signals say what is wanted of it."""

    focused = Signal(object)
    aspect_wanted = Signal(object)
    aspect_wanted_for_all = Signal(object)
    leave_out_wanted = Signal()
    undo_wanted = Signal()
    redo_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.view = CropView()
        self.view.setFixedHeight(_HEIGHT)
        self._name = label("", "state")
        self._about = label("", "secondary")
        self.aspect = ComboBox()
        self.for_all = button(
            tr("For all"), tr("Crop every picture to this shape"), lambda: self.aspect_wanted_for_all.emit(self.shape())
        )
        self.leave_out = button(tr("Leave out"), tr(_LEAVE_OUT), self.leave_out_wanted.emit, icon_name="close")
        self.undo = button(tr("Undo"), tr("Take back the last change (Ctrl+Z)"), self.undo_wanted.emit, icon_name="undo")
        self.redo = button(tr("Redo"), tr("Do again what was taken back (Ctrl+Shift+Z)"), self.redo_wanted.emit)
        self._lay_out()
        self._wire()

    def show_picture(self, facts: "ImageInfo | None", edit: "Edit | None") -> None:
        """Show what is known of a picture and wanted of it; nothing is chosen where they are None."""
        from ganstudio.images.reader import display_path

        for widget in (self.view, self.aspect, self.for_all, self.leave_out):
            widget.setEnabled(facts is not None and not facts.reason)
        if facts is None or edit is None:
            self._name.setText(tr("Choose a picture"))
            self._about.setText(tr("Its crop is shown here, and can be moved."))
            return
        self._name.setText(display_path(Path(facts.file.name)))
        self._about.setText(
            facts.reason or f"{facts.width:,} × {facts.height:,}" + ("" if edit.kept else tr("  ·  left out"))
        )
        self._about.setToolTip(display_path(facts.file))
        self.view.show_crop(edit.aspect, edit.focus)
        self._show_aspect(edit.aspect)
        self._show_kept(edit.kept)
        self.leave_out.setEnabled(True)

    def show_image(self, image: QImage) -> None:
        """Show the picture itself."""
        self.view.show_image(image)

    def show_ways(self, *, back: bool, forth: bool) -> None:
        """Whether there is something to undo and to redo."""
        self.undo.setEnabled(back)
        self.redo.setEnabled(forth)

    def shape(self) -> float | None:
        """The shape that is chosen, width:height; None for that of the file."""
        chosen: float | None = self.aspect.currentData()
        return chosen

    def order(self) -> tuple[QWidget, ...]:
        """What the Tab key goes through."""
        return self.view, self.aspect, self.for_all, self.leave_out, self.undo, self.redo

    def _show_aspect(self, aspect: float | None) -> None:
        self.aspect.blockSignals(True)
        self.aspect.setCurrentIndex(self.aspect.findText(tr(aspect_words(aspect))))
        self.aspect.blockSignals(False)

    def _show_kept(self, kept: bool) -> None:
        self.leave_out.setText(tr("Leave out") if kept else tr("Take in again"))
        self.leave_out.setToolTip(tr(_LEAVE_OUT) if kept else tr("Let the working copy have this picture (Delete)"))

    def _wire(self) -> None:
        self.view.focused.connect(self.focused)
        self.aspect.currentIndexChanged.connect(lambda: self.aspect_wanted.emit(self.shape()))

    def _lay_out(self) -> None:
        for words, value in ASPECTS.items():
            self.aspect.addItem(tr(words), value)
        self.aspect.setToolTip(tr("The shape to which this picture is cropped"))
        self.aspect.setAccessibleName(tr("Shape"))
        title = label(tr("Shape"), "secondary", wrap=False)
        title.setBuddy(self.aspect)
        area, column = panel("right", 296)
        column.setSpacing(8)
        for widget in (self.view, self._name, self._about):
            column.addWidget(widget)
        column.addSpacing(4)
        column.addWidget(title)
        column.addLayout(_row(self.aspect, self.for_all))
        column.addWidget(self.leave_out)
        column.addLayout(_row(self.undo, self.redo))
        column.addStretch(1)
        self._name.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(area)
        self.show_picture(None, None)
        self.show_ways(back=False, forth=False)


def _row(first: QWidget, second: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(8)
    row.addWidget(first, 1)
    row.addWidget(second, 1)
    return row
