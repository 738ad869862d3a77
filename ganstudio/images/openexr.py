"""OpenEXR: light without limits, shown as sRGB at 16 bits."""

from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from ganstudio.core.translation import tr, tr_noop
from ganstudio.images.formats import MOST_PIXELS
from ganstudio.images.h273 import Chromaticities, Coding, to_sdr
from ganstudio.images.raster import Raster, to_16_bits

_ROWS = 64
_LUMINANCE = (0.2126, 0.7152, 0.0722)  # of BT.709
_BRIGHT = tr_noop("Its light goes beyond white; what does was cut off there.")
_SHOWN = tr_noop("This picture holds light; it was converted to sRGB.")


def read_exr(path: Path) -> Raster:
    """The first part of a file in its display window; ValueError where it has no picture of red, green and blue, or grey."""
    import OpenEXR

    with OpenEXR.File(str(path), header_only=True) as file:
        _refuse_bombs(file.header())
    with OpenEXR.File(str(path)) as file:
        header: dict[str, Any] = file.header()
        light, alpha = _light(file.channels())
        light, alpha = _place_in_display(light, header), None if alpha is None else _place_in_display(alpha, header)
    if alpha is not None:
        light = np.divide(light, np.maximum(alpha, 1e-6)[..., None], dtype=np.float32)  # it is stored as far as it shows
    colours, beyond = _encode_srgb(light, header)
    hidden = None if alpha is None else to_16_bits(alpha)[0]
    return Raster(colours, hidden, remark=f"{tr(_SHOWN)} {tr(_BRIGHT)}" if beyond else tr(_SHOWN))


def _refuse_bombs(header: dict[str, Any]) -> None:
    for name in ("dataWindow", "displayWindow"):
        low, high = header[name]
        width, height = int(high[0]) - int(low[0]) + 1, int(high[1]) - int(low[1]) + 1
        if width <= 0 or height <= 0 or width * height > MOST_PIXELS:
            raise Image.DecompressionBombError


def _light(channels: dict[str, Any]) -> tuple[NDArray[np.float32], NDArray[np.float32] | None]:
    """Light H×W×3, and transparency, of the main layer or else the first one with colours."""
    for name in sorted(channels, key=lambda name: ("." in name, name)):
        last = name.rpartition(".")[2]
        pixels = np.asarray(channels[name].pixels)
        if last in ("RGB", "RGBA") and pixels.ndim == 3:
            values = pixels.astype(np.float32)
            return values[..., :3], values[..., 3] if last == "RGBA" else None
        if last == "Y" and pixels.ndim == 2:
            alpha = channels.get(name[:-1] + "A")
            clear = None if alpha is None else np.asarray(alpha.pixels, np.float32)
            return _from_luminance(pixels.astype(np.float32), channels, name[:-1]), clear
    raise ValueError(tr("it has no picture of red, green and blue"))


def _from_luminance(y: NDArray[np.float32], channels: dict[str, Any], layer: str) -> NDArray[np.float32]:
    """Light of grey, or of a picture stored as luminance with two coarser differences (OpenEXR's luminance and chroma)."""
    if not {f"{layer}RY", f"{layer}BY"} <= channels.keys():
        return y[..., None].repeat(3, 2)
    red, blue = ((_repeat_to_shape(channels[f"{layer}{name}"].pixels, y.shape) + 1) * y for name in ("RY", "BY"))
    green = (y - _LUMINANCE[0] * red - _LUMINANCE[2] * blue) / _LUMINANCE[1]
    return np.stack([red, green, blue], 2).astype(np.float32)


def _repeat_to_shape(values: Any, shape: tuple[int, ...]) -> NDArray[np.float32]:
    steps = [-(-whole // part) for whole, part in zip(shape, values.shape, strict=True)]
    return np.asarray(values, np.float32).repeat(steps[0], 0).repeat(steps[1], 1)[: shape[0], : shape[1]]


def _place_in_display(values: NDArray[Any], header: dict[str, Any]) -> NDArray[Any]:
    """What was stored, in the window that is shown; there is nothing where nothing was stored."""
    (left, top), (right, bottom) = header["displayWindow"]
    (x, y), _ = header["dataWindow"]
    made = np.zeros((bottom - top + 1, right - left + 1, *values.shape[2:]), values.dtype)
    height, width = values.shape[:2]
    up, down, near, far = max(top, y), min(bottom + 1, y + height), max(left, x), min(right + 1, x + width)
    if up < down and near < far:
        made[up - top : down - top, near - left : far - left] = values[up - y : down - y, near - x : far - x]
    return made


def _encode_srgb(light: NDArray[Any], header: dict[str, Any]) -> tuple[NDArray[np.uint16], bool]:
    """Light as sRGB, strip by strip, and whether any was beyond white."""
    said = header.get("chromaticities")
    lights: Chromaticities | None = tuple(map(float, np.ravel(said))) if said is not None else None  # type: ignore[assignment]
    made, beyond = np.empty(light.shape, np.uint16), False
    for top in range(0, len(light), _ROWS):
        strip = np.nan_to_num(light[top : top + _ROWS], nan=0.0, posinf=1e9, neginf=0.0)
        beyond = beyond or bool((strip > 1.0005).any())
        linear = (np.clip(strip, 0, 1) * 65_535 + 0.5).astype(np.uint16)
        made[top : top + _ROWS] = to_sdr(linear, Coding(1, 8, chromaticities=lights))
    return made, beyond
