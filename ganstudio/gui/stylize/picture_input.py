"""What comes into the Stylize page: chosen, dropped, pasted, opened before, or kept from the last session."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog

from ganstudio.gui.app.context import AppContext
from ganstudio.gui.app.translations import tr
from ganstudio.gui.stylize.canvas_column import CanvasColumn
from ganstudio.gui.stylize.controller import StylizeController
from ganstudio.gui.stylize.open_controller import OpenController
from ganstudio.gui.stylize.opened_picture import OpenedPicture
from ganstudio.gui.stylize.picture_view import PictureView
from ganstudio.gui.stylize.recipe_banner import RecipeBanner
from ganstudio.gui.stylize.session_keeper import SessionKeeper
from ganstudio.images.formats import film_suffixes, name_patterns, picture_suffixes


class PictureInput(QObject):
    """Opens pictures and films in `view`; `opened` carries each. What cannot be opened is said above the canvas."""

    opened = Signal(object)

    def __init__(self, context: AppContext, controller: StylizeController, column: CanvasColumn, view: PictureView) -> None:
        super().__init__(column)
        self._context, self._controller, self._column, self._view = context, controller, column, view
        self.opener = OpenController(context)
        self.banner = RecipeBanner(context, column.notice)
        self.keeper = SessionKeeper(context, controller, column)
        self.opener.opening_started.connect(column.header.show_facts)
        self.opener.opened.connect(self.take)
        self.opener.failed.connect(self._refuse)
        self.opener.files_opened.connect(controller.show_files)
        self.banner.look_taken.connect(controller.editing.adopt)
        self.keeper.opened.connect(self._open_first)
        column.header.open_clicked.connect(self.choose_file)
        column.header.paste_clicked.connect(self.opener.paste)
        column.header.recent.chosen.connect(self.opener.open_file)
        column.filmstrip.chosen.connect(self.opener.open_file)
        view.live.picture_taken.connect(self.take)

    def take(self, opened: OpenedPicture) -> None:
        """Show what was opened, and say what it carries."""
        self._view.open(opened)
        if opened.picture.source is not None:
            self._column.filmstrip.mark(opened.picture.source)
        self.banner.show(opened)
        file = self._controller.own_file
        if file is not None:
            self._column.welcome.dismiss()
            self._context.files.submit(partial(self._column.header.recent.add, file), key="recent")
        self.opened.emit(opened)

    def choose_file(self) -> None:
        """Ask for files of pictures and films."""
        kinds = f"{tr('Pictures and films')} ({name_patterns((*picture_suffixes(), *film_suffixes()))});;* (*)"
        paths, _ = QFileDialog.getOpenFileNames(
            self._column, tr("Open pictures and films"), self._context.folder_for("pictures"), kinds
        )
        if paths:
            self._context.keep_folder("pictures", Path(paths[0]).parent)
            self.opener.open_all([Path(path) for path in paths])

    def _open_first(self, file: Path | None) -> None:
        """Open the picture of the last session, or the sample."""
        if file is not None:
            self._column.filmstrip.mark(file)
        self.opener.open_file(file or self._controller.sample)

    def _refuse(self, sentence: str, details: str) -> None:
        self._column.header.show_facts(self._view.facts())
        picture = self._controller.picture
        name = picture.source.name if picture and picture.source else tr("Pasted picture")
        safe = tr("{} stays open.").format(name) if picture else ""
        another = (tr("Open another…"), self.choose_file)
        self._column.notice.show_words(f"{sentence} {safe}".strip(), tone="error", details=details, actions=(another,))
