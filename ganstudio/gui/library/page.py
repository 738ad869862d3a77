"""The Library page: the runs on the disk as cards, and what can be done with the chosen one."""

from collections.abc import Iterator
from datetime import date
from functools import partial
from pathlib import Path
from threading import Event as Flag

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QPixmap, QShowEvent
from PySide6.QtWidgets import QFileDialog, QMenu, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from ganstudio.core.errors import GanStudioError
from ganstudio.gui.app import trash
from ganstudio.gui.app.context import AppContext
from ganstudio.gui.app.shortcuts import bind
from ganstudio.gui.app.translations import tr
from ganstudio.gui.library.compare import ComparePage
from ganstudio.gui.library.controller import LibraryController
from ganstudio.gui.library.inspector import Inspector
from ganstudio.gui.library.listed_run import ListedRun
from ganstudio.gui.library.publish_page import PublishPage
from ganstudio.gui.library.run_grid import RunGrid
from ganstudio.gui.library.run_list import ListedSheet, Problems, read_runs
from ganstudio.gui.library.run_words import filter_words
from ganstudio.gui.train.run_name import free_name
from ganstudio.gui.widgets.layout import retint
from ganstudio.gui.widgets.term_label import TITLES

_EVERY = 2000  # milliseconds from one reading of the runs to the next, while the page is seen


class LibraryPage(QWidget):
    """The runs and the chosen one; or one as a style, or two beside each other. The signals carry a run's folder."""

    open_requested = Signal(object)
    resume_requested = Signal(object)
    new_requested = Signal()
    style_requested = Signal(str)

    def __init__(self, context: AppContext) -> None:
        super().__init__()
        self.setProperty(TITLES, True)
        self._context = context
        self.controller = LibraryController(lambda run: filter_words(run, context))
        self.grid = RunGrid(context, self.controller)
        self.inspector = Inspector(context)
        self.publish = PublishPage(context)
        self.compare = ComparePage(context)
        self._stack = QStackedWidget()
        self._clock = QTimer(self, interval=_EVERY)
        self._lay_out()
        self._wire()
        self._wire_inspector()

    def showEvent(self, event: QShowEvent) -> None:
        """Read the runs now, and again while the page is seen."""
        super().showEvent(event)
        self.refresh()
        self._clock.start()

    def hideEvent(self, event: QHideEvent) -> None:
        """Nobody looks."""
        super().hideEvent(event)
        self._clock.stop()

    def refresh(self) -> None:
        """Read what has changed, beside the window."""
        state = self.controller
        if state.begin_reading():
            folder = self._context.home.runs(self._context.settings)
            source = partial(read_runs, folder, tuple(state.elsewhere), dict(state.runs))
            self._context.files.submit(
                source,
                key="library",
                priority=2,
                on_item=self._receive,
                failed=self._context.report_error,
                ended=state.end_reading,
            )

    def choose_other(self) -> None:
        """Ask for the folder of a run that lies elsewhere."""
        first = self._context.folder_for("run")
        folder = QFileDialog.getExistingDirectory(self, tr("Open the folder of a training"), first)
        if folder:
            self._context.keep_folder("run", Path(folder).parent)
            self.add(Path(folder))

    def add(self, folder: Path) -> None:
        """Show a run that lies elsewhere, too."""
        try:
            self.controller.add(folder)
        except GanStudioError as error:
            self.grid.notice.show_words(str(error), tone="warning")
            return
        self.grid.notice.hide()
        self.refresh()

    def publish_run(self, folder: Path) -> None:
        """Show what a run's style looks like, and what its pack is to say of itself."""
        self.controller.show_publish()
        self.publish.show_run(folder)

    def fork(self, folder: Path, generation: Path) -> None:
        """Copy a run at one of its checkpoints beside the window, and open the copy."""
        runs = self._context.home.runs(self._context.settings)
        name = free_name(runs, Path(f"{folder.name} fork"), date.today())
        source = partial(_fork, folder, generation, runs / name)
        self._context.files.submit(source, key="fork", on_item=self.open_requested.emit, failed=self._context.report_error)

    def choose_other_run(self, folder: Path) -> None:
        """Ask for the training to compare one with."""
        menu = QMenu(self)
        for other in self.controller.others(folder):
            menu.addAction(other.folder.name, partial(self.compare_runs, folder, other.folder))
        if menu.isEmpty():
            self._context.post_message(tr("There is no other training yet."))
            return
        menu.popup(self.inspector.compare.mapToGlobal(self.inspector.compare.rect().bottomLeft()))

    def compare_runs(self, one: Path, other: Path) -> None:
        """Show two runs side by side."""
        self.controller.compare(one, other)
        self.compare.show_runs(one, other)

    def delete(self, folder: Path) -> None:
        """Put a run into the trash; it can be taken back."""
        try:
            where = trash.put(folder)
        except GanStudioError as error:
            self.grid.notice.show_words(str(error), tone="error")
            return
        undo = ((tr("Undo"), partial(self.take_back, where, folder)),) if where else ()
        self.grid.notice.show_words(tr("“{}” is in the trash.").format(folder.name), actions=undo)
        self.controller.remove(folder)

    def take_back(self, where: Path, folder: Path) -> None:
        """Take a run out of the trash, where it lies now."""
        try:
            trash.take_back(where, folder)
        except GanStudioError as error:
            self.grid.notice.show_words(str(error), tone="error")
            return
        self.controller.put_back(folder)
        self.grid.notice.hide()
        self.refresh()

    def _receive(self, read: tuple[ListedRun, ...] | Problems | ListedSheet) -> None:
        match read:
            case Problems(sentences):
                self._show_problems(sentences)
            case ListedSheet(folder, image):
                self._show_sheet(folder, QPixmap.fromImage(image))
            case _:
                self.controller.take_runs(read)

    def _show_sheet(self, folder: Path, sheet: QPixmap) -> None:
        self.grid.show_sheet(folder, sheet)
        if self.controller.chosen == folder:
            self.inspector.show_sheet(sheet)

    def _show_problems(self, sentences: tuple[str, ...]) -> None:
        """Name the trainings that cannot be shown, once for as long as they are the same ones."""
        if self.controller.take_problems(sentences):
            self.grid.notice.show_words("\n".join(sentences[:3]), tone="warning", details="\n".join(sentences))

    def _inspect(self) -> None:
        run = self.controller.chosen_run
        self.inspector.setVisible(run is not None)
        if run is not None:
            self.inspector.show_run(run, self.grid.sheet_of(run.folder))

    def _show_view(self) -> None:
        pages = {"list": self._split, "publish": self.publish, "compare": self.compare}
        self._stack.setCurrentWidget(pages[self.controller.view])

    def _use_theme(self) -> None:
        retint(self)
        self.grid.cards.viewport().update()
        self.refresh()

    def _delete_chosen(self) -> None:
        folder = self.controller.deletable()
        if folder is not None and self.inspector.isVisible():
            self.delete(folder)

    def _wire(self) -> None:
        self._clock.timeout.connect(self.refresh)
        self._context.settings_changed.connect(self._use_theme)
        self.controller.chosen_changed.connect(self._inspect)
        self.controller.view_changed.connect(self._show_view)
        self.grid.cards.activated_key.connect(lambda key: self.open_requested.emit(Path(key)))
        self.grid.new_clicked.connect(self.new_requested)
        self.grid.other_clicked.connect(self.choose_other)
        self.compare.left.connect(self.controller.show_list)
        self.publish.left.connect(self.controller.show_list)
        self.publish.open_wanted.connect(self.style_requested)
        bind("library.find", self, self.grid.filter.setFocus)
        bind("library.refresh", self, self.refresh)
        bind("library.delete", self, self._delete_chosen)

    def _wire_inspector(self) -> None:
        self.inspector.open_wanted.connect(self.open_requested)
        self.inspector.resume_wanted.connect(self.resume_requested)
        self.inspector.trash_wanted.connect(self.delete)
        self.inspector.publish_wanted.connect(self.publish_run)
        self.inspector.fork_wanted.connect(self.fork)
        self.inspector.compare_wanted.connect(self.choose_other_run)

    def _lay_out(self) -> None:
        self._split = QSplitter(Qt.Orientation.Horizontal)
        self._split.addWidget(self.grid)
        self._split.addWidget(self.inspector)
        self._split.setStretchFactor(0, 1)
        self._split.setSizes([900, 300])
        self._split.setChildrenCollapsible(False)
        for page in (self._split, self.publish, self.compare):
            self._stack.addWidget(page)
        self.inspector.hide()
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._stack)


def _fork(folder: Path, generation: Path, target: Path, _stop: Flag) -> Iterator[Path]:
    from ganstudio.runs.run import Run

    yield Run.open(folder).fork(generation, target).folder
