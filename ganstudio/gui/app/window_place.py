"""Where windows stand: inside the screen that they are on, however large they are meant or were kept."""

from PySide6.QtCore import QByteArray, QRect, QSize
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

_FRAME = QSize(16, 40)  # of a window that was not shown yet: what the system draws around it


def fit_into(wanted: QRect, screen: QRect) -> QRect:
    """The rectangle nearest to `wanted` that lies in the screen as a whole, made smaller only where it must be."""
    size = wanted.size().boundedTo(screen.size())
    left = min(max(wanted.left(), screen.left()), screen.right() - size.width() + 1)
    top = min(max(wanted.top(), screen.top()), screen.bottom() - size.height() + 1)
    return QRect(left, top, size.width(), size.height())


def place_window(window: QWidget, kept: str) -> None:
    """Put a window where Qt's `kept` words (base 64) say, or leave it as large as it is; always inside its screen."""
    screen = window.screen().availableGeometry()
    window.setMinimumSize(window.minimumSize().boundedTo(screen.size() - _FRAME))
    if not (kept and window.restoreGeometry(QByteArray.fromBase64(kept.encode()))):
        window.resize(window.size().boundedTo(screen.size() - _FRAME))
    elif not (window.isMaximized() or window.isFullScreen()):
        _move_inside(window)


def fit_dialog(dialog: QWidget) -> None:
    """Make a dialog no larger than its screen."""
    room = dialog.screen().availableGeometry().size() - _FRAME
    dialog.setMinimumSize(dialog.minimumSize().boundedTo(room))
    dialog.resize(dialog.size().boundedTo(room))


def _move_inside(window: QWidget) -> None:
    screen = QGuiApplication.screenAt(window.geometry().center()) or window.screen()
    room = screen.availableGeometry().adjusted(_FRAME.width() // 2, _FRAME.height() - 8, -_FRAME.width() // 2, -8)
    window.setGeometry(fit_into(window.geometry(), room))
