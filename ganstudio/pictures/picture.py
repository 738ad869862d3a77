"""Picture: pixels plus what came with them; opening and saving without losing any of it."""

import io
import math
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO, Any, Self

import numpy as np
from numpy.typing import NDArray
from PIL import ExifTags, Image, features

from ganstudio.errors import GanStudioError
from ganstudio.files import writing
from ganstudio.pictures.colour import Pixels as Pixels
from ganstudio.pictures.colour import on_white, pixels_of, to_rgb
from ganstudio.pictures.reading import decoding as decoding
from ganstudio.pictures.reading import reading

_FORMATS = {".png": "PNG", ".jpg": "JPEG", ".jpeg": "JPEG", ".webp": "WEBP", ".tif": "TIFF", ".tiff": "TIFF"}
_LOSSY: dict[str, dict[str, Any]] = {"JPEG": {"subsampling": 0}, "WEBP": {"exact": True}, "AVIF": {"subsampling": "4:4:4"}}
_LOSSLESS: dict[str, dict[str, Any]] = {"PNG": {"compress_level": 4}, "TIFF": {}}
_LARGEST_JPEG_EXIF = 65_533
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
SIDEWAYS = (5, 6, 7, 8)  # the turns after which width is height
_TAG = ExifTags.Base
_ABOUT_THE_PICTURE = (  # what else stands in the first directory tells how the old file was built
    *(_TAG.ImageDescription, _TAG.Make, _TAG.Model, _TAG.Software, _TAG.DateTime, _TAG.Artist, _TAG.HostComputer),
    *(_TAG.Copyright, _TAG.Rating, _TAG.RatingPercent, _TAG.XPTitle, _TAG.XPComment, _TAG.XPAuthor, _TAG.XPKeywords),
    *(_TAG.XPSubject, _TAG.Orientation, _TAG.XResolution, _TAG.YResolution, _TAG.ResolutionUnit),
    *(ExifTags.IFD.Exif, ExifTags.IFD.GPSInfo),
)


@dataclass(frozen=True)
class Picture:
    """Pixels H×W×3 uint8, upright, in the colours of `icc` (sRGB where it is None); transparency H×W beside them.

    `exif` has its orientation applied and reset; `dpi` is pixels per inch across and down.
    """

    pixels: Pixels
    alpha: Pixels | None = None
    icc: bytes | None = None
    exif: bytes | None = None
    dpi: tuple[float, float] | None = None
    source: Path | None = None

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
        small = replace(self, pixels=pixels_of(_reduced(self.pixels, size)))
        if self.alpha is None:
            return small
        _weigh(small.pixels, self.pixels, self.alpha)
        return replace(small, alpha=pixels_of(_reduced(self.alpha, size)))


def open_picture(path: Path) -> Picture:
    """The picture in a file, whatever its suffix says; GanStudioError in one sentence where it cannot be read."""
    with reading(path) as image:
        image.load()
        turn, exif, dpi = about(image)
        colours, alpha, icc = to_rgb(image)
        return Picture(
            pixels=pixels_of(turned(colours, turn)),
            alpha=None if alpha is None else pixels_of(turned(alpha, turn)),
            icc=icc,
            exif=exif,
            dpi=dpi,
            source=path,
        )


def save_picture(picture: Picture, path: Path, quality: int = 92) -> None:
    """Write a picture whole or not at all, in the format of the suffix, with all that came with it."""
    formats = formats_to_save()
    kind = formats.get(path.suffix.lower())
    if kind is None:
        raise GanStudioError(f"“{path.name}” cannot be saved: use one of {', '.join(formats)} at the end of the name.")
    try:
        with writing(path) as file:
            if kind == "PNG":
                encode(picture, kind, file, quality)
            else:  # Pillow writes these past Python where it can, and then cannot say why a disk refuses
                content = io.BytesIO()
                encode(picture, kind, content, quality)
                file.write(content.getbuffer())
    except OSError as error:
        raise GanStudioError(f"The picture could not be saved to {path}: {error.strerror or error}.") from error


def formats_to_save() -> dict[str, str]:
    """The suffixes that a picture can be saved under, and their formats."""
    return _FORMATS | ({".avif": "AVIF"} if features.check("avif") else {})


def encode(picture: Picture, kind: str, file: IO[bytes], quality: int = 92) -> None:
    """Write a picture in a format of `formats_to_save`; GanStudioError where the format cannot hold it."""
    kept = {"icc_profile": picture.icc, "exif": _exif_to_save(picture, kind), "dpi": picture.dpi}
    how = _LOSSY[kind] | {"quality": quality} if kind in _LOSSY else _LOSSLESS[kind]
    if kind == "TIFF" and not picture.exif:
        how = {"compression": "tiff_deflate"}  # Pillow cannot write EXIF into a compressed one
    image = as_image(picture)
    image = on_white(image)[0] if kind == "JPEG" else image
    try:
        image.save(file, kind, **how, **{name: value for name, value in kept.items() if value})
    except (OSError, ValueError, RuntimeError, SystemError) as error:
        if getattr(error, "errno", None):
            raise  # not the format, but the disk
        what = f"this picture of {picture.width} × {picture.height} pixels"
        raise GanStudioError(f"{kind} cannot hold {what} ({error}); save it as PNG or TIFF.") from error


def as_image(picture: Picture) -> Image.Image:
    """The pixels and transparency as an image in mode RGB or RGBA."""
    image = Image.fromarray(picture.pixels)
    if picture.alpha is not None:
        image.putalpha(Image.fromarray(picture.alpha))
    return image


def turned(image: Image.Image, turn: int) -> Image.Image:
    """The image upright; `turn` is the orientation that its EXIF states, 1 to 8."""
    return image.transpose(_TURNS[turn]) if turn in _TURNS else image


def about(image: Image.Image) -> tuple[int, bytes | None, tuple[float, float] | None]:
    """What a decoded image says of itself: how it must be turned, its EXIF once that is done, its pixels per inch."""
    try:
        exif = image.getexif()  # after decoding: Pillow turns a TIFF by itself, and says so here
        turn = int(exif.get(_TAG.Orientation, 1))
        dpi = _dpi(image.info.get("dpi") or _resolution(exif))
        for tag in [tag for tag in exif if tag not in _ABOUT_THE_PICTURE]:
            del exif[tag]
        if _TAG.Orientation in exif:
            exif[_TAG.Orientation] = 1
        return turn, exif.tobytes() if len(exif) else None, dpi
    except Exception:  # broken words about a picture must not cost the picture
        return 1, None, None


def _resolution(exif: Image.Exif) -> Any:
    inches = 2.54 if exif.get(_TAG.ResolutionUnit) == 3 else 1.0
    return tuple(float(exif.get(tag, 0)) * inches for tag in (_TAG.XResolution, _TAG.YResolution))


def _dpi(given: Any) -> tuple[float, float] | None:
    across, down = float(given[0]), float(given[1])
    sound = all(math.isfinite(value) and 1 < value < 65_536 for value in (across, down))
    return (across, down) if sound else None


def _exif_to_save(picture: Picture, kind: str) -> bytes | None:
    """The EXIF with the picture's present size; with the resolution too where the format has no other place for it."""
    exif = Image.Exif()
    exif.load(picture.exif or b"")
    if ExifTags.IFD.Exif in exif:
        detail = exif.get_ifd(ExifTags.IFD.Exif)
        sides = {_TAG.ExifImageWidth: picture.width, _TAG.ExifImageHeight: picture.height}
        detail.update({tag: side for tag, side in sides.items() if tag in detail})
    if picture.dpi and (kind in ("WEBP", "AVIF") or _TAG.XResolution in exif):
        exif.update({_TAG.XResolution: picture.dpi[0], _TAG.YResolution: picture.dpi[1], _TAG.ResolutionUnit: 2})
    content = exif.tobytes() if len(exif) else None
    return None if content and kind == "JPEG" and len(content) > _LARGEST_JPEG_EXIF else content


def _reduced(values: NDArray[Any], size: tuple[int, int]) -> Image.Image:
    return Image.fromarray(values).resize(size, Image.Resampling.LANCZOS, reducing_gap=2.0)


def _weigh(small: Pixels, pixels: Pixels, alpha: Pixels) -> None:
    """Make again, where anything shows, reduced pixels to which each pixel gave its colour as far as it shows."""
    weights = alpha.astype(np.float32)
    size = small.shape[1], small.shape[0]
    shown = np.asarray(_reduced(weights, size))
    for channel in range(3):
        colours = np.asarray(_reduced(weights * pixels[..., channel], size)) / np.maximum(shown, 0.5)
        np.copyto(small[..., channel], np.clip(colours + 0.5, 0, 255).astype(np.uint8), where=shown >= 0.5)
