"""A part of a panel that folds away under its heading."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QToolButton, QVBoxLayout, QWidget

from ganstudio.gui.app.translations import tr
from ganstudio.gui.widgets.layout import set_icon


class Fold(QWidget):
    """A heading that opens and closes what is in `column`; a mark says that something in it is not as usual."""

    def __init__(self, words: str, *, opened: bool = False) -> None:
        super().__init__()
        self.setObjectName("clear")
        self._words = words
        self.head = QToolButton()
        self.head.setObjectName("fold")
        self.head.setCheckable(True)
        self.head.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.head.setIconSize(QSize(12, 12))
        self.head.setText(words)
        self.head.setToolTip(tr("Fold this part open, or away"))
        self.inside = QWidget()
        self.inside.setObjectName("clear")
        self.column = QVBoxLayout(self.inside)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(4)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(6)
        whole.addWidget(self.head)
        whole.addWidget(self.inside)
        self.head.toggled.connect(self._show)
        self.head.setChecked(opened)
        self._show(opened)
        self.mark(False)

    def mark(self, changed: bool) -> None:
        """Mark the heading where something inside is not as usual."""
        self.head.setText(f"{self._words}  ●" if changed else self._words)
        self.head.setAccessibleName(tr("{}, changed").format(self._words) if changed else self._words)

    def _show(self, opened: bool) -> None:
        self.inside.setVisible(opened)
        set_icon(self.head, "down" if opened else "right")
