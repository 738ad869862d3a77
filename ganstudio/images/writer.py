"""A picture written in a file format, with all that came with it and that the format has a place for."""

import io
from dataclasses import dataclass, replace
from typing import IO, Any, Literal

import numpy as np
from PIL import Image

from ganstudio.core.errors import GanStudioError
from ganstudio.core.translation import tr
from ganstudio.images.bit_depth import dither, to_uint8, to_uint16
from ganstudio.images.colour import lay_on_white
from ganstudio.images.format_metadata import KeptMetadata, density_of, png_text, select_metadata
from ganstudio.images.formats import saved_suffixes
from ganstudio.images.jpeg_strips import with_shape, write_jpeg
from ganstudio.images.paging import LARGE
from ganstudio.images.picture import Picture
from ganstudio.images.png_tiff_writer import write_png, write_tiff
from ganstudio.images.reader import read_heic

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


def write_picture(picture: Picture, kind: str, file: IO[bytes], options: SaveOptions) -> None:
    """Write a picture in a format of `formats_to_save`; GanStudioError where the format cannot hold it."""
    if options.lossless and kind in ("JPEG", "AVIF", "HEIF"):
        raise GanStudioError(
            "{kind} cannot keep every colour exactly; save as PNG, TIFF or WebP, or without “lossless”.", kind=kind
        )
    picture = _unify_depth(picture)
    deep = picture.pixels.dtype != np.uint8 or picture.pixels.nbytes >= LARGE
    try:
        if kind == "TIFF":
            write_tiff(picture, file, select_metadata(picture, kind, gps=options.gps))
        elif kind == "PNG" and (deep or picture.aspect):
            write_png(picture, file, select_metadata(picture, kind, gps=options.gps))
        else:
            _write_shallow(picture, kind, file, options)
    except (OSError, ValueError, RuntimeError, SystemError, OverflowError) as error:
        if getattr(error, "errno", None):
            raise  # not the format, but the disk
        what = tr("this picture of {width} × {height} pixels", width=picture.width, height=picture.height)
        raise GanStudioError(
            "{kind} cannot hold {what} ({reason}); save it as PNG or TIFF.", kind=kind, what=what, reason=error
        ) from error


def is_written_in_strips(picture: Picture, kind: str) -> bool:
    """Whether a picture is a large JPEG to be, written without being in memory once more."""
    large = picture.pixels.dtype == np.uint8 and picture.pixels.nbytes >= LARGE
    fits = max(picture.width, picture.height) <= _LARGEST_IN_JPEG
    return kind == "JPEG" and large and fits and picture.alpha is None


def as_image(picture: Picture) -> Image.Image:
    """The pixels and transparency at 8 bits as an image in mode RGB or RGBA."""
    image = Image.fromarray(dither(picture.pixels))
    if picture.alpha is not None:
        image.putalpha(Image.fromarray(to_uint8(picture.alpha)))
    return image


def _unify_depth(picture: Picture) -> Picture:
    if picture.alpha is None or picture.alpha.dtype == picture.pixels.dtype:
        return picture
    return replace(picture, pixels=to_uint16(picture.pixels), alpha=to_uint16(picture.alpha))


def _write_shallow(picture: Picture, kind: str, file: IO[bytes], options: SaveOptions) -> None:
    if kind == "HEIF":
        read_heic()
    said = {"icc_profile": picture.icc, "dpi": picture.dpi} | _encoder_metadata(
        select_metadata(picture, kind, gps=options.gps), kind
    )
    kept = {name: value for name, value in said.items() if value}
    shape = density_of(picture.aspect, 65_535) if picture.aspect and kind == "JPEG" else None
    if is_written_in_strips(picture, kind):
        write_jpeg(picture.pixels, file, _encoder_options(kind, options), kept, shape)
        return
    image = as_image(picture)
    image = lay_on_white(image)[0] if kind == "JPEG" else image
    if shape is None:
        image.save(file, kind, **_encoder_options(kind, options), **kept)
        return
    content = io.BytesIO()
    image.save(content, kind, **_encoder_options(kind, options), **kept)
    file.write(with_shape(content.getvalue(), shape))


def _encoder_options(kind: str, options: SaveOptions) -> dict[str, Any]:
    chroma, quality = _CHROMA[options.chroma], {"quality": options.quality}
    ways: dict[str, dict[str, Any]] = {
        "PNG": {"compress_level": 4},
        "JPEG": quality | {"subsampling": chroma},
        "WEBP": {"exact": True, "lossless": True} if options.lossless else quality | {"exact": True},
        "AVIF": quality | {"subsampling": chroma},
        "HEIF": quality | {"chroma": int(options.chroma)},
    }
    return ways[kind]


def _encoder_metadata(kept: KeptMetadata, kind: str) -> dict[str, Any]:
    if kind == "PNG":
        return {"exif": kept.exif_bytes, "pnginfo": png_text(kept)}
    if kind == "JPEG":
        return {"exif": kept.exif_bytes, "xmp": kept.xmp, "extra": kept.segments, "comment": kept.comment}
    return {"exif": kept.exif_bytes, "xmp": kept.xmp}
