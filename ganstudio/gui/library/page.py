"""The Library page: the runs on the disk as cards, and what can be done with the chosen one."""

from collections.abc import Callable, Iterator
from datetime import date, datetime
from functools import partial
from pathlib import Path
from threading import Event as Flag
from typing import Any

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QPixmap, QShowEvent
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QLineEdit,
    QMenu,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from ganstudio.core.errors import GanStudioError
from ganstudio.gui.app import trash
from ganstudio.gui.app.context import AppContext
from ganstudio.gui.app.shortcuts import bind
from ganstudio.gui.app.translations import count, tr
from ganstudio.gui.library.compare import ComparePage
from ganstudio.gui.library.inspector import Inspector, architecture_title, state_word
from ganstudio.gui.library.publish_page import PublishPage
from ganstudio.gui.library.run_list import SIDE, ListedRun, ListedSheet, Problems, read_shelf
from ganstudio.gui.train.run_name import free_name
from ganstudio.gui.widgets.cards import Card, CardView
from ganstudio.gui.widgets.controls import ComboBox
from ganstudio.gui.widgets.layout import label, retint, tool
from ganstudio.gui.widgets.notice import Empty, Notice

_EVERY = 2000

SORTS: dict[str, tuple[str, Callable[[ListedRun], Any], bool]] = {
    "newest": ("Newest first", lambda shown: shown.changed, True),
    "name": ("By name", lambda shown: shown.folder.name.casefold(), False),
    "seen": ("Most pictures seen", lambda shown: shown.images, True),
}


class LibraryPage(QWidget):
    """Cards of runs, a filter, an order; the signals carry a run's folder."""

    open_requested = Signal(object)
    resume_requested = Signal(object)
    new_requested = Signal()
    style_requested = Signal(str)

    def __init__(self, studio: AppContext) -> None:
        super().__init__()
        self._studio = studio
        self._shelf: dict[Path, ListedRun] = {}
        self._sheets: dict[Path, QPixmap] = {}
        self._elsewhere: list[Path] = []
        self._trashed: set[Path] = set()
        self._problems = Problems(())
        self._reading = False
        self.filter = QLineEdit()
        self.sort = ComboBox()
        self.cards = CardView(QSize(SIDE, SIDE), lines=3)
        self.inspector = Inspector(studio)
        self.publish = PublishPage(studio)
        self.compare = ComparePage(studio)
        self.notice = Notice()
        self._count = label("", "secondary", wrap=False)
        self._middle = QStackedWidget()
        self._whole = QStackedWidget()
        self._clock = QTimer(self, interval=_EVERY)
        self._lay_out()
        self._wire()

    def showEvent(self, event: QShowEvent) -> None:
        """Read the shelf now, and again while the page is seen."""
        super().showEvent(event)
        self.refresh()
        self._clock.start()

    def hideEvent(self, event: QHideEvent) -> None:
        """Nobody looks."""
        super().hideEvent(event)
        self._clock.stop()

    def refresh(self) -> None:
        """Read what has changed, beside the window."""
        if self._reading:
            return
        self._reading = True
        folder = self._studio.home.runs(self._studio.settings)
        source = partial(read_shelf, folder, tuple(self._elsewhere), dict(self._shelf))
        self._studio.files.submit(
            source, key="library", urgency=2, happened=self._take, failed=self._studio.fail, ended=self._end_of_reading
        )

    def choose_other(self) -> None:
        """Ask for the folder of a run that lies elsewhere."""
        folder = QFileDialog.getExistingDirectory(self, tr("Open the folder of a training"))
        if folder:
            self.add(Path(folder))

    def add(self, folder: Path) -> None:
        """Show a run that lies elsewhere, too."""
        from ganstudio.runs.run import Run

        try:
            self._elsewhere.append(Run.open(folder).folder)
        except GanStudioError as error:
            self.notice.show_words(str(error), tone="warning")
            return
        self.notice.hide()
        self.refresh()

    def publish_run(self, folder: Path) -> None:
        """Show what a run's style looks like, and what its pack is to say of itself."""
        self._whole.setCurrentWidget(self.publish)
        self.publish.show_run(folder)

    def fork(self, folder: Path, generation: Path) -> None:
        """Copy a run at one of its checkpoints beside the window, and open the copy."""
        runs = self._studio.home.runs(self._studio.settings)
        source = partial(_forked, folder, generation, free_name(runs, Path(f"{folder.name} fork"), date.today()), runs)
        self._studio.files.submit(source, key="fork", happened=self.open_requested.emit, failed=self._studio.fail)

    def choose_other_run(self, folder: Path) -> None:
        """Ask for the training to compare one with."""
        menu = QMenu(self)
        for other in sorted(self._shelf.values(), key=lambda shown: shown.changed, reverse=True):
            if other.folder != folder:
                menu.addAction(other.folder.name, partial(self.compare_runs, folder, other.folder))
        if menu.isEmpty():
            self._studio.say(tr("There is no other training yet."))
            return
        menu.popup(self.inspector.compare.mapToGlobal(self.inspector.compare.rect().bottomLeft()))

    def compare_runs(self, one: Path, other: Path) -> None:
        """Show two runs side by side."""
        self._whole.setCurrentWidget(self.compare)
        self.compare.show_runs(one, other)

    def delete(self, folder: Path) -> None:
        """Put a run into the trash; it can be taken back."""
        try:
            where = trash.put(folder)
        except GanStudioError as error:
            self.notice.show_words(str(error), tone="error")
            return
        undo = ((tr("Undo"), lambda: self._take_back(where, folder)),) if where else ()
        self.notice.show_words(tr("“{}” is in the trash.").format(folder.name), actions=undo)
        self._trashed.add(folder)
        self._shelf.pop(folder, None)
        self._show()

    def _take_back(self, where: Path, folder: Path) -> None:
        try:
            trash.take_back(where, folder)
        except GanStudioError as error:
            self.notice.show_words(str(error), tone="error")
            return
        self._trashed.discard(folder)
        self.notice.hide()
        self.refresh()

    def _take(self, seen: tuple[ListedRun, ...] | Problems | ListedSheet) -> None:
        if isinstance(seen, Problems):
            self._show_problems(seen)
            return
        if isinstance(seen, ListedSheet):
            pixmap = self._sheets[seen.folder] = QPixmap.fromImage(seen.image)
            self.cards.cards.change(str(seen.folder), pixmap=pixmap)
            if self.cards.key() == str(seen.folder):
                self.inspector.show_sheet(pixmap)
            return
        new = {shown.folder: shown for shown in seen if shown.folder not in self._trashed}
        if new != self._shelf or not new:
            self._shelf = new
            self._show()

    def _show_problems(self, problems: Problems) -> None:
        """Name the trainings that cannot be shown, once for as long as they are the same ones."""
        if problems != self._problems and problems.sentences:
            self.notice.show_words("\n".join(problems.sentences[:3]), tone="warning", details="\n".join(problems.sentences))
        self._problems = problems

    def _end_of_reading(self) -> None:
        self._reading = False

    def _show(self) -> None:
        _, order, backwards = SORTS[self.sort.currentData()]
        wanted = self.filter.text().casefold()
        chosen = [shown for shown in self._shelf.values() if wanted in _words(shown, self._studio).casefold()]
        chosen.sort(key=order, reverse=backwards)
        self.cards.show_cards([self._card(shown) for shown in chosen])
        self._count.setText(tr("{} of {}").format(len(chosen), len(self._shelf)) if wanted else str(len(self._shelf)))
        self._middle.setCurrentIndex(0 if self._shelf else 1)
        self._inspect()

    def _card(self, shown: ListedRun) -> Card:
        facts = f"{_title(shown, self._studio)}  ·  {tr('{} seen').format(count(shown.images))}"
        mark = "● " if shown.state == "running" else ""
        line = f"{facts}\n{mark}{state_word(shown.state)}  ·  {_day(shown.changed)}"
        return Card(str(shown.folder), shown.folder.name, line, self._sheets.get(shown.folder), tip=str(shown.folder))

    def _inspect(self) -> None:
        key = self.cards.key()
        shown = self._shelf.get(Path(key)) if key else None
        self.inspector.setVisible(shown is not None)
        if shown is not None:
            self.inspector.show_run(shown, self._sheets.get(shown.folder))

    def _wear_theme(self) -> None:
        retint(self)
        self.cards.viewport().update()
        self.refresh()

    def _delete_chosen(self) -> None:
        shown = self.inspector.shown
        if shown is not None and self.inspector.isVisible() and shown.state != "running":
            self.delete(shown.folder)

    def _wire(self) -> None:
        self._clock.timeout.connect(self.refresh)
        self._studio.settings_changed.connect(self._wear_theme)
        self._studio.catalog_changed.connect(self._show)
        self.filter.textChanged.connect(self._show)
        self.sort.currentIndexChanged.connect(self._show)
        self.cards.chosen.connect(lambda _key: self._inspect())
        self.cards.activated_key.connect(lambda key: self.open_requested.emit(Path(key)))
        self.inspector.open_wanted.connect(self.open_requested)
        self.inspector.resume_wanted.connect(self.resume_requested)
        self.inspector.trash_wanted.connect(self.delete)
        self.inspector.publish_wanted.connect(self.publish_run)
        self.inspector.fork_wanted.connect(self.fork)
        self.inspector.compare_wanted.connect(self.choose_other_run)
        self.compare.left.connect(lambda: self._whole.setCurrentIndex(0))
        self.publish.left.connect(lambda: self._whole.setCurrentIndex(0))
        self.publish.open_wanted.connect(self.style_requested)
        bind("library.find", self, self.filter.setFocus)
        bind("library.refresh", self, self.refresh)
        bind("library.delete", self, self._delete_chosen)

    def _lay_out(self) -> None:
        self.filter.setPlaceholderText(tr("Filter by name, architecture, state"))
        self.filter.setClearButtonEnabled(True)
        self.filter.setAccessibleName(tr("Filter"))
        self.filter.setToolTip(tr("Show only the trainings whose name, architecture or state holds these letters (Ctrl+F)"))
        for key, (words, _, _) in SORTS.items():
            self.sort.addItem(tr(words), key)
        self.sort.setAccessibleName(tr("Order"))
        self.sort.setToolTip(tr("The order of the cards."))
        self.cards.setObjectName("onCanvas")
        self.cards.setAccessibleName(tr("Trainings"))
        head = QHBoxLayout()
        head.setContentsMargins(16, 12, 16, 8)
        head.setSpacing(8)
        head.addWidget(label(tr("Library"), "title", wrap=False))
        head.addWidget(self._count)
        head.addStretch(1)
        head.addWidget(self.filter, 2)
        head.addWidget(self.sort)
        head.addWidget(tool("open", tr("Show a training that lies in another folder…"), self.choose_other))
        self.empty = Empty(
            "library",
            tr("No trainings yet"),
            tr("Each training is kept here with its samples, so that you can look at it, go on, or make pictures from it."),
            (tr("Train on a folder…"), self.new_requested.emit),
            (tr("Open one from elsewhere…"), self.choose_other),
        )
        framed = QWidget()
        framed.setObjectName("canvas")
        inside = QVBoxLayout(framed)
        inside.setContentsMargins(10, 0, 0, 0)
        inside.addWidget(self.cards)
        self._middle.setObjectName("canvas")
        for widget in (framed, self.empty):
            self._middle.addWidget(widget)
        middle = QWidget()
        middle.setObjectName("canvas")
        middle.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        column = QVBoxLayout(middle)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self.notice)
        column.addWidget(self._middle, 1)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.addWidget(middle)
        split.addWidget(self.inspector)
        split.setStretchFactor(0, 1)
        split.setSizes([900, 300])
        split.setChildrenCollapsible(False)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        for page in (split, self.publish, self.compare):
            self._whole.addWidget(page)
        whole.addWidget(self._whole)
        self.inspector.hide()
        self.notice.setStyleSheet("#card { margin: 0 12px 8px 12px; }")


def _title(shown: ListedRun, studio: AppContext) -> str:
    return f"{architecture_title(studio, shown.spec.architecture)} {shown.spec.size}"


def _words(shown: ListedRun, studio: AppContext) -> str:
    return f"{shown.folder.name} {_title(shown, studio)} {shown.spec.architecture} {state_word(shown.state)}"


def _day(moment: datetime) -> str:
    today = datetime.now(moment.tzinfo).date()
    return f"{moment:%H:%M}" if moment.date() == today else f"{moment:%d %b %Y}"


def _forked(folder: Path, generation: Path, name: str, runs: Path, _stop: Flag) -> Iterator[Path]:
    from ganstudio.runs.run import Run

    yield Run.open(folder).fork(generation, runs / name).folder
