"""The row of tools under the canvas."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QWidget

from ganstudio.gui.stylize.editing import Editing
from ganstudio.gui.theme import current_theme
from ganstudio.gui.widgets.canvas import Canvas
from ganstudio.gui.widgets.layout import label, tool
from ganstudio.gui.words import tr


class Toolbar(QWidget):
    """Open, paste, copy, fit, one to one, compare, hold for the original; the zoom, and whether what is seen is exact."""

    open_clicked = Signal()
    paste_clicked = Signal()
    copy_clicked = Signal()

    def __init__(self, canvas: Canvas, editing: Editing, recent: QMenu) -> None:
        super().__init__()
        self.setObjectName("bar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedHeight(48)
        self._canvas, self._editing, self._recent = canvas, editing, recent
        self._undo = tool("undo", tr("Take the last change back (Ctrl+Z)"), editing.undo)
        self._redo = tool("redo", tr("Do it again (Ctrl+Shift+Z)"), editing.redo)
        self._zoom = label("", "secondary", wrap=False)
        self._zoom.setFixedWidth(44)
        self._state = label("", "secondary", wrap=False)
        self._state.setMinimumWidth(70)
        self._state.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._lay_out()
        self._allow()
        editing.changed.connect(self._allow)
        canvas.zoomed.connect(lambda zoom: self._zoom.setText(f"{100 * zoom:.0f} %"))
        for keys, act in (
            ("Ctrl+Z", editing.undo),
            ("Ctrl+Shift+Z", editing.redo),
            ("Ctrl+Y", editing.redo),
            ("F", canvas.fit),
            ("Z", lambda: canvas.set_zoom(1.0)),
        ):
            QShortcut(QKeySequence(keys), self, act, context=Qt.ShortcutContext.WindowShortcut)

    def show_state(self, words: str, *, exact: bool = False) -> None:
        """Say whether a preview or the exact pixels are seen."""
        theme = current_theme()
        colour = theme.good if exact else theme.accent
        self._state.setText(f"<span style='color:{colour}'>●</span> {words}" if words else "")

    def _allow(self) -> None:
        self._undo.setEnabled(self._editing.can_undo)
        self._redo.setEnabled(self._editing.can_redo)

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 0, 16, 0)
        row.setSpacing(4)
        opening = tool("open", tr("Open pictures (Ctrl+O); hold for those that were open before"), self.open_clicked.emit)
        opening.setMenu(self._recent)
        row.addWidget(opening)
        row.addWidget(tool("paste", tr("Paste a picture (Ctrl+V)"), self.paste_clicked.emit))
        row.addWidget(tool("copy", tr("Copy the result (Ctrl+C)"), self.copy_clicked.emit))
        row.addSpacing(8)
        for each in (self._undo, self._redo):
            row.addWidget(each)
        row.addSpacing(8)
        row.addWidget(tool("fit", tr("Show the whole picture (F)"), self._canvas.fit))
        whole = QPushButton("1:1")
        whole.setToolTip(tr("One pixel of the picture to one of the screen (Z)"))
        whole.clicked.connect(lambda: self._canvas.set_zoom(1.0))
        row.addWidget(whole)
        row.addWidget(self._zoom)
        row.addSpacing(8)
        compare = tool("compare", tr("Divider between before and after; drag it, or use the arrow keys"), checkable=True)
        compare.setChecked(True)
        compare.toggled.connect(self._canvas.compare)
        row.addWidget(compare)
        hold = tool("eye", tr("Hold to see your picture without the style (or hold Space over the picture)"))
        hold.pressed.connect(lambda: self._canvas.show_original(True))
        hold.released.connect(lambda: self._canvas.show_original(False))
        row.addWidget(hold)
        row.addStretch(1)
        row.addWidget(self._state)
