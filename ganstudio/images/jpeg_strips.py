"""Large JPEG files, read and written by libvips strip by strip; the pixels and the bytes are those that Pillow makes."""

import io
from pathlib import Path
from typing import IO, Any

import numpy as np
from PIL import Image

from ganstudio.images.bit_depth import Pixels
from ganstudio.images.orientation import apply_orientation
from ganstudio.images.paging import LARGE, allocate_pages, release_pages
from ganstudio.images.vips import libvips

_ROWS = 16  # libvips holds several times what it is asked for at once
_TABLES = 0xDB  # the first segment after those that say something of the picture


def is_large_jpeg(image: Image.Image) -> bool:
    """Whether a file, opened by Pillow but not yet decoded, is a JPEG in RGB that is better read in strips."""
    return image.format in ("JPEG", "MPO") and image.mode == "RGB" and 3 * image.width * image.height >= LARGE


def read_jpeg(path: Path, turn: int) -> Pixels | None:
    """The pixels H×W×3 of a JPEG in RGB, upright; None where libvips finds it damaged."""
    pyvips = libvips()
    try:
        with path.open("rb") as file:
            source = pyvips.Source.new_from_descriptor(file.fileno())
            image = pyvips.Image.new_from_source(source, "", access="sequential", fail_on="truncated")
            return apply_orientation(_read_strips(image), turn)
    except pyvips.Error:
        return None


def write_jpeg(
    pixels: Pixels, file: IO[bytes], how: dict[str, Any], words: dict[str, Any], shape: tuple[int, int] | None = None
) -> None:
    """Write 8-bit pixels H×W×3 as JPEG; how, and what is said in the file, is told as to Pillow.

    `shape` are the densities across and down where they say no more than the shape of a pixel.
    """
    pyvips = libvips()
    small = io.BytesIO()
    Image.new("RGB", (8, 8)).save(small, "JPEG", **how, **words)
    height, width = pixels.shape[:2]
    image = pyvips.Image.new_from_memory(pixels.data, width, height, 3, "uchar").copy(interpretation="srgb")
    image.set_progress(True)
    image.signal_connect("eval", lambda *_: release_pages(pixels))
    chroma = "off" if how["subsampling"] == "4:4:4" else "on"
    head = small.getvalue()[: _tables_start(small.getvalue())]
    file.write(with_shape(head, shape) if shape else head)
    target, rest = pyvips.TargetCustom(), _TailWriter(file)
    target.on_write(rest.write)
    try:
        image.jpegsave_target(target, Q=how["quality"], subsample_mode=chroma, keep="none")
    except pyvips.Error as error:
        raise rest.error or error from None


def with_shape(jpeg: bytes, shape: tuple[int, int]) -> bytes:
    """A JPEG that begins with a JFIF segment, in which these densities say the shape of a pixel alone."""
    if jpeg[6:11] != b"JFIF\0":
        return jpeg
    return jpeg[:13] + b"\0" + shape[0].to_bytes(2, "big") + shape[1].to_bytes(2, "big") + jpeg[18:]


class _TailWriter:
    """Writes a file of libvips's without the two bytes that it begins with, and keeps the error where it cannot."""

    def __init__(self, file: IO[bytes]) -> None:
        self.error: OSError | None = None
        self._file, self._over = file, 2

    def write(self, chunk: Any) -> int:
        """How many bytes were taken; -1 where they could not be written."""
        part, self._over = bytes(chunk)[self._over :], max(0, self._over - len(chunk))
        try:
            self._file.write(part)
        except OSError as error:
            self.error = error
            return -1
        return len(chunk)


def _read_strips(image: Any) -> Pixels:
    if image.bands != 3 or image.format != "uchar":
        raise libvips().Error("no plain JPEG")
    pixels, region = allocate_pages((image.height, image.width, 3), np.uint8), libvips().Region.new(image)
    for top in range(0, image.height, _ROWS):
        rows = pixels[top : top + _ROWS]
        rows[...] = np.frombuffer(region.fetch(0, top, image.width, len(rows)), np.uint8).reshape(rows.shape)
        release_pages(pixels)
    return pixels


def _tables_start(content: bytes) -> int:
    """Where in a JPEG file the words about the picture end."""
    at = 2
    while content[at + 1] != _TABLES:
        at += 2 + int.from_bytes(content[at + 2 : at + 4], "big")
    return at
