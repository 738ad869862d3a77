"""Grain: patterns of a few pixels that repeat every 512, made once: the tooth of paper, fibres, strokes side by side."""

import math
from functools import cache

import torch
from torch import Tensor

from ganstudio.api import Tile

from .noise import hash_noise

SIDE = 512
PERIOD = 6.0
ANGLES = (0.62, 0.98, 0.2)


def tooth(tile: Tile, seed: int) -> Tensor:
    """Grain of one to two pixels whatever the size of the picture, 1×1×H×W, mean 0, deviation 1."""
    return _repeat_pattern(_tooth(seed), tile)


def fibres(tile: Tile) -> Tensor:
    """Fibres in soft paper, 1×1×H×W: 0 beside them, 1 to 2 on them."""
    return _repeat_pattern(_fibres(), tile)


def strokes(tile: Tile, apart: float, number: int) -> Tensor:
    """Strokes side by side, `apart` pixels from one to the next, 1×1×H×W, mean 0, deviation 1; three directions."""
    pattern, pace = _strokes(number), PERIOD / apart
    height, width = tile.pixels.shape[-2:]
    rows = (torch.arange(tile.top, tile.top + height) + 0.5) * pace
    columns = (torch.arange(tile.left, tile.left + width) + 0.5) * pace
    return _interpolate_rows(_interpolate_rows(pattern, rows).T, columns).T.contiguous()[None, None].to(tile.pixels.device)


def _interpolate_rows(pattern: Tensor, place: Tensor) -> Tensor:
    """Rows of a pattern at fractional places, which go round."""
    base = place.floor()
    first = base.long() % SIDE
    return torch.lerp(pattern[first], pattern[(first + 1) % SIDE], (place - base)[:, None])


def _repeat_pattern(pattern: Tensor, tile: Tile) -> Tensor:
    height, width = tile.pixels.shape[-2:]
    rows = torch.arange(tile.top, tile.top + height) % SIDE
    columns = torch.arange(tile.left, tile.left + width) % SIDE
    return pattern[rows][:, columns][None, None].to(tile.pixels.device)


@cache
def _tooth(seed: int) -> Tensor:
    return shape_noise(seed, torch.exp(-(((torch.hypot(*frequencies()) - 0.3) / 0.16) ** 2)))


@cache
def _fibres() -> Tensor:
    layers = [shape_noise(490 + k, stroke_spectrum(angle, 0.012, 0.16, 0.1)) for k, angle in enumerate((0.4, 1.3, 2.5))]
    return torch.stack([(layer - 2).clamp(0, 1) for layer in layers]).sum(0) * 1.5


@cache
def _strokes(number: int) -> Tensor:
    return shape_noise(70 + number, stroke_spectrum(ANGLES[number], 0.014, 1 / PERIOD, 0.09))


def stroke_spectrum(angle: float, along: float, across: float, breadth: float) -> Tensor:
    """The spectrum 512×257 of strokes at an angle: up to `along` cycles a pixel on their way, about `across` beside it."""
    down, right = frequencies()
    u, v = right * math.cos(angle) - down * math.sin(angle), right * math.sin(angle) + down * math.cos(angle)
    return torch.exp(-((u / along) ** 2)) * torch.exp(-(((v.abs() - across) / breadth) ** 2))


def frequencies() -> tuple[Tensor, Tensor]:
    """Cycles a pixel down and across, for the spectrum of a pattern, 512×257."""
    return torch.fft.fftfreq(SIDE)[:, None].expand(-1, SIDE // 2 + 1), torch.fft.rfftfreq(SIDE)[None].expand(SIDE, -1)


def shape_noise(seed: int, spectrum: Tensor) -> Tensor:
    """Noise 512×512 of that spectrum, mean 0, deviation 1; it meets itself at its edges."""
    i = torch.arange(SIDE)
    white = hash_noise(i[None], i[:, None], seed) - 0.5
    made: Tensor = torch.fft.irfft2(torch.fft.rfft2(white) * spectrum, s=(SIDE, SIDE))
    made -= made.mean()
    return made / made.std()
