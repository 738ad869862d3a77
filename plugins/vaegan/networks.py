"""VAE-GAN's networks (Larsen 2016): an encoder, a decoder and a critic of 4×4 convolutions that double or halve the side."""

from math import log2

import torch
from torch import Tensor, nn
from torch.nn.utils.parametrizations import spectral_norm


class Painter(nn.Module):
    """The decoder makes pictures of latents; the encoder finds the latents of pictures."""

    def __init__(self, size: int, channels: int, width: int, latent: int) -> None:
        super().__init__()
        self.decoder = _make_decoder(size, channels, width, latent)
        self.encoder = nn.Sequential(
            *_downward_layers(size, channels, width, norm=True), nn.Flatten(), _MeanAndSpread(width * size // 8, latent)
        )

    def forward(self, latent: Tensor) -> Tensor:
        """B×latent to pictures in [-1, 1]."""
        made: Tensor = self.decoder(latent)
        return made

    def encode(self, pictures: Tensor) -> tuple[Tensor, Tensor]:
        """Mean and logarithm of the variance of the latents of pictures, each B×latent, float32."""
        mean, spread = self.encoder(pictures).float().chunk(2, 1)
        return mean, spread.clamp(-10, 10)


class FeatureDiscriminator(nn.Module):
    """Scores B×1; `impressions` are what its middle layer sees."""

    def __init__(self, size: int, channels: int, width: int, *, norm: bool, spectral: bool) -> None:
        super().__init__()
        layers = _downward_layers(size, channels, width, norm=norm)
        half = _end_of_level(layers, max(1, (int(log2(size)) - 2) // 2 + 1))
        self.early, self.late = nn.Sequential(*layers[:half]), nn.Sequential(*layers[half:])
        self.last = nn.Linear(16 * width * size // 8, 1)
        if spectral:
            self.apply(_normalise_spectrum)

    def forward(self, pictures: Tensor) -> Tensor:
        """Pictures to scores."""
        scores: Tensor = self.last(self.late(self.early(pictures)).flatten(1))
        return scores

    def impressions(self, pictures: Tensor) -> Tensor:
        """B×maps×H×W: coarser than pixels, finer than a judgement."""
        seen: Tensor = self.early(pictures)
        return seen


class _MeanAndSpread(nn.Linear):
    """The last layer of the encoder: mean and spread; the spread begins small, so that it learns to paint first."""

    def __init__(self, maps: int, latent: int) -> None:
        super().__init__(16 * maps, 2 * latent)
        with torch.no_grad():
            self.bias[latent:] = -2.0


def _make_decoder(size: int, channels: int, width: int, latent: int) -> nn.Sequential:
    maps = width * size // 8
    layers: list[nn.Module] = [
        nn.Linear(latent, 16 * maps, bias=False), nn.Unflatten(1, (maps, 4, 4)), nn.BatchNorm2d(maps), nn.ReLU(True)
    ]  # fmt: skip
    while maps > width:
        layers += [nn.ConvTranspose2d(maps, maps // 2, 4, 2, 1, bias=False), nn.BatchNorm2d(maps // 2), nn.ReLU(True)]
        maps //= 2
    return nn.Sequential(*layers, nn.ConvTranspose2d(maps, channels, 4, 2, 1), nn.Tanh())


def _downward_layers(size: int, channels: int, width: int, *, norm: bool) -> list[nn.Module]:
    """From the picture to 4×4 pixels, each level one convolution, normalised but for the first, and LeakyReLU."""
    layers: list[nn.Module] = [nn.Conv2d(channels, width, 4, 2, 1), nn.LeakyReLU(0.2)]
    maps = width
    while maps < width * size // 8:
        layers += [nn.Conv2d(maps, 2 * maps, 4, 2, 1, bias=not norm), *([nn.BatchNorm2d(2 * maps)] if norm else [])]
        layers.append(nn.LeakyReLU(0.2))
        maps *= 2
    return layers


def _end_of_level(layers: list[nn.Module], level: int) -> int:
    """The place behind the last layer of a level, counted from 1."""
    ends = [place + 1 for place, layer in enumerate(layers) if isinstance(layer, nn.LeakyReLU)]
    return ends[min(level, len(ends)) - 1]


def _normalise_spectrum(layer: nn.Module) -> None:
    if isinstance(layer, nn.Conv2d | nn.Linear):
        spectral_norm(layer)
