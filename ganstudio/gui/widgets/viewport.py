"""View: which part of a picture is in sight, and how large."""

from PySide6.QtCore import QPointF, QRect, QRectF, QSizeF

_BORDER = 48  # pixels around a picture that is shown whole
_LARGEST = 32.0


class Viewport:
    """A picture seen through a pane; places in the pane are screen pixels from its corner, in the picture its own pixels."""

    def __init__(self) -> None:
        self.picture, self.pane = QSizeF(), QSizeF()
        self.zoom, self.centre, self.fitted = 1.0, QPointF(), True

    def take_pane(self, pane: QSizeF) -> None:
        """See through a pane of another size."""
        self.pane = pane
        if self.fitted:
            self.fit()

    def fit(self) -> None:
        """See the whole picture."""
        self.fitted = True
        if not self.picture.isEmpty():
            self.zoom = self._whole_zoom()
            self.centre = QPointF(self.picture.width() / 2, self.picture.height() / 2)

    def set_zoom(self, zoom: float, at: QPointF | None = None) -> None:
        """Make a pixel of the picture so large, and keep what is at that place of the pane where it is."""
        at = self._middle() if at is None else at
        place = self.to_picture(at)
        self.zoom = min(_LARGEST, max(self._whole_zoom() / 2, zoom))
        self.look_at(place - (at - self._middle()) / self.zoom)

    def look_at(self, centre: QPointF) -> None:
        """Have this place of the picture in the middle, or the nearest in it."""
        self.fitted = False
        self.centre = QPointF(
            min(max(centre.x(), 0.0), self.picture.width()), min(max(centre.y(), 0.0), self.picture.height())
        )

    def follow(self, other: "Viewport") -> None:
        """See what another pane sees, as large."""
        self.zoom, self.centre, self.fitted = other.zoom, QPointF(other.centre), other.fitted
        if self.fitted:
            self.fit()

    def to_picture(self, place: QPointF) -> QPointF:
        """Where a place of the pane lies in the picture."""
        return self.centre + (place - self._middle()) / self.zoom

    def to_pane(self, place: QPointF) -> QPointF:
        """Where a place of the picture lies in the pane."""
        return self._middle() + (place - self.centre) * self.zoom

    def share(self, place: QPointF) -> tuple[float, float]:
        """A place of the pane in shares of the picture's width and height."""
        at = self.to_picture(place)
        return at.x() / self.picture.width(), at.y() / self.picture.height()

    def visible_rect(self) -> QRect:
        """The part of the picture that is in sight."""
        sight = QRectF(self.to_picture(QPointF()), self.pane / self.zoom)
        whole = QRect(0, 0, round(self.picture.width()), round(self.picture.height()))
        return sight.intersected(QRectF(QPointF(), self.picture)).toAlignedRect() & whole

    def _middle(self) -> QPointF:
        return QPointF(self.pane.width() / 2, self.pane.height() / 2)

    def _whole_zoom(self) -> float:
        width, height = max(1.0, self.pane.width() - _BORDER), max(1.0, self.pane.height() - _BORDER)
        return min(width / self.picture.width(), height / self.picture.height(), 2.0)


def halves(area: QRect) -> list[QRect]:
    """The left and the right half of an area, with a gap of two pixels at most between them."""
    half = area.width() // 2
    return [QRect(0, 0, half - 1, area.height()), QRect(half, 0, half - 1, area.height())]
