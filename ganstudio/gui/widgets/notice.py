"""What the window says in place: a card for an error or a hint, and the page that has nothing to show yet."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from ganstudio.gui.app.message import Action as Action
from ganstudio.gui.app.message import Message
from ganstudio.gui.app.theme import current_theme, icon
from ganstudio.gui.app.translations import tr
from ganstudio.gui.widgets.layout import button, clear, label, tool


class Notice(QFrame):
    """A card: what happened, what can be done, “copy details” where there are any; hidden until `show_words`."""

    def __init__(self, *, closable: bool = True) -> None:
        super().__init__()
        self.setObjectName("card")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(12, 8, 8, 8)
        self._words = label("")
        self._words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._mark = label("")
        self._mark.setContentsMargins(0, 7, 0, 0)  # level with the first line, beside the taller close button
        top = QHBoxLayout()
        top.addWidget(self._mark, 0, Qt.AlignmentFlag.AlignTop)
        top.addWidget(self._words, 1)
        if closable:
            top.addWidget(tool("close", tr("Close this message"), self.hide), 0, Qt.AlignmentFlag.AlignTop)
        self._actions = QHBoxLayout()
        self._actions.addStretch(1)
        self._column.addLayout(top)
        self._column.addLayout(self._actions)
        self.hide()

    def words(self) -> str:
        """The sentence that is shown."""
        return self._words.text()

    def show_message(self, message: Message | None) -> None:
        """Show a message; None hides it."""
        if message is None:
            self.hide()
        else:
            self.show_words(message.words, tone=message.tone, details=message.details, actions=message.actions)

    def show_words(self, words: str, *, tone: str = "info", details: str = "", actions: tuple[Action, ...] = ()) -> None:
        """Show a sentence; tone is “info”, “warning” or “error”."""
        theme = current_theme()
        colour = {"error": theme.error, "warning": theme.accent}.get(tone, theme.secondary)
        self._mark.setPixmap(icon("info" if tone == "info" else "warning", colour).pixmap(20, 20))
        self._words.setText(words)
        self._words.setAccessibleName(words)
        clear(self._actions, keep=1)
        if details:
            copy = (tr("Copy details"), lambda: QGuiApplication.clipboard().setText(f"{words}\n\n{details}"))
            actions = (*actions, copy)
        for title, act in actions:
            self._actions.addWidget(button(title, title, act))
        self.show()


class Empty(QWidget):
    """A page that has nothing to show yet: what belongs here, one button, one example."""

    def __init__(self, icon_name: str, title: str, words: str, *actions: Action) -> None:
        super().__init__()
        self.setObjectName("clear")
        column = QVBoxLayout(self)
        column.addStretch(2)
        mark = label("")
        mark.setPixmap(icon(icon_name, current_theme().faint, 48).pixmap(48, 48))
        for widget in (mark, label(title, "title"), label(words, "secondary")):
            widget.setAlignment(Qt.AlignmentFlag.AlignCenter)
            column.addWidget(widget)
        column.addSpacing(8)
        for number, (words_, act) in enumerate(actions):  # below each other: a narrow window has room for them
            made = button(words_, words_, act, name="" if number else "primary")
            column.addWidget(made, 0, Qt.AlignmentFlag.AlignCenter)
        column.addStretch(3)
