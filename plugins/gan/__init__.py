"""The plain GAN: the first of all, fully connected, for learning how the game works."""

from collections.abc import Iterable
from typing import Any

from ganstudio import Architecture, Optimisation, Options, Players, hookimpl, option

ganstudio_api = 1


class GANOptions(Options):
    """What can be set of a plain GAN."""

    width: int = option(
        256, "How much the networks can take in; the layers are one, two and four times as wide.", least=8, most=2048
    )
    dropout: float = option(
        0.3, "The share of what it sees that the critic must do without, so that it cannot learn the pictures by heart.",
        least=0.0, most=0.9,
    )  # fmt: skip
    generator_rate: float = option(
        2e-4, "How boldly the painter changes with each step; lower when pictures flicker.", least=1e-6, most=1e-2
    )
    discriminator_rate: float = option(
        2e-4, "How boldly the critic changes; lower when the painter's loss only climbs.", least=1e-6, most=1e-2
    )


class GAN(Architecture[GANOptions]):
    """Two fully connected networks against each other."""

    id = "gan"
    title = "Plain GAN"
    summary = "The first GAN of all: small, quick and grainy. Good for seeing how the game works."
    paper = "Goodfellow et al. 2014, Generative adversarial nets"
    sizes = (16, 32)
    Options = GANOptions

    def build(self, options: GANOptions, size: int, channels: int) -> Players:
        """Both networks."""
        from .networks import LATENT, discriminator, generator

        critic = discriminator(size, channels, options.width, options.dropout)
        return Players(generator(size, channels, options.width), critic, LATENT)

    def optimisation(self, options: GANOptions) -> Optimisation:
        """Adam at the two rates."""
        return Optimisation(options.generator_rate, options.discriminator_rate)


@hookimpl
def architectures() -> Iterable[Architecture[Any]]:
    """The one architecture of this plugin."""
    return [GAN()]
