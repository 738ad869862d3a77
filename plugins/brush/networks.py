"""The brush: a small network without normalisation, so that tiles meet exactly (cf. Johnson 2016).

It is shown a picture whose colours were moved onto the painting's palette, and adds what differs. The picture is folded
four by four pixels into channels; residual blocks work at a quarter of its side.
"""

from collections.abc import Mapping
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn.functional import interpolate, leaky_relu, pixel_unshuffle

from ganstudio.api import COLOURS, GRAIN, colour_table, palette, recolour

from .margins import without_margins

FOLD = 4
HALF = 24
_MOST_COLOURS = 4096  # of a pack; another palette is refused as weights that do not fit
_GRAIN = 0.03  # more than a pack adds: strokes that were learnt on it are calmer on less


class Painter(nn.Module):
    """Pictures B×3×H×W in [-1, 1] to painted ones, H and W multiples of 4; slightly beyond [-1, 1] where it overshoots.

    With a palette 3×N, RGB in [0, 1], it adds its strokes to pictures in the palette's colours; without one, as in
    packs of version 0.1, it paints pictures as they are anew.
    """

    first = "stem"

    def __init__(self, maps: int, blocks: int) -> None:
        super().__init__()
        self.register_buffer("palette", torch.full((3, COLOURS), 0.5))
        self.stem = _convolution(3 * FOLD**2, maps)
        self.blocks = nn.ModuleList(_convolution(maps, maps) for _ in range(2 * blocks))
        self.wide = _convolution(maps, HALF)
        self.fine = _convolution(HALF, HALF)
        self.last = _convolution(HALF, 3)
        for second in self.blocks[1::2]:  # a block begins near the identity
            second.get_parameter("weight").data.mul_(0.25)
        self.last.weight.data.mul_(0.1)  # and all of it near the picture that it is given
        nn.init.zeros_(self.last.get_parameter("bias"))

    def forward(self, pictures: Tensor) -> Tensor:
        """Paint each picture."""
        seen: Tensor = leaky_relu(self.stem(pixel_unshuffle(pictures, FOLD)), 0.2)
        for first, second in zip(self.blocks[::2], self.blocks[1::2], strict=True):
            seen = seen + second(leaky_relu(first(seen), 0.2))
        seen = leaky_relu(self.wide(_double(seen)), 0.2)
        seen = leaky_relu(self.fine(seen), 0.2)
        painted: Tensor = self.last(_double(seen))
        if self.palette is None:
            return painted
        given, rest = pictures[:, :3], pictures[:, 3:]  # bfloat16 is given a picture in two parts
        return painted + given + rest if rest.shape[1] else painted + given

    def _load_from_state_dict(self, state_dict: Mapping[str, Any], prefix: str, *others: Any) -> None:
        known = state_dict.get(f"{prefix}palette")
        if known is None:
            self.palette = None
        elif known.dim() == 2 and known.shape[0] == 3 and 2 <= known.shape[1] <= _MOST_COLOURS:
            self.palette = torch.empty_like(known)
        super()._load_from_state_dict(state_dict, prefix, *others)


class Generator(nn.Module):
    """The painter, where training looks for it; `shown` is what it last painted on, B×3×H×W in [0, 1]."""

    def __init__(self, painter: Painter) -> None:
        super().__init__()
        self.painter = painter
        self.photos: Tensor | None = None

    def forward(self, source: Tensor, labels: Tensor) -> Tensor:  # noqa: ARG002
        """Photos B×3×H×W in [-1, 1], painted; while it learns, on another part of the grain each time."""
        photos = source.float().add(1).div(2)
        palette = self.painter.get_buffer("palette")
        tables = torch.cat([colour_table(photo[None], palette) for photo in photos])
        place, grain = (torch.randint(0, 4096, (2,)).mul(FOLD).tolist(), _GRAIN) if self.training else ((0, 0), GRAIN)
        self.photos = recolour(photos, tables)
        painted: Tensor = self.painter(recolour(photos, tables, place, grain).mul(2).sub(1))
        return painted


@torch.no_grad()
def keep_palette(generator: nn.Module, pictures: Tensor) -> None:
    """Let a generator's painter paint in the colours of pictures uint8 N×3×H×W; of many those of 64 are looked at."""
    chosen = pictures[:: -(-len(pictures) // 64)].float().div(255)
    found = torch.cat([palette(without_margins(each[None].mul(2).sub(1)).add(1).div(2)) for each in chosen], 1)
    every = torch.linspace(0, found.shape[1] - 1, COLOURS).round().long()
    generator.get_submodule("painter").get_buffer("palette").copy_(found[:, every])


def reach(blocks: int) -> int:
    """Pixels that the painter sees beyond each one: what its convolutions and enlargements add up to, in whole folds."""
    return FOLD * (1 + 2 * blocks + 1 + 1) + 2 + 2 + 1 + FOLD


def _double(maps: Tensor) -> Tensor:
    """Twice the side, smoothly: repeated pixels would let the network learn lines that are as wide as they are."""
    return interpolate(maps, scale_factor=2.0, mode="bilinear", align_corners=False)


def _convolution(given: int, made: int) -> nn.Conv2d:
    return nn.Conv2d(given, made, 3, padding=1, padding_mode="reflect")
