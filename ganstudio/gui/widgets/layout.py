"""Small pieces that every page is put together from."""

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QFrame,
    QLabel,
    QLayout,
    QPushButton,
    QScrollArea,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ganstudio.gui.app.theme import current_theme, icon
from ganstudio.gui.widgets.controls import PushButton
from ganstudio.gui.widgets.labels import Label, LineLabel


def panel(side: str, width: int = 300) -> tuple[QScrollArea, QVBoxLayout]:
    """A column beside the page (“left” or “right”), scrolling where it is too small, and the layout to fill.

    The place of the scroll bar is kept free, so that nothing moves when it comes.
    """
    inside = QWidget()
    inside.setObjectName("panel")
    column = QVBoxLayout(inside)
    column.setContentsMargins(16, 16, 6, 16)
    column.setSpacing(12)
    area = QScrollArea()
    area.setObjectName(side)
    area.setWidget(inside)
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # it scrolls to whatever has the focus in it
    area.setMinimumWidth(240)
    area.setMaximumWidth(420)
    area.resize(width, area.height())
    return area, column


def label(words: str, name: str = "", *, wrap: bool = True) -> QLabel:
    """A label of plain text, on one line where it may not `wrap`.

    `name` is one of the theme's kinds: title, name, section, secondary, error, good.
    """
    made = Label(words) if wrap else LineLabel(words)
    made.setObjectName(name)
    made.setWordWrap(wrap)
    return made


def section(words: str) -> QLabel:
    """The heading of a part of a panel."""
    return label(words.upper(), "section", wrap=False)


def button(words: str, tip: str, clicked: Callable[[], object], *, icon_name: str = "", name: str = "") -> QPushButton:
    """A push button with its tooltip; `name` is “primary” for the one main action of a page."""
    made = PushButton(words)
    made.setObjectName(name)
    made.setAutoDefault(False)  # Enter in a dialog does its deed, and presses no button that merely stands first
    made.setDefault(name == "primary")
    made.setToolTip(tip)
    made.setProperty("icon_name", icon_name)
    _tint(made)
    made.clicked.connect(lambda: clicked())
    return made


def tool(icon_name: str, tip: str, clicked: Callable[[], object] | None = None, *, checkable: bool = False) -> QToolButton:
    """A flat button that is only an icon; its tooltip is its accessible name."""
    made = QToolButton()
    made.setObjectName("flat")
    made.setProperty("icon_name", icon_name)
    _tint(made)
    made.setIconSize(QSize(20, 20))
    made.setToolTip(tip)
    made.setAccessibleName(tip)
    made.setCheckable(checkable)
    if clicked is not None:
        made.clicked.connect(lambda: clicked())
    return made


def retint(root: QWidget) -> None:
    """Draw the icons of all buttons below `root` in the colours of the theme that is worn now."""
    for made in root.findChildren(QAbstractButton):
        _tint(made)


def set_icon(made: QAbstractButton, icon_name: str) -> None:
    """Give a button another icon."""
    made.setProperty("icon_name", icon_name)
    _tint(made)


def _tint(made: QAbstractButton) -> None:
    if name := made.property("icon_name"):
        made.setIcon(icon(name, current_theme().on_accent if made.objectName() == "primary" else None))


def clear(layout: QLayout, keep: int = 0) -> None:
    """Take everything after the first `keep` items out of a layout."""
    while (item := layout.takeAt(keep)) is not None:
        if (widget := item.widget()) is not None:
            widget.hide()
            widget.deleteLater()
