"""What a PNG says beside its pixels: chunks before and after them, of any depth (PNG, third edition)."""

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO

from ganstudio.images.h273 import SRGB, UNSPECIFIED, Chromaticities, Coding

SIGNATURE = b"\x89PNG\r\n\x1a\n"
_LONGEST = 64 * 2**20  # bytes of all that is said together, unpacked
_CHUNKS = 10_000
_TOLD = {b"cICP", b"iCCP", b"sRGB", b"gAMA", b"cHRM", b"eXIf", b"pHYs", b"tRNS", b"tEXt", b"zTXt", b"iTXt"}
_XMP = "XML:com.adobe.xmp"
_RAW = re.compile(r"Raw profile type (\w+)", re.IGNORECASE)
_SRGB_GAMMA, _NEAR = 45_455, 50
_SRGB_LIGHTS = (31_270, 32_900, 64_000, 33_000, 30_000, 60_000, 15_000, 6_000)
_OFTEN = 200  # of 100,000: how far sRGB's primaries are rounded


@dataclass(frozen=True)
class PngChunks:
    """What a PNG says: bits and colour type, the colours by numbers (None: sRGB, or the profile), and its metadata.

    `icc` is the profile where it counts: cICP goes before it. `hidden` is tRNS. `density` is pixels per metre where
    `metres`, else only the shape of a pixel. `text` are pairs of keyword and words.
    """

    bits: int
    colour: int
    coding: Coding | None = None
    icc: bytes | None = None
    exif: bytes | None = None
    xmp: bytes | None = None
    iptc: bytes | None = None
    text: tuple[tuple[str, str], ...] = ()
    density: tuple[int, int] | None = None
    metres: bool = False
    hidden: bytes | None = None


def read_chunks(file: IO[bytes]) -> PngChunks | None:
    """What an open PNG says; None where it is no PNG. What is damaged in it is passed over."""
    file.seek(0)
    head = file.read(33)
    if not head.startswith(SIGNATURE) or len(head) < 33:
        return None
    found: dict[bytes, bytes] = {}
    words: list[tuple[str, bytes]] = []
    left = _LONGEST
    for name, content in _chunks(file):
        if name in (b"tEXt", b"zTXt", b"iTXt"):
            told = _parse_text(name, content, left)
            if told:
                words.append(told)
                left -= len(told[1])
        else:
            found.setdefault(name, content)
    profiles, text = _profiles(words)
    icc, coding = _colours(found, profiles, left)
    exif = found.get(b"eXIf") or profiles.get("exif")
    x, y = (int.from_bytes(found.get(b"pHYs", b"")[at : at + 4], "big") for at in (0, 4))
    return PngChunks(
        head[24], head[25], coding, icc, exif, profiles.get("xmp"), profiles.get("iptc"), text,
        (x, y) if x and y else None, found.get(b"pHYs", b"")[8:9] == b"\1", found.get(b"tRNS"),
    )  # fmt: skip


def _chunks(file: IO[bytes]) -> Iterator[tuple[bytes, bytes]]:
    for _ in range(_CHUNKS):
        head = file.read(8)
        length, name = int.from_bytes(head[:4], "big"), head[4:]
        if len(head) < 8 or name == b"IEND":
            return
        if name not in _TOLD or length > _LONGEST:
            file.seek(length + 4, 1)
            continue
        content = file.read(length)
        file.seek(4, 1)
        yield name, content


def _parse_text(name: bytes, content: bytes, left: int) -> tuple[str, bytes] | None:
    """Keyword and words, in UTF-8, of a text chunk; None where it is broken or too long."""
    keyword, _, rest = content.partition(b"\0")
    if name == b"iTXt":
        packed, rest = rest[:1] == b"\1", rest[2:]
        rest = rest.split(b"\0", 2)[2] if rest.count(b"\0") >= 2 else b""
        body = _unpack(rest, left) if packed else rest
    else:
        body = _unpack(rest[1:], left) if name == b"zTXt" else rest
        body = body.decode("latin-1").encode() if body is not None else None
    return None if body is None or len(body) > left else (keyword.decode("latin-1"), body)


def _unpack(content: bytes, most: int) -> bytes | None:
    press = zlib.decompressobj()
    try:
        made = press.decompress(content, max(1, most))
    except zlib.error:
        return None
    return None if press.unconsumed_tail else made


def _profiles(words: list[tuple[str, bytes]]) -> tuple[dict[str, bytes], tuple[tuple[str, str], ...]]:
    """EXIF, XMP and IPTC as text chunks have them, and the words that are left."""
    profiles: dict[str, bytes] = {}
    text = []
    for keyword, body in words:
        raw = _RAW.fullmatch(keyword)
        if keyword == _XMP:
            profiles["xmp"] = body
        elif raw:
            kind, content = _profile_kind(raw[1].lower(), _unwrap_profile(body))
            if content:
                profiles.setdefault(kind, content)
        else:
            text.append((keyword, body.decode("utf-8", "replace")))
    return profiles, tuple(text)


def _unwrap_profile(body: bytes) -> bytes:
    """The bytes of a raw profile as ImageMagick writes it: its name, its length, and lines of digits."""
    try:
        _, _length, digits = body.decode("latin-1").strip().split("\n", 2)
        return bytes.fromhex("".join(digits.split()))
    except ValueError:
        return b""


def _profile_kind(name: str, content: bytes) -> tuple[str, bytes]:
    if name == "app1":
        name = "exif" if content.startswith(b"Exif\0\0") else "xmp"
    if name == "xmp":
        return name, content.removeprefix(b"http://ns.adobe.com/xap/1.0/\0")
    if name in ("iptc", "8bim"):
        return "iptc", iptc_in(content)
    return ("icc" if name in ("icc", "icm") else name), content


def iptc_in(content: bytes) -> bytes:
    """The IPTC record in Photoshop's resources, or the content itself where it is one already."""
    if content[:1] == b"\x1c":
        return content
    at = content.find(b"8BIM\x04\x04")
    if at < 0:
        return b""
    name = content[at + 6] + 1 if at + 6 < len(content) else 0
    start = at + 6 + name + name % 2
    return content[start + 4 : start + 4 + int.from_bytes(content[start : start + 4], "big")]


def _colours(found: dict[bytes, bytes], profiles: dict[str, bytes], left: int) -> tuple[bytes | None, Coding | None]:
    """The profile, or else the numbers, that count: cICP before iCCP before sRGB before gAMA with cHRM."""
    if len(named := found.get(b"cICP", b"")) == 4 and named[1] != UNSPECIFIED:
        return None, Coding(named[0], named[1])
    packed = found.get(b"iCCP", b"").partition(b"\0")[2][1:]
    if icc := (_unpack(packed, left) if packed else None) or profiles.get("icc"):
        return icc, None
    if b"sRGB" in found or len(found.get(b"gAMA", b"")) != 4:
        return None, None
    return None, _by_gamma(found)


def _by_gamma(found: dict[bytes, bytes]) -> Coding | None:
    gamma, chrm = int.from_bytes(found[b"gAMA"], "big"), found.get(b"cHRM", b"")
    points = tuple(int.from_bytes(chrm[at : at + 4], "big") for at in range(0, 32, 4)) if len(chrm) == 32 else _SRGB_LIGHTS
    srgb = all(abs(one - other) <= _OFTEN for one, other in zip(points, _SRGB_LIGHTS, strict=True))
    if not 5_000 <= gamma <= 1_000_000 or (srgb and abs(gamma - _SRGB_GAMMA) <= _NEAR):
        return None
    return Coding(1, SRGB, 100_000 / gamma, None if srgb else _lights(points))


def _lights(points: tuple[int, ...]) -> Chromaticities | None:
    """Red, green, blue and white of cHRM, which has the white first; None where they span no colours."""
    values = [point / 100_000 for point in (*points[2:], *points[:2])]
    (rx, ry, gx, gy, bx, by, wx, wy) = values
    area = abs((gx - rx) * (by - ry) - (bx - rx) * (gy - ry))
    if area < 0.001 or min(ry, gy, by, wy) <= 0:
        return None
    return rx, ry, gx, gy, bx, by, wx, wy
