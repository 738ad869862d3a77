"""The chosen layer: what its style is, the style's options, and how and where it is laid on."""

from typing import Any

from PySide6.QtCore import QSignalBlocker
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ganstudio.api.style import Style
from ganstudio.gui.app.context import AppContext
from ganstudio.gui.app.translations import tr
from ganstudio.gui.stylize.look_editor import LookEditor
from ganstudio.gui.stylize.mask_panel import MaskPanel
from ganstudio.gui.widgets.controls import ComboBox
from ganstudio.gui.widgets.form import NumberRow, OptionsForm
from ganstudio.gui.widgets.layout import button, clear, label, section
from ganstudio.stylize.blend import BLENDS
from ganstudio.stylize.look import Layer


class LayerPanel(QWidget):
    """Edits the layer that is chosen in `editing`; hidden where there is none."""

    def __init__(self, context: AppContext, editing: LookEditor) -> None:
        super().__init__()
        self.setObjectName("clear")
        self._context, self._editing = context, editing
        self.mask_panel = MaskPanel(editing)
        self.form: OptionsForm | None = None
        self._form_key: tuple[str, dict[str, Any]] | None = None
        self._title, self._summary = label("", "title"), label("", "secondary")
        self._options = QVBoxLayout()
        self._reset = button(tr("Back to defaults"), tr("Forget my changes to this style"), self._go_back, name="link")
        self.strength = NumberRow(0, 150, 100, whole=True, suffix=" %")
        self.blend = ComboBox()
        self._explain()
        self._lay_out()
        editing.selection_changed.connect(self.show_layer)
        self.strength.changed.connect(lambda value: editing.change_layer(strength=value / 100))
        self.blend.activated.connect(lambda _: editing.change_layer(blend=self.blend.currentData()))
        self.show_layer()

    def show_layer(self) -> None:
        """Show the layer that is chosen."""
        layer = self._editing.layer
        self.setVisible(layer is not None)
        if layer is None:
            return
        with QSignalBlocker(self.blend):
            self.blend.setCurrentIndex(BLENDS.index(layer.blend))
        self.strength.set_value(100 * layer.strength)
        style = self._context.catalog.style(layer.style)
        self._title.setText(tr(style.title))
        self._summary.setText(tr(style.summary))
        if self._form_key != (layer.style, layer.options):
            self._build_form(style, layer)

    def _build_form(self, style: Style[Any], layer: Layer) -> None:
        clear(self._options)
        self.form = OptionsForm(style.Options, layer.options)
        self.form.changed.connect(self._take_options)
        self._options.addWidget(self.form)
        self._reset.setVisible(bool(layer.options))
        self._form_key = layer.style, layer.options

    def _take_options(self, values: dict[str, Any]) -> None:
        layer = self._editing.layer
        if layer is not None:
            self._form_key = layer.style, values
            self._reset.setVisible(True)
            self._editing.change_layer(options=values)

    def _go_back(self) -> None:
        self._editing.change_layer(options={})
        self.show_layer()

    def _explain(self) -> None:
        words = tr("How much of the style: 0 is your picture, 100 the style, more goes beyond it.")
        self.strength.setToolTip(words)
        self.strength.setAccessibleName(tr("Strength"))
        self.strength.slider.setAccessibleName(tr("Strength"))
        self.strength.box.setAccessibleName(tr("Strength in percent"))
        self.blend.setToolTip(tr("How the style is laid over what is below it."))
        self.blend.setAccessibleName(tr("Blend"))
        for blend in BLENDS:
            self.blend.addItem(tr(blend.capitalize()), blend)

    def _lay_out(self) -> None:
        strength = QVBoxLayout()
        strength.setSpacing(2)
        strength.addWidget(label(tr("Strength")))
        strength.addWidget(self.strength)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(self._title)
        column.addWidget(self._summary)
        column.addLayout(self._options)
        column.addWidget(self._reset)
        column.addSpacing(4)
        column.addWidget(section(tr("How it is laid on")))
        column.addLayout(strength)
        column.addWidget(self.blend)
        column.addWidget(self.mask_panel)
