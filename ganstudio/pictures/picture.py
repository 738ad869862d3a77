"""Picture: pixels plus what came with them; opening and saving without losing any of it."""

import io
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO, Self

import numpy as np
from PIL import Image

from ganstudio.errors import GanStudioError
from ganstudio.files import writing
from ganstudio.pictures.about import SIDEWAYS as SIDEWAYS
from ganstudio.pictures.about import about
from ganstudio.pictures.colour import pixels_of, remark_on, space, to_rgb
from ganstudio.pictures.depth import Pixels as Pixels
from ganstudio.pictures.depth import reduced
from ganstudio.pictures.encoding import USUAL, in_strips, written
from ganstudio.pictures.encoding import SaveOptions as SaveOptions
from ganstudio.pictures.encoding import as_image as as_image
from ganstudio.pictures.encoding import formats_to_save as formats_to_save
from ganstudio.pictures.large import is_large_jpeg, read_jpeg
from ganstudio.pictures.reading import decoding as decoding
from ganstudio.pictures.reading import reading, refuse_other_than_files
from ganstudio.pictures.sixteen import has_sixteen_bits, read_sixteen, turned_values

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
    down. `remark` is a sentence for the artist, where opening it had to change its colours.
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
        pixels = reduced(self.pixels, size)
        if self.alpha is None:
            return replace(self, pixels=pixels)
        return replace(self, pixels=_weighed(pixels, self.pixels, self.alpha), alpha=reduced(self.alpha, size))


def open_picture(path: Path) -> Picture:
    """The picture in a file, whatever its suffix says; GanStudioError in one sentence where it cannot be read.

    PNG and TIFF of 16 bits, grey or RGB, keep them; whatever else there is comes at 8 bits.
    """
    with decoding(path):
        refuse_other_than_files(path)
        if has_sixteen_bits(path):
            return _opened_deep(path)
    with reading(path) as image:
        large = _opened_large(path, image) if is_large_jpeg(image) else None
    return large or _opened(path)


def _opened(path: Path) -> Picture:
    with reading(path) as image:
        image.load()
        said, mode, profile = about(image), image.mode, image.info.get("icc_profile")
        colours, alpha, icc = to_rgb(image)
        return Picture(
            pixels=pixels_of(turned(colours, said.turn)),
            alpha=None if alpha is None else pixels_of(turned(alpha, said.turn)),
            icc=icc,
            exif=said.exif,
            dpi=said.dpi,
            source=path,
            xmp=said.xmp,
            iptc=said.iptc,
            remark=remark_on(mode, profile),
        )


def save_picture(picture: Picture, path: Path, quality: int | None = None, options: SaveOptions = USUAL) -> None:
    """Write a picture whole or not at all, in the format of the suffix, with all that came with it.

    `quality`, where it is given, goes before that of the options.
    """
    formats = formats_to_save()
    kind = formats.get(path.suffix.lower())
    if kind is None:
        raise GanStudioError(f"“{path.name}” cannot be saved: use one of {', '.join(formats)} at the end of the name.")
    try:
        with writing(path) as file:
            if kind == "PNG" or in_strips(picture, kind):
                encode(picture, kind, file, quality, options)
            else:  # Pillow writes these past Python where it can, and then cannot say why a disk refuses
                content = io.BytesIO()
                encode(picture, kind, content, quality, options)
                file.write(content.getbuffer())
    except OSError as error:
        raise GanStudioError(f"The picture could not be saved to {path}: {error.strerror or error}.") from error


def encode(picture: Picture, kind: str, file: IO[bytes], quality: int | None = None, options: SaveOptions = USUAL) -> None:
    """Write a picture in a format of `formats_to_save`; GanStudioError where the format cannot hold it."""
    written(picture, kind, file, options if quality is None else replace(options, quality=quality))


def turned(image: Image.Image, turn: int) -> Image.Image:
    """The image upright; `turn` is the orientation that its EXIF states, 1 to 8."""
    return image.transpose(_TURNS[turn]) if turn in _TURNS else image


def _opened_large(path: Path, image: Image.Image) -> Picture | None:
    """A large JPEG in RGB; None where it is damaged, which Pillow says better."""
    said, profile = about(image), image.info.get("icc_profile")
    pixels = read_jpeg(path, said.turn)
    if pixels is None:
        return None
    return Picture(
        pixels=pixels,
        icc=profile if space(profile) == b"RGB " else None,
        exif=said.exif,
        dpi=said.dpi,
        source=path,
        xmp=said.xmp,
        iptc=said.iptc,
        remark=remark_on("RGB", profile),
    )


def _opened_deep(path: Path) -> Picture:
    colours, alpha, profile, said, grey = read_sixteen(path)
    return Picture(
        pixels=turned_values(colours, said.turn),
        alpha=None if alpha is None else turned_values(alpha, said.turn),
        icc=profile if space(profile) == b"RGB " else None,
        exif=said.exif,
        dpi=said.dpi,
        source=path,
        xmp=said.xmp,
        iptc=said.iptc,
        remark=remark_on("L" if grey else "RGB", profile),
    )


def _weighed(small: Pixels, pixels: Pixels, alpha: Pixels) -> Pixels:
    """Reduced pixels, made again where anything shows: each pixel gives its colour as far as it shows."""
    size, least = (small.shape[1], small.shape[0]), np.iinfo(alpha.dtype).max / 510
    weights, made, most = alpha.astype(np.float32), small.copy(), np.iinfo(small.dtype).max
    shown = reduced(weights, size)
    for channel in range(3):
        colours = reduced(weights * pixels[..., channel], size) / np.maximum(shown, least)
        np.copyto(made[..., channel], np.clip(colours + 0.5, 0, most).astype(made.dtype), where=shown >= least)
    return made
