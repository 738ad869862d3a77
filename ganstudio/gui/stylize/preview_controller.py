"""What the main canvas shows of the look that is edited, where its mask counts, and what the loupe sees."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QRect, QTimer, Signal
from PySide6.QtGui import QImage

from ganstudio.gui.app.context import AppContext
from ganstudio.gui.app.translations import tr
from ganstudio.gui.stylize import jobs
from ganstudio.gui.stylize.look_editor import LookEditor
from ganstudio.gui.stylize.look_panel import LookPanel
from ganstudio.gui.stylize.progressive_preview import ProgressivePreview
from ganstudio.gui.stylize.toolbar import Toolbar
from ganstudio.gui.widgets.canvas import Canvas

if TYPE_CHECKING:
    from ganstudio.images.picture import Picture
    from ganstudio.stylize.preview_pyramid import PreviewPyramid

_PAUSE = 60


class PreviewController(QObject):
    """Renders `picture` in the look that is edited, beside the window; `failed` carries a sentence and its details."""

    failed = Signal(str, str)

    def __init__(self, studio: AppContext, editing: LookEditor, canvas: Canvas, toolbar: Toolbar, panel: LookPanel) -> None:
        super().__init__(canvas)  # its pause ends with the canvas
        self.seen: PreviewPyramid | None = None
        self._studio, self._editing, self._canvas, self._toolbar, self._panel = studio, editing, canvas, toolbar, panel
        self._showing = ProgressivePreview(studio, canvas, "main")
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE)
        self._pause.timeout.connect(self.preview)
        editing.changed.connect(canvas.outdate)
        editing.changed.connect(self._pause.start)
        panel.masking.seen.connect(self._show_mask)
        toolbar.loupe.wanted.connect(self._look_closer)
        self._showing.stood.connect(self._say)
        self._showing.failed.connect(self.failed)
        self.failed.connect(lambda: toolbar.show_state(""))

    @property
    def picture(self) -> "Picture | None":
        """The picture that is shown."""
        return self.seen.picture if self.seen else None

    def take(self, seen: "PreviewPyramid") -> None:
        """Show another picture."""
        self.seen = seen
        self.preview()

    def leave(self) -> None:
        """Render nothing until another picture is shown."""
        self.seen = None
        self._showing.clear()
        self._toolbar.loupe.forget()
        self._canvas.show_overlay(QImage())

    def preview(self) -> None:
        """Show the look small and soon; the exact pixels follow."""
        if self.seen is None:
            return
        self._show_mask()
        self._toolbar.loupe.forget()
        if self._panel.missing_picture():
            self._showing.clear()
            self._canvas.show_preview(QImage())
            self._toolbar.show_state("")
            self._panel.notice.show_words(tr("Choose the picture whose style is taken, in the options above."))
            return
        self._panel.notice.hide()
        self._showing.show(self.seen, self._editing.look)

    def _say(self, state: str) -> None:
        words = {"working": tr("working…"), "preview": tr("preview"), "exact": tr("exact")}
        self._toolbar.show_state(words[state], exact=state == "exact")

    def _look_closer(self, place: QRect) -> None:
        if self.seen is None or self._panel.missing_picture():
            return
        settings = self._studio.settings
        source = partial(jobs.exact, self.seen, self._editing.look, self._studio.catalog, settings.device, place)
        happened = lambda exact: self._toolbar.loupe.show_exact(exact.image, exact.place)  # noqa: E731
        self._studio.compute.submit(source, key="loupe", urgency=1, happened=happened, failed=self.failed.emit)

    def _show_mask(self) -> None:
        """Show where the chosen layer counts, while its mask is edited."""
        mask = self._editing.layer.mask if self._editing.layer else None
        if self.picture is None or mask is None or not self._panel.masking.show_it.isChecked():
            self._canvas.show_overlay(QImage())
            return
        source = partial(jobs.overlay, self.picture, mask)
        self._studio.compute.submit(
            source, key="mask", urgency=1, happened=self._canvas.show_overlay, failed=self.failed.emit
        )
