"""The non-saturating game with R1, for those who cannot wait for Wasserstein."""

from collections.abc import Mapping
from dataclasses import dataclass

import torch
from torch import Tensor, nn

from ganstudio import NonSaturating


@dataclass(frozen=True)
class NonSaturatingR1(NonSaturating):
    """Cross entropy, and a penalty on the critic's slopes at real pictures (Mescheder 2018).

    The penalty is taken every `every`-th step and then counts that many times (Karras 2020).
    """

    gamma: float = 1.0
    every: int = 16

    def discriminator(self, network: nn.Module, real: Tensor, fake: Tensor, step: int) -> Mapping[str, Tensor]:
        """How badly real and fake are told apart, and every so often half of γ times the squared slopes."""
        losses = dict(super().discriminator(network, real, fake, step))
        if step % self.every == 0:
            losses["penalty"] = self.every * self.gamma / 2 * squared_slopes(network, real).mean()
        return losses


def squared_slopes(network: nn.Module, pictures: Tensor) -> Tensor:
    """The squared length of the score's gradient at each of B pictures, differentiable; in float32 outside of autocast."""
    with torch.autocast(pictures.device.type, enabled=False):
        at = pictures.detach().float().requires_grad_()
        (slopes,) = torch.autograd.grad(network(at).sum(), at, create_graph=True)
    return slopes.square().sum((1, 2, 3))
