"""The filmstrip under the canvas: the pictures and films that were dropped together, and how each of them stands."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ganstudio.gui.app.context import AppContext
from ganstudio.gui.app.shortcuts import bind
from ganstudio.gui.app.small_images import SmallImage, small_images
from ganstudio.gui.app.translations import tr
from ganstudio.gui.stylize.controller import StylizeController
from ganstudio.gui.widgets.cards import Card, CardView
from ganstudio.gui.widgets.layout import label, tool
from ganstudio.gui.widgets.placeholders import broken_picture, film_picture
from ganstudio.images.formats import film_suffixes

if TYPE_CHECKING:
    from ganstudio.stylize.batch import Batch, ItemChanged

SIDE = QSize(96, 64)
_KEY = "filmstrip"


class Filmstrip(QWidget):
    """Thumbnails in a row; `chosen` carries the file of the one that is picked."""

    chosen = Signal(object)

    def __init__(self, context: AppContext, controller: StylizeController) -> None:
        super().__init__()
        self.setObjectName("bar")
        self._context, self._controller = context, controller
        self._states: dict[Path, tuple[str, str]] = {}
        self._count = label("", "secondary", wrap=False)
        self.view = CardView(SIDE, lines=2, row=True)
        self.view.setAccessibleName(tr("Pictures of this batch"))
        self._lay_out()
        self.view.settled.connect(self._decode)
        self.view.chosen.connect(lambda key: self.chosen.emit(Path(key)))
        controller.files_changed.connect(self._show_files)
        context.queue.progressed.connect(self._take_state)
        bind("stylize.next", self, partial(self._step, 1))
        bind("stylize.previous", self, partial(self._step, -1))
        self.hide()

    @property
    def files(self) -> tuple[Path, ...]:
        """The files that are shown; none hides the strip."""
        return self._controller.files

    def _show_files(self) -> None:
        self._states = {}
        self.view.cards.show([Card(str(file), file.name, tip=str(file)) for file in self.files])
        self.view.mark(str(self.files[0]) if self.files else "")
        self.setVisible(bool(self.files))
        self._show_count()

    def mark(self, file: Path) -> None:
        """Show which file is open."""
        self.view.mark(str(file))

    def state_of(self, file: Path) -> str:
        """How a file stands: “”, “done”, “failed” and so on."""
        return self._states.get(file, ("", ""))[0]

    def _take_state(self, batch: "Batch", stood: "ItemChanged") -> None:
        file = batch.spec.sources[stood.number]
        if file in self.files:
            self._states[file] = stood.item.state, stood.item.reason
            words = {"begun": tr("working…"), "done": tr("done ✓"), "failed": tr("failed"), "skipped": tr("left out")}
            changes = {"line": words.get(stood.item.state, ""), "tip": stood.item.reason or str(file)}
            self.view.cards.change(str(file), **changes)
            self._show_count()

    def _show_count(self) -> None:
        states = [state for state, _ in self._states.values()]
        films = any(file.suffix.lower() in film_suffixes() for file in self.files)
        words = [(tr("{} pictures and films") if films else tr("{} pictures")).format(len(self.files))]
        words += [tr("{} done").format(states.count("done"))] if "done" in states else []
        words += [tr("{} failed").format(states.count("failed"))] if "failed" in states else []
        self._count.setText("  ·  ".join(words))

    def _step(self, by: int) -> None:
        """Choose the next picture, or the one before; at an end there is none."""
        row = self.view.currentIndex().row() + by
        if 0 <= row < len(self.files):
            self.view.choose(str(self.files[row]))

    def _decode(self) -> None:
        """Ask for the images of what is in sight and has none."""
        rows = self.view.visible_rows()
        wanted = [self.files[row] for row in rows if self.view.cards.cards[row].pixmap is None]
        if wanted:
            longest = round(SIDE.width() * 1.5 * self.devicePixelRatioF())
            self._context.files.submit(partial(small_images, wanted, longest), key=_KEY, priority=3, on_item=self._receive)

    def _receive(self, small: SmallImage) -> None:
        if not small.reason:
            pixmap = QPixmap.fromImage(small.image)
            self.view.cards.change(str(small.file), pixmap=film_picture(pixmap, SIDE) if small.film else pixmap)
        else:
            mark = broken_picture(SIDE, self.devicePixelRatioF())
            self.view.cards.change(str(small.file), pixmap=mark, line=tr("cannot be read"), tip=small.reason)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(12, 4, 4, 0)
        head.addWidget(self._count)
        head.addStretch(1)
        head.addWidget(tool("close", tr("Put the other pictures away; the one above stays open"), self._empty))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self.view)

    def _empty(self) -> None:
        self._controller.show_files(())
