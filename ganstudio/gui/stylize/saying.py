"""The field in which the artist says what they want, and what was understood of it."""

import re
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from ganstudio.gui.studio import Studio
from ganstudio.gui.stylize.editing import Editing
from ganstudio.gui.widgets.layout import button, clear, label
from ganstudio.gui.words import tr

if TYPE_CHECKING:
    from ganstudio.stylize.say import Chip


class Saying(QWidget):
    """A line for a sentence; `look_said` carries the look; chips below say what was understood, each to be taken out."""

    look_said = Signal(object)

    def __init__(self, studio: Studio, editing: Editing) -> None:
        super().__init__()
        self.setObjectName("clear")
        self._studio, self._editing = studio, editing
        self._before = editing.look
        self.line = QLineEdit()
        self.line.setPlaceholderText(tr("Say it: an oil painting, but softer"))
        self.line.setToolTip(
            tr("In English or Chinese, then Enter. Without a style, the words change the look that there is.")
        )
        self.line.setAccessibleName(tr("Say what you want"))
        self.line.setClearButtonEnabled(True)
        self.missed = label("", "secondary")
        self._chips = QVBoxLayout()
        self._chips.setSpacing(4)
        self._lay_out()
        self.line.returnPressed.connect(self.understand)
        self.line.textEdited.connect(lambda words: None if words else self._show((), ()))

    def understand(self, *, again: bool = False) -> None:
        """Understand the line; `again` goes on from the look before the last sentence."""
        from ganstudio.stylize.say import understand

        if not again:
            self._before = self._editing.look
        understood = understand(self.line.text(), self._studio.catalog, self._before)
        self._show(understood.chips, understood.missed)
        if understood.chips or again:
            self.look_said.emit(understood.look)

    def _show(self, chips: "tuple[Chip, ...]", missed: tuple[str, ...]) -> None:
        clear(self._chips)
        for chip in chips:
            tip = tr("“{}”: click to take it out").format(chip.words)
            self._chips.addWidget(button(f"{chip.meaning}  ×", tip, partial(self._take_out, chip), name="chip"))
        words = tr("Not understood: {}").format(", ".join(missed)) if missed else ""
        if not chips and self.line.text().strip():
            words = tr("Say for example: a pencil sketch, only the sky, half strength, keep my colours")
        self.missed.setText(words)
        self.missed.setVisible(bool(words))

    def _take_out(self, chip: "Chip") -> None:
        words = r"\s*".join(map(re.escape, chip.words.split()))  # as understood: in small letters, with single spaces
        self.line.setText(" ".join(re.sub(words, " ", self.line.text(), count=1, flags=re.IGNORECASE).split()))
        self.understand(again=True)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self.line)
        column.addLayout(self._chips)
        column.addWidget(self.missed)
        self.missed.hide()
