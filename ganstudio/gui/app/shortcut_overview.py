"""The overview of all shortcuts, page by page, made from the table by which they are bound."""

from functools import partial

from PySide6.QtCore import Qt, Signal, SignalInstance
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from ganstudio.gui.app.shortcuts import on_page
from ganstudio.gui.app.translations import tr
from ganstudio.gui.widgets.dialog import Dialog
from ganstudio.gui.widgets.focus_frame import FocusFrame
from ganstudio.gui.widgets.layout import button, label, section

_COLUMNS = ((("stylize", "Stylize"),), (("window", "Everywhere"), ("train", "Train"), ("library", "Library")))


class ShortcutOverview(Dialog):
    """Shows what the keys do; `steps_wanted` asks for the first steps once more."""

    steps_wanted = Signal()
    guide_wanted = Signal()
    glossary_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Shortcuts"))
        self.resize(860, 700)
        inside = QWidget()
        inside.setObjectName("panel")
        row = QHBoxLayout(inside)
        row.setContentsMargins(24, 16, 24, 16)
        row.setSpacing(40)
        for pages in _COLUMNS:
            column = QVBoxLayout()
            column.setSpacing(8)
            for page, title in pages:
                column.addWidget(section(tr(title)))
                column.addLayout(_rows(page))
                column.addSpacing(16)
            column.addStretch(1)
            row.addLayout(column, 1)
        area = QScrollArea()
        area.setWidget(inside)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setAccessibleName(tr("All shortcuts"))
        FocusFrame(area)
        foot = QHBoxLayout()
        foot.setContentsMargins(24, 0, 24, 0)
        steps = tr("Show the first steps again")
        foot.setSpacing(24)
        for words, tip, wanted in (
            (steps, tr("The three steps of the first start"), self.steps_wanted),
            (tr("Guided first training"), tr("Watch two networks learn, in three minutes"), self.guide_wanted),
            (tr("Glossary"), tr("The words of the field (Shift+F1)"), self.glossary_wanted),
        ):
            foot.addWidget(button(words, tip, partial(self._ask, wanted), name="link"))
        foot.addStretch(1)
        close = button(tr("Close"), tr("Back to work (Esc)"), self.close)
        close.setDefault(True)
        foot.addWidget(close)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 16)
        whole.addWidget(area, 1)
        whole.addLayout(foot)

    def _ask(self, wanted: SignalInstance) -> None:
        self.close()
        wanted.emit()


def _rows(page: str) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(12)
    grid.setVerticalSpacing(6)
    grid.setColumnStretch(1, 1)
    for number, (keys, words) in enumerate(on_page(page)):
        caps = QHBoxLayout()
        caps.setSpacing(4)
        for each in keys:
            caps.addWidget(label(each, "key", wrap=False), 0, Qt.AlignmentFlag.AlignTop)
        caps.addStretch(1)
        grid.addLayout(caps, number, 0)
        grid.addWidget(label(words), number, 1, Qt.AlignmentFlag.AlignTop)
    return grid
