"""Drawing on a canvas: the way of a brush, or a straight line, while the button is held."""

from dataclasses import dataclass

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

_NEAR = 2.0  # screen pixels from one point of a way to the next


@dataclass(frozen=True)
class Pen:
    """What a drag draws: a free way `size` wide (a share of the picture's longer side), or a straight line."""

    size: float
    straight: bool = False
    colour: str = "#e8a33d"


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


def paint_tip(painter: QPainter, place: QPointF, width: float) -> None:
    """The ring of a brush where the pointer is, seen on dark and on light."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for colour, more in (("#000000", 1.0), ("#ffffff", 0.0)):
        painter.setPen(QPen(QColor(colour), 1.0))
        painter.drawEllipse(place, width / 2 + more, width / 2 + more)
