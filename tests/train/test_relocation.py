"""Pictures, folders and machines change between two sittings; the training goes on, or says one sentence."""

import json
import shutil
import threading
from pathlib import Path
from typing import Any

import pytest

from ganstudio.cli import run as command
from ganstudio.core.events import Finished, Loading, Skipped, Started
from ganstudio.plugins.catalog import Catalog
from ganstudio.runs.run import Run
from ganstudio.testing.synthetic import make_pictures
from ganstudio.train import session
from ganstudio.train.launch import train_in_thread
from ganstudio.train.planner import create_run
from ganstudio.train.request import TrainRequest


@pytest.fixture
def catalog(bundled: Catalog) -> Catalog:
    return bundled


def begin(catalog: Catalog, data: Path, folder: Path, **wanted: Any) -> Run:
    options: dict[str, Any] = {
        "architecture": "gan", "size": 16, "images": 32, "batch": 8, "device": "cpu", "options": {"width": 8},
    }  # fmt: skip
    run = create_run(folder, catalog, TrainRequest(data=data, **{**options, **wanted}))
    assert isinstance(list(train_in_thread(run, catalog, stop=threading.Event()))[-1], Finished)
    return Run.open(folder)


def resume(run: Run, images: int, *more: str) -> int:
    return command(["resume", str(run.folder), "--images", str(images), *more])


def test_pictures_that_were_moved(catalog: Catalog, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data = make_pictures(tmp_path / "pictures", 9)
    run = begin(catalog, data, tmp_path / "run")
    data.rename(tmp_path / "renamed")
    assert resume(run, 64) == 1
    assert "--data" in capsys.readouterr().err
    assert resume(run, 64, "--data", str(tmp_path / "nowhere")) == 1
    assert resume(run, 64, "--data", str(tmp_path / "renamed")) == 0
    assert Run.open(run.folder).spec.data == str(tmp_path / "renamed")
    run.folder.rename(tmp_path / "run moved")
    assert resume(Run.open(tmp_path / "run moved"), 96) == 0


def test_kinds_that_are_new_renamed_or_gone(catalog: Catalog, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for kind in ("cats", "dogs", "fish"):
        make_pictures(tmp_path / "pictures" / kind, 5)
    run = begin(catalog, tmp_path / "pictures", tmp_path / "run", labels=True)
    (tmp_path / "pictures" / "dogs").rename(tmp_path / "pictures" / "hounds")
    shutil.rmtree(tmp_path / "pictures" / "fish")
    assert resume(run, 64, "--json") == 0
    events = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [event["path"] for event in events if event["kind"] == "skipped"] == ["hounds", "dogs", "fish"]
    assert next(event["pictures"] for event in events if event["kind"] == "started") == 5
    (tmp_path / "pictures" / "cats").rename(tmp_path / "pictures" / "felines")
    assert resume(run, 96) == 1
    assert "cats, dogs, fish" in capsys.readouterr().err


def test_most_pictures_were_deleted(catalog: Catalog, tmp_path: Path) -> None:
    data = make_pictures(tmp_path / "pictures", 420)
    run = begin(catalog, data, tmp_path / "run")
    assert run.spec.held_back == 21
    for file in sorted(data.iterdir())[1:]:
        file.unlink()
    assert resume(run, 64) == 0
    (started,) = [event for event in Run.open(run.folder).events() if isinstance(event, Started) and event.images]
    assert started.pictures == 1


def test_a_machine_without_the_device_goes_on_with_what_it_has(
    catalog: Catalog, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run = begin(catalog, make_pictures(tmp_path / "pictures", 9), tmp_path / "run")
    run.change_spec(device="mps" if Path("/proc").exists() else "cuda")
    assert resume(run, 64) == 0
    assert "goes on on “cpu”" in capsys.readouterr().err
    assert Run.open(run.folder).spec.device == "cpu"
    assert resume(run, 96, "--device", "cpu") == 0
    if Path("/proc").exists():
        assert resume(run, 128, "--device", "mps") == 1
        assert "has no device" in capsys.readouterr().err


def test_no_training_lies_among_its_pictures_or_learns_from_samples(
    catalog: Catalog, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = make_pictures(tmp_path / "pictures", 9)
    options = ["--arch", "gan", "--size", "16", "--images", "16", "--device", "cpu"]
    assert command(["train", str(data), "--run", str(data / "run"), *options]) == 1
    assert "among its own pictures" in capsys.readouterr().err
    assert not (data / "run").exists()
    run = begin(catalog, data, tmp_path / "run")
    shutil.move(run.folder, data / "run")  # as an older version had it
    assert resume(Run.open(data / "run"), 64) == 0
    events = Run.open(data / "run").events()
    assert [event.pictures for event in events if isinstance(event, Started)] == [9, 9]


def test_a_wrong_place_is_not_written_down(catalog: Catalog, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data = make_pictures(tmp_path / "pictures", 9)
    run = begin(catalog, data, tmp_path / "run")
    list(train_in_thread(run, catalog, stop=threading.Event()))
    (tmp_path / "empty").mkdir()
    wrongs = {"empty": "no pictures", "run": "own samples", "run/samples": "own samples", "no": "not there"}
    for wrong, said in wrongs.items():
        assert resume(run, 500, "--data", str(tmp_path / wrong)) == 1
        assert said in capsys.readouterr().err
        assert Run.open(run.folder).spec.data == str(data)


def test_stop_is_heard_while_the_pictures_are_read(
    catalog: Catalog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(session, "LOADING_INTERVAL", 0.0)
    data = make_pictures(tmp_path / "pictures", 60)
    run = create_run(
        tmp_path / "run", catalog, TrainRequest(architecture="gan", data=data, size=16, images=64, device="cpu")
    )
    stop, heard = threading.Event(), []
    for event in train_in_thread(run, catalog, stop=stop):
        heard.append(event)
        if isinstance(event, Loading) and event.done == 10:
            stop.set()
    assert heard[:11] == [Loading(number, 60) for number in range(11)]
    assert heard[11:] == [Finished(0, "stopped")]
    assert run.state == "stopped"
    assert run.events() == [Finished(0, "stopped")]
    assert isinstance(list(train_in_thread(run, catalog, stop=threading.Event()))[-1], Finished)
    assert not any(isinstance(event, Skipped) for event in run.events())
