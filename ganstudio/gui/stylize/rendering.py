"""What the canvas shows of the look: a preview soon, then the exact pixels of what is in sight, and where a mask counts."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QImage

from ganstudio.gui.studio import Studio
from ganstudio.gui.stylize import work
from ganstudio.gui.stylize.editing import Editing
from ganstudio.gui.stylize.look_panel import LookPanel
from ganstudio.gui.stylize.toolbar import Toolbar
from ganstudio.gui.widgets.canvas import Canvas
from ganstudio.gui.words import tr

if TYPE_CHECKING:
    from ganstudio.pictures.picture import Picture

_EXACT_PIXELS = 4_000_000
_PAUSE = 120


class Rendering(QObject):
    """Renders `picture` in the look that is edited, beside the window; `failed` carries a sentence and its details."""

    failed = Signal(str, str)

    def __init__(self, studio: Studio, editing: Editing, canvas: Canvas, toolbar: Toolbar, panel: LookPanel) -> None:
        super().__init__(canvas)  # its pause ends with the canvas
        self.picture: Picture | None = None
        self._studio, self._editing, self._canvas, self._toolbar, self._panel = studio, editing, canvas, toolbar, panel
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE)
        self._pause.timeout.connect(self.preview)
        editing.changed.connect(canvas.outdate)
        editing.changed.connect(self._pause.start)
        canvas.settled.connect(self._refine)
        panel.masking.seen.connect(self._show_mask)
        self.failed.connect(lambda: toolbar.show_state(""))

    def preview(self) -> None:
        """Show the look small and soon; the exact pixels follow."""
        if self.picture is None:
            return
        self._studio.compute.cancel("exact")
        self._show_mask()
        if self._panel.missing_picture():
            self._canvas.show_preview(QImage())
            self._toolbar.show_state("")
            self._panel.notice.show_words(tr("Choose the picture whose style is taken, in the options above."))
            return
        self._canvas.outdate()
        self._toolbar.show_state(tr("working…"))
        settings = self._studio.settings
        source = partial(work.preview, self.picture, self._editing.look, self._studio.catalog, settings.device, work.PREVIEW)
        self._studio.compute.submit(source, key="preview", happened=self._show_preview, failed=self.failed.emit)

    def _show_preview(self, image: QImage) -> None:
        self._panel.notice.hide()
        self._canvas.show_preview(image)
        self._refine()

    def _refine(self) -> None:
        """Make what is in sight exact, and say what is seen until then."""
        if self.picture is None or self._panel.missing_picture():
            return
        place, exact = self._canvas.in_sight(), self._canvas.has_exact()
        self._toolbar.show_state(tr("exact") if exact else tr("preview"), exact=exact)
        if exact or place.width() * place.height() > _EXACT_PIXELS:
            return
        settings = self._studio.settings
        source = partial(work.exact, self.picture, self._editing.look, self._studio.catalog, settings.device, place)
        self._studio.compute.submit(source, key="exact", urgency=2, happened=self._show_exact, failed=self.failed.emit)

    def _show_exact(self, exact: work.Exact) -> None:
        self._canvas.show_exact(exact.image, exact.place)
        self._toolbar.show_state(tr("exact"), exact=True)

    def _show_mask(self) -> None:
        """Show where the chosen layer counts, while its mask is edited."""
        mask = self._editing.layer.mask if self._editing.layer else None
        if self.picture is None or mask is None or not self._panel.masking.show_it.isChecked():
            self._canvas.show_overlay(QImage())
            return
        source = partial(work.overlay, self.picture, mask)
        self._studio.compute.submit(
            source, key="mask", urgency=1, happened=self._canvas.show_overlay, failed=self.failed.emit
        )
