"""`train`, `resume`, `generate`, `runs`, `demo` on tiny trainings; Ctrl-C saves."""

import json
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

from ganstudio.cli import run
from ganstudio.core.events import Finished, Started, from_json
from ganstudio.runs.run import Run, find_runs


@pytest.fixture
def data(tmp_path: Path) -> Path:
    folder = tmp_path / "pictures"
    folder.mkdir()
    for number in range(12):
        Image.new("RGB", (40, 40), (20 * number, 90, 200)).save(folder / f"{number}.png")
    return folder


def _train(data: Path, folder: Path, *more: str) -> list[str]:
    size = ["--size", "32", "--images", "64", "--batch", "8", "-o", "width", "8"]
    return ["train", str(data), "--arch", "dcgan", "--run", str(folder), *size, *more]


def test_train_resume_generate(data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "my 跑 run"
    assert run(_train(data, folder, "--json")) == 0
    events = [from_json(line) for line in capsys.readouterr().out.splitlines()]
    assert isinstance(events[0], Started)
    assert events[-1] == Finished(64, "done")
    assert run(["resume", str(folder), "--images", "96"]) == 0
    assert Run.open(folder).images == 96
    assert run(["resume", str(folder)]) == 1
    assert run(["resume", str(folder), "--images", "80"]) == 1
    assert Run.open(folder).spec.images == 96
    assert "has seen 96 pictures already" in capsys.readouterr().err
    assert run(["generate", str(folder), "--out", str(tmp_path / "sheet.png"), "--grid", "--count", "4"]) == 0
    assert (tmp_path / "sheet.png").is_file()
    assert run(["generate", str(folder), "--out", str(tmp_path / "made"), "--count", "3"]) == 0
    assert len(list((tmp_path / "made").glob("*.png"))) == 3
    capsys.readouterr()
    assert run(["runs", str(tmp_path), "--json"]) == 0
    (row,) = json.loads(capsys.readouterr().out)
    assert (row["state"], row["images"]) == ("done", 96)


def test_a_second_training_does_not_take_the_folder(data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(_train(data, tmp_path / "run")) == 0
    assert run(_train(data, tmp_path / "run")) == 1
    assert "There is already a training" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (["--size", "33"], "has no size 33"),
        (["-o", "widht", "8"], "did you mean width?"),
        (["--device", "mps"], "no device"),
    ],
)
def test_a_mistake_is_one_sentence(
    data: Path, tmp_path: Path, more: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(_train(data, tmp_path / "run", *more)) == 1
    assert said in capsys.readouterr().err


def test_a_folder_without_pictures_is_one_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "empty").mkdir()
    assert run(_train(tmp_path / "empty", tmp_path / "run")) == 1
    assert "no pictures" in capsys.readouterr().err
    assert not (tmp_path / "run").exists()


@pytest.mark.proof
def test_ctrl_c_saves_and_stops(data: Path, tmp_path: Path) -> None:
    folder = tmp_path / "run"
    command = [sys.executable, "-m", "ganstudio", *_train(data, folder, "--images", "100000000", "--json")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        for line in process.stdout:
            if '"progress"' in line:
                break
        process.send_signal(signal.SIGINT)
        rest, _ = process.communicate(timeout=60)
    assert process.returncode == 130
    assert isinstance(last := from_json(rest.splitlines()[-1]), Finished)
    assert last.reason == "stopped"
    found = Run.open(folder)
    assert found.state == "stopped"
    assert run(["resume", str(folder), "--images", str(found.images + 16)]) == 0


@pytest.mark.proof
def test_the_demo_leaves_two_sheets(data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    args = ["demo", "--out", str(tmp_path / "results"), "--minutes", "0.05", "--picture", str(data / "3.png")]
    assert run(args) == 0
    assert run(args) == 0, "it can be run again"
    said = capsys.readouterr().err
    assert {run.folder.name for run in find_runs(tmp_path / "results")} == {"emoji-run", "emoji-run-2"}
    for name in ("styles.png", "samples.png"):
        assert str(tmp_path / "results" / name) in said
        with Image.open(tmp_path / "results" / name) as image:
            assert len(image.convert("RGB").getcolors(1 << 24) or []) > 100
