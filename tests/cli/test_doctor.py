"""`ganstudio doctor`, and what the command line does where it fails by an error of the program."""

import os
import shutil
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from ganstudio.cli import run
from ganstudio.core import log
from ganstudio.core.events import Failed
from ganstudio.core.settings import Home
from ganstudio.runs.run import Run
from ganstudio.train.launch import train_in_process
from tests.forked import ganstudio
from tests.own_folders import REPOSITORY
from tests.plugins.folders import drop_in, source

RAISES = "return tile.pixels.clone()"


def _plugin(folder: Path, words: str) -> str:
    drop_in(folder, "crooked", source("crooked").replace(RAISES, words))
    return f"--plugin-dir={folder}"


def test_it_prints_a_report_and_ends_well(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["doctor"]) == 0
    said = capsys.readouterr().out
    assert "Versions" in said and "Problems\n  none found" in said


def test_it_writes_the_report_and_names_what_is_wrong(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    drop_in(tmp_path / "plugins", "crooked", "raise KeyError('bent')")
    out = tmp_path / "report.txt"
    assert run([f"--plugin-dir={tmp_path / 'plugins'}", "doctor", "--out", str(out)]) == 1
    text = out.read_text(encoding="utf-8")
    assert "The plugin “crooked” could not be loaded." in text and str(tmp_path) not in text
    assert "sends nothing" in capsys.readouterr().err
    assert run(["doctor", "--paths", "--out", str(out)]) == 0
    assert str(Home().data) in out.read_text(encoding="utf-8")
    assert run(["doctor", "--out", str(out / "inside")]) == 1
    assert "could not be written" in capsys.readouterr().err


@pytest.mark.skipif(sys.platform == "win32", reason="needs a terminal of its own")
@pytest.mark.parametrize(("answer", "named"), [("n", False), ("y", True)])
def test_it_asks_before_it_names_paths(answer: str, named: bool) -> None:
    ours, theirs = os.openpty()
    os.write(ours, f"{answer}\n".encode())
    done = ganstudio("--safe-mode", "doctor", "--paths", stdin=os.ttyname(theirs))
    os.close(ours)
    os.close(theirs)
    assert "will name your folders" in done.stderr and done.returncode == 0
    assert (str(Home().data) in done.stdout) is named


def test_it_works_where_torch_is_broken(tmp_path: Path) -> None:
    (tmp_path / "torch.py").write_text("raise ImportError('libtorch is torn')")
    env = os.environ | {"PYTHONPATH": os.pathsep.join([str(tmp_path), os.environ.get("PYTHONPATH", "")])}
    command = [sys.executable, "-m", "ganstudio", "doctor"]
    done = subprocess.run(command, check=False, env=env, capture_output=True, text=True, timeout=100)
    assert done.returncode == 1
    assert "Devices cannot be told (ImportError: libtorch is torn)" in done.stdout and "Last errors" in done.stdout


@pytest.mark.parametrize("words", ["raise KeyError('bent')", "raise SystemExit(0)"])
def test_a_style_that_raises_is_a_sentence_and_in_the_log(words: str, tmp_path: Path, samples: Path) -> None:
    plugins = _plugin(tmp_path / "plugins", words)
    done = ganstudio(plugins, "stylize", str(samples / "coffee.jpg"), "--style", "crooked", "--out", str(tmp_path / "a.png"))
    assert done.returncode == 1
    assert "Traceback" not in done.stderr and str(Home().logs / log.NAME) in done.stderr
    assert words.partition("(")[0].removeprefix("raise ") in done.stderr
    (entry,) = log.last_errors(Home().logs, 5)
    assert " ERROR stylize " in entry and words in entry


def test_a_command_that_fails_is_a_sentence_and_in_the_log(tmp_path: Path) -> None:
    """The words of a style are asked for by a listing, which expects nothing bad of them."""
    content = source("crooked").replace(
        "    Options = Empty", "    Options = Empty\n    prompt_words = property(lambda self: 1 / 0)"
    )
    drop_in(tmp_path, "crooked", content)
    done = ganstudio(f"--plugin-dir={tmp_path}", "styles", "crooked")
    assert done.returncode == 1
    assert "ZeroDivisionError" in done.stderr and "Traceback" not in done.stderr
    assert len(done.stderr.splitlines()) == 2 and str(Home().logs / log.NAME) in done.stderr
    assert "ZeroDivisionError" in log.last_errors(Home().logs, 5)[-1]


def test_without_a_log_the_details_are_said(tmp_path: Path) -> None:
    content = source("crooked").replace(
        "    Options = Empty", "    Options = Empty\n    prompt_words = property(lambda self: 1 / 0)"
    )
    drop_in(tmp_path / "plugins", "crooked", content)
    (tmp_path / "file").write_text("no folder")
    done = ganstudio(f"--plugin-dir={tmp_path / 'plugins'}", "styles", "crooked", GANSTUDIO_HOME=str(tmp_path / "file"))
    assert done.returncode == 1
    assert "Something went wrong" in done.stderr and "Traceback" in done.stderr


def test_a_users_mistake_is_no_error_of_the_program() -> None:
    done = ganstudio("styles", "nothing-like-it")
    assert done.returncode == 1 and "Details" not in done.stderr
    assert log.last_errors(Home().logs, 5) == []


def test_a_plugin_that_cannot_be_loaded_is_in_the_log(tmp_path: Path) -> None:
    drop_in(tmp_path, "crooked", "raise KeyError('bent')")
    assert ganstudio(f"--plugin-dir={tmp_path}", "styles").returncode == 0
    assert "KeyError" in (Home().logs / log.NAME).read_text(encoding="utf-8")


@pytest.mark.proof
def test_a_training_in_a_process_of_its_own_that_breaks_is_in_the_log(tmp_path: Path, picture_folder: Path) -> None:
    place, learnt = tmp_path / "plugins" / "pebbles", tmp_path / "run"
    shutil.copytree(REPOSITORY / "tests" / "example_plugin", place)
    plugins = f"--plugin-dir={place.parent}"
    sizes = ["--size", "16", "--images", "64", "--batch", "8"]
    begun = ganstudio(plugins, "train", str(picture_folder), "--arch", "pebble", *sizes, "--run", str(learnt))
    assert begun.returncode == 0, begun.stderr
    pebble, build = place / "pebble.py", "from torch import nn\n"
    pebble.write_text(pebble.read_text().replace(build, f"{build}\n        raise KeyError('a stone')\n"))
    *_, last = train_in_process(Run.open(learnt), [plugins], stop=threading.Event(), images=128)
    assert isinstance(last, Failed) and "a stone" in last.error
    entries = log.last_errors(Home().logs, 5)
    assert " ERROR resume " in entries[0] and "a stone" in entries[0]
