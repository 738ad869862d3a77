"""The networks of unpaired translation: a painter without normalisation, so that tiles meet exactly, and patch critics."""

from collections.abc import Sequence
from itertools import pairwise

import torch
from torch import Tensor, nn
from torch.nn.functional import avg_pool2d, interpolate, normalize

LAYERS = 4  # the last of the layers that the contrast of patches looks at, besides one in the middle of the blocks
PATCH_MAPS = 256


class Painter(nn.Module):
    """Pictures B×3×H×W in [-1, 1] to the same, H and W multiples of 4: the residual network of Johnson 2016, norm-free."""

    first = "down.0.0"

    def __init__(self, maps: int, blocks: int) -> None:
        super().__init__()
        down = [_convolution(3, maps, 7), _convolution(maps, 2 * maps, 3, 2), _convolution(2 * maps, 4 * maps, 3, 2)]
        up = [_convolution(4 * maps, 2 * maps, 3), _convolution(2 * maps, maps, 3)]
        self.down = nn.ModuleList(nn.Sequential(layer, nn.LeakyReLU(0.2)) for layer in down)
        self.blocks = nn.ModuleList(_ResidualBlock(4 * maps) for _ in range(blocks))
        self.up = nn.ModuleList(nn.Sequential(layer, nn.LeakyReLU(0.2)) for layer in up)
        self.last = _convolution(maps, 3, 7)

    def forward(self, pictures: Tensor) -> Tensor:
        """Change the pictures."""
        seen = pictures
        for layer in (*self.down, *self.blocks):
            seen = layer(seen)
        for layer in self.up:
            seen = layer(_enlarge(seen))
        return torch.tanh(self.last(seen))

    def features(self, pictures: Tensor) -> list[Tensor]:
        """What the painter's first half makes of pictures, the pictures themselves first (Park 2020)."""
        seen = [pictures]
        for layer in (*self.down, *self.blocks[: len(self.blocks) // 2]):
            seen.append(layer(seen[-1]))
        return [*seen[: LAYERS - 1], seen[LAYERS - 1], seen[-1]]


def feature_widths(maps: int) -> list[int]:
    """How many maps each of the painter's features has."""
    return [3, maps, 2 * maps, 4 * maps, 4 * maps]


def compute_margin(blocks: int) -> int:
    """Pixels that the painter sees beyond each one, rounded up to whole folds of 4."""
    return 4 * (2 * blocks + 6)


class _ResidualBlock(nn.Module):
    """A residual block that begins near the identity."""

    def __init__(self, maps: int) -> None:
        super().__init__()
        self.layers = nn.Sequential(_convolution(maps, maps, 3), nn.LeakyReLU(0.2), _convolution(maps, maps, 3))
        self.share = nn.Parameter(torch.tensor(0.2))

    def forward(self, seen: Tensor) -> Tensor:
        """Add to what was seen."""
        added: Tensor = self.share * self.layers(seen)
        return seen + added


class PatchDiscriminator(nn.Sequential):
    """A judge of patches of 70 pixels: pictures to a map of scores (Isola 2017)."""

    def __init__(self, maps: int) -> None:
        steps: list[nn.Module] = [nn.Conv2d(3, maps, 4, 2, 1), nn.LeakyReLU(0.2)]
        for given, made in pairwise([maps, 2 * maps, 4 * maps, 8 * maps]):
            stride = 1 if made == 8 * maps else 2
            steps += [nn.Conv2d(given, made, 4, stride, 1), nn.InstanceNorm2d(made), nn.LeakyReLU(0.2)]
        super().__init__(*steps, nn.Conv2d(8 * maps, 1, 4, 1, 1))


class PicturePool(nn.Module):
    """Pictures that were made before: half of those that a critic is shown come from here (Shrivastava 2017).

    The pool is part of the network's state, so that a training goes on exactly.
    """

    def __init__(self, size: int, places: int = 50) -> None:
        super().__init__()
        self.register_buffer("kept", torch.zeros(places, 3, size, size, dtype=torch.float16))
        self.register_buffer("count", torch.zeros((), dtype=torch.long))

    @torch.no_grad()
    def forward(self, made: Tensor) -> Tensor:
        """Keep the new pictures; give them back, or older ones in their place."""
        kept, count = self.get_buffer("kept"), self.get_buffer("count")
        given = []
        for picture in made.to(kept.dtype):
            place = int(count)
            if place < len(kept):
                kept[place] = picture
                count += 1
                given.append(picture)
            elif torch.rand(()) < 0.5:
                place = int(torch.randint(len(kept), ()))
                given.append(kept[place].clone())
                kept[place] = picture
            else:
                given.append(picture)
        return torch.stack([picture.float() for picture in given])


class ProjectionHeads(nn.ModuleList):
    """For each of the painter's features a small network that turns a place of it into a vector of length 1."""

    def __init__(self, maps: Sequence[int]) -> None:
        super().__init__(nn.Sequential(nn.Linear(n, PATCH_MAPS), nn.ReLU(), nn.Linear(PATCH_MAPS, PATCH_MAPS)) for n in maps)

    def vectors(self, features: Sequence[Tensor], places: Sequence[Tensor]) -> list[Tensor]:
        """The vectors at some places of each feature, B×P×256."""
        chosen = [seen.flatten(2)[:, :, at].transpose(1, 2) for seen, at in zip(features, places, strict=True)]
        return [normalize(head(seen).float(), dim=2) for head, seen in zip(self, chosen, strict=True)]


def _enlarge(seen: Tensor) -> Tensor:
    """Twice as large, without blocks; smoothed by hand, as torch's smooth enlargement does not learn exactly on a card."""
    return avg_pool2d(interpolate(seen, scale_factor=2.0), 3, 1, 1, count_include_pad=False)


def _convolution(given: int, made: int, side: int, stride: int = 1) -> nn.Conv2d:
    made_layer = nn.Conv2d(given, made, side, stride, side // 2, padding_mode="reflect")
    nn.init.kaiming_normal_(made_layer.weight, 0.2)
    nn.init.zeros_(made_layer.bias)  # type: ignore[arg-type]
    return made_layer
