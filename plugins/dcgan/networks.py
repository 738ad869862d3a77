"""DCGAN's networks (Radford 2015): 4×4 convolutions that double or halve the side, from 4×4 pixels to the picture's size."""

from typing import Literal

from torch import Tensor, nn
from torch.nn.utils.parametrizations import spectral_norm

LATENT = 100

Norm = Literal["batch", "layer", "none"]


class Project(nn.Module):
    """Latents B×n to B×maps×4×4: “project and reshape”, as the paper has it; laid out channels-last at no cost."""

    def __init__(self, maps: int) -> None:
        super().__init__()
        self.linear = nn.Linear(LATENT, 16 * maps, bias=False)

    def forward(self, latent: Tensor) -> Tensor:
        """The smallest picture, many maps deep."""
        made: Tensor = self.linear(latent)
        return made.view(latent.shape[0], 4, 4, -1).permute(0, 3, 1, 2)


def make_generator(size: int, channels: int, width: int) -> nn.Sequential:
    """Latents B×100 to pictures B×C×size×size in [-1, 1]; batch norm everywhere but at the end."""
    maps = width * size // 8
    layers: list[nn.Module] = [Project(maps), nn.BatchNorm2d(maps), nn.ReLU(True)]
    while maps > width:
        layers += [nn.ConvTranspose2d(maps, maps // 2, 4, 2, 1, bias=False), nn.BatchNorm2d(maps // 2), nn.ReLU(True)]
        maps //= 2
    layers += [nn.ConvTranspose2d(maps, channels, 4, 2, 1), nn.Tanh()]
    return nn.Sequential(*layers).apply(draw_weights)


def make_discriminator(size: int, channels: int, width: int, norm: Norm, *, spectral: bool) -> nn.Sequential:
    """Pictures B×C×size×size to scores B×1×1×1; normalised everywhere but at the beginning."""
    layers: list[nn.Module] = [nn.Conv2d(channels, width, 4, 2, 1), nn.LeakyReLU(0.2, True)]
    maps = width
    while maps < width * size // 8:
        layers += [
            nn.Conv2d(maps, 2 * maps, 4, 2, 1, bias=norm == "none"),
            *_norm_layers(norm, 2 * maps),
            nn.LeakyReLU(0.2, True),
        ]
        maps *= 2
    layers.append(nn.Conv2d(maps, 1, 4))
    network = nn.Sequential(*layers).apply(draw_weights)
    return network.apply(_normalise_spectrum) if spectral else network


def draw_weights(layer: nn.Module) -> None:
    """The paper's initialisation: weights from N(0, 0.02), scales of batch norm from N(1, 0.02)."""
    if isinstance(layer, nn.Linear | nn.Conv2d | nn.ConvTranspose2d):
        nn.init.normal_(layer.weight, 0.0, 0.02)
    elif isinstance(layer, nn.BatchNorm2d):
        nn.init.normal_(layer.weight, 1.0, 0.02)


def _norm_layers(norm: Norm, maps: int) -> list[nn.Module]:
    if norm == "batch":
        return [nn.BatchNorm2d(maps)]
    return [nn.GroupNorm(1, maps)] if norm == "layer" else []


def _normalise_spectrum(layer: nn.Module) -> None:
    """Hold the layer's largest singular value at 1 (Miyato 2018)."""
    if isinstance(layer, nn.Conv2d):
        spectral_norm(layer)
