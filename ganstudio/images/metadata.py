"""What a picture file says of its picture beside the colours, made true for the picture as it stands upright."""

import math
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Any

from PIL import ExifTags, Image

from ganstudio.images.orientation import orient_pair
from ganstudio.images.xmp import safe_packet
from ganstudio.images.xmp_sync import join_packet, synchronise

_TAG = ExifTags.Base
_ABOUT_THE_PICTURE = (  # what else stands in the first directory tells how the old file was built
    *(_TAG.ImageDescription, _TAG.Make, _TAG.Model, _TAG.Software, _TAG.DateTime, _TAG.Artist, _TAG.HostComputer),
    *(_TAG.Copyright, _TAG.Rating, _TAG.RatingPercent, _TAG.XPTitle, _TAG.XPComment, _TAG.XPAuthor, _TAG.XPKeywords),
    *(_TAG.XPSubject, _TAG.Orientation, _TAG.XResolution, _TAG.YResolution, _TAG.ResolutionUnit),
    *(ExifTags.IFD.Exif, ExifTags.IFD.GPSInfo),
)
_NO_UNIT = 1  # of a resolution in EXIF, which then says only the shape of a pixel
_DIRECTORIES = (ExifTags.IFD.Exif, ExifTags.IFD.GPSInfo)
_TURNED_BY_THE_CONTAINER = ("AVIF", "HEIF")
_XMP, _IPTC, _PHOTOSHOP_IPTC = 700, 33723, 0x0404
_TURN = re.compile(rb"(tiff:Orientation\s*(?:=\s*[\"']|>\s*))([1-8])")
_PLACE = re.compile(  # with bounds, so that a packet made to do so cannot take hours
    rb"(?<!\s)\s*\b\w+:GPS\w+\s*=\s*(?:\"[^\"]*\"|'[^']*')|<(\w+:GPS\w+)\b[^>]{0,1000}?(?:/>|>.{0,1000}?</\1\s*>)",
    re.DOTALL,
)


@dataclass(frozen=True)
class Metadata:
    """How a stored image must be turned (1 to 8, as EXIF counts), and what it will say of itself once that is done.

    `dpi` is pixels per inch across and down; `xmp` and `iptc` are the bare packets; `text` are pairs of keyword and words;
    `aspect` is how many pixels across stand for how many down in a place, where the resolution itself is not said.
    """

    turn: int = 1
    exif: bytes | None = None
    dpi: tuple[float, float] | None = None
    xmp: bytes | None = None
    iptc: bytes | None = None
    text: tuple[tuple[str, str], ...] = ()
    aspect: tuple[float, float] | None = None


def read_metadata(image: Image.Image) -> Metadata:
    """What a decoded image says of itself; each part stands for itself, so that a broken one costs no other."""
    exif, info = exif_in(image), image.info  # after decoding: Pillow turns a TIFF by itself, and says so here
    turned = image.format == "TIFF"
    said = combine_metadata(exif, _dpi_beside_exif(image), _packet_in(image, exif), _iptc_in(image, exif), turned=turned)
    words = tuple(info.get("text") or ()) + _comment(info.get("comment"))
    shape = said.aspect or _pixel_shape(info)
    return replace(said, text=words, aspect=orient_pair(shape, said.turn) if shape and not said.dpi else None)


def combine_metadata(
    exif: Image.Exif, dpi: Any = None, xmp: Any = None, iptc: Any = None, *, turned: bool = False
) -> Metadata:
    """The same from its parts; EXIF's word on the orientation goes before XMP's, unless the image is `turned` already."""
    packet = safe_packet(_as_bytes(xmp))
    turn = _orientation(exif, None if turned else packet)
    density, unitless = _or_none(lambda: _resolution(exif)), _resolution_unit(exif) == _NO_UNIT
    resolution = _or_none(lambda: _dpi(dpi)) or (None if unitless else _or_none(lambda: _dpi(density)))
    kept = _select_exif(exif)
    return Metadata(
        turn=turn,
        exif=kept.tobytes() if len(kept) else None,
        dpi=orient_pair(resolution, turn) if resolution else None,
        xmp=synchronise(_TURN.sub(rb"\g<1>1", packet)) if packet else None,
        iptc=_as_bytes(iptc),
        aspect=_or_none(lambda: _uneven_density(density)) if unitless else None,
    )


def _as_bytes(content: Any) -> bytes | None:
    """A packet as its bytes; None where the decoder gives anything else."""
    return content.encode() if isinstance(content, str) else content if isinstance(content, bytes) else None


def exif_in(image: Image.Image) -> Image.Exif:
    """What EXIF an opened image has; empty where it is broken."""
    try:
        exif = image.getexif()
        if image.format in _TURNED_BY_THE_CONTAINER:
            exif[_TAG.Orientation] = _exif_orientation(image)
        len(exif)
        return exif
    except Exception:  # broken words about a picture must not cost the picture
        return Image.Exif()


def exif_from(content: bytes | None) -> Image.Exif:
    """EXIF from its bytes, with or without their heading; empty where they are broken."""
    exif = Image.Exif()
    try:
        exif.load(content or b"")
        return exif
    except Exception:  # as above
        return Image.Exif()


def _packet_in(image: Image.Image, exif: Image.Exif) -> Any:
    """The XMP packet of a file, wherever its format keeps it; of a JPEG with the segments in which it goes on."""
    packet = _or_none(lambda: exif.get(_XMP)) or image.info.get("xmp") or image.info.get("XML:com.adobe.xmp")
    if not isinstance(packet, bytes) or image.format not in ("JPEG", "MPO"):
        return packet
    return join_packet(packet, (content for name, content in getattr(image, "applist", ()) if name == "APP1"))


def _iptc_in(image: Image.Image, exif: Image.Exif) -> Any:
    """The IPTC record of a file, wherever its format keeps it."""
    photoshop = image.info.get("photoshop")
    resource = photoshop.get(_PHOTOSHOP_IPTC) if isinstance(photoshop, dict) else None
    return _or_none(lambda: exif.get(_IPTC)) or resource or image.info.get("iptc")


def _orientation(exif: Image.Exif, packet: bytes | None) -> int:
    """What EXIF says, or else the XMP packet; 1 where neither says it."""
    stated = _or_none(lambda: int(exif.get(_TAG.Orientation) or 0))
    if not stated and packet and (found := _TURN.search(packet)):
        stated = int(found[2])
    return stated if stated in range(1, 9) else 1


def _select_exif(exif: Image.Exif) -> Image.Exif:
    """What EXIF says of the picture and not of the old file, tag by tag: a broken one costs no other."""
    present = [tag for tag in _ABOUT_THE_PICTURE if tag in exif]
    upright: dict[int, Any] = {_TAG.Orientation: 1}
    return _rewrite_exif(
        present, lambda tag: _rewrite_directory(exif.get_ifd(tag)) if tag in _DIRECTORIES else upright.get(tag, exif[tag])
    )


def _rewrite_exif(tags: Iterable[int], value_of: Callable[[int], Any]) -> Image.Exif:
    """EXIF of those tags that can be read and written again."""
    made = Image.Exif()
    for tag in tags:
        one = Image.Exif()
        try:
            one[tag] = value_of(tag)
            if one.tobytes() and one[tag] != {}:
                made[tag] = one[tag]
        except Exception:  # noqa: S112  (a broken word about a picture must not cost the others)
            continue
    return made


def _rewrite_directory(directory: dict[int, Any]) -> dict[int, Any]:
    """The tags of a directory that can be written again."""
    return dict(_rewrite_exif(directory, directory.__getitem__))


def _or_none(ask: Callable[[], Any]) -> Any:
    """What is asked for; None where a broken file makes it fail."""
    try:
        return ask()
    except Exception:  # broken words about a picture must not cost the picture
        return None


def _comment(comment: Any) -> tuple[tuple[str, str], ...]:
    words = comment.decode("utf-8", "replace") if isinstance(comment, bytes) else comment if isinstance(comment, str) else ""
    return (("Comment", words),) if words.strip("\0 \r\n\t") else ()


def _pixel_shape(info: dict[Any, Any]) -> tuple[float, float] | None:
    """The densities that say only the shape of a pixel, where they are uneven."""
    given = info.get("jfif_density") if info.get("jfif_unit") == 0 else info.get("aspect")
    shape: tuple[float, float] | None = _or_none(lambda: _uneven_density(given))
    return shape


def _uneven_density(density: Any) -> tuple[float, float] | None:
    across, down = float(density[0]), float(density[1])
    sound = all(math.isfinite(value) and 0 < value < 2**31 for value in (across, down))
    return (across, down) if sound and across != down else None


def _dpi_beside_exif(image: Image.Image) -> Any:
    """The resolution that the file states beside EXIF: of a JPEG Pillow tells EXIF's too, and across for down."""
    if image.format in ("JPEG", "MPO") and image.info.get("jfif_unit") not in (1, 2):
        return None
    return image.info.get("dpi")


def _resolution_unit(exif: Image.Exif) -> Any:
    return _or_none(lambda: exif.get(_TAG.ResolutionUnit))


def strip_location(xmp: bytes | None) -> bytes | None:
    """An XMP packet that no longer says where the picture was taken."""
    return _PLACE.sub(b"", xmp) if xmp else None


def exif_to_save(exif: bytes | None, size: tuple[int, int], dpi: tuple[float, float] | None, gps: bool) -> Image.Exif:
    """EXIF with the present width and height, the resolution where `dpi` is given, and the place only where `gps` is set."""
    made = Image.Exif()
    made.load(exif or b"")
    if ExifTags.IFD.Exif in made:
        detail = made.get_ifd(ExifTags.IFD.Exif)
        sides = {_TAG.ExifImageWidth: size[0], _TAG.ExifImageHeight: size[1]}
        detail.update({tag: side for tag, side in sides.items() if tag in detail})
    if dpi:
        made.update({_TAG.XResolution: dpi[0], _TAG.YResolution: dpi[1], _TAG.ResolutionUnit: 2})
    if not gps and ExifTags.IFD.GPSInfo in made:
        del made[ExifTags.IFD.GPSInfo]
    return made


def _exif_orientation(image: Image.Image) -> int:
    """What EXIF alone says of the orientation; Pillow asks XMP too, which does not count where the container turns."""
    exif = Image.Exif()
    exif.load(image.info.get("exif") or b"")
    return int(exif.get(_TAG.Orientation, 1))


def _resolution(exif: Image.Exif) -> Any:
    inches = 2.54 if exif.get(_TAG.ResolutionUnit) == 3 else 1.0
    return tuple(float(exif.get(tag, 0)) * inches for tag in (_TAG.XResolution, _TAG.YResolution))


def _dpi(given: Any) -> tuple[float, float] | None:
    across, down = float(given[0]), float(given[1])
    sound = all(math.isfinite(value) and 1 < value < 65_536 for value in (across, down))
    return (across, down) if sound else None
