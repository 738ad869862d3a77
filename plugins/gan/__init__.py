"""The plain GAN: the first of all, fully connected, for learning how the game works."""

from collections.abc import Iterable
from typing import Any

from ganstudio.api import AdversarialGAN, AdversarialOptions, Architecture, Networks, hookimpl, option

ganstudio_api = 2


class GANOptions(AdversarialOptions):
    """What can be set of a plain GAN."""

    width: int = option(
        256, "How much the networks can take in; the layers are one, two and four times as wide.", least=8, most=2048
    )
    dropout: float = option(
        0.3, "The share of what it sees that the critic must do without, so that it cannot learn the pictures by heart.",
        least=0.0, most=0.9,
    )  # fmt: skip


class GAN(AdversarialGAN[GANOptions]):
    """Two fully connected networks against each other."""

    id = "gan"
    title = "Plain GAN"
    summary = "The first GAN of all: small, quick and grainy. Good for seeing how the game works."
    paper = "Goodfellow et al. 2014, Generative adversarial nets"
    sizes = (16, 32)
    Options = GANOptions

    def build(self, options: GANOptions, size: int, channels: int) -> Networks:
        """Both networks."""
        from .networks import LATENT, make_discriminator, make_generator

        discriminator = make_discriminator(size, channels, options.width, options.dropout, spectral=options.spectral_norm)
        return Networks(make_generator(size, channels, options.width), discriminator, LATENT)


@hookimpl
def architectures() -> Iterable[Architecture[Any]]:
    """The one architecture of this plugin."""
    return [GAN()]
