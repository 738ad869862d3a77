"""Pictures turned as their EXIF states: orientations 1 to 8 (Exif 2.32, tag 274)."""

from PIL import Image

from ganstudio.images.bit_depth import Pixels
from ganstudio.images.paging import allocate_pages, release_pages

SIDEWAYS = (5, 6, 7, 8)  # the orientations after which width is height

_SIDE = 512  # pixels of a square that is turned at once
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


def orient_image(image: Image.Image, turn: int) -> Image.Image:
    """The image upright; `turn` is the orientation that its EXIF states, 1 to 8."""
    return image.transpose(_TURNS[turn]) if turn in _TURNS else image


def orient_pair(pair: tuple[float, float], turn: int) -> tuple[float, float]:
    """What is said of across and down, of a picture that is upright then."""
    return (pair[1], pair[0]) if turn in SIDEWAYS else pair


def apply_orientation(pixels: Pixels, turn: int) -> Pixels:
    """Pixels H×W or H×W×C of any type, upright, square by square; `turn` is the orientation that EXIF states, 1 to 8."""
    if turn not in range(2, 9):
        return pixels
    seen = pixels.swapaxes(0, 1) if turn >= 5 else pixels
    seen = seen[::-1] if turn in (3, 4, 7, 8) else seen
    seen = seen[:, ::-1] if turn in (2, 3, 6, 7) else seen
    made = allocate_pages(seen.shape, seen.dtype)
    for top in range(0, len(made), _SIDE):
        for left in range(0, made.shape[1], _SIDE):
            square = slice(top, top + _SIDE), slice(left, left + _SIDE)
            made[square] = seen[square]
            release_pages(pixels, made)
    return made
