"""What the window costs: a training in it, its event loop while it trains, and how soon it is painted."""

import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from statistics import median, quantiles
from typing import TYPE_CHECKING

from benchmarks.figure import Figure

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from ganstudio.gui.app.window import Window
    from ganstudio.gui.train.page import TrainPage

ROUNDS = 3
WARM, TRAINED, TICKS = 3.0, 10.0, 8
OFFSCREEN = os.environ | {"QT_QPA_PLATFORM": "offscreen"}
EMPTY = """
import os
from PySide6.QtWidgets import QApplication, QMainWindow
class Window(QMainWindow):
    def paintEvent(self, event):
        os._exit(0)
app = QApplication([])
window = Window()
window.resize(1440, 900)
window.show()
app.exec()
"""
OURS = """
import os
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from ganstudio.gui.app.start import open_window
from ganstudio.gui.app.context import AppContext
from ganstudio.core.settings import Home
app = QApplication([])
window = open_window(app, AppContext(Home()))
window.painted.connect(lambda: {end})
window.show()
app.exec()
"""
FRAME = OURS.format(end="os._exit(0)")
PAGE = OURS.format(end="QTimer.singleShot(0, lambda: os._exit(0))")  # after the page is built and painted


def training_in_the_window() -> list[Figure]:
    """The same DCGAN-32 trained in the window and headless, by turns; and how late the window's event loop is."""
    pairs = [(_child("headless"), _child("windowed")) for _ in range(ROUNDS)]
    return [
        Figure("training in the window ÷ headless", median(w["rate"] / h["rate"] for h, w in pairs), "≥ 0.97", "×"),
        Figure("event loop's lateness while it trains, p99", median(w["late"] for _, w in pairs), "≤ 16", "ms"),
    ]


def first_painted_window() -> list[Figure]:
    """From the start of Python to the first painted window, against a window with nothing in it, by turns."""
    times = [(_seconds(EMPTY), _seconds(FRAME), _seconds(PAGE)) for _ in range(9)]
    return [
        Figure("first painted window ÷ empty PySide6 window", median(ours / empty for empty, ours, _ in times), "≤ 2", "×"),
        Figure("first painted window", median(ours for _, ours, _ in times), "", "s"),
        Figure("first painted page in it", median(page for _, _, page in times), "", "s"),
    ]


def first_opening_of_pages() -> list[Figure]:
    """How long the window's own thread is busy when the Train page is opened first, once the first page has come to rest."""
    return [Figure("first opening of the Train page, the window's thread", 1000 * _child("pages")["train"], "≤ 100", "ms")]


def _seconds(program: str) -> float:
    with tempfile.TemporaryDirectory() as home:
        begin = time.perf_counter()
        subprocess.run(
            [sys.executable, "-c", program], check=True, env=OFFSCREEN | {"GANSTUDIO_HOME": home}, capture_output=True
        )
        return time.perf_counter() - begin


def _child(how: str) -> dict[str, float]:
    """A training in a process of its own; what it measured."""
    with tempfile.TemporaryDirectory() as home:
        command = [sys.executable, "-m", "benchmarks.window", how]
        done = subprocess.run(command, check=True, env=OFFSCREEN | {"GANSTUDIO_HOME": home}, stdout=subprocess.PIPE)
    measured: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return measured


def _headless() -> dict[str, float]:
    from ganstudio.core.events import Failed, Progress
    from ganstudio.core.settings import Home, Settings
    from ganstudio.gui.train.jobs import unpack_sample
    from ganstudio.plugins.loader import load_catalog
    from ganstudio.train.launch import train_in_thread
    from ganstudio.train.planner import create_run
    from ganstudio.train.request import TrainRequest

    home, stop = Home(), threading.Event()
    catalog = load_catalog(home, Settings())
    data = next(unpack_sample(home.data, stop))
    run = create_run(home.data / "run", catalog, TrainRequest(architecture="dcgan", data=data, size=32, images=10_000_000))
    ticks: list[tuple[int, float]] = []
    for event in train_in_thread(run, catalog, stop=stop):
        if isinstance(event, Failed):
            raise RuntimeError(event.error)
        if isinstance(event, Progress):
            ticks.append((event.images, event.seconds))
            if _enough(ticks):
                stop.set()
    return {"rate": _rate(ticks)}


def _windowed() -> dict[str, float]:
    from PySide6.QtWidgets import QApplication

    from ganstudio.core.settings import Home
    from ganstudio.gui.app.context import AppContext
    from ganstudio.gui.app.start import open_window

    app = QApplication([])
    window = open_window(app, AppContext(Home()))
    window.show()
    page = _ready_page(app, window)
    ticks, late = _watch(page)
    page.session.ended.connect(app.quit)
    page.start()
    app.exec()
    window.close()
    return {"rate": _rate(ticks), "late": quantiles(late, n=100)[98]}


def _open_pages() -> dict[str, float]:
    from PySide6.QtWidgets import QApplication

    from ganstudio.core.settings import Home
    from ganstudio.gui.app.context import AppContext
    from ganstudio.gui.app.start import open_window

    app = QApplication([])
    window = open_window(app, AppContext(Home()))
    window.painted.connect(
        lambda: window.context.compute.submit(lambda _: iter(()), key="rest", priority=99, ended=app.quit)
    )
    window.show()
    app.exec()
    begun = time.thread_time()
    window.show_page("train")
    app.processEvents()
    busy = time.thread_time() - begun
    window.close()
    return {"train": busy}


def _ready_page(app: "QApplication", window: "Window") -> "TrainPage":
    """The Train page with the same training as `_headless`, once the first page has made its thumbnails."""
    from ganstudio.gui.train.page import TrainPage

    page = window.show_page("train")
    assert isinstance(page, TrainPage)
    page.try_sample()
    while not (page.can_start() and page.setup.architecture.findData("dcgan") >= 0):
        app.processEvents()
    window.context.compute.submit(lambda _stop: iter(()), key="rest", priority=99, ended=app.quit)
    app.exec()
    page.setup.architecture.setCurrentIndex(page.setup.architecture.findData("dcgan"))
    page.setup.size_box.setCurrentIndex(page.setup.size_box.findData(32))
    page.setup.length.box.setValue(10_000_000)
    return page


def _watch(page: "TrainPage") -> tuple[list[tuple[int, float]], list[float]]:
    """Stop the training once it ran long enough; its figures, and how late a timer of 10 ms was, in milliseconds."""
    from PySide6.QtCore import Qt, QTimer

    ticks: list[tuple[int, float]] = []
    late: list[float] = []
    last = time.perf_counter()
    timer = QTimer(page, timerType=Qt.TimerType.PreciseTimer, interval=10)

    def note_tick() -> None:
        tick = page.session.history.images, page.session.history.seconds
        if tick not in ticks:
            ticks.append(tick)
        if _enough(ticks):
            page.stop()

    def note_lateness() -> None:
        nonlocal last
        now = time.perf_counter()
        if page.session.history.seconds > WARM and page.session.phase == "running":
            late.append(1000 * (now - last) - timer.interval())
        last = now

    page.session.changed.connect(note_tick)
    timer.timeout.connect(note_lateness)
    timer.start()
    return ticks, late


def _enough(ticks: list[tuple[int, float]]) -> bool:
    warm = [seconds for _, seconds in ticks if seconds > WARM]
    return len(warm) > TICKS and warm[-1] - warm[0] > TRAINED


def _rate(ticks: list[tuple[int, float]]) -> float:
    """Pictures a second after the warm-up, by the training's own clock."""
    warm = [tick for tick in ticks if tick[1] > WARM]
    (first, begin), (last, end) = warm[0], warm[-1]
    return (last - first) / (end - begin)


if __name__ == "__main__":
    measure = {"headless": _headless, "windowed": _windowed, "pages": _open_pages}[sys.argv[1]]
    print(json.dumps(measure()))
