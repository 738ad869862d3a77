"""Light and colour: what is done to the picture before its styles, and the switch that opens the crop frame."""

from PySide6.QtCore import QSignalBlocker
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ganstudio.gui.app.shortcuts import bind
from ganstudio.gui.app.translations import tr
from ganstudio.gui.stylize.controller import StylizeController
from ganstudio.gui.widgets.controls import ComboBox
from ganstudio.gui.widgets.fold import Fold
from ganstudio.gui.widgets.form import NumberRow
from ganstudio.gui.widgets.layout import button, label, tool
from ganstudio.stylize.adjustments.values import MOST_DEGREES, MOST_STOPS, Adjustments, Crop

RATIOS = (
    ("1 : 1", 1.0), ("5 : 4", 5 / 4), ("4 : 5", 4 / 5), ("4 : 3", 4 / 3), ("3 : 4", 3 / 4), ("3 : 2", 3 / 2),
    ("2 : 3", 2 / 3), ("16 : 9", 16 / 9), ("9 : 16", 9 / 16),
)  # fmt: skip


class AdjustPanel(QWidget):
    """Edits the adjustments of the look; folded at first."""

    def __init__(self, controller: StylizeController) -> None:
        super().__init__()
        self.setObjectName("clear")
        self._controller, self._editing = controller, controller.editing
        self.fold = Fold(tr("Light and colour"))
        self.tones = {
            "exposure": NumberRow(-MOST_STOPS, MOST_STOPS, 0, suffix=" EV"),
            "contrast": NumberRow(-100, 100, 0, whole=True, suffix=" %"),
            "warmth": NumberRow(-100, 100, 0, whole=True, suffix=" %"),
            "saturation": NumberRow(-100, 100, 0, whole=True, suffix=" %"),
        }
        self.straighten = NumberRow(-MOST_DEGREES, MOST_DEGREES, 0, suffix="°")
        self.left = tool("turn-left", tr("Turn to the left"), lambda: self._turn(-1))
        self.right = tool("turn-right", tr("Turn to the right"), lambda: self._turn(1))
        self.crop = tool("crop", tr("Choose which part is kept (C)"), checkable=True)
        self.ratio = ComboBox()
        self.reset = button(tr("As the picture came"), tr("Forget light, colour, crop and angle"), self._reset, name="link")
        self._lay_out()
        self._wire()
        self.show_adjustments()

    def show_adjustments(self) -> None:
        """Show what the look does to the picture."""
        now = self._editing.look.adjustments
        for name, row in self.tones.items():
            row.set_value(getattr(now.tone, name))
        self.straighten.set_value(now.geometry.straighten)
        with QSignalBlocker(self.ratio):
            self.ratio.setCurrentIndex(_ratio_index(now.geometry.ratio))
        self._mark()

    def _mark(self) -> None:
        changed = not self._editing.look.adjustments.neutral
        self.fold.mark(changed)
        self.reset.setVisible(changed)

    def _set_tone(self, name: str, value: float) -> None:
        now = self._editing.look.adjustments
        tone = now.tone.model_copy(update={name: value})
        self._controller.adjust(name, now.model_copy(update={"tone": tone}))

    def _set_geometry(self, step: str, **fields: object) -> None:
        now = self._editing.look.adjustments
        geometry = now.geometry.model_copy(update=fields)
        self._controller.adjust(step, now.model_copy(update={"geometry": geometry}))

    def _turn(self, turns: int) -> None:
        """Turn what is kept, and with it the frame and its shape."""
        now = self._editing.look.adjustments.geometry
        ratio = 1 / now.ratio if now.ratio else None
        crop = _turn_crop(now.crop, turns)
        self._set_geometry("turns", turns=(now.turns + turns) % 4, crop=crop, ratio=ratio)
        self.show_adjustments()

    def _choose_ratio(self) -> None:
        """Another shape begins with the largest frame of it."""
        self._set_geometry("ratio", ratio=self.ratio.currentData(), crop=Crop())

    def _toggle_crop(self) -> None:
        self.fold.head.setChecked(True)
        self.crop.click()

    def _reset(self) -> None:
        self._controller.adjust("reset", Adjustments())
        self.show_adjustments()

    def _wire(self) -> None:
        for name, row in self.tones.items():
            row.changed.connect(lambda value, name=name: self._set_tone(name, value))
        self.straighten.changed.connect(lambda value: self._set_geometry("straighten", straighten=value))
        self.ratio.activated.connect(lambda _: self._choose_ratio())
        self.crop.toggled.connect(self._controller.frame)
        self._editing.selection_changed.connect(self.show_adjustments)
        self._editing.changed.connect(self._mark)
        bind("stylize.crop", self, self._toggle_crop)

    def _lay_out(self) -> None:
        column = self.fold.column
        for name, words, tip in (
            ("exposure", tr("Exposure"), tr("In stops: one more is twice the light")),
            ("contrast", tr("Contrast"), tr("Black, middle grey and white stay where they are")),
            ("warmth", tr("Warmth"), tr("A warmer light, or a colder one")),
            ("saturation", tr("Saturation"), tr("How colourful; -100 is grey")),
        ):
            _add_row(column, words, tip, self.tones[name])
        _add_row(column, tr("Straighten"), tr("Degrees clockwise; no corner stays empty"), self.straighten)
        tools = QHBoxLayout()
        tools.setSpacing(4)
        for each in (self.crop, self.left, self.right):
            tools.addWidget(each)
        tools.addWidget(self.ratio, 1)
        self.ratio.addItem(tr("Any shape"), None)
        for words, ratio in RATIOS:
            self.ratio.addItem(words, ratio)
        self.ratio.setAccessibleName(tr("Shape of the crop"))
        self.ratio.setToolTip(tr("Width to height of what is kept, of each picture that gets this look"))
        column.addLayout(tools)
        column.addWidget(self.reset)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.fold)


def _ratio_index(ratio: float | None) -> int:
    """The row of a shape; none of one that a command or another program named."""
    if ratio is None:
        return 0
    return next((row for row, (_, each) in enumerate(RATIOS, 1) if abs(each - ratio) < 1e-6), -1)


def _turn_crop(crop: Crop, turns: int) -> Crop:
    """The same part of a picture that is turned a quarter to the right (1) or to the left (-1)."""
    if turns > 0:
        return Crop(left=1 - crop.bottom, top=crop.left, right=1 - crop.top, bottom=crop.right)
    return Crop(left=crop.top, top=1 - crop.right, right=crop.bottom, bottom=1 - crop.left)


def _add_row(column: QVBoxLayout, words: str, tip: str, row: NumberRow) -> None:
    row.setToolTip(tip)
    row.slider.setAccessibleName(words)
    row.box.setAccessibleName(words)
    column.addWidget(label(words))
    column.addWidget(row)
