"""What is drawn in place of a picture, or over one."""

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPixmap

from ganstudio.gui.app.theme import current_theme, icon


def broken_picture(size: QSize, ratio: float) -> QPixmap:
    """A small mark in place of a picture that cannot be read; `ratio` is of the screen's pixels to the window's."""
    mark = icon("warning", current_theme().error).pixmap(round(32 * ratio))
    return drawn_picture(mark, size * ratio)


def wanted_picture(size: QSize, ratio: float) -> QPixmap:
    """A small mark in place of a picture that is still to be chosen; `ratio` as for a broken one."""
    return drawn_picture(icon("pictures", current_theme().faint).pixmap(round(40 * ratio)), size * ratio)


def drawn_picture(pixmap: QPixmap, size: QSize, opacity: float = 1.0) -> QPixmap:
    """The pixmap in the middle of a clear one of that size."""
    made = QPixmap(size)
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    painter.setOpacity(opacity)
    painter.drawPixmap((size.width() - pixmap.width()) // 2, (size.height() - pixmap.height()) // 2, pixmap)
    painter.end()
    return made


def film_picture(pixmap: QPixmap, frame: QSize) -> QPixmap:
    """What a frame of this shape shows of the pixmap when it is filled, with a small mark: it is of a film."""
    seen = QRect(QPoint(), frame.scaled(pixmap.size(), Qt.AspectRatioMode.KeepAspectRatio))
    seen.moveCenter(pixmap.rect().center())
    made, side = pixmap.copy(seen), seen.height() // 3
    place = QRect(side // 4, made.height() - side - side // 4, side, side)
    painter = QPainter(made)
    painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(0, 0, 0, 150))
    painter.drawRoundedRect(place, side / 5, side / 5)
    inside = place.adjusted(side // 8, side // 8, -side // 8, -side // 8)
    painter.drawPixmap(inside, icon("film", "#ffffff").pixmap(40, 40))
    painter.end()
    return made
