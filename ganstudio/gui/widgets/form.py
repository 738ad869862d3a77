"""A form made from Options: one row a field, with its help, bounds and unit."""

from collections.abc import Collection, Iterable, Mapping
from functools import partial
from math import log
from pathlib import Path
from typing import Any

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QValidator
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFileDialog,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from ganstudio.api.options import PICTURE, OptionField, Options, Scale, fields
from ganstudio.gui.app.services import pictures_folder
from ganstudio.gui.app.translations import tr
from ganstudio.gui.widgets.controls import ComboBox, DoubleSpinBox, PushButton, Slider
from ganstudio.gui.widgets.layout import label

_STEPS, _KEYS = 1000, 200  # of a slider by the mouse, and by its arrow keys
_DIGITS = 15  # after the point: more than a form ever shows


class FigureBox(DoubleSpinBox):
    """A box for a number that shows as many digits as the number has; on a “log” scale a step is a tenth of it."""

    def __init__(self, least: float, most: float, *, whole: bool, scale: Scale) -> None:
        super().__init__()
        self._places, self._log = 0 if whole else _decimals(most - least), scale == "log"
        self.setDecimals(0 if whole else _DIGITS)
        self.setRange(least, most)
        self.setSingleStep(1 if whole else (most - least) / 50)

    def textFromValue(self, value: float) -> str:
        """The number, rounded only where nothing is lost."""
        if self._log:
            return f"{value:.6g}"
        plain = f"{value:.{self._places}f}"
        return plain if float(plain) == value else f"{value:.6g}"

    def valueFromText(self, text: str) -> float:
        """The number that was written, also as 2.5e-5."""
        return float(self._strip_suffix(text))

    def validate(self, text: str, place: int) -> tuple[QValidator.State, str, int]:
        """Whether it is a number, or may become one."""
        try:
            inside = self.minimum() <= float(self._strip_suffix(text)) <= self.maximum()
            state = QValidator.State.Acceptable if inside else QValidator.State.Intermediate
        except ValueError:
            written = set(self._strip_suffix(text)) <= set("0123456789.,+-eE")
            state = QValidator.State.Intermediate if written else QValidator.State.Invalid
        return state, text, place

    def stepBy(self, steps: int) -> None:
        """So many steps up, or down where it is negative."""
        if self._log:
            self.setValue(min(max(self.value() * 1.1**steps, self.minimum()), self.maximum()))
        else:
            super().stepBy(steps)

    def _strip_suffix(self, text: str) -> str:
        return text.removesuffix(self.suffix()).strip().replace(",", ".")


class NumberRow(QWidget):
    """A slider and the figure beside it; they always agree."""

    changed = Signal(float)

    def __init__(
        self, least: float, most: float, value: float, *, whole: bool = False, suffix: str = "", scale: Scale = "linear"
    ) -> None:
        super().__init__()
        self.setObjectName("clear")
        self._least, self._most, self.usual = least, most, value
        self._log = scale == "log" and least > 0
        self.slider = Slider()
        few = whole and most - least <= _STEPS
        self.slider.setRange(0, int(most - least) if few else _STEPS)
        self.slider.setSingleStep(1 if few else _STEPS // _KEYS)
        self.slider.setPageStep(max(1, self.slider.maximum() // 10))
        self.box = FigureBox(least, most, whole=whole, scale="log" if self._log else "linear")
        self.box.setSuffix(suffix)
        self.box.setFixedWidth(76)
        self.box.setAlignment(Qt.AlignmentFlag.AlignRight)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.slider, 1)
        row.addWidget(self.box)
        self.set_value(value)
        self.slider.valueChanged.connect(lambda step: self.box.setValue(self._value_at(step / self.slider.maximum())))
        self.slider.reset_wanted.connect(lambda: self.box.setValue(self.usual))
        self.box.valueChanged.connect(self._set_from_box)

    def value(self) -> float:
        """The figure."""
        return self.box.value()

    def set_value(self, value: float) -> None:
        """Show a figure without telling."""
        with QSignalBlocker(self.box):
            self.box.setValue(value)
        self._move_slider(value)

    def _set_from_box(self, value: float) -> None:
        self._move_slider(value)
        self.changed.emit(value)

    def _move_slider(self, value: float) -> None:
        with QSignalBlocker(self.slider):
            self.slider.setValue(round(self._share_of(value) * self.slider.maximum()))

    def _value_at(self, share: float) -> float:
        """The figure at a share of the slider's way, 0 to 1, to three digits; its ends are the bounds themselves."""
        if share in (0, 1):
            return (self._least, self._most)[int(share)]
        if self._log:
            return float(f"{self._least * (self._most / self._least) ** share:.3g}")
        return round(self._least + share * (self._most - self._least), _decimals(self._most - self._least))

    def _share_of(self, value: float) -> float:
        """How far along the slider a figure lies."""
        if self._log:
            return log(max(value, self._least) / self._least) / log(self._most / self._least)
        return (value - self._least) / (self._most - self._least)


class OptionsForm(QWidget):
    """The options of a style or an architecture; `changed` carries all values whenever one changes."""

    changed = Signal(dict)

    def __init__(
        self, options: type[Options], values: Mapping[str, Any] | None = None, *, only: Collection[str] | None = None
    ) -> None:
        super().__init__()
        self.setObjectName("clear")
        offered = [field for field in fields(options) if only is None or field.name in only]
        given = {name: value for name, value in dict(values or {}).items() if only is None or name in only}
        self._values = {field.name: field.default for field in offered} | given
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(10)
        self._expert: list[QWidget] = []
        self._add_all(offered)

    def values(self) -> dict[str, Any]:
        """All values by name."""
        return dict(self._values)

    def _add_all(self, offered: Iterable[OptionField]) -> None:
        """The options in their order; those for experts come last, behind a switch."""
        for field in sorted(offered, key=lambda field: field.expert):
            self._add(field)
        if self._expert:
            self._add_expert_switch()

    def _add(self, field: OptionField) -> None:
        editor = self._editor(field)
        editor.setToolTip(tr(field.help))
        editor.setAccessibleName(tr(field.title))
        if isinstance(editor, NumberRow):
            editor.slider.setAccessibleName(tr(field.title))
            editor.box.setAccessibleName(tr(field.title))
        block = QWidget()
        block.setObjectName("clear")
        column = QVBoxLayout(block)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        if not isinstance(editor, QCheckBox):
            column.addLayout(_head(field, editor))
        column.addWidget(editor)
        self._rows.addWidget(block)
        if field.expert:
            self._expert.append(block)

    def _editor(self, field: OptionField) -> QWidget:
        take, value = partial(self._set_option, field.name), self._values[field.name]
        if field.kind == "switch":
            return _switch(field, value, take)
        if field.kind == "choice":
            return _choice(field, value, take)
        if field.kind in ("whole", "number") and field.least is not None and field.most is not None:
            whole = field.kind == "whole"
            row = NumberRow(field.least, field.most, value, whole=whole, scale=field.scale)
            row.usual = float(field.default)
            row.changed.connect(lambda figure: take(round(figure) if whole else figure))
            return row
        if field.unit == PICTURE:
            return _picture(value, take)
        line = QLineEdit(str(value))
        line.editingFinished.connect(lambda: take(line.text()))
        return line

    def _set_option(self, name: str, value: object) -> None:
        if self._values[name] != value:
            self._values[name] = value
            self.changed.emit(self.values())

    def _add_expert_switch(self) -> None:
        switch = PushButton(tr("Expert options"))
        switch.setObjectName("link")
        switch.setAutoDefault(False)
        switch.setCheckable(True)
        switch.setToolTip(tr("Settings with the exact terms of the field; the defaults are the published ones."))
        self._rows.insertWidget(self._rows.count() - len(self._expert), switch)
        for block in self._expert:
            block.setVisible(False)
            switch.toggled.connect(block.setVisible)


def _decimals(span: float) -> int:
    return 1 if span >= 20 else 2 if span >= 0.5 else 5


def _head(field: OptionField, editor: QWidget) -> QHBoxLayout:
    """What stands above an editor: the option's name, and its unit."""
    row = QHBoxLayout()
    row.setSpacing(8)
    title = label(tr(field.title), wrap=False)
    title.setToolTip(tr(field.help))
    title.setBuddy(editor)
    row.addWidget(title)
    if field.unit not in ("", PICTURE):
        row.addWidget(label(tr(field.unit), "secondary", wrap=False))
    row.addStretch(1)
    return row


def _switch(field: OptionField, value: bool, take: Any) -> QCheckBox:
    box = QCheckBox(tr(field.title))
    box.setChecked(value)
    box.toggled.connect(take)
    return box


def _choice(field: OptionField, value: str, take: Any) -> QComboBox:
    box = ComboBox()
    for choice in field.choices:
        box.addItem(tr(choice.replace("-", " ").replace("_", " ").capitalize()), choice)
    box.setCurrentIndex(field.choices.index(str(value)))
    box.currentIndexChanged.connect(lambda index: take(field.choices[index]))
    return box


def _picture(value: str, take: Any) -> QPushButton:
    button = PushButton(value.rsplit("/", 1)[-1] or tr("Choose a picture…"))
    button.setAutoDefault(False)

    def choose() -> None:
        nonlocal value
        path, _ = QFileDialog.getOpenFileName(
            button, tr("Choose a picture"), str(Path(value).parent) if value else pictures_folder()
        )
        if path:
            value = path
            button.setText(path.rsplit("/", 1)[-1])
            take(path)

    button.clicked.connect(choose)
    return button
