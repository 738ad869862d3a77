"""How near new pictures are to a data set, how varied, how much copied; none needs downloaded weights.

Pictures are B×C×H×W in [-1, 1]. All is deterministic and leaves torch's random state alone.
"""

from itertools import pairwise
from statistics import fmean

import numpy as np
import torch
from torch import Tensor
from torch.nn.functional import adaptive_avg_pool2d, avg_pool2d, conv2d, leaky_relu, normalize, pad

SEED = 20180427
LARGEST = 64  # pixels: larger pictures are reduced before features are taken
MAPS = (32, 64, 128, 256)  # of the four layers: mean and deviation of each make 960 numbers
CLOSE = 32  # pixels: the size at which pictures are compared one by one
AT_ONCE = 256  # samples that are compared with all the data's pictures at once
PATCHES, DIRECTIONS = 128, (4, 128)  # of each picture, and by turns, as Karras 2018 has them


class Features:
    """A network of four random convolutions that never learns; pictures to B×960 (mean and deviation of each map).

    The weights are drawn as He 2015 has them. Pictures larger than 64 pixels are averaged down to that.

    Random features order pictures by closeness nearly as learnt ones do, when only one training is compared with itself.
    """

    def __init__(self) -> None:
        chance = torch.Generator().manual_seed(SEED)
        self._layers: list[Tensor] = []
        ins = 3
        for outs in MAPS:
            self._layers.append(torch.randn(outs, ins, 3, 3, generator=chance) * (2 / (ins * 9)) ** 0.5)
            ins = outs

    @torch.no_grad()
    def __call__(self, pictures: Tensor, batch: int = 64) -> Tensor:
        """B×960, float32, on the CPU."""
        return torch.cat([self._of(part) for part in torch.split(pictures, batch)])

    def _of(self, pictures: Tensor) -> Tensor:
        x = _to_rgb(pictures)
        if x.shape[-1] > LARGEST:
            x = adaptive_avg_pool2d(x, LARGEST)
        found = []
        for weight in self._layers:
            x = leaky_relu(conv2d(x, weight.to(x.device), stride=2, padding=1), 0.2)
            found += [x.mean((2, 3)), (x.var((2, 3), correction=0) + 1e-8).sqrt()]
        return torch.cat(found, 1).cpu()


def kernel_distance(samples: Tensor, data: Tensor) -> float:
    """Squared maximum mean discrepancy of features B×n under the kernel (x·y/n + 1)³, unbiased (KID, Binkowski 2018).

    Features are first measured in the data's deviations from its mean, so figures compare for the same data alone.
    0 in the mean for samples of the data's own distribution; it may fall below by chance.
    """
    mean, deviation = data.double().mean(0), data.double().std(0) + 1e-6
    return discrepancy((samples - mean) / deviation, (data - mean) / deviation)


def discrepancy(one: Tensor, other: Tensor) -> float:
    """The same of features as they are, reckoned in float64."""
    x, y = one.double(), other.double()
    of_x, of_y, between = (((a @ b.T) / a.shape[1] + 1) ** 3 for a, b in ((x, x), (y, y), (x, y)))
    within = [(kernel.sum() - kernel.diagonal().sum()) / (len(kernel) * (len(kernel) - 1)) for kernel in (of_x, of_y)]
    return float(within[0] + within[1] - 2 * between.mean())


def measure_diversity(samples: Tensor, data: Tensor) -> float:
    """How varied samples are by their features, in how varied the data is: 1 as varied, 0 all alike or a few over and over.

    The lesser of two ratios: of the mean distances of all pairs, and of the median distances to the next neighbour.
    """
    count, spread = min(len(samples), len(data)), data.double().std(0) + 1e-6
    mine, its = (torch.cdist(x[:count] / spread, x[:count] / spread) for x in (samples.double(), data.double()))
    pairs = float(mine.sum() / (its.sum() + 1e-12))
    for distances in (mine, its):
        distances.fill_diagonal_(float("inf"))
    return min(pairs, float(mine.min(1).values.median() / (its.min(1).values.median() + 1e-12)))


def precision_recall(real: Tensor, fake: Tensor, k: int = 3) -> tuple[float, float]:
    """The shares of fakes within the real ones' k-nearest-neighbour balls, and the other way round (Kynkäänniemi 2019)."""
    real, fake = real.double(), fake.double()
    across = torch.cdist(real, fake)
    balls = [torch.cdist(x, x).kthvalue(k + 1).values for x in (real, fake)]  # the first is the picture itself
    precision = (across <= balls[0][:, None]).any(0).double().mean()
    recall = (across <= balls[1][None, :]).any(1).double().mean()
    return float(precision), float(recall)


def find_nearest(samples: Tensor, data: Tensor, *, mirrored: bool = False) -> tuple[Tensor, Tensor]:
    """For each sample the number of the data's picture next to it, and the distance (RMS over slightly blurred pixels).

    Compared at 32 pixels at most; `mirrored` also with the data's mirror images.
    """
    wanted, known = _comparison_vectors(samples), _comparison_vectors(data)
    found = _nearest_vectors(wanted, known)
    if mirrored:
        other = _nearest_vectors(wanted, _comparison_vectors(data.flip(3)))
        nearer = other[1] < found[1]
        found = torch.where(nearer, other[0], found[0]), torch.where(nearer, other[1], found[1])
    return found[0], found[1] / known.shape[1] ** 0.5


def measure_copying(samples: Tensor, data: Tensor, *, mirrored: bool = False) -> float:
    """How far samples are from the data's pictures next to them, in how far those are from one another: 0 copies, 1 none."""
    known = _comparison_vectors(data)
    usual = _nearest_vectors(known, known, itself=False)[1].median() / known.shape[1] ** 0.5
    return float(find_nearest(samples, data, mirrored=mirrored)[1].median() / (usual + 1e-6))


def sliced_wasserstein(one: Tensor, other: Tensor) -> tuple[float, dict[int, float]]:
    """Sliced Wasserstein distance ×1000 of 7×7 patches by level of the Laplacian pyramid, down to 16 px (Karras 2018).

    The mean of the levels, and each by its side in pixels. As many pictures of each are taken as the fewer have.
    """
    count = min(len(one), len(other))
    levels = zip(_laplacian_pyramid(_to_rgb(one[:count])), _laplacian_pyramid(_to_rgb(other[:count])), strict=True)
    found = {x.shape[-1]: 1000 * sliced_distance(_sample_patches(x), _sample_patches(y)) for x, y in levels}
    return fmean(found.values()), found


def sliced_distance(one: Tensor, other: Tensor) -> float:
    """Sliced Wasserstein distance of as many vectors B×n: how far apart their sorted shadows on lines are, in the mean."""
    chance = torch.Generator().manual_seed(SEED)
    repeats, at_once = DIRECTIONS
    found = []
    for _ in range(repeats):
        towards = normalize(torch.randn(at_once, one.shape[1], generator=chance), dim=1)
        x, y = (np.sort((towards @ vectors.T).numpy(), axis=1) for vectors in (one, other))  # ten times torch's speed
        found.append(float(np.abs(x - y).mean()))
    return fmean(found)


def _laplacian_pyramid(pictures: Tensor) -> list[Tensor]:
    """Differences between each level and the smoothed one below it, the last level whole; down to 16 pixels."""
    levels = [pictures.cpu()]
    while levels[-1].shape[-1] >= 32:
        levels.append(_blur(levels[-1])[:, :, ::2, ::2])
    return [level - _upsample(below, level) for level, below in pairwise(levels)] + levels[-1:]


def _upsample(small: Tensor, like: Tensor) -> Tensor:
    """Twice as large, smoothly: zeros between the pixels, then the same smoothing (Burt & Adelson 1983)."""
    spread = torch.zeros_like(like)
    spread[:, :, ::2, ::2] = 4 * small
    return _blur(spread)


def _blur(x: Tensor) -> Tensor:
    line = torch.tensor([1.0, 4, 6, 4, 1]) / 16
    kernel = (line[:, None] * line[None, :]).expand(x.shape[1], 1, 5, 5)
    return conv2d(pad(x, (2, 2, 2, 2), mode="reflect"), kernel, groups=x.shape[1])


def _sample_patches(level: Tensor) -> Tensor:
    """Some 7×7 patches of each picture as vectors, normalised colour by colour over all of them; always the same places."""
    count, _, high, wide = level.shape
    chance = torch.Generator().manual_seed(SEED)
    rows = torch.randint(0, high - 6, (count * PATCHES,), generator=chance)
    columns = torch.randint(0, wide - 6, (count * PATCHES,), generator=chance)
    windows = level.unfold(2, 7, 1).unfold(3, 7, 1)  # a view: each place's patch
    found = windows[torch.arange(count).repeat_interleave(PATCHES), :, rows, columns].flatten(2)
    mean, deviation = found.mean((0, 2), keepdim=True), found.std((0, 2), keepdim=True) + 1e-8
    return found.sub_(mean).div_(deviation).flatten(1)


def _to_rgb(pictures: Tensor) -> Tensor:
    x = pictures.detach().float()
    return x.expand(-1, 3, -1, -1) if x.shape[1] == 1 else x


def _comparison_vectors(pictures: Tensor) -> Tensor:
    """Pictures as vectors to compare one by one: reduced, a little blurred."""
    x = pictures.detach().float().cpu()
    x = adaptive_avg_pool2d(x, CLOSE) if x.shape[-1] > CLOSE else x
    return avg_pool2d(x, 3, 1, 1, count_include_pad=False).flatten(1)


def _nearest_vectors(wanted: Tensor, known: Tensor, *, itself: bool = True) -> tuple[Tensor, Tensor]:
    """The place of and the distance to the vector next to each; with `itself` off, both are the same vectors."""
    places, distances = [], []
    for start in range(0, len(wanted), AT_ONCE):
        apart = torch.cdist(wanted[start : start + AT_ONCE], known)
        if not itself:
            apart.diagonal(start).fill_(float("inf"))
        least = apart.min(1)
        places.append(least.indices)
        distances.append(least.values)
    return torch.cat(places), torch.cat(distances)
