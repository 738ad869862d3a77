"""Whether a window can open: asked without Qt, answered with what to install."""

import os
import subprocess
import sys

import pytest

from ganstudio.cli import run
from ganstudio.gui import screen

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="screens and libraries are looked for on Linux alone")


def test_without_a_screen_it_says_so(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    assert run([]) == 1
    said = capsys.readouterr().err
    assert "no screen" in said
    assert "ganstudio demo" in said


def test_missing_libraries_are_named_by_their_packages() -> None:
    assert screen.packages(["libxcb-cursor.so.0", "libEGL.so.1"]) == ["libegl1", "libxcb-cursor0"]


def test_the_answer_needs_no_qt() -> None:
    code = "import sys; from ganstudio.gui import screen; screen.problem(); sys.exit('PySide6.QtCore' in sys.modules)"
    env = os.environ | {"DISPLAY": ":99", "QT_QPA_PLATFORM": ""}
    assert subprocess.run([sys.executable, "-c", code], check=False, env=env).returncode == 0
