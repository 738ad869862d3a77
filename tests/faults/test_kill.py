import sys
import time
from pathlib import Path
from random import Random

import pytest

from ganstudio.events import Finished
from ganstudio.runs.run import Run
from tests.train.exact import assert_same, listen

if sys.platform == "win32":
    pytest.skip("kill -9 is a word of Unix", allow_module_level=True)

from tests.faults import child, trial


def test_twenty_kills_at_random_moments_change_nothing(tmp_path: Path) -> None:
    undisturbed = trial.new(tmp_path / "undisturbed")
    listen(undisturbed, trial.CATALOG)
    killed, chance, kills, reached = trial.new(tmp_path / "killed"), Random(7), 0, [0]
    while kills < 20:
        process = child.start(killed.folder)
        time.sleep(chance.uniform(0.05, 0.6))
        if not child.kill(process):
            break
        kills += 1
        assert killed.state in ("new", "stopped")
        seen = [event.images for event in killed.events() if hasattr(event, "images")]
        assert seen == sorted(seen)
        reached.append(Run.open(killed.folder).images)
    assert kills == 20, "the training was over before it could be killed twenty times"
    assert len(set(reached)) > 5, "the kills hit it in too few places to prove anything"
    assert isinstance(listen(killed, trial.CATALOG)[-1], Finished)
    assert_same(undisturbed, killed)
    sheets = {seen: sheet.read_bytes() for seen, sheet in undisturbed.samples()}
    assert {seen: sheet.read_bytes() for seen, sheet in killed.samples()} == sheets
    assert not list(killed.folder.rglob(".*")), "half-written files were left behind"
