"""XML of strangers: no DOCTYPE, in whatever encoding; no packet that takes hours; all else is read as before."""

from pathlib import Path

import pytest
from PIL import Image, PngImagePlugin

from ganstudio.images.metadata import strip_location
from ganstudio.images.open import open_picture
from ganstudio.images.safe_xml import DoctypeError, has_doctype, parse_xml
from ganstudio.images.xmp import NAMESPACE, property_in, safe_packet, with_property, without_property

DOCTYPE = '<!DOCTYPE x [<!ENTITY e "grown">]>'
PACKET = (
    '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
    f'<rdf:Description xmlns:g="{NAMESPACE}"><g:look>QUJD</g:look></rdf:Description></rdf:RDF></x:xmpmeta>'
)
ENCODINGS = [
    "utf-8",
    "utf-8-sig",
    "utf-16",
    "utf-16-le",
    "utf-16-be",
    "utf-32",
    "utf-32-le",
    "utf-32-be",
    "latin-1",
    "cp037",
    "cp500",
]


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize(
    "declared", ["", '<?xml version="1.0"?>', '<?xml version="1.0" encoding="{}"?>', "<?xpacket begin='' id='W'?>"]
)
def test_a_doctype_is_refused_in_every_encoding(encoding: str, declared: str) -> None:
    packet = (declared.format(encoding) + DOCTYPE + PACKET.replace("QUJD", "&e;")).encode(encoding)
    assert has_doctype(packet) and safe_packet(packet) is None and property_in(packet) is None
    with pytest.raises(ValueError, match=r"."):
        parse_xml(packet)
    assert not has_doctype((declared.format(encoding) + PACKET).encode(encoding))


def test_a_doctype_behind_another_character_set_is_seen_by_the_parser() -> None:
    swapped = '<?xml version="1.0" encoding="cp1251"?>' + "<!DOCTYPE я><я/>"
    with pytest.raises(DoctypeError):
        parse_xml(swapped.encode("cp1251"))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "latin-1"])
def test_a_property_is_read_in_the_encodings_of_xmp(encoding: str) -> None:
    assert property_in(PACKET.encode(encoding)) == "QUJD"
    assert property_in((PACKET + "  \n  ").encode(encoding)) == "QUJD"
    if encoding == "utf-8":
        assert property_in(b"\0\n" + PACKET.encode() + b"\0\0") == "QUJD"


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "TIFF", "WEBP"])
def test_a_picture_loses_such_a_packet_and_keeps_another(kind: str, tmp_path: Path) -> None:
    for packet, kept in ((DOCTYPE + PACKET, False), (PACKET, True)):
        file, image = tmp_path / f"a.{kind.lower()}", Image.new("RGB", (8, 8), "orange")
        if kind == "PNG":
            info = PngImagePlugin.PngInfo()
            info.add_itxt("XML:com.adobe.xmp", packet)
            image.save(file, pnginfo=info)
        elif kind == "TIFF":
            image.save(file, tiffinfo={700: packet.encode()})
        else:
            image.save(file, xmp=packet.encode())
        assert (open_picture(file).xmp is not None) == kept


@pytest.mark.timeout(60)
@pytest.mark.parametrize(
    "filling",
    [" " * 1_000_000, "<a:GPSx " * 30_000, "<a:GPSx>" * 30_000, "<a:DigitalSourceType>" * 20_000, "<g:look " * 30_000,
     "<g:look>" * 30_000, "a" * 1_000_000, "g:look='" * 30_000, "</a:RDF" * 30_000, "<rdf:Description " * 20_000],
)  # fmt: skip
def test_no_packet_takes_hours(filling: str) -> None:
    packet = PACKET.replace("<g:look>", filling + "<g:look>").encode()
    assert strip_location(packet) is not None and without_property(packet) is not None
    assert property_in(with_property(packet, "REVG", "algorithmicallyEnhanced")) in ("REVG", None)
    has_doctype(packet)


@pytest.mark.timeout(60)
def test_deep_xml_is_read_or_refused() -> None:
    deep = b"<a>" * 100_000 + b"</a>" * 100_000
    assert parse_xml(deep).tag == "a"
    with pytest.raises(ValueError, match="too large"):
        parse_xml(b" " * 16_000_001)
