"""The canvas: a picture before and after, under one divider or side by side, zoomed and panned together."""

from typing import Literal

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, QSizeF, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QImage, QKeyEvent, QMouseEvent, QPainter, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ganstudio.gui.app.theme import current_theme
from ganstudio.gui.app.translations import tr
from ganstudio.gui.widgets.canvas_drawing import Drawing, Pen, paint_divider, paint_image, paint_tip, paint_words
from ganstudio.gui.widgets.viewport import Viewport

_GRIP = 12
_SETTLED = 150
Mode = Literal["divider", "beside", "after"]


class Canvas(QWidget):
    """Shows `before` and `after`: under a divider, beside each other, or the result alone.

    `after` is first a small preview of the whole, then exact pixels of the part in sight, laid over it. All places
    are in pixels of the picture. `settled` tells that the part in sight has changed and rests; `drawn` carries what was
    drawn with a pen, as points in shares of width and height; `moved` that a hand zoomed or panned; `pointed` where the
    pointer is on the canvas, None when it has left; `held` that the original is shown for a while.
    """

    settled = Signal()
    zoomed = Signal(float)
    drawn = Signal(object)
    moved = Signal()
    pointed = Signal(object)
    held = Signal(bool)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("canvas")
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(160, 120)
        self.setAccessibleName(tr("The picture, before and after"))
        self.view = Viewport()
        self.mode: Mode = "divider"
        self.before, self._small_before, self._after, self._overlay = QImage(), QImage(), QImage(), QImage()
        self._exact: tuple[QImage, QRect] | None = None
        self._outdated, self._original = False, False
        self._divider = 0.5
        self._drag: QPointF | str | Drawing | None = None
        self._pen: Pen | None = None
        self._tip = QPointF()
        self._rest = QTimer(self, singleShot=True, interval=_SETTLED)
        self._rest.timeout.connect(self.settled)

    def show_picture(self, before: QImage, small: QImage) -> None:
        """Show a new picture; `small` is the same picture reduced, for looking at the whole."""
        same = self.view.picture == QSizeF(before.size())
        self.view.picture, self.before, self._small_before = QSizeF(before.size()), before, small
        self._after, self._exact = QImage(), None
        if not same:
            self.fit()
        self._moved()

    def show_frame(self, before: QImage, small: QImage, after: QImage | None = None) -> None:
        """Show another picture of the same size at the same place, at any size, with a look of it or without."""
        self.before, self._small_before, self._outdated = before, small, True
        self._after, self._exact = after or QImage(), None
        self.update()

    def show_preview(self, after: QImage) -> None:
        """Show a new look of the whole picture, at any size."""
        self._after, self._exact = after, None
        self.update()

    def show_live(self, before: QImage, after: QImage, size: QSize) -> None:
        """Show a frame of a live picture of that size, before and after, each reduced as far as it likes; zoom stays."""
        same = self.view.picture == QSizeF(size)
        self.view.picture = QSizeF(size)
        self.show_frame(before, before, after)
        if not same:
            self.fit()

    def show_exact(self, pixels: QImage, place: QRect) -> None:
        """Lay the exact pixels of a part over the preview."""
        self._exact, self._outdated = (pixels, place), False
        self.update()

    def outdate(self) -> None:
        """What is shown belongs to a look that is not wanted any more; it stays until the next one comes."""
        self._outdated = True

    def painted(self) -> bool:
        """Whether there is a look of the picture, exact or not."""
        return not self._after.isNull()

    def has_exact(self, place: QRect | None = None) -> bool:
        """Whether all that is in sight, or a place, is exact."""
        return self._exact is not None and not self._outdated and self._exact[1].contains(place or self.in_sight())

    def exact_image(self) -> QImage:
        """The exact pixels that lie over the preview; empty where there are none."""
        return self._exact[0] if self._exact else QImage()

    def in_sight(self) -> QRect:
        """The part of the picture that is in sight, in its pixels."""
        return self.view.in_sight()

    def place_of(self, place: QPointF) -> QPointF | None:
        """Where a place of the canvas lies in the picture; None beside the picture."""
        at = self.view.to_picture(self._in_pane(place))
        return at if QRectF(QPointF(), self.view.picture).contains(at) else None

    @property
    def zoom(self) -> float:
        """Screen pixels to a pixel of the picture."""
        return self.view.zoom * self.devicePixelRatioF()

    def fit(self) -> None:
        """Show the whole picture."""
        self.view.fit()
        self._moved(by_hand=True)

    def set_zoom(self, zoom: float, at: QPointF | None = None) -> None:
        """Zoom (1 is one to one) and keep the place under `at` where it is."""
        if not self.view.picture.isEmpty():
            self.view.set_zoom(zoom / self.devicePixelRatioF(), None if at is None else self._in_pane(at))
            self._moved(by_hand=True)

    def follow(self, other: Viewport) -> None:
        """Show the same part as another canvas, as large."""
        self.view.follow(other)
        self._moved()

    def show_as(self, mode: Mode) -> None:
        """Show before and after under a divider or beside each other, or the result alone."""
        self.mode = mode
        self._take_panes()

    def show_original(self, on: bool) -> None:
        """Show only the original, for as long as a key or a button is held."""
        self._original = on
        self.held.emit(on)
        self.update()

    def take_pen(self, pen: Pen | None) -> None:
        """Let a drag draw, or (None) move the picture."""
        self._pen = pen
        self.setCursor(Qt.CursorShape.BlankCursor if pen and not pen.straight else Qt.CursorShape.ArrowCursor)
        self.update()

    def show_overlay(self, overlay: QImage) -> None:
        """Lay an image of any size over the whole picture; an empty one takes it away."""
        self._overlay = overlay
        self.update()

    def paint_before(self, painter: QPainter, view: Viewport) -> None:
        """Paint the picture as it was, as a view sees it."""
        small = view.zoom * self.devicePixelRatioF() <= self._small_before.width() / view.picture.width()
        paint_image(painter, view, self._small_before if small else self.before, QRectF(QPointF(), view.picture))

    def paint_after(self, painter: QPainter, view: Viewport) -> None:
        """Paint the look, exact where that is known; before there is any, the picture as it was."""
        if self._after.isNull() or self._original:
            self.paint_before(painter, view)
            return
        paint_image(painter, view, self._after, QRectF(QPointF(), view.picture))
        if self._exact is not None:
            paint_image(painter, view, self._exact[0], QRectF(self._exact[1]))

    def paintEvent(self, _event: object) -> None:
        """Draw what the mode asks for."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(current_theme().canvas))
        if self.before.isNull():
            return
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, self.view.zoom < 4)
        for number, pane in enumerate(self._panes()):
            painter.save()
            painter.setClipRect(pane)
            painter.translate(pane.topLeft())
            self._paint_pane(painter, "before" if self.mode == "beside" and number == 0 else self.mode)
            painter.restore()

    def _paint_pane(self, painter: QPainter, what: str) -> None:
        if what == "before":
            self.paint_before(painter, self.view)
        elif what == "divider" and self.painted() and not self._original:
            self._paint_divided(painter)
        else:
            self.paint_after(painter, self.view)
        if what != "before" and not self._overlay.isNull():
            paint_image(painter, self.view, self._overlay, QRectF(QPointF(), self.view.picture), ground=False)
        if self._pen:
            self._paint_pen(painter, self._pen)
        if self.mode == "beside":
            top = max(0.0, self.view.to_pane(QPointF()).y())
            words = tr("Before") if what == "before" else tr("After")
            paint_words(painter, words, QPointF(self.view.pane.width() / 2, top + 8), 0.5)

    def _paint_divided(self, painter: QPainter) -> None:
        line = self._line()
        for left, right, paint in ((0.0, line, self.paint_before), (line, self.view.pane.width(), self.paint_after)):
            painter.save()
            painter.setClipRect(QRectF(left, 0, right - left, self.height()), Qt.ClipOperation.IntersectClip)
            paint(painter, self.view)
            painter.restore()
        if not self._pen:
            paint_divider(painter, self.view, line, held=self._drag == "divider")

    def _paint_pen(self, painter: QPainter, pen: Pen) -> None:
        width = pen.size * max(self.view.picture.width(), self.view.picture.height()) * self.view.zoom
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if isinstance(self._drag, Drawing):
            self._drag.paint(painter, width)
        if not pen.straight and self.underMouse():
            paint_tip(painter, self._in_pane(self._tip), width)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep a fitted picture fitted."""
        super().resizeEvent(event)
        self._take_panes()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom about the pointer."""
        self.set_zoom(self.zoom * 1.0015 ** event.angleDelta().y(), event.position())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take the divider or the picture."""
        if self._pen and event.button() == Qt.MouseButton.LeftButton:
            self._drag = Drawing(self._pen)
            self._drag.add(self._in_pane(event.position()))
            return
        self._drag = "divider" if self._on_divider(event.position()) else event.position()
        self.setCursor(Qt.CursorShape.SplitHCursor if self._drag == "divider" else Qt.CursorShape.ClosedHandCursor)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Draw, or drag the divider or the picture."""
        self._tip = event.position()
        self.pointed.emit(event.position())
        if isinstance(self._drag, Drawing):
            self._drag.add(self._in_pane(event.position()))
        if self._pen:
            self.update()
            if not isinstance(self._drag, QPointF):
                return
        if self._drag == "divider":
            self._divider = min(1.0, max(0.0, self.view.share(event.position())[0]))
            self.update()
        elif isinstance(self._drag, QPointF):
            self.view.look_at(self.view.centre - (event.position() - self._drag) / self.view.zoom)
            self._drag = event.position()
            self._moved(by_hand=True)
        else:
            on = self._on_divider(event.position())
            self.setCursor(Qt.CursorShape.SplitHCursor if on else Qt.CursorShape.ArrowCursor)

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        """Let go."""
        drag, self._drag = self._drag, None
        if isinstance(drag, Drawing):
            self.drawn.emit(tuple(self.view.share(place) for place in drag.places))
        self.take_pen(self._pen)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Between the whole and one to one."""
        if self.view.fitted:
            self.set_zoom(1.0, event.position())
        else:
            self.fit()

    def leaveEvent(self, event: object) -> None:
        """The pointer is elsewhere."""
        super().leaveEvent(event)  # type: ignore[arg-type]
        self.pointed.emit(None)
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows move the divider; space shows the original while it is held."""
        step = {Qt.Key.Key_Left: -0.02, Qt.Key.Key_Right: 0.02}.get(Qt.Key(event.key()))
        if step is not None and self.mode == "divider":
            self._divider = min(1.0, max(0.0, self._divider + step))
            self.update()
        elif event.key() == Qt.Key.Key_Space and not event.isAutoRepeat():
            self.show_original(True)
        else:
            super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        """The result again when space is let go."""
        if event.key() == Qt.Key.Key_Space and not event.isAutoRepeat():
            self.show_original(False)
        else:
            super().keyReleaseEvent(event)

    def _panes(self) -> list[QRect]:
        if self.mode != "beside":
            return [self.rect()]
        half = self.width() // 2
        return [QRect(0, 0, half - 1, self.height()), QRect(half, 0, half - 1, self.height())]

    def _in_pane(self, place: QPointF) -> QPointF:
        pane = next((pane for pane in reversed(self._panes()) if place.x() >= pane.left()), self.rect())
        return place - QPointF(pane.topLeft())

    def _take_panes(self) -> None:
        self.view.take_pane(QSizeF(self._panes()[0].size()))
        self._moved()

    def _moved(self, *, by_hand: bool = False) -> None:
        self._rest.start()
        self.zoomed.emit(self.zoom)
        if by_hand:
            self.moved.emit()
        self.update()

    def _line(self) -> float:
        return self.view.to_pane(QPointF(self._divider * self.view.picture.width(), 0)).x()

    def _on_divider(self, place: QPointF) -> bool:
        divided = self.mode == "divider" and not self._pen and self.painted()
        return divided and abs(place.x() - self._line()) < _GRIP
