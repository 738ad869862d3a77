"""Linear light: how the values of a colour profile become light, and where its primaries lie."""

import io
import struct
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray
from PIL import ImageCms

from ganstudio.images.h273 import TRANSFERS

Curve = NDArray[np.float64]
Matrix = NDArray[np.float64]

_LEVELS = 65_536
_CURVES = ("rTRC", "gTRC", "bTRC")
_SRGB_TO_XYZ = ((0.4360747, 0.3850649, 0.1430804), (0.2225045, 0.7168786, 0.0606169), (0.0139322, 0.0971045, 0.7141733))
_PARAMETERS = (1, 3, 4, 5, 7)  # how many numbers each type of parametric curve has (ICC.1, 10.18)


@dataclass(frozen=True)
class LinearSpace:
    """A profile's light: for each channel the light of 65,536 values from 0 to 1, and from linear RGB to XYZ under D50."""

    curves: tuple[Curve, Curve, Curve]
    to_xyz: Matrix

    def to_light(self, channel: int, values: NDArray[Any]) -> NDArray[Any]:
        """The light, 0 to 1, of values of a channel, 0 to 1, of any shape."""
        return cast("NDArray[Any]", np.interp(values, _VALUES, self.curves[channel]))

    def to_values(self, channel: int, light: NDArray[Any]) -> NDArray[Any]:
        """The values, 0 to 1, of a channel whose light that is, of any shape."""
        return cast("NDArray[Any]", np.interp(light, self.curves[channel], _VALUES))


_VALUES = np.linspace(0, 1, _LEVELS)


@lru_cache(maxsize=8)
def linear_space(icc: bytes | None) -> LinearSpace:
    """The light of an RGB profile of curves and a matrix (ICC.1:2022, 8.3); that of sRGB for None and all other profiles."""
    if icc:
        try:
            return _space_of(icc)
        except (LookupError, ValueError, ArithmeticError, OSError, TypeError, struct.error, ImageCms.PyCMSError):
            pass  # a table in place of curves, or a broken profile
    return LinearSpace((_SRGB, _SRGB, _SRGB), np.array(_SRGB_TO_XYZ))


def _space_of(icc: bytes) -> LinearSpace:
    profile = ImageCms.ImageCmsProfile(io.BytesIO(icc)).profile
    lights = [profile.red_colorant, profile.green_colorant, profile.blue_colorant]
    to_xyz = np.array([cast("Any", light)[0] for light in lights], np.float64).T
    red, green, blue = (_curve_of(_tag(icc, name.encode())) for name in _CURVES)
    if to_xyz.shape != (3, 3) or not np.linalg.cond(to_xyz) < 1e6:
        raise ValueError("its primaries span no colours")
    return LinearSpace((red, green, blue), to_xyz)


def _tag(icc: bytes, name: bytes) -> bytes:
    """The content of a tag; KeyError where there is none."""
    (count,) = struct.unpack_from(">I", icc, 128)
    tags = {each[0]: each[1:] for each in struct.iter_unpack(">4sII", icc[132 : 132 + 12 * min(count, 256)])}
    place, size = tags[name]
    return icc[place : place + size]


def _curve_of(tag: bytes) -> Curve:
    """The light of all values; ValueError where the tag is no curve."""
    light = {b"curv": _sampled_curve, b"para": _parametric_curve}[tag[:4]](tag)
    if not np.isfinite(light).all():
        raise ValueError("its curve has no values")
    return cast("Curve", np.maximum.accumulate(light.clip(0, 1)))


def _sampled_curve(tag: bytes) -> Curve:
    (count,) = struct.unpack_from(">I", tag, 8)
    if count == 0:
        return _VALUES
    points = np.array(struct.unpack_from(f">{count}H", tag, 12), np.float64)
    if count == 1:
        return cast("Curve", _VALUES ** (points[0] / 256))
    return np.interp(_VALUES, np.linspace(0, 1, count), points / 65_535)


def _parametric_curve(tag: bytes) -> Curve:
    kind, _ = struct.unpack_from(">HH", tag, 8)
    if kind >= len(_PARAMETERS):
        raise ValueError("its curve is of a kind that nobody knows")
    given = [each / 65_536 for each in struct.unpack_from(f">{_PARAMETERS[kind]}i", tag, 12)]
    return _power_curve(*(given if kind == 4 else _filled(given)))


def _filled(given: list[float]) -> tuple[float, ...]:
    """The numbers g, a, b, c, d, e, f of type 4 that make the same curve as those of type 0 to 3."""
    power, a, b, c, d = (*given, *(1.0, 0.0, 0.0, 0.0)[len(given) - 1 :])[:5]
    if len(given) in (3, 4):  # types 1 and 2: below -b/a the light is 0, or the offset c
        offset = given[3] if len(given) == 4 else 0.0
        return power, a, b, 0.0, -b / a, offset, offset
    return power, a, b, c, d, 0.0, 0.0


def _power_curve(power: float, a: float, b: float, c: float, d: float, e: float, f: float) -> Curve:
    above = np.maximum(a * _VALUES + b, 0) ** power + e
    return cast("Curve", np.where(d <= _VALUES, above, c * _VALUES + f))


_SRGB = _power_curve(*TRANSFERS[13], 0.0, 0.0)
