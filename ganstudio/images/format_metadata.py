"""What of a picture's metadata each format takes, how it is written there, and what has no place in it."""

from dataclasses import dataclass
from fractions import Fraction

from PIL import ExifTags, Image, PngImagePlugin

from ganstudio.core.translation import tr
from ganstudio.images.formats import FORMATS, FormatInfo
from ganstudio.images.metadata import exif_from, exif_to_save, strip_location
from ganstudio.images.picture import Picture
from ganstudio.images.xmp_sync import set_size, split_packet
from ganstudio.images.xmp_text import add_words, has_place

_SEGMENT = 65_500  # bytes of a segment of JPEG
_TAG = ExifTags.Base
_PARAMETERS = "parameters"  # of what made a picture, as programs that make pictures from words write it
_COMMENT = "comment"


@dataclass(frozen=True)
class KeptMetadata:
    """What is written in a format beside pixels and profile; `segments` are whole segments of JPEG."""

    exif: Image.Exif
    xmp: bytes | None = None
    iptc: bytes | None = None
    text: tuple[tuple[str, str], ...] = ()
    comment: bytes = b""
    segments: bytes = b""

    @property
    def exif_bytes(self) -> bytes | None:
        """EXIF as it is written; None where there is none."""
        return self.exif.tobytes() if len(self.exif) else None


def select_metadata(picture: Picture, writer: str, *, gps: bool) -> KeptMetadata:
    """What a format, by the name under which it is saved, takes of a picture; no place on earth in it unless `gps`."""
    row = _row(writer)
    exif, xmp = _exif_for(picture, writer, gps), picture.xmp if gps else strip_location(picture.xmp)
    if "text" not in row.holds or writer == "JPEG":
        xmp = add_words(xmp, tuple(pair for pair in picture.text if not _is_jpeg_comment(pair[0], writer)))
        exif = _with_parameters(exif, picture.text)
    xmp = set_size(xmp, picture.width, picture.height) if xmp else None
    if writer == "JPEG":
        return _split_for_jpeg(picture, exif, xmp)
    text = picture.text if writer == "PNG" else ()
    return KeptMetadata(exif, xmp, picture.iptc if "IPTC" in row.holds else None, text)


def list_lost_metadata(picture: Picture, writer: str) -> list[str]:
    """A sentence for each thing that a format cannot keep of a picture."""
    row = _row(writer)
    told = []
    if picture.pixels.itemsize == 2 and 16 not in row.saved_depths:
        told.append(tr("{name} holds 8 bits of this picture’s 16.", name=row.name))
    if picture.alpha is not None and not row.alpha:
        told.append(tr("{name} knows no transparency: the result is laid on white.", name=row.name))
    return told + list_lost_words(picture, writer)


def list_lost_words(picture: Picture, writer: str) -> list[str]:
    """The same of what is said beside the pixels."""
    row = _row(writer)
    told = []
    if picture.iptc and "IPTC" not in row.holds:
        told.append(tr("{name} has no place for the IPTC of this picture.", name=row.name))
    if lost := [keyword for keyword, _ in picture.text if not _has_place(keyword, writer)]:
        told.append(
            tr(
                "{name} has no place for this picture’s words under {names}.",
                name=row.name,
                names=", ".join(dict.fromkeys(lost)),
            )
        )
    if writer == "JPEG":
        long = {"EXIF": picture.exif, "IPTC": picture.iptc}
        told += [
            tr("JPEG has no place for so much {name}.", name=name)
            for name, each in long.items()
            if each and len(each) > _SEGMENT
        ]
    return told


def png_text(kept: KeptMetadata) -> PngImagePlugin.PngInfo | None:
    """The text chunks of a PNG, XMP among them."""
    info = PngImagePlugin.PngInfo()
    if kept.xmp:
        info.add_itxt("XML:com.adobe.xmp", kept.xmp.decode("utf-8", "replace"))
    for keyword, words in kept.text:
        if 0 < len(keyword.encode("latin-1", "replace")) < 80:
            info.add_text(keyword, words)
    return info if info.chunks else None


def density_of(aspect: tuple[float, float], most: int) -> tuple[int, int]:
    """The shape of a pixel as two whole numbers up to `most`."""
    if all(each == int(each) and each <= most for each in aspect):
        return int(aspect[0]), int(aspect[1])
    shape = Fraction(aspect[0] / aspect[1]).limit_denominator(1000)
    return min(most, shape.numerator), min(most, shape.denominator)


def _row(writer: str) -> FormatInfo:
    return next(row for row in FORMATS if row.writer == writer and row.kind == "picture")


def _has_place(keyword: str, writer: str) -> bool:
    return writer == "PNG" or has_place(keyword) or keyword.lower() == _PARAMETERS


def _exif_for(picture: Picture, writer: str, gps: bool) -> Image.Exif:
    """The EXIF; with the resolution in it where the format has no other place for that, or it was there before."""
    size = picture.width, picture.height
    exif = exif_to_save(picture.exif, size, None, gps)
    elsewhere = writer in ("PNG", "JPEG")
    if picture.dpi and (not elsewhere or _TAG.XResolution in exif):
        return exif_to_save(picture.exif, size, picture.dpi, gps)
    if picture.aspect and (not elsewhere or _TAG.XResolution in exif):
        exif.update({_TAG.XResolution: picture.aspect[0], _TAG.YResolution: picture.aspect[1], _TAG.ResolutionUnit: 1})
    return exif


def _with_parameters(exif: Image.Exif, text: tuple[tuple[str, str], ...]) -> Image.Exif:
    words = next((words for keyword, words in text if keyword.lower() == _PARAMETERS), "")
    detail = exif.get_ifd(ExifTags.IFD.Exif) if words else {}
    if not words or _TAG.UserComment in detail:
        return exif
    exif[ExifTags.IFD.Exif] = detail | {_TAG.UserComment: b"UNICODE\0" + words.encode("utf-16-be")}
    return exif_from(exif.tobytes())  # what was set as a whole cannot be asked for by its directory


def _split_for_jpeg(picture: Picture, exif: Image.Exif, xmp: bytes | None) -> KeptMetadata:
    """The same in segments: what is too long for one must not cost the picture, and XMP goes on in others."""
    main, more = split_packet(xmp) if xmp else (None, [])
    segments = b"".join(b"\xff\xe1" + (len(each) + 2).to_bytes(2, "big") + each for each in more)
    iptc = _app13(picture.iptc) if picture.iptc and _fits(picture.iptc, _SEGMENT - 40) else b""
    comment = next((words for keyword, words in picture.text if _is_jpeg_comment(keyword, "JPEG")), "").encode()
    return KeptMetadata(
        exif if not len(exif) or _fits(exif.tobytes()) else Image.Exif(),
        main if _fits(main) else None,
        comment=comment[:_SEGMENT],
        segments=iptc + segments,
    )


def _fits(content: bytes | None, most: int = _SEGMENT) -> bool:
    """Whether there is something, and it has room in one segment of JPEG."""
    return content is not None and 0 < len(content) <= most


def _is_jpeg_comment(keyword: str, writer: str) -> bool:
    return writer == "JPEG" and keyword.lower() == _COMMENT


def _app13(iptc: bytes) -> bytes:
    """A JPEG segment with one resource of Photoshop's: the IPTC record."""
    body = b"Photoshop 3.0\0" + b"8BIM\x04\x04\0\0" + len(iptc).to_bytes(4, "big") + iptc + bytes(len(iptc) % 2)
    return b"\xff\xed" + (len(body) + 2).to_bytes(2, "big") + body
