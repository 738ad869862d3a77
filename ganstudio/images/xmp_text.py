"""Words of a picture (author, copyright, title) put into XMP, for formats that have no text of their own."""

import re
from xml.sax.saxutils import escape

_DC = "http://purl.org/dc/elements/1.1/"
_PROPERTIES = {  # PNG's keywords, small, and Dublin Core's properties with the kind of list that each is
    "author": ("creator", "Seq"),
    "artist": ("creator", "Seq"),
    "copyright": ("rights", "Alt"),
    "title": ("title", "Alt"),
    "description": ("description", "Alt"),
    "comment": ("description", "Alt"),
}
_END = re.compile(rb"</(\w+):RDF\s*>")
_EMPTY = b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"></rdf:RDF></x:xmpmeta>'


def has_place(keyword: str) -> bool:
    """Whether XMP has a property for words under that keyword."""
    return keyword.lower() in _PROPERTIES


def add_words(packet: bytes | None, words: tuple[tuple[str, str], ...]) -> bytes | None:
    """The packet with those of the words that it has a place for and does not say yet; the packet itself where none are."""
    wanted: dict[str, tuple[str, str]] = {}
    for keyword, text in words:
        name, kind = _PROPERTIES.get(keyword.lower(), ("", ""))
        if name and text.strip() and b":%b" % name.encode() not in (packet or b""):
            wanted.setdefault(name, (kind, text))
    if not wanted:
        return packet
    whole = packet if packet and _END.search(packet) else _EMPTY
    return _END.sub(lambda end: _description(end[1].decode(), wanted) + end[0], whole, count=1)


def _description(rdf: str, wanted: dict[str, tuple[str, str]]) -> bytes:
    body = ""
    for name, (kind, text) in wanted.items():
        language = ' xml:lang="x-default"' if kind == "Alt" else ""
        plain = escape("".join(sign for sign in text if sign in "\t\n\r" or sign >= " "))
        body += f"<dc:{name}><{rdf}:{kind}><{rdf}:li{language}>{plain}</{rdf}:li></{rdf}:{kind}></dc:{name}>"
    return f'<{rdf}:Description {rdf}:about="" xmlns:dc="{_DC}">{body}</{rdf}:Description>'.encode()
