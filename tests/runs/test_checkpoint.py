import json
from pathlib import Path

import pytest
import torch
from torch import Tensor

from ganstudio.core.errors import GanStudioError
from ganstudio.runs import checkpoint
from ganstudio.runs.checkpoint import Counters, list_generations, load_latest, save


def tensors(value: float) -> dict[str, Tensor]:
    return {"weight": torch.full((3, 4), value), "count": torch.tensor(7), "half": torch.ones(2).bfloat16()}


def fill(folder: Path, *images: int) -> list[Path]:
    return [save(folder, Counters(images=seen, step=seen, stage=0, seconds=1.5), tensors(seen)) for seen in images]


def test_what_was_saved_comes_back(tmp_path: Path) -> None:
    fill(tmp_path, 64)
    found = load_latest(tmp_path)
    assert found
    assert found.counters == Counters(images=64, step=64, stage=0, seconds=1.5)
    assert all(found.tensors[name].equal(tensor) for name, tensor in tensors(64).items())
    assert {name: tensor.dtype for name, tensor in found.tensors.items()} == {n: t.dtype for n, t in tensors(0).items()}


def test_where_there_is_none_there_is_none(tmp_path: Path) -> None:
    assert load_latest(tmp_path) is None
    assert load_latest(tmp_path / "nowhere") is None


def test_the_last_three_are_kept_by_number_not_by_name(tmp_path: Path) -> None:
    fill(tmp_path, 8, 64, 128, 999_999_999, 1_000_000_000)
    assert [int(file.stem) for file in list_generations(tmp_path)] == [128, 999_999_999, 1_000_000_000]
    assert len(list(tmp_path.iterdir())) == 6


def test_one_without_its_json_was_never_finished(tmp_path: Path) -> None:
    _, newest = fill(tmp_path, 64, 128)
    newest.with_suffix(".json").unlink()
    found = load_latest(tmp_path)
    assert found
    assert found.counters.images == 64
    assert found.broken == ()


DAMAGES = {
    "cut short": lambda file: file.write_bytes(file.read_bytes()[:-5]),
    "empty": lambda file: file.write_bytes(b""),
    "one bit": lambda file: file.write_bytes(file.read_bytes()[:-1] + bytes([file.read_bytes()[-1] ^ 1])),
    "gone": lambda file: file.unlink(),
    "zeros, as after a power cut": lambda file: file.write_bytes(bytes(file.stat().st_size)),
    "json torn": lambda file: file.with_suffix(".json").write_text("{"),
    "json empty": lambda file: file.with_suffix(".json").write_text(""),
    "json of something else": lambda file: file.with_suffix(".json").write_text("[1, 2]"),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_broken_newest_falls_back_to_the_one_before_and_says_so(damage: str, tmp_path: Path) -> None:
    _, _, newest = fill(tmp_path, 64, 128, 192)
    DAMAGES[damage](newest)
    found = load_latest(tmp_path)
    assert found
    assert found.counters.images == 128
    ((file, reason),) = found.broken
    assert file == newest
    assert reason


def test_tensors_that_are_none_are_found_out_even_with_the_right_checksum(tmp_path: Path) -> None:
    import hashlib

    _, newest = fill(tmp_path, 64, 128)
    newest.write_bytes(b"\xff" * 64)
    card = json.loads(newest.with_suffix(".json").read_bytes())
    newest.with_suffix(".json").write_text(json.dumps(card | {"sha256": hashlib.sha256(b"\xff" * 64).hexdigest()}))
    found = load_latest(tmp_path)
    assert found
    assert found.counters.images == 64
    assert "tensors are damaged" in found.broken[0][1]


def test_where_all_are_broken_the_training_does_not_silently_begin_anew(tmp_path: Path) -> None:
    for file in fill(tmp_path, 64, 128):
        file.write_bytes(b"")
    with pytest.raises(GanStudioError, match="None of the checkpoints"):
        load_latest(tmp_path)


def test_a_broken_one_put_aside_is_no_generation_and_goes_with_its_time(tmp_path: Path) -> None:
    _, newest = fill(tmp_path, 64, 128)
    newest.write_bytes(b"")
    checkpoint.put_aside(newest)
    assert list_generations(tmp_path) == [tmp_path / "000000064.safetensors"]
    assert newest.with_name(newest.name + ".broken").exists()
    fill(tmp_path, 128, 192, 256)
    assert newest.with_name(newest.name + ".broken").exists()
    fill(tmp_path, 320)
    assert not list(tmp_path.glob("*.broken"))


def test_nothing_is_let_go_when_saving_failed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(tmp_path, 64, 128, 192)
    (tmp_path / "000000256.safetensors").mkdir()  # the rename onto it fails
    with pytest.raises(GanStudioError, match="could not be written"):
        fill(tmp_path, 256)
    assert [int(file.stem) for file in list_generations(tmp_path)] == [64, 128, 192]
    assert not list(tmp_path.glob(".*"))
