"""The Tab key goes through a window as the eye does: as its layouts stand now, whatever was built first."""

from collections.abc import Iterator
from typing import cast

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QAbstractSpinBox,
    QComboBox,
    QFormLayout,
    QGridLayout,
    QLayout,
    QLineEdit,
    QMainWindow,
    QScrollArea,
    QSplitter,
    QStackedWidget,
    QWidget,
)

_WHOLE = (QAbstractSpinBox, QComboBox, QAbstractItemView, QLineEdit)  # one stop each, whatever they are made of


def tab_stops(root: QWidget) -> list[QWidget]:
    """The widgets below `root` that Tab stops at now, in the order in which they are seen."""
    return [widget for widget in _walk(root) if _is_stop(widget)]


def move_focus(window: QWidget, *, forward: bool) -> bool:
    """Give the focus to the next stop of a window, or to the one before, and scroll to it; whether there is one."""
    stops = tab_stops(window)
    if not stops:
        return False
    now = window.focusWidget()
    if now in stops:
        place = (stops.index(now) + (1 if forward else -1)) % len(stops)
    else:
        place = _place_after(window, now) if forward else _place_after(window, now) - 1
    chosen = stops[place % len(stops)]
    chosen.setFocus(Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason)
    _scroll_to(chosen)
    return True


def _place_after(window: QWidget, now: QWidget | None) -> int:
    """The number of the first stop behind a widget that is no stop itself, such as a page or a button that went grey."""
    passed, seen = 0, False
    for widget in _walk(window):
        if seen and _is_stop(widget):
            return passed
        seen = seen or widget is now
        passed += _is_stop(widget)
    return 0


def _is_stop(widget: QWidget) -> bool:
    return bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus) and widget.isEnabled() and widget.focusProxy() is None


def _scroll_to(widget: QWidget) -> None:
    around = widget.parentWidget()
    while around is not None:
        if isinstance(around, QScrollArea):
            around.ensureWidgetVisible(widget, 8, 24)
        around = around.parentWidget()


def _walk(widget: QWidget) -> Iterator[QWidget]:
    """A widget and those in it that can be seen, as they stand."""
    yield widget
    if not isinstance(widget, _WHOLE):
        for child in _children(widget):
            if child.isVisible() and not child.isWindow():
                yield from _walk(child)


def _children(widget: QWidget) -> list[QWidget]:
    """What stands in a widget, in the order in which it is seen."""
    match widget:
        case QMainWindow():
            inside = [widget.centralWidget()]
        case QScrollArea():
            inside = [widget.widget()]
        case QStackedWidget():
            inside = [widget.currentWidget()]
        case QSplitter():
            inside = [widget.widget(number) for number in range(widget.count())]
        case _:
            inside = _in_layout(widget)
    return [each for each in inside if each is not None]


def _in_layout(widget: QWidget) -> list[QWidget | None]:
    layout = widget.layout()
    ordered = list(_laid_out(layout)) if layout is not None else []
    others = [each for each in widget.children() if isinstance(each, QWidget) and each not in ordered]
    return [*ordered, *sorted(others, key=lambda each: (each.y(), each.x()))]


def _laid_out(layout: QLayout) -> Iterator[QWidget]:
    """The widgets of a layout, row by row."""
    for number in sorted(range(layout.count()), key=lambda number: _cell(layout, number)):
        if (item := layout.itemAt(number)) is None:
            continue
        if (inner := item.layout()) is not None:
            yield from _laid_out(inner)
        elif (widget := item.widget()) is not None:
            yield widget


def _cell(layout: QLayout, number: int) -> tuple[int, int]:
    """Row and column of an item; all others stand in the order in which they were added."""
    if isinstance(layout, QGridLayout):
        row, column, *_ = cast("tuple[int, int, int, int]", layout.getItemPosition(number))
        return row, column
    if isinstance(layout, QFormLayout):
        line, role = cast("tuple[int, QFormLayout.ItemRole]", layout.getItemPosition(number))
        return line, role.value
    return number, 0
