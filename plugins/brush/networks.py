"""The brush: a small network without normalisation, so that tiles meet exactly (cf. Johnson 2016, Dumoulin 2017).

The picture is folded four by four pixels into channels; residual blocks work at a quarter of its side. After each
convolution stands a scale and a shift for each map; the rows of one table hold them, a row for each style.
"""

from collections.abc import Iterator

import torch
from torch import Tensor, nn
from torch.nn.functional import interpolate, leaky_relu, pixel_unshuffle

FOLD = 4
HALF = 24
PACE = 4  # how much faster a style's own numbers learn than what all styles share


class Painter(nn.Module):
    """Pictures B×3×H×W in [-1, 1] to painted ones, H and W multiples of 4; slightly beyond [-1, 1] where it overshoots."""

    def __init__(self, maps: int, blocks: int, styles: int = 1) -> None:
        super().__init__()
        widths = [maps] * (1 + 2 * blocks) + [HALF, HALF]
        self.stem = _convolution(3 * FOLD**2, maps)
        self.blocks = nn.ModuleList(_convolution(maps, maps) for _ in range(2 * blocks))
        self.wide = _convolution(maps, HALF)
        self.fine = _convolution(HALF, HALF)
        self.last = _convolution(HALF, 3)
        self.table = nn.Parameter(torch.zeros(styles, 2 * sum(widths)))
        self._cuts = [width for each in widths for width in (each, each)]
        for second in self.blocks[1::2]:  # a block begins near the identity
            second.get_parameter("weight").data.mul_(0.5)

    def forward(self, pictures: Tensor, labels: Tensor | None = None) -> Tensor:
        """Paint each picture in the style of its row."""
        which = torch.zeros(len(pictures), dtype=torch.long, device=pictures.device) if labels is None else labels
        parts: Iterator[Tensor] = iter(torch.split(self.table[which % len(self.table)], self._cuts, dim=1))

        def styled(maps: Tensor) -> Tensor:
            scale, shift = (PACE * next(parts)[:, :, None, None] for _ in range(2))
            return maps * (1 + scale) + shift

        seen: Tensor = leaky_relu(styled(self.stem(pixel_unshuffle(pictures, FOLD))), 0.2)
        for first, second in zip(self.blocks[::2], self.blocks[1::2], strict=True):
            seen = seen + styled(second(leaky_relu(styled(first(seen)), 0.2)))
        seen = leaky_relu(styled(self.wide(interpolate(seen, scale_factor=2.0))), 0.2)
        seen = leaky_relu(styled(self.fine(seen)), 0.2)
        painted: Tensor = self.last(interpolate(seen, scale_factor=2.0))
        return painted


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
    return FOLD * (1 + 2 * blocks + 1) + 2 + 1 + FOLD


def _convolution(given: int, made: int) -> nn.Conv2d:
    return nn.Conv2d(given, made, 3, padding=1, padding_mode="reflect")
