"""Variations: a sheet of what the look could be, one thing across and another down; a click takes one."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QSizeF, Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from ganstudio.gui.app.context import AppContext
from ganstudio.gui.app.translations import tr
from ganstudio.gui.stylize import jobs
from ganstudio.gui.stylize.look_editor import LookEditor
from ganstudio.gui.stylize.swatch_sheet import SwatchSheet
from ganstudio.gui.widgets.controls import ComboBox
from ganstudio.gui.widgets.layout import label, tool
from ganstudio.stylize.look import Look

if TYPE_CHECKING:
    from ganstudio.stylize.look_variants import Axis
    from ganstudio.stylize.preview_pyramid import PreviewPyramid

_KEY = "variation"
_LONGEST = 320


class Variations(QWidget):
    """Shows the chosen layer varied; `look_taken` carries the look that was picked, `left` asks to go back."""

    look_taken = Signal(object)
    left = Signal()
    failed = Signal(str, str)

    def __init__(self, context: AppContext, editing: LookEditor) -> None:
        super().__init__()
        self.setObjectName("canvas")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._context, self._editing = context, editing
        self._pyramid: PreviewPyramid | None = None
        self._axes: list[Axis] = []
        self._looks: list[list[Look]] = []
        self.across, self.down = ComboBox(), ComboBox()
        self.sheet = SwatchSheet()
        self._lay_out()
        for box in (self.across, self.down):
            box.activated.connect(lambda _: self._fill())
        self.sheet.picked.connect(self._emit_look)

    def show_sheet(self, pyramid: "PreviewPyramid") -> None:
        """Show what the look of this picture could be."""
        from ganstudio.stylize.look_variants import axes

        self._pyramid = pyramid
        if self._editing.layer is None:
            return
        self._axes = axes(self._editing.look, self._editing.chosen, self._context.catalog)
        _offer(self.across, [axis for axis in self._axes if axis.key != "style"], "strength")  # too many for one line
        self._fill()

    def cancel(self) -> None:
        """Make no more of them."""
        self._context.compute.cancel(f"{_KEY} ")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc goes back."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def _fill(self) -> None:
        from ganstudio.stylize.look_variants import vary_look

        if self._pyramid is None or self._editing.layer is None:
            return
        across, down = self._chosen_axes()
        look, chosen = self._editing.look, self._editing.chosen
        vary = partial(vary_look, look, chosen, catalog=self._context.catalog)
        self._looks = [
            [vary({across.key: value, down.key: other}) for _, value in across.values] for _, other in down.values
        ]
        columns, rows = (tuple(tr(words) for words, _ in axis.values) for axis in (across, down))
        self.sheet.show_sheet(
            columns, rows, (down.place, across.place), QSizeF(*self._pyramid.size(look.adjustments.geometry))
        )
        self._make(self._pyramid)

    def _chosen_axes(self) -> "tuple[Axis, Axis]":
        """What varies across, and down: of that, what goes together with the first is offered."""
        across = self._axis(self.across)
        fitting = [axis for axis in self._axes if _go_together(across, axis)]
        _offer(self.down, fitting, next((axis.key for axis in fitting if axis.is_option), "style"))
        return across, self._axis(self.down)

    def _make(self, seen: "PreviewPyramid") -> None:
        self.cancel()
        catalog, device = self._context.catalog, self._context.settings.device
        for row, looks in enumerate(self._looks):
            for column, look in enumerate(looks):
                self._context.compute.submit(
                    partial(jobs.render_preview, seen, look, catalog, device, _LONGEST), key=f"{_KEY} {row} {column}",
                    priority=4, on_item=self.sheet.rows[row][column].show_image, failed=self.failed.emit,
                )  # fmt: skip

    def _axis(self, box: QComboBox) -> "Axis":
        return next(axis for axis in self._axes if axis.key == box.currentData())

    def _emit_look(self, row: int, column: int) -> None:
        self.look_taken.emit(self._looks[row][column])
        self.left.emit()

    def images(self) -> list[list[QImage]]:
        """What was made so far."""
        return [[swatch.image for swatch in row] for row in self.sheet.rows]

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(16, 8, 8, 0)
        title = label(tr("Variations"), "title", wrap=False)
        title.setMinimumWidth(title.sizeHint().width())
        head.addWidget(title)
        head.addWidget(label(tr("click the one that you like"), "secondary", wrap=False), 1)
        for words, box, tip in (
            (tr("across"), self.across, tr("What changes from column to column")),
            (tr("down"), self.down, tr("What changes from row to row")),
        ):
            head.addWidget(label(words, "secondary", wrap=False))
            head.addWidget(box)
            box.setToolTip(tip)
            box.setAccessibleName(words)
            box.setMinimumWidth(72)  # its words may be cut; the column is not to be wider for them
        head.addWidget(tool("close", tr("Back to the picture (Esc)"), self.left.emit))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(head)
        column.addWidget(self.sheet, 1)


def _go_together(one: "Axis", other: "Axis") -> bool:
    """Whether both can vary on one sheet: an option of one style is none of another's."""
    styles = "style" in (one.key, other.key)
    return one.key != other.key and not (styles and (one.is_option or other.is_option))


def _offer(box: QComboBox, axes: "list[Axis]", usual: str) -> None:
    """Offer these, and keep what was chosen where it is still there."""
    before = box.currentData()
    box.clear()
    for axis in axes:
        box.addItem(tr(axis.title), axis.key)
    box.setCurrentIndex(max(0, box.findData(before if box.findData(before) >= 0 else usual)))
