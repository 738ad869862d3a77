"""AVIF and HEIC: what the boxes of the primary picture say of its colours and of the part of it that is shown.

ISO/IEC 14496-12 (boxes), 23008-12 (items and their properties). Only the first megabytes are looked at.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import IO

from ganstudio.images.h273 import UNSPECIFIED, Coding

_MOST = 4 * 2**20
_BOXES = 4_000


@dataclass(frozen=True)
class ItemProperties:
    """Of the primary picture: colours by numbers (None where a profile or nothing says them), and bits per channel.

    `clap` is the part that is shown: left, top, right, bottom in whole pixels of a picture that is not turned yet; `shape` a
    pixel's width over its height.
    """

    coding: Coding | None = None
    bits: int = 8
    clap: tuple[int, int, int, int] | None = None
    shape: Fraction = Fraction(1)

    @property
    def is_deep(self) -> bool:
        """Whether it has more than 8 bits, or HDR, which 8 bits cannot hold."""
        return self.bits > 8 or (self.coding is not None and self.coding.hdr)


def read_properties(file: IO[bytes]) -> ItemProperties:
    """The properties of the primary picture; the usual ones where a file is damaged."""
    file.seek(0)
    try:
        return _read(file.read(_MOST))
    except (ValueError, IndexError, ZeroDivisionError):
        return ItemProperties()


def _read(content: bytes) -> ItemProperties:
    mine, colours = _primary_properties(content)
    return ItemProperties(
        _coding_of(colours),
        max(mine.get(b"pixi", b"\0\0\0\0\0\x08")[5:] or b"\x08"),
        _clean_aperture(mine.get(b"clap", b""), mine.get(b"ispe", b"")),
        _pixel_shape(mine.get(b"pasp", b"")),
    )


def _primary_properties(content: bytes) -> tuple[dict[bytes, bytes], list[bytes]]:
    """The properties of the primary picture by name, and those of its colours; where it has none of these, all there are."""
    meta = next((body for name, body in _boxes(content) if name == b"meta"), b"")[4:]
    parts = dict(_boxes(meta))
    item = _number(parts.get(b"pitm", b"")[4:])
    properties = dict(_boxes(parts.get(b"iprp", b"")))
    every = list(_boxes(properties.get(b"ipco", b"")))
    mine = [every[index - 1] for index in _property_indices(properties.get(b"ipma", b""), item) if 0 < index <= len(every)]
    return dict(mine), _bodies(mine, b"colr") or _bodies(every, b"colr")


def _bodies(boxes: list[tuple[bytes, bytes]], wanted: bytes) -> list[bytes]:
    return [body for name, body in boxes if name == wanted]


def _coding_of(colours: list[bytes]) -> Coding | None:
    """Colours by numbers, where no profile says more and they are not left open."""
    named = next((body for body in colours if body[:4] == b"nclx"), b"")
    if not named or any(body[:4] in (b"prof", b"rICC") for body in colours):
        return None
    primaries, transfer = _number(named[4:6]), _number(named[6:8])
    return Coding(primaries, transfer) if {primaries, transfer} != {UNSPECIFIED} else None


def _pixel_shape(pasp: bytes) -> Fraction:
    """A pixel's width over its height; 1 where nothing is said."""
    across, down = _number(pasp[:4]), _number(pasp[4:8])
    return Fraction(across, down) if across and down else Fraction(1)


def _boxes(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = 0
    for _ in range(_BOXES):
        if at + 8 > len(content):
            return
        length, name, head = _number(content[at : at + 4]), content[at + 4 : at + 8], 8
        if length == 1:
            length, head = _number(content[at + 8 : at + 16]), 16
        length = length or len(content) - at
        if length < head:
            return
        yield name, content[at + head : at + length]
        at += length


def _property_indices(ipma: bytes, item: int) -> list[int]:
    """The numbers of the properties that belong to an item."""
    version, wide, at = ipma[0], ipma[3] & 1, 8
    for _ in range(min(_BOXES, _number(ipma[4:8]))):
        size = 4 if version else 2
        found, count = _number(ipma[at : at + size]), ipma[at + size]
        at += size + 1
        step = 2 if wide else 1
        if found == item:
            mask = 0x7FFF if wide else 0x7F
            return [_number(ipma[place : place + step]) & mask for place in range(at, at + count * step, step)]
        at += count * step
    return []


def _clean_aperture(clap: bytes, ispe: bytes) -> tuple[int, int, int, int] | None:
    """The clean aperture in a picture of that size; None where there is none, or where it does not lie in it."""
    if len(clap) < 32 or len(ispe) < 12:
        return None
    values = [int.from_bytes(clap[at : at + 4], "big", signed=True) for at in range(0, 32, 4)]
    wide, high, right, below = (Fraction(values[at], values[at + 1]) for at in range(0, 8, 2))
    width, height = _number(ispe[4:8]), _number(ispe[8:12])
    left, top = (width - wide) / 2 + right, (height - high) / 2 + below
    box = round(left), round(top), round(left + wide), round(top + high)
    inside = 0 <= box[0] < box[2] <= width and 0 <= box[1] < box[3] <= height
    return box if inside and box != (0, 0, width, height) else None


def _number(content: bytes) -> int:
    return int.from_bytes(content, "big")
