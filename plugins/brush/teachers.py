"""Teachers: networks that know textures, by which a brush learns; and the one that needs no network from elsewhere."""

from collections.abc import Iterator

import torch
from torch import Tensor, nn
from torch.nn.functional import avg_pool2d, conv2d, leaky_relu, pad, pixel_unshuffle
from torch.nn.utils.parametrizations import spectral_norm

from .base import base_weights
from .networks import FOLD

LEVELS = (1, 2, 3, 4)  # from fine to coarse
CONTENT = 3  # the level that tells what a photo shows


class Teacher(nn.Module):
    """What a brush learns by: features of four levels, and the Gram matrices that a painting has there."""

    def __init__(self) -> None:
        super().__init__()
        self._known: dict[int, dict[int, Tensor]] = {}

    @torch.no_grad()
    def targets(self, pictures: Tensor, labels: Tensor) -> dict[int, Tensor]:
        """The Gram matrices of each level for pictures of those numbers; those of a picture are computed once."""
        numbers: list[int] = labels.tolist()
        for number, picture in zip(numbers, pictures, strict=True):
            if number not in self._known:
                self._known[number] = {level: gram(seen)[0] for level, seen in self(picture[None]).items()}
        return {level: torch.stack([self._known[number][level] for number in numbers]) for level in LEVELS}


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

    def forward(self, pictures: Tensor) -> dict[int, Tensor]:
        """The features of each level for pictures B×3×H×W in [-1, 1], of any size."""
        first, *_, last = self._features(pictures)
        *_, half = self._features(avg_pool2d(pictures, 2, ceil_mode=True))
        *_, quarter = self._features(avg_pool2d(pictures, 4, ceil_mode=True))
        return {1: first, 2: last, 3: half, 4: quarter}

    def _features(self, pictures: Tensor) -> Iterator[Tensor]:
        """What the base's stem sees, then each of its blocks."""
        stem, *blocks = self._names
        seen = leaky_relu(self._convolved(stem, pixel_unshuffle(_whole_folds(pictures), FOLD)), 0.2)
        yield seen
        for first, second in zip(blocks[::2], blocks[1::2], strict=True):
            seen = seen + self._convolved(second, leaky_relu(self._convolved(first, seen), 0.2))
            yield seen

    def _convolved(self, name: str, seen: Tensor) -> Tensor:
        flat = name.replace(".", "_")
        weight, bias = self.get_buffer(f"{flat}_weight"), self.get_buffer(f"{flat}_bias")
        return conv2d(pad(seen, (1, 1, 1, 1), mode="reflect"), weight, bias)


def _whole_folds(pictures: Tensor) -> Tensor:
    """Pictures without the last pixels that make no whole fold; those that are too small for two are filled up to two."""
    height, width = pictures.shape[2:]
    missing = max(0, 2 * FOLD - width), max(0, 2 * FOLD - height)  # two, since the convolutions mirror at the edge
    if any(missing):
        pictures = pad(pictures, (0, missing[0], 0, missing[1]), mode="replicate")
    height, width = (side - side % FOLD for side in pictures.shape[2:])
    return pictures[:, :, :height, :width]


def gram(features: Tensor) -> Tensor:
    """Which features come together: B×C×C, the mean over the places."""
    flat = features.float().flatten(2)
    return flat @ flat.transpose(1, 2) / flat.shape[2]


def distance(made: Tensor, wanted: Tensor) -> Tensor:
    """How far apart two stacks of Gram matrices are: 0 the same, 1 nothing in common; no picture's blow-up counts more."""
    apart = (made - wanted).square().sum((1, 2))
    size = made.detach().square().sum((1, 2)) + wanted.square().sum((1, 2))
    return (apart / size).mean()


def _trunk() -> list[str]:
    """The base's stem and its blocks, in order."""
    names = [name for name in base_weights() if name.endswith("weight") and name.startswith(("stem", "blocks"))]
    return sorted(names, key=lambda name: int(name.split(".")[1]) if name.startswith("blocks") else -1)
