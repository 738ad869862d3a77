"""The row of the Settings page for the perceptual network: where it is, naming it, fetching it."""

import threading
from collections.abc import Iterator
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from ganstudio import perceptual
from ganstudio.download import Fetched
from ganstudio.gui.background import Lane
from ganstudio.gui.studio import Activity, Studio
from ganstudio.gui.widgets.layout import button, label
from ganstudio.gui.widgets.notice import Notice
from ganstudio.gui.words import tr

_KEY = "fetch network"


class Network(QWidget):
    """What VGG-16 is for, whether it is here, and what can be done where it is not; nothing is fetched unasked."""

    def __init__(self, studio: Studio) -> None:
        super().__init__()
        self._studio = studio
        self._lane: Lane | None = None
        self._state = label("", "secondary")
        self.line = QLineEdit()
        self.line.setReadOnly(True)
        self.notice = Notice()
        self.choose = button(tr("Choose file…"), tr("Name the file where you have it already"), self._choose)
        self.fetch = button(tr("Download…"), tr("Fetch {} MB from {}").format(perceptual.MEGABYTES, perceptual.ADDRESS),
                            self.start)  # fmt: skip
        self._lay_out()
        self.show_state()

    def show_state(self) -> None:
        """Say where the network is, or that it is missing."""
        found = perceptual.vgg16()
        self.line.setText(str(found or perceptual.expected_at()))
        self.line.setToolTip(self.line.text())
        self.fetch.setVisible(found is None)
        self._state.setText(
            tr("It is here: a brush can learn from a painting.")
            if found
            else tr("It is missing. The download comes from {}, {} MB, and is checked by its SHA-256 ({}…).").format(
                perceptual.ADDRESS.split("/")[2], perceptual.MEGABYTES, perceptual.SHA256[:16]
            )
        )

    def start(self) -> None:
        """Fetch the network beside the window."""
        self.fetch.setEnabled(False)
        self.notice.hide()
        if self._lane is None:  # of its own: it takes minutes, and the others must not wait
            self._lane = Lane("network", self)
            self._studio.closed.connect(self._lane.close)
            self._lane.start()
        self._lane.submit(_fetched, key=_KEY, happened=self._show, failed=self._fail, ended=self._end)
        self._show(Fetched(0, perceptual.SIZE))

    def name_file(self, path: Path) -> None:
        """Use the network in this file from now on."""
        self._studio.change(vgg16=str(path))
        self.show_state()

    def _choose(self) -> None:
        path, _ = QFileDialog.getOpenFileName(self, tr("Choose the file of VGG-16"), self.line.text())
        if path:
            self.name_file(Path(path))

    def _show(self, step: Fetched) -> None:
        words = tr("Fetching the network: {} MB").format(step.done >> 20)
        share = step.done / step.total
        self._studio.show_activity(_KEY, Activity(words, share, self._stop))
        self._state.setText(words)

    def _stop(self) -> None:
        if self._lane is not None:
            self._lane.cancel(_KEY)

    def _fail(self, sentence: str, details: str) -> None:
        self.notice.show_words(sentence, tone="error", details=details)

    def _end(self) -> None:
        self._studio.show_activity(_KEY, None)
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


def _fetched(stop: threading.Event) -> Iterator[Fetched]:
    yield from perceptual.fetch(stop)
