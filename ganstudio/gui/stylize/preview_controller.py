"""What the main canvas shows of the look that is edited, where its mask counts, and what the loupe sees."""

from functools import partial

from PySide6.QtCore import QObject, QRect, QTimer, Signal
from PySide6.QtGui import QImage

from ganstudio.gui.app.context import AppContext
from ganstudio.gui.app.translations import tr
from ganstudio.gui.stylize import jobs
from ganstudio.gui.stylize.controller import StylizeController
from ganstudio.gui.stylize.mask_panel import MaskPanel
from ganstudio.gui.stylize.opened_picture import OpenedPicture
from ganstudio.gui.stylize.progressive_preview import ProgressivePreview
from ganstudio.gui.stylize.toolbar import Toolbar
from ganstudio.gui.widgets.canvas import Canvas
from ganstudio.stylize.look import Look

_PAUSE = 60


class PreviewController(QObject):
    """Renders what stands on the canvas in the look that is edited, beside the window.

    `picture_lacking` tells whether a style waits for its picture, `failed` carries a sentence and its details.
    """

    failed = Signal(str, str)
    picture_lacking = Signal(bool)

    def __init__(
        self, context: AppContext, controller: StylizeController, canvas: Canvas, toolbar: Toolbar, masking: MaskPanel
    ) -> None:
        super().__init__(canvas)  # its pause ends with the canvas
        self._context, self._controller, self._canvas, self._toolbar = context, controller, canvas, toolbar
        self._editing, self._masking = controller.editing, masking
        self._preview = ProgressivePreview(context, canvas, "main")
        self._crop_look: Look | None = None
        self._tried: Look | None = None
        self._opened: OpenedPicture | None = None
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE)
        self._pause.timeout.connect(self.preview)
        self._editing.changed.connect(self._end_trial)
        self._editing.changed.connect(canvas.mark_outdated)
        self._editing.changed.connect(self._pause.start)
        masking.overlay_toggled.connect(self._show_mask)
        toolbar.loupe.wanted.connect(self._refine)
        self._preview.state_changed.connect(self._show_state)
        self._preview.failed.connect(self.failed)
        self.failed.connect(lambda: toolbar.show_state(""))

    def clear(self) -> None:
        """Render nothing until a picture stands still again."""
        self._preview.clear()
        self._toolbar.loupe.clear()
        self._canvas.show_overlay(QImage())

    def try_look(self, look: Look | None) -> None:
        """Show another look for a while, without taking it; None shows the one that is edited again."""
        if look != self._tried and self._controller.crop_look is None:
            self._tried = look
            self._pause.start()

    def preview(self) -> None:
        """Show the look small and soon; the exact pixels follow."""
        opened = self._controller.opened
        if opened is None or self._controller.pyramid is None:
            return
        crop_look = self._controller.crop_look
        if crop_look is not None and crop_look == self._crop_look and opened is self._opened:
            return  # only the frame is another
        self._crop_look, self._opened = crop_look, opened
        self._show_mask()
        self._toolbar.loupe.clear()
        lacks = crop_look is None and self._controller.lacks_picture()
        self.picture_lacking.emit(lacks)
        if lacks:
            self._preview.clear()
            self._canvas.show_preview(QImage())
            self._toolbar.show_state("")
        else:
            self._preview.show(opened, crop_look or self._tried or self._editing.look)

    def _end_trial(self) -> None:
        self._tried = None

    def _show_state(self, state: str) -> None:
        words = {"working": tr("working…"), "preview": tr("preview"), "exact": tr("exact")}
        self._toolbar.show_state(words[state], exact=state == "exact")

    def _refine(self, place: QRect) -> None:
        pyramid, settings = self._controller.pyramid, self._context.settings
        if pyramid is None or self._controller.lacks_picture():
            return
        source = partial(jobs.render_region, pyramid, self._editing.look, self._context.catalog, settings.device, place)
        on_item = lambda exact: self._toolbar.loupe.show_exact(exact.image, exact.place)  # noqa: E731
        self._context.compute.submit(source, key="loupe", priority=1, on_item=on_item, failed=self.failed.emit)

    def _show_mask(self) -> None:
        """Show where the chosen layer counts, while its mask is edited."""
        mask = self._editing.layer.mask if self._editing.layer else None
        pyramid = self._controller.pyramid
        if pyramid is None or mask is None or self._controller.crop_look or not self._masking.show_it.isChecked():
            self._canvas.show_overlay(QImage())
            return
        source = partial(jobs.render_mask, pyramid, self._editing.look.adjustments, mask)
        self._context.compute.submit(
            source, key="mask", priority=1, on_item=self._canvas.show_overlay, failed=self.failed.emit
        )
