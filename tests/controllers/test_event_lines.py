"""What happened in a training, a line each."""

import pytest

from ganstudio.core.events import (
    Changed,
    Diagnosed,
    Event,
    Failed,
    Finished,
    Measured,
    Progress,
    Saved,
    Skipped,
    StageBegan,
    Started,
)
from ganstudio.gui.train.event_lines import event_line


@pytest.mark.parametrize(
    ("event", "line"),
    [
        (Started(0, 1000, "cpu", "float32", 50), ("Training began", "")),
        (Started(2000, 4000, "cpu", "float32", 50), ("2 k  Went on from here", "")),
        (StageBegan(0, 0, 32, 8), None),
        (StageBegan(900, 1, 64, 8), ("900  Grew to 64 pixels", "")),
        (Saved(900, "checkpoints/900"), ("900  Checkpoint saved", "")),
        (Diagnosed(10, "collapse", "bad", "why", "what"), ("10  The doctor: collapse", "error")),
        (Diagnosed(10, "plateau", "good", "why", "what"), ("10  The doctor: plateau", "")),
        (Changed(10, "wish", "half the rate"), ("10  Half the rate", "")),
        (Changed(10, "wish", ""), ("10  ", "")),
        (Skipped("a/b.png", "damaged"), ("Left out: b.png (damaged)", "")),
        (Finished(10, "done"), ("10  All pictures seen", "")),
        (Finished(10, "stopped"), ("10  Stopped", "")),
        (Failed("no space"), ("no space", "error")),
        (Progress(10, 1.0, {}), None),
        (Measured(10, {}), None),
    ],
)
def test_each_event_has_its_line(event: Event, line: tuple[str, str] | None) -> None:
    assert event_line(event) == line
