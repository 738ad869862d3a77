"""The board: the canvas, and up to three other looks of the same picture beside it, zoomed and panned together."""

from functools import partial
from math import ceil
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from ganstudio.gui.app.context import AppContext
from ganstudio.gui.app.translations import tr
from ganstudio.gui.stylize.progressive_preview import ProgressivePreview
from ganstudio.gui.widgets.canvas import Canvas
from ganstudio.gui.widgets.focus_frame import FocusFrame
from ganstudio.gui.widgets.layout import button, label, tool
from ganstudio.stylize.look import Look

if TYPE_CHECKING:
    from ganstudio.gui.stylize.opened_picture import OpenedPicture

MOST = 3
_HEAD = 32


class Pane(QWidget):
    """One look, kept as it is; `look_taken` asks to go on with it, `closed` to put it away."""

    look_taken = Signal()
    closed = Signal()

    def __init__(self, context: AppContext, look: Look, name: str, words: str) -> None:
        super().__init__()
        self.setObjectName("canvas")
        self.look, self.canvas = look, Canvas()
        FocusFrame(self.canvas)
        self.canvas.mode = "after"
        self.canvas.setAccessibleName(words)
        self.preview = ProgressivePreview(context, self.canvas, name)
        tip = tr("Go on with this look; what you have now can be had back with Ctrl+Z")
        take = button(tr("Take it"), tip, self.look_taken.emit, name="link")
        close = tool("close", tr("Put this look away"), self.closed.emit)
        _lay_out(self, _head(words, take, close), self.canvas)

    def show_picture(self, opened: "OpenedPicture") -> None:
        """Show this look of a picture."""
        self.canvas.show_picture(opened.image, opened.small)
        self.preview.show(opened, self.look)


class Board(QWidget):
    """Holds the canvas and the panes; `look_taken` carries the look of the one to go on with."""

    look_taken = Signal(object)

    def __init__(self, context: AppContext, canvas: Canvas) -> None:
        super().__init__()
        self.setObjectName("canvas")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.canvas, self.panes = canvas, list[Pane]()
        self._opened: OpenedPicture | None = None
        self._context, self._count, self._alone, self._columns = context, 0, False, 1
        self._main, self._pyramid = QWidget(), _head(tr("The look that you edit"))
        self._main.setObjectName("canvas")
        _lay_out(self._main, self._pyramid, canvas)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(1)
        self._place()
        canvas.moved.connect(partial(self._follow, canvas))
        canvas.held.connect(self._show_original)

    def show_picture(self, opened: "OpenedPicture") -> None:
        """Show another picture, everywhere."""
        self._opened = opened
        self.canvas.show_picture(opened.image, opened.small)
        for pane in self.panes:
            pane.show_picture(opened)
        self._follow(self.canvas)

    def pin(self, look: Look, words: str) -> None:
        """Put a look beside the canvas; where all places are taken, the oldest gives way."""
        if self._opened is None:
            return
        if len(self.panes) == MOST:
            self.close_pane(self.panes[0])
        self._count += 1
        pane = Pane(self._context, look, f"pane {self._count}", words)
        pane.look_taken.connect(lambda: self.look_taken.emit(pane.look))
        pane.closed.connect(partial(self.close_pane, pane))
        pane.canvas.moved.connect(partial(self._follow, pane.canvas))
        self.panes.append(pane)
        self._place()
        pane.show_picture(self._opened)
        pane.canvas.follow(self.canvas.view)

    def show_alone(self, on: bool) -> None:
        """Show the canvas alone, or the other looks beside it again."""
        self._alone = on
        self._place()

    def close_pane(self, pane: Pane) -> None:
        """Put a look away."""
        pane.preview.clear()
        self.panes.remove(pane)
        self._grid.removeWidget(pane)
        pane.hide()
        pane.deleteLater()
        self._place()

    def _place(self) -> None:
        """In as many columns as let the picture be largest."""
        seen = [] if self._alone else self.panes
        self._pyramid.setVisible(bool(seen))
        for pane in self.panes:
            pane.setVisible(not self._alone)
        self._columns = self._best_columns(1 + len(seen))
        for number, each in enumerate((self._main, *self.panes)):
            self._grid.addWidget(each, number // self._columns, number % self._columns)
        rows = ceil((1 + len(seen)) / self._columns)
        for number in range(1 + MOST):
            self._grid.setColumnStretch(number, 1 if number < self._columns else 0)
            self._grid.setRowStretch(number, 1 if number < rows else 0)

    def _best_columns(self, count: int) -> int:
        picture = self.canvas.view.picture
        shape = picture.width() / picture.height() if not picture.isEmpty() else 1.0

        def width_in(columns: int) -> float:
            rows = ceil(count / columns)
            return min(self.width() / columns, shape * max(1, self.height() / rows - _HEAD))

        return max(range(1, count + 1), key=width_in)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another shape of the room may be better used in other columns."""
        super().resizeEvent(event)
        if self._best_columns(1 + (0 if self._alone else len(self.panes))) != self._columns:
            self._place()

    def _follow(self, moved: Canvas) -> None:
        for each in (self.canvas, *(pane.canvas for pane in self.panes)):
            if each is not moved:
                each.follow(moved.view)

    def _show_original(self, on: bool) -> None:
        for pane in self.panes:
            pane.canvas.show_original(on)


def _head(words: str, *tools: QWidget) -> QWidget:
    """A line over a look: what it is, and what can be done with it."""
    made = QWidget()
    made.setObjectName("clear")
    made.setFixedHeight(_HEAD)
    row = QHBoxLayout(made)
    row.setContentsMargins(12, 0, 4, 0)
    named = label(words, "secondary", wrap=False)
    named.setToolTip(words)
    named.setMinimumWidth(20)
    row.addWidget(named, 1)
    for each in tools:
        row.addWidget(each)
    return made


def _lay_out(whole: QWidget, head: QWidget, canvas: Canvas) -> None:
    column = QVBoxLayout(whole)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    column.addWidget(head)
    column.addWidget(canvas, 1)
