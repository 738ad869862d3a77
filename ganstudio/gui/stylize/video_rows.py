"""The rows of a form that say how films are made: their kind, and how steady they are."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFormLayout

from ganstudio.gui.app.translations import tr
from ganstudio.gui.widgets.controls import ComboBox
from ganstudio.gui.widgets.form import NumberRow
from ganstudio.gui.widgets.layout import label

_KINDS = (
    (".mp4", "MP4: plays everywhere, with sound"),
    (".webm", "WebM: for the web, with sound"),
    (".gif", "GIF: 256 colours, no sound, begins anew for ever"),
)


class VideoRows(QObject):
    """Adds its rows to a form, as far as there are films among `files`; `alone` where there is nothing else."""

    def __init__(self, files: Sequence[Path], steady: float) -> None:
        from ganstudio.video.decode import is_film

        super().__init__()
        films = [is_film(file) for file in files]
        self.alone, self._any = bool(films) and all(films), any(films)
        self.kind = ComboBox()
        if len(files) > 1:
            self.kind.addItem(tr("As each film is"), "")
        for suffix, words in _KINDS:
            self.kind.addItem(tr(words), suffix)
        self.row = NumberRow(0, 100, 100 * steady, whole=True, suffix=" %")
        self._explain()

    @property
    def suffix(self) -> str:
        """The suffix of the chosen kind; empty where each film keeps its own."""
        return str(self.kind.currentData())

    @property
    def steady(self) -> float:
        """How far still places are kept still, 0 to 1."""
        return self.row.value() / 100

    def add_to(self, form: QFormLayout) -> None:
        """Add the rows."""
        calm = label(tr("0 leaves each frame as it was painted, 100 paints what stands still only once."), "secondary")
        form.addRow(tr("Kind"), self.kind)
        form.addRow(tr("Steady"), self.row)
        form.addRow("", calm)
        form.setRowVisible(self.kind, self.alone)
        for each in (self.row, calm):
            form.setRowVisible(each, self._any)

    def _explain(self) -> None:
        steady = tr("How steady films are, in percent")
        for widget, name, tip in (
            (self.kind, tr("Kind"), tr("What kind of film comes out.")),
            (self.row, steady, tr("Higher: what stands still flickers less. What moves is painted anew in any case.")),
            (self.row.slider, steady, ""),
            (self.row.box, steady, ""),
        ):
            widget.setAccessibleName(name)
            widget.setToolTip(tip)
