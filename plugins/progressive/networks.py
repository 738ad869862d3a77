"""The networks of progressive growing (Karras 2018, arXiv 1710.10196), from 4×4 pixels upwards.

All levels are built at once, so that the state dict never changes; `grow` says how many of them work. `maps` are the
feature maps by side in pixels, from 4 upwards.
"""

from collections.abc import Mapping
from math import log2

import torch
import torch.nn.functional as F
from torch import Tensor, nn

SLOPE = 0.2
HE = 2**0.5


class EqualizedConv(nn.Module):
    """A convolution with an equalised learning rate: weights from N(0, 1), scaled by He's constant at run time."""

    def __init__(self, ins: int, outs: int, kernel: int, *, padding: int = 0, gain: float = HE) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.randn(outs, ins, kernel, kernel))
        self.bias = nn.Parameter(torch.zeros(outs))
        self.scale = gain / (ins * kernel * kernel) ** 0.5
        self.padding = padding

    def forward(self, x: Tensor) -> Tensor:
        """B×ins×H×W to B×outs×H'×W'."""
        return F.conv2d(x, self.weight * self.scale, self.bias, padding=self.padding)


class LatentConv(nn.Module):
    """The generator's first layer, latent to B×maps×4×4: a 4×4 convolution of one pixel, padded by 3.

    Each output pixel meets one weight a map, so the transposed convolution gives the same without the padding's zeros.
    """

    def __init__(self, latent: int, maps: int) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.randn(latent, maps, 4, 4))
        self.bias = nn.Parameter(torch.zeros(maps))
        self.scale = HE / (latent * 16) ** 0.5

    def forward(self, z: Tensor) -> Tensor:
        """B×latent to B×maps×4×4."""
        return F.conv_transpose2d(z[:, :, None, None], self.weight * self.scale, self.bias)


def pixel_norm(x: Tensor) -> Tensor:
    """Each pixel's vector of maps (or each latent), made to have a mean square of one, reckoned in float32."""
    wide = x.float()
    return (wide * torch.rsqrt(wide.square().mean(1, keepdim=True) + 1e-8)).to(x.dtype)


def append_deviation(x: Tensor, group: int = 4) -> Tensor:
    """B×C×H×W with one more map: how much the pictures of a group differ, one number a group, reckoned in float32.

    Groups are of 4, or the whole batch where it cannot be divided by 4.
    """
    batch, _, height, width = x.shape
    group = group if batch % group == 0 else batch
    grouped = x.float().reshape(group, -1, *x.shape[1:])
    deviation = (grouped.var(0, correction=0) + 1e-8).sqrt().mean((1, 2, 3))
    ours = deviation.repeat(group).to(x.dtype)
    return torch.cat([x, ours[:, None, None, None].expand(batch, 1, height, width)], 1)


def double(x: Tensor) -> Tensor:
    """Twice the size, each pixel repeated."""
    return F.interpolate(x, scale_factor=2.0, mode="nearest")


def halve(x: Tensor) -> Tensor:
    """Half the size, each 2×2 averaged."""
    return F.avg_pool2d(x, 2)


def level_of(resolution: int) -> int:
    """0 for 4 pixels, 1 for 8, 2 for 16 …"""
    return int(log2(resolution)) - 2


class GeneratorLevel(nn.Module):
    """One level of the generator: double, then twice convolve, LeakyReLU, pixel norm."""

    def __init__(self, ins: int, outs: int) -> None:
        super().__init__()
        self.first = EqualizedConv(ins, outs, 3, padding=1)
        self.second = EqualizedConv(outs, outs, 3, padding=1)

    def forward(self, x: Tensor) -> Tensor:
        """B×ins×H×W to B×outs×2H×2W."""
        x = pixel_norm(F.leaky_relu(self.first(double(x)), SLOPE))
        return pixel_norm(F.leaky_relu(self.second(x), SLOPE))


class GeneratorStart(nn.Module):
    """The generator's lowest level, latent to B×maps×4×4."""

    def __init__(self, latent: int, maps: int) -> None:
        super().__init__()
        self.first = LatentConv(latent, maps)
        self.second = EqualizedConv(maps, maps, 3, padding=1)

    def forward(self, z: Tensor) -> Tensor:
        """The latent is normalised to the hypersphere first."""
        x = pixel_norm(F.leaky_relu(self.first(pixel_norm(z)), SLOPE))
        return pixel_norm(F.leaky_relu(self.second(x), SLOPE))


class DiscriminatorLevel(nn.Module):
    """One level of the discriminator: twice convolve and LeakyReLU, then halve."""

    def __init__(self, ins: int, outs: int) -> None:
        super().__init__()
        self.first = EqualizedConv(ins, ins, 3, padding=1)
        self.second = EqualizedConv(ins, outs, 3, padding=1)

    def forward(self, x: Tensor) -> Tensor:
        """B×ins×H×W to B×outs×H/2×W/2."""
        x = F.leaky_relu(self.first(x), SLOPE)
        return halve(F.leaky_relu(self.second(x), SLOPE))


class DiscriminatorEnd(nn.Module):
    """The discriminator's lowest level, B×maps×4×4 to one number a picture."""

    def __init__(self, maps: int) -> None:
        super().__init__()
        self.first = EqualizedConv(maps + 1, maps, 3, padding=1)
        self.second = EqualizedConv(maps, maps, 4)
        self.last = EqualizedConv(maps, 1, 1, gain=1.0)

    def forward(self, x: Tensor) -> Tensor:
        """Minibatch standard deviation, three convolutions, the last one linear; B numbers in float32."""
        x = F.leaky_relu(self.first(append_deviation(x)), SLOPE)
        x = F.leaky_relu(self.second(x), SLOPE)
        scores: Tensor = self.last(x).float().flatten()
        return scores


class Generator(nn.Module):
    """Latent (B×latent) to picture (B×channels×resolution×resolution, linear, about [-1, 1])."""

    def __init__(self, channels: int, latent: int, maps: Mapping[int, int]) -> None:
        super().__init__()
        self.start = GeneratorStart(latent, maps[4])
        self.ups = nn.ModuleList(GeneratorLevel(maps[side // 2], maps[side]) for side in maps if side > 4)
        self.to_picture = nn.ModuleList(EqualizedConv(wide, channels, 1, gain=1.0) for wide in maps.values())
        self.grow(max(maps), 1.0)

    def grow(self, resolution: int, alpha: float) -> None:
        """Work at `resolution`, its newest level mixed in by `alpha`."""
        self.level, self.alpha = level_of(resolution), alpha

    def forward(self, z: Tensor) -> Tensor:
        """While a level fades in, its picture is mixed with the doubled picture of the level below."""
        x = below = self.start(z)
        for up in list(self.ups)[: self.level]:
            x, below = up(x), x
        picture: Tensor = self.to_picture[self.level](x).float()
        if self.alpha < 1 and self.level:
            picture = torch.lerp(double(self.to_picture[self.level - 1](below).float()), picture, self.alpha)
        return picture


class Discriminator(nn.Module):
    """Picture (B×channels×resolution×resolution) to one unbounded number each."""

    def __init__(self, channels: int, maps: Mapping[int, int]) -> None:
        super().__init__()
        self.from_picture = nn.ModuleList(EqualizedConv(channels, wide, 1) for wide in maps.values())
        self.downs = nn.ModuleList(DiscriminatorLevel(maps[side], maps[side // 2]) for side in maps if side > 4)
        self.end = DiscriminatorEnd(maps[4])
        self.grow(max(maps), 1.0)

    def grow(self, resolution: int, alpha: float) -> None:
        """Work at `resolution`, its newest level mixed in by `alpha`."""
        self.level, self.alpha = level_of(resolution), alpha

    def forward(self, picture: Tensor) -> Tensor:
        """While a level fades in, what it sees is mixed with what the level below sees of the halved picture."""
        x = self._features(self.level, picture)
        for number in range(self.level, 0, -1):
            x = self.downs[number - 1](x)
            if number == self.level and self.alpha < 1:
                x = torch.lerp(self._features(number - 1, halve(picture)), x, self.alpha)
        scores: Tensor = self.end(x)
        return scores

    def _features(self, number: int, picture: Tensor) -> Tensor:
        return F.leaky_relu(self.from_picture[number](picture), SLOPE)
