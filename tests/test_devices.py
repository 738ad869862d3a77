import json
import time

import pytest

from ganstudio import devices
from ganstudio.errors import GanStudioError
from ganstudio.settings import Home


def test_auto_is_the_fastest_there_is_and_the_cpu_is_always_there() -> None:
    assert devices.pick_device("auto") == devices.available()[0]
    assert devices.pick_device("cpu") == "cpu"


def test_a_device_that_is_not_there_is_named() -> None:
    if "mps" in devices.available():
        pytest.skip("this machine has an Apple GPU")
    with pytest.raises(GanStudioError, match=r"no device “mps”; it has .*cpu"):
        devices.pick_device("mps")


def test_the_cpu_is_described_with_its_memory() -> None:
    assert "GB" in devices.describe("cpu")


def test_the_probe_is_taken_once_and_remembered() -> None:
    begin = time.process_time()
    devices.precision("cpu")
    assert time.process_time() - begin < 3
    file = Home().data / "probe.json"
    known = json.loads(file.read_text(encoding="utf-8"))
    assert len(known) == 1
    file.write_text(json.dumps(dict.fromkeys(known, 9.0)), encoding="utf-8")
    assert devices.precision("cpu") == "bfloat16"
    file.write_text(json.dumps(dict.fromkeys(known, 0.5)), encoding="utf-8")
    assert devices.precision("cpu") == "float32"
    file.write_text("torn {", encoding="utf-8")
    devices.precision("cpu")
    assert json.loads(file.read_text(encoding="utf-8")).keys() == known.keys()


def test_a_probe_that_cannot_be_kept_is_no_error() -> None:
    folder = Home().data / "probe.json"
    folder.mkdir()
    assert devices.precision("cpu") in ("float32", "bfloat16")


def test_the_probe_leaves_the_random_state_alone() -> None:
    import torch

    before = torch.get_rng_state()
    devices.bfloat16_gain()
    assert torch.get_rng_state().equal(before)
