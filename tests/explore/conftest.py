"""Trainings to look at afterwards: one plain, one that tells kinds of pictures apart."""

from pathlib import Path
from shutil import copytree

import pytest

from ganstudio.runs.run import Run
from ganstudio.testing.synthetic import Tiny, make_pictures
from tests.train.exact import Trial, listen

KINDS = ("cats", "dogs 犬")


@pytest.fixture
def run(trained: Path, tmp_path: Path) -> Run:
    """A finished training, for one test alone."""
    return Run.open(Path(copytree(trained, tmp_path / "my 火 run")))


@pytest.fixture(scope="session")
def told_apart(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a short training that tells cats from dogs."""
    trial, home = Trial(Tiny(), 8, images=64), tmp_path_factory.mktemp("kinds")
    for kind in KINDS:
        make_pictures(home / "pictures" / kind, 7)
    run = trial.run(home / "run")
    run._write(run.spec.model_copy(update={"labels": KINDS}))
    listen(run, trial.catalog)
    return run.folder


@pytest.fixture
def kinds(told_apart: Path, tmp_path: Path) -> Run:
    """The same, for one test alone."""
    return Run.open(Path(copytree(told_apart, tmp_path / "kinds")))
