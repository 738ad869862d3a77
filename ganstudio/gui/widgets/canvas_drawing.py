"""Drawing on a canvas: what a hand draws while the button is held, images as a view sees them, the divider, words."""

from dataclasses import dataclass
from functools import cache

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QImage, QPainter, QPen

from ganstudio.gui.app.theme import current_theme
from ganstudio.gui.app.translations import tr
from ganstudio.gui.widgets.viewport import Viewport

_GRIP = 12  # screen pixels on each side of the divider
_NEAR = 2.0  # screen pixels from one point of a way to the next


@dataclass(frozen=True)
class Pen:
    """What a drag draws: a free way `size` wide (a share of the picture's longer side), or a straight line."""

    size: float
    straight: bool = False
    colour: str = "#e8a33d"

    def width(self, view: Viewport) -> float:
        """How wide its way is in a view, in screen pixels."""
        return self.size * max(view.picture.width(), view.picture.height()) * view.zoom


class Drawing:
    """Collects the places of one drag on the screen, and shows them."""

    def __init__(self, pen: Pen) -> None:
        self.pen = pen
        self.places: list[QPointF] = []

    def add(self, place: QPointF) -> None:
        """The pointer came there."""
        if self.pen.straight:
            self.places = [*self.places[:1], place]
        elif not self.places or (place - self.places[-1]).manhattanLength() >= _NEAR:
            self.places.append(place)

    def paint(self, painter: QPainter, width: float) -> None:
        """Show it, `width` screen pixels wide."""
        colour = QColor(self.pen.colour)
        colour.setAlpha(255 if self.pen.straight else 110)
        style, cap = Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap
        across = 2.0 if self.pen.straight else max(1.0, width)
        painter.setPen(QPen(colour, across, style, cap, Qt.PenJoinStyle.RoundJoin))
        painter.drawPolyline(self.places) if len(self.places) > 1 else painter.drawPoint(self.places[0])


class Divider:
    """The line between before and after: at which share of the picture's width, and whether a hand holds it."""

    def __init__(self) -> None:
        self.share, self.held = 0.5, False

    def line(self, view: Viewport) -> float:
        """Where it stands in the pane, in screen pixels from its left edge."""
        return view.to_pane(QPointF(self.share * view.picture.width(), 0)).x()

    def is_near(self, place: QPointF, view: Viewport) -> bool:
        """Whether a press there takes it."""
        return abs(place.x() - self.line(view)) < _GRIP

    def move_to(self, share: float) -> None:
        """Let it stand there, or at the nearest edge."""
        self.share = min(1.0, max(0.0, share))


def paint_tip(painter: QPainter, place: QPointF, width: float) -> None:
    """The ring of a brush where the pointer is, seen on dark and on light."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for colour, more in (("#000000", 1.0), ("#ffffff", 0.0)):
        painter.setPen(QPen(QColor(colour), 1.0))
        painter.drawEllipse(place, width / 2 + more, width / 2 + more)


def paint_image(painter: QPainter, view: Viewport, image: QImage, place: QRectF, *, ground: bool = True) -> None:
    """Draw the part of an image that a view sees; `image` shows `place` of the picture, on squares if it is see-through."""
    sight = place.intersected(QRectF(view.visible_rect().adjusted(-1, -1, 1, 1)))
    target = QRectF(view.to_pane(sight.topLeft()), sight.size() * view.zoom)
    across, down = image.width() / place.width(), image.height() / place.height()
    source = QRectF(
        (sight.x() - place.x()) * across, (sight.y() - place.y()) * down, sight.width() * across, sight.height() * down
    )
    if ground and image.hasAlphaChannel():
        painter.fillRect(target, _squares())
    painter.drawImage(target, image, source)


def paint_divider(painter: QPainter, view: Viewport, line: float, *, held: bool) -> None:
    """The line between before and after, with its grip and their names."""
    top, bottom = view.to_pane(QPointF()).y(), view.to_pane(QPointF(0, view.picture.height())).y()
    top, bottom = max(0.0, top), min(view.pane.height(), bottom)
    middle = (top + bottom) / 2
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor("#ffffff"), 1.5))
    painter.drawLine(QPointF(line, top), QPointF(line, bottom))
    painter.setBrush(QColor(current_theme().accent if held else "#ffffff"))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.drawEllipse(QPointF(line, middle), 9, 9)
    painter.setPen(QPen(QColor("#1b1b1c"), 1.5))
    for way in (-1, 1):
        painter.drawLine(QPointF(line + 5 * way, middle), QPointF(line + 2 * way, middle - 3))
        painter.drawLine(QPointF(line + 5 * way, middle), QPointF(line + 2 * way, middle + 3))
    paint_words(painter, tr("Before"), QPointF(line - 8, top + 8), 1.0)
    paint_words(painter, tr("After"), QPointF(line + 8, top + 8), 0.0)


def paint_words(painter: QPainter, words: str, place: QPointF, share: float) -> None:
    """A word over a picture, on a dark ground; so much of it (0 to 1) lies left of the place."""
    font = QFont(painter.font())
    font.setPixelSize(12)
    painter.setFont(font)
    width = painter.fontMetrics().horizontalAdvance(words) + 14
    frame = QRectF(place.x() - share * width, place.y(), width, 20)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(0, 0, 0, 150))
    painter.drawRoundedRect(frame, 4, 4)
    painter.setPen(QColor("#ffffff"))
    painter.drawText(frame, Qt.AlignmentFlag.AlignCenter, words)


@cache
def _squares() -> QBrush:
    """Light and middle grey squares, as painting programs show what is see-through."""
    tile = QImage(16, 16, QImage.Format.Format_RGB888)
    tile.fill(QColor("#8c8c8c"))
    painter = QPainter(tile)
    for corner in (0, 8):
        painter.fillRect(corner, corner, 8, 8, QColor("#b4b4b4"))
    painter.end()
    return QBrush(tile)
