"""What mouse wheel and Enter do on every control of the application: one event filter, wherever the control stands."""

from typing import TypeGuard

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractSlider,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QPushButton,
    QScrollBar,
    QTabBar,
    QWidget,
)

_TURNED = (QAbstractSlider, QAbstractSpinBox, QComboBox, QTabBar)  # Qt changes the value of these by the wheel
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_NAME = "input rules"


class InputRules(QObject):
    """Lets controls take the wheel only with focus, so that panels scroll, and lets Enter press the button in focus."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Whether the event ends here; a wheel that is not taken goes on to what lies around the control."""
        kind = event.type()
        if kind == QEvent.Type.Wheel and _turned(watched) and not watched.hasFocus():
            event.ignore()
            return True
        if kind == QEvent.Type.Polish and _turned(watched) and watched.focusPolicy() == Qt.FocusPolicy.WheelFocus:
            watched.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        if kind == QEvent.Type.KeyPress and isinstance(watched, QPushButton) and isinstance(event, QKeyEvent):
            return _pressed_by(watched, event)
        return False


def install_input_rules() -> None:
    """Install the rules for the application that runs; once, however often it is called."""
    app = QApplication.instance()
    if app is not None and app.findChild(InputRules, _NAME) is None:
        rules = InputRules(app)
        rules.setObjectName(_NAME)
        app.installEventFilter(rules)


def _turned(watched: QObject) -> TypeGuard[QWidget]:
    return isinstance(watched, _TURNED) and not isinstance(watched, QScrollBar)


def _pressed_by(watched: QPushButton, event: QKeyEvent) -> bool:
    """Whether that key pressed the button; its dialog would press the default one instead."""
    if event.key() not in _ENTER or event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier or event.isAutoRepeat():
        return False
    watched.click()
    return True
