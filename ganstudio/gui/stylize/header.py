"""The line above the canvas: what is open, and what comes in and goes out; the last change taken back."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ganstudio.gui.app.context import AppContext
from ganstudio.gui.app.shortcuts import bind
from ganstudio.gui.app.translations import tr
from ganstudio.gui.stylize.look_editor import LookEditor
from ganstudio.gui.stylize.recent import Recent
from ganstudio.gui.widgets.layout import label, tool


class Header(QWidget):
    """Open, paste, live, undo and redo on the left, the picture's name in the middle, copy on the right."""

    open_clicked = Signal()
    paste_clicked = Signal()
    copy_clicked = Signal()

    def __init__(self, context: AppContext, editing: LookEditor) -> None:
        super().__init__()
        self.setObjectName("clear")
        self.setFixedHeight(48)
        self._editing, self.recent = editing, Recent(context)
        self._undo = tool("undo", tr("Take the last change back (Ctrl+Z)"), editing.undo)
        self._redo = tool("redo", tr("Do it again (Ctrl+Shift+Z)"), editing.redo)
        self._name = label("", wrap=False)
        self._facts = label(tr("Drop a picture anywhere"), "secondary", wrap=False)
        self.live = tool("live", tr("Live: a camera, the screen or a film in this look; again to stop"), checkable=True)
        self._lay_out()
        self._allow()
        editing.changed.connect(self._allow)
        bind("stylize.undo", self, editing.undo)
        bind("stylize.redo", self, editing.redo)

    def show_words(self, name: str, facts: str) -> None:
        """Say what is open."""
        self._name.setText(name)
        self._name.setToolTip(name)
        self.show_facts(facts)

    def show_facts(self, facts: str) -> None:
        """Say how large it is, or what is being done."""
        self._facts.setText(facts)
        self._facts.setToolTip(facts)

    def _allow(self) -> None:
        self._undo.setEnabled(self._editing.can_undo)
        self._redo.setEnabled(self._editing.can_redo)

    def _lay_out(self) -> None:
        opening = tool("open", tr("Open pictures (Ctrl+O); hold for those that were open before"), self.open_clicked.emit)
        opening.setMenu(self.recent)
        left, middle, right = QHBoxLayout(), QVBoxLayout(), QHBoxLayout()
        paste = tool("paste", tr("Paste a picture (Ctrl+V)"), self.paste_clicked.emit)
        for each in (opening, paste, self.live, self._undo, self._redo):
            left.addWidget(each)
        for words in (self._name, self._facts):
            words.setAlignment(Qt.AlignmentFlag.AlignCenter)
            words.setMinimumWidth(20)
            middle.addWidget(words)
        right.addWidget(tool("copy", tr("Copy the result (Ctrl+C)"), self.copy_clicked.emit))
        left.setSpacing(2)
        right.setSpacing(2)
        middle.setSpacing(0)
        left.addStretch(1)
        right.insertStretch(0, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 4, 8, 0)
        row.addLayout(left, 1)
        row.addLayout(middle, 4)
        row.addLayout(right, 1)
