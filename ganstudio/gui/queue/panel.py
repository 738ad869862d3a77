"""The panel of the queue: each batch with how far it is, what failed and why, and what can be done with it."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QProgressBar, QScrollArea, QVBoxLayout, QWidget

from ganstudio.gui.queue.runner import Runner
from ganstudio.gui.studio import Studio
from ganstudio.gui.widgets.layout import button, clear, label, set_icon, tool
from ganstudio.gui.widgets.notice import Notice
from ganstudio.gui.words import tr

if TYPE_CHECKING:
    from ganstudio.stylize.batch import Batch

_REASONS = 4


class QueuePanel(QDialog):
    """Shows what `runner` works through; opened from the status bar."""

    def __init__(self, studio: Studio, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Queue"))
        self.resize(560, 420)
        self._studio, self._runner = studio, studio.queue
        self.rows: list[BatchRow] = []
        self.notice = Notice()
        self._words = label("", "secondary")
        self.rest = button(tr("Pause"), tr("Let the queue rest, or go on"), self._pause, icon_name="pause")
        self._tidy = button(
            tr("Clear what is done"), tr("Forget finished batches; their pictures stay"), self._runner.clear_done
        )
        self._list = QVBoxLayout()
        self._lay_out()
        self._runner.changed.connect(self.show_queue)
        self._runner.failed.connect(self._fail)
        self.show_queue()

    def show_queue(self) -> None:
        """Show the batches as they are now."""
        batches = self._runner.batches
        if [row.batch for row in self.rows] != batches:
            clear(self._list)
            self.rows = [BatchRow(self._runner, batch) for batch in batches]
            for row in self.rows:
                self._list.addWidget(row)
            self._list.addStretch(1)
        for row in self.rows:
            row.show_state()
        self._words.setText(self._summary())
        self.rest.setText(tr("Go on") if self._runner.paused else tr("Pause"))
        set_icon(self.rest, "play" if self._runner.paused else "pause")
        self.rest.setEnabled(self._runner.waiting > 0)
        self._tidy.setEnabled(self._runner.waiting < len(batches))

    def _summary(self) -> str:
        if not self._runner.batches:
            return tr("Nothing waits. Drop several pictures or a folder on the Stylize page, then choose “Save all”.")
        if self._runner.paused and self._runner.waiting:
            return tr("The queue rests. What is finished stays finished.")
        return self._runner.left_words() or (tr("Working…") if self._runner.waiting else tr("All is done."))

    def _pause(self) -> None:
        self.notice.hide()
        self._runner.pause(not self._runner.paused)

    def _fail(self, sentence: str, details: str) -> None:
        self.notice.show_words(sentence, tone="error", details=details)

    def _lay_out(self) -> None:
        inside = QWidget()
        inside.setObjectName("panel")
        self._list.setContentsMargins(16, 8, 16, 8)
        self._list.setSpacing(8)
        inside.setLayout(self._list)
        area = QScrollArea()
        area.setWidget(inside)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        foot = QHBoxLayout()
        foot.setContentsMargins(16, 0, 16, 0)
        foot.addWidget(self._words, 1)
        foot.addWidget(self._tidy)
        foot.addWidget(self.rest)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 8, 0, 16)
        whole.addWidget(self.notice)
        whole.addWidget(area, 1)
        whole.addLayout(foot)


class BatchRow(QFrame):
    """One batch of the queue."""

    def __init__(self, runner: Runner, batch: "Batch") -> None:
        super().__init__()
        self.setObjectName("card")
        self.batch, self._runner = batch, runner
        self._title = label("", wrap=False)
        self._state = label("", "secondary")
        self._reasons = label("", "error")
        self._share = QProgressBar()
        self._share.setTextVisible(False)
        self.up = tool("up", tr("Sooner"), partial(self._move, -1))
        self.down = tool("down", tr("Later"), partial(self._move, 1))
        self.again = tool("reload", tr("Try what failed again"), lambda: runner.retry(batch))
        folder = tool("open", tr("Show the folder of the results"), self._open)
        self.gone = tool(
            "close", tr("Take it out of the queue; pictures that are finished stay"), lambda: runner.remove(batch)
        )
        self._lay_out((self.up, self.down, self.again, folder, self.gone))

    def show_state(self) -> None:
        """Show how far the batch is."""
        batch, total = self.batch, len(self.batch.items)
        failed = [number for number, item in enumerate(batch.items) if item.state == "failed"]
        skipped = sum(item.state == "skipped" for item in batch.items)
        words = [tr("{} of {} pictures").format(total - batch.left, total)]
        words += [tr("{} failed").format(len(failed))] if failed else []
        words += [tr("{} left out, as they were there").format(skipped)] if skipped else []
        words += [tr("now")] if batch is self._runner.running else []
        self._title.setText(tr("{} → {}").format(batch.spec.style, batch.spec.folder.name))
        self._title.setToolTip(str(batch.spec.folder))
        self._state.setText("  ·  ".join(words))
        reasons = [batch.items[number].reason for number in failed]
        more = [tr("and {} more").format(len(reasons) - _REASONS)] if len(reasons) > _REASONS else []
        self._reasons.setText("\n".join(reasons[:_REASONS] + more))
        self._reasons.setToolTip("\n".join(reasons))
        self._reasons.setVisible(bool(reasons))
        self._share.setRange(0, max(1, total))
        self._share.setValue(total - batch.left)
        place = self._runner.batches.index(batch)
        self.up.setEnabled(place > 0)
        self.down.setEnabled(place < len(self._runner.batches) - 1)
        self.again.setVisible(bool(failed))

    def _move(self, by: int) -> None:
        self._runner.move(self.batch, self._runner.batches.index(self.batch) + by)

    def _open(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self.batch.spec.folder)))

    def _lay_out(self, tools: tuple[QWidget, ...]) -> None:
        words = QVBoxLayout()
        words.setSpacing(4)
        for widget in (self._title, self._state, self._share, self._reasons):
            words.addWidget(widget)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 8, 8, 10)
        row.addLayout(words, 1)
        for each in tools:
            row.addWidget(each, 0, Qt.AlignmentFlag.AlignTop)
