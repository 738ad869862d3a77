"""DCGAN, the convolutional GAN that most others grew from, and two of its kin for few pictures."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any, ClassVar, Literal

from ganstudio.api import AdversarialGAN, AdversarialOptions, Architecture, Augmentation, Batch, Networks, hookimpl, option

if TYPE_CHECKING:
    from torch import Tensor

ganstudio_api = 2

LAPTOP = {"width": 32, "objective": "relativistic", "gamma": 0.2, "generator_rate": 7e-4, "discriminator_rate": 7e-4}


class DCGANOptions(AdversarialOptions):
    """What can be set of a DCGAN; the defaults are the paper's."""

    width: int = option(
        64, "How much the networks can take in: more sees finer, half as much learns three times as fast.", least=8, most=256
    )


class ADGANOptions(DCGANOptions):
    """The same, with adaptive augmentation (ADA, Karras 2020)."""

    augment: Augmentation = option(
        "adaptive", "Disguises of what the critic sees: “adaptive” only as much as is needed, “fixed” always.", live=True
    )


class DnGANOptions(DCGANOptions):
    """The same under noise."""

    noise: float = option(
        0.3, "Noise over all that the critic sees, falling to none; in a picture's brightness from -1 to 1.",
        least=0.0, most=2.0, live=True,
    )  # fmt: skip
    feature_matching: float = option(
        0.0, "How strongly the painter is drawn to what a denoiser makes of the critic's impressions; the paper has 0.03.",
        least=0.0, most=10.0, live=True,
    )  # fmt: skip


class DCGAN(AdversarialGAN[DCGANOptions]):
    """Strided convolutions and batch norm, as the paper has them."""

    id = "dcgan"
    title = "DCGAN"
    summary = "Learns a look from some hundred pictures upwards; first shapes within minutes. The place to begin."
    paper = "Radford et al. 2015, Unsupervised representation learning with deep convolutional GANs"
    sizes = (32, 64, 128)
    presets: ClassVar[Mapping[str, Mapping[str, Any]]] = {"laptop": LAPTOP}
    Options = DCGANOptions

    def build(self, options: DCGANOptions, size: int, channels: int) -> Networks:
        """Both networks, their weights drawn from N(0, 0.02)."""
        from .networks import LATENT, make_discriminator, make_generator

        norm = _discriminator_norm(options)
        discriminator = make_discriminator(size, channels, options.width, norm, spectral=options.spectral_norm)
        return Networks(make_generator(size, channels, options.width), discriminator, LATENT)


class ADGAN(DCGAN):
    """A DCGAN whose critic cannot learn few pictures by heart."""

    id = "adgan"
    title = "Adaptive GAN"
    summary = "A DCGAN for a hundred to two thousand pictures: what the critic sees is disguised as much as is needed."
    paper = "Karras et al. 2020, Training generative adversarial networks with limited data"
    Options = ADGANOptions


class DnGAN(DCGAN):
    """A DCGAN whose critic sees through noise at first, and whose painter may be drawn to denoised impressions."""

    id = "dngan"
    title = "Denoising GAN"
    summary = "A DCGAN steadied by noise that clears as it learns: calm beginnings on very few pictures."
    paper = "Sønderby et al. 2017, Amortised MAP inference; Warde-Farley & Bengio 2017, Denoising feature matching"
    presets: ClassVar[Mapping[str, Mapping[str, Any]]] = {"laptop": LAPTOP | {"noise": 0.2}}
    Options = DnGANOptions

    def build(self, options: DCGANOptions, size: int, channels: int) -> Networks:
        """A DCGAN's networks; with feature matching the critic also holds the denoiser."""
        from .denoising import DenoisingDiscriminator

        networks = super().build(options, size, channels)
        if not _matching_weight(options):
            return networks
        return replace(networks, discriminator=DenoisingDiscriminator(networks.discriminator, options.width * size // 8))

    def discriminator_losses(self, networks: Networks, batch: Batch, options: DCGANOptions) -> "Mapping[str, Tensor]":
        """The game's, and how badly the denoiser cleans impressions of real pictures."""
        losses = dict(super().discriminator_losses(networks, batch, options))
        if _matching_weight(options):
            from .denoising import denoising_loss

            losses["denoiser"] = denoising_loss(networks.discriminator, batch.real)
        return losses

    def generator_losses(self, networks: Networks, batch: Batch, options: DCGANOptions) -> "Mapping[str, Tensor]":
        """The game's, and how far impressions of new pictures are from what the denoiser makes of them."""
        losses = dict(super().generator_losses(networks, batch, options))
        if weight := _matching_weight(options):
            from .denoising import matching_loss

            assert batch.fake is not None
            losses["feature matching"] = weight * matching_loss(networks.discriminator, batch.fake)
        return losses


def _discriminator_norm(options: DCGANOptions) -> Literal["batch", "layer", "none"]:
    """The critic's normalisation: a gradient penalty looks at pictures one by one, so it allows no batch norm."""
    if options.objective == "wasserstein":
        return "layer"
    return "none" if options.spectral_norm or options.has_gradient_penalty else "batch"


def _matching_weight(options: DCGANOptions) -> float:
    return options.feature_matching if isinstance(options, DnGANOptions) else 0.0


@hookimpl
def architectures() -> Iterable[Architecture[Any]]:
    """The architectures of this plugin."""
    return [DCGAN(), ADGAN(), DnGAN()]
