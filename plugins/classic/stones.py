"""Stones: where those of a mosaic lie, and which of them is nearest to a place."""

import torch
import torch.nn.functional as F
from torch import Tensor

from .contours import distance
from .filters import gaussian, shift
from .flow import unit
from .noise import hash_noise

CELL = 5  # pixels of the small copy across a stone's cell
ROUNDS = 8
LOOSE = 0.3
FARTHEST = 0.7
ROW = 0.6
NEAR = tuple((i, j) for j in (-1, 0, 1) for i in (-1, 0, 1))
FAR = tuple((i, j) for j in range(-2, 3) for i in range(-2, 3) if abs(i) + abs(j) < 4)
CANDIDATES = 4
AWAY = 1e4


def lay_stones(picture: Tensor, rows: int, columns: int) -> Tensor:
    """Stones 7×rows×columns on a picture 1×3×H×W: x and y in cells, cosine and sine, red, green and blue.

    Each begins in its cell of a grid, and moves to the middle of what is nearest to it and to the middle of its row, round
    after round. Rows lie one stone apart along the contours.
    """
    small = F.interpolate(picture, size=(rows * CELL, columns * CELL), mode="area")
    far = distance(small, CELL) / CELL
    way = _slope(far)
    turn = _row_direction(way)
    i, j = torch.arange(columns)[None], torch.arange(rows)[:, None]
    home = torch.stack((i + 0.5 + 0 * j, j + 0.5 + 0 * i))
    place = home + LOOSE * (torch.stack((hash_noise(i, j, 91), hash_noise(i, j, 92))) - 0.5)
    for _ in range(ROUNDS):
        place = _centres(_nearest_stones(torch.cat((place, _at(turn, place)))), place)
        off = _at(far, place)
        place = place + ROW * (off.floor() + 0.5 - off) * _at(way, place)
        place = home + (place - home).clamp(-FARTHEST, FARTHEST)
    stones = torch.cat((place, _at(turn, place)))
    return torch.cat((stones, _colours(small, _nearest_stones(stones), place)))


def candidates(around: Tensor, x: Tensor, y: Tensor) -> Tensor:
    """The numbers CANDIDATES×H×W of the stones (see `add_border`) nearest to places in cells, x 1×W and y H×1."""
    columns = around.shape[2]
    i = x.floor().long().clamp(0, columns - 5)[None] + 2  # a block may reach beyond the picture's edge
    j = y.floor().long().clamp(0, around.shape[1] - 5)[:, None] + 2
    numbers = torch.stack([(j + dj) * columns + i + di for di, dj in FAR])
    left, top, cos, sin = around[:4].flatten(1)[:, numbers]
    far = _distance(x - left, y[:, None] - top, cos, sin)
    return numbers.gather(0, far.topk(CANDIDATES, 0, largest=False).indices)


def add_border(stones: Tensor) -> Tensor:
    """The stones 7×rows×columns with two more at each edge that lie too far off to be the nearest to any place."""
    return F.pad(stones, (2, 2, 2, 2), value=AWAY)


def distance_along(stone: tuple[Tensor, ...], x: Tensor, y: Tensor) -> Tensor:
    """How far each place of strips n×h×W is from the stone given for each strip and column, x, y, cos, sin n×1×W, in cells.

    `x` is of length W and `y` is n×h×1. What depends on the column alone is reckoned once for a strip.
    """
    left, top, cos, sin = stone
    dx = x - left
    u = torch.addcmul(dx * cos - top * sin, y, sin)
    v = torch.addcmul(-(dx * sin) - top * cos, y, cos)
    u, v = u.square_(), v.square_()
    return u.square_().add_(v.square_()).sqrt_().sqrt_()


def _distance(dx: Tensor, dy: Tensor, cos: Tensor, sin: Tensor) -> Tensor:
    """How far off a stone is, reckoned squarely along its sides, so that stones come out four-cornered."""
    u, v = dx * cos + dy * sin, dy * cos - dx * sin
    return (u.square().square() + v.square().square()).sqrt().sqrt()


def _nearest_stones(stones: Tensor) -> Tensor:
    """For each pixel of the small copy the number of the stone that is nearest, rows×CELL×columns×CELL."""
    rows, columns = stones.shape[1:]
    x = torch.arange(columns * CELL, device=stones.device) / CELL + 0.5 / CELL
    y = (torch.arange(rows * CELL, device=stones.device) / CELL + 0.5 / CELL).reshape(rows, CELL, 1)
    around = F.pad(stones[:4], (1, 1, 1, 1), value=AWAY)
    first = torch.full((rows, CELL, columns * CELL), AWAY, device=stones.device)
    which = torch.zeros_like(first)
    number = F.pad(torch.arange(rows * columns, device=stones.device).reshape(rows, columns).float(), (1, 1, 1, 1))
    for di, dj in NEAR:
        here = slice(1 + dj, 1 + dj + rows), slice(1 + di, 1 + di + columns)
        stone = tuple(each[here].repeat_interleave(CELL, 1)[:, None] for each in around)
        far = distance_along(stone, x, y)
        closer = (far < first).float()
        which.addcmul_(closer, number[here].repeat_interleave(CELL, 1)[:, None] - which)
        first = torch.minimum(first, far)
    return which.flatten().round().long()


def _centres(which: Tensor, place: Tensor) -> Tensor:
    """The middle 2×rows×columns, in cells, of the ground of each stone, or where it is, if it has none."""
    rows, columns = place.shape[1:]
    x = (torch.arange(columns * CELL) / CELL + 0.5 / CELL).expand(rows * CELL, -1)
    y = (torch.arange(rows * CELL) / CELL + 0.5 / CELL)[:, None].expand(-1, columns * CELL)
    sums = [torch.bincount(which, each.flatten(), rows * columns) for each in (x, y)]
    number = torch.bincount(which, minlength=rows * columns)
    middle = (torch.stack(sums) / number.clamp_min(1)).reshape(place.shape)
    return torch.where(number.reshape(rows, columns) > 0, middle, place)


def _colours(small: Tensor, which: Tensor, place: Tensor) -> Tensor:
    """The mean colour 3×rows×columns of the ground of each stone, or the one where it lies, if it has none."""
    rows, columns = place.shape[1:]
    sums = torch.stack([torch.bincount(which, each.flatten(), rows * columns) for each in small[0]])
    number = torch.bincount(which, minlength=rows * columns)
    return torch.where(number > 0, sums / number.clamp_min(1), _at(small, place).flatten(1)).reshape(3, rows, columns)


def _slope(far: Tensor) -> Tensor:
    """The way in which a distance grows, 1×2×H×W, of length 1 or less."""
    x = shift(far, 1, 0) - shift(far, -1, 0)
    y = shift(far, 0, 1) - shift(far, 0, -1)
    return torch.cat((x, y), 1) * (0.5 * CELL)


def _row_direction(way: Tensor) -> Tensor:
    """The direction along the rows, smooth, as cosine and sine 1×2×H×W."""
    x, y = way.chunk(2, 1)
    doubled = gaussian(torch.cat((y * y - x * x + 1e-6, -2 * x * y), 1), 0.8 * CELL)
    return torch.stack(unit(doubled), 1)


def _at(field: Tensor, place: Tensor) -> Tensor:
    """A field 1×C×H×W of the small copy at places in cells, C×rows×columns."""
    height, width = field.shape[-2:]
    x, y = (place * CELL).long()
    return field[0][:, y.clamp(0, height - 1), x.clamp(0, width - 1)]
