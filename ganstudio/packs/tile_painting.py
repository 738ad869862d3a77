"""Painting a tile with the network of a style pack, so that tiles meet without a seam."""

from collections.abc import Callable

import torch
from torch import Tensor
from torch.nn.functional import avg_pool2d, interpolate, pad

from ganstudio.api.style import Tile

RunAt = Callable[[Tensor, tuple[int, int]], Tensor]  # a network, given pixels and the row and column where they lie

GRID = 16  # networks fold or halve pictures: every tile is laid on the same grid of so many pixels
_SEEN = 3  # pixels that a cubic enlargement sees on each side, and one more
Sides = tuple[int, int, int, int]  # left, right, top, bottom, in pixels
NO_SIDES: Sides = (0, 0, 0, 0)
_LUMA = (0.299, 0.587, 0.114)


def paint_tile(run: "RunAt", tile: Tile, reduced: int, detail: float, margin: Sides = NO_SIDES) -> Tensor:
    """The painted tile, 1×3×H×W in [0, 1]; the network sees it `reduced` times smaller, on the grid of the whole picture.

    Where it is reduced, and there is something inside of the margin, the margin itself is not painted.
    """
    (height, width), (left, top, whole) = tile.pixels.shape[2:], _align(tile, GRID * reduced)
    place = (tile.top - top) // reduced, (tile.left - left) // reduced
    if reduced == 1:
        return run(whole, place)[:, :, top : top + height, left : left + width].clamp(0, 1)
    small = avg_pool2d(whole, reduced)
    made = run(small, place)
    before, after, above, below = margin if margin[0] + margin[1] < width and margin[2] + margin[3] < height else NO_SIDES
    rows, columns = slice(top + above, top + height - below), slice(left + before, left + width - after)
    soft = _enlarge(made - detail * small, reduced, rows, columns)
    painted = whole.clone() if whole.data_ptr() == tile.pixels.data_ptr() else whole  # a large tile takes much memory
    painted[:, :, rows, columns].mul_(detail).add_(soft).clamp_(0, 1)
    return painted[:, :, top : top + height, left : left + width]


def count_margin(tile: Tile, reduced: int) -> Sides:
    """How many columns and rows of a tile lie beyond the picture and need not be painted: whole cells of the grid stay."""
    (height, width), cell = tile.pixels.shape[2:], GRID * reduced
    right, bottom = tile.left + width - tile.width, tile.top + height - tile.height
    return (
        max(0, -tile.left), max(0, right - -tile.width % cell), max(0, -tile.top), max(0, bottom - -tile.height % cell)
    )  # fmt: skip


def crop_sides(tile: Tile, sides: Sides) -> Tile:
    """The tile with so many columns and rows cut off."""
    (height, width), (before, after, above, below) = tile.pixels.shape[2:], sides
    inside = tile.pixels[:, :, above : height - below, before : width - after]
    return Tile(inside, tile.left + before, tile.top + above, tile.width, tile.height)


def enlarge(run: "RunAt", tile: Tile, scale: int) -> Tensor:
    """The tile painted `scale` times larger, 1×3×(H·scale)×(W·scale) in [0, 1], on the grid of the whole picture."""
    (height, width), (left, top, whole) = tile.pixels.shape[2:], _align(tile, GRID)
    made = run(whole, (tile.top - top, tile.left - left))
    return made[:, :, scale * top : scale * (top + height), scale * left : scale * (left + width)]


def match_to_table(painting: Tensor, pixels: Tensor, share: float) -> Tensor:
    """The painted tile with all (1) to none (0) of its colours, light and dark kept; the rest is the picture's own."""
    if share == 1:
        return painting
    weights = torch.tensor(_LUMA, device=pixels.device).view(1, 3, 1, 1)
    own = pixels + ((painting - pixels) * weights).sum(1, keepdim=True)
    return torch.lerp(own, painting, share).clamp(0, 1)


def _align(tile: Tile, step: int) -> tuple[int, int, Tensor]:
    """How many columns and rows were added before the tile, and the tile in whole cells of the picture's grid."""
    height, width = tile.pixels.shape[2:]
    left, top = tile.left % step, tile.top % step
    return left, top, pad(tile.pixels, (left, -(left + width) % step, top, -(top + height) % step), mode="replicate")


def _enlarge(small: Tensor, times: int, rows: slice, columns: slice) -> Tensor:
    """Those rows and columns of the picture, enlarged so many times; a little more than they show is enlarged with them."""
    down, across = _find_span(rows, times, small.shape[2]), _find_span(columns, times, small.shape[3])
    large = interpolate(small[:, :, down, across], scale_factor=float(times), mode="bicubic")
    top, left = rows.start - down.start * times, columns.start - across.start * times
    return large[:, :, top : top + rows.stop - rows.start, left : left + columns.stop - columns.start]


def _find_span(places: slice, times: int, most: int) -> slice:
    """What an enlargement must see to show these places."""
    return slice(max(0, places.start // times - _SEEN), min(most, -(-places.stop // times) + _SEEN))
