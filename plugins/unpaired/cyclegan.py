"""CycleGAN: two painters, there and back."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, cast

from ganstudio.api import Batch, Networks, option

from .translation import Translation, TranslationOptions, least_squares

if TYPE_CHECKING:
    from torch import Tensor

    from .games import CycleDiscriminators, CyclePainters


class CycleGANOptions(TranslationOptions):
    """What can be set of a CycleGAN; the weights are the paper's."""

    cycle: float = option(10.0, "How exactly a photo that was painted must come back.", least=0.0, most=100.0)
    identity: float = option(
        0.5, "How far a painting that is painted again must stay as it is: keeps colours.", least=0.0, most=2.0
    )


class CycleGAN(Translation[CycleGANOptions]):
    """A painter, one who paints back, and a critic for each."""

    id = "cyclegan"
    title = "CycleGAN"
    summary = "Two folders, nothing paired: photos learn to look like the pictures of the other folder. Leave it overnight."
    paper = "Zhu et al. 2017, Unpaired image-to-image translation using cycle-consistent adversarial networks"
    Options = CycleGANOptions

    def build(self, options: CycleGANOptions, size: int, channels: int) -> Networks:  # noqa: ARG002
        """Both painters, both critics, and the critics' pools."""
        from .games import CycleDiscriminators, CyclePainters

        return Networks(
            CyclePainters(options.maps, options.blocks), CycleDiscriminators(options.discriminator_maps, size), 0
        )

    def fake(self, networks: Networks, batch: Batch, options: CycleGANOptions) -> "Tensor":  # noqa: ARG002
        """The painted photos, then the pictures that were made photos of."""
        import torch

        assert batch.source is not None
        both = cast("CyclePainters", networks.generator)
        return torch.cat([both.painter(batch.source), both.back(batch.real)])

    def discriminator_losses(
        self, networks: Networks, batch: Batch, options: CycleGANOptions  # noqa: ARG002
    ) -> "Mapping[str, Tensor]":  # fmt: skip
        """Each critic judges real pictures and those of its pool."""
        assert batch.fake is not None and batch.source is not None
        discriminators = cast("CycleDiscriminators", networks.discriminator)
        painted, photos = discriminators.pool_images(batch.fake.detach())
        return {
            "discriminator of paintings": (
                least_squares(discriminators.paintings(batch.real), real=True)
                + least_squares(discriminators.paintings(painted), real=False)
            )
            / 2,
            "discriminator of photos": (
                least_squares(discriminators.photos(batch.source), real=True)
                + least_squares(discriminators.photos(photos), real=False)
            )
            / 2,
        }

    def generator_losses(self, networks: Networks, batch: Batch, options: CycleGANOptions) -> "Mapping[str, Tensor]":
        """Pass both critics, come back to where it began, and leave alone what is as it should be."""
        assert batch.fake is not None and batch.source is not None
        both, discriminators = cast("CyclePainters", networks.generator), cast("CycleDiscriminators", networks.discriminator)
        painted, photos = batch.fake.chunk(2)
        there = (both.back(painted).float() - batch.source).abs().mean() + (
            both.painter(photos).float() - batch.real
        ).abs().mean()
        losses = {
            "painter": least_squares(discriminators.paintings(painted), real=True),
            "painter back": least_squares(discriminators.photos(photos), real=True),
            "cycle": options.cycle * there,
        }
        if options.identity:
            same = (both.painter(batch.real).float() - batch.real).abs().mean()
            same = same + (both.back(batch.source).float() - batch.source).abs().mean()
            losses["identity"] = options.cycle * options.identity * same
        return losses
