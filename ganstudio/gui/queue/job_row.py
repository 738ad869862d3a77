"""A row of the queue's panel: one job, how far it is, what failed and why, and what can be done with it."""

from functools import partial

from PySide6.QtCore import QMimeData, QPoint, QRect, QSize, Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QDrag, QImage, QMouseEvent, QPainter, QPainterPath, QPixmap, QResizeEvent
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QLabel, QProgressBar, QSizePolicy, QVBoxLayout, QWidget

from ganstudio.gui.app.theme import current_theme, icon
from ganstudio.gui.app.translations import tr
from ganstudio.gui.queue.job import QueueJob
from ganstudio.gui.queue.panel_state import row_state
from ganstudio.gui.queue.worker import QueueWorker
from ganstudio.gui.widgets.layout import label, tool

SIDE = 56
DRAGGED = "application/x-ganstudio-job"


class JobRow(QFrame):
    """Shows a job; it can be dragged to another place. `removed` asks to take it out of the queue."""

    removed = Signal(object)

    def __init__(self, runner: QueueWorker, job: QueueJob) -> None:
        super().__init__()
        self.setObjectName("card")
        self.job, self._runner = job, runner
        self._image = QImage()
        self._pressed: QPoint | None = None
        self._preview = label("")
        self._title = _ElidedLine()
        self.state = label("", "secondary")
        self.notes = label("", "secondary")
        self.reasons = label("", "error")
        self._share = QProgressBar()
        self._share.setTextVisible(False)
        self._share.setRange(0, 1000)
        labels = job.labels
        self.up = tool("up", tr("Sooner"), partial(self._move, -1))
        self.down = tool("down", tr("Later"), partial(self._move, 1))
        self.retry_button = tool("reload", labels.retry, self._retry)
        self.show_button = tool(labels.show_icon, labels.show, self._show)
        self.remove_button = tool("close", tr("Take it out of the queue; {}").format(labels.stays),
                         partial(self.removed.emit, job))  # fmt: skip
        self._lay_out((self.retry_button, self.up, self.down, self.show_button, self.remove_button))
        self.show_image(QImage())
        self.show_state()

    def show_image(self, image: QImage) -> None:
        """Show a small image of what it is about; without one a sign of what sort of work it is."""
        self._image = image
        labels = self.job.labels
        self._preview.setPixmap(_frame_image(image, labels.icon, self.devicePixelRatioF()))
        self._preview.setToolTip(labels.kind)
        self._preview.setAccessibleName(labels.kind)

    def apply_theme(self) -> None:
        """Draw the sign in the colours of the theme that is worn now."""
        self.show_image(self._image)

    def show_state(self) -> None:
        """Show how far the job is."""
        state = row_state(self._runner, self.job)
        self._title.show_words(self.job.title, str(self.job.result_folder))
        self.state.setText(state.words)
        self.notes.setText(state.notes)
        self.notes.setVisible(bool(state.notes))
        self.reasons.setText(state.reasons)
        self.reasons.setToolTip(state.all_reasons)
        self.reasons.setVisible(bool(state.reasons))
        self._share.setValue(round(1000 * state.share))
        self.up.setEnabled(state.up)
        self.down.setEnabled(state.down)
        self.retry_button.setVisible(state.retry)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """It may be going to be dragged."""
        self._pressed = event.position().toPoint()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag it, once the mouse has gone some way."""
        here = event.position().toPoint()
        if self._pressed is not None and (here - self._pressed).manhattanLength() >= QApplication.startDragDistance():
            data = QMimeData()
            data.setData(DRAGGED, self.job.folder.name.encode())
            drag = QDrag(self)
            drag.setMimeData(data)
            drag.setPixmap(self.grab())
            drag.setHotSpot(self._pressed)
            self._pressed = None
            drag.exec(Qt.DropAction.MoveAction)

    def _move(self, by: int) -> None:
        self._runner.move(self.job, self._runner.jobs.index(self.job) + by)

    def _retry(self) -> None:
        self._runner.retry(self.job)

    def _show(self) -> None:
        run = self.job.run_folder
        if run is not None:
            self._runner.run_wanted.emit(run)
        else:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self.job.result_folder)))

    def _lay_out(self, tools: tuple[QWidget, ...]) -> None:
        self.setToolTip(tr("Drag it to another place of the queue"))
        words = QVBoxLayout()
        words.setSpacing(4)
        for widget in (self._title, self.state, self._share, self.notes, self.reasons):
            words.addWidget(widget)
        words.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 8, 4, 8)
        row.setSpacing(12)
        row.addWidget(self._preview, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
        buttons = QHBoxLayout()
        buttons.setSpacing(0)
        for each in tools:
            buttons.addWidget(each, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(buttons)


class _ElidedLine(QLabel):
    """One line that is shortened in its middle where there is no room for all of it."""

    def __init__(self) -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self._words = ""
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def show_words(self, words: str, tip: str) -> None:
        """Show the words; `tip` is the second line of the tooltip."""
        self._words = words
        self.setAccessibleName(words)
        self.setToolTip(f"{words}\n{tip}")
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the words to the new width."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        self.setText(self.fontMetrics().elidedText(self._words, Qt.TextElideMode.ElideMiddle, self.width()))


def _frame_image(image: QImage, sign: str, ratio: float) -> QPixmap:
    """An image cropped to a square with round corners, or the sign in the middle of one."""
    theme, frame = current_theme(), QRect(0, 0, SIDE, SIDE)
    made = QPixmap(QSize(SIDE, SIDE) * ratio)
    made.setDevicePixelRatio(ratio)
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
    shape = QPainterPath()
    shape.addRoundedRect(frame, 4, 4)
    painter.setClipPath(shape)
    painter.fillRect(frame, theme.canvas)
    if image.isNull():
        painter.drawPixmap((SIDE - 24) // 2, (SIDE - 24) // 2, icon(sign, theme.secondary, 24).pixmap(24, 24))
    else:
        side = min(image.width(), image.height())
        middle = QRect((image.width() - side) // 2, (image.height() - side) // 2, side, side)
        painter.drawImage(frame, image, middle)
    painter.end()
    return made
