"""The rows of a form that say how a picture is written: format, quality, colours, and what is said in the file."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QCheckBox, QFormLayout

from ganstudio.gui.app.context import AppContext
from ganstudio.gui.app.translations import tr
from ganstudio.gui.stylize.output_rows import OutputRows
from ganstudio.gui.stylize.save_settings import options_for, output_for
from ganstudio.gui.widgets.controls import ComboBox
from ganstudio.gui.widgets.form import NumberRow
from ganstudio.images.formats import format_of_suffix, saved_suffixes

if TYPE_CHECKING:
    from ganstudio.images.picture import Picture
    from ganstudio.images.writer import SaveOptions
    from ganstudio.stylize.picture_job import Saving

AS_EACH = ""


class FormatRows(QObject):
    """Adds its rows to a form; `changed` tells that something else was chosen, `saving` is what is chosen."""

    changed = Signal()

    def __init__(self, context: AppContext, *, as_each: bool = False) -> None:
        super().__init__()
        self._context = context
        self.format = ComboBox()
        if as_each:
            self.format.addItem(tr("As each picture is"), AS_EACH)
        for row in dict.fromkeys(saved_suffixes().values()):
            self.format.addItem(row.name, row.suffixes[0])
        self.format.setCurrentIndex(0 if as_each else max(0, self.format.findData(context.settings.format)))
        self.quality = NumberRow(1, 100, 92, whole=True, suffix="")
        self.chroma = ComboBox()
        self.chroma.addItem(tr("Whole (4:4:4)"), "444")
        self.chroma.addItem(tr("Halved (4:2:0): smaller files"), "420")
        self.lossless = QCheckBox(tr("Lose nothing: every pixel exactly, a larger file"))
        self.gps = QCheckBox(tr("Say where a photograph was taken"))
        self.gps.setChecked(context.settings.gps)
        self.recipe = QCheckBox(tr("Carry the look, to be had again from the file"))
        self.recipe.setChecked(context.settings.recipes)
        self.output = OutputRows()
        self._explain()
        self._show_kept()
        self.format.currentIndexChanged.connect(self._show_kept)
        self.lossless.toggled.connect(self._allow)
        self.format.currentIndexChanged.connect(self.changed)
        for signal in (self.quality.changed, self.chroma.activated, self.lossless.toggled, self.gps.toggled):
            signal.connect(self.changed)
        self.output.changed.connect(self.changed)

    @property
    def suffix(self) -> str:
        """The suffix of the chosen format; empty where each picture keeps its own."""
        return str(self.format.currentData())

    @property
    def options(self) -> "SaveOptions":
        """How it is written."""
        from ganstudio.images.writer import SaveOptions

        lossless = self.lossless.isChecked() and self.suffix == ".webp"
        return SaveOptions(int(self.quality.value()), self.chroma.currentData(), lossless, self.gps.isChecked())

    @property
    def saving(self) -> "Saving":
        """How it is written, and whether the recipe is in it."""
        from ganstudio.stylize.picture_job import Saving

        return Saving(self.options, self.recipe.isChecked(), self.output.output)

    def add_to(self, form: QFormLayout) -> None:
        """Add the rows that depend on the format, below the format's own."""
        form.addRow(tr("Quality"), self.quality)
        form.addRow(tr("Colours"), self.chroma)
        form.addRow("", self.lossless)
        self.output.add_to(form)
        self._allow()

    def add_switches(self, form: QFormLayout) -> None:
        """Add what the file says of itself."""
        form.addRow("", self.gps)
        form.addRow("", self.recipe)

    def _show_kept(self) -> None:
        """What was chosen the last time for this format."""
        options = options_for(self._context.settings, self.suffix)
        self.quality.set_value(options.quality)
        self.chroma.setCurrentIndex(self.chroma.findData(options.chroma))
        self.lossless.setChecked(options.lossless)
        self.output.show_output(output_for(self._context.settings, self.suffix))
        self._allow()

    def _allow(self) -> None:
        row = format_of_suffix(self.suffix)
        losing = row is None or (row.lossy and not (row.lossless and self.lossless.isChecked()))
        self.quality.setEnabled(losing)
        self.chroma.setEnabled(row is None or row.chroma)
        self.lossless.setEnabled(self.suffix == ".webp")

    def _explain(self) -> None:
        for widget, name, tip in (
            (self.format, tr("Format"), tr("PNG and TIFF lose nothing; the others are smaller.")),
            (self.quality, tr("Quality"), tr("From 1, small and coarse, to 100; from 90 on hardly anybody sees a loss.")),
            (self.chroma, tr("Colours"), tr("Whether colours are as fine as light and dark. WebP always halves them.")),
            (self.lossless, tr("Lossless"), tr("WebP can lose nothing, and is then smaller than PNG.")),
            (self.gps, "", tr("The place in the EXIF and XMP of your picture; leave it out before you publish.")),
            (self.recipe, "", tr("Styles, options and masks; no folder of your machine.")),
        ):
            widget.setToolTip(tip)
            if name:
                widget.setAccessibleName(name)
        self.quality.slider.setAccessibleName(tr("Quality"))
        self.quality.box.setAccessibleName(tr("Quality"))


def describe_losses(picture: "Picture", suffix: str, options: "SaveOptions") -> str:
    """What a format cannot keep of a picture, in plain words; empty where it keeps all."""
    words, row = [], format_of_suffix(suffix)
    if row is None:
        return ""
    if picture.pixels.itemsize == 2 and 16 not in row.saved_depths:
        words.append(tr("It holds 8 bits of your picture’s 16; PNG and TIFF keep them."))
    if picture.alpha is not None and not row.alpha:
        words.append(tr("It knows no transparency: the result is laid on white."))
    if suffix == ".webp" and not options.lossless:
        words.append(tr("It always halves the fineness of colours, unless nothing is lost."))
    if row.savable:
        from ganstudio.images.format_metadata import list_lost_words

        words += list_lost_words(picture, row.writer)
    return " ".join(words)


def explain_refusal(size: tuple[int, int], suffix: str) -> str:
    """Why a format cannot hold a result of that size at all; empty where it can."""
    row = format_of_suffix(suffix)
    if row is None or not row.longest or max(size) <= row.longest:
        return ""
    return tr("It holds at most {} pixels a side; choose PNG or TIFF.").format(row.longest)
