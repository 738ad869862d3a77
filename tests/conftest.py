"""What every test stands on: one torch thread, a home of its own, sample pictures."""

import os
from pathlib import Path

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


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
