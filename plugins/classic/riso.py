"""Risograph: two or three spot inks through grainy screens, a little out of register, on uncoated paper.

Left to the picture, a third ink goes into the press where two miss too many of its hues.
"""

from functools import cache

import torch
import torch.nn.functional as F
from torch import Tensor

from ganstudio.api import Statistics, Tile, View

from .colour import oklab
from .filters import coordinates, downscale_tile, gaussian, reach, sample, smoothstep, warp
from .insides import enlarge_inside, inner, inside_reach, pad_margin
from .noise import fractal, hash_noise, noise
from .print_styles import RisoOptions

LEAST = 1.2
SHARES = 9
STEPS = 17
EASE = 0.001
SIDE = 64
FINE = 4
ROUNDS = 6
FEW = "pink and blue"
MANY = "yellow, pink and blue"
MISSED = 0.045
TOOTH = 0.012
SHEET = 0.0016
SHARP = 1.2
PAPER = (0.965, 0.95, 0.915)
BLUE = (0.0, 0.47, 0.75)
PINK = (1.0, 0.28, 0.69)
YELLOW = (1.0, 0.91, 0.0)
INKS = {
    "pink and blue": (PINK, BLUE),
    "red and teal": ((0.97, 0.35, 0.31), (0.0, 0.45, 0.48)),
    "orange and navy": ((1.0, 0.5, 0.2), (0.16, 0.23, 0.44)),
    "sunflower and purple": ((1.0, 0.71, 0.07), (0.42, 0.28, 0.58)),
    "yellow, pink and blue": (YELLOW, PINK, BLUE),
    "mint, coral and black": ((0.45, 0.8, 0.7), (0.98, 0.45, 0.38), (0.13, 0.12, 0.14)),
}
"""The spot inks of each choice, solid on white, near those on the charts of risograph printers; the lightest one first."""

SLIPS = ((0.0, 0.0), (0.9, -0.5), (-0.6, 0.8))
"""How far each drum's print lies off the first one's, in slips."""


def measure(view: View, options: RisoOptions) -> Statistics:
    """Which `inks` are printed: those asked for, or as many as the picture's hues need."""
    if options.inks in INKS:
        return {"inks": options.inks}
    return {"inks": MANY if measure_missed_hues(view.small(64).cpu()) > MISSED else FEW}


def measure_missed_hues(picture: Tensor) -> float:
    """How much nearer three inks come to the hues of a picture 1×3×H×W than two, as the mean distance in OKLab."""
    wanted = oklab(picture)[0].flatten(1).T
    apart = []
    for inks in (FEW, MANY):
        shares = _look_up(_table(inks), picture)[0].flatten(1)
        solid = [1 - share[:, None] * (1 - torch.tensor(ink)) for share, ink in zip(shares, INKS[inks], strict=True)]
        printed = oklab(torch.stack(solid).prod(0).T[None, :, :, None])[0, :, :, 0].T
        apart.append(float((printed - wanted)[:, 1:].norm(dim=1).mean()))
    return apart[0] - apart[1]


def margin(options: RisoOptions) -> int:
    """How far the prints lie apart, and what they are sharpened by."""
    scale = _scale(options)
    return scale * (int(options.slip / scale) + 2 + reach(max(options.grain, LEAST) / scale)) + inside_reach(scale)


def paint(tile: Tile, options: RisoOptions, statistics: Statistics) -> Tensor:
    """The picture in print, B×3×H×W in [0, 1]."""
    around, scale = margin(options), _scale(options)
    inside, small = inner(tile, around), downscale_tile(tile, scale)
    sheet = torch.tensor(PAPER, device=tile.pixels.device)[:, None, None] * paper(inside, options.texture)
    crisp = small.pixels + SHARP * (small.pixels - gaussian(small.pixels, max(options.grain, LEAST) / scale))
    for drum, ink in enumerate(INKS[statistics["inks"]]):
        wanted = separate_inks(misregister(crisp, drum, options.slip / scale), statistics["inks"], drum, options.contrast)
        wanted = enlarge_inside(wanted, small, inside, scale)
        cover = draw_specks(inside, wanted, drum, options.grain) * roll_ink(inside, drum, options.texture)
        sheet = sheet * (1 - cover * (1 - torch.tensor(ink, device=cover.device)[:, None, None]))
    return pad_margin(sheet.clamp(0, 1), around)


def misregister(pixels: Tensor, drum: int, slip: float) -> Tensor:
    """The picture B×3×H×W as it falls under a drum that is out of register by `slip` pixels."""
    way = torch.tensor(SLIPS[drum], device=pixels.device)[None, :, None, None]
    return warp(pixels, way * slip) if drum and slip else pixels


def separate_inks(pixels: Tensor, inks: str, drum: int, contrast: float) -> Tensor:
    """The share of the paper, B×1×H×W, that the ink of a drum must cover for the print to come near the picture."""
    table = _table(inks)[:, drum : drum + 1].to(pixels.device)
    return _look_up(table, ((pixels - 0.5) * (1 + contrast) + 0.5).clamp(0, 1)).clamp(0, 1)


def _look_up(table: Tensor, colours: Tensor) -> Tensor:
    """What a table 1×C×blue×green×red has for the colours B×3×H×W, B×C×H×W."""
    places = colours.movedim(1, -1)[:, None] * 2 - 1
    return F.grid_sample(table.expand(len(colours), -1, -1, -1, -1), places, align_corners=True)[:, :, 0]


def _scale(options: RisoOptions) -> int:
    """How far the picture is reduced before it is separated: a speck shows no more of it."""
    return max(1, int(max(options.grain, LEAST) / 2))


@cache
def _table(inks: str) -> Tensor:
    """The shares 1×inks×blue×green×red for a lattice of all the colours: of all the mixtures those that look most alike."""
    steps = torch.linspace(0, 1, STEPS)
    colours = torch.stack(torch.meshgrid(steps, steps, steps, indexing="ij")[::-1], -1).reshape(-1, 3)
    tries = torch.cartesian_prod(*[torch.linspace(0, 1, SHARES)] * len(INKS[inks]))
    prints = _comparison_colours(
        torch.stack([1 - tries[:, k, None] * (1 - torch.tensor(ink)) for k, ink in enumerate(INKS[inks])]).prod(0)
    )
    wanted = _comparison_colours(colours)
    darkest = prints[:, 0].min()
    wanted[:, 0] = darkest + (wanted[:, 0] / wanted[:, 0].max()) * (prints[:, 0].max() - darkest)
    alike = torch.softmax(-torch.cdist(wanted, prints).square() / EASE, 1) @ tries
    return alike.T.reshape(1, -1, STEPS, STEPS, STEPS)


def _comparison_colours(colours: Tensor) -> Tensor:
    """Colours n×3 in OKLab, light weighed above hue."""
    return oklab(colours.T[None, :, :, None])[0, :, :, 0].T * torch.tensor((1.7, 1.0, 1.0))


def draw_specks(tile: Tile, wanted: Tensor, drum: int, grain: float) -> Tensor:
    """How much of each pixel is inked, B×1×H×W, 0 to 1: specks without a pattern, as many as the wanted share asks for."""
    size = max(grain, LEAST)
    x, y = coordinates(tile)
    columns, rows = ((place / size + SIDE * (0.37 * drum + 0.11)) % SIDE * FINE + 0.5 for place in (x, y))
    field = F.pad(_specks().to(wanted.device), (1, 1, 1, 1), mode="circular")
    limit = sample(field, (columns + 0 * rows)[None], (rows + 0 * columns)[None])
    soft = 0.6 / size
    return (((wanted * 1.08 - 0.04) * (1 + soft) - limit) / soft).clamp(0, 1)


@cache
def _specks() -> Tensor:
    """Thresholds 1×1×256×256 that repeat, each value as frequent as the others, near ones unlike (blue noise).

    White noise, in which what is coarse is taken away and the ranks are spread evenly again, round after round.
    The name and its use for screens are Ulichney's (1988).
    """
    number = torch.arange(SIDE)
    field = hash_noise(number[None], number[:, None], 301)
    frequency = torch.fft.fftfreq(SIDE).square()
    keep = 1 - torch.exp(-(frequency[None] + frequency[:, None]) / (2 * 0.2**2))
    for _ in range(ROUNDS):
        field = _rank(torch.fft.ifft2(torch.fft.fft2(field - 0.5) * keep).real)
    wide = F.interpolate(F.pad(field[None, None], (2, 2, 2, 2), mode="circular"), scale_factor=FINE, mode="bicubic")
    return _rank(wide[0, 0, 2 * FINE : -2 * FINE, 2 * FINE : -2 * FINE])[None, None]


def _rank(field: Tensor) -> Tensor:
    """Each value's rank, from 0 to 1."""
    return (field.flatten().argsort().argsort().reshape(field.shape) + 0.5) / field.numel()


def roll_ink(tile: Tile, drum: int, texture: float) -> Tensor:
    """How well the ink took, 1×1×H×W below 1: cloudy where the drum was uneven, bare on the paper's hollows."""
    side = max(tile.width, tile.height)
    cloud = fractal(tile, side * 0.03, 311 + 10 * drum, 3)
    hollow = fractal(tile, side * SHEET * 0.7, 341 + 10 * drum, 2)
    return 1 - texture * (0.09 + 0.07 * cloud.clamp(-1.2, 1.2) + 0.5 * smoothstep(1.5, 2.6, hollow + 0.3 * cloud))


def paper(tile: Tile, texture: float) -> Tensor:
    """The light on uncoated paper, 1×1×H×W about 1."""
    wide = fractal(tile, max(tile.width, tile.height) * SHEET, 351, 2)
    return 1 + texture * (0.022 * wide + TOOTH * noise(tile, 1.5, 353))
