"""Moving pictures: GIF, WebP, AVIF and PNG that hold more than one frame."""

from pathlib import Path

from PIL import Image

from ganstudio.errors import GanStudioError
from ganstudio.pictures.formats import HEAD, format_of_head
from ganstudio.pictures.reading import reading


def is_moving(path: Path) -> bool:
    """Whether a file is a picture that moves, whatever its suffix says; no for one that is too damaged to say."""
    try:
        if not path.is_file():
            return False
        with path.open("rb") as file:
            row = format_of_head(file.read(HEAD))
        if row is None or not row.may_move:
            return False
        with reading(path) as image:
            return frame_count(image) > 1
    except (GanStudioError, OSError):
        return False


def frame_count(image: Image.Image) -> int:
    """How many frames an opened picture has."""
    return int(getattr(image, "n_frames", 1))
