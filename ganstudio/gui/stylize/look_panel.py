"""The panel beside the canvas: the look's layers, the chosen one's options, what is kept of the picture, and saving."""

from typing import Any

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from ganstudio.api.options import PICTURE, fields
from ganstudio.api.style import Style
from ganstudio.gui.app.context import AppContext
from ganstudio.gui.app.translations import tr
from ganstudio.gui.stylize.layer_list import LayerList
from ganstudio.gui.stylize.look_editor import LookEditor
from ganstudio.gui.stylize.mask_panel import MaskPanel
from ganstudio.gui.stylize.prompt_bar import PromptBar
from ganstudio.gui.widgets.controls import ComboBox
from ganstudio.gui.widgets.form import NumberRow, OptionsForm
from ganstudio.gui.widgets.layout import button, clear, label, panel, section
from ganstudio.gui.widgets.notice import Notice
from ganstudio.stylize.blend import BLENDS
from ganstudio.stylize.look import Layer

COLOURS = (("style", "The style's colours"), ("keep_colours", "Keep my colours"), ("match_colours", "Match my colours"))


class LookPanel(QWidget):
    """Edits a look; what it shows is what `editing` holds."""

    save_clicked = Signal()
    save_all_clicked = Signal()
    film_clicked = Signal()

    def __init__(self, studio: AppContext, editing: LookEditor) -> None:
        super().__init__()
        self._studio, self._editing = studio, editing
        self.stack = LayerList(editing, lambda name: tr(studio.catalog.style(name).title))
        self.masking = MaskPanel(editing)
        self.saying = PromptBar(studio, editing)
        self.form: OptionsForm | None = None
        self._shown: tuple[str, dict[str, Any]] | None = None
        self._title = label("", "title")
        self._summary = label("", "secondary")
        self._options = QVBoxLayout()
        self.strength = NumberRow(0, 150, 100, whole=True, suffix=" %")
        self.blend = ComboBox()
        self.colours = ComboBox()
        self.lock_points = QCheckBox(tr("Keep black and white"))
        self.notice = Notice()
        self._save = button(tr("Save picture…"), tr("Render every pixel and save (Ctrl+S)"), self.save_clicked.emit,
                            icon_name="save", name="primary")  # fmt: skip
        self._film = button(tr("Make film…"), tr("Make the whole film in this look, while you go on working (Ctrl+S)"),
                            self.film_clicked.emit, icon_name="film", name="primary")  # fmt: skip
        self._still = button(tr("Save this frame…"), tr("Save the frame that is shown, as a picture"),
                             self.save_clicked.emit, icon_name="save")  # fmt: skip
        self._save_all = button("", tr("The same look for every picture of the strip, while you go on working"),
                                self.save_all_clicked.emit, icon_name="pictures")  # fmt: skip
        self._save_all.hide()
        self.offer_film(False)
        self._reset = button(tr("Back to defaults"), tr("Forget my changes to this style"), self._go_back, name="link")
        self._layer = QWidget()
        self._lay_out()
        self._wire()
        self.show_look()

    def missing_picture(self) -> bool:
        """Whether a layer waits for a picture to be chosen among its options."""
        return any(self._misses(layer) for layer in self._editing.look.layers if layer.on)

    def show_look(self) -> None:
        """Show what there is to edit."""
        layer, look = self._editing.layer, self._editing.look
        self._layer.setVisible(layer is not None)
        for each in (self._save, self._film, self._still):
            each.setEnabled(layer is not None)
        with QSignalBlocker(self.colours), QSignalBlocker(self.lock_points), QSignalBlocker(self.blend):
            chosen = next((name for name, _ in COLOURS[1:] if getattr(look, name)), "style")
            self.colours.setCurrentIndex(self.colours.findData(chosen))
            self.lock_points.setChecked(look.lock_points)
            if layer is None:
                return
            self.blend.setCurrentIndex(BLENDS.index(layer.blend))
        self.strength.set_value(100 * layer.strength)
        style = self._studio.catalog.style(layer.style)
        self._title.setText(tr(style.title))
        self._summary.setText(tr(style.summary))
        if self._shown != (layer.style, layer.options):
            self._build_form(style, layer)

    def show_count(self, pictures: int) -> None:
        """Offer to save so many pictures and films at once; one alone is no many."""
        self._save_all.setText(tr("Save all {}…").format(pictures))
        self._save_all.setVisible(pictures > 1)

    def offer_film(self, film: bool) -> None:
        """Offer to make the film and to save the frame that is shown, or else to save the picture."""
        self._save.setVisible(not film)
        self._film.setVisible(film)
        self._still.setVisible(film)

    def _misses(self, layer: Layer) -> bool:
        style = self._studio.catalog.style(layer.style)
        pictures = (field for field in fields(style.Options) if field.unit == PICTURE)
        return any(not layer.options.get(field.name, field.default) for field in pictures)

    def _build_form(self, style: Style[Any], layer: Layer) -> None:
        clear(self._options)
        self.form = OptionsForm(style.Options, layer.options)
        self.form.changed.connect(self._take)
        self._options.addWidget(self.form)
        self._reset.setVisible(bool(layer.options))
        self._shown = layer.style, layer.options

    def _take(self, values: dict[str, Any]) -> None:
        layer = self._editing.layer
        if layer is not None:
            self._shown = layer.style, values
            self._reset.setVisible(True)
            self._editing.change_layer(options=values)

    def _go_back(self) -> None:
        self._editing.change_layer(options={})
        self.show_look()

    def _take_colours(self) -> None:
        chosen = self.colours.currentData()
        self._editing.change_look(**{name: name == chosen for name, _ in COLOURS[1:]})

    def _wire(self) -> None:
        self._editing.shown.connect(self.show_look)
        self.saying.look_said.connect(self._editing.adopt)
        self.strength.changed.connect(lambda value: self._editing.change_layer(strength=value / 100))
        self.blend.activated.connect(lambda _: self._editing.change_layer(blend=self.blend.currentData()))
        self.colours.activated.connect(lambda _: self._take_colours())
        self.lock_points.toggled.connect(lambda on: self._editing.change_look(lock_points=on))

    def _explain(self) -> None:
        for widget, name, tip in (
            (self.strength.slider, tr("Strength"), ""),
            (self.strength.box, tr("Strength in percent"), ""),
            (
                self.strength, tr("Strength"),
                tr("How much of the style: 0 is your picture, 100 the style, more goes beyond it."),
            ),
            (self.blend, tr("Blend"), tr("How the style is laid over what is below it.")),
            (
                self.colours, tr("Colours"),
                tr("Keep: only light and dark are taken from the style. Match: the result gets the picture's colours."),
            ),
            (self.lock_points, "", tr("The darkest and the lightest stay as dark and as light as in your picture.")),
        ):  # fmt: skip
            widget.setAccessibleName(name)
            widget.setToolTip(tip)

    def _lay_out(self) -> None:
        area, column = panel("right")
        self._explain()
        for blend in BLENDS:
            self.blend.addItem(tr(blend.capitalize()), blend)
        for name, words in COLOURS:
            self.colours.addItem(tr(words), name)
        inside = QVBoxLayout(self._layer)
        self._layer.setObjectName("clear")
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(12)
        for widget in (self._title, self._summary):
            inside.addWidget(widget)
        inside.addLayout(self._options)
        inside.addWidget(self._reset)
        inside.addSpacing(4)
        inside.addWidget(section(tr("How it is laid on")))
        strength = QVBoxLayout()
        strength.setSpacing(2)
        strength.addWidget(label(tr("Strength")))
        strength.addWidget(self.strength)
        inside.addLayout(strength)
        inside.addWidget(self.blend)
        inside.addWidget(self.masking)
        column.addWidget(self.saying)
        column.addWidget(self.stack)
        column.addSpacing(4)
        column.addWidget(self._layer)
        column.addSpacing(4)
        column.addWidget(section(tr("The whole look")))
        column.addWidget(self.colours)
        column.addWidget(self.lock_points)
        column.addStretch(1)
        self.setMinimumWidth(250)
        self.setMaximumWidth(380)
        self.foot = foot = QVBoxLayout()
        foot.setContentsMargins(16, 8, 16, 16)
        foot.setSpacing(8)
        foot.addWidget(self.notice)
        for offer in (self._save, self._film, self._still):
            foot.addWidget(offer)
        foot.addWidget(self._save_all)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(area, 1)
        whole.addLayout(foot)
