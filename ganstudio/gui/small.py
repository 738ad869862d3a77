"""Small images of files, decoded beside the window."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event as Flag

from PySide6.QtGui import QImage

from ganstudio.errors import GanStudioError
from ganstudio.gui.pixels import to_image


@dataclass(frozen=True)
class Small:
    """A small image of a file; without one where the file cannot be read, and why."""

    file: Path
    image: QImage = field(default_factory=QImage)
    reason: str = ""


def small_images(files: Sequence[Path], longest: int, stop: Flag) -> Iterator[Small]:
    """The images of files, at most so many pixels long."""
    from ganstudio.pictures.dataset import thumbnail

    for file in files:
        if stop.is_set():
            return
        try:
            yield Small(file, to_image(thumbnail(file, longest).pixels))
        except GanStudioError as error:
            yield Small(file, reason=str(error))
