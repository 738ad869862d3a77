"""Light and colour of pixels, in the linear light of their own profile.

Exposure, warmth and saturation are one matrix of linear light: a factor of two for each stop (ISO 12232), Bradford's
adaptation between two daylights (CIE 15:2018, 4.1.2), and a mixture with the luminance (Haeberli, “Matrix Operations for
Image Processing”, 1993). Contrast is the curve of Naka and Rushton (“S-potentials from luminosity units in the retina of
fish”, 1966): it raises the odds of light against white to a power, so that black, middle grey and white stay.
"""

from functools import lru_cache
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray

from ganstudio.images.h273 import BRADFORD
from ganstudio.images.linear_light import LinearSpace, linear_space
from ganstudio.images.paging import ROWS, allocate_pages, release_pages
from ganstudio.images.picture import Pixels
from ganstudio.stylize.adjustments.values import Tone

_STEPS = 1 << 17  # of the square root of light: fine enough for 16 bits also where values rise steeply from black
_MIDDLE_GREY = 0.18
_DAYLIGHT, _MIREDS = 1e6 / 6504, 90.0  # of D65, and how far a warmth of 100 % goes: to about 4100 K
Light = NDArray[np.float32]


def apply_tone(pixels: Pixels, tone: Tone, icc: bytes | None) -> Pixels:
    """Pixels H×W×3, uint8 or uint16, in the colours of a profile, as light and colourful as the tone says."""
    if tone == Tone():
        return pixels
    space = linear_space(icc)
    matrix = tone_matrix(tone, space)
    decoded, encoded = _tables(tone.contrast, icc, pixels.dtype.name)
    mixes = bool(np.count_nonzero(matrix - np.diag(np.diagonal(matrix))))
    apply = _apply_matrix if mixes else _apply_factors
    made = allocate_pages(pixels.shape, pixels.dtype)
    for top in range(0, len(pixels), ROWS):
        rows = slice(top, top + ROWS)
        apply(pixels[rows], made[rows], matrix.astype(np.float32), decoded, encoded)
        release_pages(pixels, made)
    return made


def tone_matrix(tone: Tone, space: LinearSpace) -> NDArray[np.float64]:
    """What exposure, warmth and saturation do to linear RGB of a profile, 3×3."""
    matrix: NDArray[np.float64] = np.eye(3) * 2.0**tone.exposure
    if tone.warmth:
        matrix = _warmth_matrix(tone.warmth, space) @ matrix
    if tone.saturation:
        share, luminance = 1 + tone.saturation / 100, space.to_xyz[1] / space.to_xyz[1].sum()
        matrix = (share * np.eye(3) + (1 - share) * luminance) @ matrix
    return matrix


def contrast_curve(light: NDArray[Any], contrast: float) -> NDArray[Any]:
    """Light of any shape, 0 to 1, after a contrast of -100 to 100 %: half to twice as steep, in stops, at middle grey."""
    odds = light / np.maximum(1 - light, 1e-12)
    grey = _MIDDLE_GREY / (1 - _MIDDLE_GREY)
    raised = grey * (odds / grey) ** 2.0 ** (contrast / 100)
    return cast("NDArray[Any]", raised / (1 + raised))


def _warmth_matrix(warmth: float, space: LinearSpace) -> NDArray[np.float64]:
    """From a picture under D65 to the same under a warmer daylight, or (less than 0) a colder one; white stays as light."""
    shown, usual = (_daylight(mireds) for mireds in (_DAYLIGHT + _MIREDS * warmth / 100, _DAYLIGHT))
    cones = np.diag((BRADFORD @ shown) / (BRADFORD @ usual))
    xyz = np.linalg.inv(BRADFORD) @ cones @ BRADFORD
    matrix = np.linalg.inv(space.to_xyz) @ xyz @ space.to_xyz
    white = space.to_xyz[1] @ matrix.sum(1) / space.to_xyz[1].sum()
    return cast("NDArray[np.float64]", matrix / white)


def _daylight(mireds: float) -> NDArray[np.float64]:
    """XYZ of a daylight of that many millionths of 1/K, Y = 1 (CIE 15:2018, 4.1.2; 4,000 to 25,000 K)."""
    kelvin = 1e6 / mireds
    warm, cold = (-4.6070e9, 2.9678e6, 0.09911e3, 0.244063), (-2.0064e9, 1.9018e6, 0.24748e3, 0.237040)
    cube, square, line, constant = warm if kelvin <= 7000 else cold
    x = cube / kelvin**3 + square / kelvin**2 + line / kelvin + constant
    y = -3.000 * x**2 + 2.870 * x - 0.275
    return np.array([x / y, 1.0, (1 - x - y) / y])


def _apply_factors(pixels: Pixels, made: Pixels, matrix: Light, decoded: list[Light], encoded: list[Pixels]) -> None:
    """Rows of pixels, each channel by its own factor."""
    for channel in range(3):
        table = encoded[channel][_steps_of(decoded[channel] * matrix[channel, channel])]
        made[..., channel] = table[pixels[..., channel]]


def _apply_matrix(pixels: Pixels, made: Pixels, matrix: Light, decoded: list[Light], encoded: list[Pixels]) -> None:
    """Rows of pixels through the matrix; sums are taken in one order, so that a part is to the bit as in the whole."""
    light = [decoded[channel][pixels[..., channel]] for channel in range(3)]
    for channel, (red, green, blue) in enumerate(matrix):
        mixed = light[0] * red
        mixed += light[1] * green
        mixed += light[2] * blue
        made[..., channel] = encoded[channel][_steps_of(mixed)]


def _steps_of(light: Light) -> NDArray[np.int32]:
    """The places of light in a table over its square root; what lies beyond 0 to 1 is cut off."""
    root = np.sqrt(light.clip(0, 1))
    return cast("NDArray[np.int32]", (root * np.float32(_STEPS) + np.float32(0.5)).astype(np.int32))


@lru_cache(maxsize=8)
def _tables(contrast: float, icc: bytes | None, kind: str) -> tuple[list[Light], list[Pixels]]:
    """For each channel the light of every value, and the value of every step of the square root of light after contrast."""
    most, space = np.iinfo(kind).max, linear_space(icc)
    values, light = np.linspace(0, 1, most + 1), np.linspace(0, 1, _STEPS + 1) ** 2
    light = contrast_curve(light, contrast) if contrast else light
    decoded = [space.to_light(channel, values).astype(np.float32) for channel in range(3)]
    encoded = [(space.to_values(channel, light) * most + 0.5).astype(kind) for channel in range(3)]
    return decoded, encoded
