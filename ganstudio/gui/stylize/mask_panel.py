"""Where a layer counts: a brush, a gradient, tones, and how soft; drawn on the canvas."""

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from ganstudio.gui.app.shortcuts import bind
from ganstudio.gui.app.translations import tr
from ganstudio.gui.stylize.look_editor import LookEditor
from ganstudio.gui.widgets.canvas_drawing import Pen
from ganstudio.gui.widgets.controls import ComboBox
from ganstudio.gui.widgets.form import NumberRow
from ganstudio.gui.widgets.layout import button, label, tool
from ganstudio.stylize.mask import Fade, Mask, Point, Stroke, Tones

TONES = {
    "All tones": None,
    "The bright parts": Tones(low=0.6, soft=0.25),
    "The middle tones": Tones(low=0.35, high=0.65, soft=0.2),
    "The dark parts": Tones(high=0.4, soft=0.25),
}


class MaskPanel(QWidget):
    """Edits the chosen layer's mask; `pen_changed` carries the canvas's pen, `overlay_toggled` whether the mask is shown."""

    pen_changed = Signal(object)
    overlay_toggled = Signal(bool)

    def __init__(self, editing: LookEditor) -> None:
        super().__init__()
        self.setObjectName("clear")
        self._editing = editing
        self.enabled_box = QCheckBox(tr("Only a part of the picture"))
        self.brush = tool("brush", tr("Paint where the style counts (B)"), checkable=True)
        self.eraser = tool("eraser", tr("Paint where it does not (E)"), checkable=True)
        self.gradient = tool("gradient", tr("Drag a line: the style rises from its start to its end (G)"), checkable=True)
        self.across = NumberRow(0.5, 40, 10, suffix=" %")
        self.hardness = NumberRow(0, 100, 50, whole=True, suffix=" %")
        self.opacity = NumberRow(1, 100, 100, whole=True, suffix=" %")
        self.feather = NumberRow(0, 20, 0, suffix=" %")
        self.tones = ComboBox()
        self.invert = QCheckBox(tr("The other way round"))
        self.show_it = QCheckBox(tr("Show where"))
        self._fold = QWidget()
        self._lay_out()
        self._wire()
        self.show_mask()

    def show_mask(self) -> None:
        """Show the chosen layer's mask."""
        mask = self._editing.layer.mask if self._editing.layer else None
        boxes = (self.enabled_box, self.tones, self.invert)
        blockers = [QSignalBlocker(box) for box in boxes]
        self.enabled_box.setChecked(mask is not None)
        self._fold.setVisible(mask is not None)
        if mask is not None:
            self.tones.setCurrentIndex(list(TONES.values()).index(mask.tones) if mask.tones in TONES.values() else -1)
            self.invert.setChecked(mask.invert)
            self.feather.set_value(100 * mask.feather)
        else:
            self._release_tools()
        del blockers

    def draw(self, points: tuple[Point, ...]) -> None:
        """Take what was drawn on the canvas."""
        mask = self._editing.layer.mask if self._editing.layer else None
        if mask is None or not points:
            return
        if self.gradient.isChecked():
            if points[0] != points[-1]:
                self._change(full=True, fade=Fade(start=points[0], end=points[-1]))
            return
        erase = self.eraser.isChecked()
        fresh = not mask.strokes and mask.fade is None and mask.tones is None
        stroke = Stroke(
            points=points, size=self.across.value() / 100, hardness=self.hardness.value() / 100,
            opacity=self.opacity.value() / 100, erase=erase,
        )  # fmt: skip
        self._change(strokes=(*mask.strokes, stroke), full=erase if fresh else mask.full)

    def _switch(self, on: bool) -> None:
        self._editing.change_layer(mask=Mask() if on else None)
        self.show_mask()
        self.brush.setChecked(on)

    def _change(self, **fields: object) -> None:
        mask = self._editing.layer.mask if self._editing.layer else None
        if mask is not None:
            mask = mask.model_copy(update=fields)
            self._editing.change_layer(f"{' '.join(fields)} {len(mask.strokes)}", mask=mask)

    def _clear(self) -> None:
        self._editing.change_layer(mask=Mask())
        self.show_mask()

    def _emit_pen(self) -> None:
        chosen = next((each for each in self._tools() if each.isChecked()), None)
        pen = Pen(self.across.value() / 100, chosen is self.gradient, "#e5484d" if chosen is self.eraser else "#e8a33d")
        self.pen_changed.emit(pen if chosen else None)
        self.show_it.setChecked(chosen is not None)

    def _release_tools(self) -> None:
        for each in self._tools():
            each.setChecked(False)

    def _select_tool(self, chosen: QToolButton, on: bool) -> None:
        if on:
            for each in self._tools():
                if each is not chosen:
                    with QSignalBlocker(each):
                        each.setChecked(False)
        self._emit_pen()

    def _tools(self) -> tuple[QToolButton, ...]:
        return self.brush, self.eraser, self.gradient

    def _wire(self) -> None:
        self.enabled_box.toggled.connect(self._switch)
        for each in self._tools():
            each.toggled.connect(lambda on, each=each: self._select_tool(each, on))
        self.across.changed.connect(lambda _: self._emit_pen())
        self.feather.changed.connect(lambda value: self._change(feather=value / 100))
        self.tones.activated.connect(lambda _: self._change(tones=self.tones.currentData()))
        self.invert.toggled.connect(lambda on: self._change(invert=on))
        self.show_it.toggled.connect(self.overlay_toggled)
        self._editing.selection_changed.connect(self.show_mask)
        for name, each in zip(("stylize.brush", "stylize.eraser", "stylize.gradient"), self._tools(), strict=True):
            bind(name, each, each.toggle)

    def _lay_out(self) -> None:
        self.enabled_box.setToolTip(tr("Paint or choose where this layer counts; elsewhere it leaves the picture as it is."))
        for words, tones in TONES.items():
            self.tones.addItem(tr(words), tones)
        tools = QHBoxLayout()
        tools.setSpacing(4)
        for each in self._tools():
            tools.addWidget(each)
        tools.addStretch(1)
        inside = QVBoxLayout(self._fold)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(4)
        inside.addLayout(tools)
        inside.addWidget(self.show_it)
        for words, row, tip in (
            (tr("Brush size"), self.across, tr("In percent of the picture's longer side")),
            (tr("Hardness"), self.hardness, tr("How sharp the brush's edge is")),
            (tr("Opacity"), self.opacity, tr("How much one stroke counts")),
            (tr("Feather"), self.feather, tr("How softly the mask ends, in percent of the longer side")),
        ):
            row.setToolTip(tip)
            row.slider.setAccessibleName(words)
            row.box.setAccessibleName(words)
            inside.addWidget(label(words))
            inside.addWidget(row)
        self.tones.setAccessibleName(tr("Tones"))
        self.tones.setToolTip(tr("Only where the picture is bright, or dark"))
        inside.addWidget(self.tones)
        inside.addWidget(self.invert)
        inside.addWidget(button(tr("Begin anew"), tr("Forget what was painted"), self._clear, name="link"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self.enabled_box)
        column.addWidget(self._fold)
