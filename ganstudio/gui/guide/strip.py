"""A picture as wide as there is room for, in its own proportions."""

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget


class StripView(QWidget):
    """Shows an image, enlarged pixel for pixel where it is small."""

    def __init__(self) -> None:
        super().__init__()
        self._image = QImage()
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_image(self, image: QImage) -> None:
        """Show another image."""
        changed = image.size() != self._image.size()
        self._image = image
        if changed:
            self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Its own size."""
        return self._image.size()

    def hasHeightForWidth(self) -> bool:
        """It keeps its proportions."""
        return True

    def heightForWidth(self, width: int) -> int:
        """The height that goes with a width."""
        wide, high = self._image.width(), self._image.height()
        return round(high * width / wide) if wide else 0

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw it."""
        if self._image.isNull():
            return
        high = min(self.height(), self.heightForWidth(self.width()))
        painter = QPainter(self)
        shown = self._image.scaled(
            self.size() * self.devicePixelRatio(),
            Qt.AspectRatioMode.KeepAspectRatio,
            Qt.TransformationMode.SmoothTransformation,
        )
        painter.drawImage(QRect(0, 0, self.width(), high), shown)
