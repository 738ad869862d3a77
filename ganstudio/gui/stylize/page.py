"""The Stylize page: open a picture, choose a style, see it at once, save it."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QImage, QKeySequence, QShortcut
from PySide6.QtWidgets import QFileDialog, QSplitter, QVBoxLayout, QWidget

from ganstudio.errors import GanStudioError
from ganstudio.gui.studio import Studio
from ganstudio.gui.stylize import work
from ganstudio.gui.stylize.editing import Editing
from ganstudio.gui.stylize.filmstrip import Filmstrip
from ganstudio.gui.stylize.gallery import Gallery
from ganstudio.gui.stylize.incoming import SUFFIXES, Incoming
from ganstudio.gui.stylize.look_panel import LookPanel
from ganstudio.gui.stylize.recent import Recent
from ganstudio.gui.stylize.saving import Saver
from ganstudio.gui.stylize.toolbar import Toolbar
from ganstudio.gui.theme import resources
from ganstudio.gui.widgets.canvas import Canvas
from ganstudio.gui.widgets.layout import label
from ganstudio.gui.widgets.notice import Notice
from ganstudio.gui.words import tr
from ganstudio.stylize.look import Look

if TYPE_CHECKING:
    from ganstudio.pictures.picture import Picture
    from ganstudio.stylize.recipe import Recipe

_SAMPLE = resources() / "samples" / "coffee.jpg"
_EXACT_PIXELS = 4_000_000
_PAUSE = 120


class StylizePage(QWidget):
    """Gallery, canvas and look; pictures come in by dialog, drop or paste."""

    def __init__(self, studio: Studio) -> None:
        super().__init__()
        self.setAcceptDrops(True)
        self.picture: Picture | None = None
        self._studio = studio
        self._wanted = ""
        self._adding = False
        self.gallery = Gallery(studio)
        self.canvas = Canvas()
        self.editing = Editing()
        self.look_panel = LookPanel(studio, self.editing)
        self.recent = Recent(studio.home.data)
        self.toolbar = Toolbar(self.canvas, self.editing, self.recent)
        self.notice = Notice()
        self.incoming = Incoming(studio)
        self.filmstrip = Filmstrip(studio)
        self.saver = Saver(studio, self.look_panel.notice)
        self._name = label("", wrap=False)
        self._facts = label(tr("Drop a picture anywhere"), "secondary", wrap=False)
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE)
        self._lay_out()
        self._wire()
        self.setFocusProxy(self.canvas)
        self.open_file(_SAMPLE)

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
        self.editing.changed.connect(self.canvas.outdate)
        self.editing.changed.connect(self._pause.start)
        self.editing.shown.connect(self._mark_style)
        self.look_panel.stack.add_wanted.connect(self._ask_for_layer)
        self.look_panel.stack.presets_wanted.connect(self.show_presets)
        masking = self.look_panel.masking
        masking.pen_taken.connect(self.canvas.take_pen)
        masking.seen.connect(self._show_mask)
        self.canvas.drawn.connect(masking.draw)
        self.look_panel.save_clicked.connect(self.choose_where_to_save)
        self.look_panel.save_all_clicked.connect(self.choose_how_to_save_all)
        self.saver.failed.connect(self._fail)
        self._wire_incoming()
        self._pause.timeout.connect(self._preview)
        self.canvas.settled.connect(self._refine)
        self.toolbar.open_clicked.connect(self.choose_file)
        self.toolbar.copy_clicked.connect(self.copy)
        self.toolbar.paste_clicked.connect(self.incoming.paste)
        for key, act in (
            (QKeySequence.StandardKey.Open, self.choose_file),
            (QKeySequence.StandardKey.Paste, self.incoming.paste),
            (QKeySequence.StandardKey.Save, self.choose_where_to_save),
            (QKeySequence.StandardKey.Copy, self.copy),
        ):
            QShortcut(QKeySequence(key), self, act, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)

    def _wire_incoming(self) -> None:
        self.incoming.began.connect(self._facts.setText)
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

    def _show_mask(self) -> None:
        """Show where the chosen layer counts, while its mask is edited."""
        mask = self.editing.layer.mask if self.editing.layer else None
        if self.picture is None or mask is None or not self.look_panel.masking.show_it.isChecked():
            self.canvas.show_overlay(QImage())
            return
        source = partial(work.overlay, self.picture, mask)
        self._studio.compute.submit(source, key="mask", urgency=1, happened=self.canvas.show_overlay, failed=self._fail)

    def _ready(self) -> bool:
        """Whether there is something to paint, and all that is needed for it."""
        painted = any(layer.on for layer in self.editing.look.layers)
        return painted and not self.look_panel.missing_picture()

    def _take(self, opened: work.Opened) -> None:
        self.picture = opened.picture
        self.notice.hide()
        source = opened.picture.source
        if source == _SAMPLE and self.recent.is_first_start:
            self.notice.show_words(
                tr("Three steps: click a style on the left; drop your own picture anywhere; save it (Ctrl+S).")
            )
        elif source is not None and source != _SAMPLE:
            self.recent.note(source)
        self._offer_look(opened.picture)
        if opened.picture.remark:
            self.notice.show_words(opened.picture.remark)
        self.canvas.show_picture(opened.image, opened.small)
        self._name.setText(opened.picture.source.name if opened.picture.source else tr("Pasted picture"))
        megapixels = opened.picture.width * opened.picture.height / 1e6
        depth = "  ·  16 bit" if opened.picture.pixels.itemsize == 2 else ""
        self._facts.setText(f"{opened.picture.width} × {opened.picture.height}  ·  {megapixels:.1f} MP{depth}")
        self.gallery.show_picture(opened.picture)
        self._preview()

    def _offer_look(self, picture: "Picture") -> None:
        """A picture that carries a recipe offers its look."""
        from ganstudio.stylize.recipe import recipe_in

        recipe = recipe_in(picture)
        if recipe is not None:
            words = tr("This picture was made here and carries its look.")
            self.notice.show_words(words, actions=((tr("Take its look"), partial(self._take_look, recipe, picture.source)),))

    def _take_look(self, recipe: "Recipe", source: Path | None) -> None:
        from ganstudio.stylize.recipe import look_again

        try:
            near = source.parent if source else Path()
            self.editing.adopt(look_again(recipe, self._studio.catalog, self._studio.home, near))
        except GanStudioError as error:
            self.notice.show_words(str(error), tone="error")
            return
        self.notice.hide()
        if not recipe.whole:
            self.notice.show_words(tr("The picture had no room for the brush strokes of the mask; paint them again."))

    def _refuse(self, sentence: str, details: str) -> None:
        self._facts.setText("")
        self.notice.show_words(sentence, tone="error", details=details, actions=((tr("Open another…"), self.choose_file),))

    def _say_failed(self, sentence: str, details: str) -> None:
        self.notice.show_words(sentence, tone="error", details=details)

    def _fail(self, sentence: str, details: str) -> None:
        self.toolbar.show_state("")
        self.look_panel.notice.show_words(sentence, tone="error", details=details)

    def _preview(self) -> None:
        if self.picture is None:
            return
        self._studio.compute.cancel("exact")
        self._show_mask()
        if self.look_panel.missing_picture():
            self.canvas.show_preview(QImage())
            self.toolbar.show_state("")
            self.look_panel.notice.show_words(tr("Choose the picture whose style is taken, in the options above."))
            return
        self.canvas.outdate()
        self.toolbar.show_state(tr("working…"))
        source = partial(
            work.preview, self.picture, self.editing.look, self._studio.catalog, self._studio.settings.device, work.PREVIEW
        )
        self._studio.compute.submit(source, key="preview", happened=self._show_preview, failed=self._fail)

    def _show_preview(self, image: QImage) -> None:
        self.look_panel.notice.hide()
        self.canvas.show_preview(image)
        self.toolbar.show_state(tr("preview"))
        self._refine()

    def _refine(self) -> None:
        place = self.canvas.in_sight()
        if self.picture is None or self.look_panel.missing_picture():
            return
        if self.canvas.has_exact():
            self.toolbar.show_state(tr("exact"), exact=True)
            return
        self.toolbar.show_state(tr("preview"))
        if place.width() * place.height() > _EXACT_PIXELS:
            return
        source = partial(
            work.exact, self.picture, self.editing.look, self._studio.catalog, self._studio.settings.device, place
        )
        self._studio.compute.submit(source, key="exact", urgency=2, happened=self._show_exact, failed=self._fail)

    def _show_exact(self, exact: work.Exact) -> None:
        self.canvas.show_exact(exact.image, exact.place)
        self.toolbar.show_state(tr("exact"), exact=True)

    def _lay_out(self) -> None:
        middle = QWidget()
        middle.setObjectName("canvas")
        middle.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        column = QVBoxLayout(middle)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for words in (self._name, self._facts):
            words.setAlignment(Qt.AlignmentFlag.AlignCenter)
            words.setContentsMargins(0, 8, 0, 0)
            column.addWidget(words)
        column.addWidget(self.notice)
        column.addWidget(self.canvas, 1)
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
