"""Cyclic garbage is collected in the GUI thread alone.

Python collects in whichever thread happens to ask for memory. A worker that destroys a widget so waits until the GUI
thread closes it, for ever where that waits for the worker; and a timer that the widget had ends the program.
"""

import gc

from PySide6.QtCore import QObject, QTimer

_INTERVAL = 500  # milliseconds
_GROWTH = 1.25  # of the oldest objects: before that it is not worth going through them all, as Python has it


class GarbageCollector(QObject):
    """Collects cyclic garbage by a timer, in place of Python, until `close`."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._was_enabled = gc.isenabled()
        gc.disable()
        self._old_objects = 0
        self._timer = QTimer(self, interval=_INTERVAL)
        self._timer.timeout.connect(self.collect)
        self._timer.start()

    def collect(self) -> None:
        """Collect the oldest generation, and those younger, that has grown by more than Python lets it."""
        young, middle, old = (count > most for count, most in zip(gc.get_count(), gc.get_threshold(), strict=True))
        if old and len(gc.get_objects(2)) > _GROWTH * self._old_objects:
            gc.collect()
            self._old_objects = len(gc.get_objects(2))
        elif young:
            gc.collect(1 if middle else 0)

    def close(self) -> None:
        """Let Python collect again if it did before."""
        self._timer.stop()
        if self._was_enabled:
            gc.enable()
