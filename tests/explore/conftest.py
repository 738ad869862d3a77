"""Trainings to look at afterwards: one plain, one that tells kinds of pictures apart."""

from pathlib import Path
from shutil import copytree

import pytest
import torch

from ganstudio.options import parse
from ganstudio.runs import checkpoint
from ganstudio.runs.checkpoint import Counters
from ganstudio.runs.run import Run
from ganstudio.testing.made import Tiny
from ganstudio.train.players import build_players
from tests.train.exact import Trial, listen

KINDS = ("cats", "dogs 犬")


@pytest.fixture(scope="session")
def trained(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a finished training of the smallest architecture."""
    trial = Trial(Tiny(), 8, images=400, sample_every=100, save_every=100)
    run = trial.run(tmp_path_factory.mktemp("trained") / "run")
    listen(run, trial.catalog)
    return run.folder


@pytest.fixture
def run(trained: Path, tmp_path: Path) -> Run:
    """The same, for one test alone."""
    return Run.open(Path(copytree(trained, tmp_path / "my 火 run")))


@pytest.fixture
def kinds(tmp_path: Path) -> Run:
    """A run whose networks tell cats and dogs apart, as their weights were drawn."""
    trial = Trial(Tiny(), 8)
    run = trial.run(tmp_path / "kinds")
    run._write(run.spec.model_copy(update={"labels": KINDS}))
    torch.manual_seed(1)
    players = build_players(trial.architecture, parse(Tiny.Options, run.spec.options, "Tiny"), run.spec)
    networks = {"generator": players.generator, "discriminator": players.discriminator, "ema": players.generator}
    tensors = {f"{name}.{key}": value for name, network in networks.items() for key, value in network.state_dict().items()}
    checkpoint.save(
        run.checkpoints, Counters(images=64, step=8, stage=0, seconds=1.0), {k: v.clone() for k, v in tensors.items()}
    )
    return run
