"""The field in which the artist says what they want, and what was understood of it."""

from collections import deque
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from ganstudio.gui.app.context import AppContext
from ganstudio.gui.app.translations import tr
from ganstudio.gui.stylize.look_editor import LookEditor
from ganstudio.gui.widgets.flow_layout import FlowLayout
from ganstudio.gui.widgets.layout import clear, label

if TYPE_CHECKING:
    from ganstudio.stylize.look import Look
    from ganstudio.stylize.prompt import Chip, Interpretation


_KEPT = 100  # sentences of which the chips come back


@dataclass(frozen=True)
class _Sentence:
    """A sentence, the look that it was said of, and what was understood."""

    words: str
    before: "Look"
    understood: "Interpretation"


class PromptBar(QWidget):
    """A line for a sentence; `look_understood` carries its look; chips show what was understood, and change or remove it."""

    look_understood = Signal(object)

    def __init__(self, context: AppContext, editing: LookEditor) -> None:
        super().__init__()
        self.setObjectName("clear")
        self._context, self._editing = context, editing
        self._before = editing.look
        self.line = QLineEdit()
        self.line.setPlaceholderText(tr("Say it: an oil painting, but softer"))
        self.line.setToolTip(
            tr("In English or Chinese, then Enter. Without a style, the words change the look that there is.")
        )
        self.line.setAccessibleName(tr("Say what you want"))
        self.line.setClearButtonEnabled(True)
        self.missed = label("", "secondary")
        self._chips = FlowLayout()
        self._lay_out()
        self._said: deque[_Sentence] = deque(maxlen=_KEPT)
        self._shown: _Sentence | None = None
        self.line.returnPressed.connect(self.interpret)
        editing.changed.connect(self._follow)
        self.line.textEdited.connect(lambda words: None if words else self._show(None))

    def interpret(self, *, again: bool = False) -> None:
        """Understand the line; `again` goes on from the look before the last sentence."""
        from ganstudio.stylize.prompt import interpret

        if not again:
            self._before = self._editing.look
        understood = interpret(self.line.text(), self._context.catalog, self._before)
        self._show(understood)
        if understood.chips or again:
            self._shown = _Sentence(self.line.text(), self._before, understood)
            self._said.append(self._shown)
            self.look_understood.emit(understood.look)

    def _follow(self) -> None:
        """Show the chips of the sentence that made this very look, whether it was undone or done again; else none."""
        look = self._editing.look
        if self._shown is not None and self._shown.understood.look == look:
            return
        made = next((each for each in reversed(self._said) if each.understood.look == look), None)
        if made is not None:
            self.line.setText(made.words)
            self._before = made.before
            self._show(made.understood)
        elif self._shown is not None:
            self._show(None)
            self.missed.hide()
        self._shown = made

    def _show(self, understood: "Interpretation | None") -> None:
        from ganstudio.gui.stylize.prompt_chip import ChipButton
        from ganstudio.stylize.prompt import alternatives_for

        clear(self._chips)
        for chip in understood.chips if understood else ():
            made = ChipButton(chip, partial(alternatives_for, chip, self._context.catalog))
            made.changed.connect(partial(self._interpret_changed, chip))
            made.phrase_removed.connect(partial(self._interpret_changed, chip, ""))
            self._chips.addWidget(made)
        self._explain(understood)

    def _explain(self, understood: "Interpretation | None") -> None:
        words: list[str] = []
        if understood and understood.missed:
            words.append(tr("Not understood: {}").format(", ".join(understood.missed)))
        if understood and understood.hint:
            words.append(tr(understood.hint) + ".")
        elif understood and not understood.chips and self.line.text().strip():
            words = [tr("Say for example: a pencil sketch, only the sky, half strength, keep my colours")]
        self.missed.setText("\n".join(words))
        self.missed.setVisible(bool(words))

    def _interpret_changed(self, chip: "Chip", words: str) -> None:
        from ganstudio.stylize.prompt import replace_phrase

        self.line.setText(replace_phrase(self.line.text(), chip, words))
        self.interpret(again=True)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self.line)
        column.addLayout(self._chips)
        column.addWidget(self.missed)
        self.missed.hide()
