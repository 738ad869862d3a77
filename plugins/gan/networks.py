"""The plain GAN's networks (Goodfellow 2014): three hidden layers each."""

from itertools import pairwise

from torch import nn
from torch.nn.utils.parametrizations import spectral_norm

LATENT = 100


def make_generator(size: int, channels: int, width: int) -> nn.Sequential:
    """Latents B×100 to pictures B×C×size×size in [-1, 1]."""
    layers: list[nn.Module] = []
    for narrow, wide in pairwise((LATENT, width, 2 * width, 4 * width)):
        layers += [nn.Linear(narrow, wide), nn.LeakyReLU(0.2, True)]
    return nn.Sequential(
        *layers, nn.Linear(4 * width, channels * size**2), nn.Tanh(), nn.Unflatten(1, (channels, size, size))
    )


def make_discriminator(size: int, channels: int, width: int, dropout: float, *, spectral: bool = False) -> nn.Sequential:
    """Pictures B×C×size×size to scores B×1."""
    layers: list[nn.Module] = [nn.Flatten()]
    for wide, narrow in pairwise((channels * size**2, 4 * width, 2 * width, width)):
        layers += [nn.Linear(wide, narrow), nn.LeakyReLU(0.2, True), nn.Dropout(dropout)]
    network = nn.Sequential(*layers, nn.Linear(width, 1))
    return network.apply(_normalise_spectrum) if spectral else network


def _normalise_spectrum(layer: nn.Module) -> None:
    """Hold the layer's largest singular value at 1 (Miyato 2018)."""
    if isinstance(layer, nn.Linear):
        spectral_norm(layer)
