"""What a word of the field means, under the pointer: one mechanism for all that the window shows."""

import textwrap

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer
from PySide6.QtGui import QHelpEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QGraphicsView,
    QLabel,
    QToolTip,
    QWidget,
)

from ganstudio.core.glossary import Term, explain_term, term_finder
from ganstudio.core.translation import tr
from ganstudio.gui.widgets.labels import LineLabel
from ganstudio.gui.widgets.term_label import TermLabel, find_terms, knows_titles

_MOST, _MOST_OF_TIP = 3, 2  # terms that are explained of what is shown, or of the tooltip where nothing is
_PATIENCE = 1000  # milliseconds after the window is built until the glossary is read
_WIDE, _WIDE_CHINESE = 76, 40  # letters in a line of a tooltip


class TermHover(QObject):
    """Adds the glossary's lines to the tooltip of whatever shows a word of the field, in the whole program."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        QTimer.singleShot(_PATIENCE, self, self.start)

    def start(self) -> None:
        """Read the glossary, put dots under the words that it knows, and explain them from now on.

        Not before the window is on the screen: the first events in a filter cost as much as half of its first picture.
        """
        app = QApplication.instance()
        assert app is not None
        app.installEventFilter(self)
        term_finder()
        TermLabel.shows_marks = True
        for window in QApplication.topLevelWidgets():
            for each in window.findChildren(TermLabel):
                each.update()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Show the longer tooltip in place of the widget's own."""
        if not isinstance(event, QHelpEvent):  # asked first: it is quick, and all events of the program come here
            return False
        if event.type() != QEvent.Type.ToolTip or not isinstance(watched, QWidget):
            return False
        words = tooltip_at(watched, event.pos())
        if not words:
            return False
        QToolTip.showText(event.globalPos(), words, watched)
        return True


def tooltip_at(widget: QWidget, place: QPoint) -> str:
    """The widget's own tooltip there, with what its words mean; empty where no word of the field is shown."""
    shown, tip = _read_at(widget, place)
    terms = terms_in(shown, tip, titles=knows_titles(widget))
    if not terms:
        return ""
    first, *others = terms
    lines = [explain_term(first), *(f"{tr(term.word)}: {tr(term.what)}" for term in others)]
    return "\n\n".join(_wrap(text) for text in (tip, *lines) if text)


def terms_in(shown: str, tip: str, *, titles: bool) -> tuple[Term, ...]:
    """The terms of what is shown, else those of its tooltip; few, in their order."""
    return find_terms(shown, titles=titles)[:_MOST] or find_terms(tip, titles=False)[:_MOST_OF_TIP]


def terms_of(widget: QWidget) -> tuple[Term, ...]:
    """The terms that a widget shows, wherever in it."""
    return terms_in(*_read_at(widget, widget.rect().center()), titles=knows_titles(widget))


def show_glossary_at_focus(window: QWidget) -> None:
    """Show the glossary, at the first word of the field that the control with the focus shows."""
    from ganstudio.gui.glossary.dialog import show_glossary

    focus = QApplication.focusWidget()
    terms = terms_of(focus) if focus is not None else ()
    show_glossary(window, terms[0].key if terms else "")


def _read_at(widget: QWidget, place: QPoint) -> tuple[str, str]:
    """What a widget shows at a place, and its tooltip there."""
    above = widget.parentWidget()
    if isinstance(above, QAbstractItemView) and widget is above.viewport():
        index = above.indexAt(place)
        return _text(index.data()), _text(index.data(Qt.ItemDataRole.ToolTipRole)) or widget.toolTip()
    if isinstance(above, QGraphicsView) and widget is above.viewport():
        return "", _drawn_tip(above, place)
    return _shown_text(widget), widget.toolTip() or _cut_text(widget)


def _drawn_tip(view: QGraphicsView, place: QPoint) -> str:
    """The tooltip of what is drawn at a place, else the whole drawing's."""
    return next((item.toolTip() for item in view.items(place) if item.toolTip()), view.toolTip())


def _cut_text(widget: QWidget) -> str:
    """What is not seen whole for want of room."""
    return widget.text() if isinstance(widget, LineLabel) and widget.is_cut() else ""


def _shown_text(widget: QWidget) -> str:
    """What a widget says; what only draws or is typed into has its name."""
    if isinstance(widget, QLabel | QAbstractButton):
        return widget.text()
    if isinstance(widget, QComboBox):
        return f"{widget.accessibleName()}: {widget.currentText()}"
    return widget.accessibleName()


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _wrap(text: str) -> str:
    """The text in lines of a readable length: a tooltip of plain text has one long one."""
    chinese = sum("\u3400" <= letter <= "\u9fff" for letter in text) > len(text) / 4
    wide = _WIDE_CHINESE if chinese else _WIDE
    return "\n".join(textwrap.fill(line, wide) for line in text.splitlines())
