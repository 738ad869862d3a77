"""The screen as a source of live pictures: grabbed on the GUI thread, no more often than it is painted."""

import time

from PySide6.QtCore import QObject, QRect, QSize, Qt, QTimer
from PySide6.QtGui import QGuiApplication, QImage, QScreen

from ganstudio.core.errors import GanStudioError
from ganstudio.gui.app.translations import tr
from ganstudio.images.bit_depth import Pixels
from ganstudio.video.live_source import CapturedFrame, FrameSlot

_OFTEN = 33  # milliseconds between two pictures
_SHARE = 3  # of the time, one part in so many may go into grabbing: the window has other things to do


class ScreenCapture(QObject):
    """Grabs a screen, or its middle, until it is stopped; a `LiveSource` of instants."""

    def __init__(self, screen: str, *, middle: bool) -> None:
        super().__init__()
        self._screen, self._middle, self._slot = screen, middle, FrameSlot()
        self._timer = QTimer(self, singleShot=True, interval=_OFTEN)
        self._timer.timeout.connect(self._grab)
        self._timer.start(0)

    def take(self, wait: float) -> CapturedFrame | None:
        """The newest picture of the screen; called beside the window."""
        return self._slot.take(wait)

    def stop(self) -> None:
        """Grab no more."""
        self._timer.stop()
        self.deleteLater()

    def join(self, seconds: float | None = None) -> bool:  # noqa: ARG002
        """There is nothing to wait for."""
        return True

    def _grab(self) -> None:
        begin = time.perf_counter()
        if not self._slot.is_full:
            image = capture_screen(self._screen, middle=self._middle)
            if image is None:
                self._slot.fail(GanStudioError(capture_refusal()))
                return
            self._slot.put(CapturedFrame(image.width(), image.height(), begin, lambda *size: pixels_of(image, QSize(*size))))
        self._timer.start(max(_OFTEN, round(1000 * _SHARE * (time.perf_counter() - begin))))


def capture_screen(name: str, *, middle: bool) -> QImage | None:
    """What a screen shows now, or its middle: half as wide and half as high; None where it cannot be seen."""
    screen = next((each for each in QGuiApplication.screens() if each.name() == name), None)
    if screen is None:
        return None
    place = part_of(screen, middle=middle)
    image = screen.grabWindow(0, place.x(), place.y(), place.width(), place.height()).toImage()
    return None if image.isNull() else image


def part_of(screen: QScreen, *, middle: bool) -> QRect:
    """The part of a screen that is taken, from the screen's corner."""
    size = screen.size()
    if not middle:
        return QRect(0, 0, size.width(), size.height())
    return QRect(size.width() // 4, size.height() // 4, size.width() // 2, size.height() // 2)


def capture_refusal() -> str:
    """Why the screen cannot be seen; empty where nothing speaks against it."""
    if QGuiApplication.platformName().startswith("wayland"):
        return tr("Under Wayland no program sees the screen by itself: log in to a session with X11 for that.")
    return tr("The screen cannot be seen: see whether it is still there, and whether the system lets GAN Studio record it.")


def pixels_of(image: QImage, size: QSize) -> Pixels:
    """The pixels of an image at a size."""
    from ganstudio.gui.app.qimage import to_picture

    if image.size() != size:
        ways = Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation
        image = image.scaled(size, *ways)
    return to_picture(image.convertToFormat(QImage.Format.Format_RGB32)).pixels
