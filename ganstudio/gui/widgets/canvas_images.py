"""The images that a canvas shows of one picture: before, after, the exact pixels of a part, and what is laid over it."""

from PySide6.QtCore import QPointF, QRect, QRectF
from PySide6.QtGui import QImage, QPainter

from ganstudio.gui.widgets.canvas_drawing import paint_image
from ganstudio.gui.widgets.viewport import Viewport


class CanvasImages:
    """Holds them and paints them as a view sees them; places are in pixels of the picture.

    `after` is a preview of the whole, at any size; `exact` pixels lie over it at their place. They are `outdated` once
    another look is wanted. While `original` is set the picture before is painted in the place of its look.
    """

    def __init__(self) -> None:
        self.before, self.small, self.after, self.overlay = QImage(), QImage(), QImage(), QImage()
        self.exact: tuple[QImage, QRect] | None = None
        self.outdated, self.original = False, False

    def show_before(self, before: QImage, small: QImage) -> None:
        """Show another picture, of which there is no look yet; `small` is the same picture reduced."""
        self.before, self.small = before, small
        self.show_preview(QImage())

    def show_preview(self, after: QImage) -> None:
        """Show a look of the whole picture."""
        self.after, self.exact = after, None

    def show_exact(self, pixels: QImage, place: QRect) -> None:
        """Lay the exact pixels of a part over the preview."""
        self.exact, self.outdated = (pixels, place), False

    def has_exact(self, place: QRect) -> bool:
        """Whether all of a place is exact, in the look that is wanted."""
        return self.exact is not None and not self.outdated and self.exact[1].contains(place)

    def paint_before(self, painter: QPainter, view: Viewport, ratio: float) -> None:
        """Paint the picture as it was; `ratio` is of the screen's pixels to the window's."""
        whole = QRectF(QPointF(), view.picture)
        reduced = view.zoom * ratio <= self.small.width() / view.picture.width()
        paint_image(painter, view, self.small if reduced else self.before, whole)

    def paint_after(self, painter: QPainter, view: Viewport, ratio: float) -> None:
        """Paint the look, exact where that is known; before there is any, the picture as it was."""
        if self.after.isNull() or self.original:
            self.paint_before(painter, view, ratio)
            return
        paint_image(painter, view, self.after, QRectF(QPointF(), view.picture))
        if self.exact is not None:
            paint_image(painter, view, self.exact[0], QRectF(self.exact[1]))

    def paint_overlay(self, painter: QPainter, view: Viewport) -> None:
        """Paint what is laid over the whole picture, if anything is."""
        if not self.overlay.isNull():
            paint_image(painter, view, self.overlay, QRectF(QPointF(), view.picture), ground=False)
