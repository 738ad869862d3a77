"""What the trainings that are killed and starved have in common."""

from pathlib import Path

from ganstudio_plugins.dcgan import DCGAN

from ganstudio.runs.run import Run
from tests.train.exact import Trial

TRIAL = Trial(DCGAN(), 32, {"width": 8}, images=2000, sample_every=80, save_every=20)
CATALOG = TRIAL.catalog


def new(folder: Path) -> Run:
    """A run that has not begun."""
    return TRIAL.run(folder)
