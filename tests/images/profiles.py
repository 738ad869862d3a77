"""The smallest colour profiles that a colour engine takes, made by hand (ICC.1:2001-04)."""

import struct
from itertools import product

_D50 = struct.pack(">4s4xiii", b"XYZ ", 63190, 65536, 54061)
_NAME = struct.pack(">4s4xI5s78x", b"desc", 5, b"made\0")
_NOBODYS = struct.pack(">4s4x7s", b"text", b"nobody\0")


Colour = tuple[float, float, float]


def grey_profile(gamma: float) -> bytes:
    """Grey whose light is the value to the power of `gamma`."""
    curve = struct.pack(">4s4xIH2x", b"curv", 1, round(gamma * 256))
    return _profile(b"GRAY", b"XYZ ", {b"kTRC": curve})


def rgb_profile(red: Colour, green: Colour, blue: Colour, gamma: float) -> bytes:
    """Three colours of light, as XYZ under D50, each by the power of `gamma`."""
    curve = struct.pack(">4s4xIH2x", b"curv", 1, round(gamma * 256))
    lights = zip((b"rXYZ", b"gXYZ", b"bXYZ"), (red, green, blue), strict=True)
    parts = {name: struct.pack(">4s4x3i", b"XYZ ", *(round(65536 * each) for each in light)) for name, light in lights}
    return _profile(b"RGB ", b"XYZ ", parts | dict.fromkeys((b"rTRC", b"gTRC", b"bTRC"), curve))


def ink_profile() -> bytes:
    """Four inks that are all grey: any full one leaves a lightness of 50, the black one of 0."""
    levels = [0 if black else 128 if any(inks) else 255 for *inks, black in product((0, 1), repeat=4)]
    straight = bytes(range(256))
    table = b"".join(bytes((level, 128, 128)) for level in levels)
    matrix = struct.pack(">9i", *(65536 * (place in (0, 4, 8)) for place in range(9)))
    lut = struct.pack(">4s4x4B", b"mft1", 4, 3, 2, 0) + matrix + straight * 4 + table + straight * 3
    return _profile(b"CMYK", b"Lab ", {b"A2B0": lut})


def _profile(space: bytes, between: bytes, tags: dict[bytes, bytes]) -> bytes:
    tags = {b"desc": _NAME, b"cprt": _NOBODYS, b"wtpt": _D50} | tags
    place, index, body = 132 + 12 * len(tags), b"", b""
    for name, content in tags.items():
        content += bytes(-len(content) % 4)
        index += struct.pack(">4sII", name, place + len(body), len(content))
        body += content
    head = struct.pack(">I4sI4s4s4s12x4s", place + len(body), b"none", 0x02400000, b"prtr", space, between, b"acsp")
    return head.ljust(68, b"\0") + _D50[8:] + bytes(48) + struct.pack(">I", len(tags)) + index + body
