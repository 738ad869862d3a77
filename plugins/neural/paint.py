"""Paint that a network made at one size, brought to the picture's own size tile by tile."""

from collections.abc import Callable

import torch
from torch import Tensor
from torch.nn.functional import avg_pool2d, interpolate, max_pool2d, pad

from ganstudio.api import Statistics, Tile

_LUMA = (0.299, 0.587, 0.114)
_FLAT = 2e-3  # the variance of luma below which a place counts as flat
_STEEPEST = 1.0


def paint(picture: Tensor, longest: int, run: Callable[[Tensor], Tensor]) -> Statistics:
    """The network's paint for a picture of at most `longest` pixels, which it sees at `longest` pixels.

    “layers” is h×w×13: the paint, its darkest and lightest nearby, the slope of its colours over the picture's luma,
    and that luma.
    """
    height, width = picture.shape[-2:]
    factor = longest / max(height, width)
    if factor > 1:
        size = max(1, round(height * factor)), max(1, round(width * factor))
        seen = interpolate(picture, size, mode="bicubic").clamp(0, 1)
        made = interpolate(run(seen), (height, width), mode="bicubic", antialias=True).clamp(0, 1)
    else:
        made = run(picture)
    light = luma(picture)
    around = pad(made, (1, 1, 1, 1), mode="replicate")
    darkest, lightest = -max_pool2d(-around, 3, stride=1), max_pool2d(around, 3, stride=1)
    layers = torch.cat([made, darkest, lightest, _local_slope(light, made), light], 1)
    return {"layers": layers[0].permute(1, 2, 0).contiguous()}


def enlarge(tile: Tile, statistics: Statistics, detail: float) -> Tensor:
    """The part of the paint where the tile lies, its soft edges drawn together and refined by the tile itself.

    Where the paint follows the picture, a finer edge of the picture is a finer edge of the paint (joint upsampling by a
    local linear model: He 2015, Fast guided filter).
    """
    layers: Tensor = statistics["layers"].to(tile.pixels.device)
    softness = min(1.0, max(0.0, (tile.width / layers.shape[1] - 1) / 2))
    rows = _taps(tile.top, tile.pixels.shape[-2], tile.height, layers.shape[0], softness)
    columns = _taps(tile.left, tile.pixels.shape[-1], tile.width, layers.shape[1], softness)
    part = _resample(_resample(layers, 0, *rows), 1, *columns).permute(2, 0, 1)[None]
    made, darkest, lightest, slope, light = (part[:, start : start + 3] for start in (0, 3, 6, 9, 12))
    crisp = torch.lerp(made, _sharpen(made, darkest, lightest), softness)
    return (crisp + detail * slope * (luma(tile.pixels) - light)).clamp(0, 1)


def _sharpen(made: Tensor, darkest: Tensor, lightest: Tensor) -> Tensor:
    """Steeper from the darkest to the lightest nearby, so that enlarged strokes keep an edge."""
    span = lightest - darkest
    share = (1.5 * ((made - darkest) / (span + 1e-3) - 0.5) + 0.5).clamp(0, 1)
    return darkest + span * share**2 * (3 - 2 * share)


def _taps(start: int, count: int, whole: int, small: int, softness: float) -> tuple[Tensor, Tensor]:
    """For `count` of `whole` pixels from `start`: the four of `small` that each is made of, and their weights.

    The cubic kernel of Mitchell and Netravali (1988): exact at softness 0, smooth at 1, where a lot is enlarged and the
    network's own pixels must not be seen.
    """
    place = (torch.arange(start, start + count, dtype=torch.float64) + 0.5) * small / whole - 0.5
    taps = place.floor().long()[:, None] + torch.arange(-1, 3)
    return taps.clamp(0, small - 1), _cubic((place[:, None] - taps).abs(), softness).float()


def _resample(layers: Tensor, axis: int, taps: Tensor, weights: Tensor) -> Tensor:
    lowest, highest = int(taps.min()), int(taps.max())
    near = layers.narrow(axis, lowest, highest - lowest + 1)
    shape = (-1, 1, 1) if axis == 0 else (1, -1, 1)
    taps, weights = (taps - lowest).to(near.device), weights.to(near.device)
    made = near.index_select(axis, taps[:, 0]) * weights[:, 0].view(shape)
    for tap in range(1, 4):
        made += near.index_select(axis, taps[:, tap]) * weights[:, tap].view(shape)
    return made


def _cubic(distance: Tensor, softness: float) -> Tensor:
    """Mitchell and Netravali's kernel with B = `softness` and C = (1 - B) / 2."""
    b, c = softness, (1 - softness) / 2
    near = (12 - 9 * b - 6 * c) * distance**3 + (-18 + 12 * b + 6 * c) * distance**2 + (6 - 2 * b)
    far = (-b - 6 * c) * distance**3 + (6 * b + 30 * c) * distance**2 + (-12 * b - 48 * c) * distance + (8 * b + 24 * c)
    return torch.where(distance < 1, near, far) / 6


def _local_slope(light: Tensor, made: Tensor) -> Tensor:
    """How much each colour of the paint changes with the picture's luma, in a neighbourhood of 3×3, 1×3×h×w."""
    covariance = _box_mean(light * made) - _box_mean(light) * _box_mean(made)
    variance = _box_mean(light**2) - _box_mean(light) ** 2
    return _box_mean(covariance / (variance + _FLAT)).clamp(-_STEEPEST, _STEEPEST)


def _box_mean(layers: Tensor) -> Tensor:
    return avg_pool2d(pad(layers, (1, 1, 1, 1), mode="replicate"), 3, stride=1)


def luma(picture: Tensor) -> Tensor:
    """How light a picture is, 1×1×h×w in [0, 1]."""
    return (picture * torch.tensor(_LUMA, device=picture.device)[:, None, None]).sum(1, keepdim=True)
