import os
import sys
import time
from multiprocessing.process import BaseProcess
from pathlib import Path
from random import Random

import pytest

from ganstudio.core.events import Finished
from ganstudio.runs import writer_lock
from ganstudio.runs.run import Run
from tests.train.exact import assert_same, listen

if sys.platform == "win32":
    pytest.skip("kill -9 is a word of Unix", allow_module_level=True)

from tests.faults import child, trial

pytestmark = pytest.mark.proof
MORE_KILLS = int(os.environ.get("GANSTUDIO_KILLS", "0"))  # of each architecture, for those who have the time


def wait_for_events(run: Run, process: BaseProcess, count: int) -> None:
    """Wait until a training that was just begun has recorded so many events, however slow the machine is."""
    while process.is_alive() and not writer_lock.is_alive(run.folder):
        time.sleep(0.002)
    lines = len(run.events())
    while len(run.events()) - lines < count and process.is_alive():
        time.sleep(0.005)


@pytest.mark.parametrize("name", trial.TRIALS)
def test_kills_at_random_moments_change_nothing(name: str, tmp_path: Path) -> None:
    undisturbed = trial.new(tmp_path / "undisturbed", name)
    listen(undisturbed, trial.CATALOG)
    killed, chance, kills, reached = trial.new(tmp_path / "killed", name), Random(7), 0, [0]
    wanted = MORE_KILLS or (12 if name == "dcgan" else 2)
    while kills < wanted:
        process = child.start(killed.folder)
        wait_for_events(killed, process, chance.choice((0, 1, 2, 3, 5, 8)))
        time.sleep(chance.uniform(0, 0.05))  # anywhere in a step, in a checkpoint, in a sheet
        if not child.kill(process):
            break
        kills += 1
        assert killed.state in ("new", "stopped")
        seen = [event.images for event in killed.events() if hasattr(event, "images")]
        assert seen == sorted(seen)
        reached.append(Run.open(killed.folder).images)
    assert kills == wanted, f"the training was over before it could be killed {wanted} times"
    assert len(set(reached)) > min(5, wanted // 3), "the kills hit it in too few places to prove anything"
    assert isinstance(listen(killed, trial.CATALOG)[-1], Finished)
    assert_same(undisturbed, killed)
    sheets = {seen: sheet.read_bytes() for seen, sheet in undisturbed.samples()}
    assert {seen: sheet.read_bytes() for seen, sheet in killed.samples()} == sheets
    assert not list(killed.folder.rglob(".*")), "half-written files were left behind"
