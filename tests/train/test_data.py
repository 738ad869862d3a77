from pathlib import Path

import pytest
import torch
from torch import Tensor

from ganstudio.api.schedule import Moment, Plan, Stage
from ganstudio.images.dataset.scan import read_to_end
from ganstudio.runs.run_spec import RunSpec
from ganstudio.testing.synthetic import make_pictures
from ganstudio.train.data import Data, derive_seed, load_pictures, resize_to_moment

NOW = Moment(0, 8, 4, 1.0)


def spec(**changes: object) -> RunSpec:
    plain = RunSpec(
        architecture="tiny",
        data="x",
        size=8,
        latent=4,
        images=64,
        plan=Plan((Stage(8, 4, 64),)),
        sample_every=8,
        save_every=8,
    )
    return plain.model_copy(update=changes)


@pytest.fixture
def numbered() -> Tensor:
    """Ten pictures; the first pixel of each is its number, the last one is 255."""
    pictures = torch.zeros(10, 3, 8, 8, dtype=torch.uint8)
    pictures[:, :, :, 0] = torch.arange(10)[:, None, None]
    pictures[:, :, :, 7] = 255
    return pictures


def numbers(batch: Tensor) -> list[int]:
    """Which pictures a batch holds, mirrored or not."""
    return [round(min(float(picture[0, 0, 0]), float(picture[0, 0, 7])) * 127.5 + 127.5) for picture in batch]


def test_an_epoch_shows_each_picture_once_and_the_next_in_another_order(numbered: Tensor) -> None:
    data = Data(numbered, spec())
    seen = [number for place in range(0, 40, 4) for number in numbers(data.draw_real(place, NOW))]
    epochs = [seen[start : start + 10] for start in range(0, 40, 10)]
    assert all(sorted(epoch) == list(range(10)) for epoch in epochs)
    assert len({tuple(epoch) for epoch in epochs}) == 4


def test_the_order_follows_from_seed_and_place_alone(numbered: Tensor) -> None:
    forwards = [Data(numbered, spec()).draw_real(place, NOW) for place in (0, 8, 12, 36)]
    again = Data(numbered, spec())
    backwards = [again.draw_real(place, NOW) for place in (36, 12, 8, 0)][::-1]
    assert all(one.equal(other) for one, other in zip(forwards, backwards, strict=True))
    assert not Data(numbered, spec(seed=1)).draw_real(0, NOW).equal(forwards[0])


def test_a_batch_may_be_larger_than_the_folder(numbered: Tensor) -> None:
    batch = numbers(Data(numbered[:3], spec()).draw_real(0, Moment(0, 8, 7, 1.0)))
    assert len(batch) == 7
    assert sorted(batch[:3]) == sorted(batch[3:6]) == [0, 1, 2]


def test_pictures_are_scaled_to_one_around_zero_and_laid_out_channels_last(numbered: Tensor) -> None:
    batch = Data(numbered, spec()).draw_real(0, NOW)
    assert batch.dtype == torch.float32
    assert float(batch.max()) == 1.0
    assert float(batch[:, :, :, 3].max()) == -1.0
    assert batch.is_contiguous(memory_format=torch.channels_last)


def test_mirroring_shows_about_half_of_them_turned(numbered: Tensor) -> None:
    data = Data(numbered, spec(mirror=True))
    turned = [bool(picture[0, 0, 0] == 1.0) for place in range(0, 400, 4) for picture in data.draw_real(place, NOW)]
    assert 140 < sum(turned) < 260
    plain = Data(numbered, spec())
    assert not [picture for place in range(0, 40, 4) for picture in plain.draw_real(place, NOW) if picture[0, 0, 0] == 1.0]


def test_at_a_lower_resolution_pictures_are_averaged() -> None:
    pictures = torch.rand(2, 3, 8, 8)
    small = resize_to_moment(pictures, Moment(0, 4, 2, 1.0))
    assert small[0, 0, 0, 0] == pytest.approx(float(pictures[0, 0, :2, :2].mean()))
    assert resize_to_moment(pictures, Moment(0, 8, 2, 1.0)) is pictures


def test_real_pictures_fade_in_too() -> None:
    pictures = torch.rand(2, 3, 8, 8)
    new = resize_to_moment(pictures, Moment(1, 4, 2, 1.0))
    old = resize_to_moment(pictures, Moment(0, 2, 2, 1.0)).repeat_interleave(2, 2).repeat_interleave(2, 3)
    assert torch.allclose(resize_to_moment(pictures, Moment(1, 4, 2, 0.0)), old)
    assert torch.allclose(resize_to_moment(pictures, Moment(1, 4, 2, 0.25)), 0.75 * old + 0.25 * new)


def test_a_folder_becomes_squares(tmp_path: Path) -> None:
    pictures, skipped = read_to_end(load_pictures(make_pictures(tmp_path / "pictures", 5), spec()))
    assert pictures.shape == (5, 3, 8, 8)
    assert pictures.dtype == torch.uint8
    assert skipped == []


def test_seeds_differ_by_purpose_and_number() -> None:
    seeds = {derive_seed(seed, what, number) for seed in range(5) for what in ("latent", "epoch") for number in range(50)}
    assert len(seeds) == 500
    assert all(0 <= seed < 2**63 for seed in seeds)
