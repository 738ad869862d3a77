"""A look at the battery each minute."""

from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

LOW = 15  # per cent


class Battery(QObject):
    """`low` carries the charge in per cent, each minute in which it is nearly empty and not being charged."""

    low = Signal(float)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._clock = QTimer(self, interval=60_000)
        self._clock.timeout.connect(self.look)
        self._clock.start()

    def look(self) -> None:
        """Look now."""
        battery = _read_battery()
        if battery is not None and not battery.power_plugged and battery.percent <= LOW:
            self.low.emit(battery.percent)


def _read_battery() -> Any:
    """What psutil tells of the battery: `percent`, `power_plugged`; None where there is none, or it cannot be told."""
    import psutil

    try:
        return psutil.sensors_battery() if hasattr(psutil, "sensors_battery") else None
    except OSError:  # in a container or a chroot without /sys
        return None
