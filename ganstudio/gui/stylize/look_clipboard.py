"""Looks on the clipboard: copied from one picture, given to others, here or in another window."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import QMimeData, QObject, QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMenu

from ganstudio.core.errors import GanStudioError
from ganstudio.gui.app.context import AppContext
from ganstudio.gui.app.translations import tr
from ganstudio.gui.stylize.controller import StylizeController
from ganstudio.gui.stylize.filmstrip import Filmstrip
from ganstudio.gui.widgets.notice import Notice
from ganstudio.stylize.look import Look, encode_look, normalise, read_look
from ganstudio.stylize.references import resolve_references

MIME = "application/x-ganstudio-look+json"
_NOWHERE = Path("/nowhere")  # a look that comes from outside names no picture that is beside it
_MOST = 16 * 2**20


class LookClipboard(QObject):
    """Copies the look that is shown, and pastes one into the picture that is shown, or into all of the strip."""

    def __init__(self, context: AppContext, controller: StylizeController, filmstrip: Filmstrip, notice: Notice) -> None:
        super().__init__(filmstrip)
        self._context, self._controller, self._filmstrip, self._notice = context, controller, filmstrip, notice
        self._looks = controller.looks
        self._copied: tuple[str, Look] | None = None
        filmstrip.view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        filmstrip.view.customContextMenuRequested.connect(self._show_menu)

    def copy(self) -> None:
        """Put the look that is shown on the clipboard, as text that may be kept or sent."""
        look = self._looks.current_look
        text = encode_look(look, indent=1)
        self._copied = text, look
        data = QMimeData()
        data.setText(text)
        data.setData(MIME, text.encode())
        QGuiApplication.clipboard().setMimeData(data)
        self._context.post_message(tr("The look is copied ✓"), "good")

    def paste(self) -> None:
        """Give the picture that is shown the look of the clipboard."""
        self._apply_to((self._looks.current,) if self._looks.current else ())

    def paste_to_all(self) -> None:
        """Give every picture of the strip the look of the clipboard."""
        self._apply_to(self._controller.files)

    def _apply_to(self, files: tuple[Path, ...]) -> None:
        try:
            self._looks.apply_to(files, self._look())
        except GanStudioError as error:
            self._notice.show_words(str(error), tone="error")

    def _look(self) -> Look:
        """The look of the clipboard; GanStudioError where it holds none."""
        text = QGuiApplication.clipboard().text()
        if self._copied is not None and text == self._copied[0]:
            return self._copied[1]
        if not text.lstrip().startswith("{") or len(text) > _MOST:
            raise GanStudioError(tr("The clipboard holds no look. Copy one with Ctrl+Shift+C first."))
        catalog = self._context.catalog
        look = normalise(read_look(text, tr("The clipboard")), catalog)
        for layer in look.layers:
            catalog.style(layer.style)  # GanStudioError names one that is missing
        return resolve_references(look, {}, catalog, self._context.home, _NOWHERE)

    def _show_menu(self, place: QPoint) -> None:
        menu = QMenu(self._filmstrip)
        menu.addAction(tr("Copy the look"), self.copy)
        menu.addAction(tr("Paste the look"), self.paste)
        menu.addAction(tr("Paste the look to all pictures"), self.paste_to_all)
        menu.aboutToHide.connect(partial(menu.deleteLater))
        menu.popup(self._filmstrip.view.mapToGlobal(place))
