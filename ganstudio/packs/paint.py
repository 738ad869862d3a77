"""Painting a tile with the network of a style pack, so that tiles meet without a seam."""

from typing import TYPE_CHECKING

import torch
from torch import Tensor
from torch.nn.functional import avg_pool2d, interpolate, pad

from ganstudio.style import Tile

if TYPE_CHECKING:
    from ganstudio.packs.roads import Run

GRID = 16  # networks fold or halve pictures: every tile is laid on the same grid of so many pixels
_LUMA = (0.299, 0.587, 0.114)


def paint(run: "Run", tile: Tile, reduced: int, detail: float) -> Tensor:
    """The painted tile, 1×3×H×W in [0, 1]; the network sees it `reduced` times smaller, on the grid of the whole picture."""
    (height, width), (left, top, whole) = tile.pixels.shape[2:], _on_grid(tile, GRID * reduced)
    small = avg_pool2d(whole, reduced) if reduced > 1 else whole
    made = run(small)
    if reduced > 1:
        made = _enlarged(made, reduced) + detail * (whole - _enlarged(small, reduced))
    return made[:, :, top : top + height, left : left + width].clamp(0, 1)


def enlarge(run: "Run", tile: Tile, scale: int) -> Tensor:
    """The tile painted `scale` times larger, 1×3×(H·scale)×(W·scale) in [0, 1], on the grid of the whole picture."""
    (height, width), (left, top, whole) = tile.pixels.shape[2:], _on_grid(tile, GRID)
    made = run(whole)
    return made[:, :, scale * top : scale * (top + height), scale * left : scale * (left + width)]


def colour(painted: Tensor, pixels: Tensor, share: float) -> Tensor:
    """The painted tile with all (1) to none (0) of its colours, light and dark kept; the rest is the picture's own."""
    if share == 1:
        return painted
    weights = torch.tensor(_LUMA, device=pixels.device).view(1, 3, 1, 1)
    own = pixels + ((painted - pixels) * weights).sum(1, keepdim=True)
    return torch.lerp(own, painted, share).clamp(0, 1)


def _on_grid(tile: Tile, step: int) -> tuple[int, int, Tensor]:
    """How many columns and rows were added before the tile, and the tile in whole cells of the picture's grid."""
    height, width = tile.pixels.shape[2:]
    left, top = tile.left % step, tile.top % step
    return left, top, pad(tile.pixels, (left, -(left + width) % step, top, -(top + height) % step), mode="replicate")


def _enlarged(small: Tensor, times: int) -> Tensor:
    return interpolate(small, scale_factor=float(times), mode="bicubic")
