"""What the trainings that are killed and starved have in common."""

from pathlib import Path

from ganstudio_plugins.dcgan import ADGAN, DCGAN, DnGAN
from ganstudio_plugins.gan import GAN
from ganstudio_plugins.progressive import Progressive
from ganstudio_plugins.r3gan import R3GAN
from ganstudio_plugins.vaegan import VAEGAN

from ganstudio.api.schedule import Plan, Stage
from ganstudio.plugins.catalog import Catalog
from ganstudio.runs.run import Run
from tests.train.exact import Trial

_GROWING = Plan((Stage(4, 8, 200), Stage(8, 8, 400, fade=200), Stage(16, 4, 400, fade=200)))
TRIALS = {
    "dcgan": Trial(DCGAN(), 32, {"width": 8}, images=2000, sample_every=80, save_every=20),
    "gan": Trial(GAN(), 16, {"width": 16}, images=4000, sample_every=160, save_every=40),
    "adgan": Trial(ADGAN(), 32, {"width": 8, "target": 0.1}, images=1000, sample_every=80, save_every=20),
    "dngan": Trial(DnGAN(), 32, {"width": 8, "feature_matching": 0.1}, images=1000, sample_every=80, save_every=20),
    "r3gan": Trial(R3GAN(), 32, {"width": 16, "blocks": 1, "gamma": 0.05}, images=400, sample_every=40, save_every=12),
    "vaegan": Trial(VAEGAN(), 32, {"width": 8, "latent": 8}, images=1000, sample_every=80, save_every=20),
    "progressive": Trial(
        Progressive(), 16, {"width": 8, "latent": 8}, plan=_GROWING, images=1000, sample_every=80, save_every=20
    ),
}
CATALOG = Catalog({trial.architecture.id: trial.architecture for trial in TRIALS.values()})


def new(folder: Path, name: str = "dcgan") -> Run:
    """A run that has not begun."""
    return TRIALS[name].run(folder)
