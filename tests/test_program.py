"""The studio's own child processes, from an installation and from a bundle."""

import runpy
import stat
import subprocess
import sys
import threading
from pathlib import Path
from zipfile import ZipFile

import pytest

from ganstudio.cli import run
from ganstudio.core import program
from ganstudio.core.events import Finished
from ganstudio.core.settings import Home, Settings
from ganstudio.plugins.loader import load_catalog
from ganstudio.runs.run import Run
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
