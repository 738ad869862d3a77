"""What can be done with the result besides saving: drag it out of the window, open it in another program."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QWidget

from ganstudio.gui.app.context import AppContext
from ganstudio.gui.app.shortcuts import bind
from ganstudio.gui.app.translations import tr
from ganstudio.gui.stylize.drag_out import DragHandle
from ganstudio.gui.stylize.external_editor import ExternalEditor
from ganstudio.gui.stylize.save_controller import SaveController
from ganstudio.gui.widgets.layout import tool

if TYPE_CHECKING:
    from ganstudio.stylize.look import Look
    from ganstudio.stylize.preview_pyramid import PreviewPyramid


class ExportBar(QWidget):
    """A grip and a button; `shown` gives what is on the canvas, None where nothing can be painted."""

    failed = Signal(str, str)

    def __init__(
        self, context: AppContext, saver: SaveController, render_input: "Callable[[], tuple[PreviewPyramid, Look] | None]"
    ) -> None:
        super().__init__()
        self.setObjectName("clear")
        self._saver, self._render_input = saver, render_input
        self.drag_handle = DragHandle(context, render_input)
        self.opening = ExternalEditor(context, self)
        self.menu = QMenu(self)
        self.menu.setToolTipsVisible(True)
        tip = tr("Open in another program (Ctrl+E); it is saved first, as the last time, under a free name")
        self.button = tool("out", tip, self.show_menu)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.drag_handle, 1)
        row.addWidget(self.button)
        self.drag_handle.failed.connect(self.failed)
        self.opening.failed.connect(self.failed)
        saver.open_wanted.connect(self.opening.ask)
        bind("stylize.open_in", self.button, self.show_menu)

    def show_menu(self) -> None:
        """Offer the programs, below the button."""
        self.opening.fill(self.menu, partial(self.open_in))
        self.menu.popup(self.button.mapToGlobal(QPoint(0, -self.menu.sizeHint().height())))

    def open_in(self, program: str) -> None:
        """Open the result in a program; it is saved first, unless that was just done."""
        shown = self._render_input()
        if shown is None:
            return
        picture, look = shown[0].picture, shown[1]
        file = self._saver.file_of(picture, look)
        if file is not None:
            self.opening.open(file, program)
        else:
            self._saver.save_again(picture, look, then=lambda path: self.opening.open(path, program))
