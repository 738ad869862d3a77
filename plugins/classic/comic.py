"""Comic: the picture in a few flat colours, brush lines that swell, solid blacks, and Ben-Day dots in the shadows alone.

The flat colours are chosen once for the whole picture, so that a plain area stays one colour however it was lit.
"""

import torch
from torch import Tensor

from ganstudio import Statistics, Tile, View

from .cartoon import areas, areas_reach
from .colour import from_oklab, oklab
from .filters import smoothstep
from .halftone import screen
from .lines import lines, lines_reach
from .pixels import HUE, taken
from .styles import ComicOptions

LEAST = 3.0
THIN = 0.75
BOLD = 1.9
CRISP = 1500.0
ANGLE = 45.0
COVER = 0.38
DARKER = 0.24
BRIGHTER = 1.2
INK = (0.055, 0.05, 0.075)


def measure(view: View, options: ComicOptions) -> Statistics:
    """The flat colours n×3 in OKLab: `seen`, what they stand for in the picture, and `printed`."""
    small = view.small(200).cpu()
    seen = oklab(taken(areas(_whole(small), 2.0), options.colours).T[None, :, :, None])[0, :, :, 0].T
    return {"seen": seen, "printed": printed(seen, options.vividness)}


def printed(seen: Tensor, vividness: float) -> Tensor:
    """The colours n×3 as the press has them: paper white in the lights, fuller between."""
    light, chroma = seen[:, :1], seen[:, 1:].norm(dim=1, keepdim=True)
    lifted = 0.6 * light + 0.4 * smoothstep(0.0, 0.96, light)
    lifted = lifted * (0.97 / lifted.max()).clamp(1, BRIGHTER) + 0.02
    white = smoothstep(0.9, 0.96, light) * (1 - smoothstep(0.02, 0.05, chroma))
    full = (1 + 1.7 * vividness * torch.exp(-chroma / 0.12)) * (1 - white)
    return torch.cat((torch.lerp(lifted, torch.ones_like(light), white).clamp_max(1), seen[:, 1:] * full), 1)


def margin(options: ComicOptions) -> int:
    """What the flat areas and the lines see."""
    return max(areas_reach(options.calm), lines_reach(options.line * BOLD)) + 1


def paint(tile: Tile, options: ComicOptions, statistics: Statistics) -> Tensor:
    """The picture as a page of a comic."""
    flat = oklab(areas(tile, options.calm))
    colours = flats(flat, statistics)
    dots = screen(tile, COVER * shadows(flat[:, :1], options.shadow), max(options.dot, LEAST), ANGLE, "dot")
    colours = torch.cat((colours[:, :1] - DARKER * dots * colours[:, :1].sqrt(), colours[:, 1:]), 1)
    black = ink(tile, flat[:, :1], options)
    return from_oklab(colours) * (1 - black) + torch.tensor(INK, device=black.device)[:, None, None] * black


def flats(flat: Tensor, statistics: Statistics) -> Tensor:
    """For each place the printed colour of the one nearest to it, in OKLab, blended only where two are as near."""
    seen, chosen = statistics["seen"].to(flat.device), statistics["printed"].to(flat.device)
    weighed = seen * torch.tensor((1.0, HUE**2, HUE**2), device=seen.device)
    alike = torch.einsum("bchw,nc->bnhw", 2 * flat, weighed) - (seen * weighed).sum(1)[:, None, None]
    share = torch.softmax(CRISP * alike, 1)
    return torch.einsum("bnhw,nc->bchw", share, chosen)


def shadows(light: Tensor, shadow: float) -> Tensor:
    """Where dots are printed, 0 to 1: below a tone, none at all above."""
    limit = 0.25 + 0.4 * shadow
    return 1 - smoothstep(limit - 0.06, limit, light) if shadow else torch.zeros_like(light)


def ink(tile: Tile, light: Tensor, options: ComicOptions) -> Tensor:
    """Black, 0 to 1: lines that are bold where much changes and on the dark side, and solid areas."""
    drawn = lines(tile, options.line * THIN) + 0.9 * lines(tile, options.line * BOLD)
    drawn = drawn * (1.35 - 0.7 * light)
    solid = 0.13 + 0.25 * options.blacks
    return torch.maximum(smoothstep(0.043, 0.068, drawn), 1 - smoothstep(solid - 0.03, solid, light))


def _whole(picture: Tensor) -> Tile:
    return Tile(picture, 0, 0, picture.shape[-1], picture.shape[-2])
