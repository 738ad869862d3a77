"""CUT: one painter, taught by the contrast of patches."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Literal, cast

from ganstudio.api import Batch, Networks, option

from .translation import Translation, TranslationOptions, gradient_penalty, least_squares

if TYPE_CHECKING:
    from torch import Tensor

    from .games import CutPainter

CONTRAST = {"FastCUT": 10.0, "CUT": 1.0, "SinCUT": 4.0}


class CUTOptions(TranslationOptions):
    """What can be set of CUT."""

    form: Literal["FastCUT", "CUT", "SinCUT"] = option(
        "FastCUT", "“CUT” also paints paintings, which must stay as they are: calmer colours, half as fast. “SinCUT” is for "
        "one painting and one photo: it learns from their parts, near and far.",
    )  # fmt: skip
    calm: float = option(
        0.0, "How much the critic is kept from learning a few paintings by heart; the look comes later then. “SinCUT” is "
        "kept from it in any case.", least=0.0, most=100.0, expert=True,
    )  # fmt: skip
    patches: int = option(
        64, "How many places of a picture are compared; the paper has 256.", least=8, most=256, expert=True
    )


class CUT(Translation[CUTOptions]):
    """A painter and a critic; each place must stay recognisable.

    “SinCUT” is the paper's training on one painting and one photo, in a laptop's form: painter and critic are those of the
    other forms instead of StyleGAN2's, four crops a step instead of 16, of pictures four times their size.
    """

    id = "cut"
    title = "CUT"
    summary = "Two folders, nothing paired, with half of CycleGAN's memory: shapes stay, the look changes."
    paper = "Park et al. 2020, Contrastive learning for unpaired image-to-image translation"
    Options = CUTOptions

    def build(self, options: CUTOptions, size: int, channels: int) -> Networks:  # noqa: ARG002
        """The painter with its heads, and one critic."""
        from .games import CutPainter
        from .networks import PatchDiscriminator

        return Networks(CutPainter(options.maps, options.blocks), PatchDiscriminator(options.discriminator_maps), 0)

    def default_batch(self, options: CUTOptions, size: int) -> int:  # noqa: ARG002
        """One picture a step, or four parts of the only one."""
        return 4 if options.form == "SinCUT" else 1

    def fake(self, networks: Networks, batch: Batch, options: CUTOptions) -> "Tensor":
        """The painted photos; but for FastCUT the painted paintings after them. FastCUT mirrors every other step."""
        import torch

        assert batch.source is not None
        if options.form == "FastCUT":
            given = batch.source.flip(3) if _is_mirrored(batch) else batch.source
        else:
            given = torch.cat([batch.source, batch.real])
        made: Tensor = networks.generator(given)
        return made

    def discriminator_losses(self, networks: Networks, batch: Batch, options: CUTOptions) -> "Mapping[str, Tensor]":
        """Least squares on patches; and how steep the critic is at paintings."""
        assert batch.fake is not None and batch.source is not None
        calm = options.calm + (options.form == "SinCUT")
        paintings = batch.real.detach().requires_grad_(calm > 0)
        real, made = networks.discriminator(paintings), networks.discriminator(batch.fake.detach()[: len(batch.source)])
        losses = {"discriminator": (least_squares(real, real=True) + least_squares(made, real=False)) / 2}
        if calm:
            losses["steepness"] = calm / 2 * gradient_penalty(real, paintings)
        return losses

    def generator_losses(self, networks: Networks, batch: Batch, options: CUTOptions) -> "Mapping[str, Tensor]":
        """Pass the critic; each place stays recognisable."""
        assert batch.fake is not None and batch.source is not None
        count, painter = len(batch.source), cast("CutPainter", networks.generator)
        made, weight = batch.fake[:count], CONTRAST[options.form]
        losses = {"painter": least_squares(networks.discriminator(made), real=True)}
        if options.form == "SinCUT":
            losses["contrast"] = weight * painter.contrast(made, batch.source, options.patches)
            losses["identity"] = (batch.fake[count:].float() - batch.real).abs().mean()
        elif options.form == "CUT":
            losses["contrast"] = weight / 2 * painter.contrast(made, batch.source, options.patches)
            losses["identity"] = weight / 2 * painter.contrast(batch.fake[count:], batch.real, options.patches)
        else:
            losses["contrast"] = weight * painter.contrast(made, batch.source, options.patches, mirrored=_is_mirrored(batch))
        return losses


def _is_mirrored(batch: Batch) -> bool:
    return batch.step % 2 == 1
