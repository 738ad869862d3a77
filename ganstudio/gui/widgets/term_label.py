"""Labels that mark words of the glossary: dots under those that stand alone, as names of fields and figures do."""

from functools import lru_cache

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QLabel, QWidget

from ganstudio.core.glossary import Term, term_finder
from ganstudio.core.translation import current_language
from ganstudio.gui.app.theme import current_theme

TITLES = "knows the titles of terms"  # the property of a page on which words such as “Width” are the field's
_DASHES = [1.0, 2.0]  # pixels


class TermLabel(QLabel):
    """Puts dots under its one line where a word of the glossary stands in it, once the glossary is read."""

    shows_marks = False  # whether it is read: not before the window is on the screen

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the words, and the dots."""
        super().paintEvent(event)
        if TermLabel.shows_marks and not self.wordWrap() and find_terms(self.text(), titles=knows_titles(self)):
            self._draw_dots()

    def _draw_dots(self) -> None:
        wide = min(self.fontMetrics().horizontalAdvance(self.text()), self.contentsRect().width())
        place = self.style().itemTextRect(
            self.fontMetrics(), self.contentsRect(), self.alignment(), self.isEnabled(), self.text()
        )
        pen = QPen(QColor(current_theme().secondary), 1)
        pen.setDashPattern(_DASHES)
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        painter = QPainter(self)
        painter.setPen(pen)
        below = min(place.bottom() + 1, self.height() - 1)
        painter.drawLine(QPoint(place.left(), below), QPoint(place.left() + wide, below))


def knows_titles(widget: QWidget) -> bool:
    """Whether a widget stands on a page that is about training."""
    above: QWidget | None = widget
    while above is not None and not above.property(TITLES):
        above = above.parentWidget()
    return above is not None


def find_terms(text: str, *, titles: bool) -> tuple[Term, ...]:
    """The terms in a text of the window; the same is asked again and again."""
    return _find_terms(text, titles, current_language())


@lru_cache(maxsize=4096)
def _find_terms(text: str, titles: bool, _language: str) -> tuple[Term, ...]:
    return tuple(term_finder().find(text, titles=titles))
