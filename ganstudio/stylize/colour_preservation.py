"""Colour preservation: how much of the picture's own colours a look keeps; computed on rows of pixels, in place."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ganstudio.images.picture import Pixels

_ROWS = 16  # few enough to stay in the processor's cache
_LUMA = np.array([0.299, 0.587, 0.114], np.float32)
_DARKEST, _LIGHTEST = 0.5, 99.5  # per cent of the pixels: single ones do not count
_FAINT = 1e-6  # a variance, so that a picture of one colour can be matched


@dataclass(frozen=True)
class ColourTransform:
    """Colours in [0, 1] turned into others: three by three factors, and what is added."""

    factors: NDArray[np.float32]
    added: NDArray[np.float32]

    def apply(self, pixels: Pixels) -> None:
        """Turn H×W×3 pixels, in place."""
        most = np.iinfo(pixels.dtype).max
        for top in range(0, len(pixels), _ROWS):
            rows = pixels[top : top + _ROWS]
            rows[...] = (rows.astype(np.float32) @ self.factors.T + (self.added * most + 0.5)).clip(0, most)


def match_colours(original: Pixels, styled: Pixels) -> ColourTransform:
    """What gives `styled` the mean and the spread of `original`'s colours (Pitié and Kokaram 2007, linear transport)."""
    (mean, spread), (given, wide) = _covariance(original), _covariance(styled)
    root = _root(wide)
    back = np.linalg.inv(root)
    factors = back @ _root(root @ spread @ root) @ back
    return ColourTransform(factors.astype(np.float32), (mean - factors @ given).astype(np.float32))


def match_levels(original: Pixels, styled: Pixels) -> ColourTransform:
    """What makes the darkest and the lightest of `styled` as dark and as light as those of `original`."""
    (dark, light), (low, high) = _points(original), _points(styled)
    factor = (light - dark) / max(high - low, 1e-3)
    return ColourTransform(np.eye(3, dtype=np.float32) * np.float32(factor), np.full(3, dark - low * factor, np.float32))


def keep_colours(original: Pixels, styled: Pixels) -> None:
    """Give `styled` the colours of `original`, both H×W×3, in place: the luma stays, the differences of colour come back.

    A pixel that would leave the range is made less vivid, never another hue.
    """
    most = np.iinfo(styled.dtype).max
    for top in range(0, len(styled), _ROWS):
        rows = slice(top, top + _ROWS)
        chroma = _planes(original[rows])
        chroma -= _luma(chroma)
        luma = _luma(_planes(styled[rows]))
        above = (most - luma) / np.maximum(chroma.max(0), 1e-3)
        below = luma / np.maximum(-chroma.min(0), 1e-3)
        chroma *= np.minimum(np.minimum(above, below), 1)
        styled[rows] = (luma + chroma + 0.5).clip(0, most).transpose(1, 2, 0)


def _covariance(pixels: Pixels) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The mean colour, and the covariance."""
    values = pixels.reshape(-1, 3) / np.iinfo(pixels.dtype).max
    return values.mean(0), np.cov(values.T) + _FAINT * np.eye(3)


def _root(matrix: NDArray[np.float64]) -> NDArray[np.float64]:
    """The square root of a symmetric matrix."""
    values, vectors = np.linalg.eigh(matrix)
    root: NDArray[np.float64] = vectors * np.sqrt(np.maximum(values, 0)) @ vectors.T
    return root


def _points(pixels: Pixels) -> tuple[float, float]:
    luma = pixels @ _LUMA / np.iinfo(pixels.dtype).max
    dark, light = np.percentile(luma, (_DARKEST, _LIGHTEST))
    return float(dark), float(light)


def _planes(pixels: Pixels) -> NDArray[np.float32]:
    return np.ascontiguousarray(pixels.transpose(2, 0, 1)).astype(np.float32)


def _luma(planes: NDArray[np.float32]) -> NDArray[np.float32]:
    luma: NDArray[np.float32] = _LUMA[0] * planes[0]
    luma += _LUMA[1] * planes[1]
    luma += _LUMA[2] * planes[2]
    return luma
