"""Colours: the light and dark of one picture with the colours of another."""

import numpy as np
from numpy.typing import NDArray

from ganstudio.pictures.picture import Pixels

_ROWS = 16  # few enough to stay in the processor's cache


def keep_colours(original: Pixels, styled: Pixels) -> None:
    """Give `styled` the colours of `original`, both H×W×3, in place: the luma stays, the differences of colour come back.

    A pixel that would leave the range is made less vivid, never another hue.
    """
    for top in range(0, len(styled), _ROWS):
        rows = slice(top, top + _ROWS)
        chroma = _planes(original[rows])
        chroma -= _luma(chroma)
        luma = _luma(_planes(styled[rows]))
        above = (255 - luma) / np.maximum(chroma.max(0), 1e-3)
        below = luma / np.maximum(-chroma.min(0), 1e-3)
        chroma *= np.minimum(np.minimum(above, below), 1)
        styled[rows] = (luma + chroma + 0.5).clip(0, 255).transpose(1, 2, 0)


def _planes(pixels: Pixels) -> NDArray[np.float32]:
    return np.ascontiguousarray(pixels.transpose(2, 0, 1)).astype(np.float32)


def _luma(planes: NDArray[np.float32]) -> NDArray[np.float32]:
    luma: NDArray[np.float32] = np.float32(0.299) * planes[0]
    luma += np.float32(0.587) * planes[1]
    luma += np.float32(0.114) * planes[2]
    return luma
