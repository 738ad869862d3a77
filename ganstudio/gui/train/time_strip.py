"""One picture through time: cut from the sheets of many moments, side by side; a click goes to its moment."""

from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from threading import Event as Flag

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from ganstudio.core.events import Sampled
from ganstudio.gui.app.context import AppContext
from ganstudio.gui.app.theme import current_theme
from ganstudio.gui.app.translations import count, tr
from ganstudio.gui.train.sheet_view import cell

_SIDE, _GAP, _LINE = 72, 6, 18


class TimeStrip(QWidget):
    """As many moments as fit, evenly from first to last; `moment_chosen` carries pictures seen."""

    moment_chosen = Signal(int)

    def __init__(self, context: AppContext) -> None:
        super().__init__()
        self._context = context
        self._cells: list[tuple[int, QImage]] = []
        self.setFixedHeight(_SIDE + _LINE + 8)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setToolTip(tr("This picture through the training; click one to go to its moment."))
        self.setAccessibleName(tr("One picture through time"))
        self.hide()

    def show_picture(self, folder: Path, samples: Sequence[Sampled], side: int, number: int | None) -> None:
        """Show the picture of a number; None: nothing."""
        self.setVisible(number is not None)
        self._cells = []
        self.update()
        if number is None:
            return
        fits = max(2, (self.width() or 800) // (_SIDE + _GAP))
        chosen = [samples[place * (len(samples) - 1) // (fits - 1)] for place in range(fits)] if samples else []
        moments = list(dict.fromkeys(chosen))
        source = partial(_crop, folder, moments, side, number)
        self._context.files.submit(source, key="strip", priority=1, on_item=self._receive)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the moments."""
        painter, theme = QPainter(self), current_theme()
        painter.fillRect(self.rect(), QColor(theme.canvas))
        for place, (images, picture) in enumerate(self._cells):
            left = self._left(place)
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, picture.width() > _SIDE)
            painter.drawImage(_fit(picture.size(), QRect(left, 4, _SIDE, _SIDE)), picture)
            painter.setPen(QColor(theme.secondary))
            painter.drawText(QRect(left, _SIDE + 4, _SIDE, _LINE), Qt.AlignmentFlag.AlignCenter, count(images))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Go to the moment under the pointer."""
        for place, (images, _) in enumerate(self._cells):
            if self._left(place) <= event.position().x() < self._left(place) + _SIDE:
                self.moment_chosen.emit(images)

    def _receive(self, cell: tuple[int, QImage]) -> None:
        self._cells.append(cell)
        self.update()

    def _left(self, place: int) -> int:
        spare = self.width() - len(self._cells) * (_SIDE + _GAP) + _GAP
        return max(0, spare // 2) + place * (_SIDE + _GAP)


def _fit(size: QSize, room: QRect) -> QRect:
    """As large as it can be in the middle of a place."""
    place = QRect(QPoint(0, 0), size.scaled(room.size(), Qt.AspectRatioMode.KeepAspectRatio))
    place.moveCenter(room.center())
    return place


def _crop(folder: Path, moments: list[Sampled], side: int, number: int, stop: Flag) -> Iterator[tuple[int, QImage]]:
    for moment in moments:
        if stop.is_set():
            return
        sheet = QImage(str(folder / moment.path))
        if not sheet.isNull():
            yield moment.images, cell(sheet, side, number)
