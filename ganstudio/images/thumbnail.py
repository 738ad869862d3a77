"""Small images of picture files, made quickly: only as much is decoded as the size takes."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PIL import Image

from ganstudio.images.colour import lay_on_ground, pixels_of, to_srgb
from ganstudio.images.crop import Box
from ganstudio.images.metadata import read_metadata
from ganstudio.images.orientation import orient_image
from ganstudio.images.picture import Picture
from ganstudio.images.reader import open_image

_SMOOTH = ("L", "RGB", "CMYK", "LA", "RGBA")  # modes that Pillow reduces as they are


def thumbnail(path: Path, longest: int, ground: str = "white") -> Picture:
    """A small picture of a file, quickly and in sRGB; transparency lies on `ground`."""
    with decode_at_least(path, longest) as image:
        factor = min(1.0, longest / max(image.size))
        size = max(1, round(image.width * factor)), max(1, round(image.height * factor))
        box = 0, 0, image.width, image.height
        return Picture(pixels_of(reduce_image(image, read_metadata(image).turn, size, box, ground)), source=path)


@contextmanager
def decode_at_least(path: Path, side: int) -> Iterator[Image.Image]:
    """A file's image, no smaller than twice `side` pixels; a JPEG is decoded only as finely as that takes."""
    with open_image(path) as image:
        image.draft(None, (2 * side, 2 * side))
        image.load()  # before anyone asks for its size: Pillow turns a TIFF here
        yield image


def reduce_image(image: Image.Image, turn: int, size: tuple[int, int], box: Box, ground: str) -> Image.Image:
    """A part of a file's image, reduced, upright, on the ground, in sRGB; the slow work is done on the small one."""
    icc: bytes | None = image.info.get("icc_profile")
    if image.mode not in _SMOOTH or "transparency" in image.info:
        image, icc = lay_on_ground(image, ground)
    small = image.resize(size, Image.Resampling.LANCZOS, box, reducing_gap=2.0)
    if small.mode != "RGB":
        small, icc = lay_on_ground(small, ground)
    return orient_image(to_srgb(small, icc) if icc else small, turn)
