"""Decoders: which pictures are read by others than Pillow, and how."""

import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import IO

from PIL import Image

from ganstudio.core.errors import GanStudioError
from ganstudio.images.bit_depth import to_uint8
from ganstudio.images.formats import HEAD, FormatInfo, format_of_head, format_of_suffix
from ganstudio.images.orientation import apply_orientation
from ganstudio.images.psd import read_psd
from ganstudio.images.raster import Raster
from ganstudio.images.tiff import read_tags, read_tiff

_MERGED = "mergedimage.png"
_MOST_UNPACKED, _MOST_ENTRIES = 2 * 2**30, 50_000
_CHUNK = 1 << 20


def decode(path: Path, *, every_tiff: bool = False) -> Raster | None:
    """The picture of a file that Pillow is not asked for; None of all others. Damage raises whatever it raises."""
    with path.open("rb") as file:
        head = file.read(HEAD)
        tags = read_tags(file)
    row = format_of_head(head)
    if (tags and tags.is_raw) or is_raw(path, row):
        return _read_camera_raw(path)
    if tags:
        return read_tiff(path, tags) if every_tiff or tags.needs_libvips else None
    reader = _READERS.get(row.name) if row and row.installed else None
    return reader(path) if reader else None


def _read_camera_raw(path: Path) -> Raster:
    from ganstudio.images.camera_raw import read_raw  # with an extra that is slow to import, as below

    return read_raw(path)


def _read_openexr(path: Path) -> Raster:
    from ganstudio.images.openexr import read_exr

    return read_exr(path)


# By the names of the table of formats; TIFF and camera raw begin alike, and are told apart by their tags.
_READERS: dict[str, Callable[[Path], Raster]] = {
    "Photoshop": lambda path: read_psd(path.read_bytes()),
    "OpenEXR": _read_openexr,
}


def is_raw(path: Path, row: FormatInfo | None) -> bool:
    """Whether a file is a camera's raw picture by its beginning, or by its name where that says nothing else."""
    named = format_of_suffix(path.suffix)
    return bool(row and row.name == "Camera raw") or bool(
        named and named.name == "Camera raw" and (row is None or row.name == "TIFF")
    )


@contextmanager
def merged_picture(path: Path) -> Iterator[Path | None]:
    """The merged picture of a drawing (Krita, OpenRaster) as a file of its own, for a while; None where it is no drawing."""
    with path.open("rb") as file:
        head = file.read(HEAD)
    row = format_of_head(head) or (format_of_suffix(path.suffix) if head.startswith(b"PK") else None)
    if row is None or row.name not in ("Krita", "OpenRaster"):
        yield None
        return
    with NamedTemporaryFile(suffix=".png") as inner:
        _unpack(path, inner)
        inner.flush()
        yield Path(inner.name)


def as_image(raster: Raster) -> Image.Image:
    """A raster as an image at 8 bits, turned upright, that says what the file said."""
    image = Image.fromarray(apply_orientation(to_uint8(raster.colours), raster.metadata.turn))
    if raster.alpha is not None:
        image.putalpha(Image.fromarray(apply_orientation(to_uint8(raster.alpha), raster.metadata.turn)))
    said = replace(raster.metadata, turn=1)
    told = {"icc_profile": raster.icc, "exif": said.exif, "dpi": said.dpi, "xmp": said.xmp, "iptc": said.iptc}
    image.info.update({name: value for name, value in told.items() if value})
    return image


def _unpack(path: Path, target: IO[bytes]) -> None:
    with zipfile.ZipFile(path) as archive:
        if len(archive.filelist) > _MOST_ENTRIES or _MERGED not in archive.namelist():
            raise GanStudioError("{path} has no merged picture in it; save it again, or export it as PNG.", path=path)
        left = _MOST_UNPACKED
        with archive.open(_MERGED) as source:
            while chunk := source.read(_CHUNK):
                left -= len(chunk)
                if left < 0:
                    raise Image.DecompressionBombError
                target.write(chunk)
