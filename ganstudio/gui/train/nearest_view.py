"""A closer look: new pictures with the nearest of one's own below each, and what the critic looks at in both."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from threading import Event as Flag
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from ganstudio.gui.app.context import AppContext
from ganstudio.gui.app.qimage import to_image
from ganstudio.gui.app.theme import current_theme
from ganstudio.gui.app.translations import tr

if TYPE_CHECKING:
    from ganstudio.plugins.catalog import Catalog

COLUMNS = 8
_LINE, _GAP, _MARGIN = 20, 6, 16


@dataclass(frozen=True)
class Row:
    """A row of pictures, each with a word below, and what they are."""

    title: str
    pictures: tuple[QImage, ...]
    words: tuple[str, ...] = ()


class NearestView(QWidget):
    """Four rows that fill as they are found."""

    def __init__(self, context: AppContext) -> None:
        super().__init__()
        self._context = context
        self._rows: list[Row] = []
        self._message = ""
        self.setAccessibleName(tr("A closer look"))
        self.setToolTip(tr("How near to yours new pictures are (originality), and where the critic looks (saliency)"))

    def show_run(self, folder: Path) -> None:
        """Look at a run's newest samples and its critic, beside the window."""
        self._rows, self._message = [], tr("Looking…")
        self.update()
        for key, source in (("nearest", _neighbours), ("saliency", _saliency)):
            self._context.compute.submit(
                partial(source, folder, self._context.catalog), key=f"closer {key}", on_item=self._receive, failed=self._fail
            )

    def clear(self) -> None:
        """Stop, and show nothing."""
        self._context.compute.cancel("closer")
        self._rows = []

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the rows."""
        painter, theme = QPainter(self), current_theme()
        painter.fillRect(self.rect(), QColor(theme.canvas))
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.setPen(QColor(theme.secondary))
        if not self._rows:
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self._message)
            return
        side = self._side()
        left = max(_MARGIN, (self.width() - COLUMNS * (side + _GAP)) // 2)
        for number, row in enumerate(self._rows):
            top = _MARGIN + number * (side + 2 * _LINE + _GAP)
            painter.setPen(QColor(theme.text))
            painter.drawText(left, top, self.width() - left, _LINE, Qt.AlignmentFlag.AlignVCenter, row.title)
            painter.setPen(QColor(theme.secondary))
            for column, picture in enumerate(row.pictures):
                place = QRect(left + column * (side + _GAP), top + _LINE, side, side)
                painter.drawImage(place, picture.scaled(side, side) if picture.width() * 2 < side else picture)
                if row.words:
                    below = QRect(place.left(), place.bottom(), side, _LINE)
                    painter.drawText(below, Qt.AlignmentFlag.AlignCenter, row.words[column])

    def _side(self) -> int:
        rows = max(4, len(self._rows))
        high = (self.height() - 2 * _MARGIN) // rows - 2 * _LINE - _GAP
        wide = (self.width() - 2 * _MARGIN) // COLUMNS - _GAP
        return max(24, min(high, wide))

    def _receive(self, rows: tuple[Row, ...]) -> None:
        self._rows += rows
        self.update()

    def _fail(self, sentence: str, _details: str) -> None:
        self._message = sentence
        self.update()


def _neighbours(folder: Path, _catalog: "Catalog", stop: Flag) -> Iterator[tuple[Row, ...]]:
    from ganstudio.explore.nearest_neighbours import Neighbours, find_nearest, newest_samples
    from ganstudio.images.thumbnail import thumbnail
    from ganstudio.runs.run import Run

    run = Run.open(folder)
    some = newest_samples(run)[:: max(1, len(newest_samples(run)) // COLUMNS)][:COLUMNS]
    for found in find_nearest(run, some, stop=stop):
        if isinstance(found, Neighbours):
            yours = tuple(to_image(thumbnail(each.path, 128).pixels) for each in found.nearest)
            apart = tuple(f"{each.distance:.2f}" for each in found.nearest)
            yield (
                Row(tr("New pictures"), tuple(to_image(each) for each in found.pictures)),
                Row(tr("The nearest of yours, and how far it is: near 0 it would be a copy"), yours, apart),
            )


def _saliency(folder: Path, catalog: "Catalog", stop: Flag) -> Iterator[tuple[Row, ...]]:
    from ganstudio.explore.saliency import SaliencyPair, compute_saliency, overlay
    from ganstudio.runs.run import Run

    for found in compute_saliency(Run.open(folder), catalog, count=COLUMNS, draws=4, device="cpu", stop=stop):
        if isinstance(found, SaliencyPair):
            titles = (
                tr("Where the critic looks in yours, and its score"),
                tr("Where it looks in new ones, and its score: higher is more like yours"),
            )
            yield tuple(
                Row(
                    title,
                    tuple(to_image(overlay(*each)) for each in zip(seen.pictures, seen.heat, strict=True)),
                    tuple(f"{score:+.1f}" for score in seen.scores),
                )
                for title, seen in zip(titles, (found.real, found.made), strict=True)
            )
