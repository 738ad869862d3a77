"""What JPEG leaves of pictures: colours halved, blocks of 8×8 pixels as rounded cosines (ITU-T T.81, 1992)."""

from functools import cache
from math import cos, pi, sqrt

import torch
from torch import Tensor
from torch.nn.functional import avg_pool2d, fold, interpolate, unfold

SIDE = 8
LUMA = (0.299, 0.587, 0.114)
# Steps of rounding at quality 50, from the standard's annex K: of brightness and of colour.
BRIGHT = (
    16, 11, 10, 16, 24, 40, 51, 61, 12, 12, 14, 19, 26, 58, 60, 55,
    14, 13, 16, 24, 40, 57, 69, 56, 14, 17, 22, 29, 51, 87, 80, 62,
    18, 22, 37, 56, 68, 109, 103, 77, 24, 35, 55, 64, 81, 104, 113, 92,
    49, 64, 78, 87, 103, 121, 120, 101, 72, 92, 95, 98, 112, 100, 103, 99,
)  # fmt: skip
COLOUR = (17, 18, 24, 47, 18, 21, 26, 66, 24, 26, 56, 99, 47, 66, 99, 99)  # the first four by four; all others are 99


def compress_jpeg(light: Tensor, quality: Tensor) -> Tensor:
    """Pictures B×3×H×W in [0, 1], H and W multiples of 16, after JPEG of a quality each, B×1×1×1 in 1 to 99."""
    bright = (light * light.new_tensor(LUMA).view(1, 3, 1, 1)).sum(1, keepdim=True)
    colour = avg_pool2d(light[:, ::2] - bright, 2)  # how much more red, and blue, there is: the standard's but for a factor
    strength = torch.where(quality < 50, 50 / quality, 2 - quality / 50)
    bright = _quantise(bright - 0.5, strength, _quantisation_table(light.device, colour=False)) + 0.5
    spare = light.new_tensor([1.402, 1.772]).view(1, 2, 1, 1)
    colour = spare * _quantise(colour / spare, strength, _quantisation_table(light.device, colour=True))
    red, blue = (bright + interpolate(colour, scale_factor=2.0, mode="bilinear")).chunk(2, 1)
    green = (bright - LUMA[0] * red - LUMA[2] * blue) / LUMA[1]
    return torch.cat([red, green, blue], 1).clamp(0, 1)


def _quantise(maps: Tensor, strength: Tensor, steps: Tensor) -> Tensor:
    """Each map's blocks as cosines, rounded to so many steps."""
    count, channels, height, width = maps.shape
    cosines = _dct_basis(maps.device)
    blocks = unfold(maps.reshape(count * channels, 1, height, width).float(), SIDE, stride=SIDE)
    step = (steps[:, None] * strength.view(count, 1, 1).repeat_interleave(channels, 0) / 255).clamp(min=1 / 255)
    kept = cosines.T @ ((cosines @ blocks / step).round() * step)
    return fold(kept, (height, width), SIDE, stride=SIDE).view_as(maps)


@cache
def _dct_basis(device: torch.device) -> Tensor:
    """The orthonormal cosines of a block, 64×64: a row for each."""
    lines = [[cos((2 * at + 1) * wave * pi / 16) / 2 for at in range(SIDE)] for wave in range(SIDE)]
    one = torch.tensor(lines, device=device)
    one[0] /= sqrt(2)
    return torch.kron(one, one)


@cache
def _quantisation_table(device: torch.device, *, colour: bool) -> Tensor:
    """The steps of rounding at quality 50, 64 numbers."""
    if not colour:
        return torch.tensor(BRIGHT, dtype=torch.float32, device=device)
    steps = torch.full((SIDE, SIDE), 99.0, device=device)
    steps[:4, :4] = torch.tensor(COLOUR, dtype=torch.float32).view(4, 4)
    return steps.flatten()
