"""A sheet of small pictures in rows and columns with words at their heads, each to be picked."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, QSizeF, Qt, Signal
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QFrame, QGridLayout, QLabel, QScrollArea, QWidget

from ganstudio.gui.app.theme import current_theme
from ganstudio.gui.widgets.layout import clear, label

_SMALLEST, _LARGEST, _GAP, _WIDEST = 96, 560, 8, 96


class Swatch(QAbstractButton):
    """One small picture; the one that is `chosen` has a frame."""

    def __init__(self, words: str, *, chosen: bool) -> None:
        super().__init__()
        self.image, self._chosen = QImage(), chosen
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setToolTip(words)
        self.setAccessibleName(words)

    def show_image(self, image: QImage) -> None:
        """Show what was made."""
        self.image = image
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the picture, or its place."""
        theme, painter = current_theme(), QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        if self.image.isNull():
            painter.fillRect(self.rect().adjusted(2, 2, -2, -2), QColor(theme.raised))
        else:
            painter.drawImage(self.rect().adjusted(2, 2, -2, -2), self.image)
        if self._chosen or self.hasFocus() or self.underMouse():
            painter.setPen(QPen(QColor(theme.accent if self._chosen or self.hasFocus() else theme.secondary), 2))
            painter.drawRect(self.rect().adjusted(1, 1, -1, -1))

    def enterEvent(self, event: object) -> None:
        """Show that it can be picked."""
        super().enterEvent(event)  # type: ignore[arg-type]
        self.update()

    def leaveEvent(self, event: object) -> None:
        """As before."""
        super().leaveEvent(event)  # type: ignore[arg-type]
        self.update()


class SwatchSheet(QScrollArea):
    """The sheet; `picked` carries the row and the column."""

    picked = Signal(int, int)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("onCanvas")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.rows: list[list[Swatch]] = []
        self._shape, self._head = QSizeF(1, 1), 0
        inside = QWidget()
        inside.setObjectName("canvas")
        self._grid = QGridLayout(inside)
        self._grid.setContentsMargins(16, 8, 16, 16)
        self._grid.setSpacing(_GAP)
        self.setWidget(inside)

    def show_sheet(self, across: Sequence[str], down: Sequence[str], chosen: tuple[int, int], shape: QSizeF) -> None:
        """Show empty places for so many pictures of that shape."""
        clear(self._grid)
        self._shape, self._head = shape, 0
        for column, words in enumerate(across):
            self._grid.addWidget(_head(words), 0, column + 1)
        self.rows = []
        for row, words in enumerate(down):
            head = _head(words)
            self._head = max(self._head, min(_WIDEST, head.sizeHint().width()))
            self._grid.addWidget(head, row + 1, 0)
            swatches = [
                Swatch(", ".join(filter(None, (words, other))), chosen=(row, column) == chosen)
                for column, other in enumerate(across)
            ]
            for column, swatch in enumerate(swatches):
                swatch.clicked.connect(lambda _on=False, row=row, column=column: self.picked.emit(row, column))
                self._grid.addWidget(swatch, row + 1, column + 1)
            self.rows.append(swatches)
        self._grid.setColumnStretch(len(across) + 1, 1)
        self._grid.setRowStretch(len(down) + 1, 1)
        self._measure()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fill the width."""
        super().resizeEvent(event)
        self._measure()

    def _measure(self) -> None:
        columns = max((len(row) for row in self.rows), default=1)
        room = self.viewport().width() - self._head - 34 - _GAP * columns
        width = min(_LARGEST, max(_SMALLEST, room // columns))
        size = QSize(width, max(24, round(width * self._shape.height() / max(1.0, self._shape.width()))))
        for row in self.rows:
            for swatch in row:
                swatch.setFixedSize(size)


def _head(words: str) -> QLabel:
    made = label(words, "secondary", wrap=False)
    made.setMaximumWidth(_WIDEST)
    made.setMinimumWidth(min(_WIDEST, made.sizeHint().width()))
    made.setToolTip(words)
    return made
