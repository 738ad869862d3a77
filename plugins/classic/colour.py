"""Colour: light and dark as the eye sees them, and OKLab (Ottosson 2020)."""

import torch
from torch import Tensor

LUMA = (0.299, 0.587, 0.114)
TO_CONE = (
    (0.4122214708, 0.5363325363, 0.0514459929),
    (0.2119034982, 0.6806995451, 0.1073969566),
    (0.0883024619, 0.2817188376, 0.6299787005),
)
TO_LAB = (
    (0.2104542553, 0.7936177850, -0.0040720468),
    (1.9779984951, -2.4285922050, 0.4505937099),
    (0.0259040371, 0.7827717662, -0.8086757660),
)
FROM_LAB = ((1.0, 0.3963377774, 0.2158037573), (1.0, -0.1055613458, -0.0638541728), (1.0, -0.0894841775, -1.2914855480))
FROM_CONE = (
    (4.0767416621, -3.3077115913, 0.2309699292),
    (-1.2684380046, 2.6097574011, -0.3413193965),
    (-0.0041960863, -0.7034186147, 1.7076147010),
)

NOTHING = 1e-8  # what is left of black by rounding, of which the cube root would be seen
DIM = 0.04045  # where sRGB passes from its straight line to its power

Matrix = tuple[tuple[float, float, float], ...]


def luma(pixels: Tensor) -> Tensor:
    """B×1×H×W: how light each pixel looks, from 0 to 1."""
    red, green, blue = pixels.chunk(3, 1)
    return red * LUMA[0] + green * LUMA[1] + blue * LUMA[2]


def oklab(pixels: Tensor) -> Tensor:
    """sRGB in [0, 1] to OKLab, B×3×H×W: lightness 0 to 1, and two axes of colour around 0."""
    return _times(TO_LAB, _power(_times(TO_CONE, _linear(pixels)).sub_(NOTHING).clamp_min_(0), 1 / 3))


def from_oklab(lab: Tensor) -> Tensor:
    """OKLab B×3×H×W to sRGB, clipped to [0, 1]."""
    cones = _times(FROM_LAB, lab)
    return _encode(_times(FROM_CONE, cones * cones * cones).clamp_(0, 1))


def saturate(pixels: Tensor, factor: float) -> Tensor:
    """sRGB B×3×H×W with its colours `factor` times as far from grey, clipped to [0, 1]."""
    grey = luma(pixels)
    return (grey + (pixels - grey) * factor).clamp(0, 1)


def _linear(pixels: Tensor) -> Tensor:
    """sRGB as light: the power above its threshold, and below it the straight line that goes on from there."""
    bright = _power(pixels.clamp_min(DIM).add_(0.055).div_(1.055), 2.4)
    return bright.add_((pixels - DIM).clamp_max_(0), alpha=1 / 12.92)


def _encode(linear: Tensor) -> Tensor:
    """Light in [0, 1] as sRGB."""
    bright = _power(linear.clamp_min(DIM / 12.92), 1 / 2.4).mul_(1.055).sub_(0.055)
    return bright.add_((linear - DIM / 12.92).clamp_max_(0), alpha=12.92)


def _power(values: Tensor, exponent: float) -> Tensor:
    """Values, not negative, to a power, in place; exp and log are four times as quick as torch's power."""
    return values.log_().mul_(exponent).exp_()


def _times(matrix: Matrix, pixels: Tensor) -> Tensor:
    weights = torch.tensor(matrix, device=pixels.device, dtype=pixels.dtype)
    return torch.einsum("ij,bjhw->bihw", weights, pixels)
