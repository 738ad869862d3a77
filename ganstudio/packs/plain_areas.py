"""Reduces a network's strokes in plain areas of a picture, such as a clear sky."""

import torch
from torch import Tensor
from torch.nn.functional import avg_pool2d, interpolate, pad

_SCALE, _AROUND = 4, 7  # pixels that are averaged; averages around a place that tell how much it shows
REACH = _SCALE * (_AROUND // 2 + 3)
_PLAIN = 0.06  # steps between neighbours, of a range of 1, at which a third of the calm is left
_LUMA = (0.299, 0.587, 0.114)


def calm_plain_areas(picture: Tensor, painting: Tensor, calm: float) -> Tensor:
    """The painting B×3×H×W, sides multiples of 4; in plain areas the share `calm` (0 to 1) of it is the picture."""
    share = 1 - calm * torch.exp(-measure_texture(picture) / _PLAIN)
    return torch.lerp(
        picture, painting, interpolate(share, scale_factor=float(_SCALE), mode="bilinear", align_corners=False)
    )


def measure_texture(pixels: Tensor) -> Tensor:
    """How much lightness differs from place to place around each fourth pixel, B×1×(H/4)×(W/4)."""
    weights = torch.tensor(_LUMA, device=pixels.device).view(1, 3, 1, 1)
    light = pad(avg_pool2d((pixels * weights).sum(1, keepdim=True), _SCALE), (0, 1, 0, 1), mode="replicate")
    here = light[:, :, :-1, :-1]
    steps = (light[:, :, :-1, 1:] - here).abs() + (light[:, :, 1:, :-1] - here).abs()
    return avg_pool2d(steps, _AROUND, 1, _AROUND // 2, count_include_pad=False)
