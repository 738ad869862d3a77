"""Noise from hashes of absolute coordinates: the same in every tile, on every machine."""

import math

import torch
from torch import Tensor

from ganstudio.api import Tile


def hash_noise(i: Tensor, j: Tensor, seed: int) -> Tensor:
    """A number in [0, 1) for each pair of whole numbers of any shapes (m×1 and 1×n give m×n), scattered without order.

    All is done modulo 2³² in int32, which wraps alike on every device and is a quarter of the work of int64.
    """
    mixed = i.int() * _as_int32(0x9E3779B1) + j.int() * _as_int32(0x85EBCA77)
    mixed += _as_int32(seed * 0xC2B2AE3D)
    for factor in (0x2C1B3C6D, 0x297A2D39):
        mixed.bitwise_xor_(_shift_right(mixed, 15)).mul_(_as_int32(factor))
    return _shift_right(mixed.bitwise_xor_(_shift_right(mixed, 16)), 8).to(torch.float32).mul_(2.0**-24)


def _as_int32(number: int) -> int:
    """The number modulo 2³² as int32 holds it."""
    return (number + 2**31) % 2**32 - 2**31


def _shift_right(number: Tensor, bits: int) -> Tensor:
    """The bits of an int32 moved to the right, zeros behind them."""
    return (number >> bits).bitwise_and_(2 ** (32 - bits) - 1)


def noise(tile: Tile, cell: float, seed: int) -> Tensor:
    """Smooth noise 1×1×H×W, mean 0, deviation about 1, in blobs of `cell` pixels (B-splines); under a pixel it fades."""
    height, width = tile.pixels.shape[-2:]
    columns, across = _spline(tile.left, width, max(cell, 1.0), tile.pixels.device)
    rows, down = _spline(tile.top, height, max(cell, 1.0), tile.pixels.device)
    lattice = hash_noise(columns[None], rows[:, None], seed) - 0.5
    return (down @ lattice @ across.T)[None, None] * (7.2 * min(cell, 1.0))


def fractal(tile: Tile, cell: float, seed: int, octaves: int = 3) -> Tensor:
    """Noise 1×1×H×W of several sizes, each half as large and half as strong as the one before; deviation about 1."""
    layers = [noise(tile, cell / 2**k, seed + k) * float(0.5**k) for k in range(octaves)]
    return torch.stack(layers).sum(0) * math.sqrt(0.75 / (1 - 0.25**octaves))


def noise_at(u: Tensor, v: Tensor, seed: int) -> Tensor:
    """Smooth noise in [0, 1) at coordinates in cells, both of one shape as H×W: for patterns that are turned or bent."""
    i, j = u.floor(), v.floor()
    s, t = _ease(u - i), _ease(v - j)
    i, j = i.int(), j.int()
    upper = torch.lerp(hash_noise(i, j, seed), hash_noise(i + 1, j, seed), s)
    lower = torch.lerp(hash_noise(i, j + 1, seed), hash_noise(i + 1, j + 1, seed), s)
    return torch.lerp(upper, lower, t)


def _ease(share: Tensor) -> Tensor:
    return share * share * (3 - 2 * share)


def _spline(start: int, count: int, cell: float, device: torch.device) -> tuple[Tensor, Tensor]:
    """The lattice points that a row of pixels needs, and the weight of each for each pixel, count×points."""
    place = (torch.arange(start, start + count, device=device) + 0.5) / cell
    base = place.floor()
    f = place - base
    weights = torch.stack(((1 - f) ** 3, 3 * f**3 - 6 * f**2 + 4, -3 * f**3 + 3 * f**2 + 3 * f + 1, f**3), 1) / 6
    first = base.long()
    lattice = torch.arange(int(first[0]) - 1, int(first[-1]) + 3, device=device)
    near = (first - first[0])[:, None] + torch.arange(4, device=device)
    return lattice, torch.zeros(count, len(lattice), device=device).scatter_(1, near, weights)
