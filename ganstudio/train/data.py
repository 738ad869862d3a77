"""Data: the pictures of a training, decoded once and kept in memory, in an order that follows from the seed alone."""

import hashlib
from pathlib import Path

import torch
from torch import Tensor
from torch.nn.functional import avg_pool2d, interpolate

from ganstudio.events import Skipped
from ganstudio.plan import Moment
from ganstudio.spec import RunSpec


def seed_of(seed: int, *what: object) -> int:
    """A seed for one purpose: the same for the same words, unlike any other's."""
    digest = hashlib.sha256(repr((seed, *what)).encode()).digest()
    return int.from_bytes(digest[:8], "little") >> 1


def chance(seed: int, *what: object) -> torch.Generator:
    """A random generator of one's own for one purpose."""
    return torch.Generator().manual_seed(seed_of(seed, *what))


def load_pictures(spec: RunSpec) -> tuple[Tensor, list[Skipped]]:
    """The pictures of a training's folder, uint8 N×C×size×size, and the files that were left out."""
    from ganstudio.pictures.dataset import load, scan

    return load(scan(Path(spec.data)).files, spec.size, spec.channels)


class Data:
    """Pictures in shuffled epochs; which ones come next follows from the seed and the pictures seen, so no place is kept."""

    def __init__(self, pictures: Tensor, spec: RunSpec) -> None:
        self.pictures = pictures
        self.spec = spec
        self._epoch = -1
        self._order: list[int] = []
        self._flips: list[bool] = []

    def real(self, images: int, moment: Moment) -> Tensor:
        """The next batch after `images` pictures, B×C×H×W in [-1, 1], at the moment's resolution."""
        places = range(images, images + moment.batch)
        drawn = [self._draw(place) for place in places]
        chosen = torch.tensor([which for which, _ in drawn])
        pictures = self.pictures[chosen].to(self.spec.device)
        if self.spec.mirror:
            flips = torch.tensor([flip for _, flip in drawn], device=pictures.device)
            pictures = torch.where(flips[:, None, None, None], pictures.flip(3), pictures)
        bright = pictures.to(memory_format=torch.channels_last).float().div_(127.5).sub_(1)
        return at_moment(bright, moment)

    def _draw(self, place: int) -> tuple[int, bool]:
        epoch, within = divmod(place, len(self.pictures))
        if epoch != self._epoch:
            order = chance(self.spec.seed, "epoch", epoch)
            self._order = torch.randperm(len(self.pictures), generator=order).tolist()
            self._flips = (torch.rand(len(self.pictures), generator=order) < 0.5).tolist()
            self._epoch = epoch
        return self._order[within], self._flips[within]


def at_moment(pictures: Tensor, moment: Moment) -> Tensor:
    """Pictures as they look at a moment's resolution; while it fades in, mixed with the resolution below (Karras 2018)."""
    factor = pictures.shape[-1] // moment.resolution
    small = avg_pool2d(pictures, factor) if factor > 1 else pictures
    if moment.alpha >= 1:
        return small
    return torch.lerp(interpolate(avg_pool2d(small, 2), scale_factor=2.0), small, moment.alpha)
