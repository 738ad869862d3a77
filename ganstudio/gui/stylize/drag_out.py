"""Dragging the result out of the window: a whole file of it, painted as soon as the grip is touched."""

import shutil
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from threading import Event as Flag
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, QRect, QSize, Qt, QTimer, QUrl, Signal
from PySide6.QtGui import QColor, QDrag, QEnterEvent, QImage, QMouseEvent, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QApplication, QWidget

from ganstudio.core.events import TileDone
from ganstudio.gui.app.context import AppContext
from ganstudio.gui.app.theme import current_theme, icon
from ganstudio.gui.app.translations import tr
from ganstudio.gui.stylize import jobs
from ganstudio.gui.stylize.save_settings import saving_for

if TYPE_CHECKING:
    from ganstudio.stylize.look import Look
    from ganstudio.stylize.preview_pyramid import PreviewPyramid

_FILE, _SMALL = "drag file", "drag small"
_IMAGE = "application/x-qt-image"
_PAUSE = 500
_STAY = 200
_DAY = 86_400  # seconds for which a dragged file stays: a program may have kept only its path
_SIDE = QSize(54, 40)


class DraggedFile(QMimeData):
    """A file by its address, and its pixels for programs that take no files; those are decoded only where asked for."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.path = path
        self.setUrls([QUrl.fromLocalFile(str(path))])

    def formats(self) -> list[str]:
        """What it can be taken as."""
        return [*super().formats(), _IMAGE]

    def hasFormat(self, mime: str) -> bool:
        """Whether it can be taken so."""
        return mime == _IMAGE or super().hasFormat(mime)

    def retrieveData(self, mime: str, kind: Any) -> Any:
        """The data in one of its formats."""
        if mime != _IMAGE:
            return super().retrieveData(mime, kind)
        from ganstudio.gui.app.qimage import picture_image
        from ganstudio.images.open import open_picture

        return picture_image(open_picture(self.path))


class DragHandle(QWidget):
    """A small picture of the result to drag into other programs; `failed` carries a sentence and its details.

    The whole file is made when the pointer comes near; a drag that began before begins anew when it is there.
    """

    failed = Signal(str, str)
    ready = Signal(object)

    def __init__(self, context: AppContext, render_input: "Callable[[], tuple[PreviewPyramid, Look] | None]") -> None:
        super().__init__()
        self._context, self._render_input = context, render_input
        self.file: Path | None = None
        self._small = QPixmap()
        self._share: float | None = None
        self._pressed: QPointF | None = None
        self._pulled = False
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE)
        self._pause.timeout.connect(self._draw_small)
        self._hover = QTimer(self, singleShot=True, interval=_STAY)
        self._hover.timeout.connect(self.prepare)
        self.setFixedHeight(_SIDE.height() + 8)
        self.setMinimumWidth(_SIDE.width() + 90)
        self.setCursor(Qt.CursorShape.OpenHandCursor)
        self.setAccessibleName(tr("Drag out"))
        self.setToolTip(
            tr("Drag the whole result from here into another program or a folder, in the format that you saved in last.")
        )
        context.files.submit(partial(remove_dragged_files, self._folder), key="drag tidy", priority=9)

    @property
    def _folder(self) -> Path:
        return self._context.home.cache / "dragged"

    def invalidate(self) -> None:
        """The result is another; what was made is of no use any more."""
        self._context.compute.cancel(_FILE)
        self.file, self._share, self._pulled = None, None, False
        self._pause.start()
        self.update()

    def prepare(self) -> None:
        """Paint every pixel into a file, beside the window, unless that is done or under way."""
        shown = self._render_input()
        if self.file is not None or self._share is not None or shown is None:
            return
        from ganstudio.stylize.output_names import style_words

        picture, look = shown[0].picture, shown[1]
        suffix = self._context.settings.format
        stem = picture.source.stem if picture.source else "picture"
        path = self._folder / uuid4().hex[:8] / f"{stem}-{style_words(look)}{suffix}"
        self._share = 0.0
        saving = saving_for(self._context.settings, suffix)
        source = partial(jobs.save_picture, picture, look, self._context, saving, path)
        self._context.compute.submit(source, key=_FILE, priority=1, on_item=self._receive, failed=self._fail)
        self.update()

    def dragged_file(self) -> DraggedFile | None:
        """What is dragged; None where it is not there yet."""
        return DraggedFile(self.file) if self.file is not None and self.file.exists() else None

    def enterEvent(self, event: QEnterEvent) -> None:
        """The pointer is near: make the file, if it stays."""
        super().enterEvent(event)
        self._hover.start()

    def leaveEvent(self, event: QEvent) -> None:
        """The pointer is gone: what is not made yet is not wanted."""
        super().leaveEvent(event)
        self._hover.stop()
        if self._pressed is None and self.file is None and self._share is not None:
            self.invalidate()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._pressed = event.position()
            self.prepare()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Pull it out, as soon as the file is there."""
        if self._pressed is None:
            return
        far = (event.position() - self._pressed).manhattanLength() >= QApplication.startDragDistance()
        self._pulled = self._pulled or far
        if self._pulled and self.file is not None:
            self._drag()

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        """Let go."""
        self._pressed, self._pulled = None, False

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the small picture, the grip, how far it is."""
        theme, painter = current_theme(), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        frame = self.rect().adjusted(16, 4, 0, -4)
        frame.setWidth(_SIDE.width())
        painter.drawPixmap(0, (self.height() - 16) // 2, icon("grip", theme.secondary, 16).pixmap(16, 16))
        painter.fillRect(frame, QColor(theme.raised))
        if not self._small.isNull():
            place = QRect(QPoint(), self._small.size().scaled(frame.size(), Qt.AspectRatioMode.KeepAspectRatio))
            place.moveCenter(frame.center())
            painter.drawPixmap(place, self._small)
        if self._share is not None and self.file is None:
            painter.fillRect(frame.x(), frame.bottom() - 2, round(frame.width() * self._share), 3, QColor(theme.accent))
        painter.setPen(QColor(theme.text if self._render_input() else theme.faint))
        words = tr("Getting ready…") if self._share is not None and self.file is None else tr("Drag out")
        place = self.rect().adjusted(frame.right() + 10, 0, 0, 0)
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, words)

    def _receive(self, item: TileDone | Path) -> None:
        if isinstance(item, TileDone):
            self._share = item.done / item.total
        else:
            self.file = item
            self.ready.emit(item)
        self.update()
        if self.file is not None and self._pulled and QApplication.mouseButtons() & Qt.MouseButton.LeftButton:
            self._drag()

    def _fail(self, sentence: str, details: str) -> None:
        self._share = None
        self.update()
        self.failed.emit(sentence, details)

    def _drag(self) -> None:
        carried = self.dragged_file()
        self._pressed, self._pulled = None, False
        if carried is None:  # it was tidied away meanwhile
            self.invalidate()
            return
        drag = QDrag(self)
        drag.setMimeData(carried)
        if not self._small.isNull():
            drag.setPixmap(self._small.scaledToHeight(96, Qt.TransformationMode.SmoothTransformation))
        drag.exec(Qt.DropAction.CopyAction)

    def _draw_small(self) -> None:
        shown = self._render_input()
        if shown is not None:
            seen, look = shown
            settings = self._context.settings
            source = partial(jobs.render_preview, seen, look, self._context.catalog, settings.device, jobs.THUMBNAIL)
            self._context.compute.submit(source, key=_SMALL, priority=4, on_item=self._take_small)

    def _take_small(self, image: QImage) -> None:
        self._small = QPixmap.fromImage(image)
        self.update()


def remove_dragged_files(folder: Path, _stop: Flag) -> Iterator[None]:
    """Remove what was dragged more than a day ago."""
    for each in folder.glob("*"):
        if time.time() - each.stat().st_mtime > _DAY:
            shutil.rmtree(each, ignore_errors=True)
    yield
