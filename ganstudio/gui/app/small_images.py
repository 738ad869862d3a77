"""Small images of files, decoded beside the window."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event as Flag

from PySide6.QtGui import QImage

from ganstudio.core.errors import GanStudioError
from ganstudio.gui.app.qimage import to_image


@dataclass(frozen=True)
class SmallImage:
    """A small image of a picture, or of a `film`; without one where the file cannot be read, and why."""

    file: Path
    image: QImage = field(default_factory=QImage)
    reason: str = ""
    film: bool = False


def small_images(files: Sequence[Path], longest: int, stop: Flag) -> Iterator[SmallImage]:
    """The images of files, at most so many pixels long."""
    for file in files:
        if stop.is_set():
            return
        try:
            yield _small(file, longest)
        except GanStudioError as error:
            yield SmallImage(file, reason=str(error))


def _small(file: Path, longest: int) -> SmallImage:
    from ganstudio.images.picture import Picture
    from ganstudio.images.thumbnail import thumbnail
    from ganstudio.video.decode import is_film, read_middle_frame

    if not is_film(file):
        return SmallImage(file, to_image(thumbnail(file, longest).pixels))
    return SmallImage(file, to_image(Picture(read_middle_frame(file)).resize(longest).pixels), film=True)
