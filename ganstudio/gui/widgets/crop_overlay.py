"""A crop frame over a canvas: moved and stretched by mouse or keys, with handles, thirds and what is cut off in the dark."""

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPainterPath, QPen, QResizeEvent
from PySide6.QtWidgets import QWidget

from ganstudio.gui.app.theme import current_theme
from ganstudio.gui.app.translations import tr
from ganstudio.gui.widgets.canvas import Canvas
from ganstudio.stylize.adjustments.crop_frame import HANDLES, CropFrame, Handle

_NEAR = 14  # screen pixels from a handle within which a press takes it
_SIDE = 10  # of a handle
_STEP = 0.01  # of width and height, by a key
_ARROWS = {
    Qt.Key.Key_Left: (-1, 0), Qt.Key.Key_Right: (1, 0), Qt.Key.Key_Up: (0, -1), Qt.Key.Key_Down: (0, 1),
}  # fmt: skip
_CURSORS = {
    (-1, -1): Qt.CursorShape.SizeFDiagCursor, (1, 1): Qt.CursorShape.SizeFDiagCursor,
    (1, -1): Qt.CursorShape.SizeBDiagCursor, (-1, 1): Qt.CursorShape.SizeBDiagCursor,
    (0, -1): Qt.CursorShape.SizeVerCursor, (0, 1): Qt.CursorShape.SizeVerCursor,
    (-1, 0): Qt.CursorShape.SizeHorCursor, (1, 0): Qt.CursorShape.SizeHorCursor,
}  # fmt: skip


class CropOverlay(QWidget):
    """Lies over `canvas` while a crop is chosen; `changed` carries the frame, `done` that the crop is chosen.

    Arrows move the frame, with Shift they stretch its right and lower edge; Enter and Esc are done.
    """

    changed = Signal(object)
    done = Signal()

    def __init__(self, canvas: Canvas) -> None:
        super().__init__(canvas)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setAccessibleName(tr("The frame of the crop"))
        self.setToolTip(tr("Drag the frame or its handles. Arrow keys move it, with Shift they stretch it; Enter is done."))
        self._canvas, self.frame = canvas, CropFrame()
        self._held: Handle | None = None
        self._from = QPointF()
        canvas.zoomed.connect(lambda _: self.update())
        self.hide()

    def show_frame(self, frame: CropFrame) -> None:
        """Show this frame."""
        self.frame = frame
        self.update()

    def open(self) -> None:
        """Lie over the canvas, and take the keys."""
        self.setGeometry(self._canvas.rect())
        self.show()
        self.raise_()
        self.setFocus()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """As large as the canvas."""
        super().resizeEvent(event)
        self.setGeometry(self._canvas.rect())

    def paintEvent(self, _event: object) -> None:
        """What is cut off in the dark, the frame with its thirds, the handles."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        frame = self.rectangle()
        outside = QPainterPath()
        outside.addRect(self._whole())
        outside.addRect(frame)
        painter.fillPath(outside, QColor(0, 0, 0, 150))
        painter.setPen(QPen(QColor(255, 255, 255, 90), 1))
        for third in (1 / 3, 2 / 3):
            x, y = frame.left() + third * frame.width(), frame.top() + third * frame.height()
            painter.drawLine(QPointF(x, frame.top()), QPointF(x, frame.bottom()))
            painter.drawLine(QPointF(frame.left(), y), QPointF(frame.right(), y))
        accent = QColor(current_theme().accent if self.hasFocus() else "#ffffff")
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(accent, 2 if self.hasFocus() else 1.5))
        painter.drawRect(frame)
        painter.setBrush(accent)
        painter.setPen(QPen(QColor("#1b1b1c"), 1))
        for handle in HANDLES:
            at = self.place_of(handle)
            painter.drawRect(QRectF(at.x() - _SIDE / 2, at.y() - _SIDE / 2, _SIDE, _SIDE))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take a handle, or the frame."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._held, self._from = self._handle_at(event.position()), event.position()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Move what is held; else show what a press would take."""
        if not event.buttons() & Qt.MouseButton.LeftButton or self._held is None:
            self.setCursor(self._cursor_at(event.position()))
            return
        size = self._canvas.view.picture * self._canvas.view.zoom
        step = event.position() - self._from
        self._from = event.position()
        self._change(self._held, step.x() / size.width(), step.y() / size.height())

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        """Let go."""
        self._held = None

    def mouseDoubleClickEvent(self, _event: QMouseEvent) -> None:
        """It is chosen."""
        self.done.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows move or stretch the frame; Enter and Esc are done."""
        key = Qt.Key(event.key())
        if key in _ARROWS:
            across, down = _ARROWS[key]
            stretched = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            handle = (abs(across), abs(down)) if stretched else (0, 0)
            self._change(handle, across * _STEP, down * _STEP)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape):
            self.done.emit()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show that keys count here."""
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Show that keys count elsewhere."""
        super().focusOutEvent(event)
        self.update()

    def rectangle(self) -> QRectF:
        """The frame on the canvas, in screen pixels."""
        return QRectF(self._on_canvas(self.frame.left, self.frame.top), self._on_canvas(self.frame.right, self.frame.bottom))

    def place_of(self, handle: Handle) -> QPointF:
        """Where a handle lies on the canvas."""
        return self._on_canvas(*self.frame.place(handle))

    def _whole(self) -> QRectF:
        return QRectF(self._on_canvas(0, 0), self._on_canvas(1, 1))

    def _on_canvas(self, across: float, down: float) -> QPointF:
        picture = self._canvas.view.picture
        return self._canvas.view.to_pane(QPointF(across * picture.width(), down * picture.height()))

    def _change(self, handle: Handle, across: float, down: float) -> None:
        changed = self.frame.move(across, down) if handle == (0, 0) else self.frame.stretch(handle, across, down)
        if changed != self.frame:
            self.show_frame(changed)
            self.changed.emit(changed)

    def _handle_at(self, place: QPointF) -> Handle | None:
        """The handle near a place; (0, 0) in the frame, None outside."""
        nearest = min(HANDLES, key=lambda handle: (self.place_of(handle) - place).manhattanLength())
        if (self.place_of(nearest) - place).manhattanLength() <= _NEAR:
            return nearest
        return (0, 0) if self.rectangle().contains(place) else None

    def _cursor_at(self, place: QPointF) -> Qt.CursorShape:
        handle = self._handle_at(place)
        if handle == (0, 0):
            return Qt.CursorShape.SizeAllCursor
        return _CURSORS[handle] if handle else Qt.CursorShape.ArrowCursor
