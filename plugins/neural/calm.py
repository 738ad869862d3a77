"""Plain places of a photo, skies above all: calm in the paint, and of colours that keep their places among the others.

A network answers most to one width of pattern: the faint grain of a plain place becomes rows of chevrons of that width,
where a place without any stays even. And it gives a plain place whatever colour its normalisation leads to, another one
near edges. So it is given faint strokes there in place of the grain, their relief is lowered, and the colours are those
that the place would have if the photo's colours were moved to the painting's.
"""

import numpy as np
import torch
from torch import Tensor
from torch.nn.functional import avg_pool2d, interpolate, max_pool2d, pad

from .paint import luma

_QUARTER = 4  # what is broad is looked at in a picture of so many times fewer pixels a side
_FAINT, _CLEAR = 0.008, 0.03  # deviations of luma: up to the first a place is plain, from the second on it is not
_STROKES = 0.008  # deviation of the strokes that the network is given in place of the grain
_RELIEF = 0.3  # how much of its relief the paint keeps in plain places
_LONGEST, _COLOURS, _TURNS = 96, 200, 20  # pixels of the picture whose colours are moved, colours of the painting, rounds
_BLUR, _BALANCE = 0.01, 0.5  # how many of the painting's colours mix, squared; how evenly they are used, 0 to 1
_OPPONENT = torch.tensor(((0.58, 0.58, 0.58), (1.0, -1.0, 0.0), (0.6, 0.6, -1.2)))  # light, red to green, yellow to blue


def find_plain_areas(picture: Tensor) -> Tensor:
    """Where a picture, 1×3×h×w, is plain over some thirty pixels: 0 to 1, up to the edges of what is not, 1×1×h×w."""
    light = luma(picture)
    small = _reduce_quarter(light)
    unrest = torch.maximum(_local_deviation(small, 2), _reduce_quarter(_local_deviation(light, 2)))
    plain = 1 - ((max_pool2d(unrest, 3, 1, 1) - _FAINT) / (_CLEAR - _FAINT)).clamp(0, 1)
    broad = max_pool2d(((_smooth(plain, 3) - 0.3) / 0.6).clamp(0, 1), 9, 1, 4)
    return _guided_upsample(light, small, broad, 4, 1e-3).clamp(0, 1)


def replace_grain(picture: Tensor, plain: Tensor) -> Tensor:
    """The picture with faint strokes in place of the grain of its plain places."""
    height, width = picture.shape[-2:]
    noise = torch.from_numpy(np.random.default_rng(0).standard_normal((1, 1, height + 8, width + 36), np.float32))
    strokes = avg_pool2d(avg_pool2d(noise, (7, 25), 1), (3, 13), 1)
    light = luma(picture)
    even = _guided_upsample(light, _reduce_quarter(light), _reduce_quarter(picture), 3, 1e-3)
    return torch.lerp(picture, even + strokes * (_STROKES / strokes.std(correction=0).clamp_min(1e-6)), plain)


def calm_plain_areas(made: Tensor, picture: Tensor, painting: Tensor, plain: Tensor, likeness: float) -> Tensor:
    """What a network made of a picture, with less relief in its plain places and in colours that go with the painting."""
    light = luma(picture)
    base = _guided_upsample(light, _reduce_quarter(light), _reduce_quarter(made), 6, 1e-4)
    small = _smooth(_reduce(picture), 1)
    moved = torch.lerp(small, _move_colours(small, _reduce(painting)), likeness)
    place = _guided_upsample(light, luma(small), moved, 3, 1e-3)
    return torch.lerp(made, place + _RELIEF * (made - base), plain).clamp(0, 1)


def _move_colours(picture: Tensor, painting: Tensor) -> Tensor:
    """The picture's colours, each moved to the painting's nearest ones, as far as those are not taken by others.

    Optimal transport that may use colours of the painting more or less often than they occur (Chizat 2018).
    """
    values, palette = ((_OPPONENT @ seen[0].flatten(1)).T for seen in (picture, painting))
    palette = palette[:: max(1, len(palette) // _COLOURS)]
    light, wanted = values[:, 0], palette[:, 0]
    values = values.clone()
    values[:, 0] = (light - light.mean()) / (light.std(correction=0) + 0.02) * wanted.std(correction=0) + wanted.mean()
    kernel = torch.exp(-torch.cdist(values, palette).square() / _BLUR)
    share = torch.ones(len(palette))
    for _ in range(_TURNS):
        own = 1 / (kernel @ share).clamp_min(1e-30)
        share = (len(values) / len(palette) / (own @ kernel).clamp_min(1e-30)) ** _BALANCE
    plan = own[:, None] * kernel * share
    moved = plan @ palette / plan.sum(1, keepdim=True).clamp_min(1e-30)
    colours: Tensor = torch.linalg.inv(_OPPONENT) @ moved.T
    return colours.clamp(0, 1).view(picture.shape)


def _guided_upsample(light: Tensor, small_light: Tensor, layers: Tensor, reach: int, faint: float) -> Tensor:
    """Small layers at full size, smooth but for what follows the light (He 2015, Fast guided filter)."""
    mean, means = _smooth(small_light, reach), _smooth(layers, reach)
    variance = _smooth(small_light**2, reach) - mean**2
    slope = (_smooth(small_light * layers, reach) - mean * means) / (variance + faint)
    slope, rest = (_smooth(each, reach) for each in (slope, means - slope * mean))
    slope, rest = (interpolate(each, light.shape[-2:], mode="bilinear") for each in (slope, rest))
    return torch.addcmul(rest, slope, light)


def _reduce_quarter(layers: Tensor) -> Tensor:
    return interpolate(layers, [-(-side // _QUARTER) for side in layers.shape[-2:]], mode="area")


def _reduce(picture: Tensor) -> Tensor:
    share = min(1.0, _LONGEST / max(picture.shape[-2:]))
    return interpolate(picture, [max(1, round(side * share)) for side in picture.shape[-2:]], mode="area")


def _local_deviation(light: Tensor, reach: int) -> Tensor:
    return (_box_mean(light**2, reach) - _box_mean(light, reach) ** 2).clamp_min(0).sqrt()


def _smooth(layers: Tensor, reach: int) -> Tensor:
    return _box_mean(_box_mean(layers, reach), reach)


def _box_mean(layers: Tensor, reach: int) -> Tensor:
    return avg_pool2d(pad(layers, (reach,) * 4, mode="replicate"), 2 * reach + 1, stride=1)
