"""What comes in: files, folders, the clipboard, what is dropped; decoded beside the window."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from threading import Event as Flag
from typing import Any

from PySide6.QtCore import QMimeData, QObject, Signal
from PySide6.QtGui import QGuiApplication, QImage

from ganstudio.core.errors import GanStudioError
from ganstudio.gui.app.context import AppContext
from ganstudio.gui.app.translations import tr
from ganstudio.gui.app.workers import Source
from ganstudio.gui.stylize import jobs
from ganstudio.gui.stylize.opened_picture import OpenedPicture


class OpenController(QObject):
    """Opens pictures and films: `opened` carries one, `found` all the files of a choice, `style` the file of a style."""

    opening_started = Signal(str)
    opened = Signal(object)
    files_opened = Signal(object)
    style = Signal(object)
    failed = Signal(str, str)

    def __init__(self, context: AppContext) -> None:
        super().__init__()
        self._context = context

    def open_file(self, path: Path) -> None:
        """Open one file."""
        self.opening_started.emit(tr("Opening {}…").format(path.name))
        self._begin("open", lambda _stop: jobs.open_file(path), self.opened.emit)

    def open_all(self, paths: Sequence[Path]) -> None:
        """Find pictures and films among files and folders, and open the first; a single file is only opened."""
        if len(paths) == 1 and not paths[0].is_dir():
            self.files_opened.emit(())
            self.open_file(paths[0])
            return
        self.opening_started.emit(tr("Looking for pictures…"))
        self._begin("list", partial(_pictures_among, tuple(paths)), self._take_files)

    def paste(self) -> None:
        """Take the picture, or the picture files, that the clipboard holds."""
        data = QGuiApplication.clipboard().mimeData()
        if not self.take(data):
            self.failed.emit(tr("The clipboard holds no picture. Copy one first, then paste it here."), "")

    def take(self, data: QMimeData) -> bool:
        """Take what was dropped or copied: a style, files, or a picture; whether there was any."""
        files = [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
        if files:
            self.take_files(files)
        elif data.hasImage():
            image = QImage(data.imageData())
            self._begin("open", lambda _stop: _open_pasted(image), self.opened.emit)
        return bool(files) or data.hasImage()

    def take_files(self, paths: Sequence[Path]) -> None:
        """Take each file that holds a style as one, and open all others."""
        from ganstudio.packs.foreign.converter import may_hold_style

        styles = [path for path in paths if path.is_file() and may_hold_style(path)]
        for path in styles:
            self.style.emit(path)
        if others := [path for path in paths if path not in styles]:
            self.open_all(others)

    def _begin(self, key: str, source: Source, on_item: Callable[[Any], object]) -> None:
        self._context.files.submit(source, key=key, on_item=on_item, failed=self.failed.emit)

    def _take_files(self, files: tuple[Path, ...]) -> None:
        self.files_opened.emit(files)
        self.opening_started.emit(tr("Opening {}…").format(files[0].name))
        self._begin("open", partial(_open_first, files), self.opened.emit)


def _pictures_among(paths: tuple[Path, ...], stop: Flag) -> Iterator[tuple[Path, ...]]:
    """The files that are named and the pictures and films in folders, in their order; files named twice count once."""
    from ganstudio.images.folder_files import content_of

    found: list[Path] = []
    for path in paths:
        if stop.is_set():
            return
        found += content_of(path).files if path.is_dir() else (path,)
    if not found:
        raise GanStudioError(
            tr("There is no picture in what you dropped; drop PNG, JPEG, WebP, TIFF, AVIF or HEIC files, or films.")
        )
    yield tuple(dict.fromkeys(found))


def _open_first(files: tuple[Path, ...], stop: Flag) -> Iterator[OpenedPicture]:
    """The first that can be opened; the error of the very first where none can be."""
    first: GanStudioError | None = None
    for file in files:
        if stop.is_set():
            return
        try:
            yield from jobs.open_file(file)
            return
        except GanStudioError as error:
            first = first or error
    if first is not None:
        raise first


def _open_pasted(image: QImage) -> Iterator[OpenedPicture]:
    from ganstudio.gui.app.qimage import to_picture

    yield from jobs.prepare(to_picture(image))
