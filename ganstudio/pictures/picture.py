"""Picture: pixels plus what came with them; opening and saving without losing any of it."""

import io
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray
from PIL import ExifTags, Image, ImageCms, ImageOps, UnidentifiedImageError

from ganstudio.errors import GanStudioError
from ganstudio.files import write_atomically

Pixels = NDArray[np.uint8]

_MOST_PIXELS = 400_000_000
_FORMATS = {".png": "PNG", ".jpg": "JPEG", ".jpeg": "JPEG", ".webp": "WEBP", ".tif": "TIFF", ".tiff": "TIFF"}


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
        alpha = None if self.alpha is None else _reduced(self.alpha, size)
        return replace(self, pixels=_reduced(self.pixels, size), alpha=alpha)


def open_picture(path: Path) -> Picture:
    """The picture in a file, whatever its suffix says; GanStudioError in one sentence where it cannot be read."""
    with decoding(path), Image.open(path) as image:
        if image.width * image.height > _MOST_PIXELS:
            raise GanStudioError(
                f"{path} has {image.width} × {image.height} pixels; reduce it to at most 400 megapixels first."
            )
        return _picture(image, path)


def save_picture(picture: Picture, path: Path, quality: int = 92) -> None:
    """Write a picture whole or not at all, in the format of the suffix, with all that came with it."""
    kind = _FORMATS.get(path.suffix.lower())
    if kind is None:
        raise GanStudioError(f"“{path.name}” cannot be saved: use one of {', '.join(_FORMATS)} at the end of the name.")
    more: dict[str, Any] = {"icc_profile": picture.icc, "exif": picture.exif, "dpi": picture.dpi, "quality": quality}
    if kind == "JPEG":
        more["subsampling"] = 0
    if kind == "TIFF":
        more["compression"] = "tiff_deflate"
    content = io.BytesIO()
    _image(picture, opaque=kind == "JPEG").save(content, kind, **{name: value for name, value in more.items() if value})
    try:
        write_atomically(path, content.getvalue())
    except OSError as error:
        raise GanStudioError(f"The picture could not be saved to {path}: {error.strerror}.") from error


@contextmanager
def decoding(path: Path) -> Iterator[None]:
    """Turn whatever a damaged file does to its decoder into one sentence."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    except (GanStudioError, MemoryError):
        raise
    except FileNotFoundError as error:
        raise GanStudioError(f"There is no file {path}; check its name.") from error
    except IsADirectoryError as error:
        raise GanStudioError(f"{path} is a folder; name a picture in it.") from error
    except PermissionError as error:
        raise GanStudioError(f"{path} may not be read; change its permissions.") from error
    except Image.DecompressionBombError as error:
        raise GanStudioError(f"{path} claims to be too large to open safely; reduce it first.") from error
    except UnidentifiedImageError as error:
        raise GanStudioError(f"{path} is not a picture that can be read; save it as PNG or JPEG first.") from error
    except Exception as error:
        raise GanStudioError(f"{path} is damaged and cannot be read ({error}); try another copy of it.") from error


def to_rgb(image: Image.Image) -> tuple[Image.Image, Image.Image | None, bytes | None]:
    """The image as 8-bit RGB, its transparency, and the profile that its colours are in."""
    icc = image.info.get("icc_profile")
    if image.mode in ("RGBA", "LA", "PA", "La", "RGBa") or "transparency" in image.info:
        whole = image.convert("RGBA")
        return whole.convert("RGB"), whole.getchannel("A"), icc if image.mode.startswith("RGB") else None
    if image.mode == "CMYK":
        return _from_cmyk(image, icc), None, None
    if image.mode in ("I", "F") or image.mode.startswith("I;16"):
        image = Image.fromarray(_eight_bits(np.asarray(image)))
    return (image if image.mode == "RGB" else image.convert("RGB")), None, icc if image.mode in ("RGB", "P") else None


def _picture(image: Image.Image, path: Path) -> Picture:
    dpi = image.info.get("dpi")
    exif = image.getexif()
    upright = ImageOps.exif_transpose(image)
    colours, alpha, icc = to_rgb(upright)
    exif.pop(ExifTags.Base.Orientation, None)
    return Picture(
        pixels=np.asarray(colours),
        alpha=None if alpha is None else np.asarray(alpha),
        icc=icc,
        exif=exif.tobytes() if len(exif) else None,
        dpi=(float(dpi[0]), float(dpi[1])) if dpi else None,
        source=path,
    )


def _from_cmyk(image: Image.Image, icc: bytes | None) -> Image.Image:
    if icc:
        try:
            made = ImageCms.profileToProfile(image, io.BytesIO(icc), ImageCms.createProfile("sRGB"), outputMode="RGB")
            if made is not None:
                return made
        except ImageCms.PyCMSError:
            pass  # a broken profile: the plain conversion below is better than no picture
    return image.convert("RGB")


def _eight_bits(values: NDArray[Any]) -> Pixels:
    """Whole numbers up to 65535, or fractions up to 1 (or up to their greatest), as 0 to 255."""
    fractions = values.dtype.kind == "f"
    top = max(float(values.max(initial=0)), 1.0) if fractions else 65535.0
    pixels: Pixels = np.clip(values.astype(np.float32) * (255 / top) + 0.5, 0, 255).astype(np.uint8)
    return pixels


def _reduced(values: Pixels, size: tuple[int, int]) -> Pixels:
    return np.asarray(Image.fromarray(values).resize(size, Image.Resampling.LANCZOS, reducing_gap=2.0))


def _image(picture: Picture, *, opaque: bool) -> Image.Image:
    image = Image.fromarray(picture.pixels)
    if picture.alpha is None:
        return image
    alpha = Image.fromarray(picture.alpha)
    if opaque:
        white = Image.new("RGB", image.size, "white")
        white.paste(image, mask=alpha)
        return white
    image.putalpha(alpha)
    return image
