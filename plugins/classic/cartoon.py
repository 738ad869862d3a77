"""Cartoon: flat areas of few tones, and ink lines where forms end (Winnemöller, Olsen & Gooch 2006).

How thickly lines lie is measured once, on a small copy of the whole picture: where they are many, as in fur and grass, it
is texture, and those that do not stand out from it are left out.
"""

import math

import torch
from torch import Tensor

from ganstudio.api import Statistics, Tile, View

from .colour import from_oklab, luma, oklab
from .filters import downscale_tile, gaussian, smoothstep, upscale_to_tile
from .flow import double_angle, tensor, tensor_reach
from .insides import enlarge_inside, inner, inside_reach, pad_margin, spread
from .kuwahara import kuwahara, kuwahara_reach
from .lines import lines, lines_reach
from .paint_styles import CartoonOptions

COARSE = 5.0
SMALL = 500  # pixels of the longer side of the copy on which texture is measured
AROUND = 7.5  # lines' breadths
MANY = 0.003
HIDDEN = 2.0


def measure(view: View, options: CartoonOptions) -> Statistics:
    """How thickly lines lie, `texture` 1×1×h×w (see `measure_line_density`)."""
    return {"texture": measure_line_density(view, options.line)}


def measure_line_density(view: View, line: float) -> Tensor:
    """The mean strength of dark lines around each place of the whole picture, 1×1×h×w, above what single lines have."""
    small = view.small(SMALL).cpu()
    longer = max(small.shape[-2:])
    breadth = line * longer / max(view.width, view.height)
    sigma = max(breadth / 2, 0.5)
    light = gaussian(luma(small), sigma * 0.5)
    around = gaussian(light, sigma * 1.6)
    darker = ((around - gaussian(light, sigma)) / (around + 0.25)).clamp_min(0)
    return (gaussian(darker, AROUND * breadth) - MANY).clamp_min(0)


def margin(options: CartoonOptions) -> int:
    """What the flat areas and the lines see."""
    return max(areas_reach(options.smoothness), lines_reach(options.line))


def paint(tile: Tile, options: CartoonOptions, statistics: Statistics) -> Tensor:
    """The picture as a cartoon, B×3×H×W in [0, 1]."""
    around = margin(options)
    inside = inner(tile, around)
    flat = flat_colours(tile, around, options.smoothness)
    light = tones(flat[:, :1], options.tones)
    colours = from_oklab(torch.cat((light, flat[:, 1:] * (1 + 0.6 * options.vividness)), 1))
    drawn = inner_lines(tile, around, options.line) - HIDDEN * spread(statistics["texture"], inside)
    ink = smoothstep(0.011, 0.036, drawn * (0.4 + 1.6 * options.ink))
    black = torch.tensor((0.07, 0.06, 0.09), device=ink.device)[:, None, None]
    return pad_margin(torch.lerp(colours, black, ink), around)


def flat_colours(tile: Tile, around: int, smoothness: float) -> Tensor:
    """OKLab B×3×h×w of what is inside of the tile, `around` pixels from its edge, in calm areas with crisp borders."""
    small, field = _areas(inner(tile, around - areas_reach(smoothness)), smoothness)
    return enlarge_inside(oklab(field), small, inner(tile, around), _scale(smoothness)[0])


def inner_lines(tile: Tile, around: int, thickness: float) -> Tensor:
    """The lines inside of the tile, B×1×h×w (see `lines`)."""
    reach = lines_reach(thickness)
    drawn = lines(inner(tile, around - reach), thickness)
    return drawn[..., reach : drawn.shape[-2] - reach, reach : drawn.shape[-1] - reach]


def areas(tile: Tile, smoothness: float) -> Tensor:
    """The picture in calm areas with crisp borders, B×3×H×W in [0, 1]."""
    return upscale_to_tile(_areas(tile, smoothness)[1], tile, _scale(smoothness)[0]).clamp(0, 1)


def _areas(tile: Tile, smoothness: float) -> tuple[Tile, Tensor]:
    """The reduced tile, and it in calm areas."""
    scale, radius = _scale(smoothness)
    small = downscale_tile(tile, scale)
    return small, kuwahara(small.pixels, double_angle(tensor(small.pixels, radius * 0.4)), radius)


def areas_reach(smoothness: float) -> int:
    """How far `areas` reads."""
    scale, radius = _scale(smoothness)
    return max(scale * (tensor_reach(radius * 0.4) + kuwahara_reach(radius) + 3), inside_reach(scale))


def tones(light: Tensor, count: int) -> Tensor:
    """Lightness B×1×H×W, 0 to 1, pulled towards `count` tones, shadows lifted, with soft steps between them."""
    place = light.clamp(0, 1) ** 0.9 * count
    edge = place.round()
    return (edge + 0.5 * torch.tanh(9 * (place - edge)) / math.tanh(4.5)) / count


def _scale(smoothness: float) -> tuple[int, float]:
    scale = max(1, int(smoothness / COARSE))
    return scale, smoothness / scale
