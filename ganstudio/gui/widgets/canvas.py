"""The canvas: a picture before and after, under one divider or side by side, zoomed and panned together."""

from functools import partial
from typing import Literal

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, QSizeF, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QImage, QKeyEvent, QMouseEvent, QPainter, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ganstudio.gui.app.theme import current_theme
from ganstudio.gui.app.translations import tr
from ganstudio.gui.widgets.canvas_drags import DividerDrag, Drag, DrawDrag, PanDrag
from ganstudio.gui.widgets.canvas_drawing import Divider, Drawing, Pen, paint_divider, paint_tip, paint_words
from ganstudio.gui.widgets.canvas_images import CanvasImages
from ganstudio.gui.widgets.viewport import Viewport, halves

_SETTLED = 150  # milliseconds of rest after which what is in sight is painted exactly
_STEPS = {Qt.Key.Key_Left: -0.02, Qt.Key.Key_Right: 0.02}  # of the divider
Mode = Literal["divider", "beside", "after"]


class Canvas(QWidget):
    """Shows a picture before and after: under a divider, beside each other, or the result alone.

    The look is first a small preview of the whole, then exact pixels of the part in sight, laid over it. All places
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
        self.images = CanvasImages()
        self._drag: Drag | None = None
        self._drawing: Drawing | None = None
        self._pen: Pen | None = None
        self._divider, self._tip = Divider(), QPointF()
        self._rest = QTimer(self, singleShot=True, interval=_SETTLED)
        self._rest.timeout.connect(self.settled)

    def show_picture(self, before: QImage, small: QImage) -> None:
        """Show a new picture; `small` is the same picture reduced, for looking at the whole."""
        self.show_at_size(before, small, before.size())
        self._moved()

    def show_at_size(self, before: QImage, small: QImage, size: QSize) -> None:
        """Show a picture of that size, reduced as far as one likes, without a look; zoom stays where the size does."""
        self.images.show_before(before, small)
        if self.view.picture != QSizeF(size):
            self.view.picture = QSizeF(size)
            self.fit()

    def show_frame(self, before: QImage, small: QImage, after: QImage | None = None) -> None:
        """Show another picture of the same size at the same place, at any size, with a look of it or without."""
        self.images.show_before(before, small)
        self.images.outdated = True
        self.show_preview(after or QImage())

    def show_preview(self, after: QImage) -> None:
        """Show a new look of the whole picture, at any size."""
        self.images.show_preview(after)
        self.update()

    def show_live(self, before: QImage, after: QImage, size: QSize) -> None:
        """Show a frame of a live picture of that size, before and after, each reduced as far as it likes; zoom stays."""
        self.show_at_size(before, before, size)
        self.show_frame(before, before, after)

    def show_exact(self, pixels: QImage, place: QRect) -> None:
        """Lay the exact pixels of a part over the preview."""
        self.images.show_exact(pixels, place)
        self.update()

    def mark_outdated(self) -> None:
        """The result belongs to a former look; it stays visible until the next one comes."""
        self.images.outdated = True

    def has_result(self) -> bool:
        """Whether a result is shown, a preview or exact pixels."""
        return not self.images.after.isNull()

    def has_exact(self, place: QRect | None = None) -> bool:
        """Whether all that is in sight, or a place, is exact."""
        return self.images.has_exact(place or self.visible_rect())

    def exact_image(self) -> QImage:
        """The exact pixels that lie over the preview; empty where there are none."""
        return self.images.exact[0] if self.images.exact else QImage()

    def visible_rect(self) -> QRect:
        """The part of the picture that is in sight, in its pixels."""
        return self.view.visible_rect()

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
        self.images.original = on
        self.held.emit(on)
        self.update()

    def take_pen(self, pen: Pen | None) -> None:
        """Let a drag draw, or (None) move the picture."""
        self._pen = pen
        self.setCursor(Qt.CursorShape.BlankCursor if pen and not pen.straight else Qt.CursorShape.ArrowCursor)
        self.update()

    def show_overlay(self, overlay: QImage) -> None:
        """Lay an image of any size over the whole picture; an empty one takes it away."""
        self.images.overlay = overlay
        self.update()

    def paintEvent(self, _event: object) -> None:
        """Draw what the mode asks for."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(current_theme().canvas))
        if self.images.before.isNull():
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
            self.images.paint_before(painter, self.view, self.devicePixelRatioF())
        elif what == "divider" and self.has_result() and not self.images.original:
            self._paint_divided(painter)
        else:
            self.images.paint_after(painter, self.view, self.devicePixelRatioF())
            self.images.paint_overlay(painter, self.view)
        if self._pen:
            self._paint_pen(painter, self._pen)
        if self.mode == "beside":
            top = max(0.0, self.view.to_pane(QPointF()).y())
            words = tr("Before") if what == "before" else tr("After")
            paint_words(painter, words, QPointF(self.view.pane.width() / 2, top + 8), 0.5)

    def _paint_divided(self, painter: QPainter) -> None:
        line = self._divider.line(self.view)
        halves = (0.0, line, self.images.paint_before), (line, self.view.pane.width(), self.images.paint_after)
        for left, right, paint in halves:
            painter.save()
            painter.setClipRect(QRectF(left, 0, right - left, self.height()), Qt.ClipOperation.IntersectClip)
            paint(painter, self.view, self.devicePixelRatioF())
            painter.restore()
        self.images.paint_overlay(painter, self.view)
        if not self._pen:
            paint_divider(painter, self.view, line, held=self._divider.held)

    def _paint_pen(self, painter: QPainter, pen: Pen) -> None:
        width = pen.width(self.view)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._drawing is not None:
            self._drawing.paint(painter, width)
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
        """Begin to draw, or take the divider or the picture."""
        place = event.position()
        if event.button() == Qt.MouseButton.RightButton:
            return  # it is for a menu
        if self._pen and event.button() == Qt.MouseButton.LeftButton:
            self._drawing = Drawing(self._pen)
            self._drag = DrawDrag(self._drawing, self._in_pane)
            self._drag.move(place)
            return
        pan = partial(self._moved, by_hand=True)
        self._drag = DividerDrag(self._divider, self.view) if self._on_divider(place) else PanDrag(self.view, place, pan)
        self.setCursor(self._drag.cursor)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Go on with what was begun; else show what a press would take."""
        self._tip = event.position()
        self.pointed.emit(event.position())
        if self._drag is not None:
            self._drag.move(event.position())
            self.update()
        elif self._pen:
            self.update()
        else:
            on = self._on_divider(event.position())
            self.setCursor(Qt.CursorShape.SplitHCursor if on else Qt.CursorShape.ArrowCursor)

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        """Let go; what was drawn is told."""
        drawing, self._drawing, self._drag, self._divider.held = self._drawing, None, None, False
        if drawing is not None:
            self.drawn.emit(tuple(self.view.share(place) for place in drawing.places))
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
        if (step := _STEPS.get(Qt.Key(event.key()))) and self.mode == "divider":
            self._divider.move_to(self._divider.share + step)
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
        return halves(self.rect()) if self.mode == "beside" else [self.rect()]

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

    def _on_divider(self, place: QPointF) -> bool:
        divided = self.mode == "divider" and self.has_result() and not self._pen
        return divided and self._divider.is_near(place, self.view)
