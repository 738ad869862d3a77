"""The network that judges samples: it knows pictures, and what is said where it is missing."""

import sys
from pathlib import Path

import pytest
import torch
from torch import Tensor
from torch.nn.functional import avg_pool2d

from ganstudio.core.errors import GanStudioError
from ganstudio.images.dataset.scan import load
from ganstudio.train.monitor import kid
from ganstudio.train.monitor.kid import compute_kid


@pytest.fixture(scope="module")
def crops() -> Tensor:
    """Parts of three photos, in no order, in [-1, 1]."""
    import ganstudio.resources

    photos = load(sorted((Path(str(ganstudio.resources.__file__)).parent / "samples").glob("*.jpg")), 64)[0]
    places = torch.randint(0, 33, (48, 2), generator=torch.Generator().manual_seed(0)).tolist()
    return torch.stack([photos[n % 3, :, y : y + 32, x : x + 32] for n, (y, x) in enumerate(places)]).float() / 127.5 - 1


@pytest.mark.proof
def test_distances_grow_as_pictures_become_worse(crops: Tensor) -> None:
    pytest.importorskip("efficientnet_lite_pytorch", reason="the extra “metrics” is not installed")
    data, other = crops[:24], crops[24:]
    noise = torch.rand(other.shape, generator=torch.Generator().manual_seed(1)) * 2 - 1
    distances = [compute_kid(x, data) for x in (other, avg_pool2d(other, 7, 1, 3), noise)]
    assert distances == sorted(distances)
    assert abs(distances[0]) < 0.1 * distances[1]


def test_it_knows_a_cup_of_coffee(samples: Path) -> None:
    pytest.importorskip("efficientnet_lite_pytorch", reason="the extra “metrics” is not installed")
    cup = load([samples / "coffee.jpg"], 224)[0].float() / 127.5 - 1
    espresso, cat = kid._load_network()._fc(kid.extract_features(cup))[0, [967, 285]].tolist()
    assert espresso > cat + 5
    assert kid.extract_features(cup[:, :1]).shape == (1, 1280)


def test_where_the_extra_is_missing_a_sentence_says_so(crops: Tensor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "efficientnet_lite_pytorch", None)
    kid._load_network.cache_clear()
    with pytest.raises(GanStudioError, match=r"KID \(EfficientNet-Lite0\) needs .* pip install"):
        compute_kid(crops[:2], crops[2:4])
