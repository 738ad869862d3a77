"""About: what a picture file says of its picture beside the colours, made true for the picture as it stands upright."""

import math
import re
from dataclasses import dataclass
from typing import Any

from PIL import ExifTags, Image

from ganstudio.pictures.xmp import safe_packet

SIDEWAYS = (5, 6, 7, 8)  # the turns after which width is height
_TAG = ExifTags.Base
_ABOUT_THE_PICTURE = (  # what else stands in the first directory tells how the old file was built
    *(_TAG.ImageDescription, _TAG.Make, _TAG.Model, _TAG.Software, _TAG.DateTime, _TAG.Artist, _TAG.HostComputer),
    *(_TAG.Copyright, _TAG.Rating, _TAG.RatingPercent, _TAG.XPTitle, _TAG.XPComment, _TAG.XPAuthor, _TAG.XPKeywords),
    *(_TAG.XPSubject, _TAG.Orientation, _TAG.XResolution, _TAG.YResolution, _TAG.ResolutionUnit),
    *(ExifTags.IFD.Exif, ExifTags.IFD.GPSInfo),
)
_TURNED_BY_THE_CONTAINER = ("AVIF", "HEIF")
_XMP, _IPTC, _PHOTOSHOP_IPTC = 700, 33723, 0x0404
_TURN = re.compile(rb"(tiff:Orientation\s*(?:=\s*[\"']|>\s*))([1-8])")
_PLACE = re.compile(  # with bounds, so that a packet made to do so cannot take hours
    rb"(?<!\s)\s*\b\w+:GPS\w+\s*=\s*(?:\"[^\"]*\"|'[^']*')|<(\w+:GPS\w+)\b[^>]{0,1000}?(?:/>|>.{0,1000}?</\1\s*>)",
    re.DOTALL,
)


@dataclass(frozen=True)
class About:
    """How a stored image must be turned (1 to 8, as EXIF counts), and what it will say of itself once that is done.

    `dpi` is pixels per inch across and down; `xmp` and `iptc` are the bare packets.
    """

    turn: int = 1
    exif: bytes | None = None
    dpi: tuple[float, float] | None = None
    xmp: bytes | None = None
    iptc: bytes | None = None


def about(image: Image.Image) -> About:
    """What a decoded image says of itself."""
    try:
        exif = image.getexif()  # after decoding: Pillow turns a TIFF by itself, and says so here
        if image.format in _TURNED_BY_THE_CONTAINER:
            exif[_TAG.Orientation] = _stated(image)
        packet = exif.get(_XMP) or image.info.get("xmp") or image.info.get("XML:com.adobe.xmp")
        photoshop = image.info.get("photoshop")
        iptc = exif.get(_IPTC) or (photoshop.get(_PHOTOSHOP_IPTC) if isinstance(photoshop, dict) else None)
        return about_exif(exif, image.info.get("dpi"), packet, iptc, turned=image.format == "TIFF")
    except Exception:  # broken words about a picture must not cost the picture
        return About()


def about_exif(exif: Image.Exif, dpi: Any = None, xmp: Any = None, iptc: Any = None, *, turned: bool = False) -> About:
    """The same from its parts; EXIF's word on the orientation goes before XMP's, unless the image is `turned` already."""
    packet = safe_packet(xmp.encode() if isinstance(xmp, str) else xmp if isinstance(xmp, bytes) else None)
    told = exif.get(_TAG.Orientation)
    if told is None and not turned and packet and (found := _TURN.search(packet)):
        told = found[2]
    resolution = _dpi(dpi or _resolution(exif))
    for tag in [tag for tag in exif if tag not in _ABOUT_THE_PICTURE]:
        del exif[tag]
    if _TAG.Orientation in exif:
        exif[_TAG.Orientation] = 1
    return About(
        turn=int(told or 1),
        exif=exif.tobytes() if len(exif) else None,
        dpi=resolution,
        xmp=_TURN.sub(rb"\g<1>1", packet) if packet else None,
        iptc=iptc if isinstance(iptc, bytes) else None,
    )


def without_place(xmp: bytes | None) -> bytes | None:
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


def _stated(image: Image.Image) -> int:
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
