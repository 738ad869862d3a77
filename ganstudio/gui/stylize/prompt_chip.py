"""A chip: one thing that was understood, to be changed or taken out."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QToolButton, QWidget

from ganstudio.gui.app.translations import tr
from ganstudio.gui.widgets.layout import button
from ganstudio.stylize.prompt.alternatives import Alternative
from ganstudio.stylize.prompt.apply import Chip


class ChipButton(QWidget):
    """What was understood; a click on it offers what else it could be (`changed` carries the words), × takes it out."""

    changed = Signal(str)
    phrase_removed = Signal()

    def __init__(self, chip: Chip, changes: Callable[[], list[Alternative]]) -> None:
        super().__init__()
        self.setObjectName("chips")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._changes = changes
        self.menu = QMenu(self)
        self.words = button(chip.meaning, tr("“{}”: click to change it").format(chip.words), self._open_menu, name="chip")
        self.remove_button = QToolButton()
        self.remove_button.setObjectName("chipOut")
        self.remove_button.setText("×")
        self.remove_button.setToolTip(tr("Take “{}” out").format(chip.words))
        self.remove_button.setAccessibleName(tr("Take out: {}").format(chip.meaning))
        self.remove_button.clicked.connect(self.phrase_removed.emit)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.words, 1)
        row.addWidget(self.remove_button)

    def fill_menu(self) -> QMenu:
        """The menu with what else it could be."""
        self.menu.clear()
        for change in self._changes():
            self.menu.addAction(tr(change.title)).triggered.connect(
                lambda _=False, words=change.words: self.changed.emit(words)
            )
        return self.menu

    def _open_menu(self) -> None:
        if self.fill_menu().actions():
            self.menu.popup(self.words.mapToGlobal(self.words.rect().bottomLeft()))
