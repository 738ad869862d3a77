"""A long training watched in the window, offscreen: does its memory stay flat? `python -m benchmarks.soak [MINUTES]`."""

import os
import sys
import tempfile

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import psutil
from PySide6.QtCore import QDeadlineTimer, QEventLoop
from PySide6.QtWidgets import QApplication

from ganstudio.core.settings import Home
from ganstudio.gui.app.context import AppContext
from ganstudio.gui.app.start import open_window
from ganstudio.gui.app.window import Window
from ganstudio.gui.train.page import TrainPage

_SETTLED = 0.2  # of the time: until then caches fill
_IMAGES = 4_000_000


def main(minutes: float) -> None:
    """Train the sample pictures for so long, looking at one thing after another; a line a minute, at last the growth."""
    with tempfile.TemporaryDirectory() as home:
        os.environ["GANSTUDIO_HOME"] = home
        app = QApplication([])
        window = open_window(app, AppContext(Home()))
        window.resize(1440, 900)
        window.show()
        _wait(3)
        page = _started(window)
        sizes = []
        for number in range(round(minutes)):
            _look_around(page, number)
            sizes.append(psutil.Process().memory_info().rss / 2**20)
            seen = page.session.history.images
            print(f"{number + 1:3d} min  {sizes[-1]:7.1f} MB  {seen:>9,} pictures seen", flush=True)
        settled = sizes[round(len(sizes) * _SETTLED) :]
        growth = max(settled) / min(settled) - 1
        print(f"memory after the first fifth: {min(settled):.1f} to {max(settled):.1f} MB, {100 * growth:.1f} % apart")
        page.session.leave()
        window.close()


def _started(window: Window) -> TrainPage:
    page = window.show_page("train")
    assert isinstance(page, TrainPage)
    page.try_sample()
    _wait(10)
    page.setup.length.box.setValue(_IMAGES)
    page.start()
    return page


def _look_around(page: TrainPage, number: int) -> None:
    """A minute in which plots are changed, the slider is moved, a picture is shown alone."""
    gallery = page.watch.gallery
    page.watch.plots._choose(number % 4)
    _wait(20)
    gallery.slider.setValue(gallery.slider.maximum() // 2)
    gallery.sheet.show_alone(number % 64)
    _wait(20)
    gallery.sheet.show_alone(None)
    gallery.slider.setValue(gallery.slider.maximum())
    _wait(20)


def _wait(seconds: float) -> None:
    deadline = QDeadlineTimer(int(1000 * seconds))
    while not deadline.hasExpired():
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 50)


if __name__ == "__main__":
    main(float(sys.argv[1]) if len(sys.argv) > 1 else 60)
