"""The canvas: a picture before and after, under one divider, zoomed and panned together."""

from PySide6.QtCore import QPointF, QRect, QRectF, QSizeF, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QFont, QImage, QKeyEvent, QMouseEvent, QPainter, QPen, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ganstudio.gui.theme import current_theme
from ganstudio.gui.widgets.drawing import Drawing, Pen, paint_tip
from ganstudio.gui.words import tr

_GRIP = 12
_SETTLED = 150


class Canvas(QWidget):
    """Shows `before` left of the divider and `after` right of it.

    `after` is first a small preview of the whole, then exact pixels of the part in sight, laid over it. All places
    are in pixels of the picture. `settled` tells that the part in sight has changed and rests; `drawn` carries what was
    drawn with a pen, as points in shares of width and height.
    """

    settled = Signal()
    zoomed = Signal(float)
    drawn = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("canvas")
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(320, 240)
        self.setAccessibleName(tr("The picture, before and after"))
        self._size = QSizeF()
        self._before = QImage()
        self._small_before = QImage()
        self._after = QImage()
        self._exact: tuple[QImage, QRect] | None = None
        self._outdated = False
        self._zoom, self._centre = 1.0, QPointF()
        self._fitted, self._compared, self._original = True, True, False
        self._divider = 0.5
        self._drag: QPointF | str | Drawing | None = None
        self._pen: Pen | None = None
        self._tip = QPointF()
        self._overlay = QImage()
        self._rest = QTimer(self, singleShot=True, interval=_SETTLED)
        self._rest.timeout.connect(self.settled)

    def show_picture(self, before: QImage, small: QImage) -> None:
        """Show a new picture; `small` is the same picture reduced, for looking at the whole."""
        self._size, self._before, self._small_before = QSizeF(before.size()), before, small
        self._after, self._exact = QImage(), None
        self.fit()

    def show_preview(self, after: QImage) -> None:
        """Show a new look of the whole picture, at any size."""
        self._after, self._exact = after, None
        self.update()

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

    def has_exact(self) -> bool:
        """Whether all that is in sight is exact."""
        return self._exact is not None and not self._outdated and self._exact[1].contains(self.in_sight())

    def exact_image(self) -> QImage:
        """The exact pixels that lie over the preview; empty where there are none."""
        return self._exact[0] if self._exact else QImage()

    def in_sight(self) -> QRect:
        """The part of the picture that is in sight, in its pixels."""
        corner = self._to_picture(QPointF(0, 0))
        sight = QRectF(corner, QSizeF(self.width() / self._zoom, self.height() / self._zoom))
        return sight.intersected(QRectF(QPointF(), self._size)).toAlignedRect() & QRect(0, 0, *self._whole())

    @property
    def zoom(self) -> float:
        """Screen pixels to a pixel of the picture."""
        return self._zoom * self.devicePixelRatioF()

    def fit(self) -> None:
        """Show the whole picture."""
        self._fitted = True
        self._fit()

    def set_zoom(self, zoom: float, at: QPointF | None = None) -> None:
        """Zoom (1 is one to one) and keep the place under `at` where it is."""
        if self._size.isEmpty():
            return
        at = at if at is not None else QPointF(self.width() / 2, self.height() / 2)
        place = self._to_picture(at)
        self._fitted = False
        self._zoom = min(32.0, max(self._fit_zoom() / 2, zoom / self.devicePixelRatioF()))
        self._centre = place - (at - QPointF(self.width() / 2, self.height() / 2)) / self._zoom
        self._moved()

    def compare(self, on: bool) -> None:
        """Show the divider, or the result alone."""
        self._compared = on
        self.update()

    def show_original(self, on: bool) -> None:
        """Show only the original, for as long as a key or a button is held."""
        self._original = on
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

    def paintEvent(self, _event: object) -> None:
        """Draw before, after, the divider."""
        theme = current_theme()
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(theme.canvas))
        if self._before.isNull():
            return
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, self._zoom < 4)
        small = self._zoom * self.devicePixelRatioF() <= self._small_before.width() / self._size.width()
        self._draw(painter, self._small_before if small else self._before, QRectF(QPointF(), self._size))
        if self._original or self._after.isNull():
            return
        if self._compared:
            painter.setClipRect(QRectF(self._line(), 0, self.width(), self.height()))
        self._draw(painter, self._after, QRectF(QPointF(), self._size))
        if self._exact is not None:
            self._draw(painter, self._exact[0], QRectF(self._exact[1]))
        painter.setClipping(False)
        if not self._overlay.isNull():
            self._draw(painter, self._overlay, QRectF(QPointF(), self._size))
        if self._pen:
            self._draw_pen(painter, self._pen)
        elif self._compared:
            self._draw_divider(painter)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep a fitted picture fitted."""
        super().resizeEvent(event)
        if self._fitted:
            self._fit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom about the pointer."""
        self.set_zoom(self.zoom * 1.0015 ** event.angleDelta().y(), event.position())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take the divider or the picture."""
        if self._pen and event.button() == Qt.MouseButton.LeftButton:
            self._drag = Drawing(self._pen)
            self._drag.add(event.position())
            return
        self._drag = "divider" if self._on_divider(event.position()) else event.position()
        self.setCursor(Qt.CursorShape.SplitHCursor if self._drag == "divider" else Qt.CursorShape.ClosedHandCursor)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Draw, or drag the divider or the picture."""
        self._tip = event.position()
        if isinstance(self._drag, Drawing):
            self._drag.add(event.position())
        if self._pen:
            self.update()
            if not isinstance(self._drag, QPointF):
                return
        if self._drag == "divider":
            self._move_divider(event.position().x())
        elif isinstance(self._drag, QPointF):
            self._centre -= (event.position() - self._drag) / self._zoom
            self._drag, self._fitted = event.position(), False
            self._moved()
        else:
            on = self._on_divider(event.position())
            self.setCursor(Qt.CursorShape.SplitHCursor if on else Qt.CursorShape.ArrowCursor)

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        """Let go."""
        drag, self._drag = self._drag, None
        if isinstance(drag, Drawing):
            self.drawn.emit(tuple(self._share(place) for place in drag.places))
        self.take_pen(self._pen)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Between the whole and one to one."""
        if self._fitted:
            self.set_zoom(1.0, event.position())
        else:
            self.fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows move the divider; space shows the original while it is held."""
        step = {Qt.Key.Key_Left: -0.02, Qt.Key.Key_Right: 0.02}.get(Qt.Key(event.key()))
        if step is not None:
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

    def _whole(self) -> tuple[int, int]:
        return round(self._size.width()), round(self._size.height())

    def _fit_zoom(self) -> float:
        space = QSizeF(max(1, self.width() - 48), max(1, self.height() - 48))
        return min(space.width() / self._size.width(), space.height() / self._size.height(), 2.0)

    def _fit(self) -> None:
        if self._size.isEmpty():
            return
        self._zoom = self._fit_zoom()
        self._centre = QPointF(self._size.width() / 2, self._size.height() / 2)
        self._moved()

    def _moved(self) -> None:
        self._centre.setX(min(max(self._centre.x(), 0.0), self._size.width()))
        self._centre.setY(min(max(self._centre.y(), 0.0), self._size.height()))
        self._rest.start()
        self.zoomed.emit(self.zoom)
        self.update()

    def _to_picture(self, place: QPointF) -> QPointF:
        return self._centre + (place - QPointF(self.width() / 2, self.height() / 2)) / self._zoom

    def _share(self, place: QPointF) -> tuple[float, float]:
        at = self._to_picture(place)
        return at.x() / self._size.width(), at.y() / self._size.height()

    def _draw_pen(self, painter: QPainter, pen: Pen) -> None:
        width = pen.size * max(self._size.width(), self._size.height()) * self._zoom
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if isinstance(self._drag, Drawing):
            self._drag.paint(painter, width)
        if not pen.straight and self.underMouse():
            paint_tip(painter, self._tip, width)

    def _to_screen(self, place: QPointF) -> QPointF:
        return QPointF(self.width() / 2, self.height() / 2) + (place - self._centre) * self._zoom

    def _line(self) -> float:
        return self._to_screen(QPointF(self._divider * self._size.width(), 0)).x()

    def _move_divider(self, x: float) -> None:
        share = self._to_picture(QPointF(x, 0)).x() / self._size.width()
        self._divider = min(1.0, max(0.0, share))
        self.update()

    def _on_divider(self, place: QPointF) -> bool:
        return self._compared and not self._pen and not self._after.isNull() and abs(place.x() - self._line()) < _GRIP

    def _draw(self, painter: QPainter, image: QImage, place: QRectF) -> None:
        """Draw the part of an image that is in sight; `image` shows `place` of the picture."""
        sight = place.intersected(QRectF(self.in_sight().adjusted(-1, -1, 1, 1)))
        scale_x, scale_y = image.width() / place.width(), image.height() / place.height()
        source = QRectF(
            (sight.x() - place.x()) * scale_x,
            (sight.y() - place.y()) * scale_y,
            sight.width() * scale_x,
            sight.height() * scale_y,
        )
        painter.drawImage(QRectF(self._to_screen(sight.topLeft()), sight.size() * self._zoom), image, source)

    def _draw_divider(self, painter: QPainter) -> None:
        theme = current_theme()
        top, bottom = self._to_screen(QPointF(0, 0)).y(), self._to_screen(QPointF(0, self._size.height())).y()
        top, bottom = max(0.0, top), min(float(self.height()), bottom)
        x, middle = self._line(), (top + bottom) / 2
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor("#ffffff"), 1.5))
        painter.drawLine(QPointF(x, top), QPointF(x, bottom))
        painter.setBrush(QColor(theme.accent if self._drag == "divider" else "#ffffff"))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.drawEllipse(QPointF(x, middle), 9, 9)
        painter.setPen(QPen(QColor("#1b1b1c"), 1.5))
        for way in (-1, 1):
            painter.drawLine(QPointF(x + 5 * way, middle), QPointF(x + 2 * way, middle - 3))
            painter.drawLine(QPointF(x + 5 * way, middle), QPointF(x + 2 * way, middle + 3))
        self._draw_words(painter, x, top)

    def _draw_words(self, painter: QPainter, x: float, top: float) -> None:
        font = QFont(self.font())
        font.setPixelSize(11)
        painter.setFont(font)
        for words, left in ((tr("Before"), True), (tr("After"), False)):
            width = painter.fontMetrics().horizontalAdvance(words) + 14
            place = QRectF(x - width - 8 if left else x + 8, top + 8, width, 20)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(0, 0, 0, 150))
            painter.drawRoundedRect(place, 4, 4)
            painter.setPen(QColor("#ffffff"))
            painter.drawText(place, Qt.AlignmentFlag.AlignCenter, words)
