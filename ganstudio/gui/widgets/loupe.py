"""The loupe: a glass over a canvas in which before and after are seen at 100 %, side by side, where the pointer is."""

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, QSizeF, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QImage, QPainter, QPen
from PySide6.QtWidgets import QWidget

from ganstudio.gui.app.theme import current_theme
from ganstudio.gui.app.translations import tr
from ganstudio.gui.widgets.canvas import Canvas
from ganstudio.gui.widgets.canvas_drawing import paint_image, paint_words
from ganstudio.gui.widgets.viewport import Viewport

_SIDE = 220
_AWAY = 28  # pixels from the pointer, so that the place itself stays in sight
_RESTS = 60


class Loupe(QWidget):
    """Follows the pointer over `canvas` while it is `on`; `wanted` carries a place whose exact pixels are not there yet."""

    wanted = Signal(QRect)

    def __init__(self, canvas: Canvas) -> None:
        super().__init__(canvas)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFixedSize(2 * _SIDE, _SIDE)
        self._canvas, self.view, self.is_on = canvas, Viewport(), False
        self._exact: tuple[QImage, QRect] | None = None
        self._rest = QTimer(self, singleShot=True, interval=_RESTS)
        self._rest.timeout.connect(self._request_exact)
        canvas.pointed.connect(self._follow)
        self.hide()

    def switch(self, on: bool) -> None:
        """Use the glass, or put it away."""
        self.is_on = on
        self.setVisible(on and self.isVisible())

    def clear(self) -> None:
        """The look is another: what was exact is not any more."""
        self._exact = None
        if self.isVisible():
            self._rest.start()
        self.update()

    def show_exact(self, pixels: QImage, place: QRect) -> None:
        """Show exact pixels of a place."""
        self._exact = pixels, place
        self.update()

    def is_exact(self) -> bool:
        """Whether all that is in the glass is exact."""
        place = self.view.visible_rect()
        return self._canvas.has_exact(place) or (self._exact is not None and self._exact[1].contains(place))

    def paintEvent(self, _event: object) -> None:
        """Before on the left, after on the right."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(current_theme().canvas))
        for left, words, paint in (
            (0, tr("Before"), self._canvas.images.paint_before),
            (_SIDE, tr("After"), self._paint_after),
        ):
            painter.save()
            painter.setClipRect(QRectF(left, 0, _SIDE, _SIDE))
            painter.translate(left, 0)
            paint(painter, self.view, self.devicePixelRatioF())
            paint_words(painter, words, QPointF(8, 8), 0.0)
            painter.restore()
        percent = f"{100 * self.view.zoom * self.devicePixelRatioF():.0f} %"
        paint_words(painter, percent, QPointF(2 * _SIDE - 8, _SIDE - 28), 1.0)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor("#ffffff"), 1))
        painter.drawLine(_SIDE, 0, _SIDE, _SIDE)
        painter.setPen(QPen(QColor(current_theme().accent), 2))
        painter.drawRect(self.rect().adjusted(1, 1, -1, -1))

    def _paint_after(self, painter: QPainter, view: Viewport, ratio: float) -> None:
        self._canvas.images.paint_after(painter, view, ratio)
        if self._exact is not None:
            paint_image(painter, view, self._exact[0], QRectF(self._exact[1]))

    def _follow(self, place: QPointF | None) -> None:
        at = None if place is None else self._canvas.place_of(place)
        self.setVisible(self.is_on and at is not None and self._canvas.has_result())
        if at is None or place is None or not self.is_on:
            return
        self.view.picture, self.view.pane = self._canvas.view.picture, QSizeF(_SIDE, _SIDE)
        self.view.zoom = max(1.0, 2 * self._canvas.zoom if self._canvas.zoom >= 1 else 1.0) / self.devicePixelRatioF()
        self.view.look_at(at)
        self.move(self._place_beside(place))
        self._rest.start()
        self.update()

    def _place_beside(self, place: QPointF) -> QPoint:
        """Above the pointer, or below it where there is no room."""
        left = min(max(0, round(place.x()) - _SIDE), max(0, self._canvas.width() - self.width()))
        above = round(place.y()) - _AWAY - self.height()
        return QPoint(left, above if above >= 0 else round(place.y()) + _AWAY)

    def _request_exact(self) -> None:
        if self.isVisible() and not self.is_exact():
            self.wanted.emit(self.view.visible_rect())
