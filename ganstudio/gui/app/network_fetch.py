"""Fetching the perceptual network beside the window: one fetch, whichever page asked for it."""

import threading
from collections.abc import Iterator
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from ganstudio.gui.app.services import Activity, AppServices
from ganstudio.gui.app.translations import tr
from ganstudio.gui.app.workers import Worker

if TYPE_CHECKING:
    from ganstudio.core.download import DownloadProgress

_KEY = "fetch network"


class NetworkFetch(QObject):
    """Fetches the network when it is told to; what was stopped is gone on with. The status bar shows it, too."""

    stepped = Signal(object)
    failed = Signal(str, str)
    ended = Signal()

    def __init__(self, context: AppServices) -> None:
        super().__init__(context)
        self._context = context
        self._worker: Worker | None = None
        self.running = False

    def start(self) -> None:
        """Fetch the network, or go on with what is here of it."""
        if self.running:
            return
        from ganstudio.core import vgg16
        from ganstudio.core.download import DownloadProgress

        self.running = True
        if self._worker is None:  # of its own: it takes minutes, and the others must not wait
            self._worker = Worker("network", self)
            self._context.closed.connect(self._worker.close)
            self._worker.start()
        self._worker.submit(_fetch_steps, key=_KEY, on_item=self._show_step, failed=self.failed.emit, ended=self._end)
        self._show_step(DownloadProgress(0, vgg16.SIZE))

    def stop(self) -> None:
        """Stop; what is here stays."""
        if self._worker is not None:
            self._worker.cancel(_KEY)

    def _show_step(self, step: "DownloadProgress") -> None:
        self._context.show_activity(_KEY, Activity(fetching_words(step), step.done / step.total, self.stop))
        self.stepped.emit(step)

    def _end(self) -> None:
        self.running = False
        self._context.show_activity(_KEY, None)
        self.ended.emit()


def fetching_words(step: "DownloadProgress") -> str:
    """How far it is."""
    return tr("Fetching the network: {} MB").format(step.done >> 20)


def _fetch_steps(stop: threading.Event) -> Iterator["DownloadProgress"]:
    from ganstudio.core import vgg16

    yield from vgg16.fetch(stop)
