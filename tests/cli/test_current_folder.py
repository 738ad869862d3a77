"""Python files that lie in the current folder are never run: not by the command, not by a training's own process."""

import subprocess
import sys
import threading
from pathlib import Path

import pytest

from ganstudio.core.events import Finished
from ganstudio.core.settings import Home, Settings
from ganstudio.plugins.loader import load_catalog
from ganstudio.testing.synthetic import make_pictures
from ganstudio.train.launch import train_in_process
from ganstudio.train.planner import create_run
from ganstudio.train.request import TrainRequest

NAMES = ("random", "typing", "json", "dataclasses", "contextlib", "torch", "numpy", "click", "pathlib", "PIL", "site")


@pytest.fixture
def strange(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The current folder, with files that are called like modules and would leave a mark."""
    folder = tmp_path / "strange"
    folder.mkdir()
    for name in NAMES:
        (folder / f"{name}.py").write_text(f"open({str(folder / name)!r} + '.ran', 'w').close()\nraise SystemExit(9)\n")
    monkeypatch.chdir(folder)
    monkeypatch.delenv("PYTHONSAFEPATH", raising=False)
    return folder


def test_the_command_does_not_import_them(strange: Path) -> None:
    done = subprocess.run([sys.executable, "-m", "ganstudio", "styles"], capture_output=True, text=True, check=False)
    assert (done.returncode, list(strange.glob("*.ran"))) == (0, []), done.stderr
    assert "oil" in done.stdout


@pytest.mark.proof
def test_a_training_in_its_own_process_does_not_import_them(strange: Path, tmp_path: Path) -> None:
    catalog, pictures = load_catalog(Home(), Settings()), make_pictures(tmp_path / "pictures", 8)
    run = create_run(
        tmp_path / "run",
        catalog,
        TrainRequest(architecture="dcgan", size=32, images=8, device="cpu", data=pictures, batch=8, options={"width": 8}),
    )
    last = list(train_in_process(run, ["--safe-mode"], stop=threading.Event()))[-1]
    assert isinstance(last, Finished) and list(strange.glob("*.ran")) == []


@pytest.mark.proof
def test_the_checks_of_a_plugin_do_not_import_them(strange: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "ganstudio", "plugin"]
    subprocess.run([*command, "new", "my-ink", "--to", str(tmp_path)], check=True, capture_output=True)
    done = subprocess.run([*command, "check", str(tmp_path / "my_ink")], capture_output=True, text=True, check=False)
    assert (done.returncode, list(strange.glob("*.ran"))) == (0, []), done.stdout + done.stderr


def test_it_starts_from_a_folder_that_was_deleted(tmp_path: Path) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    code = f"import os, sys; os.chdir({str(gone)!r}); os.rmdir({str(gone)!r}); sys.argv = ['-m', '--version']\n"
    done = subprocess.run([sys.executable, "-c", code + "import ganstudio"], check=False)
    assert done.returncode == 0
