"""The presets: kept looks as pictures to choose from, to bring in and to give away."""

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from threading import Event as Flag
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QDialog, QFileDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from ganstudio.errors import GanStudioError
from ganstudio.events import Rendered
from ganstudio.gui import trash
from ganstudio.gui.studio import Studio
from ganstudio.gui.widgets.cards import Card, CardView
from ganstudio.gui.widgets.layout import button, label
from ganstudio.gui.widgets.notice import Notice
from ganstudio.gui.words import tr

if TYPE_CHECKING:
    from ganstudio.pictures.picture import Picture
    from ganstudio.stylize.look import Look
    from ganstudio.stylize.presets import Presets


class PresetsDialog(QDialog):
    """Shows the presets; `chosen` carries the look of the one that is picked."""

    chosen = Signal(object)

    def __init__(self, studio: Studio, picture: "Picture", look: "Look", parent: QWidget | None = None) -> None:
        from ganstudio.stylize.presets import Presets

        super().__init__(parent)
        self.setWindowTitle(tr("Presets"))
        self.resize(640, 520)
        self._studio, self._picture, self._look = studio, picture, look
        self._presets: Presets = Presets(studio.home)
        self.view = CardView(QSize(180, 120))
        self.view.setAccessibleName(tr("Presets"))
        self.notice = Notice()
        self.name = QLineEdit()
        self.name.setPlaceholderText(tr("A name for the look that you see now"))
        self.name.setAccessibleName(tr("Name"))
        self.keep = button(
            tr("Keep this look"), tr("With a small picture of what it does to yours"), self._keep, name="primary"
        )
        self._empty = label(tr("Looks that you keep stand here, each with a picture of its own."), "secondary")
        self._lay_out()
        self.name.textChanged.connect(lambda words: self.keep.setEnabled(bool(words.strip()) and bool(look.layers)))
        self.keep.setEnabled(False)
        self.view.activated_key.connect(lambda _: self.take())
        self.show_presets()

    def show_presets(self) -> None:
        """Show what lies in the folder."""
        files = self._presets.files
        self.view.show_cards([Card(str(file), file.stem, pixmap=QPixmap(str(file))) for file in files])
        self._empty.setVisible(not files)

    def take(self) -> None:
        """Make the chosen preset's look the current one."""
        file = self._file()
        if file is not None:
            self._try(partial(self._take, file))

    def _take(self, file: Path) -> None:
        self.chosen.emit(self._presets.look(file, self._studio.catalog))
        self.accept()

    def bring_in(self, file: Path) -> None:
        """Take a preset that came from elsewhere."""
        self._try(lambda: self._presets.take_in(file))
        self.show_presets()

    def _keep(self) -> None:
        name = self.name.text()
        source = partial(_kept, self._presets, name, self._picture, self._look, self._studio)
        self._studio.compute.submit(source, key="preset", urgency=0, happened=self._take_kept, failed=self._fail)

    def _take_kept(self, _file: Path) -> None:
        self.name.clear()
        self.show_presets()

    def _remove(self) -> None:
        file = self._file()
        if file is not None:
            self._try(lambda: trash.put(file))
            self.show_presets()

    def _choose_in(self) -> None:
        path, _ = QFileDialog.getOpenFileName(self, tr("Bring in a preset"), "", f"{tr('Presets')} (*.png *.jpg *.webp)")
        if path:
            self.bring_in(Path(path))

    def _choose_out(self) -> None:
        file = self._file()
        path, _ = QFileDialog.getSaveFileName(self, tr("Give away"), file.name, "PNG (*.png)") if file else ("", "")
        if file and path:
            self._try(lambda: self._presets.give_out(file, Path(path)))

    def _file(self) -> Path | None:
        key = self.view.key()
        return Path(key) if key else None

    def _try(self, act: Callable[[], object]) -> None:
        try:
            act()
        except GanStudioError as error:
            self._fail(str(error), "")

    def _fail(self, sentence: str, details: str) -> None:
        self.notice.show_words(sentence, tone="error", details=details)

    def _lay_out(self) -> None:
        head, foot = QHBoxLayout(), QHBoxLayout()
        head.addWidget(self.name, 1)
        head.addWidget(self.keep)
        foot.addWidget(button(tr("Bring in…"), tr("A preset from a file, or the look of any result"), self._choose_in))
        foot.addWidget(button(tr("Give away…"), tr("The chosen preset as a small file"), self._choose_out))
        foot.addWidget(button(tr("Remove"), tr("To the system's bin"), self._remove))
        foot.addStretch(1)
        foot.addWidget(button(tr("Take this look"), tr("Make the chosen one the look of your picture"), self.take))
        whole = QVBoxLayout(self)
        whole.setContentsMargins(16, 16, 16, 16)
        whole.setSpacing(12)
        whole.addLayout(head)
        for widget in (self.notice, self._empty):
            whole.addWidget(widget)
        whole.addWidget(self.view, 1)
        whole.addLayout(foot)


def _kept(presets: "Presets", name: str, picture: "Picture", look: "Look", studio: Studio, stop: Flag) -> Iterator[Path]:
    from ganstudio.devices import pick_device
    from ganstudio.stylize.engine import render
    from ganstudio.stylize.presets import THUMBNAIL

    device = pick_device(studio.settings.device)
    for event in render(picture.resized(THUMBNAIL), look, studio.catalog, device=device, stop=stop):
        if isinstance(event, Rendered):
            yield presets.keep(name, event.picture, look, studio.catalog)
