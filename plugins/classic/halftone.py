"""Halftone: the printer's screens, one for each ink, turned against each other, their dots as large as there is ink."""

import math
from functools import lru_cache

import torch
from torch import Tensor

from ganstudio.api import Statistics, Tile

from .colour import luma
from .filters import coordinates, downscale_tile, gaussian, reach
from .insides import enlarge_inside, inner, inside_reach, pad_margin
from .print_styles import HalftoneOptions

LEAST = 4.5
LEVELS = 128
CELL = 48
Colour = tuple[float, float, float]

PAPER = (0.985, 0.975, 0.95)
INKS = {
    "four colours": (((0.0, 0.66, 0.9), 15), ((0.9, 0.06, 0.5), 75), ((1.0, 0.9, 0.0), 0), ((0.1, 0.09, 0.11), 45)),
    "black": (((0.1, 0.09, 0.11), 45),),
    "blue": (((0.13, 0.2, 0.52), 45),),
    "sepia": (((0.3, 0.17, 0.09), 45),),
}
"""The colour of each ink as printed solid, and the angle of its screen in degrees."""

GREY = (0.38, 1.6, 0.9)
"""From which grey on black replaces the colours, how slowly it begins, and how much of the deepest grey it takes."""


def margin(options: HalftoneOptions) -> int:
    """What a dot sees of the picture under it."""
    scale, blur = _scale(options)
    return scale * (reach(blur) + 1) + inside_reach(scale)


def paint(tile: Tile, options: HalftoneOptions, statistics: Statistics) -> Tensor:  # noqa: ARG001
    """The picture in print, B×3×H×W in [0, 1]."""
    inks, around = INKS[options.inks], margin(options)
    scale, blur = _scale(options)
    small, inside = downscale_tile(tile, scale), inner(tile, around)
    seen = gaussian(small.pixels, blur)
    wanted = separate_inks(seen) if len(inks) == 4 else single(seen, inks[0][0])
    pitch = max(options.dot, LEAST)
    large = enlarge_inside(radii(wanted, pitch, options.shape), small, inside, scale)
    sheet = torch.tensor(PAPER, device=seen.device)[:, None, None].expand_as(inside.pixels)
    for number, (colour, angle) in enumerate(inks):
        cover = draw_screen(inside, large[:, number : number + 1], pitch, angle + options.angle, options.shape)
        sheet = sheet * (1 - cover * (1 - torch.tensor(colour, device=seen.device)[:, None, None]))
    return pad_margin(sheet, around)


def single(pixels: Tensor, ink: Colour) -> Tensor:
    """The share of the paper that one ink must cover for the print to be as light as the picture, B×1×H×W."""
    paper, solid = (float(luma(torch.tensor(colour).reshape(1, 3, 1, 1))) for colour in (PAPER, _times(PAPER, ink)))
    return ((paper - luma(pixels)) / (paper - solid)).clamp(0, 1)


def separate_inks(pixels: Tensor) -> Tensor:
    """The shares of cyan, magenta, yellow and black, B×4×H×W, that print the picture's own colours.

    Black takes part of the deeper greys alone (grey component replacement); then each colour in turn makes up for what
    the others leave or take.
    """
    begin, slow, most = GREY
    grey = (1 - pixels).amin(1, keepdim=True)
    black = most * ((grey - begin).clamp_min(0) / (1 - begin)) ** slow
    inks = [colour for colour, _ in INKS["four colours"]]
    light = [PAPER[c] * (1 - black[:, 0] * (1 - inks[3][c])) for c in range(3)]
    cover = [1 - pixels[:, c] for c in range(3)]
    for _ in range(3):
        for c in range(3):
            others = [1 - cover[k] * (1 - inks[k][c]) for k in range(3) if k != c]
            left = (light[c] * others[0] * others[1]).clamp_min(0.02)
            cover[c] = ((1 - pixels[:, c] / left) / (1 - inks[c][c])).clamp(0, 1)
    return torch.cat((torch.stack(cover, 1), black), 1)


def draw_screen(tile: Tile, radius: Tensor, pitch: float, degrees: float, shape: str) -> Tensor:
    """How much of each pixel is covered, 0 to 1, by round dots `pitch` pixels apart, of a radius in pitches B×1×H×W."""
    across, along = (_beside(tile, degrees + turn, pitch) for turn in (0, 90))
    far = along.abs() if shape == "line" else torch.addcmul(across * across, along, along).sqrt_()
    return (radius - far).mul_(pitch).add_(0.5).clamp_(0, 1)


def radii(wanted: Tensor, pitch: float, shape: str) -> Tensor:
    """Radii of dots, or half the breadths of lines, in pitches, that cover the wanted shares B×1×H×W of the paper."""
    table = _radii(pitch, shape).to(wanted.device)
    place = wanted * (len(table) - 1)
    below = place.long().clamp_(0, len(table) - 2)
    return torch.lerp(table[below], table[below + 1], place - below)


def _beside(tile: Tile, degrees: float, pitch: float) -> Tensor:
    """How far each pixel lies beside the middle of its dot along a direction, H×W in pitches, -0.5 to 0.5."""
    turn, (x, y) = math.radians(degrees), coordinates(tile)
    columns, rows = (x.double() * (math.cos(turn) / pitch)), (y.double() * (math.sin(turn) / pitch))
    place = (columns - columns.round()).float() + (rows - rows.round()).float()  # double: far from the corner, too
    return place.sub_(place.round())


@lru_cache(maxsize=64)
def _radii(pitch: float, shape: str) -> Tensor:
    """The radii that cover 0 to 1 of the paper in equal steps, their soft rims of a pixel counted in."""
    place = (torch.arange(CELL) + 0.5) / (2 * CELL)
    far = place if shape == "line" else torch.hypot(place[:, None], place[None]).flatten()
    tried = torch.linspace(-0.5 / pitch, float(far.max()) + 0.5 / pitch, 2 * LEVELS)
    covered = ((tried[:, None] - far) * pitch + 0.5).clamp(0, 1).mean(1)
    wanted = torch.linspace(0, 1, LEVELS)
    above = torch.searchsorted(covered, wanted).clamp(1, len(tried) - 1)
    step = (covered[above] - covered[above - 1]).clamp_min(1e-6)
    return torch.lerp(tried[above - 1], tried[above], ((wanted - covered[above - 1]) / step).clamp(0, 1))


def _scale(options: HalftoneOptions) -> tuple[int, float]:
    """How far the picture is reduced before it is separated, and by how much it is blurred then."""
    blur = max(options.dot, LEAST) * 0.45 * (1 - options.detail)
    scale = max(1, int(blur))
    return scale, blur / scale if scale == 1 else math.sqrt(max((blur / scale) ** 2 - 1 / 12, 0.0))


def _times(one: Colour, other: Colour) -> Colour:
    return one[0] * other[0], one[1] * other[1], one[2] * other[2]
