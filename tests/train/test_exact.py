from pathlib import Path

import pytest
from ganstudio_plugins.dcgan import DCGAN
from ganstudio_plugins.gan import GAN

from ganstudio.api.schedule import Plan, Stage
from tests.train.exact import Trial, assert_same, listen, prove_exact
from tests.train.growing import TinyGrowing

PLAN = Plan((Stage(8, 8, 24), Stage(16, 4, 48, fade=32)))
TRIALS = {
    "gan": Trial(GAN(), 16, {"width": 16}),
    "dcgan": Trial(DCGAN(), 32, {"width": 8}),
    "dcgan bfloat16": Trial(DCGAN(), 32, {"width": 8}, precision="bfloat16"),
    "dcgan wasserstein": Trial(DCGAN(), 32, {"width": 8, "objective": "wasserstein"}, images=96),
    "dcgan relativistic bfloat16": Trial(DCGAN(), 32, {"width": 8, "objective": "relativistic"}, precision="bfloat16"),
    "dcgan spectral norm": Trial(DCGAN(), 32, {"width": 8, "objective": "hinge", "spectral_norm": True}),
    "growing, stopped in mid-fade": Trial(TinyGrowing(), 16, plan=PLAN, images=72, first=40),
    "growing, stopped between stages": Trial(TinyGrowing(), 16, plan=PLAN, images=72, first=24, sample_every=24),
}


@pytest.mark.proof
@pytest.mark.parametrize("name", TRIALS)
def test_going_on_equals_never_having_stopped(name: str, tmp_path: Path) -> None:
    prove_exact(TRIALS[name], tmp_path)


def test_another_seed_makes_another_training(tmp_path: Path) -> None:
    trial = TRIALS["gan"]
    one, other = trial.run(tmp_path / "one"), trial.run(tmp_path / "other")
    other._write(other.spec.model_copy(update={"seed": 6}))
    listen(one, trial.catalog)
    listen(type(other).open(other.folder), trial.catalog)
    with pytest.raises(AssertionError):
        assert_same(one, other)
