"""R3GAN's networks (Huang 2024, arXiv 2501.05441): residual, without normalisation, from 4×4 pixels upwards."""

from itertools import pairwise
from math import gcd, prod

import torch
from torch import Tensor, nn
from torch.nn.functional import avg_pool2d, interpolate, leaky_relu

LATENT = 64
EXPANSION = 2
GROUP = 16  # maps in a group of the 3×3 convolutions
SLOPE = 0.2
GAIN = (2 / (1 + SLOPE**2)) ** 0.5


class Block(nn.Module):
    """1×1, grouped 3×3, 1×1, the last one zero at first (fix-up, Zhang 2019); added to what came in."""

    def __init__(self, maps: int, blocks: int) -> None:
        super().__init__()
        wide = EXPANSION * maps
        self.first = nn.Conv2d(maps, wide, 1)
        self.second = nn.Conv2d(wide, wide, 3, padding=1, groups=wide // gcd(wide, GROUP))
        self.third = nn.Conv2d(wide, maps, 1, bias=False)
        for layer in (self.first, self.second):
            draw_weights(layer, GAIN * blocks**-0.25)  # three layers in a branch: the exponent is -1 / (2·3 - 2)
        nn.init.zeros_(self.third.weight)

    def forward(self, x: Tensor) -> Tensor:
        """B×maps×H×W to the same."""
        y = leaky_relu(self.first(x), SLOPE)
        y = leaky_relu(self.second(y), SLOPE)
        added: Tensor = x + self.third(y)
        return added


class Generator(nn.Module):
    """Latents B×64 to pictures; `maps` by level from 4×4 pixels upwards."""

    def __init__(self, channels: int, maps: list[int], blocks: int) -> None:
        super().__init__()
        every = blocks * len(maps)
        self.basis = nn.Parameter(torch.randn(maps[0], 4, 4))
        self.linear = nn.Linear(LATENT, maps[0], bias=False)
        draw_weights(self.linear, 1.0)
        self.stages = nn.ModuleList(nn.Sequential(*(Block(wide, every) for _ in range(blocks))) for wide in maps)
        self.between = nn.ModuleList(_transition(below, above) for below, above in pairwise(maps))
        self.last = nn.Conv2d(maps[-1], channels, 1)
        draw_weights(self.last, 1.0)

    def forward(self, latent: Tensor) -> Tensor:
        """Linear output, about [-1, 1], float32."""
        x = self.linear(latent)[:, :, None, None] * self.basis
        x = self.stages[0](x)
        for between, stage in zip(self.between, list(self.stages)[1:], strict=True):
            x = stage(interpolate(between(x), scale_factor=2.0, mode="bilinear"))
        picture: Tensor = self.last(x).float()
        return picture


class Discriminator(nn.Module):
    """Pictures to scores B×1, the generator mirrored."""

    def __init__(self, channels: int, maps: list[int], blocks: int) -> None:
        super().__init__()
        every, downward = blocks * len(maps), maps[::-1]
        self.first = nn.Conv2d(channels, downward[0], 1)
        draw_weights(self.first, 1.0)
        self.stages = nn.ModuleList(nn.Sequential(*(Block(wide, every) for _ in range(blocks))) for wide in downward)
        self.between = nn.ModuleList(_transition(one, other) for one, other in pairwise(downward))
        self.basis = nn.Conv2d(maps[0], maps[0], 4, groups=maps[0], bias=False)
        draw_weights(self.basis, 1.0)
        self.last = nn.Linear(maps[0], 1, bias=False)
        draw_weights(self.last, 1.0)

    def forward(self, pictures: Tensor) -> Tensor:
        """B×C×H×W to B×1."""
        x = self.stages[0](self.first(pictures))
        for between, stage in zip(self.between, list(self.stages)[1:], strict=True):
            x = stage(between(avg_pool2d(x, 2)))
        scores: Tensor = self.last(self.basis(x).flatten(1))
        return scores


def draw_weights(layer: nn.Conv2d | nn.Linear, gain: float) -> None:
    """Weights from N(0, gain² ÷ the numbers that come in), biases zero."""
    nn.init.normal_(layer.weight, 0.0, gain / prod(layer.weight.shape[1:]) ** 0.5)
    if layer.bias is not None:
        nn.init.zeros_(layer.bias)


def _transition(one: int, other: int) -> nn.Module:
    """From one level's maps to the next one's; nothing where they are as many."""
    if one == other:
        return nn.Identity()
    layer = nn.Conv2d(one, other, 1, bias=False)
    draw_weights(layer, 1.0)
    return layer
