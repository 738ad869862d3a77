"""What every test stands on: one torch thread, a home of its own, sample pictures."""

import os
from pathlib import Path

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

try:
    import PySide6.QtWidgets  # noqa: F401

    pytest_plugins = ["pytestqt.plugin"]
except ImportError:

    def pytest_addoption(parser: pytest.Parser) -> None:
        """Without Qt its settings mean nothing, and the tests of the window are skipped."""
        for name in ("qt_api", "qt_log_level_fail", "qt_log_ignore"):
            parser.addini(name, "for pytest-qt")


@pytest.fixture(scope="session", autouse=True)
def _one_thread() -> None:
    import torch

    torch.set_num_threads(1)


@pytest.fixture(autouse=True)
def _own_home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GANSTUDIO_HOME", str(tmp_path_factory.mktemp("home")))


@pytest.fixture
def samples() -> Path:
    """The bundled sample pictures."""
    import ganstudio.resources

    return Path(str(ganstudio.resources.__file__)).parent / "samples"
