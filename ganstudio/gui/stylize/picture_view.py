"""What is on the canvas: a picture in the look that is edited, a film that moves, or something live."""

from PySide6.QtCore import QObject, Signal

from ganstudio.gui.app.context import AppContext
from ganstudio.gui.app.translations import tr
from ganstudio.gui.stylize.canvas_column import CanvasColumn
from ganstudio.gui.stylize.controller import StylizeController
from ganstudio.gui.stylize.live_view import LiveView
from ganstudio.gui.stylize.mask_panel import MaskPanel
from ganstudio.gui.stylize.opened_picture import OpenedPicture, facts_of
from ganstudio.gui.stylize.preview_controller import PreviewController
from ganstudio.gui.stylize.video_playback import VideoPlayback
from ganstudio.images.picture import Picture


class PictureView(QObject):
    """Lets one thing at a time have the canvas; `picture_shown` tells that another picture or frame stands there.

    `failed` carries a sentence and its details.
    """

    picture_shown = Signal()
    failed = Signal(str, str)

    def __init__(self, context: AppContext, controller: StylizeController, column: CanvasColumn, mask: MaskPanel) -> None:
        super().__init__(column)
        self._context, self._controller, self._column = context, controller, column
        self.preview = PreviewController(context, controller, column.canvas, column.toolbar, mask)
        self.playback = VideoPlayback(context, controller, column.canvas, column.toolbar, column.film_bar)
        self.live = LiveView(context, controller, column)
        self.playback.frame_shown.connect(self._show)
        self.playback.playback_started.connect(self.preview.clear)
        self.live.began.connect(self._hide_picture)
        self.live.ended.connect(self._restore_picture)
        column.toolbar.pin_clicked.connect(self.pin)
        column.toolbar.variations_toggled.connect(self.show_variations)
        for failed in (self.preview.failed, self.playback.failed, column.variations.failed):
            failed.connect(self.failed)
        for taken in (column.board.look_taken, column.variations.look_taken):
            taken.connect(controller.editing.adopt)

    def open(self, opened: OpenedPicture) -> None:
        """Show another picture or film, in the look that it has."""
        self.live.leave()
        self._begin(opened)

    def facts(self) -> str:
        """What is told of what is open: of a film its length, of a picture its size."""
        picture = self._controller.picture
        return self.playback.facts() or (facts_of(picture) if picture else "")

    def stop(self) -> None:
        """Let a film stand still."""
        self.playback.pause()

    def pause_and_take(self) -> Picture | None:
        """The picture that is shown, once a film stands still; None where nothing can be painted.

        Of something live the frame that is seen is taken, and opened when it is there.
        """
        self.live.take()
        self.stop()
        return self._controller.picture if self._controller.is_paintable() else None

    def pin(self) -> None:
        """Keep the look beside the canvas as it is now."""
        if self.pause_and_take() is not None:
            look, catalog = self._controller.editing.look, self._context.catalog
            titles = (tr(catalog.style(layer.style).title) for layer in look.layers if layer.on)
            self._column.board.pin(look, " + ".join(titles))

    def show_variations(self, on: bool) -> None:
        """Show a sheet of what the look could be in place of the canvas, or the canvas again."""
        self._column.variations.cancel()
        if on:
            self.stop()
            if self._controller.pyramid is not None:
                self._column.variations.show_sheet(self._controller.pyramid)
        self._column.show_variations(on)

    def go_back(self) -> None:
        """Back to the picture that is open, from what is live or from the variations."""
        self.live.stop()
        self._column.toolbar.variations.setChecked(False)

    def _begin(self, opened: OpenedPicture) -> None:
        """Show what is open, and the tools for it."""
        source = opened.picture.source
        self.playback.take(opened)
        self._show(opened)
        self._column.header.show_words(source.name if source else tr("Pasted picture"), self.facts())

    def _show(self, opened: OpenedPicture) -> None:
        """Show what is open, or another frame of it, in every look that is in sight."""
        self._controller.show(opened)
        self._column.board.show_picture(opened)
        self.preview.preview()
        self.picture_shown.emit()
        self.show_variations(self._column.toolbar.variations.isChecked())

    def _hide_picture(self) -> None:
        """Something live takes the place of what is open."""
        self.playback.leave()
        self._controller.move("live")
        self.preview.clear()

    def _restore_picture(self) -> None:
        if self._controller.opened is not None:
            self._begin(self._controller.opened)
