"""Bristles: the fine grooves that the hairs of a brush leave, one to two pixels whatever the picture's size."""

import math
from functools import cache

import torch
from torch import Tensor

from ganstudio.api import Tile

from .noise import hash_noise

TURNS = 16
SIDE = 256


def bristles(tile: Tile, flow: Tensor, scale: int) -> Tensor:
    """Fine grooves 1×1×H×W along a doubled flow, that of `downscale_tile(tile, scale)`, about -1 to 1."""
    height, width = tile.pixels.shape[-2:]
    turn = (torch.atan2(flow[0, 1], flow[0, 0]) * (TURNS / (2 * math.pi))).round_().to(torch.int32) & (TURNS - 1)
    rows, above = _numbers(tile.top, height, scale, turn)
    columns, beside = _numbers(tile.left, width, scale, turn.mT)
    place = turn.mul_(SIDE * SIDE).index_select(0, above).index_select(1, beside)
    place += (rows % SIDE * SIDE)[:, None] + columns % SIDE
    return _grooves(turn.device).index_select(0, place.flatten()).view(1, 1, height, width)


def _numbers(start: int, count: int, scale: int, turn: Tensor) -> tuple[Tensor, Tensor]:
    """The numbers of the rows, and for each the row of the reduced tile which it lies in."""
    numbers = torch.arange(start, start + count, device=turn.device, dtype=torch.int32)
    return numbers, (numbers.div(scale, rounding_mode="floor") + start // -scale).clamp_(0, turn.shape[0] - 1)


@cache
def _grooves(device: torch.device) -> Tensor:
    """Noise drawn out along each of some doubled directions, one side joined to the other, deviation a half, flat."""
    number = torch.arange(SIDE, device=device)
    white = hash_noise(number[None], number[:, None], 47) - 0.5
    drawn = torch.stack([_streak(white, turn * math.pi / TURNS) for turn in range(TURNS)])
    return (drawn * (0.5 / drawn.std((1, 2), keepdim=True))).flatten()


def _streak(white: Tensor, angle: float) -> Tensor:
    """White noise drawn out over about a dozen pixels."""
    steps = range(-8, 9)
    moved = [white.roll((round(k * math.sin(angle)), round(k * math.cos(angle))), (0, 1)) for k in steps]
    return torch.stack([each * math.exp(-((k / 5) ** 2)) for k, each in zip(steps, moved, strict=True)]).sum(0)
