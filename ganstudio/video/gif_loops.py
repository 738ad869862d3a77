"""How often a GIF is shown, as its NETSCAPE block says."""

from pathlib import Path

from PIL import Image

from ganstudio.core.errors import GanStudioError
from ganstudio.images.reader import open_image


def read_gif_loops(path: Path) -> int:
    """How often a GIF is shown, 0 for ever; once where it does not say. 0 for other files."""
    repeats = read_gif_repeats(path)
    return 1 if repeats == -1 else repeats


def read_gif_repeats(path: Path) -> int:
    """What a GIF says of its repeating: a number, 0 for ever, -1 where it says nothing; 0 for other files."""
    with path.open("rb") as file:
        if file.read(4) != b"GIF8":
            return 0
    try:
        with open_image(path) as image:
            _read_all(image)
            return int(image.info.get("loop", -1))
    except GanStudioError:
        return 0


def _read_all(image: Image.Image) -> None:
    """Some programs write the block behind the first picture."""
    count = getattr(image, "n_frames", 1)
    if "loop" not in image.info and count > 1:
        image.seek(count - 1)
