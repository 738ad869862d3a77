"""A game to be checked: networks, and a batch of made pictures for them."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn.functional import interpolate

from ganstudio.api.architecture import Architecture, Batch, Growing, Networks
from ganstudio.api.options import Options
from ganstudio.api.schedule import Plan

BATCH = 4


def build_networks(architecture: Architecture[Any], options: Options, size: int, channels: int, seed: int = 0) -> Networks:
    """New networks in training mode, by a seed."""
    torch.manual_seed(seed)
    networks = architecture.build(options, size, channels)
    networks.generator.train()
    networks.discriminator.train()
    return networks


def list_moments(plan: Plan) -> list[tuple[int, float]]:
    """Resolution and alpha in the middle of each fade and after it."""
    faded = [(stage.resolution, alpha) for stage in plan.stages for alpha in ((0.5, 1.0) if stage.fade else (1.0,))]
    return list(dict.fromkeys(faded))


def grow(networks: Networks, resolution: int, alpha: float) -> None:
    """Tell the networks that grow where they stand."""
    for network in (networks.generator, networks.discriminator):
        if isinstance(network, Growing):
            network.grow(resolution, alpha)


def make_batch(architecture: Architecture[Any], networks: Networks, resolution: int, channels: int = 3) -> Batch:
    """A batch of made pictures, smooth ones, and latents or photos."""
    real = make_smooth_pictures(resolution * (2 if architecture.uncropped else 1), channels)
    batch = Batch(real, torch.randn(BATCH, networks.latent), step=0)
    if architecture.task == "generate" or not architecture.takes_photos:
        return batch
    return replace(batch, source=make_smooth_pictures(resolution, channels), labels=torch.arange(BATCH))


def make_smooth_pictures(side: int, channels: int) -> Tensor:
    """Made pictures without detail, B×C×side×side in [-1, 1]."""
    coarse = torch.rand(BATCH, channels, 4, 4) * 2 - 1
    return interpolate(coarse, size=(side, side), mode="bilinear", antialias=True)


def make_inputs(architecture: Architecture[Any], options: Options, batch: Batch) -> tuple[Tensor, ...]:
    """What the generator is called with."""
    if architecture.task == "generate":
        return (batch.latent,)
    if not architecture.takes_photos:
        return architecture.degrade(batch.real, options), torch.arange(BATCH)
    assert batch.source is not None and batch.labels is not None
    return batch.source, batch.labels


def make_fakes(architecture: Architecture[Any], networks: Networks, options: Options) -> Tensor:
    """The pictures that the architecture makes for random latents."""
    latent = torch.randn(BATCH, networks.latent)
    return architecture.fake(networks, Batch(torch.empty(0), latent, step=0), options)


def compute_losses(
    architecture: Architecture[Any], networks: Networks, options: Options, resolution: int, *, bfloat16: bool
) -> Iterator[tuple[nn.Module, Mapping[str, Tensor]]]:
    """Each player with the losses it lowers."""
    batch = make_batch(architecture, networks, resolution)
    with torch.autocast("cpu", torch.bfloat16, enabled=bfloat16):
        batch = replace(batch, fake=architecture.fake(networks, batch, options))
        sides = [
            (networks.discriminator, architecture.discriminator_losses(networks, batch, options)),
            (networks.generator, architecture.generator_losses(networks, batch, options)),
        ]
    yield from sides


def is_close(one: Tensor, other: Tensor) -> bool:
    """Equal but for rounding."""
    return torch.allclose(one, other, rtol=1e-3, atol=1e-3)
