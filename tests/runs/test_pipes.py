"""Pipes among the files of a run hold nothing up: each run stands for itself."""

import os
from pathlib import Path

import pytest

from ganstudio.core.errors import GanStudioError
from ganstudio.runs import checkpoint
from ganstudio.runs.favourites import read_favourites
from ganstudio.runs.run import Run, find_runs
from ganstudio.runs.run_spec import RunSpec

pytestmark = pytest.mark.skipif(os.name == "nt", reason="pipes as Unix has them")


@pytest.mark.timeout(30)
def test_each_run_stands_for_itself(tmp_path: Path, spec: RunSpec) -> None:
    for name in ("well", "spec", "events", "deep"):
        Run.create(tmp_path / name, spec)
    (tmp_path / "spec" / "spec.json").unlink()
    os.mkfifo(tmp_path / "spec" / "spec.json")
    (tmp_path / "events" / "events.jsonl").unlink(missing_ok=True)
    os.mkfifo(tmp_path / "events" / "events.jsonl")
    (tmp_path / "deep" / "spec.json").write_text("[" * 100_000)
    assert [run.folder.name for run in find_runs(tmp_path)] == ["well"]
    with pytest.raises(GanStudioError, match=r"events\.jsonl is no file that can be read"):
        Run.open(tmp_path / "events").events()


@pytest.mark.timeout(30)
def test_stars_and_checkpoints(run: Run) -> None:
    os.mkfifo(run.folder / "favourites.json")
    assert read_favourites(run.folder) == []
    run.checkpoints.mkdir(exist_ok=True)
    os.mkfifo(run.checkpoints / "000000008.json")
    os.mkfifo(run.checkpoints / "000000008.safetensors")
    with pytest.raises(ValueError, match="is no file that can be read"):
        checkpoint.load(run.checkpoints / "000000008.safetensors")
