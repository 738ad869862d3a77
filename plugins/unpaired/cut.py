"""CUT: one painter, taught by the contrast of patches."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Literal, cast

from ganstudio import Batch, Players, option

from .translation import Translation, TranslationOptions, judged

if TYPE_CHECKING:
    from torch import Tensor

    from .games import CutPainter

CONTRAST = {"FastCUT": 10.0, "CUT": 1.0}


class CUTOptions(TranslationOptions):
    """What can be set of CUT."""

    form: Literal["FastCUT", "CUT"] = option(
        "FastCUT", "“CUT” also paints paintings, which must stay as they are: calmer colours, half as fast."
    )
    patches: int = option(
        64, "How many places of a picture are compared; the paper has 256.", least=8, most=256, expert=True
    )


class CUT(Translation[CUTOptions]):
    """A painter and a critic; each place must stay recognisable."""

    id = "cut"
    title = "CUT"
    summary = "Two folders, nothing paired, with half of CycleGAN's memory: shapes stay, the look changes."
    paper = "Park et al. 2020, Contrastive learning for unpaired image-to-image translation"
    Options = CUTOptions

    def build(self, options: CUTOptions, size: int, channels: int) -> Players:  # noqa: ARG002
        """The painter with its heads, and one critic."""
        from .games import CutPainter
        from .networks import PatchCritic

        return Players(CutPainter(options.maps, options.blocks), PatchCritic(options.critic_maps), 0)

    def fake(self, players: Players, batch: Batch, options: CUTOptions) -> "Tensor":
        """The painted photos; for “CUT” the painted paintings after them. FastCUT mirrors every other step."""
        import torch

        assert batch.source is not None
        if options.form == "CUT":
            given = torch.cat([batch.source, batch.real])
        else:
            given = batch.source.flip(3) if _mirrored(batch) else batch.source
        made: Tensor = players.generator(given)
        return made

    def discriminator_losses(
        self, players: Players, batch: Batch, options: CUTOptions  # noqa: ARG002
    ) -> "Mapping[str, Tensor]":  # fmt: skip
        """Least squares on patches."""
        assert batch.fake is not None and batch.source is not None
        real, made = players.discriminator(batch.real), players.discriminator(batch.fake.detach()[: len(batch.source)])
        return {"critic": (judged(real, real=True) + judged(made, real=False)) / 2}

    def generator_losses(self, players: Players, batch: Batch, options: CUTOptions) -> "Mapping[str, Tensor]":
        """Pass the critic; each place stays recognisable."""
        assert batch.fake is not None and batch.source is not None
        count, painter = len(batch.source), cast("CutPainter", players.generator)
        made, weight = batch.fake[:count], CONTRAST[options.form]
        losses = {"painter": judged(players.discriminator(made), real=True)}
        if options.form == "CUT":
            losses["contrast"] = weight / 2 * painter.contrast(made, batch.source, options.patches)
            losses["identity"] = weight / 2 * painter.contrast(batch.fake[count:], batch.real, options.patches)
        else:
            losses["contrast"] = weight * painter.contrast(made, batch.source, options.patches, mirrored=_mirrored(batch))
        return losses


def _mirrored(batch: Batch) -> bool:
    return batch.step % 2 == 1
