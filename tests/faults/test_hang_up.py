"""A training outlives its terminal, its window and its listeners; nothing learnt is lost."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from ganstudio.runs import checkpoint, commands
from ganstudio.runs.run import Run
from ganstudio.testing.synthetic import make_pictures

pytestmark = [pytest.mark.proof, pytest.mark.skipif(not hasattr(signal, "SIGHUP"), reason="Windows has no hang-up")]
_WINDOW = """
import sys, threading
from pathlib import Path
from ganstudio.runs.run import Run
from ganstudio.train.launch import train_in_process
for event in train_in_process(Run.open(Path(sys.argv[1])), ["--safe-mode"], stop=threading.Event()):
    print(event.kind, flush=True)
"""
_ONE_THREAD = os.environ | {"OMP_NUM_THREADS": "1"}


def _hear_hang_ups() -> None:
    """As a terminal starts a program, also where these tests run under nohup."""
    signal.signal(signal.SIGHUP, signal.SIG_DFL)


def wait_until(true: Callable[[], bool]) -> None:
    end = time.monotonic() + 100
    while not true():
        assert time.monotonic() < end, "it never came to that"
        time.sleep(0.05)


def begin(tmp_path: Path, **how: int) -> "tuple[Run, subprocess.Popen[bytes]]":
    """A training by the command line, once it learns."""
    data = make_pictures(tmp_path / "pictures", 12)
    options = ["--arch", "gan", "--size", "16", "--images", "50000000", "--batch", "8", "--json"]
    command = [sys.executable, "-m", "ganstudio", "train", str(data), *options, "--run", str(tmp_path / "run")]
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=_ONE_THREAD, preexec_fn=_hear_hang_ups
    )
    wait_until(lambda: (tmp_path / "run" / "spec.json").exists() and Run(tmp_path / "run").images > 0)
    return Run.open(tmp_path / "run"), process


def assert_saved(run: Run) -> None:
    assert run.state == "stopped"
    assert int(checkpoint.list_generations(run.checkpoints)[-1].stem) == run.images


def test_a_closed_terminal_saves(tmp_path: Path) -> None:
    run, process = begin(tmp_path)
    process.send_signal(signal.SIGHUP)
    process.communicate()
    assert process.returncode == 130
    assert_saved(run)


def test_a_reader_that_goes_away_saves(tmp_path: Path) -> None:
    run, process = begin(tmp_path)
    assert process.stdout
    process.stdout.close()
    assert process.wait() == 130
    assert_saved(run)


def test_a_training_of_its_own_survives_the_program_that_began_it(tmp_path: Path) -> None:
    run, process = begin(tmp_path)
    process.terminate()
    process.communicate()
    window = subprocess.Popen([sys.executable, "-c", _WINDOW, str(run.folder)], stdout=subprocess.DEVNULL, env=_ONE_THREAD)
    before = run.images
    wait_until(lambda: run.images > before)
    window.kill()
    window.wait()
    after = run.images
    wait_until(lambda: run.images > after + 1000)
    assert run.state == "running"
    commands.send_command(run, commands.StopNow())
    wait_until(lambda: run.state != "running")
    assert_saved(run)
