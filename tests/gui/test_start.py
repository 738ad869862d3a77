"""Starts that fail: after two in a row the next one is in safe mode by itself, and the one after it is not."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ganstudio.core.settings import Home
from ganstudio.gui.app.start import start_window
from ganstudio.gui.app.start_marks import Start
from ganstudio.gui.app.window import Window
from tests.plugins.folders import drop_in, source

_DEADLY = "import os, signal\nos.kill(os.getpid(), signal.SIGKILL)\n"


def _start(qtbot: QtBot, *plugin_dirs: Path) -> Window:
    """A window that is shown and has loaded its plugins."""
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    window = start_window(app, Home(), plugin_dirs)
    qtbot.addWidget(window)
    with qtbot.waitSignal(window.context.catalog_changed, timeout=20_000):
        window.show()
    return window


def _fail() -> None:
    """A start in a process of its own, which ends before anything is loaded."""
    code = "import os; from ganstudio.core.settings import Home; from ganstudio.gui.app.start_marks import Start; "
    assert subprocess.run([sys.executable, "-c", code + "Start(Home().data); os._exit(7)"], check=False).returncode == 7


@pytest.mark.proof
@pytest.mark.skipif(sys.platform == "win32", reason="processes are killed by a signal")
def test_after_two_failed_starts_the_next_is_in_safe_mode(qtbot: QtBot, tmp_path: Path) -> None:
    place = drop_in(tmp_path, "deadly", _DEADLY)
    command = [sys.executable, "-m", "ganstudio", "--plugin-dir", str(tmp_path), "gui"]
    for number in range(2):
        (place / "part.py").write_text(f"NUMBER = {number}\n")  # else what ended the program is left out by itself
        assert subprocess.run(command, check=False, timeout=60, env=os.environ | {"DISPLAY": ":0"}).returncode == -9
    (place / "__init__.py").write_text(source("mended"))
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    window = start_window(app, Home(), [tmp_path])
    qtbot.addWidget(window)
    with qtbot.waitSignal(window.context.message_posted, timeout=20_000) as said:
        window.show()
    assert "Safe mode, as 2 starts failed" in said.args[0] and "start it again" in said.args[0]
    assert "safe mode" in window.windowTitle()
    assert "oil" in window.context.catalog.styles and "mended" not in window.context.catalog.styles
    window.close()
    ordinary = _start(qtbot, tmp_path)
    assert "mended" in ordinary.context.catalog.styles and ordinary.windowTitle() == "GAN Studio"
    ordinary.close()


def test_a_good_start_forgets_the_failed_ones(qtbot: QtBot) -> None:
    _fail()
    window = _start(qtbot)
    assert not window.context.safe_mode
    qtbot.waitUntil(lambda: not list((Home().data / "starts").iterdir()))
    window.close()
    _fail()
    assert Start(Home().data).failed == 1


def test_a_window_that_is_closed_before_all_is_loaded_has_not_failed(qtbot: QtBot) -> None:
    for _ in range(3):
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        window = start_window(app, Home())
        qtbot.addWidget(window)
        assert not window.context.safe_mode
        assert len(list((Home().data / "starts").iterdir())) == 1
        window.close()


def test_windows_that_are_still_opening_have_not_failed() -> None:
    assert [Start(Home().data).failed for _ in range(4)] == [0] * 4


def test_a_safe_start_that_fails_is_followed_by_another(qtbot: QtBot) -> None:
    for _ in range(3):
        _fail()
    window = _start(qtbot)
    assert window.context.safe_mode
    window.close()


def test_a_home_that_cannot_be_written_does_not_matter(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    start = Start(tmp_path / "file")
    start.mark_success()
    assert not start.is_careful
