"""The brush: a small network without normalisation, so that tiles meet exactly (cf. Johnson 2016, Dumoulin 2017).

The picture is folded four by four pixels into channels; residual blocks work at a quarter of its side. While it learns,
a scale and a shift for each map stand after each convolution; the rows of one table hold them, a row for each style. A
style that has been learned folds its row into the convolutions.
"""

from collections.abc import Iterator, Mapping

import torch
from torch import Tensor, nn
from torch.nn.functional import interpolate, leaky_relu, pixel_unshuffle

FOLD = 4
HALF = 24
PACE = 4  # how much faster a style's own numbers learn than what all styles share


class Painter(nn.Module):
    """Pictures B×3×H×W in [-1, 1] to painted ones, H and W multiples of 4; slightly beyond [-1, 1] where it overshoots."""

    first = "stem"

    def __init__(self, maps: int, blocks: int, styles: int = 0) -> None:
        super().__init__()
        self.stem = _convolution(3 * FOLD**2, maps)
        self.blocks = nn.ModuleList(_convolution(maps, maps) for _ in range(2 * blocks))
        self.wide = _convolution(maps, HALF)
        self.fine = _convolution(HALF, HALF)
        self.last = _convolution(HALF, 3)
        self._cuts = [maps] * (2 * (1 + 2 * blocks)) + [HALF] * 4
        self.table = nn.Parameter(torch.zeros(styles, sum(self._cuts))) if styles else None
        for second in self.blocks[1::2]:  # a block begins near the identity
            second.get_parameter("weight").data.mul_(0.5)

    def forward(self, pictures: Tensor, labels: Tensor | None = None) -> Tensor:
        """Paint each picture; where there is a table, in the style of its row."""
        numbers = self._numbers(pictures, labels)

        def styled(maps: Tensor) -> Tensor:
            if self.table is None:
                return maps
            scale, shift = next(numbers), next(numbers)
            return maps * (1 + scale) + shift

        seen: Tensor = leaky_relu(styled(self.stem(pixel_unshuffle(pictures, FOLD))), 0.2)
        for first, second in zip(self.blocks[::2], self.blocks[1::2], strict=True):
            seen = seen + styled(second(leaky_relu(styled(first(seen)), 0.2)))
        seen = leaky_relu(styled(self.wide(_doubled(seen))), 0.2)
        seen = leaky_relu(styled(self.fine(seen)), 0.2)
        painted: Tensor = self.last(_doubled(seen))
        return painted

    def _numbers(self, pictures: Tensor, labels: Tensor | None) -> Iterator[Tensor]:
        """Each convolution's scale and shift for each picture, B×C×1×1, in turn."""
        if self.table is None:
            return iter(())
        which = torch.zeros(len(pictures), dtype=torch.long, device=pictures.device) if labels is None else labels
        rows = PACE * self.table[which % len(self.table)][:, :, None, None]
        return iter(torch.split(rows, self._cuts, dim=1))


def folded(weights: Mapping[str, Tensor], which: int | None) -> dict[str, Tensor]:
    """The weights of a painter without a table, for one row of it, or for the mean of its rows."""
    made = {name: weight.clone() for name, weight in weights.items() if name != "table"}
    table = weights["table"]
    row = PACE * (table.mean(0) if which is None else table[which % len(table)])
    blocks = sum(name.startswith("blocks") for name in made) // 2
    for name in ("stem", *(f"blocks.{number}" for number in range(blocks)), "wide", "fine"):
        weight, bias = f"{name}.weight", f"{name}.bias"
        scale, shift, row = torch.tensor_split(row, [len(made[bias]), 2 * len(made[bias])])
        made[weight] *= (1 + scale)[:, None, None, None]
        made[bias] = made[bias] * (1 + scale) + shift
    return made


class Generator(nn.Module):
    """The painter, where training looks for it."""

    def __init__(self, painter: Painter) -> None:
        super().__init__()
        self.painter = painter

    def forward(self, source: Tensor, labels: Tensor) -> Tensor:
        """Photos in the styles of the pictures of those numbers."""
        painted: Tensor = self.painter(source, labels)
        return painted


def reach(blocks: int) -> int:
    """Pixels that the painter sees beyond each one: what its convolutions and enlargements add up to, in whole folds."""
    return FOLD * (1 + 2 * blocks + 1 + 1) + 2 + 2 + 1 + FOLD


def _doubled(maps: Tensor) -> Tensor:
    """Twice the side, smoothly: repeated pixels would let the network learn lines that are as wide as they are."""
    return interpolate(maps, scale_factor=2.0, mode="bilinear", align_corners=False)


def _convolution(given: int, made: int) -> nn.Conv2d:
    return nn.Conv2d(given, made, 3, padding=1, padding_mode="reflect")
