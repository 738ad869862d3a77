"""Measures rank pictures as an eye would, and are exact where the answer is known."""

from pathlib import Path
from zipfile import ZipFile

import ganstudio.resources
import pytest
import torch
from torch import Tensor
from torch.nn.functional import avg_pool2d, interpolate

from ganstudio.images.dataset.scan import load, scan
from ganstudio.train.monitor.metrics import (
    Features,
    find_nearest,
    kernel_distance,
    measure_copying,
    measure_diversity,
    precision_recall,
    sliced_distance,
    sliced_wasserstein,
)

SAMPLES = Path(str(ganstudio.resources.__file__)).parent / "samples"


@pytest.fixture(scope="module")
def emoji(tmp_path_factory: pytest.TempPathFactory) -> Tensor:
    """Some 170 varied small pictures, in [-1, 1]."""
    folder = tmp_path_factory.mktemp("emoji")
    with ZipFile(SAMPLES / "emoji.zip") as archive:
        archive.extractall(folder)
    return load(scan(folder).files, 32)[0].float() / 127.5 - 1


@pytest.fixture(scope="module")
def crops() -> Tensor:
    """240 parts of three photos, in no order, in [-1, 1]: both halves are of one distribution."""
    photos = load(sorted(SAMPLES.glob("*.jpg")), 128)[0].float() / 127.5 - 1
    chance = torch.Generator().manual_seed(0)
    places = torch.randint(0, 97, (240, 2), generator=chance).tolist()
    return torch.stack([photos[n % len(photos), :, y : y + 32, x : x + 32] for n, (y, x) in enumerate(places)])


def _worse_and_worse(other: Tensor) -> list[Tensor]:
    """Other pictures of the kind; slightly noised; strongly blurred; noise."""
    noise = torch.rand(other.shape, generator=torch.Generator().manual_seed(1)) * 2 - 1
    return [other, other + 0.2 * noise, avg_pool2d(other, 7, 1, 3), noise]


@pytest.mark.parametrize("channels", [1, 3])
def test_distances_grow_as_pictures_become_worse(crops: Tensor, channels: int) -> None:
    pictures = crops[:, :channels]
    features = Features()
    known = features(pictures[:120])
    kernel = [kernel_distance(features(x), known) for x in _worse_and_worse(pictures[120:])]
    sliced = [sliced_wasserstein(x, pictures[:120])[0] for x in _worse_and_worse(pictures[120:])]
    assert kernel == sorted(kernel)
    assert sliced == sorted(sliced)
    assert abs(kernel[0]) < 0.05 < kernel[2]


def test_precision_and_recall_fall_as_pictures_become_worse(crops: Tensor) -> None:
    features = Features()
    found = [precision_recall(features(crops[:120]), features(x)) for x in _worse_and_worse(crops[120:])]
    assert found[0][0] > 0.5 and found[0][1] > 0.5
    assert found[2][1] < found[0][1] / 2  # blurred ones are plausible, but not as varied
    assert found[3] == (0, 0)


def test_diversity_of_the_data_of_few_modes_and_of_one_picture(emoji: Tensor) -> None:
    features = Features()
    known = features(emoji)
    modes = emoji[:2].repeat(100, 1, 1, 1) + 0.02 * torch.randn(200, 3, 32, 32, generator=torch.Generator().manual_seed(2))
    assert measure_diversity(known, known) == pytest.approx(1)
    assert measure_diversity(features(emoji[::2]), features(emoji[1::2])) == pytest.approx(1, abs=0.2)
    assert measure_diversity(features(modes), known) < 0.3
    assert measure_diversity(features(emoji[:1].expand(100, -1, -1, -1)), known) == pytest.approx(0, abs=1e-6)


def test_copies_are_told_from_other_pictures(emoji: Tensor) -> None:
    data = emoji[::2]
    assert measure_copying(0.95 * data, data) < 0.25
    assert measure_copying(emoji[1::2], data) == pytest.approx(1, abs=0.2)
    assert measure_copying(data.flip(3), data, mirrored=True) == pytest.approx(0, abs=1e-3)


def test_the_nearest_picture_is_found_also_in_the_mirror() -> None:
    chance = torch.Generator().manual_seed(3)
    data = torch.rand(300, 3, 40, 40, generator=chance) * 2 - 1
    chosen = torch.randperm(300, generator=chance)
    places, distances = find_nearest(data[chosen], data)
    assert places.tolist() == chosen.tolist()
    assert distances.max() < 2e-3
    assert find_nearest(data[chosen].flip(3), data, mirrored=True)[0].tolist() == chosen.tolist()
    assert find_nearest(data[chosen].flip(3), data)[1].min() > 0.05


def test_the_distance_is_that_of_the_pixels() -> None:
    white, grey = torch.ones(1, 1, 32, 32), torch.zeros(1, 1, 32, 32)
    assert find_nearest(white, torch.cat([grey, -white]))[1].tolist() == [1]


def test_kernel_distance_by_hand() -> None:
    one, other = torch.tensor([[1.0], [3.0]]), torch.tensor([[-1.0], [1.0], [0.0]])  # other: mean 0, deviation 1

    def kernel(a: float, b: float) -> float:
        return (a * b + 1) ** 3

    across = sum(kernel(a, b) for a in (1, 3) for b in (-1, 1, 0)) / 6
    within = kernel(1, 3) + 2 * (kernel(-1, 1) + kernel(-1, 0) + kernel(1, 0)) / 6
    assert kernel_distance(one, other) == pytest.approx(within - 2 * across, rel=1e-4)


def test_precision_and_recall_by_hand() -> None:
    real = torch.arange(10.0)[:, None]  # each reaches to the neighbour after next, those at the ends to the third
    fake = torch.tensor([[0.5], [0.6], [0.7], [0.8], [100.0]])
    assert precision_recall(real, fake) == (0.8, 0.9)  # the lonely one's ball holds all but the first
    assert precision_recall(real, fake[:4]) == (1.0, 0.1)


def test_shadows_of_points_that_were_moved() -> None:
    points = torch.randn(50, 1, generator=torch.Generator().manual_seed(4))
    assert sliced_distance(points, points.flip(0) + 3) == pytest.approx(3, rel=1e-5)


def test_the_same_pictures_are_no_distance_apart_at_any_level() -> None:
    pictures = torch.rand(4, 1, 64, 64, generator=torch.Generator().manual_seed(5))
    assert sliced_wasserstein(pictures, pictures) == (0, {64: 0, 32: 0, 16: 0})
    smooth = interpolate(pictures[..., ::16, ::16], 64, mode="bicubic")
    levels = sliced_wasserstein(smooth + 0.02 * pictures, smooth)[1]
    assert levels[64] > levels[16] > 0  # fine noise is gone when reduced


@pytest.mark.parametrize("side", [8, 48, 256])
@pytest.mark.parametrize("channels", [1, 3])
def test_every_size_again_and_again_without_disturbing_chance(side: int, channels: int) -> None:
    pictures = torch.rand(6, channels, side, side, generator=torch.Generator().manual_seed(7)) * 2 - 1
    before = torch.get_rng_state()
    features = Features()(pictures, batch=4)
    again = Features()(pictures, batch=6)
    assert features.shape == (6, 960) and features.isfinite().all()
    assert torch.allclose(features, again, atol=1e-5)
    values = [
        kernel_distance(features, again),
        measure_diversity(features, again),
        measure_copying(pictures, pictures),
        sliced_distance(features, again),
    ]
    assert sliced_wasserstein(pictures, -pictures) == sliced_wasserstein(pictures, -pictures)
    assert torch.tensor(values).isfinite().all()
    assert torch.equal(before, torch.get_rng_state())
