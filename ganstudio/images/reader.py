"""Files that others made, opened so that nothing in them can hurt; whatever is wrong becomes one sentence."""

import logging
import os
import re
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path

import numpy as np
from PIL import Image, PngImagePlugin, UnidentifiedImageError

from ganstudio.core.errors import GanStudioError
from ganstudio.core.log import is_log_open
from ganstudio.core.translation import tr
from ganstudio.images.bit_depth import to_uint8
from ganstudio.images.decoders import as_image, decode, merged_picture
from ganstudio.images.formats import HEAD, MOST_PIXELS, format_of_head, format_of_suffix, pillow_names
from ganstudio.images.h273 import icc_profile, to_sdr
from ganstudio.images.isobmff import read_properties
from ganstudio.images.png_chunks import read_chunks
from ganstudio.images.raster import Raster
from ganstudio.images.read16 import read_deep, read_png

PngImagePlugin.MAX_TEXT_CHUNK = 32 * 2**20  # bytes of a profile or text unpacked: some are long, none has to be endless
Image.MAX_IMAGE_PIXELS = MOST_PIXELS // 2  # Pillow refuses twice as much; set once, for the whole program

logging.getLogger("PIL").addHandler(logging.NullHandler())  # else what it logs of damaged files goes to the terminal


@contextmanager
def open_image(path: Path) -> Iterator[Image.Image]:
    """A picture file at 8 bits, opened but not yet decoded where Pillow reads it; its content says what it is.

    Only safe formats are tried. Colours named by numbers are told as a profile; HDR has become SDR.
    """
    with open_any(path, deep=False) as found:
        yield as_image(found) if isinstance(found, Raster) else _convert_to_sdr(found)


@contextmanager
def open_any(path: Path, *, deep: bool) -> "Iterator[Image.Image | Raster]":
    """A picture file as Pillow opened it, or, where others read it (or, if `deep`, read more of it), decoded."""
    with translate_decode_errors(path):
        refuse_other_than_files(path)
        with merged_picture(path) as inner:
            file = inner or path
            raster = decode(file) or (_decode_deep(file) if deep else None)
            if raster is not None:
                yield raster
                return
            with _open(file) as image:
                yield image if isinstance(image, Raster) else annotate_image(image, file)


@contextmanager
def _open(file: Path) -> "Iterator[Image.Image | Raster]":
    """What Pillow opens, or a TIFF that it does not know, decoded."""
    try:
        image = Image.open(file, formats=kinds_of(file))
    except UnidentifiedImageError:
        raster = decode(file, every_tiff=True)
        if raster is None:
            raise
        yield raster
        return
    with image:
        yield image


def _decode_deep(file: Path) -> Raster | None:
    """A PNG of 16 bits, or an AVIF or HEIC of more than 8 or in HDR; None of all others."""
    with file.open("rb") as content:
        row = format_of_head(content.read(HEAD))
        name = row.name if row else ""
        if name == "PNG" and (chunks := read_chunks(content)) and chunks.bits == 16:
            return read_png(file, chunks)
        if name not in ("AVIF", "HEIC") or not (boxes := read_properties(content)).is_deep:
            return None
    with Image.open(file, formats=kinds_of(file)) as image:
        return read_deep(file, image, boxes)


def _convert_to_sdr(image: Image.Image) -> Image.Image:
    """An image of HDR as SDR at 8 bits; all others as they are."""
    coding = image.info.get("coding")
    if coding is None or not coding.hdr or getattr(image, "n_frames", 1) > 1:
        return image
    colours = to_sdr(np.asarray(image.convert("RGB")), coding)
    made = Image.fromarray(np.asarray(to_uint8(colours)))
    if image.mode.endswith("A"):
        made.putalpha(image.getchannel("A"))
    made.info, made.format = image.info, image.format
    return made


def annotate_image(image: Image.Image, path: Path) -> Image.Image:
    """An opened image that also says what Pillow passes over: colours by numbers, the part that is shown, hidden colours."""
    if image.format == "PNG":
        _annotate_png(image, path)
    elif image.format in ("AVIF", "HEIF"):
        return _annotate_boxes(image, path)
    return image


def _annotate_png(image: Image.Image, path: Path) -> None:
    with path.open("rb") as file:
        chunks = read_chunks(file)
    if chunks is None:
        return
    image.info["text"] = chunks.text
    told = {"exif": chunks.exif, "xmp": chunks.xmp, "iptc": chunks.iptc, "icc_profile": chunks.icc}
    for name, content in told.items():
        if content:
            image.info[name] = content
    if chunks.coding:
        image.info["icc_profile"] = icc_profile(chunks.coding)
        image.info["coding"] = chunks.coding
    if chunks.hidden and chunks.colour == 0 and chunks.bits in (2, 4):
        image.info["transparency"] = int.from_bytes(chunks.hidden[:2], "big") * (255 // ((1 << chunks.bits) - 1))


def _annotate_boxes(image: Image.Image, path: Path) -> Image.Image:
    with path.open("rb") as file:
        properties = read_properties(file)
    if properties.coding and not image.info.get("icc_profile"):
        image.info["icc_profile"] = icc_profile(properties.coding)
        image.info["coding"] = properties.coding
    if properties.shape != 1:
        image.info["aspect"] = properties.shape.denominator, properties.shape.numerator
    if image.format != "AVIF" or not properties.clap or getattr(image, "n_frames", 1) > 1:
        return image
    shown = image.crop(properties.clap)
    shown.format = image.format
    return shown


def refuse_other_than_files(path: Path) -> None:
    """GanStudioError for what is neither a file nor a folder, a pipe for instance: reading it might never end."""
    if path.exists() and not path.is_file() and not path.is_dir():
        raise GanStudioError("{path} is not a file; name a picture file.", path=display_path(path))


def read_heic() -> bool:
    """Teach Pillow HEIC, where the extra `heic` is installed."""
    try:
        import pillow_heif
    except ImportError:
        return False
    pillow_heif.register_heif_opener(thumbnails=False)
    return True


@contextmanager
def translate_decode_errors(path: Path) -> Iterator[None]:
    """Turn whatever a damaged file does to its decoder into one sentence."""
    try:
        _silence_warnings()
        yield
    except GanStudioError:
        raise
    except Exception as error:
        raise GanStudioError(_explain(path, error)) from error


def display_path(path: Path) -> str:
    """A path as text that can be printed and written anywhere, also where its bytes are no text."""
    return os.fsencode(path).decode("utf-8", "replace")


def _explain(path: Path, error: Exception) -> str:
    name = display_path(path)
    if isinstance(error, FileNotFoundError):
        return tr("There is no file {name}; check its name.", name=name)
    if path.is_dir():
        return tr("{name} is a folder; name a picture in it.", name=name)
    if isinstance(error, PermissionError):
        return tr("{name} may not be read; change its permissions.", name=name)
    if isinstance(error, MemoryError):
        return tr("There is not enough memory to open {name}; close other programs or reduce the picture first.", name=name)
    if isinstance(error, Image.DecompressionBombError):
        return tr(
            "{name} claims to be larger than {most} megapixels; reduce it first.",
            name=name,
            most=MOST_PIXELS // 10**6,
        )
    if isinstance(error, UnidentifiedImageError):
        return _explain_unknown(path, name)
    reason = getattr(error, "strerror", None) or str(error).partition("\n")[0] or type(error).__name__
    return tr("{name} is damaged and cannot be read ({reason}); try another copy of it.", name=name, reason=reason)


def _explain_unknown(path: Path, name: str) -> str:
    with path.open("rb") as file:
        head = file.read(HEAD)
    if not head:
        return tr("{name} is empty; try another copy of it.", name=name)
    row = format_of_head(head)
    named = row or format_of_suffix(path.suffix)
    if named and named.kind == "picture" and not named.installed:
        return tr(
            "{name} is a picture in {name2}, which needs an extra: pip install 'ganstudio[{extra}]'.",
            name=name,
            name2=named.name,
            extra=named.extra,
        )
    if row and row.kind == "film":
        return tr("{name} is a film, not a picture; name a picture file.", name=name)
    if row:
        return tr(
            "{name} begins like a picture in {name2}, but is damaged or of a rare kind; try another copy of it.",
            name=name,
            name2=row.name,
        )
    return tr("{name} is not a picture that can be read; save it as PNG or JPEG first.", name=name)


def kinds_of(path: Path) -> tuple[str, ...]:
    """The formats that Pillow may try on a file: the safe ones, and one that nothing but its name tells."""
    named = format_of_suffix(path.suffix)
    return _pillow_kinds() + (named.pillow if named and named.signature is None else ())


@cache
def _pillow_kinds() -> tuple[str, ...]:
    """Those of the safe formats that this Pillow has; formats that start other programs are not among them."""
    Image.init()
    read_heic()
    _read_jxl()
    return tuple(kind for kind in pillow_names() if kind in Image.OPEN)


def _read_jxl() -> None:
    """Teach Pillow JPEG XL, where the extra `jxl` is installed."""
    with suppress(ImportError):
        import pillow_jxl  # noqa: F401


def _silence_warnings() -> None:
    """Keep Pillow's remarks on odd files from the user; never undone, since that is not safe among threads.

    Where there is a log they go there.
    """
    if is_log_open():
        return
    wanted = ("ignore", None, Warning, re.compile(r"PIL\."), 0)
    if wanted not in warnings.filters:
        warnings.filterwarnings("ignore", module=r"PIL\.")
