"""A frame around what the guide points at; the mouse goes through it."""

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QScrollArea, QWidget

from ganstudio.gui.app.theme import current_theme

_AROUND, _RADIUS = 3, 6


class Pointer(QWidget):
    """Lies over a page and draws a frame around some of its widgets, wherever they move."""

    def __init__(self, page: QWidget) -> None:
        super().__init__(page)
        self.setObjectName("clear")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAttribute(Qt.WidgetAttribute.WA_NoSystemBackground)
        self._page = page
        self.targets: tuple[QWidget, ...] = ()
        page.installEventFilter(self)
        self.hide()

    def point_at(self, *targets: QWidget) -> None:
        """Frame widgets of the page that stand together, or nothing; they are scrolled into sight."""
        for target in self.targets:
            target.removeEventFilter(self)
        self.targets = targets
        for target in targets:
            target.installEventFilter(self)
            _scroll_to(target)
        self._follow()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow where the page and the widget go."""
        if event.type() in (
            QEvent.Type.Resize,
            QEvent.Type.Move,
            QEvent.Type.Show,
            QEvent.Type.Hide,
            QEvent.Type.LayoutRequest,
        ):
            self._follow()
        return super().eventFilter(watched, event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the frame."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(current_theme().accent), 2))
        painter.drawRoundedRect(self.rect().adjusted(1, 1, -1, -1), _RADIUS, _RADIUS)

    def _follow(self) -> None:
        place = QRect()
        for target in self.targets:
            if target.isVisibleTo(self._page):
                place = place.united(QRect(target.mapTo(self._page, QPoint(0, 0)), target.size()))
        if not place.isEmpty():
            around = place.adjusted(-_AROUND, -_AROUND, _AROUND, _AROUND)
            self.setGeometry(around.intersected(self._page.rect()))
            self.raise_()
        self.setVisible(not place.isEmpty())


def _scroll_to(target: QWidget) -> None:
    above = target.parentWidget()
    while above is not None and not isinstance(above, QScrollArea):
        above = above.parentWidget()
    if isinstance(above, QScrollArea):
        above.ensureWidgetVisible(target)
