"""A folder can be dropped anywhere on a page."""

from pathlib import Path

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QLabel, QWidget

from ganstudio.gui.words import tr


class FolderDrop(QLabel):
    """Lies over a page while a folder is dragged above it; `dropped` carries the folder."""

    dropped = Signal(object)

    def __init__(self, page: QWidget) -> None:
        super().__init__(tr("Drop the folder to look through it"), page)
        self.setObjectName("drop")
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._page = page
        page.setAcceptDrops(True)
        page.installEventFilter(self)
        self.hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow what is dragged over the page."""
        folder = _folder(event) if isinstance(event, QDropEvent) else None
        if event.type() == QEvent.Type.DragEnter and folder is not None:
            event.accept()
            self._cover()
            return True
        if event.type() in (QEvent.Type.DragLeave, QEvent.Type.Drop):
            self.hide()
        if event.type() == QEvent.Type.Drop and folder is not None:
            event.accept()
            self.dropped.emit(folder)
            return True
        return super().eventFilter(watched, event)

    def _cover(self) -> None:
        self.setGeometry(self._page.rect().adjusted(8, 8, -8, -8))
        self.raise_()
        self.show()


def _folder(event: QDropEvent) -> Path | None:
    """The folder that is dropped, or the one that holds the dropped file."""
    for url in event.mimeData().urls():
        if url.isLocalFile():
            path = Path(url.toLocalFile())
            return path if path.is_dir() else path.parent
    return None
