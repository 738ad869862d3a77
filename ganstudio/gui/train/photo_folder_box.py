"""Which photos a style is learned on: the artist's own folder, else those of the studio."""

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from ganstudio.gui.app.services import pictures_folder
from ganstudio.gui.app.translations import tr
from ganstudio.gui.widgets.layout import button, label


class PhotoFolderBox(QWidget):
    """A folder of photos to be changed; None where the studio's own are taken. `chosen` carries another one."""

    chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.folder: Path | None = None
        self._words = label(tr("Photos: the studio's own. A few dozen of yours teach it better."), "secondary")
        self.change = button(
            tr("Choose photos…"), tr("The photos on which the style is learned"), self._choose_folder, icon_name="open"
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._words)
        column.addWidget(self.change)

    def choose(self, folder: Path) -> None:
        """Take that folder's photos."""
        self.folder = folder
        self.chosen.emit(folder)
        self._words.setText(tr("Photos: {}").format(folder.name))
        self._words.setToolTip(str(folder))

    def _choose_folder(self) -> None:
        chosen = QFileDialog.getExistingDirectory(
            self, tr("Choose a folder of photos"), str(self.folder or pictures_folder())
        )
        if chosen:
            self.choose(Path(chosen))
