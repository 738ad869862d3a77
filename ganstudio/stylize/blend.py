"""Blend: the ways in which a styled picture is laid over the plain one; the field's usual formulas, on values in [0, 1]."""

from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from torch import Tensor

Blend = Literal["normal", "multiply", "screen", "overlay", "soft light", "darken", "lighten", "colour", "light"]

_LUMA = (0.299, 0.587, 0.114)


def blended(plain: "Tensor", styled: "Tensor", blend: Blend) -> "Tensor":
    """The styled picture laid over the plain one, both B×3×H×W."""
    import torch

    match blend:
        case "normal":
            return styled
        case "multiply":
            return plain * styled
        case "screen":
            return 1 - (1 - plain) * (1 - styled)
        case "overlay":
            return torch.where(plain < 0.5, 2 * plain * styled, 1 - 2 * (1 - plain) * (1 - styled))
        case "soft light":
            return (1 - 2 * styled) * plain**2 + 2 * styled * plain
        case "darken":
            return torch.minimum(plain, styled)
        case "lighten":
            return torch.maximum(plain, styled)
        case "colour":
            return (styled + _luma(plain) - _luma(styled)).clamp(0, 1)
        case "light":
            return (plain + _luma(styled) - _luma(plain)).clamp(0, 1)


def _luma(values: "Tensor") -> "Tensor":
    red, green, blue = values.split(1, 1)
    return _LUMA[0] * red + _LUMA[1] * green + _LUMA[2] * blue
