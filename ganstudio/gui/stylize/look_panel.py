"""The panel beside the canvas: the look in plain words, its layers, the chosen one, and what is kept of the picture."""

from PySide6.QtCore import QSignalBlocker
from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from ganstudio.gui.app.context import AppContext
from ganstudio.gui.app.translations import tr
from ganstudio.gui.stylize.adjust_panel import AdjustPanel
from ganstudio.gui.stylize.controller import StylizeController
from ganstudio.gui.stylize.layer_list import LayerList
from ganstudio.gui.stylize.layer_panel import LayerPanel
from ganstudio.gui.stylize.prompt_bar import PromptBar
from ganstudio.gui.widgets.controls import ComboBox
from ganstudio.gui.widgets.layout import panel, section

COLOURS = (("style", "The style's colours"), ("keep_colours", "Keep my colours"), ("match_colours", "Match my colours"))


class LookPanel(QWidget):
    """Edits a look; what it shows is what `editing` holds."""

    def __init__(self, context: AppContext, controller: StylizeController) -> None:
        super().__init__()
        self._editing = editing = controller.editing
        self.adjust = AdjustPanel(controller)
        self.prompt = PromptBar(context, editing)
        self.layers = LayerList(editing, lambda name: tr(context.catalog.style(name).title))
        self.layer = LayerPanel(context, editing)
        self.colours = ComboBox()
        self.lock_points = QCheckBox(tr("Keep black and white"))
        self._explain()
        self._lay_out()
        editing.selection_changed.connect(self.show_look)
        self.prompt.look_understood.connect(editing.adopt)
        self.colours.activated.connect(lambda _: self._take_colours())
        self.lock_points.toggled.connect(lambda on: editing.change_look(lock_points=on))
        self.show_look()

    def show_look(self) -> None:
        """Show what is kept of the picture."""
        look = self._editing.look
        with QSignalBlocker(self.colours), QSignalBlocker(self.lock_points):
            chosen = next((name for name, _ in COLOURS[1:] if getattr(look, name)), "style")
            self.colours.setCurrentIndex(self.colours.findData(chosen))
            self.lock_points.setChecked(look.lock_points)

    def _take_colours(self) -> None:
        chosen = self.colours.currentData()
        self._editing.change_look(**{name: name == chosen for name, _ in COLOURS[1:]})

    def _explain(self) -> None:
        for name, words in COLOURS:
            self.colours.addItem(tr(words), name)
        self.colours.setAccessibleName(tr("Colours"))
        self.colours.setToolTip(
            tr("Keep: only light and dark are taken from the style. Match: the result gets the picture's colours.")
        )
        self.lock_points.setToolTip(tr("The darkest and the lightest stay as dark and as light as in your picture."))

    def _lay_out(self) -> None:
        area, column = panel("right")
        column.addWidget(self.prompt)
        column.addWidget(self.adjust)
        column.addWidget(self.layers)
        column.addSpacing(4)
        column.addWidget(self.layer)
        column.addSpacing(4)
        column.addWidget(section(tr("The whole look")))
        column.addWidget(self.colours)
        column.addWidget(self.lock_points)
        column.addStretch(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(area)
