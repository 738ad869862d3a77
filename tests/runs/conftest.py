from pathlib import Path

import pytest

from ganstudio.api.schedule import Plan, Stage
from ganstudio.runs.run import Run
from ganstudio.runs.run_spec import RunSpec


@pytest.fixture
def spec() -> RunSpec:
    """A spec that names no real pictures."""
    return RunSpec(
        architecture="dcgan",
        options={"width": 8},
        data="/pictures",
        size=32,
        latent=100,
        images=640,
        plan=Plan((Stage(16, 32, 320, fade=64), Stage(32, 16, 320))),
        sample_every=64,
        save_every=64,
    )


@pytest.fixture
def run(tmp_path: Path, spec: RunSpec) -> Run:
    """A run that has not begun, in a folder with an awkward name."""
    return Run.create(tmp_path / "חתולים 猫 🐈 run", spec)
