"""The fixtures that third parties find in pytest."""

import subprocess
import sys
import threading
from pathlib import Path

from ganstudio.images.open import open_picture
from ganstudio.plugins.catalog import Catalog
from ganstudio.train.launch import train_in_thread
from ganstudio.train.planner import create_run
from ganstudio.train.request import TrainRequest


def test_the_folder_is_full_of_different_pictures(picture_folder: Path) -> None:
    files = sorted(picture_folder.iterdir())
    assert len(files) == 24
    pictures = [open_picture(file).pixels for file in files]
    assert {pixels.shape[0] for pixels in pictures} == {40}
    assert len({pixels.tobytes() for pixels in pictures}) == 24


def test_the_tiny_architecture_trains(picture_folder: Path, tiny_catalog: Catalog, tmp_path: Path) -> None:
    run = create_run(
        tmp_path / "run",
        tiny_catalog,
        TrainRequest(architecture="tiny", data=picture_folder, size=8, images=64, device="cpu"),
    )
    kinds = [event.kind for event in train_in_thread(run, tiny_catalog, stop=threading.Event())]
    assert kinds[0] == "started" and kinds[-1] == "finished"
    assert run.state == "done"


def test_pytest_starts_light(tmp_path: Path) -> None:
    (tmp_path / "test_it.py").write_text(
        "import sys\ndef test_it(): assert not {'torch', 'PySide6', 'numpy', 'PIL', 'pydantic'} & set(sys.modules)\n"
    )
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-c",
        "/dev/null",
        f"--rootdir={tmp_path}",
        "-p",
        "no:pytest-qt",
        str(tmp_path),
    ]
    heard = subprocess.run(command, capture_output=True, text=True, check=False, cwd=tmp_path)
    assert heard.returncode == 0, heard.stdout + heard.stderr
