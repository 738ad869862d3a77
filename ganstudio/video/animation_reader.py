"""Moving pictures: GIF, WebP, AVIF and PNG that hold more than one frame, read frame by frame as a film is.

A GIF is decoded by PyAV, as films are; `open_animation` and `read_animation` are for the others, and need Pillow alone.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from PIL import Image

from ganstudio.core.errors import GanStudioError
from ganstudio.images.bit_depth import Pixels
from ganstudio.images.colour import lay_on_white, pixels_of, to_srgb
from ganstudio.images.formats import format_of_file
from ganstudio.images.metadata import read_metadata
from ganstudio.images.reader import open_image

_USUAL = 100.0  # milliseconds that a frame stands which does not say so itself, as browsers have it


@dataclass(frozen=True)
class MovingPicture:
    """A moving picture: its width and height, when each frame begins and the last one ends, in milliseconds.

    `loops` is how often it is shown, 0 for ever.
    """

    path: Path
    width: int
    height: int
    times: tuple[int, ...]
    end: int
    loops: int = 0


def is_moving(path: Path) -> bool:
    """Whether a file is a picture that moves, whatever its suffix says; no for one that is too damaged to say."""
    try:
        row = format_of_file(path)
        if row is None or not row.may_move:
            return False
        with open_image(path) as image:
            return image.format == row.writer and _count_frames(image) > 1 if row.writer else _count_frames(image) > 1
    except (GanStudioError, OSError):
        return False


def needs_pillow(path: Path) -> bool:
    """Whether a file is a moving WebP, AVIF or PNG, which is read here and not by PyAV."""
    return is_moving(path) and (row := format_of_file(path)) is not None and row.name != "GIF"


def open_animation(path: Path) -> MovingPicture:
    """What a moving picture's file says of it; GanStudioError where it is damaged. Each frame is decoded once."""
    times, end, size = [], 0, (0, 0)
    for pixels, time, length in read_animation(path):
        times.append(time)
        end, size = time + length, (pixels.shape[1], pixels.shape[0])
    with open_image(path) as image:
        loops = int(image.info.get("loop") or 0)
    return MovingPicture(path, *size, tuple(times), end, loops)


def read_animation(path: Path, since: int = 0) -> Iterator[tuple[Pixels, int, int]]:
    """Each frame that begins at `since` or later: pixels H×W×3, 8 bits, sRGB, upright, on white; its time and its length.

    Times are in milliseconds.
    """
    from ganstudio.images.orientation import orient_image

    with open_image(path) as image:
        first = _composite_before(image)
        turn, moment = read_metadata(image).turn, 0.0
        for number in range(first, first + _count_frames(image)):
            image.seek(number)
            image.load()
            length = float(image.info.get("duration") or _USUAL)
            time = round(moment)
            moment += length
            if time >= since:
                colours, icc = lay_on_white(image.copy())
                yield (
                    pixels_of(orient_image(to_srgb(colours, icc) if icc else colours, turn)),
                    time,
                    max(1, round(moment) - time),
                )


def _composite_before(image: Image.Image) -> int:
    """How many pictures stand before the first frame: a PNG may have one for programs that know no movement."""
    return int(bool(image.info.get("default_image")))


def _count_frames(image: Image.Image) -> int:
    return int(getattr(image, "n_frames", 1)) - _composite_before(image)
