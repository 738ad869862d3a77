"""Full disks and folders that cannot be written: one sentence, and nothing is lost."""

import os
import sys
import tempfile
import threading
from pathlib import Path

import pytest

from ganstudio.core.errors import GanStudioError
from ganstudio.core.events import Event, Failed, Finished, Sampled, Saved, Skipped
from ganstudio.runs import checkpoint
from ganstudio.runs.run import Run
from ganstudio.train.launch import train_in_thread
from tests.faults import trial
from tests.train.exact import assert_same, listen

if sys.platform == "win32":
    pytest.skip("these faults are made with the means of Unix", allow_module_level=True)

from tests.faults import child


@pytest.fixture
def trained(tmp_path: Path) -> Run:
    """A run that was stopped half-way, with good checkpoints."""
    run = trial.new(tmp_path / "run")
    listen(run, trial.CATALOG, lambda event: isinstance(event, Saved) and event.images >= 40)
    return Run.open(run.folder)


def hear(run: Run) -> list[Event]:
    return list(train_in_thread(run, trial.CATALOG, stop=threading.Event()))


def only_failure(events: list[Event]) -> str:
    """The one sentence; a traceback would mean that it is taken for a bug."""
    failures = [event for event in events if isinstance(event, Failed)]
    assert len(failures) == 1
    assert failures == events[-1:]
    assert failures[0].traceback is None
    return failures[0].error


@pytest.mark.proof
def test_a_full_disk_at_a_checkpoint_loses_nothing(trained: Run) -> None:
    before = {file.name: file.read_bytes() for file in trained.checkpoints.iterdir()}
    process = child.start(trained.folder, child.Hardship(largest_file=100_000))
    process.join(60)
    assert process.exitcode == 0
    failure = trained.events()[-1]
    assert isinstance(failure, Failed)
    assert failure.traceback is None
    assert "checkpoint" in failure.error
    assert "make room" in failure.error
    assert trained.state == "failed"
    assert {file.name: file.read_bytes() for file in trained.checkpoints.iterdir()} == before
    assert_goes_on(trained)


@pytest.mark.proof
def test_a_full_disk_at_the_record_loses_nothing(trained: Run) -> None:
    events = train_in_thread(trained, trial.CATALOG, stop=threading.Event())
    next(events)
    record = trained.events_file.read_bytes()
    trained.events_file.unlink()
    trained.events_file.symlink_to("/dev/full")
    assert "record" in only_failure(list(events))
    trained.events_file.unlink()
    trained.events_file.write_bytes(record)
    assert_goes_on(trained)


@pytest.mark.proof
def test_half_a_line_is_taken_back(trained: Run) -> None:
    process = child.start(trained.folder, child.Hardship(largest_file=trained.events_file.stat().st_size + 40))
    process.join(60)
    assert trained.events_file.read_bytes().endswith(b"\n")
    assert_goes_on(trained)


def test_checkpoints_that_cannot_be_written_are_said_in_one_sentence(tmp_path: Path) -> None:
    run = trial.new(tmp_path / "run")
    run.checkpoints.write_text("a file where a folder should be", encoding="utf-8")
    assert str(run.checkpoints) in only_failure(hear(run))
    run.checkpoints.unlink()
    listen(run, trial.CATALOG, lambda event: isinstance(event, Saved))
    assert run.state == "stopped"


def test_samples_that_cannot_be_written_do_not_stop_a_training(tmp_path: Path) -> None:
    run = trial.new(tmp_path / "run")
    (run.folder / "samples").write_text("a file where a folder should be", encoding="utf-8")
    events = listen(run, trial.CATALOG, lambda event: isinstance(event, Saved) and event.images >= 100)
    assert isinstance(events[-1], Finished)
    assert not [event for event in events if isinstance(event, Sampled)]
    assert {event.path for event in events if isinstance(event, Skipped)} >= {"samples/000000000.png"}


def test_a_run_cannot_be_made_below_a_file(tmp_path: Path) -> None:
    spec = trial.new(tmp_path / "run").spec
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(GanStudioError, match="cannot be written: Not a directory"):
        Run.create(tmp_path / "file" / "run", spec)


def test_a_read_only_folder_says_so_and_can_still_be_read() -> None:
    with tempfile.TemporaryDirectory() as place:
        Path(place).chmod(0o755)
        run = trial.new(Path(place) / "run")
        listen(run, trial.CATALOG, lambda event: isinstance(event, Saved) and event.images >= 40)
        content = {file: file.read_bytes() for file in run.folder.rglob("*") if file.is_file()}
        folders = [run.folder, *(folder for folder in run.folder.iterdir() if folder.is_dir())]
        for folder in folders:
            folder.chmod(0o555)
        for file in content:
            file.chmod(0o444)
        said = Path(place) / "said"
        said.mkdir()
        said.chmod(0o777)
        nobody = 65534 if os.geteuid() == 0 else None
        process = child.start(run.folder, child.Hardship(user=nobody, said=said / "events.jsonl"))
        process.join(60)
        assert process.exitcode == 0
        assert {file: file.read_bytes() for file in run.folder.rglob("*") if file.is_file()} == content
        assert run.state == "stopped"
        (line,) = (said / "events.jsonl").read_text(encoding="utf-8").splitlines()
        assert "cannot be written: Permission denied" in line
        for folder in folders:
            folder.chmod(0o755)


def assert_goes_on(run: Run) -> None:
    """Nothing was lost: it goes on to where an undisturbed training comes."""
    total = 160
    listen(Run.open(run.folder), trial.CATALOG, images=total)
    whole = trial.new(run.folder.parent / "whole")
    listen(whole, trial.CATALOG, images=total)
    assert_same(whole, run)
    assert len(checkpoint.list_generations(run.checkpoints)) == checkpoint.KEPT
