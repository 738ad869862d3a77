"""The networks of repair: without normalisation, so that tiles meet exactly; pictures are folded into channels first."""

from itertools import pairwise

import torch
from torch import Tensor, nn
from torch.nn.functional import avg_pool2d, interpolate, leaky_relu, max_pool2d, pixel_shuffle, pixel_unshuffle

DILATIONS = {"noise": (1, 1, 2, 2, 1), "holes": (1, 2, 4, 2, 1), "enlarge": (1, 1, 1, 1, 1)}
FOLDS = {"noise": 2, "holes": 4, "enlarge": 2}
BOXES = (33, 17, 9, 5, 3, 1)  # sides of the squares, in folds, in which known pixels are sought around a hole
RIM = 2  # pixels around a hole that may still hold some of its colour
# Pixels that each sees beyond one: a block sees its dilation and one more, first and last layer one each.
REACH = {repair: FOLDS[repair] * (sum(steps) + len(steps) + 3) for repair, steps in DILATIONS.items()}
REACH["enlarge"] += 2  # of the bicubic enlargement
REACH["holes"] += 4 * (BOXES[0] // 2 + 2) + RIM + 1


def make_painter(repair: str, maps: int) -> nn.Module:
    """The network for a kind of repair; pictures B×3×H×W in [-1, 1], H and W multiples of 4, to repaired ones."""
    kinds: dict[str, type[Trunk]] = {"noise": Denoiser, "holes": Filler, "enlarge": Enlarger}
    return kinds[repair](maps, repair)


class Trunk(nn.Module):
    """Convolutions on folded pictures, in residual blocks; what it makes is nothing at first."""

    exact = True  # what is to stay must not be rounded
    channels, times = 3, 1

    def __init__(self, maps: int, repair: str) -> None:
        super().__init__()
        self.folds = FOLDS[repair]
        self.stem = nn.Conv2d(self.channels * self.folds**2, maps, 3, padding=1)
        self.blocks = nn.ModuleList(_ResidualBlock(maps, dilation) for dilation in DILATIONS[repair])
        self.last = nn.Conv2d(maps, 3 * (self.folds * self.times) ** 2, 3, padding=1)
        nn.init.zeros_(self.last.weight)
        nn.init.zeros_(self.last.bias)  # type: ignore[arg-type]

    def find_change(self, pictures: Tensor) -> Tensor:
        """What is to be added, B×3×(H·times)×(W·times)."""
        seen = self.stem(pixel_unshuffle(pictures, self.folds))
        for block in self.blocks:
            seen = block(seen)
        return pixel_shuffle(self.last(seen), self.folds * self.times)


class Denoiser(Trunk):
    """Takes away noise."""

    def forward(self, pictures: Tensor) -> Tensor:
        """The pictures without their noise."""
        return pictures + self.find_change(pictures)


class Enlarger(Trunk):
    """Makes pictures twice as large."""

    times = 2

    def forward(self, pictures: Tensor) -> Tensor:
        """The bicubic enlargement, with the detail that it lacks."""
        return interpolate(pictures, scale_factor=2.0, mode="bicubic") + self.find_change(pictures)


class Filler(Trunk):
    """Fills what is painted in magenta; all else stays as it is."""

    channels = 4

    def forward(self, pictures: Tensor) -> Tensor:
        """The colours around spread into each hole, and detail is added there."""
        hole = find_holes(pictures)
        filled = torch.lerp(pictures, spread_surroundings(pictures, hole), hole)
        return filled + hole * self.find_change(torch.cat([filled, hole], 1))


def find_holes(pictures: Tensor) -> Tensor:
    """Where magenta is, and a rim around it, B×1×H×W: 1 in holes, 0 elsewhere, soft on a pixel's width between."""
    red, green, blue = pictures.chunk(3, 1)
    key = torch.minimum(torch.minimum(red, blue), -green)
    sure = (key * 8 - 6).clamp(0, 1)
    return avg_pool2d(max_pool2d(sure, 2 * RIM + 1, 1, RIM), 3, 1, 1, count_include_pad=False)


def spread_surroundings(pictures: Tensor, hole: Tensor) -> Tensor:
    """The mean of the known pixels around each: from near, where there are any, else from farther."""
    known = (hole == 0).to(pictures)
    weight = avg_pool2d(known, 4)
    colours = avg_pool2d(pictures * known, 4)
    spread = torch.zeros_like(colours)
    for side in BOXES:  # what lies beyond the edge counts as unknown
        near, share = avg_pool2d(colours, side, 1, side // 2), avg_pool2d(weight, side, 1, side // 2)
        spread = torch.lerp(spread, near / share.clamp(min=1e-6), (4 * share).clamp(0, 1))
    return interpolate(spread, scale_factor=4.0, mode="bilinear")


class _ResidualBlock(nn.Module):
    """A residual block that begins near the identity."""

    def __init__(self, maps: int, dilation: int) -> None:
        super().__init__()
        self.first = nn.Conv2d(maps, maps, 3, padding=dilation, dilation=dilation)
        self.second = nn.Conv2d(maps, maps, 3, padding=1)
        self.second.get_parameter("weight").data.mul_(0.5)

    def forward(self, seen: Tensor) -> Tensor:
        """Add to what was seen."""
        added: Tensor = self.second(leaky_relu(self.first(leaky_relu(seen, 0.2)), 0.2))
        return seen + added


class PatchDiscriminator(nn.Sequential):
    """A judge of patches of 22 pixels: pictures to a map of scores (Isola 2017), without norms."""

    def __init__(self, maps: int) -> None:
        steps: list[nn.Module] = [nn.Conv2d(3, maps, 4, 2, 1), nn.LeakyReLU(0.2)]
        for given, made in pairwise([maps, 2 * maps, 4 * maps]):
            steps += [nn.Conv2d(given, made, 4, 2, 1), nn.LeakyReLU(0.2)]
        super().__init__(*steps, nn.Conv2d(4 * maps, 1, 1))


class Generator(nn.Module):
    """The painter, where training looks for it."""

    def __init__(self, painter: nn.Module) -> None:
        super().__init__()
        self.painter = painter

    def forward(self, source: Tensor, labels: Tensor | None = None) -> Tensor:  # noqa: ARG002
        """Repaired pictures."""
        repaired: Tensor = self.painter(source)
        return repaired
