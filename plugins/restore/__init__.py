"""Restore: pictures without noise, without holes, or twice as large; learned from clean pictures."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, Literal

from ganstudio.api import Architecture, Batch, Networks, Optimisation, Options, hookimpl, option

if TYPE_CHECKING:
    from torch import Tensor, nn

ganstudio_api = 2

INVENTION = 0.01  # the critic's weight beside the mean difference; both count in [-1, 1]
SENTENCES = {
    "noise": "Takes away noise and the blocks of JPEG.",
    "holes": "Paint in pure magenta (255, 0, 255) over what is to vanish: it is filled from what lies around.",
    "enlarge": "Paints a picture twice as large, with the detail that an enlargement lacks.",
}


class RestoreOptions(Options):
    """What can be set of a restorer."""

    retired = frozenset({"critic_maps"})
    repair: Literal["noise", "holes", "enlarge"] = option(
        "noise", "What it repairs: noise and the blocks of JPEG; holes, which you paint in pure magenta (255, 0, 255) over "
        "what is to vanish; or too few pixels: it makes pictures twice as large.",
    )  # fmt: skip
    invent: float = option(
        0.5, "How bold it is: 0 paints only what is certain, and is soft; more is sharper, with invented detail.",
        least=0.0, most=4.0,
    )  # fmt: skip
    maps: int = option(48, "How much the network can take in.", least=8, most=96, expert=True)
    discriminator_maps: int = option(24, "How much the critic can take in.", least=4, most=64, expert=True)
    rate: float = option(
        1e-3, "How boldly the network changes with each step.", least=1e-6, most=1e-2, scale="log", expert=True
    )


class Restore(Architecture[RestoreOptions]):
    """A small network that undoes damage, and a critic that knows what clean pictures look like."""

    id = "restore"
    title = "Restore"
    summary = "Learns from your clean pictures to repair damaged ones: noise, holes painted in magenta, or too few pixels."
    paper = "Isola et al. 2017, Image-to-image translation with conditional adversarial networks"
    task = "translate"
    sizes = (128, 64, 256)
    takes_photos = False
    Options = RestoreOptions

    def build(self, options: RestoreOptions, size: int, channels: int) -> Networks:  # noqa: ARG002
        """The painter; and the critic, where anything may be invented."""
        from torch import nn

        from .networks import Generator, PatchDiscriminator

        return Networks(
            Generator(self.build_painter(options)),
            PatchDiscriminator(options.discriminator_maps) if options.invent else nn.Identity(),
            0,
        )

    def default_batch(self, options: RestoreOptions, size: int) -> int:  # noqa: ARG002
        """Four parts of pictures a step."""
        return 4

    def default_images(self, options: RestoreOptions) -> int:  # noqa: ARG002
        """Some minutes on two cores; longer is better, for as long as one likes."""
        return 6000

    def optimisation(self, options: RestoreOptions) -> Optimisation:
        """Adam with a bounded gradient; over the second half it slows down."""
        return Optimisation(options.rate, 4e-4, betas=(0.9, 0.99), ema_images=400, decay=0.5, clip=1.0)

    def degrade(self, real: "Tensor", options: RestoreOptions) -> "Tensor":
        """Noisy and compressed, with holes, or half as large."""
        from .damage import DAMAGES

        return DAMAGES[options.repair](real)

    def discriminator_losses(
        self, networks: Networks, batch: Batch, options: RestoreOptions
    ) -> "Mapping[str, Tensor]":  # fmt: skip
        """Least squares on patches (Mao 2017)."""
        assert batch.fake is not None
        if not options.invent:
            return {}
        real, made = networks.discriminator(batch.real).float(), networks.discriminator(batch.fake.detach()).float()
        return {"discriminator": ((real - 1).square().mean() + made.square().mean()) / 2}

    def generator_losses(self, networks: Networks, batch: Batch, options: RestoreOptions) -> "Mapping[str, Tensor]":
        """How far the repaired pictures are from the clean ones, in the mean; and how unlike clean ones they look."""
        assert batch.fake is not None
        losses = {"difference": (batch.fake.float() - batch.real).abs().mean()}
        if options.invent:
            seen = networks.discriminator(batch.fake).float()
            losses["invention"] = INVENTION * options.invent * (seen - 1).square().mean()
        return losses

    def build_painter(self, options: RestoreOptions) -> "nn.Module":
        """The network for the kind of repair."""
        from .networks import make_painter

        return make_painter(options.repair, options.maps)

    def margin(self, options: RestoreOptions) -> int:
        """What its convolutions see."""
        from .networks import REACH

        return REACH[options.repair]

    def default_summary(self, options: RestoreOptions) -> str:
        """What it repairs, and how holes are marked."""
        return SENTENCES[options.repair]

    def scale(self, options: RestoreOptions) -> int:
        """Twice, where it enlarges."""
        return 2 if options.repair == "enlarge" else 1


@hookimpl
def architectures() -> Iterable[Architecture[Any]]:
    """The one architecture of this plugin."""
    return [Restore()]
