"""Events go to JSON and come back the same."""

import json

import numpy as np
import pytest

from ganstudio.core.events import (
    Failed,
    Finished,
    Progress,
    Rendered,
    Sampled,
    Saved,
    Skipped,
    StageBegan,
    Started,
    TileDone,
    Written,
    from_json,
    to_json,
)
from ganstudio.images.picture import Picture

EVENTS: tuple[Written, ...] = (
    Started(0, 1000, "cpu", "float32", 24),
    StageBegan(500, 1, 32, 16),
    Progress(640, 1.5, {"generator": 0.7, "discriminator": 1.2}),
    Sampled(640, "samples/000000640.png"),
    Saved(640, "checkpoints/640"),
    Finished(1000, "done"),
    Finished(700, "stopped"),
    Failed("“a\nb” ist schief: 木 🎨", None),
    Failed("It broke.", "Traceback …"),
    TileDone(3, 12),
    Skipped("pictures/ü.png", "damaged"),
)


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: event.kind)
def test_there_and_back_in_one_line(event: Written) -> None:
    line = to_json(event)
    assert "\n" not in line
    assert json.loads(line)["kind"] == event.kind
    assert from_json(line) == event and type(from_json(line.encode())) is type(event)


@pytest.mark.parametrize(
    "line", ["", "{}", "[1]", '{"kind": "rendered"}', '{"kind": "tile", "done": "three", "total": 4}', '{"kind']
)
def test_what_is_no_event_is_a_value_error(line: str) -> None:
    with pytest.raises(ValueError):
        from_json(line)


def test_a_picture_is_not_shown_in_a_log() -> None:
    assert repr(Rendered(Picture(np.zeros((2, 2, 3), np.uint8)))) == "Rendered(kind='rendered')"
