"""What is dropped on the window where its page does nothing of its own with it."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QWidget

_Take = Callable[[Sequence[Path]], object]


class WindowDrop(QObject):
    """Takes files on every page, and gives on those that are plugins, and all others."""

    def __init__(self, window: QWidget, add_plugins: _Take, open_files: _Take) -> None:
        super().__init__(window)
        self._add_plugins, self._open_files = add_plugins, open_files
        window.setAcceptDrops(True)
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Accept what has files, and tell of them."""
        if not isinstance(event, QDropEvent) or event.type() not in (QEvent.Type.DragEnter, QEvent.Type.Drop):
            return super().eventFilter(watched, event)
        files = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        if not files:
            return False
        event.acceptProposedAction()
        if event.type() == QEvent.Type.Drop:
            self._tell(files)
        return True

    def _tell(self, files: list[Path]) -> None:
        from ganstudio.plugins.drop_in import find_plugins_among

        plugins = find_plugins_among(files)
        if plugins:
            self._add_plugins(plugins)
        if others := [file for file in files if file not in plugins]:
            self._open_files(others)
