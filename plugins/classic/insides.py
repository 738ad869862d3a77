"""The inside of a tile: the margin is only read there, so what is dear at full size is made of the inside alone."""

import torch.nn.functional as F
from torch import Tensor

from ganstudio.api import Tile

from .filters import coordinates, cubic, sample

BESIDE = 2  # reduced pixels that a bicubic enlargement sees beyond its edge


def inner(tile: Tile, margin: int) -> Tile:
    """The tile without its margin."""
    height, width = tile.pixels.shape[-2:]
    pixels = tile.pixels[..., margin : height - margin, margin : width - margin]
    return Tile(pixels, tile.left + margin, tile.top + margin, tile.width, tile.height)


def pad_margin(pixels: Tensor, margin: int) -> Tensor:
    """The inside B×C×h×w at the tile's whole size: the margin, which is cut off later, is black."""
    return F.pad(pixels, (margin, margin, margin, margin))


def inside_reach(scale: int) -> int:
    """The margin that `enlarge_inside` needs at least."""
    return 4 * scale if scale > 1 else 0


def enlarge_inside(field: Tensor, small: Tile, inside: Tile, scale: int) -> Tensor:
    """A field B×C×h×w, made of a reduced tile, as large as the inside of the tile that it was reduced from, bicubic."""
    height, width = inside.pixels.shape[-2:]
    beside = BESIDE if scale > 1 else 0
    left, top = inside.left // scale - beside, inside.top // scale - beside
    right, bottom = -(-(inside.left + width) // scale) + beside, -(-(inside.top + height) // scale) + beside
    seen = field[..., top - small.top : bottom - small.top, left - small.left : right - small.left]
    wide = seen if scale == 1 else cubic(seen, scale)
    dx, dy = inside.left - (left + beside) * scale, inside.top - (top + beside) * scale
    return wide[..., dy : dy + height, dx : dx + width]


def spread(small: Tensor, tile: Tile) -> Tensor:
    """A map of the whole picture, 1×C×h×w, as the tile sees it, bilinear."""
    x, y = coordinates(tile)
    columns, rows = x / tile.width * small.shape[-1] - 0.5, y / tile.height * small.shape[-2] - 0.5
    return sample(small.to(x.device), (columns + 0 * rows)[None], (rows + 0 * columns)[None])
