"""A copy of what each version saved."""

import re
import shutil
from pathlib import Path

import pytest

from tests.saved.values import SAVED

FORMS = sorted(path.name for path in SAVED.iterdir() if re.fullmatch(r"v[0-9]+", path.name))


@pytest.fixture(params=FORMS)
def saved(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of what a version saved; its home is the studio's."""
    folder = tmp_path / "saved"
    shutil.copytree(SAVED / request.param, folder)
    monkeypatch.setenv("GANSTUDIO_HOME", str(folder / "home"))
    return folder
