"""Which style the chosen layer has, or the next one gets; a style that comes in is chosen when it is loaded."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject

from ganstudio.gui.app.context import AppContext
from ganstudio.gui.app.translations import tr
from ganstudio.gui.stylize import jobs
from ganstudio.gui.stylize.layer_list import LayerList
from ganstudio.gui.stylize.look_editor import LookEditor
from ganstudio.gui.stylize.style_gallery import StyleGallery
from ganstudio.gui.widgets.notice import Notice
from ganstudio.stylize.look import Look, begin_layer, strength_for
from ganstudio.stylize.references import picture_options


class StyleSelection(QObject):
    """Between the gallery, the layers and the look that is edited."""

    def __init__(
        self, context: AppContext, editing: LookEditor, gallery: StyleGallery, layers: LayerList, notice: Notice
    ) -> None:
        super().__init__(gallery)
        self._context, self._editing, self._gallery, self._layers, self._notice = context, editing, gallery, layers, notice
        self._requested_id, self._adding = "", False
        context.catalog_changed.connect(self._show_styles)
        gallery.chosen.connect(self._choose)
        gallery.surprise_wanted.connect(self.surprise)
        editing.selection_changed.connect(self._mark_style)
        layers.add_wanted.connect(self._ask_for_layer)

    def install(self, path: Path) -> None:
        """Install a style pack beside the window, and choose its style."""
        source = partial(jobs.install, path, self._context.home, self._context.catalog)
        self._context.compute.submit(source, key=f"install {path}", priority=0, on_item=self.choose_style, failed=self._fail)

    def choose_style(self, name: str) -> None:
        """Choose a style that was just installed, as soon as it is loaded."""
        self._requested_id = name
        self._context.load_plugins()

    def surprise(self) -> None:
        """Give the chosen layer a style and options by chance, to be undone as one step."""
        from ganstudio.gui.stylize.random_look import random_look_in

        random_look_in(self._editing, self._context.catalog)

    def _show_styles(self) -> None:
        self._gallery.show_styles()
        styles = list(self._context.catalog.styles)
        if self._requested_id in styles:
            self._context.post_message(
                tr("{} is installed ✓").format(self._context.catalog.style(self._requested_id).title), "good"
            )
            self._gallery.view.choose(self._requested_id)
            self._requested_id = ""
        layers = self._editing.look.layers
        there = tuple(layer for layer in layers if layer.style in styles)
        if there != layers or not layers:
            self._editing.adopt(Look(layers=there, adjustments=self._editing.look.adjustments))
            if styles and not there:
                self._gallery.view.choose(styles[0])

    def _choose(self, name: str) -> None:
        style = self._context.catalog.style(name)
        if self._adding:
            self._editing.add(name, style.strength)
            self._ask_for_layer(asking=False)
        else:
            self._editing.take_style(name, strength_for(style, self._editing.layer, self._context.catalog))

    def look_with(self, name: str) -> Look | None:
        """The look as a style would make it if it were chosen; None of no style, or one that waits for its own picture."""
        style = self._context.catalog.styles.get(name)
        if style is None or name == self._editing.style or picture_options(style):
            return None
        if self._adding:
            look = self._editing.look
            return look.model_copy(update={"layers": (*look.layers, begin_layer(style))})
        return self._editing.look_with(name, strength_for(style, self._editing.layer, self._context.catalog))

    def _ask_for_layer(self, *, asking: bool | None = None) -> None:
        """The next style that is chosen becomes a new layer; asked again, it does not."""
        self._adding = not self._adding if asking is None else asking
        self._layers.ask_for_style(asking=self._adding)
        self._gallery.view.mark("" if self._adding else self._editing.style)

    def _mark_style(self) -> None:
        """Mark the chosen layer's style among all."""
        self._gallery.view.mark(self._editing.style)

    def _fail(self, sentence: str, details: str) -> None:
        self._notice.show_words(sentence, tone="error", details=details)
