"""The networks of both games: several in one module for each side."""

import torch
from torch import Tensor, nn

from .networks import Painter, PatchDiscriminator, PicturePool, ProjectionHeads, feature_widths


class CyclePainters(nn.Module):
    """The painter and the one who paints back."""

    def __init__(self, maps: int, blocks: int) -> None:
        super().__init__()
        self.painter = Painter(maps, blocks)
        self.back = Painter(maps, blocks)

    def forward(self, source: Tensor, labels: Tensor | None = None) -> Tensor:  # noqa: ARG002
        """Painted photos."""
        painted: Tensor = self.painter(source)
        return painted


class CycleDiscriminators(nn.Module):
    """A critic of paintings and one of photos, each with its pool."""

    def __init__(self, maps: int, size: int) -> None:
        super().__init__()
        self.paintings = PatchDiscriminator(maps)
        self.photos = PatchDiscriminator(maps)
        self.pools = nn.ModuleList([PicturePool(size), PicturePool(size)])

    def pool_images(self, made: Tensor) -> tuple[Tensor, Tensor]:
        """Paintings and photos to judge, from what was just made and the pools."""
        painted, photos = (pool(half) for pool, half in zip(self.pools, made.chunk(2), strict=True))
        return painted, photos


class CutPainter(nn.Module):
    """The painter, and the heads that compare its features."""

    def __init__(self, maps: int, blocks: int) -> None:
        super().__init__()
        self.painter = Painter(maps, blocks)
        self.heads = ProjectionHeads(feature_widths(maps))

    def forward(self, source: Tensor, labels: Tensor | None = None) -> Tensor:  # noqa: ARG002
        """Painted photos."""
        painted: Tensor = self.painter(source)
        return painted

    def contrast(
        self, made: Tensor, source: Tensor, patches: int, *, mirrored: bool = False, temperature: float = 0.07
    ) -> Tensor:  # fmt: skip
        """PatchNCE: each place of what was made must resemble the same place of its source more than the others there.

        Where the picture was made from the mirrored source, its features are mirrored back: FastCUT's equivariance.
        """
        with torch.no_grad():
            keys = self.painter.features(source)
        queries = [seen.flip(3) if mirrored else seen for seen in self.painter.features(made)]
        places = [torch.randperm(seen[0, 0].numel(), device=seen.device)[:patches] for seen in queries]
        losses = []
        for query, key in zip(self.heads.vectors(queries, places), self.heads.vectors(keys, places), strict=True):
            alike = query @ key.detach().transpose(1, 2) / temperature
            target = torch.arange(alike.shape[2], device=alike.device).repeat(len(alike))
            losses.append(nn.functional.cross_entropy(alike.flatten(0, 1), target))
        return torch.stack(losses).mean()
