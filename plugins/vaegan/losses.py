"""What encoder and decoder lower beside the game (Larsen 2016)."""

from collections.abc import Mapping

import torch
from torch import Tensor

from ganstudio.api import Batch, Networks

from .networks import FeatureDiscriminator, Painter


def encoding_losses(networks: Networks, batch: Batch, likeness: float, order: float) -> Mapping[str, Tensor]:
    """“likeness”: squared distance of the critic's impressions of real pictures and of those painted again, by its spread.

    “order”: the Kullback-Leibler divergence of the latents from N(0, 1), in nats a number. The paper lets the critic also
    judge the pictures painted again; here new ones alone are judged, which saves a third of a step.
    """
    painter = next(module for module in networks.generator.modules() if isinstance(module, Painter))
    discriminator = next(module for module in networks.discriminator.modules() if isinstance(module, FeatureDiscriminator))
    mean, spread = painter.encode(batch.real)
    latent = mean + (spread / 2).exp() * torch.randn_like(mean)
    again = networks.generator(latent) if batch.labels is None else networks.generator(latent, batch.labels)
    with torch.no_grad():
        wanted = discriminator.impressions(batch.real).float()
    seen = discriminator.impressions(again).float()
    divergence = (mean.square() + spread.exp() - 1 - spread).mean() / 2
    return {
        "likeness": likeness * (seen - wanted).square().mean() / (wanted.var() + 1e-6),
        "order": order * divergence,
    }
