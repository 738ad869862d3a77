"""The first steps: three of them, above the canvas, until they are closed or the artist’s own picture is there."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from ganstudio.core.errors import GanStudioError
from ganstudio.gui.app.context import AppContext
from ganstudio.gui.app.theme import current_theme, icon
from ganstudio.gui.app.translations import tr
from ganstudio.gui.widgets.layout import label, tool

_NARROW, _LEAST, _LOW = 620, 240, 560  # pixels: of the card, of the card at least, of the window
_STEPS = (
    ("stylize", "Choose a style", "Click a card on the left: each is your picture in that style."),
    ("pictures", "Drop your picture", "Anywhere on the window. The cup is only an example."),
    ("save", "Save it", "Ctrl+S: every pixel, in true colours."),
)


class Welcome(QFrame):
    """Shows the first steps until they were read; `show` brings them back."""

    def __init__(self, context: AppContext) -> None:
        super().__init__()
        self.setObjectName("card")
        self.setStyleSheet("#card { margin: 8px 12px 0 12px; }")
        self.setAccessibleName(tr("The first steps"))
        self._context = context
        self._steps = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._steps.setSpacing(16)
        self._sentences: list[QLabel] = []
        for number, (icon_name, title, words) in enumerate(_STEPS, 1):
            self._sentences.append(label(tr(words), "secondary"))
            self._steps.addWidget(_step(number, icon_name, tr(title), self._sentences[-1]), 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(28, 20, 20, 12)
        row.addLayout(self._steps, 1)
        row.addWidget(tool("close", tr("Close the first steps; F1 has them again"), self.dismiss), 0, _TOP)
        self.setVisible(not context.settings.welcomed)

    def dismiss(self) -> None:
        """Close them, also for the next start."""
        self.hide()
        try:
            if not self._context.settings.welcomed:
                self._context.change(welcomed=True)
        except GanStudioError as error:
            self._context.report_error(str(error))

    def minimumSizeHint(self) -> QSize:
        """As narrow as its steps are one below the other, however they stand now."""
        return QSize(_LEAST, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Side by side where there is room, else one below the other; their titles alone in a low window."""
        super().resizeEvent(event)
        narrow = event.size().width() < _NARROW
        for each in self._sentences:
            each.setVisible(not narrow or self.window().height() >= _LOW)
        self._steps.setDirection(QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight)


_TOP = Qt.AlignmentFlag.AlignTop


def _step(number: int, icon_name: str, title: str, sentence: QLabel) -> QWidget:
    made = QWidget()
    made.setObjectName("clear")
    mark = label("")
    mark.setPixmap(icon(icon_name, current_theme().accent, 32).pixmap(32, 32))
    column = QVBoxLayout()
    column.setSpacing(2)
    column.addWidget(label(f"{number}  {title}"))
    column.addWidget(sentence)
    column.addStretch(1)
    row = QHBoxLayout(made)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(12)
    row.addWidget(mark, 0, _TOP)
    row.addLayout(column, 1)
    return made
