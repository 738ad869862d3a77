"""The Stylize page: open a picture or a film, choose a style, see it at once, save it."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from ganstudio.gui.app.context import AppContext
from ganstudio.gui.app.shortcuts import bind
from ganstudio.gui.app.theme import resources
from ganstudio.gui.app.translations import tr
from ganstudio.gui.stylize.board import Board
from ganstudio.gui.stylize.drag_out import DraggedFile
from ganstudio.gui.stylize.export_bar import ExportBar
from ganstudio.gui.stylize.filmstrip import Filmstrip
from ganstudio.gui.stylize.header import Header
from ganstudio.gui.stylize.live_view import LiveSurroundings, LiveView
from ganstudio.gui.stylize.look_clipboard import LookClipboard
from ganstudio.gui.stylize.look_editor import LookEditor
from ganstudio.gui.stylize.look_panel import LookPanel
from ganstudio.gui.stylize.open_controller import OpenController
from ganstudio.gui.stylize.opened_picture import OpenedPicture
from ganstudio.gui.stylize.picture_looks import PictureLooks
from ganstudio.gui.stylize.preview_controller import PreviewController
from ganstudio.gui.stylize.recent import Recent
from ganstudio.gui.stylize.recipe_banner import RecipeBanner, facts_of
from ganstudio.gui.stylize.save_controller import SaveController
from ganstudio.gui.stylize.session_keeper import SessionKeeper
from ganstudio.gui.stylize.style_gallery import StyleGallery
from ganstudio.gui.stylize.style_selection import StyleSelection
from ganstudio.gui.stylize.toolbar import Toolbar
from ganstudio.gui.stylize.variations import Variations
from ganstudio.gui.stylize.video_bar import FilmBar
from ganstudio.gui.stylize.video_playback import VideoPlayback
from ganstudio.gui.stylize.welcome import Welcome
from ganstudio.gui.widgets.canvas import Canvas
from ganstudio.gui.widgets.notice import Notice
from ganstudio.images.formats import film_suffixes, name_patterns, picture_suffixes
from ganstudio.stylize.look import Look

if TYPE_CHECKING:
    from ganstudio.images.picture import Picture
    from ganstudio.stylize.preview_pyramid import PreviewPyramid

_SAMPLE = resources() / "samples" / "coffee.jpg"


class StylizePage(QWidget):
    """Gallery, canvas and look; pictures come in by dialog, drop or paste."""

    def __init__(self, studio: AppContext) -> None:
        super().__init__()
        self.setAcceptDrops(True)
        self._studio = studio
        self.gallery = StyleGallery(studio)
        self.canvas = Canvas()
        self.board = Board(studio, self.canvas)
        self.editing = LookEditor()
        self.variations = Variations(studio, self.editing)
        self.look_panel = LookPanel(studio, self.editing)
        self.recent = Recent(studio)
        self.header = Header(self.editing, self.recent)
        self.toolbar = Toolbar(self.canvas)
        self.welcome = Welcome(studio)
        self.notice = Notice()
        self.choosing = StyleSelection(studio, self.editing, self.gallery, self.look_panel.stack, self.notice)
        self.incoming = OpenController(studio)
        self.filmstrip = Filmstrip(studio)
        self.looks = PictureLooks(self.editing)
        self.look_clipboard = LookClipboard(studio, self.looks, self.filmstrip, self.notice)
        self.keeper = SessionKeeper(studio, self.looks, self.filmstrip, _SAMPLE)
        self.saver = SaveController(studio, self.look_panel.notice)
        self.offer = RecipeBanner(studio, self.notice)
        self.rendering = PreviewController(studio, self.editing, self.canvas, self.toolbar, self.look_panel)
        self.film_bar = FilmBar()
        self.screening = VideoPlayback(studio, self.editing, self.canvas, self.rendering, self.toolbar, self.film_bar)
        self.outgoing = ExportBar(studio, self.saver, self._shown)
        self.look_panel.foot.insertWidget(1, self.outgoing)
        self._middle = QStackedWidget()
        around = LiveSurroundings(self, self.board, self.toolbar, self.header, self.notice)
        self.live = LiveView(studio, self.editing, self.look_panel, around)
        self._opened: OpenedPicture | None = None
        self._lay_out()
        self._wire()
        self.setFocusProxy(self.canvas)
        self.keeper.begin()

    @property
    def picture(self) -> "Picture | None":
        """The picture that is open."""
        return self.rendering.picture

    def open_file(self, path: Path) -> None:
        """Open a picture file beside the window."""
        self.incoming.open_file(path)

    def save_to(self, path: Path) -> None:
        """Render every pixel beside the window and save; the status bar shows how far it is."""
        if (picture := self._still()) is not None:
            self.saver.save(picture, self.editing.look, path)

    def copy(self) -> None:
        """Put the result on the clipboard, every pixel of it."""
        if (picture := self._still()) is not None:
            self.saver.copy(picture, self.editing.look)

    def choose_file(self) -> None:
        """Ask for files of pictures and films."""
        folder = str(self.picture.source.parent) if self.picture and self.picture.source else ""
        kinds = f"{tr('Pictures and films')} ({name_patterns((*picture_suffixes(), *film_suffixes()))});;* (*)"
        paths, _ = QFileDialog.getOpenFileNames(self, tr("Open pictures and films"), folder, kinds)
        if paths:
            self.incoming.open_all([Path(path) for path in paths])

    def choose_where_to_save(self) -> None:
        """Ask where and how to save the picture, or the frame that is shown."""
        if (picture := self._still()) is not None:
            self.saver.ask(picture, self.editing.look, self)

    def save_again(self) -> None:
        """Save at once, as the last time."""
        if (picture := self._still()) is not None:
            self.saver.save_again(picture, self.editing.look)

    def choose_how_to_make_film(self) -> None:
        """Ask what the film is to be, and queue it."""
        if self._still() is not None:
            self.screening.make(self)

    def choose(self) -> None:
        """Ask what the first of the buttons for saving asks."""
        (self.choose_where_to_save if self.screening.reel is None else self.choose_how_to_make_film)()

    def choose_how_to_save_all(self) -> None:
        """Ask how the pictures and films of the filmstrip are saved, and queue them."""
        from ganstudio.gui.stylize.save_all import SaveAll

        if self._ready() and self.filmstrip.files:
            asked = SaveAll(self._studio, self.editing.look, self.filmstrip.files, self, own=self.looks.own_looks())
            if asked.exec():
                for spec in asked.specs():
                    self._studio.queue.add(spec)

    def show_presets(self) -> None:
        """Show the looks that were kept, and keep this one."""
        from ganstudio.gui.stylize.presets_dialog import PresetsDialog

        self.screening.rest()
        if self._opened is not None and not self.look_panel.missing_picture():
            dialog = PresetsDialog(self._studio, self._opened.picture, self.editing.look, self)
            dialog.chosen.connect(self.editing.adopt)
            dialog.open()

    def pin(self) -> None:
        """Keep the look beside the canvas as it is now."""
        if self._still() is not None:
            titles = (tr(self._studio.catalog.style(layer.style).title) for layer in self.editing.look.layers if layer.on)
            self.board.pin(self.editing.look, " + ".join(titles))

    def show_variations(self, on: bool) -> None:
        """Show a sheet of what the look could be in place of the canvas, or the canvas again."""
        self.variations.rest()
        if on:
            self.screening.rest()
        if on and self.rendering.seen is not None:
            self.variations.show_sheet(self.rendering.seen)
        if on != bool(self._middle.currentIndex()):
            self._middle.setCurrentIndex(int(on))
            (self.variations.across if on else self.canvas).setFocus()

    def go_back(self) -> None:
        """Back to the picture that is open, from what is live or from the variations."""
        self.live.stop()
        self.toolbar.variations.setChecked(False)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take files and pictures, but not the result that is dragged out."""
        data = event.mimeData()
        if (data.hasUrls() or data.hasImage()) and not isinstance(data, DraggedFile):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Open what was dropped; a file that holds a style is installed."""
        self.incoming.take(event.mimeData())

    def _wire(self) -> None:
        self.gallery.view.original_held.connect(self.canvas.show_original)
        self.look_panel.stack.presets_wanted.connect(self.show_presets)
        masking = self.look_panel.masking
        masking.pen_taken.connect(self.canvas.take_pen)
        self.canvas.drawn.connect(masking.draw)
        self.look_panel.save_clicked.connect(self.choose_where_to_save)
        self.look_panel.film_clicked.connect(self.choose_how_to_make_film)
        self.look_panel.save_all_clicked.connect(self.choose_how_to_save_all)
        for failing in (self.rendering, self.variations, self.outgoing, self.screening):
            failing.failed.connect(self._fail)
        self.screening.stood.connect(self._show)
        self.editing.changed.connect(self.outgoing.grip.outdate)
        for each in (self.offer, self.board, self.variations):
            each.taken.connect(self.editing.adopt)
        self._wire_incoming()
        self.live.began.connect(self._put_away)
        self.live.ended.connect(self._put_back)
        self.live.taken.connect(self._take)
        self.header.open_clicked.connect(self.choose_file)
        self.header.copy_clicked.connect(self.copy)
        self.header.paste_clicked.connect(self.incoming.paste)
        self.toolbar.pin_clicked.connect(self.pin)
        self.toolbar.variations_toggled.connect(self.show_variations)
        self.variations.left.connect(lambda: self.toolbar.variations.setChecked(False))
        bind("stylize.open", self, self.choose_file)
        bind("stylize.paste", self, self.incoming.paste)
        bind("stylize.copy", self, self.copy)
        bind("stylize.copy_look", self, self.look_clipboard.copy)
        bind("stylize.paste_look", self, self.look_clipboard.paste)
        bind("stylize.save", self, self.choose)
        bind("stylize.save_again", self, self.save_again)
        bind("stylize.find", self, self.gallery.focus_search)
        bind("stylize.back", self, self.go_back)
        bind("stylize.surprise", self, self.choosing.surprise)

    def _wire_incoming(self) -> None:
        self.incoming.began.connect(self.header.show_facts)
        self.incoming.opened.connect(self._take)
        self.incoming.failed.connect(self._refuse)
        self.incoming.style.connect(self.choosing.install)
        self.incoming.found.connect(self.filmstrip.show_files)
        self.incoming.found.connect(lambda files: self.look_panel.show_count(len(files)))
        self.filmstrip.emptied.connect(lambda: self.look_panel.show_count(0))
        self.keeper.opened.connect(lambda file: self.incoming.open_file(file or _SAMPLE))
        self.recent.chosen.connect(self.incoming.open_file)
        self.filmstrip.chosen.connect(self.incoming.open_file)

    def _shown(self) -> "tuple[PreviewPyramid, Look] | None":
        """What is on the canvas and in which look; None where it cannot be painted."""
        seen = self.rendering.seen
        return (seen, self.editing.look) if seen is not None and self._ready() else None

    def _still(self) -> "Picture | None":
        """The picture that is shown, once a film stands still; None where nothing can be painted, or something is live.

        What is live is taken then.
        """
        self.live.take()
        self.screening.rest()
        return self.picture if self._ready() else None

    def _ready(self) -> bool:
        """Whether there is something to paint, and all that is needed for it."""
        painted = any(layer.on for layer in self.editing.look.layers)
        return painted and not self.look_panel.missing_picture()

    def _take(self, opened: OpenedPicture) -> None:
        self.live.leave()
        source = opened.picture.source
        self.offer.show(opened)
        if source is not None and source != _SAMPLE:
            self.welcome.dismiss()
            self._studio.files.submit(partial(self.recent.note, source), key="recent")
        self.looks.show(source)
        self.gallery.show_picture(opened.seen)
        self._open(opened)

    def _open(self, opened: OpenedPicture) -> None:
        """Show what was opened, and the tools for it."""
        self.screening.take(opened)
        self.look_panel.offer_film(opened.reel is not None)
        self.header.show_words(_name(opened.picture), self.screening.facts() or facts_of(opened.picture))
        self._show(opened)

    def _show(self, opened: OpenedPicture) -> None:
        """Show what was opened, or another frame of it, in every look that is in sight."""
        self._opened = opened
        self.board.show_picture(opened)
        self.rendering.take(opened.seen)
        self.outgoing.grip.outdate()
        self.show_variations(self.toolbar.variations.isChecked())

    def _put_away(self) -> None:
        """Something live takes the place of what is open."""
        self.screening.leave()
        self.rendering.leave()

    def _put_back(self) -> None:
        if self._opened is not None:
            self._open(self._opened)

    def _refuse(self, sentence: str, details: str) -> None:
        self.header.show_facts(self.screening.facts() or (facts_of(self.picture) if self.picture else ""))
        safe = tr("{} stays open.").format(_name(self.picture)) if self.picture else ""
        another = (tr("Open another…"), self.choose_file)
        self.notice.show_words(f"{sentence} {safe}".strip(), tone="error", details=details, actions=(another,))

    def _fail(self, sentence: str, details: str) -> None:
        self.look_panel.notice.show_words(sentence, tone="error", details=details)

    def _lay_out(self) -> None:
        middle = QWidget()
        middle.setObjectName("canvas")
        middle.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        column = QVBoxLayout(middle)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self._middle.addWidget(self.board)
        self._middle.addWidget(self.variations)
        column.addWidget(self.header)
        column.addWidget(self.welcome)
        column.addWidget(self.notice)
        column.addWidget(self._middle, 1)
        column.addWidget(self.film_bar)
        column.addWidget(self.live.bar)
        column.addWidget(self.filmstrip)
        column.addWidget(self.toolbar)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setHandleWidth(1)
        for widget in (self.gallery, middle, self.look_panel):
            split.addWidget(widget)
        split.setStretchFactor(1, 1)
        split.setSizes([290, 800, 300])
        split.setChildrenCollapsible(False)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(split)


def _name(picture: "Picture") -> str:
    return picture.source.name if picture.source else tr("Pasted picture")
