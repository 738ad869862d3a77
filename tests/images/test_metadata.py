"""What files say beside their pixels: wherever it stands it is found, broken parts cost no others, what stays is true."""

import hashlib
import io
import struct
import zlib
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import ExifTags, Image, PngImagePlugin

from ganstudio.images.format_metadata import list_lost_metadata
from ganstudio.images.image_info import read_image_info
from ganstudio.images.open import open_picture
from ganstudio.images.picture import Picture
from ganstudio.images.safe_xml import parse_xml
from ganstudio.images.save import save_picture
from ganstudio.images.xmp_sync import join_packet, set_size, split_packet, synchronise
from tests.images.test_colours_by_numbers import chunk
from tests.images.test_picture import words

SIDE = np.zeros((16, 24, 3), np.uint8)
HEAD = b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
END = b"</rdf:RDF></x:xmpmeta>"
NOTE = b"http://ns.adobe.com/xmp/note/"


def packet(inside: bytes) -> bytes:
    return HEAD + inside + END


def jpeg(path: Path, *segments: bytes, **more: Any) -> Path:
    """A JPEG with these APP segments: their number and content."""
    file = io.BytesIO()
    Image.fromarray(SIDE).save(file, "JPEG", **more)
    content = file.getvalue()
    parts = b"".join(b"\xff" + each[:1] + (len(each) + 1).to_bytes(2, "big") + each[1:] for each in segments)
    path.write_bytes(content[:20] + parts + content[20:])
    return path


def raw_profile(name: str, content: bytes) -> tuple[bytes, bytes]:
    digits = content.hex()
    lines = "\n".join(digits[at : at + 72] for at in range(0, len(digits), 72))
    body = f"\n{name.lower()}\n{len(content):8}\n{lines}\n".encode()
    return b"zTXt", f"Raw profile type {name}".encode() + b"\0\0" + zlib.compress(body)


@pytest.mark.parametrize("deep", [False, True])
@pytest.mark.parametrize("place", ["before", "after", "exif", "APP1"])
def test_exif_wherever_a_png_may_keep_it(tmp_path: Path, deep: bool, place: str) -> None:
    pixels = SIDE.astype(np.uint16) if deep else SIDE
    save_picture(Picture(pixels), tmp_path / "one.png")
    content, exif = (tmp_path / "one.png").read_bytes(), words(6)
    bare = exif.removeprefix(b"Exif\0\0")
    extra = chunk(b"eXIf", bare) if place in ("before", "after") else chunk(*raw_profile(place, b"Exif\0\0" + bare))
    at = len(content) - 12 if place == "after" else 33
    (tmp_path / "one.png").write_bytes(content[:at] + extra + content[at:])
    picture = open_picture(tmp_path / "one.png")
    assert (picture.width, picture.height) == (16, 24)
    assert picture.exif is not None and b"Lochkamera" in picture.exif


@pytest.mark.parametrize("deep", [False, True])
def test_xmp_and_iptc_as_raw_profiles_of_a_png(tmp_path: Path, deep: bool) -> None:
    save_picture(Picture(SIDE.astype(np.uint16) if deep else SIDE), tmp_path / "one.png")
    content = (tmp_path / "one.png").read_bytes()
    iptc = b"8BIM\x04\x04\0\0" + (8).to_bytes(4, "big") + b"\x1c\x02\x78\0\3abc"
    said = chunk(*raw_profile("xmp", packet(b""))) + chunk(*raw_profile("iptc", iptc))
    (tmp_path / "one.png").write_bytes(content[:33] + said + content[33:])
    picture = open_picture(tmp_path / "one.png")
    assert picture.xmp == packet(b"") and picture.iptc == b"\x1c\x02\x78\0\3abc"


def test_broken_exif_costs_neither_resolution_nor_xmp_nor_iptc(tmp_path: Path) -> None:
    turn = packet(b'<rdf:Description xmlns:tiff="http://ns.adobe.com/tiff/1.0/" tiff:Orientation="6"/>')
    iptc = b"Photoshop 3.0\0" + b"8BIM\x04\x04\0\0" + (8).to_bytes(4, "big") + b"\x1c\x02\x78\0\3abc"
    path = jpeg(
        tmp_path / "one.jpg", b"\xe1Exif\0\0garbage garbage", b"\xe1http://ns.adobe.com/xap/1.0/\0" + turn, b"\xed" + iptc,
        dpi=(300, 200),
    )  # fmt: skip
    picture = open_picture(path)
    assert (picture.width, picture.height) == (16, 24) and picture.dpi == (200, 300)
    assert read_image_info(path).reason == ""
    assert picture.xmp is not None and b'Orientation="1"' in picture.xmp and picture.iptc == b"\x1c\x02\x78\0\3abc"


def test_a_broken_tag_of_exif_costs_no_other(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = 6
    exif[ExifTags.Base.Make] = "Lochkamera"
    exif[ExifTags.Base.XResolution] = 72.0
    content = bytearray(exif.tobytes())
    at = content.find(struct.pack(">H", ExifTags.Base.XResolution))
    content[at + 8 : at + 12] = b"\xff\xff\xff\0"  # its value lies far behind the end
    picture = open_picture(jpeg(tmp_path / "one.jpg", exif=bytes(content)))
    assert (picture.width, picture.height) == (16, 24)
    assert picture.exif is not None and b"Lochkamera" in picture.exif


@pytest.mark.parametrize(("bits", "colour"), [(1, 0), (2, 0), (4, 0), (8, 0), (16, 0), (8, 2), (16, 2)])
def test_a_hidden_colour_of_any_depth(tmp_path: Path, bits: int, colour: int) -> None:
    values, most = [0, 1, 1, 0], (1 << bits) - 1
    numbers = [value * (most if bits == 1 else min(most, 2)) for value in values]
    if bits < 8:
        row = bytes((sum(number << (8 - bits * (place + 1)) for place, number in enumerate(numbers[: 8 // bits])),))
        row += bytes((sum(number << (8 - bits * (place + 1)) for place, number in enumerate(numbers[8 // bits :])),)) * (
            bits == 4
        )
        row = row[: -(-4 * bits // 8)]
    else:
        row = b"".join(number.to_bytes(bits // 8, "big") * (3 if colour == 2 else 1) for number in numbers)
    hidden = numbers[1].to_bytes(2, "big") * (3 if colour == 2 else 1)
    head = struct.pack(">IIBBBBB", 4, 2, bits, colour, 0, 0, 0)
    (tmp_path / "one.png").write_bytes(
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"tRNS", hidden)
        + chunk(b"IDAT", zlib.compress((b"\0" + row) * 2)) + chunk(b"IEND", b"")
    )  # fmt: skip
    picture = open_picture(tmp_path / "one.png")
    assert picture.alpha is not None
    assert (picture.alpha[0] > 0).tolist() == [True, False, False, True]


def test_a_long_profile_and_long_words_open(tmp_path: Path) -> None:
    info = PngImagePlugin.PngInfo()
    info.add_text("parameters", "a hill " * 400_000, zip=True)
    profile = b"\0\0\0\0" + bytes(12) + b"RGB " + bytes(3_000_000)
    Image.fromarray(SIDE).save(tmp_path / "one.png", pnginfo=info, icc_profile=profile)
    picture = open_picture(tmp_path / "one.png")
    assert picture.icc == profile and len(dict(picture.text)["parameters"]) == 2_800_000


@pytest.mark.parametrize("deep", [False, True])
def test_words_of_a_png_are_kept_in_a_png_and_told_in_xmp_elsewhere(tmp_path: Path, deep: bool) -> None:
    info = PngImagePlugin.PngInfo()
    said = {"Author": "Ada & Bé", "Copyright": "© Ada", "prompt": "a hill", "parameters": "steps 20", "Title": "日本"}
    for keyword, text in said.items():
        info.add_text(keyword, text)
    Image.fromarray(SIDE).save(tmp_path / "one.png", pnginfo=info)
    picture = open_picture(tmp_path / "one.png")
    if deep:
        picture = Picture(picture.pixels.astype(np.uint16), text=picture.text)
    save_picture(picture, tmp_path / "two.png")
    assert dict(open_picture(tmp_path / "two.png").text) == said
    for suffix in (".jpg", ".webp", ".tif", ".avif"):
        save_picture(picture, tmp_path / f"two{suffix}")
        again = open_picture(tmp_path / f"two{suffix}")
        assert again.xmp is not None and parse_xml(again.xmp) is not None
        for text in ("Ada &amp; Bé", "© Ada", "日本"):
            assert text.encode() in again.xmp
        assert again.exif is not None and "steps 20".encode("utf-16-be") in again.exif
    assert list_lost_metadata(Picture(SIDE, text=picture.text), "JPEG") == [
        "JPEG has no place for this picture’s words under prompt."
    ]
    assert list_lost_metadata(Picture(SIDE, text=picture.text), "PNG") == []


def test_the_comment_of_a_jpeg_is_kept(tmp_path: Path) -> None:
    picture = open_picture(jpeg(tmp_path / "one.jpg", comment="on a hill, für mich"))
    for suffix in (".jpg", ".png"):
        save_picture(picture, tmp_path / f"two{suffix}")
        assert open_picture(tmp_path / f"two{suffix}").text == (("Comment", "on a hill, für mich"),)


MOTION = (
    b'<rdf:Description rdf:about="" xmlns:GCamera="http://ns.google.com/photos/1.0/camera/" '
    b'xmlns:Container="http://ns.google.com/photos/1.0/container/" xmlns:Item="urn:item" '
    b'xmlns:hdrgm="http://ns.adobe.com/hdr-gain-map/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/" hdrgm:Version="1.0" '
    b'GCamera:MotionPhoto="1" GCamera:MicroVideoOffset="4000" dc:format="image/jpeg"><Container:Directory><rdf:Seq>'
    b'<rdf:li><Container:Item Item:Mime="video/mp4" Item:Semantic="MotionPhoto" Item:Length="4000"/></rdf:li></rdf:Seq>'
    b"</Container:Directory><hdrgm:GainMapMax>2</hdrgm:GainMapMax><dc:title>Mine</dc:title></rdf:Description>"
)


def test_xmp_promises_no_film_and_no_gain_map_that_is_gone() -> None:
    kept = synchronise(packet(MOTION))
    parse_xml(kept)
    for word in (b"MotionPhoto", b"MicroVideo", b"Directory", b"hdrgm:Version", b"GainMapMax", b"4000"):
        assert word not in kept
    assert b"<dc:title>Mine</dc:title>" in kept and b'dc:format="image/jpeg"' in kept


def test_xmp_tells_the_size_that_it_has() -> None:
    told = packet(
        b'<rdf:Description xmlns:exif="http://ns.adobe.com/exif/1.0/" xmlns:tiff="http://ns.adobe.com/tiff/1.0/" '
        b'exif:PixelXDimension="4000" tiff:ImageLength="3000"><exif:PixelYDimension>3000</exif:PixelYDimension>'
        b"</rdf:Description>"
    )
    made = set_size(told, 40, 30)
    assert b'PixelXDimension="40"' in made and b"Dimension>30<" in made and b'ImageLength="30"' in made


def extended(body: bytes, pieces: int = 3) -> tuple[bytes, list[bytes]]:
    """A packet that promises more, and the segments that hold it."""
    whole = packet(body)
    guid = hashlib.md5(whole, usedforsecurity=False).hexdigest().upper().encode()
    step = -(-len(whole) // pieces)
    parts = [
        b"http://ns.adobe.com/xmp/extension/\0" + guid + struct.pack(">II", len(whole), at) + whole[at : at + step]
        for at in range(0, len(whole), step)
    ]
    main = packet(b'<rdf:Description rdf:about="" xmlns:xmpNote="%b" xmpNote:HasExtendedXMP="%b"/>' % (NOTE, guid))
    return main, parts


def test_long_xmp_of_a_jpeg_is_joined_and_parted_again(tmp_path: Path) -> None:
    body = b'<rdf:Description rdf:about="" xmlns:my="urn:my"><my:long>%b</my:long></rdf:Description>' % (b"word " * 30_000)
    main, parts = extended(body)
    segments = [b"\xe1http://ns.adobe.com/xap/1.0/\0" + main, *(b"\xe1" + part for part in reversed(parts))]
    picture = open_picture(jpeg(tmp_path / "one.jpg", *segments))
    assert picture.xmp is not None and b"word word" in picture.xmp and b"HasExtendedXMP" not in picture.xmp
    save_picture(picture, tmp_path / "two.jpg")
    again = open_picture(tmp_path / "two.jpg")
    assert again.xmp is not None and again.xmp.count(b"word ") == 30_000 and b"HasExtendedXMP" not in again.xmp
    for one in (picture.xmp, again.xmp):
        parse_xml(one)


def test_parting_keeps_short_descriptions_in_the_first_packet_and_all_words() -> None:
    small = b'<rdf:Description rdf:about="" xmlns:my="urn:my"><my:a><rdf:Description my:b="1"/></my:a></rdf:Description>'
    large = b'<rdf:Description rdf:about="" xmlns:my="urn:my"><my:long>%b</my:long></rdf:Description>' % (b"x" * 200_000)
    main, segments = split_packet(packet(large + small))
    assert len(main) < 60_000 and small in main and len(segments) == 4 and all(len(each) < 65_500 for each in segments)
    whole = join_packet(main, segments)
    assert whole is not None and b"x" * 200_000 in whole and small in whole
    parse_xml(whole)


def test_a_promise_that_nothing_keeps_is_taken_out() -> None:
    main, _ = extended(b"")
    kept = join_packet(main, [])
    assert kept is not None and b"HasExtendedXMP" not in kept


def test_searching_a_packet_takes_time_that_grows_with_its_length() -> None:
    for word in (b"<a:RDF>", b"<Container:Directory>", b" \n" * 3, b'<rdf:Description rdf:about="">', b"<hdrgm:x "):
        names = b'<a xmlns:Container="http://ns.google.com/photos/1.0/container/"'
        names += b' xmlns:hdrgm="http://ns.adobe.com/hdr-gain-map/1.0/">'
        content = names + word * (2_000_000 // len(word))
        synchronise(content)
        split_packet(content)


@pytest.mark.parametrize("suffix", [".jpg", ".png", ".tif", ".webp", ".avif"])
def test_the_shape_of_pixels_is_kept_and_turned_with_them(tmp_path: Path, suffix: str) -> None:
    path = jpeg(tmp_path / "one.jpg", exif=words(6))
    content = path.read_bytes()
    path.write_bytes(content[:13] + b"\0" + struct.pack(">HH", 2, 1) + content[18:])
    picture = open_picture(path)
    assert picture.aspect == (1, 2) and picture.dpi is None
    save_picture(picture, tmp_path / f"two{suffix}")
    again = open_picture(tmp_path / f"two{suffix}")
    assert again.aspect == (1, 2) and again.dpi is None
