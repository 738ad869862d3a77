"""A look of a picture on a canvas: a draft soon, finer previews, then the exact pixels of what is in sight."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from ganstudio.gui.app.context import AppContext
from ganstudio.gui.app.workers import Source
from ganstudio.gui.stylize import jobs
from ganstudio.gui.widgets.canvas import Canvas
from ganstudio.stylize.adjustments.values import Geometry
from ganstudio.stylize.look import Look

if TYPE_CHECKING:
    from ganstudio.gui.stylize.opened_picture import OpenedPicture
    from ganstudio.stylize.preview_pyramid import PreviewPyramid

_EXACT_PIXELS = 4_000_000
_FINEST = 2560


class ProgressivePreview(QObject):
    """Renders on `canvas`, beside the window, under a `name` of its own; `state_changed` tells how what is seen stands.

    That is “working”, “preview” or “exact”. `failed` carries a sentence and its details.
    """

    state_changed = Signal(str)
    failed = Signal(str, str)

    def __init__(self, context: AppContext, canvas: Canvas, name: str) -> None:
        super().__init__(canvas)
        self._context, self._canvas, self._name = context, canvas, name
        self._pyramid: PreviewPyramid | None = None
        self._opened: OpenedPicture | None = None
        self._placed = Geometry()
        self._look = Look(layers=())
        self._size = 0
        canvas.settled.connect(self.refine)

    def show(self, opened: "OpenedPicture", look: Look) -> None:
        """Show this look of this picture, whose images are on the canvas: small and soon, then better."""
        if self._opened is not opened:
            self._opened, self._placed = opened, opened.geometry
        self._pyramid, self._look = opened.pyramid, look
        self._context.compute.cancel(f"{self._name} ")
        self._canvas.mark_outdated()
        self.state_changed.emit("working")
        if self._placed == look.adjustments.geometry:
            self._preview(jobs.DRAFT, priority=1)
        else:
            source = partial(jobs.place_picture, self._pyramid, look.adjustments.geometry)
            self._submit("place", source, self._show_placed, priority=1)

    def clear(self) -> None:
        """Show no look."""
        self._pyramid, self._opened = None, None
        self._context.compute.cancel(f"{self._name} ")

    def refine(self) -> None:
        """Make what is in sight exact, or at least as fine as the screen, and tell how it is until then."""
        waits = self._placed != self._look.adjustments.geometry  # what is in sight is still the picture otherwise cropped
        if self._pyramid is None or waits or not self._canvas.has_result():
            return
        exact, place = self._canvas.has_exact(), self._canvas.visible_rect()
        self.state_changed.emit("exact" if exact else "preview")
        if exact:
            return
        if place.width() * place.height() <= _EXACT_PIXELS:
            source = partial(
                jobs.render_region, self._pyramid, self._look, self._context.catalog, self._context.settings.device, place
            )
            self._submit("exact", source, self._show_exact, priority=2)
        elif self._size < self._screen_size():
            self._preview(self._screen_size(), priority=2)

    def _show_placed(self, placed: jobs.PlacedPicture) -> None:
        """Show the picture turned and cropped: at once what is there first, and its look; then, under that, the whole."""
        if self._placed == self._look.adjustments.geometry:
            self._canvas.images.before = placed.before
            self._canvas.update()
            return
        self._placed = self._look.adjustments.geometry
        self._canvas.show_at_size(placed.before, placed.small, placed.size)
        self.state_changed.emit("working")
        self._preview(jobs.DRAFT, priority=1)

    def _screen_size(self) -> int:
        """The longer side of the canvas, in the screen's pixels; the picture itself may be smaller."""
        longest = max(self._canvas.width(), self._canvas.height()) * self._canvas.devicePixelRatioF()
        whole = self._canvas.view.picture
        return min(round(longest), _FINEST, round(max(whole.width(), whole.height())))

    def _preview(self, longest: int, priority: int) -> None:
        assert self._pyramid is not None
        source = partial(
            jobs.render_preview, self._pyramid, self._look, self._context.catalog, self._context.settings.device, longest
        )
        self._submit("preview", source, partial(self._show_preview, longest), priority)

    def _submit(self, what: str, source: Source, on_item: Callable[[Any], object], priority: int) -> None:
        key = f"{self._name} {what}"
        self._context.compute.submit(source, key=key, priority=priority, on_item=on_item, failed=self.failed.emit)

    def _show_preview(self, longest: int, image: QImage) -> None:
        self._size = longest
        self._canvas.show_preview(image)
        if longest < jobs.PREVIEW:
            self.state_changed.emit("preview")
            self._preview(jobs.PREVIEW, priority=1)
        else:
            self.refine()

    def _show_exact(self, exact: jobs.ExactRegion) -> None:
        self._canvas.show_exact(exact.image, exact.place)
        self.state_changed.emit("exact")
