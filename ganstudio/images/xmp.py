"""XMP: one property of our own and the origin of the pixels, put into a packet in which all else stays byte by byte."""

import re

from ganstudio.images.safe_xml import has_doctype, parse_xml

NAMESPACE = "urn:ganstudio:recipe#"
_IPTC = "http://iptc.org/std/Iptc4xmpExt/2008-02-29/"
_KINDS = "http://cv.iptc.org/newscodes/digitalsourcetype/"
_EMPTY = (
    b'<?xpacket begin="\xef\xbb\xbf" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">'
    b'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"></rdf:RDF></x:xmpmeta><?xpacket end="w"?>'
)
_END = re.compile(rb"</(\w+):RDF\s*>")
_PREFIX = re.compile(rb"xmlns:(\w+)\s*=\s*[\"']urn:ganstudio:recipe#[\"']")
_LEFT_EMPTY = re.compile(rb"<(\w+):Description[^<>]*urn:ganstudio:recipe#[^<>]*>\s*</\1:Description\s*>")
_KIND = re.compile(
    rb"(?<!\s)\s*\b\w+:DigitalSourceType\s*=\s*(?:\"[^\"]*\"|'[^']*')"
    rb"|<(\w+:DigitalSourceType)\b[^>]{0,1000}?(?:/>|>.{0,1000}?</\1\s*>)",
    re.DOTALL,
)


def safe_packet(packet: bytes | None) -> bytes | None:
    """A packet out of a file, to be kept byte by byte; None where it has a DOCTYPE, which no XMP may have."""
    return None if packet is None or has_doctype(packet) else packet


def with_property(packet: bytes | None, value: str, kind: str) -> bytes:
    """The packet with our property set to `value` (letters of base64), and IPTC's digital source type set to `kind`.

    A packet that cannot be read gives way to a new one.
    """
    plain = _KIND.sub(b"", without_property(packet) or _EMPTY)
    if not _END.search(plain):
        plain = _EMPTY
    return _END.sub(lambda end: _description(end[1], value, kind) + end[0], plain, count=1)


def without_property(packet: bytes | None) -> bytes | None:
    """The packet without our property, and without the source type that came with it."""
    prefixes = set(_PREFIX.findall(packet or b""))
    if not packet or not prefixes:
        return packet
    name = b"(?:%b):look" % b"|".join(prefixes)
    ours = re.compile(rb"(?<!\s)\s*\b%b\s*=\s*(?:\"[^\"]*\"|'[^']*')|<%b\b[^>]{0,1000}>[^<]*</%b\s*>" % (name, name, name))
    return _LEFT_EMPTY.sub(b"", _KIND.sub(b"", ours.sub(b"", packet)))


def property_in(packet: bytes | None) -> str | None:
    """Our property's value, however other programs have written the packet anew; None where there is none."""
    if not packet or NAMESPACE.encode() not in packet.replace(b"\0", b""):
        return None
    bare = packet.strip(b"\0 \r\n\t")
    try:
        root = parse_xml(packet if b"\0" in bare else bare)  # of UTF-16 a blank is two bytes, and no harm
    except ValueError:
        return None
    name = f"{{{NAMESPACE}}}look"
    for element in root.iter():
        if element.tag == name or name in element.attrib:
            return (element.text if element.tag == name else element.attrib[name]) or None
    return None


def _description(prefix: bytes, value: str, kind: str) -> bytes:
    rdf = prefix.decode()
    return (
        f'<{rdf}:Description {rdf}:about="" xmlns:ganstudio="{NAMESPACE}" xmlns:Iptc4xmpExt="{_IPTC}">'
        f"<ganstudio:look>{value}</ganstudio:look>"
        f"<Iptc4xmpExt:DigitalSourceType>{_KINDS}{kind}</Iptc4xmpExt:DigitalSourceType></{rdf}:Description>"
    ).encode()
