"""Halftone: four turned screens of dots, as in printed comics; tones stay true because dots grow by area."""

import math
from functools import cache

import torch
from torch import Tensor

from ganstudio import Statistics, Tile

from .filters import coordinates, gaussian, reach, smoothstep
from .noise import noise
from .styles import HalftoneOptions

LEAST_DOT = 3.0
SOFT = 0.22
ANGLES = {"cyan": 15.0, "magenta": 75.0, "yellow": 0.0, "black": 45.0}
INKS = {"cyan": (0.0, 0.64, 0.90), "magenta": (0.90, 0.06, 0.50), "yellow": (1.0, 0.92, 0.05), "black": (0.09, 0.09, 0.10)}
SHIFTS = {"cyan": (-0.9, 0.4), "magenta": (0.8, 0.7), "yellow": (0.2, -1.0), "black": (0.0, 0.0)}


def margin(options: HalftoneOptions) -> int:
    """What a dot sees: the tone under it, and how far its plate has slipped."""
    return reach(_dot(options) * SOFT) + math.ceil(options.slip) + 1


def paint(tile: Tile, options: HalftoneOptions, statistics: Statistics) -> Tensor:  # noqa: ARG001
    """The picture as a print."""
    tone = gaussian(tile.pixels, _dot(options) * SOFT)
    tone = torch.lerp(tone, smoothstep(0.0, 1.0, tone), options.contrast)
    plates = separated(tone) if options.inks == "colour" else {"black": 1 - _grey(tone)}
    print_ = paper(tile, options.paper).expand(len(tone), -1, -1, -1)
    for name, coverage in plates.items():
        ink = torch.tensor(INKS[name], device=tone.device)[None, :, None, None]
        print_ = print_ * (1 - screened(tile, coverage, name, options) * (1 - ink))
    return print_


def separated(tone: Tensor) -> dict[str, Tensor]:
    """How much of each ink, 0 to 1: black takes most of what the three colours share."""
    cmy = 1 - tone
    black = cmy.amin(1, keepdim=True)
    black = black * smoothstep(0.25, 1.1, black)
    rest = ((cmy - black) / (1 - black).clamp_min(1e-3)).clamp(0, 1)
    cyan, magenta, yellow = rest.chunk(3, 1)
    return {"yellow": yellow, "cyan": cyan, "magenta": magenta, "black": black}


def screened(tile: Tile, coverage: Tensor, name: str, options: HalftoneOptions) -> Tensor:
    """Dots whose area is the coverage, B×1×H×W, with edges one pixel soft."""
    dot = _dot(options)
    across, down = SHIFTS[name]
    x, y = coordinates(tile)
    x, y = x - across * options.slip, y - down * options.slip
    angle = math.radians(ANGLES[name])
    u = (x * math.cos(angle) + y * math.sin(angle)) * (2 * math.pi / dot)
    v = (y * math.cos(angle) - x * math.sin(angle)) * (2 * math.pi / dot)
    height = (torch.cos(u) + torch.cos(v)) / 2
    steep = 0.5 * (2 * math.pi / dot)
    return smoothstep(-1.0, 1.0, (height - _level(coverage)) / (steep * 0.8))


def paper(tile: Tile, warmth: float) -> Tensor:
    """From white to the yellowish stock of old comics, with a little grain, 1×3×H×W."""
    stock = torch.tensor((0.965, 0.915, 0.80), device=tile.pixels.device)[None, :, None, None]
    grain = noise(tile, max(tile.width, tile.height) * 0.002, 51) * 0.012
    return torch.lerp(torch.ones_like(stock), stock + grain, warmth)


def _dot(options: HalftoneOptions) -> float:
    """The width of a dot's cell in pixels; smaller ones could not be seen as dots."""
    return max(options.dot, LEAST_DOT)


def _grey(tone: Tensor) -> Tensor:
    red, green, blue = tone.chunk(3, 1)
    return red * 0.299 + green * 0.587 + blue * 0.114


def _level(coverage: Tensor) -> Tensor:
    """The height above which a screen's dots cover that share of the area."""
    levels = _levels().to(coverage.device)
    place = (1 - coverage).clamp(0, 1) * (len(levels) - 1)
    low = place.floor().long().clamp(max=len(levels) - 2)
    return torch.lerp(levels[low], levels[low + 1], place - low)


@cache
def _levels() -> Tensor:
    """Heights of the screen by the share of the area that lies below them, a little beyond both ends."""
    wave = torch.cos(torch.arange(512) * (2 * math.pi / 512))
    heights = ((wave[:, None] + wave[None]) / 2).flatten().sort().values
    levels = heights[torch.linspace(0, len(heights) - 1, 257).long()]
    levels[0], levels[-1] = -1.6, 1.6
    return levels
