"""The status bar: device and memory, what is running with a Stop, and the last thing that was said."""

import threading
from collections.abc import Iterator

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QEnterEvent
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QWidget

from ganstudio.gui.app.context import AppContext
from ganstudio.gui.app.services import Activity
from ganstudio.gui.app.translations import tr
from ganstudio.gui.widgets.layout import button, label, tool

_SAID_FOR = 8000


class StatusBar(QWidget):
    """One line at the foot of the window; its parts keep their places. `queue_clicked` asks for the queue, or closes it."""

    queue_clicked = Signal()

    def __init__(self, context: AppContext) -> None:
        super().__init__()
        self.setObjectName("bar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedHeight(36)
        self._context = context
        self._running: dict[str, Activity] = {}
        self._device = label(tr("Finding the device…"), "secondary", wrap=False)
        self._memory = label("", "secondary", wrap=False)
        self._activity_words = label("", wrap=False)
        self._share = QProgressBar()
        self._share.setTextVisible(False)
        self._share.setFixedWidth(160)
        self._stop = tool("stop", tr("Stop what is running"), self._stop_activity)
        self._queue = button("", tr("What waits to be made, and how far it is"), self.queue_clicked.emit, name="link")
        self._message = label("", "secondary", wrap=False)
        self.facts = QWidget()
        self.machine = tool("machine", tr("The machine and its memory"), checkable=True)
        self._lay_out()
        self._show()
        self._show_queue_count()
        self.machine.toggled.connect(lambda _: self._show_facts())
        self._show_facts()
        context.activity_changed.connect(self._receive)
        context.message_posted.connect(self._show_message)
        context.queue.changed.connect(self._show_queue_count)
        self._message_timer = QTimer(self, singleShot=True, interval=_SAID_FOR)
        self._message_timer.timeout.connect(self._message.clear)
        self._clock = QTimer(self, interval=2000)
        self._clock.timeout.connect(self._measure_memory)

    def find_device(self) -> None:
        """Name the device, once torch is there."""
        choice = self._context.settings.device
        self._context.compute.submit(
            lambda stop: _describe_device(choice, stop), key="device", priority=0, on_item=self._device.setText
        )
        self._measure_memory()
        self._clock.start()

    def _show_queue_count(self) -> None:
        queue = self._context.queue
        words = tr("Queue {}, resting") if queue.paused else tr("Queue {}")
        self._queue.setText(words.format(queue.waiting) if queue.waiting else tr("Queue"))

    def enterEvent(self, event: QEnterEvent) -> None:
        """The pointer asks for the facts."""
        super().enterEvent(event)
        self._show_facts()

    def leaveEvent(self, event: QEvent) -> None:
        """The pointer is gone, and the facts with it."""
        super().leaveEvent(event)
        self._show_facts()

    def _show_facts(self) -> None:
        self.facts.setVisible(self.machine.isChecked() or self.underMouse())

    def _lay_out(self) -> None:
        self.facts.setObjectName("clear")
        room = self.facts.sizePolicy()
        room.setRetainSizeWhenHidden(True)  # nothing moves when they come
        self.facts.setSizePolicy(room)
        facts = QHBoxLayout(self.facts)
        facts.setContentsMargins(0, 0, 0, 0)
        facts.setSpacing(12)
        for each in (self._device, label("·", "secondary", wrap=False), self._memory):
            facts.addWidget(each)
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 0, 16, 0)
        row.setSpacing(12)
        row.addWidget(self.machine)
        row.addWidget(self.facts)
        row.addStretch(1)
        for widget in (self._activity_words, self._share, self._stop):
            row.addWidget(widget)
        row.addStretch(1)
        row.addWidget(self._queue)
        row.addWidget(self._message)

    def _receive(self, key: str, activity: Activity | None) -> None:
        if activity is None:
            self._running.pop(key, None)
        else:
            self._running[key] = activity
        self._show()

    def _shown_activity(self) -> Activity | None:
        """What was begun last; a training, which takes long, only where nothing else runs: the rail shows it, too."""
        others = [activity for key, activity in self._running.items() if key != "training"]
        return others[-1] if others else self._running.get("training")

    def _show(self) -> None:
        activity = self._shown_activity()
        self._activity_words.setText(activity.words if activity else "")
        share = activity.share if activity else None
        self._share.setRange(0, 0 if activity and share is None else 1000)
        self._share.setValue(round(1000 * (share or 0)))
        self._share.setVisible(activity is not None)
        self._stop.setVisible(activity is not None and activity.stop is not None)

    def _stop_activity(self) -> None:
        activity = self._shown_activity()
        if activity and activity.stop:
            activity.stop()

    def _show_message(self, words: str, tone: str) -> None:
        self._message.setObjectName(tone or "secondary")
        self._message.style().polish(self._message)
        self._message.setText(words)
        self._message_timer.start()

    def _measure_memory(self) -> None:
        import psutil

        used = psutil.Process().memory_info().rss / 2**30
        free = psutil.virtual_memory().available / 2**30
        self._memory.setText(tr("{:.1f} GB in use, {:.0f} GB free").format(used, free))


def _describe_device(choice: str, _stop: threading.Event) -> Iterator[str]:
    from ganstudio.core.devices import describe, pick_device

    yield describe(pick_device(choice))
