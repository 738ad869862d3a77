"""The Stylize page: open a picture, choose a style, see it at once, save it."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QFileDialog, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from ganstudio.gui.studio import Studio
from ganstudio.gui.stylize import work
from ganstudio.gui.stylize.board import Board
from ganstudio.gui.stylize.editing import Editing
from ganstudio.gui.stylize.filmstrip import Filmstrip
from ganstudio.gui.stylize.gallery import Gallery
from ganstudio.gui.stylize.header import Header
from ganstudio.gui.stylize.incoming import SUFFIXES, Incoming
from ganstudio.gui.stylize.look_panel import LookPanel
from ganstudio.gui.stylize.offer import Offer
from ganstudio.gui.stylize.recent import Recent
from ganstudio.gui.stylize.rendering import Rendering
from ganstudio.gui.stylize.saving import Saver
from ganstudio.gui.stylize.toolbar import Toolbar
from ganstudio.gui.stylize.variations import Variations
from ganstudio.gui.theme import resources
from ganstudio.gui.widgets.canvas import Canvas
from ganstudio.gui.widgets.notice import Notice
from ganstudio.gui.words import tr
from ganstudio.stylize.look import Look

if TYPE_CHECKING:
    from ganstudio.pictures.picture import Picture

_SAMPLE = resources() / "samples" / "coffee.jpg"


class StylizePage(QWidget):
    """Gallery, canvas and look; pictures come in by dialog, drop or paste."""

    def __init__(self, studio: Studio) -> None:
        super().__init__()
        self.setAcceptDrops(True)
        self._studio = studio
        self._wanted = ""
        self._adding = False
        self.gallery = Gallery(studio)
        self.canvas = Canvas()
        self.board = Board(studio, self.canvas)
        self.editing = Editing()
        self.variations = Variations(studio, self.editing)
        self.look_panel = LookPanel(studio, self.editing)
        self.recent = Recent(studio.home.data)
        self.header = Header(self.editing, self.recent)
        self.toolbar = Toolbar(self.canvas)
        self.notice = Notice()
        self.incoming = Incoming(studio)
        self.filmstrip = Filmstrip(studio)
        self.saver = Saver(studio, self.look_panel.notice)
        self.offer = Offer(studio, self.notice)
        self.rendering = Rendering(studio, self.editing, self.canvas, self.toolbar, self.look_panel)
        self._middle = QStackedWidget()
        self._lay_out()
        self._wire()
        self.setFocusProxy(self.canvas)
        self.open_file(_SAMPLE)

    @property
    def picture(self) -> "Picture | None":
        """The picture that is open."""
        return self.rendering.picture

    def open_file(self, path: Path) -> None:
        """Open a picture file beside the window."""
        self.incoming.open_file(path)

    def save_to(self, path: Path) -> None:
        """Render every pixel beside the window and save; the status bar shows how far it is."""
        if self.picture is not None and self._ready():
            self.saver.save(self.picture, self.editing.look, path)

    def copy(self) -> None:
        """Put the result on the clipboard, every pixel of it."""
        if self.picture is not None and self._ready():
            self.saver.copy(self.picture, self.editing.look)

    def choose_file(self) -> None:
        """Ask for picture files."""
        folder = str(self.picture.source.parent) if self.picture and self.picture.source else ""
        kinds = f"{tr('Pictures')} ({SUFFIXES});;* (*)"
        paths, _ = QFileDialog.getOpenFileNames(self, tr("Open pictures"), folder, kinds)
        if paths:
            self.incoming.open_all([Path(path) for path in paths])

    def choose_where_to_save(self) -> None:
        """Ask where to save."""
        path = self.saver.ask(self.picture, self.editing.look, self) if self.picture is not None else None
        if path is not None:
            self.save_to(path)

    def choose_how_to_save_all(self) -> None:
        """Ask how the pictures of the filmstrip are saved, and queue them."""
        from ganstudio.gui.stylize.save_all import SaveAll

        if self._ready() and self.filmstrip.files:
            asked = SaveAll(self._studio, self.editing.look, self.filmstrip.files, self)
            if asked.exec():
                self._studio.queue.add(asked.spec())

    def show_presets(self) -> None:
        """Show the looks that were kept, and keep this one."""
        from ganstudio.gui.stylize.presets import PresetsDialog

        if self.picture is not None and not self.look_panel.missing_picture():
            dialog = PresetsDialog(self._studio, self.picture, self.editing.look, self)
            dialog.chosen.connect(self.editing.adopt)
            dialog.open()

    def pin(self) -> None:
        """Keep the look beside the canvas as it is now."""
        if self._ready():
            titles = (tr(self._studio.catalog.style(layer.style).title) for layer in self.editing.look.layers if layer.on)
            self.board.pin(self.editing.look, " + ".join(titles))

    def show_variations(self, on: bool) -> None:
        """Show a sheet of what the look could be in place of the canvas, or the canvas again."""
        self.variations.rest()
        if on and self.rendering.seen is not None:
            self.variations.show_sheet(self.rendering.seen)
        self._middle.setCurrentIndex(int(on))
        (self.variations.across if on else self.canvas).setFocus()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take files and pictures."""
        if event.mimeData().hasUrls() or event.mimeData().hasImage():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Open what was dropped; a file that holds a style is installed."""
        self.incoming.take(event.mimeData())

    def install(self, path: Path) -> None:
        """Install a style pack beside the window, and choose its style."""
        source = partial(work.install, path, self._studio.home, self._studio.catalog)
        self._studio.compute.submit(source, key="install", urgency=0, happened=self.choose_style, failed=self._say_failed)

    def choose_style(self, name: str) -> None:
        """Choose a style that was just installed, as soon as it is loaded."""
        self._wanted = name
        self._studio.load_plugins()

    def _wire(self) -> None:
        self._studio.catalog_changed.connect(self._show_styles)
        self.gallery.chosen.connect(self._choose)
        self.editing.shown.connect(self._mark_style)
        self.look_panel.stack.add_wanted.connect(self._ask_for_layer)
        self.look_panel.stack.presets_wanted.connect(self.show_presets)
        masking = self.look_panel.masking
        masking.pen_taken.connect(self.canvas.take_pen)
        self.canvas.drawn.connect(masking.draw)
        self.look_panel.save_clicked.connect(self.choose_where_to_save)
        self.look_panel.save_all_clicked.connect(self.choose_how_to_save_all)
        self.saver.failed.connect(self._fail)
        self.rendering.failed.connect(self._fail)
        for each in (self.offer, self.board, self.variations):
            each.taken.connect(self.editing.adopt)
        self._wire_incoming()
        self.header.open_clicked.connect(self.choose_file)
        self.header.copy_clicked.connect(self.copy)
        self.header.paste_clicked.connect(self.incoming.paste)
        self.toolbar.pin_clicked.connect(self.pin)
        self.toolbar.variations_toggled.connect(self.show_variations)
        self.variations.left.connect(lambda: self.toolbar.variations.setChecked(False))
        self.variations.failed.connect(self._fail)
        for key, act in (
            (QKeySequence.StandardKey.Open, self.choose_file),
            (QKeySequence.StandardKey.Paste, self.incoming.paste),
            (QKeySequence.StandardKey.Save, self.choose_where_to_save),
            (QKeySequence.StandardKey.Copy, self.copy),
        ):
            QShortcut(QKeySequence(key), self, act, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)

    def _wire_incoming(self) -> None:
        self.incoming.began.connect(self.header.show_facts)
        self.incoming.opened.connect(self._take)
        self.incoming.failed.connect(self._refuse)
        self.incoming.style.connect(self.install)
        self.incoming.found.connect(self.filmstrip.show_files)
        self.incoming.found.connect(lambda files: self.look_panel.show_count(len(files)))
        self.filmstrip.emptied.connect(lambda: self.look_panel.show_count(0))
        self.recent.chosen.connect(self.incoming.open_file)
        self.filmstrip.chosen.connect(self.incoming.open_file)

    def _show_styles(self) -> None:
        self.gallery.show_styles()
        styles = list(self._studio.catalog.styles)
        if self._wanted in styles:
            self._studio.say(tr("{} is installed ✓").format(self._studio.catalog.style(self._wanted).title), "good")
            self.gallery.view.choose(self._wanted)
            self._wanted = ""
        gone = [layer.style for layer in self.editing.look.layers if layer.style not in styles]
        if gone or not self.editing.look.layers:
            self.editing.adopt(Look(layers=tuple(layer for layer in self.editing.look.layers if layer.style in styles)))
            if styles and not self.editing.look.layers:
                self.gallery.view.choose(styles[0])

    def _choose(self, name: str) -> None:
        if self._adding:
            self.editing.add(name)
            self._ask_for_layer(asking=False)
        else:
            self.editing.take_style(name)

    def _ask_for_layer(self, *, asking: bool | None = None) -> None:
        """The next style that is chosen becomes a new layer; asked again, it does not."""
        self._adding = not self._adding if asking is None else asking
        self.look_panel.stack.ask_for_style(asking=self._adding)
        self.gallery.view.mark("" if self._adding else self.editing.style)

    def _mark_style(self) -> None:
        """Mark the chosen layer's style among all."""
        self.gallery.view.mark(self.editing.style)

    def _ready(self) -> bool:
        """Whether there is something to paint, and all that is needed for it."""
        painted = any(layer.on for layer in self.editing.look.layers)
        return painted and not self.look_panel.missing_picture()

    def _take(self, opened: work.Opened) -> None:
        source = opened.picture.source
        self.offer.show(opened, first=source == _SAMPLE and self.recent.is_first_start)
        if source is not None and source != _SAMPLE:
            self._studio.files.submit(partial(self.recent.note, source), key="recent")
        self.board.show_picture(opened)
        megapixels = opened.picture.width * opened.picture.height / 1e6
        depth = "  ·  16 bit" if opened.picture.pixels.itemsize == 2 else ""
        facts = f"{opened.picture.width} × {opened.picture.height}  ·  {megapixels:.1f} MP{depth}"
        self.header.show_words(source.name if source else tr("Pasted picture"), facts)
        self.gallery.show_picture(opened.seen)
        self.rendering.take(opened.seen)
        self.show_variations(self.toolbar.variations.isChecked())

    def _refuse(self, sentence: str, details: str) -> None:
        self.header.show_facts("")
        self.notice.show_words(sentence, tone="error", details=details, actions=((tr("Open another…"), self.choose_file),))

    def _say_failed(self, sentence: str, details: str) -> None:
        self.notice.show_words(sentence, tone="error", details=details)

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
        column.addWidget(self.notice)
        column.addWidget(self._middle, 1)
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
