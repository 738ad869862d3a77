"""Colours: the light and dark of one picture with the colours of another."""

import numpy as np

from ganstudio.pictures.picture import Pixels

_LUMA = np.array([0.299, 0.587, 0.114], np.float32)
_ROWS = 256


def keep_colours(original: Pixels, styled: Pixels) -> None:
    """Give `styled` the colours of `original`, both H×W×3, in place: the luma stays, the differences of colour come back.

    A pixel that would leave the range is made less vivid, never another hue.
    """
    for top in range(0, len(styled), _ROWS):
        rows = slice(top, top + _ROWS)
        source = original[rows].astype(np.float32)
        chroma = source - (source @ _LUMA)[..., None]
        luma = (styled[rows] @ _LUMA)[..., None]
        above = (255 - luma) / np.maximum(chroma.max(-1, keepdims=True), 1e-3)
        below = luma / np.maximum(-chroma.min(-1, keepdims=True), 1e-3)
        vivid = np.minimum(np.minimum(above, below), 1)
        styled[rows] = np.clip(luma + vivid * chroma + 0.5, 0, 255)
