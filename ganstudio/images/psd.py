"""Photoshop files: the merged picture of a PSD or PSB, at 8, 16 or 32 bits (Adobe's file format specification)."""

import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from ganstudio.core.translation import tr
from ganstudio.images.formats import MOST_PIXELS
from ganstudio.images.metadata import Metadata, combine_metadata
from ganstudio.images.raster import BANDS, Raster, Space, lab_raster, raster_of, to_16_bits

_INDEXED, _BITMAP = 2, 0
_SPACES: dict[int, Space] = {0: "GRAY", 1: "GRAY", 3: "RGB", 4: "CMYK", 7: "CMYK", 8: "GRAY", 9: "LAB"}
_RESOLUTION, _IPTC, _ICC, _EXIF, _XMP = 1005, 1028, 1039, 1058, 1060
_MERGED = (b"Mtrn", b"Mt16", b"Mt32")
_LAYERS = (b"Layr", b"Lr16", b"Lr32")
_LONG = (b"LMsk", b"Lr16", b"Lr32", b"Layr", b"Mt16", b"Mt32", b"Mtrn", b"Alph", b"FMsk", b"lnk2", b"FEid", b"FXid", b"PxSD")


@dataclass(frozen=True)
class _Head:
    large: bool
    channels: int
    height: int
    width: int
    depth: int
    mode: int


def read_psd(content: bytes) -> Raster:
    """The merged picture of a file; ValueError or OSError where it is damaged or has none."""
    head = _read_head(content)
    palette, at = _read_section(content, 26, 4)
    resources, at = _read_section(content, at, 4)
    layers, at = _read_section(content, at, 8 if head.large else 4)
    said, icc = _read_metadata(_resources(resources))
    values = _read_planes(content[at:], head)
    if head.mode == _INDEXED:
        table = np.frombuffer(palette[:768].ljust(768, b"\0"), np.uint8).reshape(3, 256).T
        return raster_of(table[values[..., 0]], "RGB", icc, said)
    if head.mode == _BITMAP:
        return raster_of((1 - values) * np.uint8(255), "GRAY", icc, said)
    return _raster_of_colours(values, head, said, icc, clear=_is_clear(layers, head.large))


def _raster_of_colours(values: NDArray[Any], head: _Head, said: Metadata, icc: bytes | None, *, clear: bool) -> Raster:
    """A picture whose values H×W×channels are colours, and after them, where `clear`, transparency."""
    space = _SPACES.get(head.mode)
    if space is None or values.shape[2] < BANDS[space]:
        raise ValueError(tr("a colour mode that is not known"))
    if space == "LAB":
        return _read_lab(values, said)
    if space == "CMYK":
        values[..., :4] = ~values[..., :4]  # 0 is full ink there
    clear = clear and values.shape[2] > BANDS[space]
    whole, remark = to_16_bits(values)
    if clear and space in ("GRAY", "RGB"):
        whole = _unmatte(whole, BANDS[space])
    return raster_of(whole, space, icc, said, clear=clear, remark=remark)


def _read_head(content: bytes) -> _Head:
    places = (4, 6), (12, 14), (14, 18), (18, 22), (22, 24), (24, 26)
    version, channels, height, width, depth, mode = (int.from_bytes(content[start:end], "big") for start, end in places)
    if content[:4] != b"8BPS" or version not in (1, 2) or depth not in (1, 8, 16, 32) or not 1 <= channels <= 56:
        raise ValueError(tr("no Photoshop file"))
    if width * height > MOST_PIXELS or width * height * channels * depth > 64 * MOST_PIXELS:
        raise Image.DecompressionBombError
    if not width or not height:
        raise ValueError(tr("it has no pixels"))
    return _Head(version == 2, channels, height, width, depth, mode)


def _read_section(content: bytes, at: int, size: int) -> tuple[bytes, int]:
    start = at + size
    end = start + int.from_bytes(content[at:start], "big")
    if end > len(content):
        raise ValueError(tr("it is cut off"))
    return content[start:end], end


def _resources(content: bytes) -> dict[int, bytes]:
    found, at = {}, 0
    while content[at : at + 4] in (b"8BIM", b"MeSa", b"AgHg", b"PHUT", b"DCSR") and at + 12 <= len(content):
        number, name = int.from_bytes(content[at + 4 : at + 6], "big"), content[at + 6] + 1
        start = at + 6 + name + name % 2
        length = int.from_bytes(content[start : start + 4], "big")
        found[number] = content[start + 4 : start + 4 + length]
        at = start + 4 + length + length % 2
    return found


def _read_metadata(resources: dict[int, bytes]) -> tuple[Metadata, bytes | None]:
    icc, place = resources.get(_ICC), resources.get(_RESOLUTION, b"")
    dpi = tuple(int.from_bytes(place[start : start + 4], "big") / 65_536 for start in (0, 8)) if len(place) >= 16 else None
    exif = Image.Exif()
    try:
        exif.load(resources.get(_EXIF) or b"")
    except Exception:  # broken words about a picture must not cost the picture
        exif = Image.Exif()
    return combine_metadata(exif, dpi, resources.get(_XMP), resources.get(_IPTC), turned=True), icc


def _is_clear(layers: bytes, large: bool) -> bool:
    """Whether the channel after the colours is transparency: where the count of layers is negative, or it is said."""
    if not layers:
        return False
    info, at = _read_section(layers, 0, 8 if large else 4)
    if len(info) >= 2:
        return _is_negative(info)
    blocks = _layer_blocks(layers, at, large)
    return any(name in _MERGED or (name in _LAYERS and _is_negative(body)) for name, body in blocks)


def _is_negative(count: bytes) -> bool:
    return int.from_bytes(count[:2], "big", signed=True) < 0


def _layer_blocks(layers: bytes, at: int, large: bool) -> Iterator[tuple[bytes, bytes]]:
    """The names and contents of the tagged blocks behind the global mask, which begins there."""
    if at + 4 > len(layers):
        return
    _mask, at = _read_section(layers, at, 4)
    while layers[at : at + 4] in (b"8BIM", b"8B64") and at + 12 <= len(layers):
        name = layers[at + 4 : at + 8]
        body, at = _read_section(layers, at + 8, 8 if large and name in _LONG else 4)
        at += -at % 4 if layers[at : at + 1] == b"\0" else 0
        yield name, body


def _read_planes(content: bytes, head: _Head) -> NDArray[Any]:
    """The values H×W×channels of the merged picture."""
    row = -(-head.width * head.depth // 8)
    rows = head.channels * head.height
    packing, body = int.from_bytes(content[:2], "big"), content[2:]
    if packing == 1:
        counts = rows * (4 if head.large else 2)
        body = Image.frombytes("L", (row, rows), body[counts:], "packbits", "L").tobytes()
    elif packing in (2, 3):
        body = zlib.decompressobj().decompress(body, row * rows)
    if len(body) < row * rows or packing > 3:
        raise ValueError(tr("it has no merged picture; save it with “maximise compatibility”"))
    flat = np.frombuffer(body, np.uint8, row * rows).reshape(head.channels, head.height, row)
    if head.depth == 1:
        flat = np.unpackbits(flat, axis=2)[..., : head.width]
    else:
        flat = flat.view({8: "u1", 16: ">u2", 32: ">f4"}[head.depth])
    if packing == 3 and head.depth != 32:
        flat = np.cumsum(flat, axis=2, dtype=flat.dtype.newbyteorder("="))
    kind = flat.dtype.newbyteorder("=")
    return np.ascontiguousarray(flat.transpose(1, 2, 0).astype(kind))


def _unmatte(values: NDArray[Any], bands: int) -> NDArray[Any]:
    """Colours without the white that Photoshop laid under them."""
    most = float(np.iinfo(values.dtype).max)
    alpha = values[..., bands : bands + 1].astype(np.float32)
    seen = (values[..., :bands] + alpha - most) * most / np.maximum(alpha, 1) + 0.5
    colours = np.where(alpha > 0, np.clip(seen, 0, most), values[..., :bands]).astype(values.dtype)
    return np.concatenate([colours, values[..., bands:]], axis=2)


def _read_lab(values: NDArray[Any], said: Metadata) -> Raster:
    if values.dtype == np.uint8:
        lab = values[..., :3] * _floats([100 / 255, 1, 1]) - _floats([0, 128, 128])
        return lab_raster(lab, np.uint8, said)
    scale = _floats([100 / 65_535, 1 / 256, 1 / 256])
    return lab_raster(values[..., :3] * scale - _floats([0, 128, 128]), np.uint16, said)


def _floats(values: list[float]) -> NDArray[np.float32]:
    return np.array(values, np.float32)
