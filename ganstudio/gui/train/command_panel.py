"""What can be asked of a training that goes on: samples of any seed, a checkpoint, other options."""

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ganstudio.api.options import Options, fields
from ganstudio.core.events import Saved
from ganstudio.gui.app.translations import tr
from ganstudio.gui.widgets.controls import SpinBox
from ganstudio.gui.widgets.form import OptionsForm
from ganstudio.gui.widgets.layout import button, clear, label


class CommandPanel(QWidget):
    """Buttons and the options that may be changed on the way; each signal carries what is asked of the training."""

    sample_wanted = Signal(int)
    save_wanted = Signal()
    change_wanted = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("clear")
        self._values: dict[str, Any] = {}
        self._saved: Saved | None = None
        self.form: OptionsForm | None = None
        self.seed = SpinBox()
        self.sample = button(tr("Sample now"), tr("A sheet of new pictures of this seed, at once"), self._sample)
        self.save = button(tr("Save now"), tr("Write a checkpoint at once"), self._save, icon_name="save")
        self.change = button(
            tr("Change on the way"), tr("Rates and disguises can be changed while it trains"), self._toggle_options
        )
        self._options_box = QWidget()
        self._options_column = QVBoxLayout(self._options_box)
        self._lay_out()

    def show_options(self, options: type[Options], values: dict[str, Any]) -> None:
        """Offer what may be changed on the way, as it is now."""
        self._values = {name: value for name, value in values.items() if name in options.model_fields}
        clear(self._options_column)
        live = {field.name for field in fields(options) if field.live}
        self.change.setVisible(bool(live))
        self.form = OptionsForm(options, self._values, only=live)
        self._options_column.addWidget(self.form)
        apply = button(tr("Change from now on"), tr("What you have set counts from the next step on"), self.apply)
        self._options_column.addWidget(apply)
        self._options_box.hide()

    def show_saved(self, saved: Saved | None) -> None:
        """Show that a checkpoint can be asked for again, once there is another than when one was asked for."""
        if saved is not self._saved:
            self._saved = saved
            self.show_saving(on=False)

    def show_saving(self, *, on: bool) -> None:
        """Say that a checkpoint was asked for and is not there yet: until the step that runs is done, nothing is written."""
        self.save.setText(tr("Saving…") if on else tr("Save now"))
        self.save.setEnabled(not on)

    def _save(self) -> None:
        self.show_saving(on=True)
        self.save_wanted.emit()

    def _sample(self) -> None:
        self.sample_wanted.emit(self.seed.value())

    def _toggle_options(self) -> None:
        self._options_box.setVisible(not self._options_box.isVisible())

    def apply(self) -> None:
        """Ask for the options that were changed."""
        if self.form is None:
            return
        new = {name: value for name, value in self.form.values().items() if value != self._values.get(name)}
        if new:
            self.change_wanted.emit(new)
            self._values |= new
        self._options_box.hide()

    def _lay_out(self) -> None:
        self.seed.setRange(0, 999_999_999)
        self.seed.setPrefix(tr("seed "))
        self.seed.setValue(1)
        self.seed.setMinimumWidth(64)
        self.seed.lineEdit().setTextMargins(6, 0, 0, 0)  # the style sheet's padding does not reach into it
        self.seed.setToolTip(tr("Where chance begins: another seed gives other pictures."))
        self.seed.setAccessibleName(tr("Seed of the samples"))
        self._options_column.setContentsMargins(0, 4, 0, 0)
        first = QHBoxLayout()
        first.setSpacing(8)
        first.addWidget(self.sample, 1)
        first.addWidget(self.seed, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(label(tr("While it trains"), "secondary"))
        column.addLayout(first)
        column.addWidget(self.save)
        column.addWidget(self.change)
        column.addWidget(self._options_box)
