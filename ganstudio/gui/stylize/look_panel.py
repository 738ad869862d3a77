"""The panel beside the canvas: the chosen style's options, its strength, and saving."""

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QScrollArea, QVBoxLayout, QWidget

from ganstudio.gui.widgets.form import NumberRow, OptionsForm
from ganstudio.gui.widgets.layout import button, clear, label, panel, section
from ganstudio.gui.widgets.notice import Notice
from ganstudio.gui.words import tr
from ganstudio.options import PICTURE, fields
from ganstudio.style import Style


class LookPanel(QWidget):
    """Edits one style's options; `changed` tells that the look is another one now."""

    changed = Signal()
    save_clicked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.style_id = ""
        self._kept: dict[str, dict[str, Any]] = {}
        self._form: OptionsForm | None = None
        self._style: Style[Any] | None = None
        self._title = label("", "title")
        self._summary = label("", "secondary")
        self._options = QVBoxLayout()
        self.strength = NumberRow(0, 150, 100, whole=True, suffix=" %")
        self.keep_colours = QCheckBox(tr("Keep my colours"))
        self.notice = Notice()
        self._save = button(tr("Save picture…"), tr("Render every pixel and save (Ctrl+S)"), self.save_clicked.emit,
                            icon_name="save", name="primary")  # fmt: skip
        self._reset = button(tr("Back to defaults"), tr("Forget my changes to this style"), self._go_back, name="link")
        self._lay_out()
        self.strength.changed.connect(lambda _value: self.changed.emit())
        self.keep_colours.toggled.connect(lambda _on: self.changed.emit())
        self.setEnabled(False)

    def show_style(self, style: Style[Any]) -> None:
        """Show a style with the options last used for it."""
        self._style, self.style_id = style, style.id
        self._title.setText(tr(style.title))
        self._summary.setText(tr(style.summary))
        self._build_form()
        self.setEnabled(True)

    def options(self) -> dict[str, Any]:
        """The options of the style that is shown."""
        return self._form.values() if self._form else {}

    def missing_picture(self) -> bool:
        """Whether the style waits for a picture to be chosen among its options."""
        if self._style is None:
            return False
        return any(field.unit == PICTURE and not self.options()[field.name] for field in fields(self._style.Options))

    def _build_form(self) -> None:
        assert self._style is not None
        clear(self._options)
        self._form = OptionsForm(self._style.Options, self._kept.get(self.style_id))
        self._form.changed.connect(self._take)
        self._options.addWidget(self._form)
        self._reset.setVisible(self.style_id in self._kept)

    def _take(self, values: dict[str, Any]) -> None:
        self._kept[self.style_id] = values
        self._reset.setVisible(True)
        self.changed.emit()

    def _go_back(self) -> None:
        self._kept.pop(self.style_id, None)
        self.strength.set_value(100)
        self._build_form()
        self.changed.emit()

    def _lay_out(self) -> None:
        area, column = panel("right")
        assert isinstance(area, QScrollArea)
        self.strength.setToolTip(tr("How much of the style: 0 is your picture, 100 the style, more goes beyond it."))
        self.strength.slider.setAccessibleName(tr("Strength"))
        self.strength.box.setAccessibleName(tr("Strength in percent"))
        self.keep_colours.setToolTip(tr("Take only light and dark from the style, and the colours from your picture."))
        for widget in (self._title, self._summary):
            column.addWidget(widget)
        column.addSpacing(4)
        column.addLayout(self._options)
        column.addWidget(self._reset)
        column.addSpacing(8)
        column.addWidget(section(tr("Blend")))
        column.addWidget(label(tr("Strength")))
        column.addWidget(self.strength)
        column.addWidget(self.keep_colours)
        column.addStretch(1)
        self.setMinimumWidth(250)
        self.setMaximumWidth(380)
        foot = QVBoxLayout()
        foot.setContentsMargins(16, 8, 16, 16)
        foot.addWidget(self.notice)
        foot.addWidget(self._save)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(area, 1)
        whole.addLayout(foot)
