"""The chosen picture with the frame of its crop; a click, a drag or the arrow keys say what the frame keeps in sight."""

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt, Signal
from PySide6.QtGui import QColor, QImage, QKeyEvent, QMouseEvent, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from ganstudio.gui.app.theme import DARK, current_theme
from ganstudio.gui.app.translations import tr
from ganstudio.images.crop import MIDDLE, Point, crop_box

_STEP = 0.02
_ARROWS = {
    Qt.Key.Key_Left: (-_STEP, 0.0),
    Qt.Key.Key_Right: (_STEP, 0.0),
    Qt.Key.Key_Up: (0.0, -_STEP),
    Qt.Key.Key_Down: (0.0, _STEP),
}


class CropView(QWidget):
    """A picture, what its crop leaves dimmed; `focused` carries the new place, 0 to 1 across and down."""

    focused = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(tr("The chosen picture and its crop"))
        self.setToolTip(tr("Click or drag to the place that must stay in sight; the arrow keys move it."))
        self.setCursor(Qt.CursorShape.CrossCursor)
        self._image = QImage()
        self._aspect: float | None = None
        self.focus: Point = MIDDLE

    def show_image(self, image: QImage) -> None:
        """Show a picture; none where the image is empty."""
        self._image = image
        self.update()

    def show_crop(self, aspect: float | None, focus: Point) -> None:
        """Show the frame of a shape, width:height; none for the whole picture."""
        self._aspect, self.focus = aspect, focus
        self.update()

    def frame(self) -> QRectF:
        """Where the kept part lies in the widget."""
        place = self._place()
        if self._aspect is None or place.isEmpty():
            return place
        size = self._image.width(), self._image.height()
        left, top, right, bottom = crop_box(size, self._aspect, self.focus)
        scale = place.width() / size[0]
        return QRectF(place.x() + left * scale, place.y() + top * scale, (right - left) * scale, (bottom - top) * scale)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the picture, the dimmed surroundings, the frame and the place."""
        painter, theme = QPainter(self), current_theme()
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        painter.fillRect(self.rect(), QColor(theme.canvas))
        if self._image.isNull():
            return
        place, frame = self._place(), self.frame()
        painter.drawImage(place, self._image)
        if self._aspect is not None:
            _dim(painter, place, frame)
            painter.setPen(QPen(QColor(DARK.accent), 2))  # bright in both themes: what is around is dimmed
            painter.drawRect(frame.adjusted(1, 1, -1, -1))
            _mark(painter, self._at(self.focus))
        if self.hasFocus():
            painter.setPen(QPen(QColor(theme.accent), 1, Qt.PenStyle.DotLine))
            painter.drawRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Put the place under the pointer."""
        self._follow(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Move the place with the pointer."""
        self._follow(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Keep the place, and tell it."""
        if event.button() == Qt.MouseButton.LeftButton and not self._image.isNull():
            self.focused.emit(self.focus)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move the frame a little, from where it is."""
        step = _ARROWS.get(Qt.Key(event.key()))
        if step is None or self._image.isNull():
            super().keyPressEvent(event)
            return
        x, y = self._share(self.frame().center())
        self._aspect = self._aspect or 1.0
        self.focus = _held(x + step[0]), _held(y + step[1])
        self.update()
        self.focused.emit(self.focus)

    def _follow(self, event: QMouseEvent) -> None:
        if event.buttons() & Qt.MouseButton.LeftButton and not self._image.isNull():
            self._aspect = self._aspect or 1.0  # what is whole has nothing to keep in sight: a training sees a square
            self.focus = self._share(event.position())
            self.update()

    def _share(self, point: QPointF) -> Point:
        place = self._place()
        return _held((point.x() - place.x()) / place.width()), _held((point.y() - place.y()) / place.height())

    def _at(self, focus: Point) -> QPointF:
        place = self._place()
        return QPointF(place.x() + focus[0] * place.width(), place.y() + focus[1] * place.height())

    def _place(self) -> QRectF:
        """Where the picture lies: as large as fits, in the middle."""
        size = QSizeF(self._image.size()).scaled(QSizeF(self.size()), Qt.AspectRatioMode.KeepAspectRatio)
        return QRectF((self.width() - size.width()) / 2, (self.height() - size.height()) / 2, size.width(), size.height())


def _dim(painter: QPainter, place: QRectF, frame: QRectF) -> None:
    around = QPainterPath()
    around.addRect(place)
    around.addRect(frame)
    painter.fillPath(around, QColor(0, 0, 0, 150))  # the inner rectangle is a hole in the outer one


def _mark(painter: QPainter, point: QPointF) -> None:
    for colour, width in ((QColor(0, 0, 0, 180), 4), (QColor("white"), 2)):  # seen on light and on dark pictures
        painter.setPen(QPen(colour, width))
        painter.drawEllipse(point, 7, 7)


def _held(share: float) -> float:
    return min(max(share, 0.0), 1.0)
