"""The panel of the queue: its jobs in their order, and what can be done with all of them."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from ganstudio.gui.app.context import AppContext
from ganstudio.gui.app.small_images import SmallImage, small_images
from ganstudio.gui.app.translations import tr
from ganstudio.gui.queue.job import QueueJob
from ganstudio.gui.queue.job_row import DRAGGED, SIDE, JobRow
from ganstudio.gui.queue.panel_state import panel_state
from ganstudio.gui.widgets.layout import button, label, retint, section, set_icon, tool
from ganstudio.gui.widgets.notice import Empty, Notice


class QueuePanel(QWidget):
    """Shows what the studio's queue works through; it lies below the pages, as high as its edge is dragged."""

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("bar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAcceptDrops(True)
        self.resize(620, 460)
        self._context, self._runner = context, context.queue
        self.rows: list[JobRow] = []
        self._pictures: dict[str, Path] = {}
        self.notice = Notice()
        self._words = label("", "secondary")
        self.pause_button = button(tr("Pause"), tr("Let the queue rest, or go on"), self._pause, icon_name="pause")
        tip = tr("Forget what is finished; pictures, films and trainings stay, and so does what failed")
        self.clear_button = button(tr("Clear what is done"), tip, self._runner.clear_done)
        self._list = QVBoxLayout()
        self._middle = QStackedWidget()
        self._lay_out()
        self._runner.changed.connect(self.show_queue)
        self._runner.failed.connect(self._fail)
        context.settings_changed.connect(self._apply_theme)
        self.show_queue()

    def show_queue(self) -> None:
        """Show the jobs as they are now."""
        jobs = self._runner.jobs
        if [row.job for row in self.rows] != jobs:
            self._show_rows(jobs)
        for row in self.rows:
            row.show_state()
            self._request_preview(row)
        self._middle.setCurrentIndex(0 if jobs else 1)
        for each in (self.pause_button, self.clear_button):
            each.setVisible(bool(jobs))
        state = panel_state(self._runner)
        self._words.setText(state.words)
        self.pause_button.setText(tr("Go on") if self._runner.paused else tr("Pause"))
        set_icon(self.pause_button, "play" if self._runner.paused else "pause")
        self.pause_button.setEnabled(state.pause)
        self.clear_button.setEnabled(state.tidy)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take one of its own rows."""
        if event.mimeData().hasFormat(DRAGGED):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Put the row where it was let go."""
        name = bytes(event.mimeData().data(DRAGGED).data()).decode()
        height = event.position().toPoint()
        place = sum(row.job.folder.name != name and self._middle_height(row) < height.y() for row in self.rows)
        for job in [job for job in self._runner.jobs if job.folder.name == name]:
            self._runner.move(job, place)
        event.acceptProposedAction()

    def remove(self, job: QueueJob) -> None:
        """Take a job out; it can be put back where something would be lost."""
        lost = bool(job.left or job.failures)
        place = self._runner.remove(job)
        if lost:
            undo = ((tr("Undo"), partial(self._put_back, job, place)),)
            self.notice.show_words(tr("“{}” is out of the queue; {}.").format(job.title, job.labels.stays), actions=undo)

    def _put_back(self, job: QueueJob, place: int) -> None:
        self.notice.hide()
        self._runner.put_back(job, place)

    def _show_rows(self, jobs: list[QueueJob]) -> None:
        """A row for each job; one that stays is kept, so that nothing flickers and its buttons keep the focus."""
        kept = {row.job.folder: row for row in self.rows}
        self.rows = [kept.pop(job.folder) if job.folder in kept else self._new_row(job) for job in jobs]
        for row in kept.values():
            self._list.removeWidget(row)
            row.hide()
            row.deleteLater()
        for place, row in enumerate(self.rows):
            self._list.insertWidget(place, row)

    def _new_row(self, job: QueueJob) -> JobRow:
        row = JobRow(self._runner, job)
        row.removed.connect(self.remove)
        return row

    def _request_preview(self, row: JobRow) -> None:
        """Ask for the small picture of a row where it has another one by now."""
        name, file = row.job.folder.name, row.job.preview_file
        if file is not None and self._pictures.get(name) != file:
            self._pictures[name] = file
            longest = round(3 * SIDE * self.devicePixelRatioF())
            source = partial(small_images, (file,), longest)
            self._context.files.submit(source, key=f"queue {name}", priority=3, on_item=partial(self._show_preview, name))

    def _show_preview(self, name: str, small: SmallImage) -> None:
        for row in self.rows:
            if row.job.folder.name == name and not small.image.isNull():
                row.show_image(small.image)

    def _pause(self) -> None:
        self.notice.hide()
        self._runner.pause(not self._runner.paused)

    def _fail(self, sentence: str, details: str) -> None:
        self.notice.show_words(sentence, tone="error", details=details)

    def _apply_theme(self) -> None:
        retint(self)
        for row in self.rows:
            row.apply_theme()

    def _middle_height(self, row: JobRow) -> int:
        return row.mapTo(self, QPoint(0, row.height() // 2)).y()

    def _lay_out(self) -> None:
        inside = QWidget()
        inside.setObjectName("panel")
        self._list.setContentsMargins(16, 8, 16, 8)
        self._list.setSpacing(8)
        self._list.addStretch(1)
        inside.setLayout(self._list)
        area = QScrollArea()
        area.setWidget(inside)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        words = tr(
            "Long work waits here for its turn while you go on: “Save all” on the Stylize page for pictures and films, "
            "“Add to queue” on the Train page for trainings."
        )
        self.empty = Empty("pictures", tr("Nothing waits"), words)
        self.empty.setContentsMargins(48, 0, 48, 0)
        for widget in (area, self.empty):
            self._middle.addWidget(widget)
        head = QHBoxLayout()
        head.setContentsMargins(16, 0, 8, 0)
        head.setSpacing(8)
        head.addWidget(section(tr("Queue")))
        head.addWidget(self._words, 1)
        head.addWidget(self.clear_button)
        head.addWidget(self.pause_button)
        head.addWidget(tool("close", tr("Put the queue away (Ctrl+J)"), self.hide))
        self.notice.setStyleSheet("#card { margin: 0 16px; }")
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 8, 0, 0)
        whole.addLayout(head)
        whole.addWidget(self.notice)
        whole.addWidget(self._middle, 1)
