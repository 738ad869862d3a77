"""Depth: values of 8 and 16 bits, and the ways between them."""

from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from ganstudio.images.paging import ROWS, release_pages

Pixels = NDArray[np.uint8 | np.uint16]

_NEAREST = ((np.arange(65_536, dtype=np.uint32) * 255 + 32_767) // 65_535).astype(np.uint8)
_ROWS = 64
_APART = 17  # columns between the noise of two channels, so that it does not add up to grey


def to_uint8(values: Pixels) -> NDArray[np.uint8]:
    """Values of any shape, uint8 or uint16, at 8 bits, each rounded to the nearest; themselves where they have no more."""
    return values.astype(np.uint8, copy=False) if values.dtype == np.uint8 else _NEAREST[values]


def to_uint16(values: Pixels) -> NDArray[np.uint16]:
    """Values of any shape, uint8 or uint16, at 16 bits, white as white; themselves where they have them."""
    return values.astype(np.uint16) * np.uint16(257) if values.dtype == np.uint8 else values.astype(np.uint16, copy=False)


def dither(pixels: Pixels) -> NDArray[np.uint8]:
    """H×W×3 pixels at 8 bits; between two levels each takes one of them, as often as it lies near, so that no bands appear.

    What 8 bits can hold stays what it is. The noise is Jimenez's interleaved gradient (“Next Generation Post Processing in
    Call of Duty: Advanced Warfare”, 2014): fixed by the place, and even in every neighbourhood.
    """
    if pixels.dtype == np.uint8:
        return to_uint8(pixels)
    made = np.empty(pixels.shape, np.uint8)
    across = np.arange(pixels.shape[1])[:, None] + _APART * np.arange(pixels.shape[2])
    for top in range(0, len(pixels), _ROWS):
        rows = pixels[top : top + _ROWS]
        down = np.arange(top, top + len(rows))[:, None, None]
        noise = (52.9829189 * ((0.06711056 * across + 0.00583715 * down) % 1)) % 1
        made[top : top + _ROWS] = (rows + (noise * 256.999).astype(np.uint16).astype(np.uint32)) // 257
    return made


def downscale(values: NDArray[Any], size: tuple[int, int]) -> NDArray[Any]:
    """H×W or H×W×3 values at a smaller size (width, height), of the same kind."""
    if values.dtype == np.uint8:
        return np.asarray(_reduce(values, size))
    if values.ndim == 3:
        return np.dstack([downscale(values[..., channel], size) for channel in range(values.shape[2])])
    small = np.asarray(_reduce(values.astype(np.float32), size))
    if values.dtype.kind == "f":
        return small
    return (small + 0.5).clip(0, np.iinfo(values.dtype).max).astype(values.dtype)


def _reduce(values: NDArray[Any], size: tuple[int, int]) -> Image.Image:
    """First whole squares become their mean, strip by strip; then what is left is reduced (Pillow's reducing gap of 2)."""
    (height, width), (wide, high) = values.shape[:2], size
    factors = max(1, width // wide // 2), max(1, height // high // 2)
    if factors == (1, 1):
        return Image.fromarray(values).resize(size, Image.Resampling.LANCZOS)
    rows, strips = -(-ROWS // factors[1]) * factors[1], []
    for top in range(0, height, rows):
        strips.append(np.asarray(Image.fromarray(values[top : top + rows]).reduce(factors)))
        release_pages(values)
    box = (0, 0, width / factors[0], height / factors[1])
    return Image.fromarray(np.concatenate(strips)).resize(size, Image.Resampling.LANCZOS, box)
