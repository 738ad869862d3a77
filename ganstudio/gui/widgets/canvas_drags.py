"""What a drag on a canvas does while the button is held: draw, move the divider, or move the picture."""

from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import QPointF, Qt

from ganstudio.gui.widgets.canvas_drawing import Divider, Drawing
from ganstudio.gui.widgets.viewport import Viewport


class Drag(Protocol):
    """A drag that has begun; places are on the canvas, in screen pixels."""

    cursor: Qt.CursorShape

    def move(self, place: QPointF) -> None:
        """The pointer came there."""


class DrawDrag:
    """Draws where the pointer goes."""

    cursor = Qt.CursorShape.BlankCursor

    def __init__(self, drawing: Drawing, in_pane: Callable[[QPointF], QPointF]) -> None:
        self._drawing, self._in_pane = drawing, in_pane

    def move(self, place: QPointF) -> None:
        """Draw on to there."""
        self._drawing.add(self._in_pane(place))


class DividerDrag:
    """Moves the divider."""

    cursor = Qt.CursorShape.SplitHCursor

    def __init__(self, divider: Divider, view: Viewport) -> None:
        self._divider, self._view = divider, view
        divider.held = True

    def move(self, place: QPointF) -> None:
        """Let the divider stand there."""
        self._divider.move_to(self._view.share(place)[0])


class PanDrag:
    """Moves the picture; `moved` is called after each step."""

    cursor = Qt.CursorShape.ClosedHandCursor

    def __init__(self, view: Viewport, place: QPointF, moved: Callable[[], object]) -> None:
        self._view, self._place, self._moved = view, place, moved

    def move(self, place: QPointF) -> None:
        """Let the picture follow the pointer."""
        self._view.look_at(self._view.centre - (place - self._place) / self._view.zoom)
        self._place = place
        self._moved()
