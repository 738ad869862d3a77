"""Another training whose weights a new one begins with."""

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QWidget

from ganstudio.gui.app.services import pictures_folder
from ganstudio.gui.app.translations import tr
from ganstudio.gui.widgets.layout import button, tool


class StartFromBox(QWidget):
    """The folder of that training; None where it begins from nothing. `chosen` carries another one."""

    chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("clear")
        self.folder: Path | None = None
        tip = tr("Begin with the weights of another training of yours, as far as they fit: quicker, and with fewer pictures")
        self.change = button(tr("Begin with another training…"), tip, self._choose_folder)
        self._none = tool("close", tr("Begin from nothing"), lambda: self.choose(None))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        row.addWidget(self.change, 1)
        row.addWidget(self._none)
        self._none.hide()

    def choose(self, folder: Path | None) -> None:
        """Begin with that training, or from nothing."""
        self.folder = folder
        self.chosen.emit(folder)
        self.change.setText(tr("Begins with {}").format(folder.name) if folder else tr("Begin with another training…"))
        self._none.setVisible(folder is not None)

    def _choose_folder(self) -> None:
        chosen = QFileDialog.getExistingDirectory(
            self, tr("Choose the folder of a training"), str(self.folder or pictures_folder())
        )
        if chosen:
            self.choose(Path(chosen))
