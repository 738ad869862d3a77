"""The options that combine in any GAN: its objective, what the discriminator sees, the rates of both networks."""

from typing import TYPE_CHECKING, Any, Generic, Literal, TypeVar

from ganstudio.api.architecture import Architecture, Augmentation, DiscriminatorInput, Optimisation
from ganstudio.api.options import Options, option

if TYPE_CHECKING:
    from ganstudio.api.losses import Objective

ObjectiveName = Literal["non-saturating", "least squares", "hinge", "wasserstein", "relativistic"]


class DiscriminatorInputOptions(Options):
    """How pictures are changed before the discriminator sees them; see `DiscriminatorInput`."""

    augment: Augmentation = option(
        "off",
        "Disguises of what the critic sees, so that it cannot learn few pictures by heart: “adaptive” only as much as is "
        "needed, “fixed” always (colour, place, a hole). For under two thousand pictures.",
        live=True,
    )
    target: float = option(
        0.6, "How sure of your pictures the critic may be before “adaptive” disguises more; lower disguises more.",
        least=0.1, most=0.95, expert=True, live=True,
    )  # fmt: skip
    noise: float = option(
        0.0, "Noise over all that the critic sees, falling to none: steadies a training on very few pictures.",
        least=0.0, most=2.0, expert=True, live=True,
    )  # fmt: skip
    noise_until: float = option(
        0.5, "The share of the training over which the noise falls to none.", least=0.01, most=1.0, expert=True
    )

    def discriminator_input(self) -> DiscriminatorInput:
        """The chosen augmentation and noise."""
        return DiscriminatorInput(self.augment, self.target, noise=self.noise, noise_until=self.noise_until)


class AdversarialOptions(DiscriminatorInputOptions):
    """The objective and the rates; a subclass adds what its networks need, and changes defaults."""

    objective: ObjectiveName = option(
        "non-saturating",
        "The rules of the game: the classic first; “hinge” and “relativistic” are calmer, “wasserstein” is slow and steady.",
    )
    spectral_norm: bool = option(
        False, "Rein in the critic, so that it cannot run away from the painter: try it when training turns restless."
    )
    generator_rate: float = option(
        2e-4,
        "How boldly the painter changes with each step; lower when pictures flicker.",
        least=1e-6,
        most=1e-2,
        live=True,
        scale="log",
    )
    discriminator_rate: float = option(
        2e-4,
        "How boldly the critic changes; up to four times the painter's keeps a small critic abreast.",
        least=1e-6,
        most=1e-2,
        live=True,
        scale="log",
    )
    momentum: float = option(
        0.5, "How far a step keeps the direction of those before it; games with a gradient penalty do without.",
        least=0.0, most=0.95, expert=True,
    )  # fmt: skip
    gamma: float = option(
        0.05, "How smooth the critic must stay in the “relativistic” game; more is calmer and slower.",
        least=0.001, most=200.0, expert=True, live=True,
    )  # fmt: skip
    r1: float = option(
        0.0, "How smooth the critic must stay at your pictures in the other games (the penalty R1); 0 is off.",
        least=0.0, most=200.0, expert=True, live=True,
    )  # fmt: skip
    penalty_every: int = option(
        16, "Steps from one smoothness penalty to the next, which then counts that many times.",
        least=1, most=64, expert=True, live=True,
    )  # fmt: skip

    @property
    def has_gradient_penalty(self) -> bool:
        """Whether the gradient at single pictures is penalised, so that the discriminator may have no batch norm."""
        return self.objective in ("wasserstein", "relativistic") or self.r1 > 0

    def build_objective(self) -> "Objective":
        """The chosen objective with its settings."""
        from ganstudio.api.losses import OBJECTIVES, R1Penalty, Relativistic

        if self.objective == "relativistic":
            return Relativistic(self.gamma, self.penalty_every)
        plain = OBJECTIVES[self.objective]()
        return R1Penalty(plain, self.r1, self.penalty_every) if self.r1 else plain

    def optimisation(self) -> Optimisation:
        """Adam with both rates; its betas and critic steps where the objective's own paper asks for others."""
        special: dict[str, Any] = {
            "wasserstein": {"betas": (0.0, 0.9), "discriminator_steps": 5},
            "relativistic": {"betas": (0.0, 0.99)},
        }
        settings = {"betas": (self.momentum, 0.999)} | special.get(self.objective, {})
        return Optimisation(self.generator_rate, self.discriminator_rate, **settings)


G = TypeVar("G", bound=AdversarialOptions)


class AdversarialGAN(Architecture[G], Generic[G]):
    """An architecture whose objective, discriminator input and rates are options of the user's."""

    def optimisation(self, options: G) -> Optimisation:
        """The rates of the options."""
        return options.optimisation()

    def discriminator_input(self, options: G) -> DiscriminatorInput:
        """The augmentation and noise of the options."""
        return options.discriminator_input()

    def objective(self, options: G) -> "Objective":
        """The objective of the options."""
        return options.build_objective()
