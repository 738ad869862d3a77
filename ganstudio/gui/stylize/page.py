"""The Stylize page: open a picture or a film, choose a style, see it at once, save it."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from ganstudio.gui.app.context import AppContext
from ganstudio.gui.app.menus import offer_under_pointer
from ganstudio.gui.app.shortcuts import bind
from ganstudio.gui.app.theme import resources
from ganstudio.gui.stylize.canvas_column import CanvasColumn
from ganstudio.gui.stylize.controller import StylizeController
from ganstudio.gui.stylize.crop_tool import CropTool
from ganstudio.gui.stylize.drag_out import DraggedFile
from ganstudio.gui.stylize.look_clipboard import LookClipboard
from ganstudio.gui.stylize.look_panel import LookPanel
from ganstudio.gui.stylize.picture_input import PictureInput
from ganstudio.gui.stylize.picture_view import PictureView
from ganstudio.gui.stylize.save_commands import SaveCommands
from ganstudio.gui.stylize.style_gallery import StyleGallery
from ganstudio.gui.stylize.style_selection import StyleSelection
from ganstudio.plugins.drop_in import find_plugins_among

if TYPE_CHECKING:
    from ganstudio.gui.stylize.presets_panel import PresetsPanel
    from ganstudio.images.picture import Picture
    from ganstudio.stylize.look import Look


class StylizePage(QWidget):
    """Gallery, canvas and look; pictures come in by dialog, drop or paste."""

    def __init__(self, context: AppContext) -> None:
        super().__init__()
        self.setAcceptDrops(True)
        self._context = context
        self.controller = StylizeController(lambda: context.catalog, resources() / "samples" / "coffee.jpg")
        editing = self.controller.editing
        self.gallery = StyleGallery(context)
        self.presets: PresetsPanel | None = None
        self._left = QSplitter(Qt.Orientation.Vertical)
        self.column = CanvasColumn(context, self.controller)
        self.look_panel = LookPanel(context, self.controller)
        self.selection = StyleSelection(context, editing, self.gallery, self.look_panel.layers, self.column.notice)
        self.view = PictureView(context, self.controller, self.column, self.look_panel.layer.mask_panel)
        self.crop = CropTool(self.controller, self.column, self.look_panel.adjust, self.view.preview.preview)
        self.input = PictureInput(context, self.controller, self.column, self.view)
        self.saving = SaveCommands(context, self.controller, self.view, self)
        self.look_clipboard = LookClipboard(context, self.controller, self.column.filmstrip, self.column.notice)
        self._lay_out()
        self._wire()
        self._bind_keys()
        self._offer_menus()
        self.setFocusProxy(self.column.canvas)
        self.input.keeper.begin()

    def choose_style(self, name: str) -> None:
        """Choose a style that was just installed, as soon as it is loaded."""
        self.selection.choose_style(name)

    def show_first_steps(self) -> None:
        """Show the first steps above the canvas again."""
        self.column.welcome.show()

    def show_presets(self) -> None:
        """Show the looks that were kept, below the styles, or put them away."""
        from ganstudio.gui.stylize.presets_panel import PresetsPanel

        self.view.stop()
        if self.presets is None:
            self.presets = PresetsPanel(self._context, self._shown_look)
            self.presets.setMinimumHeight(180)
            self.presets.chosen.connect(self._take_preset)
            self._left.addWidget(self.presets)
            self._left.setSizes([2, 1])
        else:
            self.presets.setVisible(self.presets.isHidden())
        self.presets.name.setFocus()

    def _shown_look(self) -> "tuple[Picture, Look] | None":
        picture = self.view.pause_and_take()
        return (picture, self.controller.editing.look) if picture is not None else None

    def _take_preset(self, look: "Look") -> None:
        """Take a preset's look; one without light and crop of its own leaves those that the picture has."""
        now = self.controller.editing.look.adjustments
        kept = look.adjustments if not look.adjustments.neutral else now
        self.controller.editing.adopt(look.model_copy(update={"adjustments": kept}))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take files and pictures, but not the result that is dragged out."""
        data = event.mimeData()
        files = [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
        if find_plugins_among(files):
            event.ignore()  # the window installs them
        elif (data.hasUrls() or data.hasImage()) and not isinstance(data, DraggedFile):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Open what was dropped; a file that holds a style is installed."""
        self.input.opener.take(event.mimeData())

    def _wire(self) -> None:
        canvas, mask = self.column.canvas, self.look_panel.layer.mask_panel
        mask.pen_changed.connect(canvas.take_pen)
        canvas.drawn.connect(mask.draw)
        self.gallery.hovered.connect(lambda name: self.view.preview.try_look(self.selection.look_with(name)))
        self.gallery.view.original_held.connect(canvas.show_original)
        self.look_panel.layers.presets_wanted.connect(self.show_presets)
        self.column.header.copy_clicked.connect(self.saving.copy)
        self.input.opener.style.connect(self.selection.install)
        self.input.opened.connect(lambda opened: self.gallery.show_picture(opened.pyramid))

    def _offer_menus(self) -> None:
        for owner, names in (
            (self.column.canvas, ("copy", "save", "open_in", "fit", "whole", "divider", "beside", "loupe", "crop", "pin",
                                  "variations", "undo", "redo")),
            (self.look_panel.layers.list, ("remove", "copy_look", "paste_look", "surprise", "variations", "pin")),
        ):  # fmt: skip
            offer_under_pointer(owner, [f"stylize.{name}" for name in names])

    def _bind_keys(self) -> None:
        for name, act in (
            ("open", self.input.choose_file),
            ("paste", self.input.opener.paste),
            ("copy", self.saving.copy),
            ("copy_look", self.look_clipboard.copy),
            ("paste_look", self.look_clipboard.paste),
            ("save", self.saving.choose),
            ("save_again", self.saving.save_again),
            ("find", self.gallery.focus_search),
            ("back", self.view.go_back),
            ("surprise", self.selection.surprise),
        ):
            bind(f"stylize.{name}", self, act)

    def _lay_out(self) -> None:
        right = QWidget()
        right.setMinimumWidth(240)
        right.setMaximumWidth(380)
        column = QVBoxLayout(right)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.look_panel, 1)
        column.addWidget(self.saving.panel)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setHandleWidth(1)
        self._left.setHandleWidth(1)
        self._left.setChildrenCollapsible(False)
        self._left.addWidget(self.gallery)
        for widget in (self._left, self.column, right):
            split.addWidget(widget)
        split.setStretchFactor(1, 1)
        split.setSizes([290, 800, 300])
        split.setChildrenCollapsible(False)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(split)
