"""The starred pictures of a run, as one sheet."""

from collections.abc import Iterator
from math import ceil
from pathlib import Path
from threading import Event as Flag

from PySide6.QtGui import QImage, QPainter

from ganstudio.gui.train.sheet_view import cell
from ganstudio.runs.favourites import Favourite


def star_sheet(folder: Path, starred: list[Favourite], sheets: dict[int, Path], side: int, stop: Flag) -> Iterator[QImage]:
    """The starred pictures side by side in a square of squares; those whose sheet is gone are left out."""
    pictures: list[QImage] = []
    for images, number in starred:
        if stop.is_set():
            return
        sheet = QImage(str(folder / sheets[images])) if images in sheets else QImage()
        if not sheet.isNull():
            pictures.append(cell(sheet, side, number))
    if not pictures:
        return
    across, size = ceil(len(pictures) ** 0.5), pictures[0].size()
    page = QImage(across * size.width(), across * size.height(), QImage.Format.Format_RGB32)
    page.fill(0xFF1B1B1C)
    painter = QPainter(page)
    for place, picture in enumerate(pictures):
        painter.drawImage(place % across * size.width(), place // across * size.height(), picture)
    painter.end()
    yield page
