"""Labels that never make their panel wider than it is, whatever name of a file they show."""

import re

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QHelpEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStyle, QStyleOption, QToolTip, QWidget

from ganstudio.gui.widgets.term_label import TermLabel

_BREAK = "\u200b"  # a place without width at which a line may end
_LONG = re.compile(r"\S{17,}")
_LEAST = 20  # pixels of a label that is cut short


class Label(TermLabel):
    """Plain text of any number of lines; a word that is too long for one, as names of files are, goes on in the next."""

    def __init__(self, words: str = "") -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setText(words)

    def setText(self, words: str) -> None:
        """Show words."""
        super().setText(_LONG.sub(lambda found: _BREAK.join(found.group()), words) if self.wordWrap() else words)

    def text(self) -> str:
        """The words that are shown."""
        return super().text().replace(_BREAK, "")

    def setWordWrap(self, on: bool) -> None:
        """Whether there may be several lines."""
        words = self.text()
        super().setWordWrap(on)
        self.setText(words)


class LineLabel(TermLabel):
    """Plain text on one line, which ends in “…” where there is no room for all; its tooltip has the whole then."""

    def __init__(self, words: str = "", name: str = "") -> None:
        super().__init__()
        self.setObjectName(name)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setText(words)

    def minimumSizeHint(self) -> QSize:
        """Hardly any room is needed."""
        return QSize(min(_LEAST, self.sizeHint().width()), super().minimumSizeHint().height())

    def is_cut(self) -> bool:
        """Whether not all of it is seen."""
        return self._short() != self.text()

    def event(self, event: QEvent) -> bool:
        """Show the whole in a tooltip where it is cut and nothing else is said."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip and not self.toolTip() and self.is_cut():
            QToolTip.showText(event.globalPos(), self.text(), self)
            return True
        return super().event(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """More or less of it finds room."""
        super().resizeEvent(event)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw as much as there is room for."""
        if not self.is_cut():
            super().paintEvent(event)
            return
        painter, option = QPainter(self), QStyleOption()
        option.initFrom(self)
        self.style().drawPrimitive(QStyle.PrimitiveElement.PE_Widget, option, painter, self)
        left = self.alignment() & ~Qt.AlignmentFlag.AlignHorizontal_Mask | Qt.AlignmentFlag.AlignLeft
        self.style().drawItemText(
            painter, self.contentsRect(), left.value, self.palette(), self.isEnabled(), self._short(), self.foregroundRole()
        )

    def _short(self) -> str:
        width = self.contentsRect().width()
        return self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, width)


class StatusLabel(QWidget):
    """Words on one line with a coloured dot before them; `name` is one of the theme's kinds of label."""

    def __init__(self, name: str = "") -> None:
        super().__init__()
        self.setObjectName("clear")
        self._dot, self._words = LineLabel("●", name), LineLabel("", name)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(self._dot)
        row.addWidget(self._words, 1)

    def words(self) -> str:
        """What is shown."""
        return self._words.text()

    def show_words(self, words: str, colour: str) -> None:
        """Show words, or nothing where there are none."""
        self._dot.setStyleSheet(f"color: {colour}")
        self._dot.setVisible(bool(words))
        self._words.setText(words)
