"""Whether a window can open: asked without Qt, answered with what to install."""

import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from ganstudio.cli import run
from ganstudio.gui.app import screen_check

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="screens and libraries are looked for on Linux alone")


def test_without_a_screen_it_says_so(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    assert run([]) == 1
    said = capsys.readouterr().err
    assert "no screen" in said
    assert "ganstudio demo" in said


def test_missing_libraries_are_named_by_their_packages() -> None:
    assert screen_check.packages(["libxcb-cursor.so.0", "libEGL.so.1"]) == ["libegl1", "libxcb-cursor0"]


def test_elsewhere_than_on_debian_the_libraries_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    assert "libxcb-cursor.so.0" in screen_check.remedy(["libxcb-cursor.so.0"])


def test_what_a_library_lacks_is_found(tmp_path: Path) -> None:
    spec = importlib.util.find_spec("PySide6")
    if spec is None or spec.origin is None:
        pytest.skip("PySide6 is not installed")
    whole = Path(spec.origin).parent / "Qt" / "lib" / "libQt6Widgets.so.6"
    alone = shutil.copy(whole, tmp_path)  # far from the libraries that lie beside it
    assert {"libQt6Gui.so.6", "libQt6Core.so.6"} <= screen_check._unresolved(Path(alone)) - screen_check._unresolved(whole)


def test_without_pyside_it_says_so() -> None:
    code = (
        "import sys; sys.path.insert(0, sys.argv[1]); from ganstudio.gui.app.screen_check import problem; print(problem())"
    )
    env = os.environ | {"DISPLAY": ":99"}
    tree = str(Path(screen_check.__file__).parents[3])
    done = subprocess.run([sys.executable, "-ISc", code, tree], check=True, env=env, capture_output=True, text=True)
    assert "pip install PySide6" in done.stdout


def test_the_answer_needs_no_qt() -> None:
    code = (
        "import sys; from ganstudio.gui.app import screen_check as s; s.problem(); sys.exit('PySide6.QtCore' in sys.modules)"
    )
    env = os.environ | {"DISPLAY": ":99", "QT_QPA_PLATFORM": ""}
    assert subprocess.run([sys.executable, "-c", code], check=False, env=env).returncode == 0


def test_a_file_that_is_not_there_is_told_before_a_window_opens(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    pytest.importorskip("PySide6.QtWidgets", exc_type=ImportError)
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    assert run(["gui", str(tmp_path), str(tmp_path / "gone.jpg")]) == 1
    [said] = capsys.readouterr().err.splitlines()
    assert "gone.jpg" in said and "check its name" in said
