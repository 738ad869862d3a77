"""Deep and large files: PNG of 16 bits, or large; TIFF of 8 or 16; written strip by strip."""

import zlib
from collections.abc import Iterator
from typing import IO, Any, Literal

import numpy as np
from numpy.typing import NDArray
from PIL import ExifTags
from PIL.TiffImagePlugin import ImageFileDirectory_v2

from ganstudio.images.format_metadata import KeptMetadata, density_of, png_text
from ganstudio.images.paging import release_pages
from ganstudio.images.picture import Picture

_STRIP = 1 << 20  # bytes of a strip, about
_LEVEL = 4
_UP = 2  # PNG's filter: each byte minus the one above it
_INCH = 39.3701  # pixels a metre for one an inch: times this
_DEFLATE, _DIFFERENCES, _RGB, _UNASSOCIATED, _NUMBERS = 8, 2, 2, 2, 1


def write_png(picture: Picture, file: IO[bytes], kept: KeptMetadata) -> None:
    """Write a PNG of the picture's depth (ISO/IEC 15948)."""
    file.write(b"\x89PNG\r\n\x1a\n")
    for name, content in _chunks(picture, kept):
        _write_chunk(file, name, content)
    for content in _compress_rows(picture):
        _write_chunk(file, b"IDAT", content)
    _write_chunk(file, b"IEND", b"")


def _chunks(picture: Picture, kept: KeptMetadata) -> Iterator[tuple[bytes, bytes]]:
    """The names and contents of the chunks before the pixels."""
    colour, bits = 2 if picture.alpha is None else 6, 8 * picture.pixels.dtype.itemsize
    yield b"IHDR", _big_endian(picture.width, picture.height) + bytes((bits, colour, 0, 0, 0))
    if picture.icc:
        yield b"iCCP", b"ICC Profile\0\0" + zlib.compress(picture.icc)
    if picture.dpi:
        yield b"pHYs", _big_endian(*(round(each * _INCH) for each in picture.dpi)) + b"\1"
    elif picture.aspect:
        yield b"pHYs", _big_endian(*density_of(picture.aspect, 2**31 - 1)) + b"\0"
    text = png_text(kept)
    for name, content, *_ in text.chunks if text else ():
        yield name, content
    if kept.exif_bytes:
        yield b"eXIf", kept.exif_bytes.removeprefix(b"Exif\0\0")


def _big_endian(*numbers: int) -> bytes:
    return b"".join(each.to_bytes(4, "big") for each in numbers)


def write_tiff(picture: Picture, file: IO[bytes], kept: KeptMetadata) -> None:
    """Write a TIFF of the picture's depth in deflated strips (TIFF 6.0, with its predictor)."""
    rows = max(1, _STRIP // (picture.width * 8))
    strips = [_deflate(strip) for strip in _strips(picture, rows, "<")]
    samples, bits = 3 + (picture.alpha is not None), 8 * picture.pixels.dtype.itemsize
    lengths = [len(strip) for strip in strips]
    directory = ImageFileDirectory_v2(b"II*\0\x08\0\0\0")
    for tag, value in kept.exif.items():
        directory[tag] = kept.exif.get_ifd(tag) if tag in (ExifTags.IFD.Exif, ExifTags.IFD.GPSInfo) else value
    stated: dict[int, Any] = {
        256: picture.width, 257: picture.height, 258: (bits,) * samples, 259: _DEFLATE, 262: _RGB, 277: samples, 278: rows,
        279: tuple(lengths), 284: 1, 317: _DIFFERENCES, 338: _UNASSOCIATED if picture.alpha is not None else None,
        339: (_NUMBERS,) * samples, 700: kept.xmp, 33723: kept.iptc, 34675: picture.icc,
    }  # fmt: skip
    for tag, value in stated.items():
        if value is not None:
            directory[tag] = value
    directory.tagtype[273] = directory.tagtype[279] = 4  # LONG, since they may grow beyond a SHORT once moved
    directory[273] = tuple(np.cumsum([0, *lengths[:-1]]).tolist())  # from the directory's end; it moves them itself
    directory.save(file)
    file.writelines(strips)


def _strips(picture: Picture, rows: int, order: Literal["<", ">"]) -> Iterator[NDArray[Any]]:
    """The values in that order of bytes, H×W×3 or 4, so many rows at a time."""
    kind = picture.pixels.dtype.newbyteorder(order)
    for top in range(0, picture.height, rows):
        colours = picture.pixels[top : top + rows]
        alpha = () if picture.alpha is None else (picture.alpha[top : top + rows, :, None],)
        yield np.concatenate([colours, *alpha], axis=2).astype(kind)
        release_pages(picture.pixels, *(() if picture.alpha is None else (picture.alpha,)))


def _deflate(strip: NDArray[Any]) -> bytes:
    apart = strip.copy()
    apart[:, 1:] -= strip[:, :-1]
    return zlib.compress(apart.tobytes(), _LEVEL)


def _compress_rows(picture: Picture) -> Iterator[bytes]:
    press = zlib.compressobj(_LEVEL)
    above: NDArray[np.uint8] | None = None
    for strip in _strips(picture, max(1, _STRIP // (picture.width * 8)), ">"):
        plain = np.ascontiguousarray(strip).view(np.uint8).reshape(len(strip), -1)
        before = np.concatenate([np.zeros_like(plain[:1]) if above is None else above, plain[:-1]])
        marked = np.insert(plain - before, 0, _UP, axis=1)
        above = plain[-1:]
        yield press.compress(marked.tobytes())
    yield press.flush()


def _write_chunk(file: IO[bytes], name: bytes, content: bytes) -> None:
    file.write(len(content).to_bytes(4, "big") + name + content + zlib.crc32(name + content).to_bytes(4, "big"))
