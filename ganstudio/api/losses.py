"""The objectives of GANs. Scores are taken in float32, whatever precision the networks run in.

Real and fake pictures go through the discriminator separately, so that its batch norm never mixes them.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Protocol

import torch
from torch import Tensor
from torch.nn.functional import relu, softplus

Losses = Mapping[str, Tensor]
Discriminator = Callable[[Tensor], Tensor]


class Objective(Protocol):
    """Named scalar losses for each network, whose sum it minimises, for pictures B×C×H×W in [-1, 1]."""

    @property
    def decision_threshold(self) -> float | None:
        """The score between real and fake; None where only differences of scores mean something."""

    def discriminator(self, network: Discriminator, real: Tensor, fake: Tensor, step: int) -> Losses:
        """The discriminator's losses; `fake` is detached, `step` counts the discriminator's steps from 0."""

    def generator(self, network: Discriminator, real: Tensor, fake: Tensor, step: int) -> Losses:
        """The generator's losses; `fake` carries the generator's gradients."""


@dataclass(frozen=True)
class NonSaturating:
    """Cross entropy on logits; the generator raises log D(fake) (Goodfellow 2014)."""

    decision_threshold = 0.0

    def discriminator(self, network: Discriminator, real: Tensor, fake: Tensor, step: int) -> Losses:  # noqa: ARG002
        """The discriminator's loss on pairs of a real and a fake picture, in nats a pair."""
        return {"discriminator": softplus(-score(network, real)).mean() + softplus(score(network, fake)).mean()}

    def generator(self, network: Discriminator, real: Tensor, fake: Tensor, step: int) -> Losses:  # noqa: ARG002
        """How rarely the fakes pass, in nats a picture."""
        return {"generator": softplus(-score(network, fake)).mean()}


@dataclass(frozen=True)
class LeastSquares:
    """Scores drawn to 1 for real and 0 for fake by their squared distance (Mao 2017)."""

    decision_threshold = 0.5

    def discriminator(self, network: Discriminator, real: Tensor, fake: Tensor, step: int) -> Losses:  # noqa: ARG002
        """Half the squared distances of real from 1 and fake from 0."""
        return {"discriminator": ((score(network, real) - 1).square().mean() + score(network, fake).square().mean()) / 2}

    def generator(self, network: Discriminator, real: Tensor, fake: Tensor, step: int) -> Losses:  # noqa: ARG002
        """Half the squared distance of fake from 1."""
        return {"generator": (score(network, fake) - 1).square().mean() / 2}


@dataclass(frozen=True)
class Hinge:
    """Scores pushed apart until they are 1 away from zero (Lim & Ye 2017, Miyato 2018)."""

    decision_threshold = 0.0

    def discriminator(self, network: Discriminator, real: Tensor, fake: Tensor, step: int) -> Losses:  # noqa: ARG002
        """How far real is short of 1, and fake of -1."""
        return {"discriminator": relu(1 - score(network, real)).mean() + relu(1 + score(network, fake)).mean()}

    def generator(self, network: Discriminator, real: Tensor, fake: Tensor, step: int) -> Losses:  # noqa: ARG002
        """The fakes' mean score, downwards."""
        return {"generator": -score(network, fake).mean()}


@dataclass(frozen=True)
class WassersteinGP:
    """Earth mover's distance with a gradient penalty between real and fake (Gulrajani 2017), and a drift term (Karras 2018).

    The penalty is taken every `every`-th step and then counts that many times; 1 is the paper's form.
    """

    decision_threshold = None
    weight: float = 10.0
    drift: float = 1e-3
    every: int = 1

    def discriminator(self, network: Discriminator, real: Tensor, fake: Tensor, step: int) -> Losses:
        """The distance to be raised, the scores' drift from zero, and the penalty of slopes other than 1."""
        on_real = score(network, real)
        losses = {"discriminator": score(network, fake).mean() - on_real.mean() + self.drift * on_real.square().mean()}
        if step % self.every == 0:
            between = torch.lerp(real, fake.to(real.dtype), torch.rand(len(real), 1, 1, 1, device=real.device))
            losses["penalty"] = self.every * self.weight * ((slopes(network, between) + 1e-12).sqrt() - 1).square().mean()
        return losses

    def generator(self, network: Discriminator, real: Tensor, fake: Tensor, step: int) -> Losses:  # noqa: ARG002
        """The fakes' mean score, downwards."""
        return {"generator": -score(network, fake).mean()}


@dataclass(frozen=True)
class Relativistic:
    """Each real against its fake, with both gradient penalties R1 and R2 (Jolicoeur-Martineau 2019, Huang 2024).

    The penalties are taken every `every`-th step and then count that many times (Karras 2020).
    """

    decision_threshold = None
    gamma: float = 0.05
    every: int = 16

    def discriminator(self, network: Discriminator, real: Tensor, fake: Tensor, step: int) -> Losses:
        """How seldom a real outscores its fake, and the squared slopes at both."""
        losses = {"discriminator": softplus(score(network, fake) - score(network, real)).mean()}
        if step % self.every == 0:
            steep = slopes(network, real).mean() + slopes(network, fake).mean()
            losses["penalty"] = self.every * self.gamma / 2 * steep
        return losses

    def generator(self, network: Discriminator, real: Tensor, fake: Tensor, step: int) -> Losses:  # noqa: ARG002
        """How seldom a fake outscores its real."""
        return {"generator": softplus(score(network, real) - score(network, fake)).mean()}


@dataclass(frozen=True)
class R1Penalty:
    """Another objective with the penalty R1 on the discriminator's gradients at real pictures (Mescheder 2018).

    The penalty is taken every `every`-th step and then counts that many times (Karras 2020).
    """

    inner: Objective
    gamma: float = 1.0
    every: int = 16

    @property
    def decision_threshold(self) -> float | None:
        """The score between real and fake."""
        return self.inner.decision_threshold

    def discriminator(self, network: Discriminator, real: Tensor, fake: Tensor, step: int) -> Losses:
        """The inner losses, and γ/2 times the mean squared gradient at real pictures."""
        losses = dict(self.inner.discriminator(network, real, fake, step))
        if step % self.every == 0:
            losses["penalty"] = losses.get("penalty", 0) + self.every * self.gamma / 2 * slopes(network, real).mean()
        return losses

    def generator(self, network: Discriminator, real: Tensor, fake: Tensor, step: int) -> Losses:
        """The inner losses."""
        return self.inner.generator(network, real, fake, step)


OBJECTIVES: dict[str, type[Objective]] = {
    "non-saturating": NonSaturating,
    "least squares": LeastSquares,
    "hinge": Hinge,
    "wasserstein": WassersteinGP,
    "relativistic": Relativistic,
}


def score(network: Discriminator, pictures: Tensor) -> Tensor:
    """The discriminator's scores of pictures B×C×H×W in [-1, 1]: float32 B."""
    scores: Tensor = network(pictures)
    return scores.flatten().float()


def slopes(network: Discriminator, pictures: Tensor) -> Tensor:
    """Squared norm of the score's gradient at each picture, float32 B, outside of autocast and differentiable."""
    with torch.autocast(pictures.device.type, enabled=False):
        at = pictures.detach().float().requires_grad_()
        (slope,) = torch.autograd.grad(score(network, at).sum(), at, create_graph=True)
    return slope.square().sum(dim=(1, 2, 3))
