"""Oil paint: an underpainting, dabs of a broad brush over it, finer ones where much happens, in relief on a canvas."""

import math
from dataclasses import dataclass

import torch
from torch import Tensor

from ganstudio.api import Statistics, Tile, View

from .bristles import bristles
from .colour import luma, saturate
from .dabs import JITTER, Lattice, lattice, under
from .filters import (  # fmt: skip
    busy,
    coordinates,
    downscale_tile,
    gaussian,
    places,
    reach,
    sample,
    shift,
    smoothstep,
    upscale_to_tile,
)
from .flow import tensor, unit
from .grain import tooth
from .insides import inner, pad_margin
from .kuwahara import kuwahara, kuwahara_reach
from .noise import noise
from .paint_styles import OilOptions

COARSE = 10.0
GUIDE = 1024
NEAR = 0.4
FAR = 0.7
UNDER = 2
EDGE, HAIRS = 6, 0.13
SPARE = 4


@dataclass(frozen=True)
class Brush:
    """One level of dabs: half their length and width in strokes, and from how much on (busy, 0 to 1) they are laid."""

    long: float
    wide: float
    apart: int
    low: float
    high: float
    seed: int

    def reach(self, stroke: float) -> float:
        """How far a dab reaches from its middle: half of its length, and what its hairs and its edge add."""
        return 1.08 * self.long * stroke + 1

    def pitch(self, stroke: float) -> float:
        """How far its dabs lie apart."""
        return self.reach(stroke) / (self.apart / 2 - JITTER)


BRUSHES = (Brush(1.8, 0.7, 3, -1.0, -0.5, 51), Brush(1.1, 0.4, 3, 0.0, 0.35, 61), Brush(0.55, 0.22, 2, 0.2, 0.6, 71))
BLUR = 0.4


@dataclass(frozen=True)
class Painting:
    """What is seen of the reduced picture, the piece of it that is painted, and how broad the brush is there."""

    tile: Tile
    piece: Tile
    stroke: float

    def clip(self, field: Tensor) -> Tensor:
        """The piece of a field B×C×h×w of what is seen."""
        top, left = self.piece.top - self.tile.top, self.piece.left - self.tile.left
        height, width = self.piece.pixels.shape[-2:]
        return field[..., top : top + height, left : left + width]


def margin(options: OilOptions) -> int:
    """What the strokes see: the picture under the middle of a dab, and the patches of the underpainting."""
    scale, stroke = _scale(options.stroke)
    placed = max(brush.reach(stroke) + reach(brush.wide * stroke * BLUR) for brush in BRUSHES)
    under = UNDER * (kuwahara_reach(stroke / UNDER) + 3)
    return scale * (math.ceil(max(placed, under)) + SPARE + 1)


def measure(view: View, options: OilOptions) -> Statistics:
    """Which way the brush goes, doubled, and where much happens, 1×3×h×w over the whole picture, at most 1024 pixels."""
    longer = max(view.width, view.height)
    small = view.small(max(1, min(GUIDE, round(longer / max(1.0, options.stroke * NEAR / 1.5)))))
    width = options.stroke * max(small.shape[-2:]) / longer
    return {"guide": guide(small, width)}


def guide(small: Tensor, width: float) -> Tensor:
    """The doubled flow along the edges, far from any in slow curves, and where much happens, 0 to 1: B×3×h×w."""
    near = tensor(small, width * NEAR)
    near = near + 0.3 * gaussian(near, width * FAR) + 0.2 * gaussian(near, width * 2.5)
    angle = noise(Tile(small, 0, 0, small.shape[-1], small.shape[-2]), width * 10, 11) * 1.2 + 0.8
    weak = 2e-4 * max(1.0, 1.5 / (width * NEAR)) ** 2
    xx, yy, xy = near.chunk(3, 1)
    flow = (torch.cat((yy - xx, -2 * xy), 1) + torch.cat((angle.cos(), angle.sin()), 1) * weak) / (xx + yy + weak)
    return torch.cat((flow, busy(small, width)), 1)


def paint(tile: Tile, options: OilOptions, statistics: Statistics) -> Tensor:
    """The picture in oil, B×3×H×W in [0, 1]."""
    scale, stroke = _scale(options.stroke)
    small, edge = downscale_tile(tile, scale), margin(options) - SPARE * scale
    part = inner(tile, edge)
    painting = Painting(small, downscale_tile(part, scale), stroke)
    seen = sample_guide(statistics["guide"], tile, small, scale)
    flow, detail = seen[:, :2], seen[:, 2:].clamp(0, 1) * (0.1 + 1.5 * options.detail)
    painted = lay_dabs(painting, flow, detail)
    colours = saturate(painted[:, :3], 0.9 + 0.5 * options.richness)
    thick = 0.2 + 0.15 * painting.clip(detail).clamp(0, 1)
    relief = slope(painted[:, 3:] * min(1.0, stroke / 10)) * (thick * options.impasto)
    relief = relief + weave(tile, painting.piece, scale) * (0.2 * options.canvas)
    both = upscale_to_tile(torch.cat((colours, relief), 1), part, scale)
    fine = bristles(part, painting.clip(flow), scale) * (0.06 * options.impasto)
    fine = fine.add_(tooth(part, 46), alpha=0.03 * options.canvas) + both[:, 3:]
    return pad_margin(light_relief(both[:, :3], fine), edge)


def sample_guide(guide: Tensor, tile: Tile, small: Tile, scale: int) -> Tensor:
    """The guide where the reduced tile lies, 1×3×h×w."""
    x, y = coordinates(small)
    columns = x * (scale * guide.shape[-1] / tile.width) - 0.5
    rows = y * (scale * guide.shape[-2] / tile.height) - 0.5
    height, width = small.pixels.shape[-2:]
    return sample(guide, columns.expand(height, width)[None], rows.expand(height, width)[None])


def paint_flat(small: Tile, flow: Tensor, stroke: float) -> Tensor:
    """The picture B×3×h×w in broad, flat patches along a doubled flow 1×2×h×w."""
    less = downscale_tile(small, UNDER)
    turned = downscale_tile(Tile(flow, small.left, small.top, small.width, small.height), UNDER).pixels
    turned = turned.expand(len(less.pixels), -1, -1, -1)
    return upscale_to_tile(kuwahara(less.pixels, turned, stroke / UNDER), small, UNDER)


def lay_dabs(painting: Painting, flow: Tensor, detail: Tensor) -> Tensor:
    """All dabs over the underpainting, the broad ones first: colours and how thick the paint lies, B×4×h×w of the piece."""
    ground = painting.clip(paint_flat(painting.tile, flow, painting.stroke))
    painted = torch.cat((ground, torch.zeros_like(ground[:, :1])), 1)
    for brush in BRUSHES:
        cells = lattice(painting.piece, brush.pitch(painting.stroke), brush.apart)
        blurred = gaussian(painting.tile.pixels, brush.wide * painting.stroke * BLUR)
        dabs, looked = touches(cells, brush, painting, blurred, flow, detail), painting.clip(blurred)
        for dab in cells.passes(dabs) if bool((dabs[:, EDGE] > -2 * HAIRS).any()) else ():
            painted = lay_dab(painted, dab, looked, brush, painting.stroke)
    return painted


def touches(cells: Lattice, brush: Brush, painting: Painting, blurred: Tensor, flow: Tensor, detail: Tensor) -> Tensor:
    """What is known of each dab, B×10×n×m: middle, direction by length, bend, phase of its hairs, edge, and colour."""
    seen, stroke = painting.tile, painting.stroke
    x, y = cells.centres(brush.seed)
    chance = [cells.chance(brush.seed + 2 + k) for k in range(5)]
    cos, sin = unit(under(flow, seen, x, y))
    size = (0.65 + 0.35 * chance[0]) * (brush.long * stroke)
    there = smoothstep(brush.low, brush.high, under(detail, seen, x, y))[0, 0] - 0.7 * chance[1]
    shape = [
        x - cells.tile.left - 0.5, y - cells.tile.top - 0.5, cos[0] / size, sin[0] / size,
        0.5 * chance[2] - 0.25, 20 * chance[3], (4 * there).clamp(-1, 1),
    ]  # fmt: skip
    colour = under(blurred, seen, x, y)
    light, warm = (chance[4] - 0.5) * 0.06 * (0.5 + luma(colour)), (chance[2] - 0.5) * 0.035
    colour = colour + light + torch.stack((warm, warm * 0.1, -warm))
    known = torch.stack(shape)[None].expand(len(colour), -1, -1, -1)
    return torch.cat((known, colour), 1)


def lay_dab(painted: Tensor, dab: Tensor, looked: Tensor, brush: Brush, stroke: float) -> Tensor:
    """The painting, colours and height B×4×h×w, with a dab laid on; it leaves out what is of quite another colour."""
    columns, rows = places(dab)
    x, y, cos, sin, bend, phase, edge = dab[:, :7].unbind(1)
    x, y = columns - x, rows - y
    u, v = cos * x + sin * y, (cos * y - sin * x) * (brush.long / brush.wide)
    along = u * u
    v = torch.addcmul(v, along, bend)
    across = v * v
    fine = max(4.0, 1.8 * brush.wide * stroke)
    hairs = (
        torch.cos(torch.add(phase, v, alpha=0.45 * fine)).mul_(0.6).add_(torch.add(phase * 2.3 + u, v, alpha=fine).cos_())
    )
    inside = edge - along * along - across + HAIRS * hairs
    colour = dab[:, 7:]
    other = (colour - looked).square_().sum(1)
    cover = (inside * max(1.0, 0.5 * brush.wide * stroke)).clamp_(0, 1) * (1.25 - 9 * other).clamp_(0, 1)
    laid = torch.cat((colour * (1 + 0.03 * hairs)[:, None], (0.13 * hairs + 0.8 - 0.4 * across)[:, None]), 1)
    return torch.lerp(painted, laid, cover[:, None])


def slope(height: Tensor) -> Tensor:
    """Light on thick paint of that height B×1×h×w, about -1 to 1; it comes from the upper left."""
    return (shift(height, -1, -1) - shift(height, 1, 1)).clamp(-1, 1)


def weave(tile: Tile, small: Tile, scale: int) -> Tensor:
    """The threads of a canvas, 1×1×h×w, none like the other, about -1 to 1."""
    thread = max(2.5, max(tile.width, tile.height) * 0.0036 / scale)
    x, y = coordinates(small)
    turn = 2 * math.pi / thread
    wave = torch.cos(x * turn + 1.3 * noise(small, thread * 5, 41)) * torch.cos(
        y * turn + 1.3 * noise(small, thread * 5, 42)
    )
    return wave * (0.7 + 0.4 * noise(small, thread * 3, 43)) + 0.4 * noise(small, thread * 0.7, 44)


def light_relief(pixels: Tensor, relief: Tensor) -> Tensor:
    """Pixels B×3×H×W in [0, 1] lightened or darkened by a relief B×1×H×W, most in the middle tones."""
    return torch.addcmul(pixels, torch.addcmul(pixels, pixels, pixels, value=-1), relief, value=4).clamp_(0, 1)


def _scale(stroke: float) -> tuple[int, float]:
    """How far the picture is reduced to be painted, and how broad the brush is then."""
    scale = max(1, int(stroke / COARSE))
    return scale, stroke / scale
