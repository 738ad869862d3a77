"""Blend modes of a styled picture over the plain one, by the usual formulas, on values in [0, 1]."""

from typing import TYPE_CHECKING, Literal, get_args

if TYPE_CHECKING:
    from torch import Tensor

Blend = Literal["normal", "multiply", "screen", "overlay", "soft light", "darken", "lighten", "colour", "light"]
BLENDS: tuple[Blend, ...] = get_args(Blend)

_LUMA = (0.299, 0.587, 0.114)


def blend(plain: "Tensor", styled: "Tensor", blend: Blend) -> "Tensor":
    """The styled picture laid over the plain one, both B×3×H×W."""
    import torch

    match blend:
        case "normal":
            mixed = styled
        case "multiply":
            mixed = plain * styled
        case "screen":
            mixed = 1 - (1 - plain) * (1 - styled)
        case "overlay":
            mixed = torch.where(plain < 0.5, 2 * plain * styled, 1 - 2 * (1 - plain) * (1 - styled))
        case "soft light":
            mixed = (1 - 2 * styled) * plain**2 + 2 * styled * plain
        case "darken":
            mixed = torch.minimum(plain, styled)
        case "lighten":
            mixed = torch.maximum(plain, styled)
        case "colour":
            mixed = (styled + _luma(plain) - _luma(styled)).clamp(0, 1)
        case "light":
            mixed = (plain + _luma(styled) - _luma(plain)).clamp(0, 1)
    return mixed


def _luma(values: "Tensor") -> "Tensor":
    return (values * values.new_tensor(_LUMA)[:, None, None]).sum(1, keepdim=True)
