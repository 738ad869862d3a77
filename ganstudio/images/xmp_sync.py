"""XMP kept truthful: what the old file alone could keep is taken out, sizes are set, long packets are joined and parted.

A packet is changed by its text, so that all else in it stays byte by byte; see `xmp` for what is parsed.
"""

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ganstudio.images.safe_xml import has_doctype

_URIS = {
    "camera": b"http://ns.google.com/photos/1.0/camera/",
    "container": b"http://ns.google.com/photos/1.0/container/",
    "gain": b"http://ns.adobe.com/hdr-gain-map/1.0/",
    "note": b"http://ns.adobe.com/xmp/note/",
    "photoshop": b"http://ns.adobe.com/photoshop/1.0/",
    "xmp": b"http://ns.adobe.com/xap/1.0/",
    "exif": b"http://ns.adobe.com/exif/1.0/",
    "tiff": b"http://ns.adobe.com/tiff/1.0/",
}
_UNTRUE = {  # what is beside the picture in the old file: a film, a gain map, a thumbnail; and how its values were stored
    "camera": rb"(?:Motion|Micro)\w+",
    "container": rb"Directory",
    "gain": rb"\w+",
    "photoshop": rb"(?:ColorMode|ICCProfile)",
    "xmp": rb"Thumbnails",
    "tiff": rb"(?:BitsPerSample|Compression|PhotometricInterpretation|SamplesPerPixel|PlanarConfiguration|StripOffsets)",
}
_EXTENSION = b"http://ns.adobe.com/xmp/extension/\0"
_MAIN, _PART, _MOST = 60_000, 65_000, 16 * 2**20
_RDF = re.compile(rb"<(\w+):RDF\b[^<>]*>")
_NAMES = re.compile(rb"\sxmlns:\w+\s*=\s*(?:\"[^\"]*\"|'[^']*')")
_DECLARED = re.compile(rb"xmlns:(?:x|rdf)=")  # by the packet below itself
_EMPTY = (
    b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"%b>'
    b'<rdf:Description rdf:about="" xmlns:xmpNote="http://ns.adobe.com/xmp/note/" xmpNote:HasExtendedXMP="%b"/>'
    b"%b</rdf:RDF></x:xmpmeta>"
)


def synchronise(packet: bytes) -> bytes:
    """The packet without what is true of the old file alone."""
    for space, names in _UNTRUE.items():
        packet = _remove_properties(packet, space, names)
    return packet


def set_size(packet: bytes, width: int, height: int) -> bytes:
    """The packet with these pixels across and down wherever it tells them."""
    for space, across, down in (("exif", b"PixelXDimension", b"PixelYDimension"), ("tiff", b"ImageWidth", b"ImageLength")):
        for name, size in ((across, width), (down, height)):
            for prefix in _prefixes(packet, space):
                told = re.compile(rb"(\b%b:%b\s*(?:=\s*[\"']|>\s*))\d+" % (prefix, name))
                packet = told.sub(rb"\g<1>%d" % size, packet)
    return packet


def join_packet(packet: bytes | None, segments: Iterable[bytes]) -> bytes | None:
    """The packet of a JPEG with what its extension segments hold, in place of the promise that they are there."""
    promised = _extension_guid(packet or b"")
    if not packet or not promised:
        return packet
    whole = _extension(segments, promised)
    plain = _remove_properties(packet, "note", rb"HasExtendedXMP")
    inside = _rdf_content(whole) if len(whole) <= _MOST and not has_doctype(whole) else None
    if inside is None:
        return plain
    names = b"".join(dict.fromkeys(_NAMES.findall(whole[: inside.start])))
    body = re.sub(rb"<\w+:Description\b[^<>]*>", lambda begin: _declare_names(begin[0], names), inside.body)
    return re.sub(rb"</(\w+):RDF\s*>", lambda end: body + end[0], plain, count=1)


def _extension(segments: Iterable[bytes], guid: bytes) -> bytes:
    """The packet in the extension segments with that identifier, put together (XMP part 3, 1.1.3.1)."""
    mine = (each for each in segments if each.startswith(_EXTENSION) and each[35:67].upper() == guid.upper())
    parts = {int.from_bytes(each[71:75], "big"): each[75:] for each in mine}
    return b"".join(parts[place] for place in sorted(parts))


def split_packet(packet: bytes) -> tuple[bytes, list[bytes]]:
    """The packet as a JPEG takes it: what fits into one segment, and the extension segments for the rest."""
    inside = _rdf_content(packet) if len(packet) > _MAIN else None
    if inside is None:
        return packet, []
    small, large = _split_by_size(sorted(_descriptions(inside), key=len), _MAIN - 2_000)
    names = b"".join(each for each in dict.fromkeys(_NAMES.findall(packet[: inside.start])) if not _DECLARED.search(each))
    rest = b'<x:xmpmeta xmlns:x="adobe:ns:meta/">' + packet[inside.opening : inside.start] + b"".join(large)
    rest += b"</%b:RDF></x:xmpmeta>" % inside.prefix
    guid = hashlib.md5(rest, usedforsecurity=False).hexdigest().upper().encode()
    segments = [
        _EXTENSION + guid + len(rest).to_bytes(4, "big") + start.to_bytes(4, "big") + rest[start : start + _PART]
        for start in range(0, len(rest), _PART)
    ]
    return _EMPTY % (names, guid, b"".join(small)), segments


def _split_by_size(descriptions: list[bytes], room: int) -> tuple[list[bytes], list[bytes]]:
    """Those that have room in so many bytes one after the other, and those that have not."""
    small: list[bytes] = []
    large: list[bytes] = []
    for each in descriptions:
        (small if len(each) <= room else large).append(each)
        room -= len(each) if len(each) <= room else 0
    return small, large


def _extension_guid(packet: bytes) -> bytes:
    found = re.search(rb":HasExtendedXMP\s*(?:=\s*[\"']|>\s*)([0-9A-Fa-f]{32})", packet)
    return found[1] if found else b""


def _declare_names(begin: bytes, names: bytes) -> bytes:
    """The beginning of a description that also declares what it does not itself."""
    own = {name.split(b"=")[0].strip() for name in _NAMES.findall(begin)}
    more = (
        name for name in _NAMES.findall(names) if name.split(b"=")[0].strip() not in own and b"adobe:ns:meta/" not in name
    )
    at = len(begin) - (2 if begin.endswith(b"/>") else 1)
    return begin[:at] + b"".join(more) + begin[at:]


@dataclass(frozen=True)
class _RdfContent:
    """What stands in a packet's RDF, where its tag opens, and where its content begins."""

    prefix: bytes
    opening: int
    start: int
    body: bytes


def _rdf_content(packet: bytes) -> _RdfContent | None:
    found = _RDF.search(packet)
    end = packet.rfind(b"</%b:RDF" % found[1]) if found else -1
    return (
        _RdfContent(found[1], found.start(), found.end(), packet[found.end() : end])
        if found and end >= found.end()
        else None
    )


def _descriptions(inside: _RdfContent) -> Iterator[bytes]:
    """The outermost descriptions."""
    depth, start = 0, 0
    for tag in re.finditer(rb"<(/?)%b:Description\b[^<>]*>" % inside.prefix, inside.body):
        if depth == 0 and not tag[1]:
            start = tag.start()
        depth += -1 if tag[1] else 0 if tag[0].endswith(b"/>") else 1
        if depth == 0:
            yield inside.body[start : tag.end()]


def _prefixes(packet: bytes, space: str) -> list[bytes]:
    uri = re.escape(_URIS[space])
    return list(dict.fromkeys(re.findall(rb"xmlns:(\w+)\s*=\s*[\"']%b[\"']" % uri, packet)))


def _remove_properties(packet: bytes, space: str, names: bytes) -> bytes:
    """The packet without the properties of those names, attributes or elements; in time that grows with its length."""
    for prefix in _prefixes(packet, space):
        name = rb"%b:%b" % (re.escape(prefix), names)
        packet = re.sub(rb"(?<!\s)\s+%b\s*=\s*(?:\"[^\"]*\"|'[^']*')" % name, b"", packet)
        packet = _remove_elements(packet, name)
    return packet


def _remove_elements(packet: bytes, name: bytes) -> bytes:
    kept, at, open_ended = [], 0, set()
    for begin in re.finditer(rb"<(%b)\b[^<>]*>" % name, packet):
        if begin.start() < at or begin[1] in open_ended:
            continue
        end = begin.end()
        if not begin[0].endswith(b"/>"):
            close = packet.find(b"</" + begin[1], end)
            end = packet.find(b">", close) + 1 if close >= 0 else 0
            if not end:
                open_ended.add(begin[1])
                continue
        kept.append(packet[at : begin.start()])
        at = end
    return b"".join(kept) + packet[at:]
