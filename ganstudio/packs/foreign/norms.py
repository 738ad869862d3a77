"""Norms whose moments are measured once, on the whole picture, so that tiles meet without a seam."""

import torch
from torch import Tensor, nn

_EPSILON = 1e-5
Moments = tuple[Tensor, Tensor]


class Norm(nn.Module):
    """Instance norm (Ulyanov 2016), or over all maps together as group norm with one group (Wu 2018).

    It normalises by the moments of its input and stores them in `moments`, or by `fixed_moments` where those are set.
    """

    def __init__(self, maps: int, *, learned: bool, together: bool = False) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.ones(maps)) if learned else None
        self.bias = nn.Parameter(torch.zeros(maps)) if learned else None
        self.axes = (1, 2, 3) if together else (2, 3)
        self.moments: Moments | None = None
        self.fixed_moments: Moments | None = None

    def forward(self, seen: Tensor) -> Tensor:
        """Maps of mean 0 and deviation 1, then scaled and shifted as was learned."""
        self.moments = self.fixed_moments or self._moments(seen)
        mean, scale = (each.to(seen.device) for each in self.moments)
        if self.weight is None or self.bias is None:
            return torch.addcmul(-mean * scale, seen, scale)
        scale = scale * self.weight[:, None, None]
        return torch.addcmul(self.bias[:, None, None] - mean * scale, seen, scale)  # all in one pass over the maps

    def _moments(self, seen: Tensor) -> Moments:
        """The mean, and one over the deviation."""
        variance, mean = torch.var_mean(seen, self.axes, correction=0, keepdim=True)
        return mean, (variance + _EPSILON).rsqrt()


def freeze_norms(network: nn.Module, moments: list[Moments] | None) -> None:
    """Set the fixed moments of a network's norms, in their order; None lets each use those of its input again."""
    for number, norm in enumerate(find_norms(network)):
        norm.fixed_moments = moments[number] if moments else None


def find_norms(network: nn.Module) -> list[Norm]:
    """The norms of a network, in the order of its parts."""
    return [part for part in network.modules() if isinstance(part, Norm)]
