"""Colour transfer: a picture's colours moved onto a palette, by a three-dimensional look-up table.

The colours are matched by iterative distribution transfer along fixed rotations (Pitié 2007, Automated colour grading using
colour distribution transfer). The table is a smooth fit of what that did to a sample of the picture's colours, spread to
the palette's covariance (Pitié & Kokaram 2007, The linear Monge-Kantorovitch linear colour mapping).
"""

from collections.abc import Sequence
from functools import cache

import torch
from torch import Tensor
from torch.nn.functional import avg_pool2d, grid_sample, interpolate

COLOURS = 512  # at most so many represent a picture
POOL = 4  # pixels, each way, over which the colour is averaged that the table is asked for: noise is not amplified
RECOLOUR_REACH = 2 * POOL  # pixels that `recolour` sees beyond each one
GRAIN = 0.012  # its deviation
_BITS = 0xFFFFFFFF
_GRID = 13  # nodes of the table along each channel
_ROTATIONS, _RATE = 16, 0.8
_WIDTH = 0.14  # distance in opponent space, from 0 to 2, within which colours move alike
_MOST_GAIN = 1.7
_OPPONENT = ((1 / 3, 1 / 3, 1 / 3), (0.5, -0.5, 0.0), (0.25, 0.25, -0.5))  # lightness, red–green, yellow–blue


def palette(pictures: Tensor) -> Tensor:
    """A sample of the colours of pictures B×3×H×W, evenly over each: 3×N with N at most B·512."""
    height, width = pictures.shape[2:]
    share = min(1.0, (COLOURS / (height * width)) ** 0.5)
    small = interpolate(pictures, (max(1, int(height * share)), max(1, int(width * share))), mode="area")
    return small.transpose(0, 1).flatten(1)


def colour_table(picture: Tensor, target: Tensor) -> Tensor:
    """How far each colour moves so that a picture 1×3×H×W gets the colours `target` 3×N, all RGB in [0, 1].

    The table 1×3×13×13×13 counts red, green, blue along its last three axes, from 0 to 1.
    """
    with torch.autocast(picture.device.type, enabled=False):  # a training's bfloat16 would be a tenth off
        return _table(picture.float(), target.float().clamp(0, 1))


def _table(picture: Tensor, wanted: Tensor) -> Tensor:
    opponent, back = _opponent(picture.device)
    found, wanted = opponent @ palette(picture), opponent @ wanted
    nodes = opponent @ _nodes(picture.device)
    moves = _transport(found, wanted) - found
    moved, reached = (each + moves @ _weights(each, found).T for each in (nodes, found))
    gain, mean = _spread(reached, wanted), reached.mean(1, keepdim=True)
    spread = gain @ (moved - mean) + wanted.mean(1, keepdim=True)
    return (back @ (spread - nodes)).reshape(1, 3, _GRID, _GRID, _GRID)


def recolour(pixels: Tensor, table: Tensor, place: Sequence[int] | None = None, grain: float = GRAIN) -> Tensor:
    """Pixels B×3×H×W in [0, 1], H and W multiples of 4, with their colours moved as the tables B×3×13×13×13 say.

    `place` is the row and the column of their corner in the picture, multiples of 4: with it a faint grain of that
    deviation is added, so that strokes in plain areas lie by chance and not in a pattern. It sees `RECOLOUR_REACH` far.
    """
    asked = avg_pool2d(pixels, POOL).permute(0, 2, 3, 1).flip(-1).mul(2).sub(1)[:, None]  # grid_sample counts axes backwards
    table = table.expand(len(pixels), -1, -1, -1, -1)
    moves = grid_sample(table, asked, mode="bilinear", padding_mode="border", align_corners=True)[:, :, 0]
    if place is not None:
        moves = moves + grain * _noise(place[0] // POOL, place[1] // POOL, moves.shape[2], moves.shape[3], moves.device)
    return pixels + interpolate(moves, scale_factor=float(POOL), mode="bilinear", align_corners=False)


def _noise(top: int, left: int, height: int, width: int, device: torch.device) -> Tensor:
    """White noise 1×1×height×width of deviation 1 by the place alone: a hash in 32 bits (Wellons 2018, Hash prospector)."""
    rows = torch.arange(top, top + height, device=device)[:, None] * 0x9E3779B1
    mixed = (rows ^ (torch.arange(left, left + width, device=device) * 0x85EBCA77)) & _BITS
    for shift, factor in ((16, 0x21F0AAAD), (15, 0x735A2D97)):
        mixed = ((mixed ^ (mixed >> shift)) * factor) & _BITS
    even = ((mixed ^ (mixed >> 15)) & 0xFFFFFF).to(torch.float32) / 2**24 - 0.5
    return (even * 12**0.5)[None, None]


def _transport(colours: Tensor, wanted: Tensor) -> Tensor:
    """Colours 3×N moved until they are distributed as those wanted along every rotation's axes."""
    count, many = colours.shape[1], wanted.shape[1]
    ranks = torch.linspace(0, many - 1, count, device=colours.device).round().long()
    for number, rotation in enumerate(_rotations()):
        turned = rotation.to(colours.device)
        axes, goals = turned @ colours, (turned @ wanted).sort(1)[0][:, ranks]
        reached = torch.empty_like(axes).scatter_(1, axes.argsort(1), goals)
        colours = colours + (1.0 if number == 0 else _RATE) * turned.T @ (reached - axes)
    return colours


def _weights(places: Tensor, colours: Tensor) -> Tensor:
    """How much each of the colours 3×N counts for each place 3×M: M×N, rows of sum 1."""
    near = (torch.cdist(2 * places.T, 2 * colours.T).square_() + _WIDTH**2 / 4).reciprocal_()
    weights = near * near * near
    return weights / weights.sum(1, keepdim=True)


def _spread(colours: Tensor, wanted: Tensor) -> Tensor:
    """The symmetric matrix that gives colours the covariance of those wanted, its gains between 1/1.7 and 1.7."""
    least = 1e-4 * torch.eye(3, device=colours.device)
    values, vectors = torch.linalg.eigh(torch.cov(colours, correction=0) + least)
    root, inverse = (vectors @ torch.diag(each) @ vectors.T for each in (values.sqrt(), values.rsqrt()))
    values, vectors = torch.linalg.eigh(root @ (torch.cov(wanted, correction=0) + least) @ root)
    mapping = inverse @ vectors @ torch.diag(values.clamp_min(0).sqrt()) @ vectors.T @ inverse
    values, vectors = torch.linalg.eigh((mapping + mapping.T) / 2)
    spread: Tensor = vectors @ torch.diag(values.clamp(1 / _MOST_GAIN, _MOST_GAIN)) @ vectors.T
    return spread


def _opponent(device: torch.device) -> tuple[Tensor, Tensor]:
    """RGB to opponent space, and back."""
    opponent = torch.tensor(_OPPONENT, device=device)
    return opponent, torch.linalg.inv(opponent)


def _nodes(device: torch.device) -> Tensor:
    """The colours of the table's nodes, 3×2197."""
    axis = torch.linspace(0, 1, _GRID, device=device)
    return torch.stack(torch.meshgrid(axis, axis, axis, indexing="ij")).flatten(1)


@cache
def _rotations() -> tuple[Tensor, ...]:
    """The axes themselves, then rotations that are always the same."""
    by = torch.Generator().manual_seed(7)
    turned = (torch.linalg.qr(torch.randn(3, 3, generator=by))[0] for _ in range(_ROTATIONS - 1))
    return (torch.eye(3), *turned)
