"""What goes out of the Stylize page: saved, copied, queued, dragged or opened elsewhere."""

from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from ganstudio.gui.app.context import AppContext
from ganstudio.gui.app.translations import tr
from ganstudio.gui.stylize.controller import StylizeController
from ganstudio.gui.stylize.export_bar import ExportBar
from ganstudio.gui.stylize.picture_view import PictureView
from ganstudio.gui.stylize.save_controller import SaveController
from ganstudio.gui.stylize.save_panel import SavePanel


class SaveCommands(QObject):
    """Saves what is on the canvas of `view` in the look that is edited; dialogs belong to `parent`."""

    def __init__(self, context: AppContext, controller: StylizeController, view: PictureView, parent: QWidget) -> None:
        super().__init__(parent)
        self._context, self._controller, self._view, self._parent = context, controller, view, parent
        self.panel = SavePanel(controller)
        self.saver = SaveController(context, self.panel.notice)
        self.export_bar = ExportBar(context, self.saver, controller.render_input)
        self.panel.add_bar(self.export_bar)
        self.panel.save_clicked.connect(self.choose_where_to_save)
        self.panel.film_clicked.connect(self.choose_how_to_make_film)
        self.panel.save_all_clicked.connect(self.choose_how_to_save_all)
        self.export_bar.failed.connect(self.show_failure)
        controller.editing.changed.connect(self.export_bar.drag_handle.invalidate)
        view.picture_shown.connect(self.export_bar.drag_handle.invalidate)
        view.failed.connect(self.show_failure)
        view.preview.picture_lacking.connect(self._ask_for_picture)

    def save_to(self, path: Path) -> None:
        """Render every pixel beside the window and save; the status bar shows how far it is."""
        if (picture := self._view.pause_and_take()) is not None:
            self.saver.save(picture, self._controller.editing.look, path)

    def copy(self) -> None:
        """Put the result on the clipboard, every pixel of it."""
        if (picture := self._view.pause_and_take()) is not None:
            self.saver.copy(picture, self._controller.editing.look)

    def choose(self) -> None:
        """Ask what the first of the buttons for saving asks."""
        (self.choose_how_to_make_film if self._controller.actions().film else self.choose_where_to_save)()

    def choose_where_to_save(self) -> None:
        """Ask where and how to save the picture, or the frame that is shown."""
        if (picture := self._view.pause_and_take()) is not None:
            self.saver.ask(picture, self._controller.editing.look, self._parent)

    def save_again(self) -> None:
        """Save at once, as the last time."""
        if (picture := self._view.pause_and_take()) is not None:
            self.saver.save_again(picture, self._controller.editing.look)

    def choose_how_to_make_film(self) -> None:
        """Ask what the film is to be, and queue it."""
        if self._view.pause_and_take() is not None:
            self._view.playback.save_film(self._parent)

    def choose_how_to_save_all(self) -> None:
        """Ask how the pictures and films of the strip are saved, and queue them."""
        from ganstudio.gui.stylize.save_all import SaveAll

        state = self._controller
        if state.is_paintable() and state.files:
            asked = SaveAll(self._context, state.editing.look, state.files, self._parent, own=state.looks.own_looks())
            if asked.exec():
                for spec in asked.specs():
                    self._context.queue.add(spec)

    def show_failure(self, sentence: str, details: str) -> None:
        """Say what failed above the buttons."""
        self.panel.notice.show_words(sentence, tone="error", details=details)

    def _ask_for_picture(self, lacking: bool) -> None:
        if lacking:
            self.panel.notice.show_words(tr("Choose the picture whose style is taken, in the options above."))
        else:
            self.panel.notice.hide()
