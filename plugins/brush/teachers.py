"""Teachers: networks that know textures, by which a brush learns; and the one that needs no network from elsewhere."""

from collections.abc import Iterator

import torch
from torch import Tensor, nn
from torch.nn.functional import avg_pool2d, conv2d, leaky_relu, normalize, pad, pixel_unshuffle
from torch.nn.utils.parametrizations import spectral_norm

from .base import base_weights
from .networks import FOLD

LEVELS = (1, 2, 3, 4)  # from fine to coarse
CONTENT = 3  # the level that tells what a photo shows
DIRECTIONS = 64
PLACES = 2048  # of a picture whose features are compared
_KEPT_PLACES, _KEPT = 16384, 32  # how many of a painting's are kept, and of how many paintings, to bound the memory


class Teacher(nn.Module):
    """What a brush learns by: features of four levels, and those that a painting has there."""

    def __init__(self) -> None:
        super().__init__()
        self._known: dict[tuple[int, int], dict[int, Tensor]] = {}

    def forward(self, pictures: Tensor, coarsest: int = LEVELS[-1]) -> dict[int, Tensor]:
        """The features of each level up to the coarsest, B×C×h×w, for pictures B×3×H×W in [-1, 1]."""
        raise NotImplementedError

    @torch.no_grad()
    def features_of(self, painting: Tensor, number: int) -> dict[int, Tensor]:
        """A sample of the features of each level C×N for the painting 1×3×H×W of that number, computed once a size."""
        key = number, painting.shape[-1]
        if key not in self._known:
            if len(self._known) >= _KEPT:
                self._known.pop(next(iter(self._known)))
            levels = self(painting).items()
            self._known[key] = {level: _every(seen[0].float().flatten(1), _KEPT_PLACES) for level, seen in levels}
        return self._known[key]


class BaseTeacher(Teacher):
    """The base painter's own features at three scales, and a critic of patches that learns (Isola 2017, Miyato 2018)."""

    def __init__(self) -> None:
        super().__init__()
        self._names = [name.removesuffix(".weight") for name in _trunk()]
        for name, weight in base_weights().items():
            self.register_buffer(name.replace(".", "_"), weight, persistent=False)
        self.patches = nn.Sequential(
            spectral_norm(nn.Conv2d(3, 32, 4, 2, 1)), nn.LeakyReLU(0.2),
            spectral_norm(nn.Conv2d(32, 64, 4, 2, 1)), nn.LeakyReLU(0.2),
            spectral_norm(nn.Conv2d(64, 128, 4, 2, 1)), nn.LeakyReLU(0.2), spectral_norm(nn.Conv2d(128, 1, 3, 1, 1)),
        )  # fmt: skip

    def forward(self, pictures: Tensor, coarsest: int = LEVELS[-1]) -> dict[int, Tensor]:
        """The features of each level for pictures B×3×H×W in [-1, 1], of any size."""
        first, *_, last = self._features(pictures)
        found = {1: first, 2: last}
        for level in range(CONTENT, coarsest + 1):
            *_, found[level] = self._features(avg_pool2d(pictures, 2 ** (level - 2), ceil_mode=True))
        return found

    def _features(self, pictures: Tensor) -> Iterator[Tensor]:
        """What the base's stem sees, then each of its blocks."""
        stem, *blocks = self._names
        seen = leaky_relu(self._convolve(stem, pixel_unshuffle(_whole_folds(pictures), FOLD)), 0.2)
        yield seen
        for first, second in zip(blocks[::2], blocks[1::2], strict=True):
            seen = seen + self._convolve(second, leaky_relu(self._convolve(first, seen), 0.2))
            yield seen

    def _convolve(self, name: str, seen: Tensor) -> Tensor:
        flat = name.replace(".", "_")
        weight, bias = self.get_buffer(f"{flat}_weight"), self.get_buffer(f"{flat}_bias")
        return conv2d(pad(seen, (1, 1, 1, 1), mode="reflect"), weight, bias)


def sliced_wasserstein(made: Tensor, wanted: Tensor, directions: int = DIRECTIONS, places: int = PLACES) -> Tensor:
    """The squared sliced Wasserstein distance of features C×N and C×M by random directions (Heitz 2021)."""
    chosen = normalize(torch.randn(directions, len(made), device=made.device), dim=1)
    made, wanted = sample_features(made, places), sample_features(wanted, 2 * places)
    ranks = torch.linspace(0, wanted.shape[1] - 1, made.shape[1], device=made.device).round().long()
    with torch.autocast(made.device.type, enabled=False):  # bfloat16 would be coarser than the distances
        with torch.no_grad():
            goals = (chosen @ wanted.float()).sort(1)[0][:, ranks]
        return ((chosen @ made.float()).sort(1)[0] - goals).square().mean()


def sample_features(features: Tensor, places: int) -> Tensor:
    """At most so many of the features C×N, by chance."""
    count = features.shape[1]
    return features if count <= places else features[:, torch.randint(count, (places,), device=features.device)]


def _every(features: Tensor, places: int) -> Tensor:
    """At most so many of the features C×N, evenly over them: without chance, so that a training goes on exactly."""
    count = features.shape[1]
    return features[:, :: -(-count // places)].contiguous()


def _whole_folds(pictures: Tensor) -> Tensor:
    """Pictures without the last pixels that make no whole fold; those that are too small for two are filled up to two."""
    height, width = pictures.shape[2:]
    missing = max(0, 2 * FOLD - width), max(0, 2 * FOLD - height)  # two, since the convolutions mirror at the edge
    if any(missing):
        pictures = pad(pictures, (0, missing[0], 0, missing[1]), mode="replicate")
    height, width = (side - side % FOLD for side in pictures.shape[2:])
    return pictures[:, :, :height, :width]


def _trunk() -> list[str]:
    """The base's stem and its blocks, in order."""
    names = [name for name in base_weights() if name.endswith("weight") and name.startswith(("stem", "blocks"))]
    return sorted(names, key=lambda name: int(name.split(".")[1]) if name.startswith("blocks") else -1)
