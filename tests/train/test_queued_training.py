"""Trainings that wait for their turn: real processes, stopped, gone on with, failed."""

import threading
from pathlib import Path

import pytest

from ganstudio.core.errors import GanStudioError
from ganstudio.core.events import Event, Finished, Progress, Saved, Started
from ganstudio.core.settings import Home, Settings
from ganstudio.plugins.loader import load_catalog
from ganstudio.runs import checkpoint
from ganstudio.runs.run import Run
from ganstudio.testing.synthetic import make_pictures
from ganstudio.train.planner import create_run
from ganstudio.train.queued_run import QueuedTraining, run
from ganstudio.train.request import TrainRequest

_FOREVER = 50_000_000


def make_run(tmp_path: Path, images: int) -> Run:
    """A small DCGAN that has not begun."""
    return create_run(
        tmp_path / "run",
        load_catalog(Home(), Settings()),
        TrainRequest(
            architecture="dcgan",
            size=32,
            images=images,
            device="cpu",
            data=make_pictures(tmp_path / "Bilder 图", 24),
            batch=8,
            options={"width": 8},
        ),
    )


def train(training: QueuedTraining, until: int | None = None) -> list[Event]:
    """Train it, and stop it once so many pictures were seen."""
    stop, events = threading.Event(), []
    for event in run(training, stop=stop):
        events.append(event)
        if until is not None and isinstance(event, Progress) and event.images >= until:
            stop.set()
    return events


@pytest.mark.proof
def test_it_fails_with_a_reason_and_stops_with_a_checkpoint_and_goes_on_to_its_end(tmp_path: Path) -> None:
    made = make_run(tmp_path, _FOREVER)
    training = QueuedTraining.begin(tmp_path / "queue" / "a", made.folder)
    assert (training.left, training.share, training.remaining()) == (1, 0.0, {"images": _FOREVER})
    made.folder.rename(tmp_path / "elsewhere")
    assert train(training) == []
    assert training.failures == [f"There is no training in {made.folder}; choose a folder that holds a spec.json."]
    (tmp_path / "elsewhere").rename(made.folder)
    again = QueuedTraining.open(training.folder)
    assert (again.left, again.failures) == (0, training.failures)
    again.retry()
    train(again, until=1)
    last = checkpoint.load_latest(made.checkpoints)
    assert last is not None and last.counters.images > 0
    total = last.counters.images + 200
    made.extend_to(total)
    stopped = QueuedTraining.open(training.folder)
    assert (stopped.state, stopped.left, stopped.images) == ("waiting", 1, last.counters.images)
    rest = train(stopped)
    assert min(event.images for event in rest if isinstance(event, Started)) == last.counters.images
    assert min(event.images for event in rest if isinstance(event, Progress)) > last.counters.images
    assert (stopped.state, stopped.left, stopped.share, made.state) == ("done", 0, 1.0, "done")
    assert any(isinstance(event, Saved) and event.images >= total for event in rest)
    assert stopped.sheet is not None and stopped.sheet.is_file()
    assert train(QueuedTraining.open(training.folder)) == [Finished(made.images, "done")]
    stopped.delete()
    assert not training.folder.exists() and made.state == "done"


def test_a_folder_that_holds_none_is_refused(tmp_path: Path) -> None:
    (tmp_path / "training.json").write_text("{torn")
    with pytest.raises(GanStudioError, match="no training"):
        QueuedTraining.open(tmp_path)
