"""Below the page: how many pictures are kept, how far the work is, and the way to the training."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QWidget

from ganstudio.gui.app.translations import tr
from ganstudio.gui.widgets.layout import button, label, tool

_STEPS = 1000


class Footer(QWidget):
    """A line of words, progress with a stop while something runs, the one main button."""

    make_wanted = Signal()
    stop_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("bar")
        self._words = label("", "secondary", wrap=False)
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setRange(0, _STEPS)
        self._bar.setAccessibleName(tr("How far it is"))
        self.stop = tool("stop", tr("Stop; what is done is kept"), self.stop_wanted.emit)
        self.make = button(
            tr("Make a working copy and use it"),
            tr("New files are made from the pictures that are kept, and the training learns from them. The originals stay."),
            self.make_wanted.emit,
            name="primary",
        )
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 8, 16, 8)
        row.setSpacing(12)
        row.addWidget(self._words)
        row.addWidget(self._bar, 1)
        row.addWidget(self.stop)
        row.addWidget(self.make)
        for widget in (self._bar, self.stop):
            policy = widget.sizePolicy()
            policy.setRetainSizeWhenHidden(True)
            widget.setSizePolicy(policy)
        self.show_idle("", ready=False)

    def words(self) -> str:
        """What it says."""
        return self._words.text()

    def show_progress(self, words: str, share: float) -> None:
        """Something runs: what, and how far it is, 0 to 1."""
        self._words.setText(words)
        self._bar.setValue(round(_STEPS * share))
        self._show_parts(True)
        self.make.setEnabled(False)

    def show_idle(self, words: str, *, ready: bool) -> None:
        """Nothing runs; `ready` where a working copy can be made."""
        self._words.setText(words)
        self._show_parts(False)
        self.make.setEnabled(ready)

    def _show_parts(self, on: bool) -> None:
        self._bar.setVisible(on)
        self.stop.setVisible(on)
