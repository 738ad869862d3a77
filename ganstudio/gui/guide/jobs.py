"""What the guide does beside the window: a pair of rows as the critic sees them."""

from collections.abc import Iterator
from pathlib import Path
from threading import Event as Flag

from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QColor, QImage, QPainter

from ganstudio.core.errors import GanStudioError

ACROSS, _GAP = 7, 4


def draw_pair(data: Path, sheet: Path, side: int, stop: Flag) -> Iterator[QImage]:
    """Pictures of the folder above, as many of a sheet of new ones below, all of `side` pixels, as the critic sees them."""
    from ganstudio.gui.app.qimage import to_image
    from ganstudio.images.dataset.scan import files_at
    from ganstudio.images.thumbnail import thumbnail

    new = QImage(str(sheet))
    if new.isNull():
        return
    drawn = QImage(ACROSS * (side + 1), 2 * side + _GAP, QImage.Format.Format_RGB32)
    drawn.fill(QColor("white"))
    painter = QPainter(drawn)
    files = files_at(data)
    for number in range(ACROSS):
        if stop.is_set():
            break
        left = number * (side + 1)
        try:
            painter.drawImage(
                QRect(left, 0, side, side), to_image(thumbnail(files[number * len(files) // ACROSS], side).pixels)
            )
        except GanStudioError:  # a picture that was damaged meanwhile leaves its place empty
            continue
        painter.drawImage(QPoint(left, side + _GAP), new, QRect((number * side) % new.width(), 0, side, side))
    painter.end()
    yield drawn
