"""The part of the inspector that makes new pictures from a run."""

from functools import partial
from math import ceil
from pathlib import Path

from PySide6.QtCore import QSize, QUrl
from PySide6.QtGui import QDesktopServices, QPixmap
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QSpinBox, QVBoxLayout, QWidget

from ganstudio.core.events import TileDone
from ganstudio.gui.app.context import AppContext
from ganstudio.gui.app.services import Activity
from ganstudio.gui.app.translations import tr
from ganstudio.gui.library.jobs import MadePictures, make_pictures
from ganstudio.gui.widgets.cards import Card, CardView
from ganstudio.gui.widgets.controls import ComboBox, SpinBox
from ganstudio.gui.widgets.layout import button, label, section
from ganstudio.gui.widgets.notice import Notice

_PICTURE, _ROWS = QSize(104, 104), 4


class NewPictures(QWidget):
    """How many, from which seed, single or on one sheet; what was made is shown, a click opens its folder."""

    def __init__(self, context: AppContext) -> None:
        super().__init__()
        self.setObjectName("clear")
        self._context = context
        self._run: Path | None = None
        self._is_trained = self._making = False
        self._results = Path()
        self.count = _number(1, 1000, 16)
        self.seed = _number(0, 2**31 - 1, 0)
        self.kind = ComboBox()
        self.grid = QCheckBox(tr("All on one sheet"))
        self.start = button(
            tr("Generate pictures"), tr("Let it make new pictures and keep them as files"), self.generate,
            icon_name="pictures",
        )  # fmt: skip
        self.pictures = CardView(_PICTURE, lines=0)
        self.notice = Notice()
        self._lay_out()
        self.pictures.activated_key.connect(lambda _key: self.show_results())
        self.pictures.clicked.connect(lambda _index: self.show_results())

    def show_run(self, folder: Path, *, trained: bool, kinds: tuple[str, ...] = ()) -> None:
        """Make pictures from this run from now on; what was made from another is put away."""
        if folder != self._run:
            self._run = folder
            self.kind.clear()
            self.kind.addItem(tr("All kinds in turn"), None)
            for name in kinds:
                self.kind.addItem(name, name)
            self.kind.setVisible(bool(kinds))
            self.notice.hide()
            self._show_cards([])
        self._is_trained = trained
        self._allow()

    def generate(self) -> None:
        """Make pictures beside the window."""
        if self._run is None:
            return
        self._results = self._context.home.results(self._context.settings) / self._run.name
        self.notice.hide()
        self._show_cards([])
        source = partial(
            make_pictures, self._run, self._context.catalog, self._results, self.count.value(), self.seed.value(),
            self.grid.isChecked(), self._context.settings.device, self.kind.currentData(),
        )  # fmt: skip
        self._context.compute.submit(
            source,
            key="generate",
            priority=0,
            on_item=partial(self._receive, self._run),
            failed=self._refuse,
            ended=self._end,
        )
        self._show_done(0, self.count.value())

    def show_results(self) -> None:
        """Open the folder of what was made."""
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._results)))

    def _receive(self, run: Path, item: TileDone | MadePictures) -> None:
        if isinstance(item, TileDone):
            self._show_done(item.done, item.total)
        elif run == self._run:
            self.pictures.cards.add(Card(str(item.path), tip=item.path.name, pixmap=QPixmap.fromImage(item.image)))
            self._make_room()

    def _refuse(self, sentence: str, details: str) -> None:
        self.notice.show_words(sentence, tone="error", details=details)

    def _end(self) -> None:
        self._context.show_activity("generate", None)
        self._making = False
        self._allow()
        if self.pictures.cards.cards:
            self._context.post_message(tr("New pictures saved in {} ✓").format(self._results.name), "good")

    def _show_done(self, done: int, total: int) -> None:
        words = tr("Making {} of {}…").format(min(done + 1, total), total)
        stop = partial(self._context.compute.cancel, "generate")
        self._context.show_activity("generate", Activity(words, done / total, stop))
        self._making = True
        self._allow()
        self.start.setText(words)

    def _allow(self) -> None:
        self.start.setEnabled(self._is_trained and not self._making)
        if not self._making:
            self.start.setText(tr("Generate pictures"))

    def _show_cards(self, cards: list[Card]) -> None:
        self.pictures.show_cards(cards)
        self._make_room()

    def _make_room(self) -> None:
        """Show as many rows of pictures as there are, up to a few."""
        count = len(self.pictures.cards.cards)
        columns = max(1, (self.pictures.viewport().width() or self.width()) // (_PICTURE.width() + 12))
        self.pictures.setFixedHeight(min(_ROWS, ceil(count / columns)) * (_PICTURE.height() + 12) + 4)
        self.pictures.setVisible(bool(count))

    def _lay_out(self) -> None:
        self.pictures.setToolTip(tr("Click to open the folder they lie in."))
        self.pictures.setAccessibleName(tr("Generated pictures"))
        self.pictures.hide()
        self.kind.setToolTip(tr("Which kind of pictures to make"))
        self.kind.setAccessibleName(tr("Kind"))
        self.kind.hide()
        self.grid.setToolTip(tr("One picture file with all of them, in place of single files."))
        numbers = QHBoxLayout()
        numbers.setSpacing(8)
        for name, box, tip in (
            (tr("How many"), self.count, tr("How many new pictures to make.")),
            (tr("Seed"), self.seed, tr("Another seed gives other pictures; the same seed the same ones.")),
        ):
            box.setAccessibleName(name)
            box.setToolTip(tip)
            words = label(name, "secondary", wrap=False)
            words.setBuddy(box)
            numbers.addWidget(words)
            numbers.addWidget(box, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(section(tr("New pictures")))
        column.addLayout(numbers)
        for widget in (self.kind, self.grid, self.start, self.notice, self.pictures):
            column.addWidget(widget)


def _number(least: int, most: int, value: int) -> QSpinBox:
    box = SpinBox()
    box.setRange(least, most)
    box.setValue(value)
    box.setMinimumWidth(56)
    box.lineEdit().setTextMargins(4, 0, 4, 0)  # the style sheet's padding does not reach into it
    return box
