"""XML out of strangers' files: parsed without a DOCTYPE, whose entities could grow without end or name other files."""

from xml.etree.ElementTree import Element, ParseError, TreeBuilder, XMLParser

from ganstudio.core.translation import tr

_STEP = 4096  # what the parser is given at once, so that it stops soon after a DOCTYPE
_LARGEST = 16_000_000
_SIGN = "!DOCTYPE"
_EBCDIC = (_SIGN.encode("cp037"), _SIGN.encode("cp500"))


class DoctypeError(ValueError):
    """The text has a DOCTYPE."""


class _NoDoctype(TreeBuilder):
    def doctype(self, *_: object) -> None:
        raise DoctypeError(tr("XML with a DOCTYPE is not read"))


def parse_xml(content: bytes) -> Element:
    """The root of an XML text in any encoding that the parser knows.

    DoctypeError where it has a DOCTYPE, else ValueError where it cannot be read or is larger than 16 MB.
    """
    if len(content) > _LARGEST:
        raise ValueError(tr("the XML is too large"))
    parser = XMLParser(target=_NoDoctype())  # noqa: S314  (it refuses what makes XML dangerous)
    try:
        for start in range(0, len(content), _STEP):
            parser.feed(content[start : start + _STEP])
        root: Element = parser.close()
    except (ParseError, LookupError) as error:
        raise ValueError(str(error)) from error
    return root


def has_doctype(content: bytes) -> bool:
    """Whether there is a DOCTYPE in a text, in whatever encoding, well-formed or not."""
    plain = content.replace(b"\0", b"")  # of UTF-16 and UTF-32 the letters of ASCII are left
    if _SIGN.encode() in plain.upper() or any(sign in content for sign in _EBCDIC):
        return True
    try:
        parse_xml(content)
    except DoctypeError:
        return True
    except ValueError:
        return False
    return False
