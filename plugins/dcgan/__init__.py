"""DCGAN: the convolutional GAN that most others grew from."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Literal

from ganstudio import Architecture, Optimisation, Options, Players, hookimpl, option

if TYPE_CHECKING:
    from ganstudio import Objective

ganstudio_api = 1

Game = Literal["non-saturating", "least squares", "hinge", "wasserstein", "relativistic"]


class DCGANOptions(Options):
    """What can be set of a DCGAN; the defaults are the paper's."""

    width: int = option(
        64, "How much the networks can take in: more sees finer, half as much learns three times as fast.", least=8, most=256
    )
    objective: Game = option(
        "non-saturating",
        "The rules of the game: the classic first; “hinge” and “relativistic” are calmer, “wasserstein” is slow and steady.",
    )
    spectral_norm: bool = option(
        False, "Rein in the critic, so that it cannot run away from the painter: try it when training turns restless."
    )
    generator_rate: float = option(
        2e-4, "How boldly the painter changes with each step; lower when pictures flicker.", least=1e-6, most=1e-2
    )
    discriminator_rate: float = option(
        2e-4,
        "How boldly the critic changes; up to four times the painter's keeps a small critic abreast.",
        least=1e-6,
        most=1e-2,
    )
    momentum: float = option(
        0.5, "How far a step keeps the direction of those before it; games with a gradient penalty do without.",
        least=0.0, most=0.95, expert=True,
    )  # fmt: skip
    gamma: float = option(
        0.05, "How smooth the critic must stay in the “relativistic” game; more is calmer and slower.",
        least=0.001, most=200.0, expert=True,
    )  # fmt: skip


class DCGAN(Architecture[DCGANOptions]):
    """Strided convolutions and batch norm, as the paper has them."""

    id = "dcgan"
    title = "DCGAN"
    summary = "Learns a look from some hundred pictures upwards; first shapes within minutes. The place to begin."
    paper = "Radford et al. 2015, Unsupervised representation learning with deep convolutional GANs"
    sizes = (32, 64, 128)
    Options = DCGANOptions

    def build(self, options: DCGANOptions, size: int, channels: int) -> Players:
        """Both networks, their weights drawn from N(0, 0.02)."""
        from .networks import LATENT, discriminator, generator

        norm = _norm(options)
        critic = discriminator(size, channels, options.width, norm, spectral=options.spectral_norm)
        return Players(generator(size, channels, options.width), critic, LATENT)

    def optimisation(self, options: DCGANOptions) -> Optimisation:
        """The paper's Adam, or the objective's where its own paper asks for another."""
        special: dict[str, Any] = {
            "wasserstein": {"betas": (0.0, 0.9), "critic_steps": 5},
            "relativistic": {"betas": (0.0, 0.99)},
        }
        how = {"betas": (options.momentum, 0.999)} | special.get(options.objective, {})
        return Optimisation(options.generator_rate, options.discriminator_rate, **how)

    def objective(self, options: DCGANOptions) -> "Objective":
        """The chosen rules of the game."""
        from ganstudio import OBJECTIVES

        settings = {"gamma": options.gamma} if options.objective == "relativistic" else {}
        return OBJECTIVES[options.objective](**settings)


def _norm(options: DCGANOptions) -> Literal["batch", "layer", "none"]:
    """The critic's normalisation: a gradient penalty looks at pictures one by one, so it allows no batch norm."""
    if options.objective == "wasserstein":
        return "layer"
    return "none" if options.spectral_norm or options.objective == "relativistic" else "batch"


@hookimpl
def architectures() -> Iterable[Architecture[Any]]:
    """The one architecture of this plugin."""
    return [DCGAN()]
