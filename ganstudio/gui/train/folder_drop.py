"""A folder, or a single painting, can be dropped anywhere on a page."""

from pathlib import Path

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QLabel, QWidget

from ganstudio.gui.app.translations import tr
from ganstudio.packs.foreign.converter import may_hold_style
from ganstudio.plugins.drop_in import find_plugins_among


class FolderDrop(QLabel):
    """Lies over a page while a folder or a picture is dragged above it; `dropped` carries its path."""

    dropped = Signal(object)

    def __init__(self, page: QWidget) -> None:
        super().__init__(tr("Drop a folder to look through it, or one painting to make a style of it"), page)
        self.setObjectName("drop")
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._page = page
        page.setAcceptDrops(True)
        page.installEventFilter(self)
        self.hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow what is dragged over the page."""
        folder = _dropped_path(event) if isinstance(event, QDropEvent) else None
        if event.type() == QEvent.Type.DragEnter and folder is not None:
            event.accept()
            self._show_over_page()
            return True
        if event.type() in (QEvent.Type.DragLeave, QEvent.Type.Drop):
            self.hide()
        if event.type() == QEvent.Type.Drop and folder is not None:
            event.accept()
            self.dropped.emit(folder)
            return True
        return super().eventFilter(watched, event)

    def _show_over_page(self) -> None:
        self.setGeometry(self._page.rect().adjusted(8, 8, -8, -8))
        self.raise_()
        self.show()


def _dropped_path(event: QDropEvent) -> Path | None:
    """The folder or the one file that is dropped; of several files the folder that holds them."""
    paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
    if not paths or find_plugins_among(paths) or all(path.is_file() and may_hold_style(path) for path in paths):
        return None  # the window takes what is to be installed
    return paths[0] if len(paths) == 1 or paths[0].is_dir() else paths[0].parent
