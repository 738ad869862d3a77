"""The pages, and below them the queue once it was asked for; the edge between them can be dragged."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter, QWidget

from ganstudio.gui.app.context import AppContext

if TYPE_CHECKING:
    from ganstudio.gui.queue.panel import QueuePanel

_HEIGHT = 240


class QueueDock(QSplitter):
    """Holds the pages; the queue's panel is built when it is first shown."""

    def __init__(self, context: AppContext, pages: QWidget) -> None:
        super().__init__(Qt.Orientation.Vertical)
        self._context = context
        self.panel: QueuePanel | None = None
        self.setChildrenCollapsible(False)
        self.setHandleWidth(1)
        self.addWidget(pages)
        self.setStretchFactor(0, 1)

    def toggle(self) -> None:
        """Show the queue, or put it away."""
        from ganstudio.gui.queue.panel import QueuePanel

        if self.panel is None:
            self.panel = QueuePanel(self._context)
            self.panel.setMinimumHeight(110)
            self.addWidget(self.panel)
            high = min(_HEIGHT, self.height() // 3)
            self.setSizes([self.height() - high, high])
        else:
            self.panel.setVisible(self.panel.isHidden())
