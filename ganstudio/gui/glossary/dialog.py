"""The glossary as a page of its own: searched as one types, each entry with its links."""

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from ganstudio.core.glossary import Question, Term, read_glossary
from ganstudio.core.translation import tr
from ganstudio.gui.widgets.flow_layout import FlowLayout
from ganstudio.gui.widgets.layout import button, clear, label, panel, section

_KEY = Qt.ItemDataRole.UserRole


class GlossaryDialog(QDialog):
    """Words and questions on the left, the chosen entry on the right; it stays open beside the window."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Glossary"))
        self.resize(820, 560)
        self._glossary = read_glossary()
        self.search = QLineEdit()
        self.list = QListWidget()
        self.close_button = button(tr("Close"), tr("Back to work (Esc)"), self.close)
        self.entry, self._column = panel("clear", 480)
        self._lay_out()
        self.search.textChanged.connect(self._show_found)
        self.search.returnPressed.connect(self.list.setFocus)
        self.list.currentItemChanged.connect(lambda item, _before: self._show_item(item))
        self._show_found("")

    def show_entry(self, key: str) -> None:
        """Show an entry by its key, whatever is searched for."""
        self.search.clear()
        for row in range(self.list.count()):
            if self.list.item(row).data(_KEY) == key:
                self.list.setCurrentRow(row)
                self.list.scrollToItem(self.list.item(row))

    def showEvent(self, event: QShowEvent) -> None:
        """Begin where one searches."""
        super().showEvent(event)
        self.search.setFocus()

    def _show_found(self, words: str) -> None:
        found = self._glossary.search(words)
        self.list.clear()
        for entry in (
            found if words else sorted(found, key=lambda entry: (isinstance(entry, Term), _title(entry).casefold()))
        ):
            item = QListWidgetItem(_title(entry))
            item.setData(_KEY, entry.key if isinstance(entry, Term) else f"?{entry.key}")
            self.list.addItem(item)
        self.list.setCurrentRow(0)
        if not found:
            self._show_nothing(words)

    def _show_nothing(self, words: str) -> None:
        clear(self._column)
        self._column.addWidget(label(tr("Nothing here is called “{words}”.", words=words), "secondary"))
        self._column.addStretch(1)

    def _show_item(self, item: QListWidgetItem | None) -> None:
        if item is None:
            return
        key = str(item.data(_KEY))
        clear(self._column)
        if key.startswith("?"):
            self._show_question(self._glossary.questions[key[1:]])
        else:
            self._show_term(self._glossary.terms[key])
        self._column.addStretch(1)
        self.entry.verticalScrollBar().setValue(0)

    def _show_term(self, term: Term) -> None:
        self._column.addWidget(label(tr(term.word), "title"))
        others = ", ".join(name for name in (term.word, *term.chinese) if name != tr(term.word))
        if others:
            self._column.addWidget(label(others, "secondary"))
        self._column.addWidget(label(tr(term.what)))
        self._column.addWidget(label(tr(term.matters)))
        if term.paper:
            self._column.addWidget(label(term.paper, "secondary"))
        asked = [question for question in self._glossary.questions.values() if term.key in question.terms]
        self._add_links(tr("See also"), [(key, tr(self._glossary.terms[key].word)) for key in term.see])
        self._add_links(tr("Asked"), [(f"?{question.key}", tr(question.ask)) for question in asked])

    def _show_question(self, question: Question) -> None:
        self._column.addWidget(label(tr(question.ask), "title"))
        self._column.addWidget(label(tr(question.answer)))
        self._add_links(tr("Words"), [(key, tr(self._glossary.terms[key].word)) for key in question.terms])

    def _add_links(self, title: str, links: list[tuple[str, str]]) -> None:
        if not links:
            return
        self._column.addSpacing(8)
        self._column.addWidget(section(title))
        holder = QWidget()
        holder.setObjectName("clear")
        row = FlowLayout(12)
        holder.setLayout(row)
        for key, words in links:
            row.addWidget(button(words, words, partial(self.show_entry, key), name="link"))
        self._column.addWidget(holder)

    def _lay_out(self) -> None:
        self.search.setPlaceholderText(tr("Search the glossary"))
        self.search.setAccessibleName(tr("Search the glossary"))
        self.search.setClearButtonEnabled(True)
        self.list.setAccessibleName(tr("Words and questions"))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.entry.setMaximumWidth(16_777_215)
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(16, 16, 8, 0)
        column.addWidget(self.search)
        column.addWidget(self.list, 1)
        split = QSplitter()
        split.addWidget(left)
        split.addWidget(self.entry)
        split.setStretchFactor(1, 1)
        split.setSizes([300, 520])
        split.setChildrenCollapsible(False)
        foot = QHBoxLayout()
        foot.setContentsMargins(16, 0, 16, 0)
        foot.addStretch(1)
        foot.addWidget(self.close_button)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 16)
        whole.addWidget(split, 1)
        whole.addLayout(foot)


def _title(entry: Term | Question) -> str:
    return tr(entry.ask) if isinstance(entry, Question) else tr(entry.word)


def show_glossary(near: QWidget, key: str = "") -> GlossaryDialog:
    """Show the glossary of the window that a widget stands in, at an entry: a term's key, or “?” and a question's."""
    window = near.window()
    already = window if isinstance(window, GlossaryDialog) else window.findChild(GlossaryDialog)
    dialog = already or GlossaryDialog(window)
    if key:
        dialog.show_entry(key)
    dialog.show()
    dialog.raise_()
    return dialog
