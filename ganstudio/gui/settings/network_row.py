"""The row of the Settings page for the perceptual network: where it is, naming it, fetching it."""

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from ganstudio.core import vgg16
from ganstudio.core.download import DownloadProgress
from ganstudio.gui.app.context import AppContext
from ganstudio.gui.app.network_fetch import fetching_words
from ganstudio.gui.app.translations import tr
from ganstudio.gui.widgets.layout import button, label
from ganstudio.gui.widgets.notice import Notice


class NetworkRow(QWidget):
    """What VGG-16 is for, whether it is here, and what can be done where it is not; nothing is fetched unasked."""

    def __init__(self, context: AppContext) -> None:
        super().__init__()
        self._context = context
        self._state = label("", "secondary")
        self.line = QLineEdit()
        self.line.setReadOnly(True)
        self.notice = Notice()
        self.choose = button(tr("Choose file…"), tr("Name the file where you have it already"), self._choose)
        self.fetch = button(tr("Download…"), tr("Fetch {} MB from {}").format(vgg16.MEGABYTES, vgg16.ADDRESS),
                            self.start)  # fmt: skip
        self._lay_out()
        self.show_state()
        fetch = context.network_fetch
        fetch.stepped.connect(self._show)
        fetch.failed.connect(self._fail)
        fetch.ended.connect(self._end)

    def show_state(self) -> None:
        """Say where the network is, or that it is missing."""
        found = vgg16.vgg16()
        self.line.setText(str(found or vgg16.target_file()))
        self.line.setToolTip(self.line.text())
        self.fetch.setVisible(found is None)
        self._state.setText(
            tr("It is here: a brush can learn from a painting.")
            if found
            else tr("It is missing. The download comes from {}, {} MB, and is checked by its SHA-256 ({}…).").format(
                vgg16.ADDRESS.split("/")[2], vgg16.MEGABYTES, vgg16.SHA256[:16]
            )
        )

    def start(self) -> None:
        """Fetch the network beside the window."""
        self.fetch.setEnabled(False)
        self.notice.hide()
        self._context.network_fetch.start()

    def name_file(self, path: Path) -> None:
        """Use the network in this file from now on."""
        self._context.change(vgg16=str(path))
        self.show_state()

    def _choose(self) -> None:
        path, _ = QFileDialog.getOpenFileName(self, tr("Choose the file of VGG-16"), self.line.text())
        if path:
            self.name_file(Path(path))

    def _show(self, step: DownloadProgress) -> None:
        self.fetch.setEnabled(False)
        self._state.setText(fetching_words(step))

    def _fail(self, sentence: str, details: str) -> None:
        self.notice.show_words(sentence, tone="error", details=details)

    def _end(self) -> None:
        self.fetch.setEnabled(True)
        self.show_state()

    def _lay_out(self) -> None:
        self.line.setAccessibleName(tr("File of the perceptual network"))
        head = label(tr("Perceptual network (VGG-16)"))
        head.setBuddy(self.line)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(head)
        words.addWidget(label(tr("Knows what is in pictures; a brush learns a painting's strokes by it."), "secondary"))
        words.addWidget(self._state)
        editor = QHBoxLayout()
        editor.addWidget(self.line, 1)
        editor.addWidget(self.choose)
        editor.addWidget(self.fetch)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(words)
        column.addLayout(editor)
        column.addWidget(self.notice)
