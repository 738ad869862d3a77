"""A wheel from the tree, installed elsewhere, works from any folder."""

import json
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from PIL import Image

pytestmark = pytest.mark.proof
_TREE = Path(__file__).parents[1]
_PACKAGES = [folder for folder in sys.path if Path(folder).name == "site-packages"]
_LEFT_OUT = shutil.ignore_patterns(".*", "build", "dist", "results", "*.egg-info", "__pycache__", "tests", "docs")


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder into which the wheel alone is unpacked; its packages come from where they are."""
    folder = tmp_path_factory.mktemp("wheel")
    shutil.copytree(_TREE, folder / "tree", ignore=_LEFT_OUT)
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(folder / "tree")]
    subprocess.run(command, check=True, capture_output=True)
    with zipfile.ZipFile(next(folder.glob("*.whl"))) as wheel:
        wheel.extractall(folder / "site")
    shutil.rmtree(folder / "tree")
    return folder / "site"


def _ganstudio(installed: Path, folder: Path, *args: str) -> subprocess.CompletedProcess[str]:
    """Run the installed program from a folder that has nothing to do with the tree."""
    code = (
        "import sys; from ganstudio.cli import main; import ganstudio; "
        f"assert ganstudio.__file__.startswith({str(installed)!r}), ganstudio.__file__; main()"
    )
    env = os.environ | {
        "PYTHONPATH": os.pathsep.join([str(installed), *_PACKAGES]),
        "GANSTUDIO_HOME": str(folder),
    }
    command = [sys.executable, "-S", "-c", code, *args]
    return subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True, check=False, timeout=120)


def test_the_bundled_plugins_are_there(installed: Path, tmp_path: Path) -> None:
    done = _ganstudio(installed, tmp_path, "plugins", "--json")
    assert done.returncode == 0, done.stderr
    rows = {row["name"]: row for row in json.loads(done.stdout)}
    assert {"classic", "neural", "dcgan", "gan", "progressive"} <= set(rows)
    assert all(row["loaded"] and row["origin"] == "bundled" for row in rows.values()), rows


def test_every_module_and_resource_is_there(installed: Path) -> None:
    homes = {"ganstudio": "ganstudio", "plugins": "ganstudio_plugins", "resources": "ganstudio/resources"}
    for folder, home in homes.items():
        files = [path for path in (_TREE / folder).rglob("*") if path.is_file() and "__pycache__" not in path.parts]
        lost = [path for path in files if not (installed / home / path.relative_to(_TREE / folder)).is_file()]
        assert not lost


def test_it_stylizes_and_trains(installed: Path, tmp_path: Path) -> None:
    samples = installed / "ganstudio" / "resources" / "samples"
    done = _ganstudio(
        installed, tmp_path, "stylize", str(samples / "chelsea.jpg"), "--style", "halftone", "--out", "cat.png"
    )
    assert done.returncode == 0, done.stderr
    with Image.open(tmp_path / "cat.png") as image:
        assert image.size == (451, 300)
    with zipfile.ZipFile(samples / "emoji.zip") as packed:
        packed.extractall(tmp_path / "emoji")
    few = ["--size", "32", "--images", "32", "--batch", "8", "-o", "width", "8"]
    done = _ganstudio(installed, tmp_path, "train", "emoji", "--arch", "dcgan", "--run", "run", *few)
    assert done.returncode == 0, done.stderr
    assert list((tmp_path / "run" / "samples").glob("*.png"))


def test_the_window_opens(installed: Path, tmp_path: Path) -> None:
    pytest.importorskip("PySide6.QtWidgets", reason="PySide6 is not installed")
    code = (
        "from PySide6.QtWidgets import QApplication; from PySide6.QtCore import QTimer; app = QApplication([]);"
        "from ganstudio.gui.app.start import open_window; from ganstudio.gui.app.context import AppContext;"
        "from ganstudio.core.settings import Home;"
        "window = open_window(app, AppContext(Home())); window.show();"
        "window.context.catalog_changed.connect(lambda: QTimer.singleShot(0, window.close)); app.exec();"
        "print(len(window.context.catalog.styles), window.isVisible())"
    )
    env = os.environ | {
        "PYTHONPATH": os.pathsep.join([str(installed), *_PACKAGES]),
        "GANSTUDIO_HOME": str(tmp_path), "QT_QPA_PLATFORM": "offscreen",
    }  # fmt: skip
    command = [sys.executable, "-S", "-c", code]
    done = subprocess.run(command, cwd=tmp_path, env=env, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, done.stderr
    styles, visible = done.stdout.split()
    assert int(styles) >= 6
    assert visible == "False"
