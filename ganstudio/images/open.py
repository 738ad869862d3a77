"""Opens a picture with all that its file says of it."""

from dataclasses import replace
from pathlib import Path

from PIL import Image

from ganstudio.core.translation import tr
from ganstudio.images.colour import pixels_of, remark_on, space, to_rgb
from ganstudio.images.jpeg_strips import is_large_jpeg, read_jpeg
from ganstudio.images.metadata import read_metadata
from ganstudio.images.orientation import apply_orientation
from ganstudio.images.picture import Picture
from ganstudio.images.raster import Raster
from ganstudio.images.read16 import attach_profile
from ganstudio.images.reader import open_any
from ganstudio.images.tiff import count_pages


def open_picture(path: Path) -> Picture:
    """The picture in a file, whatever its suffix says; GanStudioError in one sentence where it cannot be read.

    Those of more than 8 bits keep up to 16.
    """
    with open_any(path, deep=True) as found:
        if isinstance(found, Raster):
            return _picture_of_raster(found, path)
        large = _read_large(path, found) if is_large_jpeg(found) else None
        return large or _picture_of_image(found, path)


def _picture_of_image(image: Image.Image, path: Path) -> Picture:
    remark = _remark_on_pages(image, path)
    image.load()
    said, mode, profile, coding = read_metadata(image), image.mode, image.info.get("icc_profile"), image.info.get("coding")
    colours, alpha, icc = to_rgb(image)
    raster = Raster(
        pixels_of(colours), None if alpha is None else pixels_of(alpha), icc, said, remark_on(mode, profile) or remark
    )
    return _picture_of_raster(attach_profile(raster, coding) if coding and coding.hdr else raster, path)


def _picture_of_raster(raster: Raster, path: Path) -> Picture:
    said = raster.metadata
    return Picture(
        pixels=apply_orientation(raster.colours, said.turn),
        alpha=None if raster.alpha is None else apply_orientation(raster.alpha, said.turn),
        icc=raster.icc,
        exif=said.exif,
        dpi=said.dpi,
        source=path,
        xmp=said.xmp,
        iptc=said.iptc,
        remark=raster.remark,
        text=said.text,
        aspect=said.aspect,
    )


def _remark_on_pages(image: Image.Image, path: Path) -> str | None:
    several = image.format == "TIFF" and int(getattr(image, "n_frames", 1)) > 1
    if not several:
        return None
    with path.open("rb") as file:
        pages = count_pages(file)
    return tr("The file has {pages} pages; this is the first.", pages=pages) if pages > 1 else None


def _read_large(path: Path, image: Image.Image) -> Picture | None:
    """A large JPEG in RGB; None where it is damaged, which Pillow says better."""
    said, profile = read_metadata(image), image.info.get("icc_profile")
    pixels = read_jpeg(path, said.turn)
    if pixels is None:
        return None
    icc = profile if space(profile) == b"RGB " else None
    return _picture_of_raster(Raster(pixels, None, icc, replace(said, turn=1), remark_on("RGB", profile)), path)
