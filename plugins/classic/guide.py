"""Guides: what a style finds in the whole picture, reduced, and reads again at every size, so that tiles need no margin."""

import math

import torch
import torch.nn.functional as F
from torch import Tensor

from ganstudio.api import Tile, View

from .filters import gaussian, smoothstep

LARGEST = 1000
DIRECTIONS = 8


def reduce_picture(view: View, length: float, fineness: float) -> tuple[Tensor, float]:
    """The whole picture 1×3×h×w where `length` pixels become `fineness`, at most 1000 pixels long; and that length."""
    longest = max(view.width, view.height)
    small = view.small(max(8, min(LARGEST, math.ceil(longest * min(1.0, fineness / length)))))
    return small, length * max(small.shape[-2:]) / longest


def tile_of(pixels: Tensor) -> Tile:
    """A reduced picture B×3×h×w as a tile of its own, for what is laid out from a tile's coordinates."""
    return Tile(pixels, 0, 0, pixels.shape[-1], pixels.shape[-2])


def enlarge(guide: Tensor, tile: Tile) -> Tensor:
    """A field of the whole picture 1×C×h×w where the tile lies, B×C×H×W, by cubic interpolation (Catmull & Rom 1974)."""
    height, width = tile.pixels.shape[-2:]
    guide = guide.to(tile.pixels.device)
    rows, down = _weights(tile.top, height, tile.height, guide.shape[-2], guide.device)
    columns, across = _weights(tile.left, width, tile.width, guide.shape[-1], guide.device)
    return down @ (guide[:, :, rows][..., columns] @ across.T)


def _weights(start: int, count: int, length: int, size: int, device: torch.device) -> tuple[slice, Tensor]:
    """Which of `size` places `count` pixels from `start` of `length` need, and the weight of each for each pixel."""
    place = ((torch.arange(start, start + count, device=device) + 0.5) * (size / length) - 0.5).clamp(0, size - 1)
    base = place.floor()
    f = place - base
    near = torch.stack((((2 - f) * f - 1) * f, (3 * f - 5) * f * f + 2, ((4 - 3 * f) * f + 1) * f, (f - 1) * f * f), 1) / 2
    seen = (base.long()[:, None] + torch.arange(-1, 3, device=device)).clamp(0, size - 1)
    first = int(seen[0, 0])
    weights = torch.zeros(count, int(seen[-1, -1]) + 1 - first, device=device)
    return slice(first, int(seen[-1, -1]) + 1), weights.scatter_add_(1, seen - first, near)


def calm(pixels: Tensor, radius: float) -> Tensor:
    """Flat patches with crisp borders, B×C×H×W: of eight places around, the mean of the calmest (Kuwahara 1976)."""
    both = gaussian(torch.cat((pixels, (pixels * pixels).sum(1, keepdim=True)), 1), radius * 0.42)
    means = both[:, :-1]
    spread = (both[:, -1:] - (means * means).sum(1, keepdim=True)).clamp_min_(0) / pixels.shape[1] + 1e-4
    weight = (1e-4 / spread).square_().square_()
    total = _around(torch.cat((means * weight, weight), 1), 0.65 * radius)
    return total[:, :-1] / total[:, -1:]


def halve(field: Tensor) -> Tensor:
    """Every two by two places of B×C×h×w averaged, for what is found as well at half the size."""
    return F.avg_pool2d(field, 2, ceil_mode=True, count_include_pad=False)


def double(field: Tensor, like: Tensor) -> Tensor:
    """What was found at half the size of `like` B×C×h×w, at its size, bilinear."""
    wide = F.interpolate(field, scale_factor=2.0, mode="bilinear", align_corners=False)
    return wide[..., : like.shape[-2], : like.shape[-1]]


def _around(field: Tensor, distance: float) -> Tensor:
    """The sum of a field at eight places around each, edges repeated."""
    far, (height, width) = math.ceil(distance), field.shape[-2:]
    padded = F.pad(field, (far, far, far, far), mode="replicate")
    total = torch.zeros_like(field)
    for k in range(DIRECTIONS):
        angle = 2 * math.pi * k / DIRECTIONS
        left, top = far + round(distance * math.cos(angle)), far + round(distance * math.sin(angle))
        total += padded[..., top : top + height, left : left + width]
    return total


def bounds(field: Tensor) -> tuple[Tensor, Tensor]:
    """The least and the most about each place of B×C×h×w, smooth: between the two lies the edge that a tile cuts anew."""
    return gaussian(-_most(-field), 1.0), gaussian(_most(field), 1.0)


def _most(field: Tensor) -> Tensor:
    """The most within two places to each side."""
    for axis in (-1, -2, -1, -2):
        size = field.shape[axis]
        padded = F.pad(field, (1, 1, 0, 0) if axis == -1 else (0, 0, 1, 1), mode="replicate")
        field = torch.maximum(torch.maximum(padded.narrow(axis, 0, size), padded.narrow(axis, 2, size)), field)
    return field


def blur(field: Tensor, sigma: float) -> Tensor:
    """A field B×C×h×w blurred by a Gaussian of about `sigma` places, broad ones at a reduced scale."""
    scale = min(int(sigma / 2), *field.shape[-2:])
    if scale < 2:
        return gaussian(field, sigma)
    small = gaussian(F.avg_pool2d(field, scale, ceil_mode=True, count_include_pad=False), sigma / scale)
    wide = F.interpolate(small, scale_factor=float(scale), mode="bilinear", align_corners=False)
    return wide[..., : field.shape[-2], : field.shape[-1]]


def sharpness(tile: Tile, guide: Tensor) -> float:
    """Half the breadth of a cut edge, as a share of what an edge of a guide 1×C×h×w climbs: about a pixel of the picture."""
    ratio = max(tile.width, tile.height) / max(guide.shape[-2:])
    return min(0.5, 0.06 + 0.4 / ratio)


def forms(light: Tensor, width: float) -> Tensor:
    """B×1×h×w in [0, 1]: 0 on plain ground, 1 where forms part within about `width` pixels."""
    apart = (light - blur(light, max(1.0, min(width, 8.0)))).abs()
    return smoothstep(0.004, 0.04, blur(apart, width))
