"""The middle of the Stylize page: what is open, its canvas, and the bars around it, one below the other."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from ganstudio.gui.app.context import AppContext
from ganstudio.gui.stylize.board import Board
from ganstudio.gui.stylize.controller import StylizeController
from ganstudio.gui.stylize.filmstrip import Filmstrip
from ganstudio.gui.stylize.header import Header
from ganstudio.gui.stylize.live_bar import LiveBar
from ganstudio.gui.stylize.toolbar import Toolbar
from ganstudio.gui.stylize.variations import Variations
from ganstudio.gui.stylize.video_bar import VideoBar
from ganstudio.gui.stylize.welcome import Welcome
from ganstudio.gui.widgets.canvas import Canvas
from ganstudio.gui.widgets.focus_frame import FocusFrame
from ganstudio.gui.widgets.notice import Notice


class CanvasColumn(QWidget):
    """The canvas, or the sheet of variations in its place, with what is above and below it."""

    def __init__(self, context: AppContext, controller: StylizeController) -> None:
        super().__init__()
        self.setObjectName("canvas")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.canvas = Canvas()
        FocusFrame(self.canvas)
        self.board = Board(context, self.canvas)
        self.variations = Variations(context, controller.editing)
        self.header = Header(context, controller.editing)
        self.welcome, self.notice = Welcome(context), Notice()
        self.film_bar, self.live_bar = VideoBar(), LiveBar()
        self.filmstrip = Filmstrip(context, controller)
        self.toolbar = Toolbar(self.canvas)
        self._stack = QStackedWidget()
        for each in (self.board, self.variations):
            self._stack.addWidget(each)
        self._lay_out()
        self.variations.left.connect(lambda: self.toolbar.variations.setChecked(False))

    def show_variations(self, on: bool) -> None:
        """Show the sheet of variations in place of the canvas, or the canvas again."""
        if on != bool(self._stack.currentIndex()):
            self._stack.setCurrentIndex(int(on))
            (self.variations.across if on else self.canvas).setFocus()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for above in (self.header, self.welcome, self.notice):
            column.addWidget(above)
        column.addWidget(self._stack, 1)
        for below in (self.film_bar, self.live_bar, self.filmstrip, self.toolbar):
            column.addWidget(below)
