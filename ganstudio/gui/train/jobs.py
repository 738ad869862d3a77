"""A folder of pictures, looked through beside the window: how many, how large, what they look like."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from threading import Event as Flag
from zipfile import ZipFile

from PySide6.QtGui import QImage

from ganstudio.core.errors import GanStudioError, os_reason
from ganstudio.gui.app.qimage import to_image
from ganstudio.gui.app.theme import resources
from ganstudio.gui.train.examined_folder import ExaminedFolder

LOOKED_AT = 3000
SHOWN = 60
FEW_SHOWN = 24
THUMBNAIL, LARGE = 192, 960


@dataclass(frozen=True)
class Thumbnail:
    """A small image of one file."""

    file: Path
    image: QImage


def examine_folder(folder: Path, stop: Flag) -> Iterator[ExaminedFolder | Thumbnail]:
    """Say what is in a folder, or that it is a single picture; show some of it; say how large its pictures are."""
    from ganstudio.images.background import choose_ground
    from ganstudio.images.dataset.scan import files_at, kinds

    files = files_at(folder)
    kinds_there = () if folder.is_file() else kinds(folder)
    yield ExaminedFolder(folder, files, kinds=kinds_there)
    broken: dict[Path, None] = {}
    longest = LARGE if len(files) == 1 else THUMBNAIL
    for file in pick_evenly(files, SHOWN):
        if (image := _read_thumbnail(file, longest)) is not None:
            yield Thumbnail(file, image)
        else:
            broken[file] = None
    sides = []
    for file in pick_evenly(files, LOOKED_AT):
        if stop.is_set():
            return
        side = _shorter_side(file)
        if side:
            sides.append(side)
        else:
            broken[file] = None
    yield ExaminedFolder(folder, files, tuple(sides), tuple(broken), kinds_there, choose_ground(files))


def sample_thumbnails(folder: Path, stop: Flag) -> Iterator[Thumbnail]:
    """A few of a folder's pictures, from first to last; none where the folder is gone."""
    from ganstudio.images.dataset.scan import files_at

    try:
        files = files_at(folder)
    except GanStudioError:
        return
    for file in pick_evenly(files, FEW_SHOWN):
        if not stop.is_set() and (image := _read_thumbnail(file, THUMBNAIL)) is not None:
            yield Thumbnail(file, image)


def unpack_sample(data: Path, _stop: Flag) -> Iterator[Path]:
    """The sample folder of emoji, unpacked once below the data folder."""
    folder = data / "samples" / "emoji"
    done = folder / ".complete"
    try:
        if not done.exists():
            with ZipFile(resources() / "samples" / "emoji.zip") as archive:
                archive.extractall(folder)
            done.touch()
    except OSError as error:
        raise GanStudioError(
            "The sample pictures could not be unpacked to {folder}: {reason}.", folder=folder, reason=os_reason(error)
        ) from error
    yield folder


def pick_evenly(files: tuple[Path, ...], most: int) -> list[Path]:
    """At most so many of the files, evenly from first to last."""
    if len(files) <= most:
        return list(files)
    return [files[number * len(files) // most] for number in range(most)]


def _shorter_side(file: Path) -> int | None:
    from ganstudio.images.reader import open_image

    try:
        with open_image(file) as picture:
            return min(picture.size)
    except GanStudioError:
        return None


def _read_thumbnail(file: Path, side: int) -> QImage | None:
    from ganstudio.images.thumbnail import thumbnail

    try:
        return to_image(thumbnail(file, side).pixels)
    except GanStudioError:
        return None
