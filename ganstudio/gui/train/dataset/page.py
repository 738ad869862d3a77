"""The dataset page: a folder is examined, what is wrong is fixed in a workspace, and a working copy is made of it."""

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from threading import Event as Flag
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from ganstudio.gui.app.context import AppContext
from ganstudio.gui.app.services import Activity
from ganstudio.gui.app.translations import tr
from ganstudio.gui.app.workers import Task
from ganstudio.gui.train.dataset.footer import Footer
from ganstudio.gui.train.dataset.jobs import ExaminedData, examine
from ganstudio.gui.train.dataset.workspace import Workspace
from ganstudio.gui.widgets.layout import button, label, retint, tool
from ganstudio.gui.widgets.notice import Empty, Notice

if TYPE_CHECKING:
    from ganstudio.core.events import Skipped
    from ganstudio.images.dataset.report import ExamineProgress
    from ganstudio.images.dataset.working_copy import CopyProgress, WorkCopy


class DatasetPage(QWidget):
    """Stands alone: `show_folder` begins, `use_wanted` carries the folder of the finished working copy."""

    left = Signal()
    use_wanted = Signal(object)

    def __init__(self, context: AppContext) -> None:
        super().__init__()
        self._context = context
        self._folder, self._size = Path(), 64
        self._place: Path | None = None
        self._job: Task | None = None
        self._skipped: list[str] = []
        self._title = label("", "title", wrap=False)
        self.workspace, self.footer, self.notice = Workspace(context), Footer(), Notice()
        self.empty = Empty(
            "pictures",
            tr("Which pictures?"),
            tr("Choose the folder a training is to learn from. What is wrong with its pictures is shown here."),
            (tr("Choose a folder…"), self.choose_folder),
        )
        self._busy_label = label(tr("Looking through the pictures…"), "secondary")
        self._middle = QStackedWidget()
        self._lay_out()
        self._wire()

    def show_folder(self, folder: Path, size: int) -> None:
        """Look through a folder for a training at `size` pixels, beside the window."""
        self._folder, self._size, self._place = folder.expanduser().absolute(), size, None
        self._title.setText(tr("Pictures in “{}”").format(self._folder.name))
        self._title.setToolTip(str(self._folder))
        self.workspace.clear_findings()
        self._middle.setCurrentWidget(self._busy_label)
        self._begin(partial(examine, self._folder, size, self._context.home.data / "working copies"), self._receive_report)
        self._show_progress(tr("Looking…"), 0)

    def choose_folder(self) -> None:
        """Ask for a folder."""
        folder = QFileDialog.getExistingDirectory(self, tr("Choose a folder of pictures"), str(self._folder))
        if folder:
            self.show_folder(Path(folder), self._size)

    def make(self) -> None:
        """Make the working copy beside the window, and offer it when it is done."""
        from ganstudio.images.dataset.working_copy import make_working_copy

        if self._place is not None and not self.busy():
            self._skipped = []
            self._begin(partial(make_working_copy, self.workspace.edits(), self._place), self._receive_copy)
            self._show_progress(tr("Making the working copy…"), 0)

    def stop(self) -> None:
        """Stop what runs; what is done is kept."""
        if self._job is not None:
            self._job.cancel()
            self._show_idle()
            self.notice.show_words(tr("Stopped."), actions=((tr("Go on"), self._retry),))

    def busy(self) -> bool:
        """Whether something runs."""
        return self._job is not None

    def _begin(self, source: Callable[[Flag], Iterator[Any]], on_item: Callable[[Any], object]) -> None:
        self.notice.hide()
        self.workspace.setEnabled(False)
        self._job = self._context.compute.submit(source, key="dataset", on_item=on_item, failed=self._fail)

    def _show_progress(self, words: str, share: float) -> None:
        self.footer.show_progress(words, share)
        self._context.show_activity("dataset", Activity(words, share, self.stop))

    def _retry(self) -> None:
        """Begin again with what was stopped or failed."""
        if self._place is None:
            self.show_folder(self._folder, self._size)
        else:
            self.make()

    def _receive_report(self, seen: "ExamineProgress | ExaminedData") -> None:
        if not isinstance(seen, ExaminedData):
            words = tr("Looking at the pictures: {:,} of {:,}").format(seen.done, seen.total)
            self._show_progress(words, seen.done / seen.total)
            return
        self._place = seen.place
        self.workspace.show_findings(seen.findings, seen.edits)
        self._show_idle()

    def _receive_copy(self, event: "CopyProgress | Skipped | WorkCopy") -> None:
        from ganstudio.core.events import Skipped
        from ganstudio.images.dataset.working_copy import CopyProgress

        if isinstance(event, Skipped):
            self._skipped.append(event.reason)
        elif isinstance(event, CopyProgress):
            self._show_progress(tr("Working copy: {:,} of {:,}").format(event.done, event.total), event.done / event.total)
        else:
            self._finish(event)

    def _finish(self, copy: "WorkCopy") -> None:
        self._show_idle()
        self._context.post_message(tr("Working copy ✓"), "good")
        words = tr("The working copy has {:,} pictures. The originals are as they were.").format(copy.pictures)
        if self._skipped:
            words += " " + tr("{:,} could not be read and are missing.").format(len(self._skipped))
        self.notice.show_words(words, details="\n".join(self._skipped))
        self.use_wanted.emit(copy.folder)

    def _fail(self, sentence: str, details: str) -> None:
        self._show_idle()
        self.notice.show_words(sentence, tone="error", details=details, actions=((tr("Try again"), self._retry),))

    def _show_idle(self) -> None:
        """Nothing runs: the workspace is open, and the footer says how many pictures are kept."""
        self._job = None
        self._context.show_activity("dataset", None)
        self.workspace.setEnabled(True)
        self._middle.setCurrentWidget(self.workspace if self._place else self.empty)
        findings, kept = self.workspace.findings, self.workspace.count_kept()
        left_out = len(findings.images) - kept if findings else 0
        words = tr("{:,} pictures are kept, {:,} left out").format(kept, left_out) if findings else ""
        self.footer.show_idle(words, ready=kept > 0)

    def _apply_theme(self) -> None:
        retint(self)
        self.workspace.apply_theme()

    def _wire(self) -> None:
        self.workspace.changed.connect(self._show_idle)
        self.footer.make_wanted.connect(self.make)
        self.footer.stop_wanted.connect(self.stop)
        self._context.settings_changed.connect(self._apply_theme)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(8, 10, 16, 6)
        head.setSpacing(8)
        head.addWidget(tool("back", tr("Back to the training"), self.left.emit))
        head.addWidget(self._title, 1)
        head.addWidget(button(tr("Choose a folder…"), tr("Look at other pictures"), self.choose_folder, icon_name="open"))
        for widget in (self.empty, self._busy_label, self.workspace):
            self._middle.addWidget(widget)
        self._busy_label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(head)
        whole.addWidget(self.notice)
        whole.addWidget(self._middle, 1)
        whole.addWidget(self.footer)
        self.notice.setStyleSheet("#card { margin: 0 12px 8px 12px; }")
