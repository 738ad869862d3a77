"""VAE-GAN: a GAN whose painter can also find the latent of a picture (Larsen 2016)."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, ClassVar

from ganstudio.api import AdversarialGAN, AdversarialOptions, Architecture, Batch, Networks, hookimpl, option

if TYPE_CHECKING:
    from torch import Tensor

ganstudio_api = 2


class VAEGANOptions(AdversarialOptions):
    """What can be set of a VAE-GAN."""

    width: int = option(
        64, "How much the networks can take in: more sees finer, half as much learns three times as fast.", least=8, most=256
    )
    latent: int = option(128, "Numbers that a picture is made from; the paper has 128.", least=2, most=512)
    likeness: float = option(
        1.0, "How much a picture that is painted again must be like itself, to the critic's eye.",
        least=0.0, most=100.0, live=True,
    )  # fmt: skip
    order: float = option(
        0.02, "How firmly the latents of real pictures are held to the normal distribution that new ones are drawn from.",
        least=0.0, most=10.0, live=True,
    )  # fmt: skip


class VAEGAN(AdversarialGAN[VAEGANOptions]):
    """An encoder beside a DCGAN's generator; what is alike is judged by the critic's inner impressions."""

    id = "vaegan"
    title = "VAE-GAN"
    summary = "Also finds the latent of a picture of yours, so that you can explore around it; a little softer than others."
    paper = "Larsen et al. 2016, Autoencoding beyond pixels using a learned similarity metric"
    sizes = (32, 64, 128)
    presets: ClassVar[Mapping[str, Mapping[str, Any]]] = {
        "laptop": {
            "width": 32,
            "objective": "relativistic",
            "gamma": 0.2,
            "generator_rate": 5e-4,
            "discriminator_rate": 5e-4,
        }
    }
    Options = VAEGANOptions

    def build(self, options: VAEGANOptions, size: int, channels: int) -> Networks:
        """Encoder and decoder on one side, the critic on the other."""
        from .networks import FeatureDiscriminator, Painter

        norm = not (options.spectral_norm or options.has_gradient_penalty)
        discriminator = FeatureDiscriminator(size, channels, options.width, norm=norm, spectral=options.spectral_norm)
        return Networks(Painter(size, channels, options.width, options.latent), discriminator, options.latent)

    def generator_losses(self, networks: Networks, batch: Batch, options: VAEGANOptions) -> "Mapping[str, Tensor]":
        """The game's; the likeness of pictures painted again; the order of their latents."""
        from .losses import encoding_losses

        game = super().generator_losses(networks, batch, options)
        return {**game, **encoding_losses(networks, batch, options.likeness, options.order)}


@hookimpl
def architectures() -> Iterable[Architecture[Any]]:
    """The one architecture of this plugin."""
    return [VAEGAN()]
