"""What one look into a picture file tells of it."""

from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import ExifTags, Image

from ganstudio.core.errors import GanStudioError
from ganstudio.images.background import is_pale
from ganstudio.images.colour import Pixels, pixels_of, to_srgb
from ganstudio.images.metadata import exif_in
from ganstudio.images.orientation import SIDEWAYS
from ganstudio.images.raster import Raster
from ganstudio.images.reader import open_any, open_image
from ganstudio.images.thumbnail import thumbnail

SIDE = 32  # of the small picture by which pictures are compared
_THUMBNAIL = 64
_GREY = 6  # of 255: what JPEG makes of grey
_SAME_COLOUR = 4  # of 255: how far two ways to write sRGB lie apart
_PLAIN = ("1", "L", "LA", "La", "P", "PA", "RGB", "RGBA", "RGBa", "RGBX")
_LAYERED = ("MPO", "PSD")  # their further “frames” are no film: a preview, layers


@dataclass(frozen=True)
class ImageInfo:
    """A file: width and height upright, length in bytes, what is special about it, and itself very small, 32×32×3, squeezed.

    `reason` says in a sentence why it cannot be read; all else is then empty.
    """

    file: Path
    reason: str = ""
    width: int = 0
    height: int = 0
    length: int = 0
    mode: str = "RGB"
    other_colours: bool = False
    has_transparency: bool = False
    animated: bool = False
    grey: bool = False
    peak: int = 0  # the greatest value of a file of 16 bits, where its values are no mere 8 bits; else 0
    small: NDArray[np.uint8] = field(default_factory=lambda: np.empty((0, 0, 3), np.uint8), repr=False, compare=False)
    dark: NDArray[np.uint8] | None = field(default=None, repr=False, compare=False)

    @property
    def on_black(self) -> NDArray[np.uint8]:
        """Itself very small, 32×32×3, laid on black; `small` lies on white."""
        return self.small if self.dark is None else self.dark

    @property
    def pale(self) -> bool:
        """Whether what shows is nearly white, so that it is lost on a white ground."""
        return is_pale(self.small, self.on_black)

    @property
    def plain_mode(self) -> bool:
        """Whether its colours are stored as a screen has them: red, green and blue, or grey."""
        return self.mode in _PLAIN


def read_image_info(path: Path) -> ImageInfo:
    """Look into a file, once for its head and once for its pixels; never raises for a damaged one."""
    try:
        with open_image(path) as image:
            width, height = image.size
            if exif_in(image).get(ExifTags.Base.Orientation, 1) in SIDEWAYS:
                width, height = height, width
            mode, icc = image.mode, image.info.get("icc_profile")
            animated = bool(getattr(image, "is_animated", False)) and image.format not in _LAYERED
            see_through, length = _has_transparency(image), path.stat().st_size
        seen = thumbnail(path, _THUMBNAIL).pixels
        return ImageInfo(
            file=path, width=width, height=height, length=length, mode=mode, animated=animated,
            other_colours=bool(icc) and mode in _PLAIN and _differs_from_srgb(icc), has_transparency=see_through,
            grey=_is_grey(seen), peak=_peak(path), small=_squeeze(seen),
            dark=_squeeze(thumbnail(path, _THUMBNAIL, "black").pixels) if see_through else None,
        )  # fmt: skip
    except GanStudioError as error:
        return ImageInfo(path, str(error))


def _peak(path: Path) -> int:
    """The greatest value of a file of 16 bits; 0 for others, and where all are values of 8 bits, which 257 divides."""
    with open_any(path, deep=True) as found:
        if not isinstance(found, Raster) or found.colours.dtype != np.uint16:
            return 0
        return int(found.colours.max()) if (found.colours % 257).any() else 0


def _has_transparency(image: Image.Image) -> bool:
    """Whether any pixel lets something through: many files have a place for transparency and leave it unused."""
    if "transparency" not in image.info and not image.mode.endswith(("A", "a")):
        return False
    return bool(np.asarray(image.convert("RGBA").getchannel("A")).min() < 255)


@lru_cache(maxsize=64)
def _differs_from_srgb(icc: bytes) -> bool:
    """Whether colours in that profile look otherwise than in sRGB; asked of the colours, since names of profiles vary."""
    swatch = Image.linear_gradient("L") if icc[16:20] == b"GRAY" else _rainbow()
    apart = np.asarray(to_srgb(swatch, icc)).astype(int) - np.asarray(swatch.convert("RGB"))
    return bool(np.abs(apart).max() > _SAME_COLOUR)


def _rainbow() -> Image.Image:
    """A picture of 125 colours, evenly from everywhere."""
    steps = np.array([0, 64, 128, 192, 255], np.uint8)
    return Image.fromarray(np.stack(np.meshgrid(steps, steps, steps), -1).reshape(5, 25, 3))


def _is_grey(pixels: Pixels) -> bool:
    colours = pixels.astype(int)
    return bool((colours.max(2) - colours.min(2) <= _GREY).all())


def _squeeze(pixels: Pixels) -> NDArray[np.uint8]:
    return pixels_of(Image.fromarray(pixels).resize((SIDE, SIDE), Image.Resampling.BOX))
