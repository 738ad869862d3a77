"""Colour: whatever a file holds, as 8-bit RGB, the transparency beside it (16 bits: see `read16`)."""

import io
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageCms

from ganstudio.core.translation import tr
from ganstudio.images.bit_depth import Pixels as Pixels
from ganstudio.images.paging import ROWS, allocate_pages, release_pages

_WHITES = (1, 255, 65535)


def to_rgb(image: Image.Image) -> tuple[Image.Image, Image.Image | None, bytes | None]:
    """The image as 8-bit RGB, its transparency, and the RGB profile that its colours are in (sRGB where it is None)."""
    icc = image.info.get("icc_profile") or None
    colours, alpha = _split(image)
    if colours.mode == "RGB":
        return colours, alpha, icc if space(icc) == b"RGB " else None
    if colours.mode == "L" and space(icc) == b"RGB ":
        return colours.convert("RGB"), alpha, icc
    return to_srgb(colours, icc), alpha, None


def remark_on(mode: str, icc: bytes | None) -> str | None:
    """A sentence for the artist where the colours of a file in that mode of Pillow's became others; None where they stay."""
    if mode in ("CMYK", "LAB"):
        return tr("This picture was in {mode}; its colours were converted to sRGB.", mode=mode)
    if space(icc) == b"GRAY" and mode[:1] in ("1", "L", "I"):
        return tr("This picture was grey with a profile of its own; it was converted to sRGB.")
    return None


def to_srgb(image: Image.Image, icc: bytes | None) -> Image.Image:
    """An image in the colours of a profile as sRGB; by the plain formula where there is no profile, or a broken one."""
    profile: Any = io.BytesIO(icc) if icc else None
    if image.mode == "LAB":
        profile = ImageCms.createProfile("LAB")
    if profile is not None:
        try:
            made = ImageCms.profileToProfile(image, profile, ImageCms.createProfile("sRGB"), outputMode="RGB")
            assert made is not None  # only a conversion in place returns None
            return made
        except ImageCms.PyCMSError:
            pass  # a broken profile: the plain formula is better than no picture
    return image.convert("RGB")


def lay_on_white(image: Image.Image) -> tuple[Image.Image, bytes | None]:
    """The image as 8-bit RGB with its transparency laid on white, and its profile."""
    return lay_on_ground(image, "white")


def lay_on_ground(image: Image.Image, ground: str) -> tuple[Image.Image, bytes | None]:
    """The image as 8-bit RGB with its transparency laid on a colour, by its name or as #rrggbb; and its profile."""
    colours, alpha, icc = to_rgb(image)
    if alpha is None:
        return colours, icc
    laid = Image.new("RGB", colours.size, ground)
    laid.paste(colours, mask=alpha)
    return laid, icc


def pixels_of(image: Image.Image) -> NDArray[np.uint8]:
    """The image's values, H×W or H×W×channels; taken in strips, so that they are never in memory a third time."""
    shape = (image.height, image.width) + ((len(image.getbands()),) if len(image.getbands()) > 1 else ())
    pixels: NDArray[np.uint8] = allocate_pages(shape, np.uint8)
    for top in range(0, image.height, ROWS):
        bottom = min(top + ROWS, image.height)
        pixels[top:bottom] = np.asarray(image.crop((0, top, image.width, bottom)))
        release_pages(pixels)
    return pixels


def _split(image: Image.Image) -> tuple[Image.Image, Image.Image | None]:
    """The image in mode L, RGB, CMYK or LAB, and its transparency."""
    hidden = image.info.get("transparency")
    if image.mode in ("I", "F") or image.mode.startswith("I;16"):
        values = np.asarray(image)
        alpha = None if hidden is None else Image.fromarray(np.where(values == hidden, 0, 255).astype(np.uint8))
        return Image.fromarray(_eight_bits(values)), alpha
    if image.mode in ("LA", "La"):
        grey, alpha = image.convert("LA").split()
        return grey, alpha
    if image.mode in ("RGBA", "RGBa", "PA") or hidden is not None:
        whole = image.convert("RGBA")
        return whole.convert("RGB"), whole.getchannel("A")
    if image.mode in ("L", "RGB", "CMYK", "LAB"):
        return image, None
    return image.convert("L" if image.mode == "1" else "RGB"), None


def _eight_bits(values: NDArray[Any]) -> NDArray[np.uint8]:
    """Numbers as 0 to 255; white is 65535, of fractions the first of 1, 255, 65535 that holds them, else the greatest."""
    greatest = float(np.nanmax(values, initial=0, where=np.isfinite(values)))
    whites = _WHITES if values.dtype.kind == "f" else _WHITES[-1:]
    white = next((white for white in whites if greatest <= white), greatest)
    scaled = np.multiply(values, 255, dtype=np.float32)
    scaled /= np.float32(white)
    scaled = np.nan_to_num(scaled, copy=False, nan=0.0, posinf=255.0, neginf=0.0)
    pixels: NDArray[np.uint8] = np.clip(scaled + 0.5, 0, 255, out=scaled).astype(np.uint8)
    return pixels


def space(icc: bytes | None) -> bytes:
    """The four letters in a profile that say what its colours are: “RGB ”, “GRAY”, “CMYK”."""
    return icc[16:20] if icc and len(icc) > 128 else b""
