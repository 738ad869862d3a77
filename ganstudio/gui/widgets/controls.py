"""Controls that take the mouse wheel only with focus, so that a panel scrolls over them, and buttons that Enter presses."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeyEvent, QWheelEvent
from PySide6.QtWidgets import QComboBox, QDoubleSpinBox, QPushButton, QSizePolicy, QSlider, QSpinBox

_LEAST = QSize(96, 10_000)  # pixels
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class ComboBox(QComboBox):
    """A choice among words."""

    def __init__(self) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def minimumSizeHint(self) -> QSize:
        """Less room than its longest words take: a narrow panel is not cut for them."""
        return super().minimumSizeHint().boundedTo(_LEAST)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Change by the wheel with focus alone."""
        super().wheelEvent(event) if self.hasFocus() else event.ignore()


class Slider(QSlider):
    """A slider from left to right."""

    def __init__(self) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Change by the wheel with focus alone."""
        super().wheelEvent(event) if self.hasFocus() else event.ignore()


class SpinBox(QSpinBox):
    """A whole number."""

    def __init__(self) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def minimumSizeHint(self) -> QSize:
        """Less room than its longest words take: a narrow panel is not cut for them."""
        return super().minimumSizeHint().boundedTo(_LEAST)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Change by the wheel with focus alone."""
        super().wheelEvent(event) if self.hasFocus() else event.ignore()


class DoubleSpinBox(QDoubleSpinBox):
    """A number with digits after the point."""

    def __init__(self) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Change by the wheel with focus alone."""
        super().wheelEvent(event) if self.hasFocus() else event.ignore()


class PushButton(QPushButton):
    """A button that Enter presses while it has the focus; its dialog would press the default one instead."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let Enter do what the space bar does."""
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if event.key() in _ENTER and plain and not event.isAutoRepeat():
            self.click()
        else:
            super().keyPressEvent(event)
