"""Controls that take the mouse wheel only with focus, so that a panel scrolls over them, and buttons that Enter presses."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QWheelEvent
from PySide6.QtWidgets import (
    QComboBox,
    QDoubleSpinBox,
    QPushButton,
    QSizePolicy,
    QSlider,
    QSpinBox,
    QStyle,
    QStyleOptionSlider,
)

_FINE = 0.1  # of the pointer's way, with Shift
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
    """A slider from left to right that goes to where it is clicked; with Shift it moves by a tenth.

    `reset_wanted` tells of a double click.
    """

    reset_wanted = Signal()

    def __init__(self) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._place, self._pointer = 0.0, 0.0  # while it is dragged: the handle's and the pointer's, in pixels

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Change by the wheel with focus alone."""
        super().wheelEvent(event) if self.hasFocus() else event.ignore()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Go to where it is clicked; with Shift the handle stays and is taken from where it is."""
        if event.button() != Qt.MouseButton.LeftButton:
            event.ignore()
            return
        self._pointer = event.position().x()
        self._place = self._handle_place() if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else self._pointer
        self.setSliderDown(True)
        self.setSliderPosition(self._value_at(self._place))
        event.accept()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Follow the pointer, with Shift a tenth of its way."""
        if self.isSliderDown():
            fine = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
            self._place += (event.position().x() - self._pointer) * (_FINE if fine else 1)
            self._pointer = event.position().x()
            self.setSliderPosition(self._value_at(self._place))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go."""
        self.setSliderDown(False)
        event.accept()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Ask for the usual value."""
        if event.button() == Qt.MouseButton.LeftButton:
            self.reset_wanted.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """With Shift the arrows move by the least step."""
        by = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()), 0)
        if by and event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self.setValue(self.value() + by)
        else:
            super().keyPressEvent(event)

    def _way(self) -> tuple[float, float]:
        """Where the middle of the handle is at the least value, and how far it can go, in pixels."""
        option = QStyleOptionSlider()
        self.initStyleOption(option)
        handle = self.style().subControlRect(
            QStyle.ComplexControl.CC_Slider, option, QStyle.SubControl.SC_SliderHandle, self
        )
        wide = max(1, handle.width())
        return wide / 2, max(1.0, self.width() - wide)

    def _handle_place(self) -> float:
        begin, way = self._way()
        return begin + way * (self.value() - self.minimum()) / max(1, self.maximum() - self.minimum())

    def _value_at(self, place: float) -> int:
        begin, way = self._way()
        return round(self.minimum() + (self.maximum() - self.minimum()) * min(1.0, max(0.0, (place - begin) / way)))


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
