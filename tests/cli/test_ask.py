"""What is asked of a training from the command line, and forks of it."""

import json
from pathlib import Path

import pytest

from ganstudio.cli import run
from ganstudio.runs import checkpoint
from ganstudio.runs.run import Run
from ganstudio.testing.synthetic import make_pictures


@pytest.fixture
def trained(tmp_path: Path) -> Run:
    data = make_pictures(tmp_path / "pictures", 9)
    options = ["-o", "width", "8", "--images", "64", "--size", "16", "--device", "cpu"]
    assert run(["train", str(data), "--arch", "gan", "--run", str(tmp_path / "run"), *options]) == 0
    return Run.open(tmp_path / "run")


@pytest.mark.proof
def test_a_fork_goes_on(trained: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["fork", str(trained.folder), "--run", str(tmp_path / "second")]) == 0
    assert run(["resume", str(tmp_path / "second"), "--images", "96", "--json"]) == 0
    events = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert (events[0]["kind"], events[0]["images"]) == ("started", 64)
    assert Run.open(tmp_path / "second").images >= 96
    assert trained.images == 64


def test_a_fork_where_no_checkpoint_is_names_those_that_are(
    trained: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["fork", str(trained.folder), "--at", "3", "--run", str(tmp_path / "second")]) == 1
    kept = [int(file.stem) for file in checkpoint.list_generations(trained.checkpoints)]
    assert ", ".join(f"{seen:,}" for seen in kept) in capsys.readouterr().err
    assert not (tmp_path / "second").exists()


def test_who_rests_cannot_be_asked(trained: Run, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["ask", str(trained.folder), "--save"]) == 1
    assert "resume it first" in capsys.readouterr().err
    assert run(["ask", str(trained.folder)]) == 2


@pytest.mark.proof
def test_pictures_or_minutes_but_not_both(tmp_path: Path) -> None:
    data = make_pictures(tmp_path / "pictures", 9)
    wanted = ["train", str(data), "--arch", "gan", "--run", str(tmp_path / "run"), "--size", "16", "--device", "cpu"]
    assert run([*wanted, "--images", "64", "--minutes", "1"]) == 2
    assert run([*wanted, "--minutes", "0.1", "--aspect", "3:2"]) == 0
    assert Run.open(tmp_path / "run").spec.aspect == 1.5
    assert run([*wanted[:-4], "--aspect", "oblong"]) == 2
