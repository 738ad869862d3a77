"""The crop frame over the main canvas: shown while the crop is chosen, and told to the look as it changes."""

from collections.abc import Callable

from PySide6.QtCore import QObject

from ganstudio.gui.stylize.adjust_panel import AdjustPanel
from ganstudio.gui.stylize.canvas_column import CanvasColumn
from ganstudio.gui.stylize.controller import StylizeController
from ganstudio.gui.widgets.canvas import Mode
from ganstudio.gui.widgets.crop_overlay import CropOverlay
from ganstudio.stylize.adjustments.crop_frame import CropFrame, frame_of


class CropTool(QObject):
    """Opens and closes the frame as the panel's switch says; only a picture that stands still can be cropped."""

    def __init__(
        self, controller: StylizeController, column: CanvasColumn, panel: AdjustPanel, preview: Callable[[], object]
    ) -> None:
        super().__init__(column)
        self._controller, self._panel, self._preview = controller, panel, preview
        self._canvas, self._toolbar = column.canvas, column.toolbar
        self.overlay = CropOverlay(column.canvas)
        self._mode: Mode = column.canvas.mode
        controller.changed.connect(self._follow)
        self.overlay.changed.connect(self._take)
        self.overlay.done.connect(lambda: panel.crop.setChecked(False))

    def _follow(self) -> None:
        """Show the frame where the crop is chosen, and what it is now."""
        can = self._controller.pyramid is not None
        self._panel.crop.setEnabled(can)
        if self._panel.crop.isChecked() and not can:
            self._panel.crop.setChecked(False)
        framing = self._controller.framing
        if framing:
            self._show_frame()
        if framing != self.overlay.isVisibleTo(self._canvas):
            self._open() if framing else self._close()

    def _show_frame(self) -> None:
        opened, geometry = self._controller.opened, self._controller.editing.look.adjustments.geometry
        if opened is not None:
            self.overlay.show_frame(frame_of(geometry, opened.pyramid.size(geometry.without_crop())))

    def _open(self) -> None:
        self._mode = self._canvas.mode
        self._canvas.show_as("after")
        self._toolbar.enable_comparison(False)
        self.overlay.open()
        self._preview()

    def _close(self) -> None:
        self.overlay.hide()
        self._toolbar.enable_comparison(True)
        self._canvas.show_as(self._mode)
        self._canvas.setFocus()
        self._preview()

    def _take(self, frame: CropFrame) -> None:
        now = self._controller.editing.look.adjustments
        geometry = now.geometry.model_copy(update={"crop": frame.crop})
        self._controller.adjust("crop", now.model_copy(update={"geometry": geometry}))
