"""The rows of a form that say how large and how sharp a picture is saved, and at which resolution."""

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFormLayout

from ganstudio.gui.app.translations import tr
from ganstudio.gui.widgets.controls import ComboBox, SpinBox
from ganstudio.gui.widgets.layout import label
from ganstudio.images.output import LARGEST, MOST_DPI, Output

_STEP, _DPI_STEP = 256, 50
_CM = 2.54


class OutputRows(QObject):
    """Adds its rows to a form; `changed` tells that something else was chosen, `output` is what is chosen."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.longest, self.dpi = SpinBox(), SpinBox()
        for box, most, step, unit, words in (
            (self.longest, LARGEST, _STEP, " px", tr("As it is painted")),
            (self.dpi, MOST_DPI, _DPI_STEP, " dpi", tr("As the picture came")),
        ):
            box.setRange(0, most)
            box.setSingleStep(step)
            box.setSuffix(unit)
            box.setSpecialValueText(words)
            box.setKeyboardTracking(False)
            box.valueChanged.connect(self.changed)
        self.sharpening = ComboBox()
        for words, key in ((tr("No"), "none"), (tr("For screens"), "screen"), (tr("For print"), "print")):
            self.sharpening.addItem(words, key)
        self.sharpening.activated.connect(self.changed)
        self.figures = label("", "secondary", wrap=False)
        self._explain()

    @property
    def output(self) -> Output:
        """What is chosen."""
        return Output(self.longest.value(), self.sharpening.currentData(), self.dpi.value())

    def show_output(self, output: Output) -> None:
        """Show what was chosen the last time."""
        self.longest.setValue(output.longest)
        self.dpi.setValue(round(output.dpi))
        self.sharpening.setCurrentIndex(self.sharpening.findData(output.sharpening))

    def show_figures(self, size: tuple[int, int], dpi: float) -> None:
        """Say how large a result of that size will be, in pixels and, printed at so many pixels per inch, in centimetres."""
        across, down = self.output.size(*size)
        dpi = self.output.dpi or dpi
        printed = tr(", printed {:.1f} × {:.1f} cm").format(across / dpi * _CM, down / dpi * _CM) if dpi else ""
        self.figures.setText(f"{across} × {down}{printed}")

    def add_to(self, form: QFormLayout) -> None:
        """Add the rows."""
        form.addRow(tr("Longer side"), self.longest)
        form.addRow(tr("Sharpen"), self.sharpening)
        form.addRow(tr("Resolution"), self.dpi)

    def set_visible(self, form: QFormLayout, visible: bool) -> None:
        """Show the rows, or hide them where they do not count."""
        for row in (self.longest, self.sharpening, self.dpi):
            form.setRowVisible(row, visible)

    def _explain(self) -> None:
        for widget, words, tip in (
            (self.longest, tr("Longer side"), tr("Pixels of the longer side; a picture is never enlarged.")),
            (self.sharpening, tr("Sharpen"), tr("What a screen or the ink of a print takes away is given back.")),
            (self.dpi, tr("Resolution"), tr("Pixels per inch that the file states; it changes no pixel.")),
        ):
            widget.setAccessibleName(words)
            widget.setToolTip(tip)
