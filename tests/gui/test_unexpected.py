"""Errors that nobody expected in the window: a card, an entry in the log, and the window goes on."""

import logging
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer, qWarning
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMessageBox, QPushButton
from pytestqt.qtbot import QtBot

from ganstudio.core import log
from ganstudio.core.errors import GanStudioError
from ganstudio.core.settings import Home
from ganstudio.gui.app.unexpected_errors import ErrorWatch, log_qt_messages, tell_failed_start
from ganstudio.gui.app.window import Window
from ganstudio.gui.app.workers import TrainingThread

pytestmark = pytest.mark.qt_no_exception_capture  # what raises here is what is tried

_WINDOW = """
import sys
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from ganstudio.gui.app import start as app
from ganstudio.core.log import start_log
from ganstudio.core.settings import Home

def look():
    window = next(each for each in QApplication.topLevelWidgets() if type(each).__name__ == "Window")
    if not window.error_card.isHidden() and "1 more since" in window.error_card.words():
        print(window.error_card.words())
        window.close()

def begin(window, begin=app._begin):
    begin(window)
    timer = QTimer(window, interval=20)
    timer.timeout.connect(look)
    timer.start()
    QTimer.singleShot(0, lambda: dict[str, int]()["in a slot"])
    QTimer.singleShot(50, lambda: {}["in another slot"])

app._begin = begin
start_log(Home(), "gui")
sys.exit(app.main(Home()))
"""


@pytest.fixture
def watch(monkeypatch: pytest.MonkeyPatch) -> Iterator[ErrorWatch]:
    """What hears of errors, with the hooks of the tests put back after it."""
    for place, name in ((sys, "excepthook"), (threading, "excepthook"), (sys, "unraisablehook")):
        monkeypatch.setattr(place, name, getattr(place, name))
    log.open_log(Home(), "gui")
    made = ErrorWatch()
    made.watch()
    yield made
    log.close_log()


def test_a_sentence_for_the_user_in_a_slot_is_said_and_is_no_card(qtbot: QtBot, window: Window, watch: ErrorWatch) -> None:
    watch.happened.connect(window.context.report_error)
    said: list[tuple[str, str]] = []
    window.context.message_posted.connect(lambda words, tone: said.append((words, tone)))
    QTimer.singleShot(0, partial(refuse, "The disk is full; make room, then try again."))
    qtbot.waitUntil(lambda: bool(said), timeout=5000)
    assert said == [("The disk is full; make room, then try again.", "error")] and not window.error_card.isVisible()
    QTimer.singleShot(0, lambda: dict[str, int]()["in a slot"])
    qtbot.waitUntil(lambda: window.error_card.isVisible(), timeout=5000)


def refuse(sentence: str) -> None:
    raise GanStudioError(sentence)


def test_an_error_in_a_slot_is_a_card_and_the_window_goes_on(qtbot: QtBot, window: Window, watch: ErrorWatch) -> None:
    watch.happened.connect(window.error_card.show_error)
    QTimer.singleShot(0, lambda: dict[str, int]()["in a slot"])
    qtbot.waitUntil(lambda: window.error_card.isVisible(), timeout=5000)
    words = window.error_card.words()
    assert "KeyError: 'in a slot'" in words and "Trainings save themselves" in words
    QTimer.singleShot(0, lambda: [][7])
    qtbot.waitUntil(lambda: "1 more since then" in window.error_card.words(), timeout=5000)
    assert "in a slot" in window.error_card.words()
    assert "IndexError" in log.last_errors(Home().logs, 1)[0]
    window.show_page("settings")
    window.error_card.hide()
    window.error_card.show_error("Another.", "")
    assert window.error_card.words().startswith("Another.\nTrainings")


def test_an_error_in_a_thread_is_told_on_the_gui_thread(qtbot: QtBot, watch: ErrorWatch) -> None:
    heard: list[tuple[str, bool]] = []
    here = threading.get_ident()
    watch.happened.connect(lambda sentence, _details: heard.append((sentence, threading.get_ident() == here)))

    def breaks() -> Iterator[None]:
        raise OSError("a training that breaks")
        yield

    thread = TrainingThread(breaks, threading.Event())
    thread.start()
    thread.wait()
    other = threading.Thread(target=lambda: 1 / 0)
    other.start()
    other.join()
    qtbot.waitUntil(lambda: len(heard) == 2, timeout=5000)
    assert {"a training that breaks" in heard[0][0], "ZeroDivisionError" in heard[1][0]} == {True}
    assert [on_gui_thread for _, on_gui_thread in heard] == [True, True]


def test_a_card_that_fails_itself_is_logged_once(qtbot: QtBot, watch: ErrorWatch) -> None:
    def fails(_sentence: str, _details: str) -> None:
        raise ValueError("the card is torn")

    watch.happened.connect(fails)
    QTimer.singleShot(0, lambda: 1 / 0)
    qtbot.waitUntil(lambda: len(log.last_errors(Home().logs, 9)) == 2, timeout=5000)


def test_the_buttons_stay_while_it_happens_again_and_again(window: Window) -> None:
    window.error_card.show_error("First.", "the first traceback")
    copy = next(each for each in window.error_card.findChildren(QPushButton) if each.text() == "Copy details")
    for _ in range(30):
        window.error_card.show_error("Later.", "another traceback")
    copy.click()
    copied = QGuiApplication.clipboard().text()
    assert copied.startswith("First.\n30 more") and "the first traceback" in copied and len(copied) < 1000


def test_work_beside_the_window_that_breaks_is_a_card(qtbot: QtBot, window: Window) -> None:
    def breaks(_stop: threading.Event) -> Iterator[None]:
        raise SystemExit(3)
        yield

    window.context.files.submit(breaks, key="x", failed=window.context.report_error)
    qtbot.waitUntil(lambda: window.error_card.isVisible(), timeout=5000)
    assert "SystemExit: 3" in window.error_card.words()


def test_a_report_is_copied(qtbot: QtBot, window: Window) -> None:
    QGuiApplication.clipboard().clear()
    window.error_card._copy_report()
    qtbot.waitUntil(lambda: "Versions" in QGuiApplication.clipboard().text(), timeout=20_000)
    text = QGuiApplication.clipboard().text()
    assert "open on “offscreen”" in text and str(Path.home()) not in text and str(Home().data) not in text


def test_what_qt_remarks_is_in_the_log() -> None:
    log.open_log(Home(), "gui")
    try:
        with log_qt_messages():
            qWarning("Qt is not pleased")
    finally:
        log.close_log()
    assert "WARNING gui" in (found := (Home().logs / log.NAME).read_text()) and "qt.default: Qt is not pleased" in found


def test_a_window_that_cannot_open_says_why(qtbot: QtBot) -> None:
    def read() -> None:
        box = QGuiApplication.instance().activeModalWidget()  # type: ignore[union-attr]
        assert isinstance(box, QMessageBox)
        seen.extend([box.text(), box.detailedText()])
        box.close()

    seen: list[str] = []
    QTimer.singleShot(0, read)
    tell_failed_start("It could not begin.", "Traceback")
    assert seen == ["It could not begin.", "Traceback"]


@pytest.mark.proof
def test_a_whole_window_outlives_its_errors() -> None:
    done = subprocess.run(
        [sys.executable, "-c", _WINDOW], check=False, env=os.environ, capture_output=True, text=True, timeout=100
    )
    assert done.returncode == 0, done.stderr
    assert "KeyError: 'in a slot'" in done.stdout and done.stderr == ""
    errors = log.last_errors(Home().logs, 5)
    assert len(errors) == 2 and "ERROR gui" in errors[0]
    assert logging.getLogger().level == logging.WARNING
