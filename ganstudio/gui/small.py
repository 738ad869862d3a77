"""Small images of files, decoded beside the window."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event as Flag

from PySide6.QtCore import Qt
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
    """The images of files, at most so many pixels long; of a film its first frame."""
    for file in files:
        if stop.is_set():
            return
        try:
            yield Small(file, _image(file, longest))
        except GanStudioError as error:
            yield Small(file, reason=str(error))


def _image(file: Path, longest: int) -> QImage:
    from ganstudio.pictures.dataset import thumbnail
    from ganstudio.pictures.film import frames_of, is_film

    if not is_film(file):
        return to_image(thumbnail(file, longest).pixels)
    first = next(frames_of(file), None)
    if first is None:
        raise GanStudioError(f"{file.name} has no frame that can be shown; try another copy of it.")
    smooth = Qt.TransformationMode.SmoothTransformation
    return to_image(first.pixels).scaled(longest, longest, Qt.AspectRatioMode.KeepAspectRatio, smooth)
