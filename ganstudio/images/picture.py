"""Picture: pixels plus what came with them; opening and saving without losing any of it."""

import io
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO, Self

import numpy as np
from PIL import Image

from ganstudio.core.errors import GanStudioError
from ganstudio.core.files import atomic_open
from ganstudio.images.bit_depth import Pixels as Pixels
from ganstudio.images.bit_depth import downscale
from ganstudio.images.colour import pixels_of, remark_on, space, to_rgb
from ganstudio.images.jpeg_strips import apply_orientation, is_large_jpeg, read_jpeg
from ganstudio.images.metadata import SIDEWAYS as SIDEWAYS
from ganstudio.images.metadata import read_metadata
from ganstudio.images.raster import Raster
from ganstudio.images.read16 import attach_profile
from ganstudio.images.reader import open_any
from ganstudio.images.tiff import count_pages
from ganstudio.images.writer import USUAL, is_written_in_strips, write_picture
from ganstudio.images.writer import SaveOptions as SaveOptions
from ganstudio.images.writer import as_image as as_image
from ganstudio.images.writer import formats_to_save as formats_to_save

_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


@dataclass(frozen=True)
class Picture:
    """Pixels H×W×3, uint8 or uint16, upright, in the colours of `icc` (sRGB where it is None); transparency H×W likewise.

    `exif` and `xmp` have their orientation applied and reset; `iptc` is the bare record; `dpi` is pixels per inch across and
    down; `aspect` is how many pixels across stand for how many down, where no resolution is said; `text` are pairs of a
    keyword and words. `remark` is a sentence for the artist, where opening it had to change its colours.
    """

    pixels: Pixels
    alpha: Pixels | None = None
    icc: bytes | None = None
    exif: bytes | None = None
    dpi: tuple[float, float] | None = None
    source: Path | None = None
    xmp: bytes | None = None
    iptc: bytes | None = None
    remark: str | None = None
    text: tuple[tuple[str, str], ...] = ()
    aspect: tuple[float, float] | None = None

    @property
    def width(self) -> int:
        """Pixels across."""
        return int(self.pixels.shape[1])

    @property
    def height(self) -> int:
        """Pixels down."""
        return int(self.pixels.shape[0])

    def resized(self, longest: int) -> Self:
        """The picture reduced so that its longer side is at most `longest` pixels; itself where it is no larger."""
        factor = longest / max(self.width, self.height)
        if factor >= 1:
            return self
        size = max(1, round(self.width * factor)), max(1, round(self.height * factor))
        pixels = downscale(self.pixels, size)
        if self.alpha is None:
            return replace(self, pixels=pixels)
        return replace(self, pixels=_weighed(pixels, self.pixels, self.alpha), alpha=downscale(self.alpha, size))


def open_picture(path: Path) -> Picture:
    """The picture in a file, whatever its suffix says; GanStudioError in one sentence where it cannot be read.

    Those of more than 8 bits keep up to 16.
    """
    with open_any(path, deep=True) as found:
        if isinstance(found, Raster):
            return _of_raster(found, path)
        large = _opened_large(path, found) if is_large_jpeg(found) else None
        return large or _of_image(found, path)


def _of_image(image: Image.Image, path: Path) -> Picture:
    remark = _remark_on_pages(image, path)
    image.load()
    said, mode, profile, coding = read_metadata(image), image.mode, image.info.get("icc_profile"), image.info.get("coding")
    colours, alpha, icc = to_rgb(image)
    raster = Raster(
        pixels_of(colours), None if alpha is None else pixels_of(alpha), icc, said, remark_on(mode, profile) or remark
    )
    return _of_raster(attach_profile(raster, coding) if coding and coding.hdr else raster, path)


def _of_raster(raster: Raster, path: Path) -> Picture:
    said = raster.said
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
    return f"The file has {pages} pages; this is the first." if pages > 1 else None


def save_picture(picture: Picture, path: Path, quality: int | None = None, options: SaveOptions = USUAL) -> None:
    """Write a picture whole or not at all, in the format of the suffix, with all that came with it.

    `quality`, where it is given, goes before that of the options.
    """
    formats = formats_to_save()
    kind = formats.get(path.suffix.lower())
    if kind is None:
        raise GanStudioError(f"“{path.name}” cannot be saved: use one of {', '.join(formats)} at the end of the name.")
    try:
        with atomic_open(path) as file:
            if kind == "PNG" or is_written_in_strips(picture, kind):
                encode(picture, kind, file, quality, options)
            else:  # Pillow writes these past Python where it can, and then cannot say why a disk refuses
                content = io.BytesIO()
                encode(picture, kind, content, quality, options)
                file.write(content.getbuffer())
    except OSError as error:
        raise GanStudioError(f"The picture could not be saved to {path}: {error.strerror or error}.") from error


def encode(picture: Picture, kind: str, file: IO[bytes], quality: int | None = None, options: SaveOptions = USUAL) -> None:
    """Write a picture in a format of `formats_to_save`; GanStudioError where the format cannot hold it."""
    write_picture(picture, kind, file, options if quality is None else replace(options, quality=quality))


def orient_image(image: Image.Image, turn: int) -> Image.Image:
    """The image upright; `turn` is the orientation that its EXIF states, 1 to 8."""
    return image.transpose(_TURNS[turn]) if turn in _TURNS else image


def _opened_large(path: Path, image: Image.Image) -> Picture | None:
    """A large JPEG in RGB; None where it is damaged, which Pillow says better."""
    said, profile = read_metadata(image), image.info.get("icc_profile")
    pixels = read_jpeg(path, said.turn)
    if pixels is None:
        return None
    icc = profile if space(profile) == b"RGB " else None
    return _of_raster(Raster(pixels, None, icc, replace(said, turn=1), remark_on("RGB", profile)), path)


def _weighed(small: Pixels, pixels: Pixels, alpha: Pixels) -> Pixels:
    """Reduced pixels, made again where anything shows: each pixel gives its colour as far as it shows."""
    size, least = (small.shape[1], small.shape[0]), np.iinfo(alpha.dtype).max / 510
    weights, made, most = alpha.astype(np.float32), small.copy(), np.iinfo(small.dtype).max
    shown = downscale(weights, size)
    for channel in range(3):
        colours = downscale(weights * pixels[..., channel], size) / np.maximum(shown, least)
        np.copyto(made[..., channel], np.clip(colours + 0.5, 0, most).astype(made.dtype), where=shown >= least)
    return made
