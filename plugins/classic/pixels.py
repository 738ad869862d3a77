"""Pixel art: blocks of one colour each, from a palette of few, mixed by an ordered dither (Bayer 1973).

A block that no block around it is like, and that hardly differs from them, is taken for a stray one and goes with them.
"""

import torch
import torch.nn.functional as F
from torch import Tensor

from ganstudio.api import Statistics, Tile, View

from .colour import from_oklab, oklab
from .filters import downscale_tile, gaussian, reach
from .piece_styles import PixelsOptions

LEAST = 2
ROUNDS = 8
FULLER = 0.9
STEPS = 4
STRAY = 0.16
APART = 0.12
HUE = 2.4
BATCH = 1 << 16
BAYER = ((0, 8, 2, 10), (12, 4, 14, 6), (3, 11, 1, 9), (15, 7, 13, 5))

PALETTES = {
    "handheld green": ("0c2618", "2c5a35", "7f9c30", "d2dc72"),
    "sixteen colours": (
        *("14121c", "3a3550", "77758a", "b9bcc4", "f6f1e4", "2b3f8c", "3f86d6", "8fd0ee"),
        *("1f5a3c", "5fa544", "7a2940", "d0413f", "f08a3c", "f7d35a", "83502f", "eab48c"),
    ),
    "sunset": ("1b1238", "47205f", "86296b", "c73e63", "ee6a50", "f9a24f", "fdd577", "fff4d0"),
    "black and white": ("101014", "f4f1e6"),
}
"""The fixed palettes, as the colours' hexadecimal numbers."""

RAMPS = ("handheld green", "sunset", "black and white")
"""The palettes that tell light from dark, and no more."""


def measure(view: View, options: PixelsOptions) -> Statistics:
    """The colours to paint with, `palette` n×3 in sRGB; `low` and `high`, the picture's darkest and lightest."""
    small = view.small(160).cpu()
    light = oklab(small)[:, 0].flatten()
    low, high = torch.quantile(light, torch.tensor((0.01, 0.99))).tolist()
    fixed = PALETTES.get(options.palette)
    return {"palette": hexadecimal(fixed) if fixed else choose_palette(small, options.colours), "low": low, "high": high}


def hexadecimal(colours: tuple[str, ...]) -> Tensor:
    """Colours n×3 in [0, 1] from their hexadecimal numbers."""
    return torch.tensor([list(bytes.fromhex(colour)) for colour in colours]) / 255


def choose_palette(picture: Tensor, count: int) -> Tensor:
    """The `count` colours n×3 that a picture 1×3×H×W can best be told in: the farthest ones first, then their middles.

    All is reckoned in OKLab, and a colour is nearly as full as those that it stands for: their plain mean would be muddy.
    """
    seen = _spread_hues(oklab(picture))[0].flatten(1).T
    chosen = seen[seen[:, 0].argmin()][None]
    apart = torch.cdist(seen, chosen)[:, 0]
    for _ in range(min(count, len(seen)) - 1):
        chosen = torch.cat((chosen, seen[apart.argmax()][None]))
        apart = torch.minimum(apart, torch.cdist(seen, chosen[-1:])[:, 0])
    for _ in range(ROUNDS):
        nearest = torch.cdist(seen, chosen).argmin(1)
        chosen = _group_means(seen, nearest, chosen)
    full = _group_means(seen[:, 1:].norm(dim=1, keepdim=True), nearest, chosen[:, 1:].norm(dim=1, keepdim=True))
    fuller = torch.lerp(torch.ones_like(full), full / chosen[:, 1:].norm(dim=1, keepdim=True).clamp_min(0.02), FULLER)
    lab = torch.cat((chosen[:, :1], chosen[:, 1:] / HUE * fuller.clamp(1, 1.5)), 1)
    return (from_oklab(lab.T[None, :, :, None])[0, :, :, 0].T * 255).round() / 255


def _group_means(values: Tensor, which: Tensor, otherwise: Tensor) -> Tensor:
    """The mean n×3 of the values of each of n groups, or another value where a group is empty."""
    sums = torch.zeros_like(otherwise).index_add_(0, which, values)
    counts = torch.bincount(which, minlength=len(otherwise))[:, None]
    return torch.where(counts > 0, sums / counts.clamp_min(1), otherwise)


def margin(options: PixelsOptions) -> int:
    """The rest of a block that a tile's edge cuts, and the neighbours that a block is set off from."""
    return _block(options) * (reach(1.0) + 2)


def paint(tile: Tile, options: PixelsOptions, statistics: Statistics) -> Tensor:
    """The picture in blocks, B×3×H×W in [0, 1]."""
    block = _block(options)
    small = downscale_tile(tile, block)
    palette = statistics["palette"].to(tile.pixels.device)
    crisp = small.pixels + options.crispness * (small.pixels - gaussian(small.pixels, 1.0))
    wanted = map_tones(oklab(crisp.clamp(0, 1)), palette, options, statistics)
    seen = _comparison_colours(palette, options)
    which = remove_strays(dither(_spread_hues(wanted), seen, bayer(small), options.dither), seen)
    return _enlarge_blocks(palette[which].movedim(-1, 1), tile, block)


def remove_strays(which: Tensor, palette: Tensor) -> Tensor:
    """The blocks B×h×w without strays: one unlike all eight around takes the nearest colour of the four beside, if near."""
    around = F.pad(which[:, None].float(), (1, 1, 1, 1), mode="replicate")[:, 0].long()
    height, width = which.shape[-2:]
    beside = [around[:, j : j + height, i : i + width] for j in range(3) for i in range(3) if (i, j) != (1, 1)]
    alone = torch.stack([other != which for other in beside]).all(0)
    apart = torch.cdist(palette, palette)
    four = torch.stack([beside[k] for k in (1, 3, 4, 6)])
    far, nearest = apart[which, four].min(0)
    return torch.where(alone & (far < STRAY), four.gather(0, nearest[None])[0], which)


def map_tones(seen: Tensor, palette: Tensor, options: PixelsOptions, statistics: Statistics) -> Tensor:
    """The colours B×3×h×w to be mixed: from the picture's range of light to the palette's, where that is a fixed one."""
    if options.palette not in PALETTES:
        return seen
    lights = oklab(palette.T[None, :, :, None])[:, 0]
    low, high = float(statistics["low"]), float(statistics["high"])
    share = ((seen[:, :1] - low) / max(high - low, 0.3)).clamp(0, 1)
    light = lights.min() + share * (lights.max() - lights.min())
    if options.palette in RAMPS:
        return torch.cat((light, torch.zeros_like(seen[:, 1:])), 1)
    return torch.cat((light, seen[:, 1:] * 1.3), 1)


def dither(wanted: Tensor, palette: Tensor, threshold: Tensor, strength: float) -> Tensor:
    """Which of the palette's colours n×3 each block takes, B×h×w: the nearest, or by turns two that mix the wanted one."""
    blocks = wanted.movedim(1, -1).reshape(-1, 3)
    limits = (0.5 + strength * (threshold - 0.5)).expand(len(wanted), -1, -1).flatten()
    parts = [slice(start, start + BATCH) for start in range(0, len(blocks), BATCH)]
    return torch.cat([_mix_pairs(blocks[part], palette, limits[part]) for part in parts]).reshape(
        len(wanted), *wanted.shape[2:]
    )


def _mix_pairs(wanted: Tensor, palette: Tensor, limit: Tensor) -> Tensor:
    nearest = (wanted[:, None] - palette).square().sum(2).argmin(1)
    here = palette[nearest]
    way = palette - here[:, None]
    long = way.square().sum(2)
    share = (((wanted - here)[:, None] * way).sum(2) / long.clamp_min(1e-9)).clamp(0, 0.5)
    off = (wanted[:, None] - here[:, None] - share[..., None] * way).square().sum(2)
    other = (off + APART * share * long).argmin(1)
    share = (share.gather(1, other[:, None])[:, 0] * STEPS).round() / STEPS  # rarer blocks would look like dust
    lighter = palette[other, 0] > palette[nearest, 0]
    return torch.where(torch.where(lighter, share, 1 - share) > limit, *_order_pair(nearest, other, lighter))


def _order_pair(nearest: Tensor, other: Tensor, lighter: Tensor) -> tuple[Tensor, Tensor]:
    """The lighter one of two colours and the darker one, so that a pattern does not turn round half-way between them."""
    return torch.where(lighter, other, nearest), torch.where(lighter, nearest, other)


def bayer(small: Tile) -> Tensor:
    """The thresholds h×w of the ordered dither, counted from the whole picture's corner."""
    height, width = small.pixels.shape[-2:]
    matrix = torch.tensor(BAYER, device=small.pixels.device)
    rows = torch.arange(small.top, small.top + height, device=matrix.device) % 4
    columns = torch.arange(small.left, small.left + width, device=matrix.device) % 4
    return (matrix[rows][:, columns] + 0.5) / 16


def _comparison_colours(palette: Tensor, options: PixelsOptions) -> Tensor:
    """The palette n×3 as it is compared: in OKLab, or by its light alone."""
    seen = _spread_hues(oklab(palette.T[None, :, :, None]))[0, :, :, 0].T
    return seen * torch.tensor((1.0, 0.0, 0.0), device=seen.device) if options.palette in RAMPS else seen


def _spread_hues(seen: Tensor) -> Tensor:
    """OKLab B×3×h×w with its colours farther apart: a wrong hue is worse than a wrong tone."""
    return torch.cat((seen[:, :1], seen[:, 1:] * HUE), 1)


def _enlarge_blocks(blocks: Tensor, tile: Tile, block: int) -> Tensor:
    """The blocks at the tile's own size; those that its edge cuts are repeated from the next, which only the margin sees."""
    dx, dy = -tile.left % block, -tile.top % block
    height, width = tile.pixels.shape[-2:]
    padded = F.pad(blocks, (1, 1, 1, 1), mode="replicate").repeat_interleave(block, -2).repeat_interleave(block, -1)
    return padded[..., block - dy : block - dy + height, block - dx : block - dx + width]


def _block(options: PixelsOptions) -> int:
    """A block's side in whole pixels."""
    return max(LEAST, round(options.block))
