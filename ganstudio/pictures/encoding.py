"""Encoding: a picture written in a file format, with all that came with it and that the format has a place for."""

from dataclasses import dataclass, replace
from typing import IO, TYPE_CHECKING, Any, Literal

import numpy as np
from PIL import ExifTags, Image, PngImagePlugin

from ganstudio.errors import GanStudioError
from ganstudio.pictures.about import exif_to_save, without_place
from ganstudio.pictures.colour import on_white
from ganstudio.pictures.deepfiles import write_png, write_tiff
from ganstudio.pictures.depth import deep, dithered, eight
from ganstudio.pictures.formats import saved_suffixes
from ganstudio.pictures.large import write_jpeg
from ganstudio.pictures.paging import LARGE
from ganstudio.pictures.reading import read_heic

if TYPE_CHECKING:
    from ganstudio.pictures.picture import Picture

_LARGEST_IN_JPEG = 65_500
_CHROMA = {"444": "4:4:4", "420": "4:2:0"}


@dataclass(frozen=True)
class SaveOptions:
    """How a picture is saved: where a format loses something, at quality 1 to 100, with colours whole (444) or halved (420).

    `lossless` makes WebP lose nothing, and refuses formats that do; without `gps` a file does not say where it was taken.
    """

    quality: int = 92
    chroma: Literal["444", "420"] = "444"
    lossless: bool = False
    gps: bool = True


USUAL = SaveOptions()


def formats_to_save() -> dict[str, str]:
    """The suffixes that a picture can be saved under, and their formats."""
    return {suffix: row.writer for suffix, row in saved_suffixes().items()}


def written(picture: "Picture", kind: str, file: IO[bytes], options: SaveOptions) -> None:
    """Write a picture in a format of `formats_to_save`; GanStudioError where the format cannot hold it."""
    if options.lossless and kind in ("JPEG", "AVIF", "HEIF"):
        raise GanStudioError(f"{kind} cannot keep every colour exactly; save as PNG, TIFF or WebP, or without “lossless”.")
    picture = _of_one_depth(picture)
    try:
        if kind == "TIFF":
            write_tiff(picture, file, _exif(picture, kind, options), _xmp(picture, options))
        elif kind == "PNG" and (picture.pixels.dtype != np.uint8 or picture.pixels.nbytes >= LARGE):
            write_png(picture, file, _exif(picture, kind, options), _xmp(picture, options))
        else:
            _write_shallow(picture, kind, file, options)
    except (OSError, ValueError, RuntimeError, SystemError, OverflowError) as error:
        if getattr(error, "errno", None):
            raise  # not the format, but the disk
        what = f"this picture of {picture.width} × {picture.height} pixels"
        raise GanStudioError(f"{kind} cannot hold {what} ({error}); save it as PNG or TIFF.") from error


def in_strips(picture: "Picture", kind: str) -> bool:
    """Whether a picture is a large JPEG to be, written without being in memory once more."""
    large = picture.pixels.dtype == np.uint8 and picture.pixels.nbytes >= LARGE
    fits = max(picture.width, picture.height) <= _LARGEST_IN_JPEG
    return kind == "JPEG" and large and fits and picture.alpha is None


def as_image(picture: "Picture") -> Image.Image:
    """The pixels and transparency at 8 bits as an image in mode RGB or RGBA."""
    image = Image.fromarray(dithered(picture.pixels))
    if picture.alpha is not None:
        image.putalpha(Image.fromarray(eight(picture.alpha)))
    return image


def _of_one_depth(picture: "Picture") -> "Picture":
    if picture.alpha is None or picture.alpha.dtype == picture.pixels.dtype:
        return picture
    return replace(picture, pixels=deep(picture.pixels), alpha=deep(picture.alpha))


def _write_shallow(picture: "Picture", kind: str, file: IO[bytes], options: SaveOptions) -> None:
    if kind == "HEIF":
        read_heic()
    said = {"icc_profile": picture.icc, "dpi": picture.dpi} | _words(picture, kind, options)
    kept = {name: value for name, value in said.items() if value}
    if in_strips(picture, kind):
        write_jpeg(picture.pixels, file, _how(kind, options), kept)
        return
    image = as_image(picture)
    image = on_white(image)[0] if kind == "JPEG" else image
    image.save(file, kind, **_how(kind, options), **kept)


def _how(kind: str, options: SaveOptions) -> dict[str, Any]:
    chroma, quality = _CHROMA[options.chroma], {"quality": options.quality}
    ways: dict[str, dict[str, Any]] = {
        "PNG": {"compress_level": 4},
        "JPEG": quality | {"subsampling": chroma},
        "WEBP": {"exact": True, "lossless": True} if options.lossless else quality | {"exact": True},
        "AVIF": quality | {"subsampling": chroma},
        "HEIF": quality | {"chroma": int(options.chroma)},
    }
    return ways[kind]


def _words(picture: "Picture", kind: str, options: SaveOptions) -> dict[str, Any]:
    exif, xmp = _exif(picture, kind, options), _xmp(picture, options)
    content = exif.tobytes() if len(exif) else None
    if kind == "PNG":
        return {"exif": content, "pnginfo": _text(xmp)}
    if kind == "JPEG":
        iptc = _app13(picture.iptc) if picture.iptc else None
        return {"exif": _short(content), "xmp": _short(xmp), "extra": _short(iptc)}
    return {"exif": content, "xmp": xmp}


def _exif(picture: "Picture", kind: str, options: SaveOptions) -> Image.Exif:
    """The EXIF; with the resolution in it where the format has no other place for that, or it was there before."""
    exif = exif_to_save(picture.exif, (picture.width, picture.height), None, options.gps)
    if picture.dpi and (kind in ("WEBP", "AVIF", "HEIF", "TIFF") or ExifTags.Base.XResolution in exif):
        return exif_to_save(picture.exif, (picture.width, picture.height), picture.dpi, options.gps)
    return exif


def _xmp(picture: "Picture", options: SaveOptions) -> bytes | None:
    return picture.xmp if options.gps else without_place(picture.xmp)


def _short(content: bytes | None) -> bytes | None:
    """What JPEG has a place for: one segment; longer words must not cost the picture."""
    return content if content and len(content) <= _LARGEST_IN_JPEG else None


def _text(xmp: bytes | None) -> PngImagePlugin.PngInfo | None:
    if not xmp:
        return None
    info = PngImagePlugin.PngInfo()
    info.add_itxt("XML:com.adobe.xmp", xmp.decode("utf-8", "replace"))
    return info


def _app13(iptc: bytes) -> bytes:
    """A JPEG segment with one resource of Photoshop's: the IPTC record."""
    body = b"Photoshop 3.0\0" + b"8BIM\x04\x04\0\0" + len(iptc).to_bytes(4, "big") + iptc + bytes(len(iptc) % 2)
    return b"\xff\xed" + (len(body) + 2).to_bytes(2, "big") + body
