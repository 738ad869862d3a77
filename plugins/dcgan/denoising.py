"""Denoising feature matching (Warde-Farley & Bengio 2017): a denoiser learns what impressions of real pictures are like."""

import torch
from torch import Tensor, nn

NOISE = 1.0  # standard deviation, in units of each impression's own


class DenoisingDiscriminator(nn.Module):
    """A critic, and a denoiser of its impressions: what it sees before its last layer, averaged over the picture.

    The paper's impressions are not averaged; that makes the denoiser small enough for a laptop.
    """

    def __init__(self, network: nn.Module, maps: int) -> None:
        super().__init__()
        self.denoiser = nn.Sequential(
            nn.Linear(maps, 2 * maps), nn.LeakyReLU(0.2), nn.Linear(2 * maps, 2 * maps), nn.LeakyReLU(0.2),
            nn.Linear(2 * maps, maps),
        )  # fmt: skip
        self.network = network

    def forward(self, pictures: Tensor) -> Tensor:
        """The critic's scores."""
        scores: Tensor = self.network(pictures)
        return scores

    def impressions(self, pictures: Tensor) -> Tensor:
        """B×maps, float32."""
        assert isinstance(self.network, nn.Sequential)
        seen: Tensor = self.network[:-1](pictures)
        return seen.mean((2, 3)).float()


def denoising_loss(discriminator: nn.Module, real: Tensor) -> Tensor:
    """Mean squared error of the denoiser on impressions of real pictures under noise; only the denoiser learns by it."""
    discriminator = _find_denoiser(discriminator)
    with torch.no_grad():
        clean = discriminator.impressions(real)
    spread = clean.std(0, correction=0) + 1e-3
    made: Tensor = discriminator.denoiser(clean + NOISE * spread * torch.randn_like(clean))
    error: Tensor = (made.float() - clean).square().mean()
    return error


def matching_loss(discriminator: nn.Module, fake: Tensor) -> Tensor:
    """How far impressions of new pictures are from their denoised form, which counts as fixed."""
    discriminator = _find_denoiser(discriminator)
    seen = discriminator.impressions(fake)
    with torch.no_grad():
        aim = discriminator.denoiser(seen).float()
    error: Tensor = (seen - aim).square().mean()
    return error


def _find_denoiser(discriminator: nn.Module) -> DenoisingDiscriminator:
    """The denoising critic, also where kinds are told apart around it."""
    return next(module for module in discriminator.modules() if isinstance(module, DenoisingDiscriminator))
