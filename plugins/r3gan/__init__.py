"""R3GAN: a modern baseline, plain networks under a game that converges (Huang 2024)."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from math import cos, log2, pi
from typing import Any, ClassVar, Literal

from ganstudio.api import (
    AdversarialGAN,
    AdversarialOptions,
    Architecture,
    Augmentation,
    DiscriminatorInput,
    Networks,
    Optimisation,
    hookimpl,
    option,
)

ganstudio_api = 2

GAMMA = {32: 0.05, 64: 2.0, 128: 17.0, 256: 150.0}  # the paper's; at 128 px between its neighbours


class R3GANOptions(AdversarialOptions):
    """What can be set of R3GAN; the defaults are the paper's."""

    width: int = option(
        768, "How much the networks can take in at up to 32 pixels; beyond it half as much as the side doubles.",
        least=16, most=1024,
    )  # fmt: skip
    blocks: int = option(2, "Residual blocks at each resolution.", least=1, most=4)
    objective: Literal["non-saturating", "least squares", "hinge", "wasserstein", "relativistic"] = option(
        "relativistic", "The rules of the game; “relativistic” with both penalties is the paper's."
    )
    momentum: float = option(
        0.0, "How far a step keeps the direction of those before it; the paper has none.", least=0.0, most=0.95, expert=True
    )
    memory: float = option(
        0.9, "How long Adam remembers how large steps were: its second beta at first; it rises to 0.99.",
        least=0.0, most=0.99, expert=True,
    )  # fmt: skip
    gamma: float = option(
        0.0, "How smooth the critic must stay; 0 takes the paper's for the size: 0.05, 2, 17, 150. It falls to a tenth.",
        least=0.0, most=500.0, expert=True, live=True,
    )  # fmt: skip
    penalty_every: int = option(
        1, "Steps from one smoothness penalty to the next, which then counts that many times; the paper has 1.",
        least=1, most=64, expert=True, live=True,
    )  # fmt: skip
    augment: Augmentation = option(
        "adaptive", "Disguises of what the critic sees; “adaptive” rises to the share below, as in the paper.", live=True
    )
    most_disguised: float = option(
        0.3, "The share of disguises at the end; the paper has 0.3, and 0.55 for CIFAR-10.",
        least=0.0, most=1.0, expert=True, live=True,
    )  # fmt: skip


class R3GAN(AdversarialGAN[R3GANOptions]):
    """Residual networks without normalisation, grouped convolutions, fix-up initialisation; relativistic with R1 and R2."""

    id = "r3gan"
    title = "R3GAN"
    summary = "The best of the plain ones on a GPU: varied and steady. On a laptop it is small, slow and calm."
    paper = "Huang et al. 2024, The GAN is dead; long live the GAN! A modern baseline GAN"
    sizes = (32, 64, 128, 256)
    presets: ClassVar[Mapping[str, Mapping[str, Any]]] = {
        "laptop": {"width": 64, "blocks": 1, "penalty_every": 8, "generator_rate": 8e-4, "discriminator_rate": 8e-4}
    }
    Options = R3GANOptions

    def build(self, options: R3GANOptions, size: int, channels: int) -> Networks:
        """Both networks; their residual branches begin at nothing."""
        from .networks import LATENT, Discriminator, Generator

        maps = [options.width * 32 // max(32, 4 << level) for level in range(int(log2(size)) - 1)]
        return Networks(Generator(channels, maps, options.blocks), Discriminator(channels, maps, options.blocks), LATENT)

    def default_batch(self, options: R3GANOptions, size: int) -> int:  # noqa: ARG002
        """The paper's 512 and 256 are for eight cards; 64 for one, 32 where pictures are large."""
        return 64 if size <= 64 else 32

    def defaults_for(self, options: R3GANOptions, size: int) -> R3GANOptions:
        """γ by the size where none is set."""
        return options if options.gamma else options.model_copy(update={"gamma": GAMMA.get(size, 2.0)})

    def options_at(self, options: R3GANOptions, share: float) -> R3GANOptions:
        """Along half a cosine: rates fall to a quarter, γ to a tenth; augmentation and Adam's second beta rise."""
        late = (1 - cos(pi * share)) / 2
        eased = {
            "generator_rate": options.generator_rate * (1 - 0.75 * late),
            "discriminator_rate": options.discriminator_rate * (1 - 0.75 * late),
            "gamma": (options.gamma or GAMMA[32]) * (1 - 0.9 * late),
            "most_disguised": options.most_disguised * late,
            "memory": options.memory + (0.99 - options.memory) * late,
        }
        return options.model_copy(update=eased)

    def optimisation(self, options: R3GANOptions) -> Optimisation:
        """Adam with both betas by the options; the EMA's half-life is half a million pictures."""
        betas = (options.momentum, options.memory)
        return Optimisation(options.generator_rate, options.discriminator_rate, betas, ema_images=500_000)

    def discriminator_input(self, options: R3GANOptions) -> DiscriminatorInput:
        """Augmentations of the probability that the schedule has reached."""
        return replace(options.discriminator_input(), p=options.most_disguised)


@hookimpl
def architectures() -> Iterable[Architecture[Any]]:
    """The one architecture of this plugin."""
    return [R3GAN()]
