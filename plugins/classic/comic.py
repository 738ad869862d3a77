"""Comic: the picture in a few flat colours, brush lines that swell, solid blacks, and Ben-Day dots in the shadows alone.

The flat colours are chosen once for the whole picture, so that a plain area stays one colour however it was lit. Shadows
are what is darker than the ground around it, so that a dusky sky has no dots.
"""

import torch
from torch import Tensor

from ganstudio.api import Statistics, Tile, View

from .cartoon import areas, areas_reach, flat_colours, inner_lines, measure_line_density
from .colour import from_oklab, oklab
from .filters import gaussian, smoothstep
from .halftone import draw_screen, radii
from .insides import inner, pad_margin, spread
from .lines import lines_reach
from .pixels import HUE, choose_palette
from .print_styles import ComicOptions

LEAST = 4.0
SMALL = 200  # pixels of the longer side of the copy from which colours and ground are taken
GROUND = 0.09
DEEPER = 0.05
FULL = 0.19
HIDDEN = 1.4
THIN = 0.75
BOLD = 1.9
CRISP = 1500.0
NONE = 40.0  # a share of exp(-40) is none; still smaller ones are slow to compute
ANGLE = 45.0
COVER = 0.38
DARKER = 0.24
BRIGHTER = 1.2
INK = (0.055, 0.05, 0.075)


def measure(view: View, options: ComicOptions) -> Statistics:
    """The flat colours n×3 in OKLab: `seen`, what they stand for in the picture, and `printed`; maps 1×1×h×w of the whole.

    `ground` is the lightness around each place, `texture` how thickly lines lie there.
    """
    calm = areas(_tile_of(view.small(SMALL).cpu()), 2.0)
    seen = oklab(choose_palette(calm, options.colours).T[None, :, :, None])[0, :, :, 0].T
    ground = gaussian(oklab(calm)[:, :1], GROUND * SMALL)
    texture = measure_line_density(view, options.line * THIN)
    return {"seen": seen, "printed": print_colours(seen, options.vividness), "ground": ground, "texture": texture}


def print_colours(seen: Tensor, vividness: float) -> Tensor:
    """The colours n×3 as the press has them: paper white in the lights, fuller between."""
    light, chroma = seen[:, :1], seen[:, 1:].norm(dim=1, keepdim=True)
    lifted = 0.6 * light + 0.4 * smoothstep(0.0, 0.96, light)
    lifted = lifted * (0.97 / lifted.max()).clamp(1, BRIGHTER) + 0.02
    white = smoothstep(0.9, 0.96, light) * (1 - smoothstep(0.02, 0.05, chroma))
    full = (1 + 1.5 * vividness * torch.exp(-chroma / 0.12)) * (1 - white)
    full = full.clamp_max((FULL / chroma.clamp_min(1e-3)).clamp_min(1))  # no colour becomes neon that was not
    return torch.cat((torch.lerp(lifted, torch.ones_like(light), white).clamp_max(1), seen[:, 1:] * full), 1)


def margin(options: ComicOptions) -> int:
    """What the flat areas and the lines see."""
    return max(areas_reach(options.calm), lines_reach(options.line * BOLD)) + 1


def paint(tile: Tile, options: ComicOptions, statistics: Statistics) -> Tensor:
    """The picture as a page of a comic, B×3×H×W in [0, 1]."""
    around = margin(options)
    inside = inner(tile, around)
    flat = flat_colours(tile, around, options.calm)
    colours = flats(flat, statistics)
    pitch = max(options.dot, LEAST)
    dark = COVER * shadows(flat[:, :1], spread(statistics["ground"], inside), options.shadow)
    colours[:, :1] -= DARKER * draw_screen(inside, radii(dark, pitch, "dot"), pitch, ANGLE, "dot") * colours[:, :1].sqrt()
    drawn = inner_lines(tile, around, options.line * THIN) + 0.9 * inner_lines(tile, around, options.line * BOLD)
    black = ink(drawn - HIDDEN * spread(statistics["texture"], inside), flat[:, :1], options)
    return pad_margin(torch.lerp(from_oklab(colours), torch.tensor(INK, device=black.device)[:, None, None], black), around)


def flats(flat: Tensor, statistics: Statistics) -> Tensor:
    """For each place B×3×h×w the printed colour of the one nearest to it, in OKLab, blended only where two are as near."""
    seen, chosen = statistics["seen"].to(flat.device), statistics["printed"].to(flat.device)
    weighed = seen * torch.tensor((1.0, HUE**2, HUE**2), device=seen.device)
    places = flat.movedim(1, -1).flatten(0, 2)
    alike = torch.addmm(-(seen * weighed).sum(1), places, weighed.T, alpha=2)
    share = alike.sub_(alike.amax(1, keepdim=True)).mul_(CRISP).clamp_min_(-NONE).exp_()
    blended = share @ torch.cat((chosen, torch.ones_like(chosen[:, :1])), 1)
    return (blended[:, :3] / blended[:, 3:]).reshape(len(flat), *flat.shape[2:], 3).movedim(-1, 1).contiguous()


def shadows(light: Tensor, ground: Tensor, shadow: float) -> Tensor:
    """Where dots are printed, B×1×H×W, 0 to 1: below a tone and darker than the ground around, none at all above."""
    if not shadow:
        return torch.zeros_like(light)
    limit = (0.25 + 0.4 * shadow - light).clamp_max(ground - DEEPER - light)
    return smoothstep(0.0, 0.06, limit)


def ink(drawn: Tensor, light: Tensor, options: ComicOptions) -> Tensor:
    """Black, B×1×H×W, 0 to 1: lines that are bold where much changes and on the dark side, and solid areas."""
    solid = 0.13 + 0.25 * options.blacks
    return torch.maximum(smoothstep(0.043, 0.068, drawn * (1.35 - 0.7 * light)), 1 - smoothstep(solid - 0.03, solid, light))


def _tile_of(picture: Tensor) -> Tile:
    return Tile(picture, 0, 0, picture.shape[-1], picture.shape[-2])
