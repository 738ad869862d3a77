"""Colours named by numbers: ITU-T H.273's primaries and transfer functions, as light, as ICC profiles, and HDR as SDR.

How it is used. `Coding(primaries, transfer)` names the colours of a picture or film. A picture of SDR keeps its values and
gets `icc_profile(coding)` (None means sRGB). One of PQ or HLG (`coding.hdr`) gives its values, as uint16 H×W×3 RGB, to
`to_sdr`, which returns uint16 values of sRGB, or with `display="bt1886"` of a BT.709 film. `to_sdr` also takes SDR of other
primaries, a film in BT.2020 for instance. `peak` is the brightest light in cd/m²: a picture's is measured (`peak_of`), a
film's is what its metadata say, or `USUAL_PEAK`, for it must not vary from frame to frame.
"""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

Light = NDArray[np.float32]
Chromaticities = tuple[float, float, float, float, float, float, float, float]  # x, y of red, green, blue, white

SRGB, BT709, UNSPECIFIED, PQ, HLG = 13, 1, 2, 16, 18
REFERENCE_WHITE = 203.0  # cd/m², of HDR (BT.2408): what becomes the white of SDR
USUAL_PEAK = 1000.0
_D65 = (0.3127, 0.3290)
_709, _2020 = (0.64, 0.33, 0.30, 0.60, 0.15, 0.06, *_D65), (0.708, 0.292, 0.170, 0.797, 0.131, 0.046, *_D65)
PRIMARIES: dict[int, Chromaticities] = {
    1: _709,
    4: (0.67, 0.33, 0.21, 0.71, 0.14, 0.08, 0.310, 0.316),
    5: (0.64, 0.33, 0.29, 0.60, 0.15, 0.06, *_D65),
    6: (0.630, 0.340, 0.310, 0.595, 0.155, 0.070, *_D65),
    7: (0.630, 0.340, 0.310, 0.595, 0.155, 0.070, *_D65),
    8: (0.681, 0.319, 0.243, 0.692, 0.145, 0.049, 0.310, 0.316),
    9: _2020,
    10: (1.0, 0.0, 0.0, 1.0, 0.0, 0.0, 1 / 3, 1 / 3),
    11: (0.680, 0.320, 0.265, 0.690, 0.150, 0.060, 0.314, 0.351),
    12: (0.680, 0.320, 0.265, 0.690, 0.150, 0.060, *_D65),
    22: (0.630, 0.340, 0.295, 0.605, 0.155, 0.077, *_D65),
}
Curve = tuple[float, float, float, float, float]  # g, a, b, c, d: (a·v + b)^g from d on, c·v below (ICC's type 3)
_BT709: Curve = (1 / 0.45, 1 / 1.099297, 0.099297 / 1.099297, 1 / 4.5, 0.081243)
TRANSFERS: dict[int, Curve] = {
    4: (2.2, 1, 0, 0, 0),
    5: (2.8, 1, 0, 0, 0),
    7: (1 / 0.45, 1 / 1.1115, 0.1115 / 1.1115, 1 / 4, 0.0912),
    8: (1, 1, 0, 0, 0),
    13: (2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045),
    17: (2.6, (52.37 / 48) ** (1 / 2.6), 0, 0, 0),
} | dict.fromkeys((1, 6, 11, 12, 14, 15), _BT709)
_M1, _M2, _C1, _C2, _C3 = 2610 / 16384, 2523 / 32, 3424 / 4096, 2413 / 128, 2392 / 128  # SMPTE ST 2084
_A, _B, _C = 0.17883277, 0.28466892, 0.55991073  # HLG
_D50 = np.array([0.9642, 1.0, 0.8249])
BRADFORD = np.array([[0.8951, 0.2664, -0.1614], [-0.7502, 1.7135, 0.0367], [0.0389, -0.0685, 1.0296]])
_ROWS = 64


@dataclass(frozen=True)
class Coding:
    """Colours by the numbers of H.273; `gamma` and `chromaticities`, where they are given, stand in place of a number."""

    primaries: int = UNSPECIFIED
    transfer: int = UNSPECIFIED
    gamma: float | None = None
    chromaticities: Chromaticities | None = None

    @property
    def hdr(self) -> bool:
        """Whether its light goes beyond what SDR can show: PQ or HLG."""
        return self.transfer in (PQ, HLG)

    @property
    def lights(self) -> Chromaticities:
        """Where its primaries and its white lie; those of BT.709 where the number says nothing."""
        return self.chromaticities or PRIMARIES.get(self.primaries, _709)

    @property
    def curve(self) -> Curve:
        """How values become light, for SDR; sRGB's where the number says nothing."""
        return (self.gamma, 1, 0, 0, 0) if self.gamma else TRANSFERS.get(self.transfer, TRANSFERS[SRGB])


def pq_light(values: NDArray[Any]) -> NDArray[Any]:
    """Values of PQ of any shape, 0 to 1, as cd/m² (ST 2084)."""
    root = np.power(np.clip(values, 0, 1), 1 / _M2)
    light: NDArray[Any] = 10_000 * np.power(np.maximum(root - _C1, 0) / (_C2 - _C3 * root), 1 / _M1)
    return light


def pq_values(light: NDArray[Any]) -> NDArray[Any]:
    """Light of any shape, in cd/m², as values of PQ, 0 to 1 (ST 2084)."""
    root = np.power(np.clip(light, 0, 10_000) / 10_000, _M1)
    values: NDArray[Any] = np.power((_C1 + _C2 * root) / (1 + _C3 * root), _M2)
    return values


def hlg_scene(values: NDArray[Any]) -> NDArray[Any]:
    """Values of HLG of any shape, 0 to 1, as light of the scene, 0 to 1 (BT.2100)."""
    scene: NDArray[Any] = np.where(values <= 0.5, values**2 / 3, (np.exp((values - _C) / _A) + _B) / 12)
    return scene


def tone_map(light: NDArray[Any], peak: float, white: float = REFERENCE_WHITE) -> NDArray[Any]:
    """Light of any shape, in cd/m² up to `peak`, as 0 to `white`, by the EETF of BT.2390, black left as it is."""
    if peak <= white:
        return light
    most = float(pq_values(np.array(peak)))
    target, value = float(pq_values(np.array(white))) / most, np.clip(pq_values(light) / most, 0, 1)
    knee = 1.5 * target - 0.5
    part = np.clip((value - knee) / (1 - knee), 0, 1)
    square, cube = part**2, part**3
    bent = (2 * cube - 3 * square + 1) * knee + (cube - 2 * square + part) * (1 - knee) + (3 * square - 2 * cube) * target
    return pq_light(np.where(value < knee, value, bent) * most)


def peak_of(values: NDArray[Any], coding: Coding) -> float:
    """The brightest light in cd/m² of values H×W×3, uint8 or uint16, but for one pixel in ten thousand."""
    if coding.transfer == HLG:
        return USUAL_PEAK
    brightest = np.percentile(values.max(axis=2), 99.99) / np.iinfo(values.dtype).max
    return float(pq_light(np.array(brightest)))


def to_sdr(
    values: NDArray[Any], coding: Coding, peak: float | None = None, display: Literal["srgb", "bt1886"] = "srgb"
) -> NDArray[np.uint16]:
    """Values H×W×3, uint8 or uint16, of any coding as uint16 of sRGB or, for a film, of BT.709 as BT.1886 shows it.

    `peak` is the brightest light in cd/m², of PQ and HLG; without it a picture's own is taken. Strip by strip.
    """
    peak = (peak or peak_of(values, coding)) if coding.hdr else None
    made = np.empty(values.shape, np.uint16)
    for top in range(0, len(values), _ROWS):
        light = _light(values[top : top + _ROWS], coding, peak)
        shown = np.clip(light @ _to_bt709(coding.lights).T, 0, 1)
        made[top : top + _ROWS] = _encode(shown, display) * 65_535 + 0.5
    return made


def icc_profile(coding: Coding) -> bytes | None:
    """The ICC profile (version 4, matrix and curves) of colours of SDR; None where they are sRGB or cannot be told."""
    told = coding.gamma or coding.transfer in TRANSFERS
    named = coding.chromaticities or coding.primaries in PRIMARIES
    if coding.hdr or not (told or named) or (coding.lights == _709 and coding.curve == TRANSFERS[SRGB]):
        return None
    return _profile(coding.lights, coding.curve)


def _light(values: NDArray[Any], coding: Coding, peak: float | None) -> NDArray[np.float64]:
    """Linear light, 1 at the white of SDR."""
    if peak is None:
        return np.asarray(_table(coding.curve, values.dtype.name)[values])
    most = np.iinfo(values.dtype).max
    if coding.transfer == HLG:
        scene = hlg_scene(values / most)
        weight = _to_xyz(coding.lights)[1]
        light = peak * scene * np.maximum(scene @ weight, 1e-9)[..., None] ** 0.2  # BT.2100's OOTF at 1000 cd/m²
    else:
        light = _pq_table(values.dtype.name)[values]
    brightest = light.max(axis=2, keepdims=True)
    return np.asarray(light * (tone_map(brightest, peak) / np.maximum(brightest, 1e-6)) / REFERENCE_WHITE)


def _encode(light: NDArray[Any], display: str) -> NDArray[Any]:
    if display == "bt1886":
        return light ** (1 / 2.4)
    power, a, b, c, d = TRANSFERS[SRGB]
    return np.where(light < c * d, light / c, (np.maximum(light, 1e-9) ** (1 / power) - b) / a)


@lru_cache(maxsize=8)
def _table(curve: Curve, kind: str) -> NDArray[np.float64]:
    power, a, b, c, d = curve
    values = np.linspace(0, 1, np.iinfo(kind).max + 1)
    table: NDArray[np.float64] = np.where(values < d, c * values, (a * values + b) ** power)
    return table


@lru_cache(maxsize=2)
def _pq_table(kind: str) -> NDArray[np.float64]:
    return pq_light(np.linspace(0, 1, np.iinfo(kind).max + 1))


@lru_cache(maxsize=8)
def _to_xyz(lights: Chromaticities) -> NDArray[np.float64]:
    """From linear light of these primaries to XYZ, in which their white has a brightness of 1."""
    columns = np.array([[x / y, 1, (1 - x - y) / y] for x, y in zip(lights[0:6:2], lights[1:6:2], strict=True)]).T
    return np.asarray(columns * np.linalg.solve(columns, _white(lights)))


def _white(lights: Chromaticities) -> NDArray[np.float64]:
    x, y = lights[6:]
    return np.array([x / y, 1, (1 - x - y) / y])


def _adapt_white(lights: Chromaticities, white: NDArray[np.float64]) -> NDArray[np.float64]:
    """Bradford's adaptation from the primaries' own white to another."""
    scale = (BRADFORD @ white) / (BRADFORD @ _white(lights))
    return np.asarray(np.linalg.inv(BRADFORD) @ np.diag(scale) @ BRADFORD)


@lru_cache(maxsize=8)
def _to_bt709(lights: Chromaticities) -> NDArray[np.float64]:
    """From linear light of these primaries to that of BT.709, white as white."""
    there = np.linalg.inv(_to_xyz(_709)) @ _adapt_white(lights, _white(_709)) @ _to_xyz(lights)
    return np.asarray(there)


@lru_cache(maxsize=8)
def _profile(lights: Chromaticities, curve: Curve) -> bytes:
    def encode_fixed(*values: Any) -> bytes:
        return b"".join(round(float(each) * 65_536).to_bytes(4, "big", signed=True) for each in values)

    def words(text: str) -> bytes:
        content = text.encode("utf-16-be")
        return b"mluc\0\0\0\0\0\0\0\x01\0\0\0\x0cenUS" + len(content).to_bytes(4, "big") + b"\0\0\0\x1c" + content

    chad = _adapt_white(lights, _D50)
    columns = (chad @ _to_xyz(lights)).T
    trc = b"para\0\0\0\0\0\3\0\0" + encode_fixed(*curve)
    tags = {b"desc": words("Colours named by numbers"), b"cprt": words("No copyright")}
    tags |= {b"wtpt": b"XYZ \0\0\0\0" + encode_fixed(*_D50), b"chad": b"sf32\0\0\0\0" + encode_fixed(*chad.ravel())}
    tags |= {
        name: b"XYZ \0\0\0\0" + encode_fixed(*each) for name, each in zip((b"rXYZ", b"gXYZ", b"bXYZ"), columns, strict=True)
    }
    tags |= dict.fromkeys((b"rTRC", b"gTRC", b"bTRC"), trc)
    place, index, body = 132 + 12 * len(tags), b"", b""
    for name, content in tags.items():
        content += bytes(-len(content) % 4)
        index += name + (place + len(body)).to_bytes(4, "big") + len(content).to_bytes(4, "big")
        body += content
    head = (place + len(body)).to_bytes(4, "big") + b"\0\0\0\0\x04\x30\0\0mntrRGB XYZ "
    head += bytes((0x07, 0xE9, 0, 1, 0, 1, 0, 0, 0, 0, 0, 0)) + b"acsp"
    head = head.ljust(68, b"\0") + encode_fixed(*_D50)
    return head.ljust(128, b"\0") + len(tags).to_bytes(4, "big") + index + body
