"""What is drawn in place of a picture, or over one."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPixmap

from ganstudio.gui.theme import current_theme, icon


def broken(size: QSize, ratio: float) -> QPixmap:
    """A small mark in place of a picture that cannot be read; `ratio` is of the screen's pixels to the window's."""
    mark = icon("warning", current_theme().error).pixmap(round(32 * ratio))
    return drawn(mark, size * ratio)


def drawn(pixmap: QPixmap, size: QSize, opacity: float = 1.0) -> QPixmap:
    """The pixmap in the middle of a clear one of that size."""
    made = QPixmap(size)
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    painter.setOpacity(opacity)
    painter.drawPixmap((size.width() - pixmap.width()) // 2, (size.height() - pixmap.height()) // 2, pixmap)
    painter.end()
    return made
