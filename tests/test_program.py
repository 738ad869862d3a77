"""The studio's own child processes, from an installation and from a bundle."""

import runpy
import shutil
import stat
import subprocess
import sys
import threading
from importlib.util import find_spec
from pathlib import Path
from zipfile import ZipFile

import pytest

from ganstudio.cli import run
from ganstudio.core import program
from ganstudio.core.events import Finished
from ganstudio.core.settings import Home, Settings
from ganstudio.gui.app import screen_check
from ganstudio.plugins.loader import load_catalog
from ganstudio.runs.run import Run
from ganstudio.testing.import_check import find_heavy_imports
from ganstudio.testing.listing_check import check_lightness
from ganstudio.train.launch import train_in_process

START = Path(__file__).parents[1] / "bundle" / "start.py"


@pytest.fixture
def bundle(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A program that starts as a bundle does: by bundle/start.py, with no way to give options to Python."""
    made = tmp_path / "bundle of ours"
    code = (
        "import runpy, sys; sys.frozen = True; sys.argv[0] = sys.executable = sys.argv.pop(1); "
        "runpy.run_path(sys.argv.pop(1), run_name='__main__')"
    )
    made.write_text(f'#!/bin/sh\nexec "{sys.executable}" -c "{code}" "$0" "{START}" "$@"\n')
    made.chmod(made.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "executable", str(made))
    return made


posix = pytest.mark.skipif(sys.platform == "win32", reason="the stand-in for a bundle is a shell script")


@posix
def test_a_bundle_is_the_command_line(bundle: Path) -> None:
    assert program.program_command() == [str(bundle)]
    for command in ([str(bundle)], program.module_command("ganstudio")):
        said = subprocess.run([*command, "--version"], check=True, capture_output=True, text=True).stdout
        assert said.startswith("GAN Studio")


@posix
def test_a_bundle_runs_no_modules_but_the_studios(bundle: Path) -> None:
    done = subprocess.run([str(bundle), "-m", "timeit", "pass"], check=False, capture_output=True, text=True)
    assert done.returncode == 2 and "loop" not in done.stdout


@posix
def test_a_bundle_checks_plugins_in_a_process_of_its_own(bundle: Path) -> None:
    check_lightness(load_catalog(Home(), Settings(), safe_mode=True).style("oil"))


@pytest.mark.skipif(sys.platform != "linux", reason="libraries are found otherwise elsewhere")
def test_a_bundle_gives_other_programs_the_systems_libraries() -> None:
    restore = runpy.run_path(str(START))["restore_environment"]
    ours = {"LD_LIBRARY_PATH": "/bundle/_internal", "HOME": "/home"}
    restore(ours)
    assert ours == {"HOME": "/home", "PYINSTALLER_RESET_ENVIRONMENT": "1"}
    theirs = {"LD_LIBRARY_PATH": "/bundle/_internal:/opt/lib", "LD_LIBRARY_PATH_ORIG": "/opt/lib"}
    restore(theirs)
    assert theirs == {"LD_LIBRARY_PATH": "/opt/lib", "PYINSTALLER_RESET_ENVIRONMENT": "1"}


@posix
@pytest.mark.proof
def test_a_bundle_trains_in_a_process_of_its_own(bundle: Path, samples: Path, tmp_path: Path) -> None:
    with ZipFile(samples / "emoji.zip") as packed:
        packed.extractall(tmp_path / "emoji")
    few = ["--size", "32", "--images", "16", "--batch", "8", "-o", "width", "8"]
    assert run(["train", str(tmp_path / "emoji"), "--arch", "dcgan", "--run", str(tmp_path / "run"), *few]) == 0
    *_, last = train_in_process(Run.open(tmp_path / "run"), ["--safe-mode"], stop=threading.Event(), images=32)
    assert isinstance(last, Finished)


@pytest.mark.skipif(sys.platform != "linux", reason="asked of Linux's loader")
def test_what_a_bundle_brings_along_is_not_asked_of_the_system(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    spec = find_spec("PySide6")
    if spec is None or spec.origin is None:
        pytest.skip("PySide6 is not installed")
    libraries = Path(spec.origin).parent / "Qt" / "lib"
    alone = Path(shutil.copy(libraries / "libQt6Widgets.so.6", tmp_path))
    assert "libQt6Gui.so.6" in screen_check._unresolved(alone)
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "_MEIPASS", str(libraries), raising=False)
    assert "libQt6Gui.so.6" not in screen_check._unresolved(alone)


def test_what_was_there_before_a_plugin_is_not_its_own(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setitem(sys.modules, "PySide6", sys)  # as a bundle's start imports it
    monkeypatch.syspath_prepend(tmp_path)
    (tmp_path / "light_plugin.py").write_text("import colorsys\n")
    (tmp_path / "heavy_plugin.py").write_text("import jax\n")
    (tmp_path / "jax.py").write_text("")
    try:
        assert find_heavy_imports("light_plugin", "light_plugin", tmp_path / "light_plugin.py") == []
        assert find_heavy_imports("heavy_plugin", "heavy_plugin", tmp_path / "heavy_plugin.py") == ["jax"]
    finally:
        for name in ("light_plugin", "heavy_plugin", "jax"):
            sys.modules.pop(name, None)
