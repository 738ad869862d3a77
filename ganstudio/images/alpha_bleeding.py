"""Bleeding: colours drawn out under what is transparent, so that whoever looks at an edge sees no foreign colour there."""

from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from ganstudio.images.picture import Picture

_ROWS = 128  # an even number
Level = NDArray[np.float32]


def bleed_alpha(picture: Picture) -> Picture:
    """The picture with the colours of its nearest visible pixels where nothing shows; alpha, and all that shows, as it is.

    Averages of what shows, each level half as large, are filled in from the coarsest to the finest (“push-pull”, Gortler et
    al., “The Lumigraph”, 1996). It needs about 13 bytes a pixel beside the new picture.
    """
    alpha = picture.alpha
    if alpha is None or alpha.all() or not alpha.any():
        return picture
    colours = _fill(_halve_picture(picture.pixels, alpha))
    pixels = picture.pixels.copy()
    for top in range(0, picture.height, _ROWS):
        rows = slice(top, min(top + _ROWS, picture.height))
        hidden = alpha[rows] == 0
        if hidden.any():
            box = (0, rows.start / 2, picture.width / 2, rows.stop / 2)
            under = _enlarge(colours, (picture.width, rows.stop - rows.start), box)
            pixels[rows][hidden] = (under[hidden] + 0.5).astype(pixels.dtype)
    return replace(picture, pixels=pixels)


def _halve_picture(pixels: NDArray[Any], alpha: NDArray[Any]) -> Level:
    """Half as large: each colour times its weight, and the weight."""
    strips = (slice(top, top + _ROWS) for top in range(0, len(pixels), _ROWS))
    return np.concatenate([_halve(_weigh(pixels[rows], alpha[rows])) for rows in strips])


def _weigh(pixels: NDArray[Any], alpha: NDArray[Any]) -> Level:
    weight: Level = alpha[..., None].astype(np.float32) / np.float32(np.iinfo(alpha.dtype).max)
    return np.concatenate([pixels * weight, weight], axis=2)


def _halve(level: Level) -> Level:
    height, width = level.shape[:2]
    even: Level = np.pad(level, ((0, height % 2), (0, width % 2), (0, 0)))
    return even[::2, ::2] + even[1::2, ::2] + even[::2, 1::2] + even[1::2, 1::2]


def _fill(level: Level) -> Level:
    """The colours of a level H×W×4, H×W×3; where nothing shows, those of the next coarser one."""
    weight = level[..., 3:]
    colours: Level = np.divide(level[..., :3], np.maximum(weight, 1e-9), dtype=np.float32)
    hidden = weight[..., 0] == 0
    if hidden.any():
        height, width = hidden.shape
        coarse = _fill(_halve(np.concatenate([colours * (weight > 0), (weight > 0).astype(np.float32)], axis=2)))
        colours[hidden] = _enlarge(coarse, (width, height), (0, 0, width / 2, height / 2))[hidden]
    return colours


def _enlarge(colours: Level, size: tuple[int, int], box: tuple[float, float, float, float]) -> Level:
    """A part of a level at a larger size, smoothly."""
    planes = (Image.fromarray(np.ascontiguousarray(colours[..., channel])) for channel in range(3))
    return np.dstack([np.asarray(plane.resize(size, Image.Resampling.BILINEAR, box=box)) for plane in planes])
