"""What is asked of a training is heard in the sitting that it was asked in, and answered."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from ganstudio.cli import run as command
from ganstudio.core.errors import GanStudioError
from ganstudio.core.events import Finished
from ganstudio.plugins.catalog import Catalog
from ganstudio.runs import commands
from ganstudio.runs.run import Run
from ganstudio.testing.synthetic import make_pictures
from ganstudio.train.launch import train_in_thread
from ganstudio.train.planner import create_run
from ganstudio.train.request import TrainRequest


@pytest.fixture
def catalog(bundled: Catalog) -> Catalog:
    return bundled


@pytest.fixture
def run(tmp_path: Path, catalog: Catalog) -> Run:
    data = make_pictures(tmp_path / "pictures", 9)
    return create_run(
        tmp_path / "run",
        catalog,
        TrainRequest(architecture="gan", data=data, size=16, images=50_000_000, batch=8, device="cpu", options={"width": 8}),
    )


@pytest.fixture
def going_on(run: Run, catalog: Catalog) -> Iterator[threading.Thread]:
    """The training, going on beside the test."""
    stop, begun = threading.Event(), threading.Event()

    def train() -> None:
        for _ in train_in_thread(run, catalog, stop=stop):
            begun.set()

    thread = threading.Thread(target=train)
    thread.start()
    assert begun.wait(60)
    yield thread
    stop.set()
    thread.join()


def test_a_stop_that_came_too_late_does_not_end_the_next_sitting(run: Run, catalog: Catalog) -> None:
    with run.lock():
        commands.send_command(run, commands.StopNow())
        commands.send_command(run, commands.StopNow())
    first = sorted((run.folder / "wishes").iterdir())
    (run.folder / "wishes" / f"{1:020d}-{'a' * 8}.json").write_bytes(first[0].read_bytes())  # as an older version named it
    (run.folder / "wishes" / "notes.json").write_text("mine", encoding="utf-8")
    stop, seen = threading.Event(), []
    for event in train_in_thread(run, catalog, stop=stop):
        seen.append(event)
        if getattr(event, "images", 0) >= 400:
            stop.set()
    assert isinstance(seen[-1], Finished)
    assert seen[-1].images >= 400
    assert [file.name for file in (run.folder / "wishes").iterdir()] == ["notes.json"]


def test_what_is_refused_is_said_to_who_asked(
    run: Run, going_on: threading.Thread, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command(["ask", str(run.folder), "-o", "no_such_option", "1"]) == 1
    assert "no_such_option" in capsys.readouterr().err
    assert command(["ask", str(run.folder), "--save"]) == 0
    assert command(["ask", str(run.folder), "--stop"]) == 0
    going_on.join(60)
    assert run.state == "stopped"
    assert command(["ask", str(run.folder), "--stop"]) == 1
    assert "is not going on" in capsys.readouterr().err


def test_who_rests_hears_nothing(run: Run) -> None:
    with pytest.raises(GanStudioError, match="is not going on"):
        commands.send_command(run, commands.SaveNow())
