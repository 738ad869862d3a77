"""A folder of pictures, looked through beside the window: how many, how large, what they look like."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from threading import Event as Flag
from zipfile import ZipFile

from PySide6.QtGui import QImage

from ganstudio.core.errors import GanStudioError
from ganstudio.gui.app.qimage import to_image
from ganstudio.gui.app.theme import resources
from ganstudio.gui.app.translations import tr

LOOKED_AT = 3000
SHOWN = 60
FEW_SHOWN = 24
THUMBNAIL, LARGE = 192, 960
FEW = 100


@dataclass(frozen=True)
class ExaminedFolder:
    """What was seen in a folder, or in a picture: its files, the shorter sides of those looked at, what cannot be read.

    `ground` is the colour on which drawings on transparency show.
    """

    folder: Path
    files: tuple[Path, ...]
    sides: tuple[int, ...] = ()
    broken: tuple[Path, ...] = ()
    kinds: tuple[str, ...] = ()
    ground: str = "white"

    def warnings(self, size: int, *, paints: bool = False) -> list[str]:
        """What an artist should know before a training at `size` pixels; one that paints learns from a single picture."""
        small = sum(side < size for side in self.sides)
        return [
            *([] if paints else self._about_few()),
            *([tr("Smaller than {} pixels, so they will look soft: {:,} pictures.").format(size, small)] if small else []),
            *([tr("Cannot be read and will be left out: {}").format(_named(self.broken))] if self.broken else []),
        ]

    def _about_few(self) -> list[str]:
        if len(self.files) >= FEW:
            return []
        return [tr("Only {} pictures: a GAN soon repeats them. A hundred or more are better.").format(len(self.files))]


@dataclass(frozen=True)
class Thumbnail:
    """A small image of one file."""

    file: Path
    image: QImage


@dataclass(frozen=True)
class Machine:
    """What this machine is good for: a side of pictures, and pixels that are learnt from in a quarter of an hour."""

    side: int = 32
    pixels: float = 3e8
    device: str = "cpu"


def look_through(folder: Path, stop: Flag) -> Iterator[ExaminedFolder | Thumbnail]:
    """Say what is in a folder, or that it is a single picture; show some of it; say how large its pictures are."""
    from ganstudio.images.background import ground_that_shows
    from ganstudio.images.dataset.scan import files_at, kinds

    files = files_at(folder)
    told_apart = () if folder.is_file() else kinds(folder)
    yield ExaminedFolder(folder, files, kinds=told_apart)
    broken: dict[Path, None] = {}
    longest = LARGE if len(files) == 1 else THUMBNAIL
    for file in spread(files, SHOWN):
        if (image := _image(file, longest)) is not None:
            yield Thumbnail(file, image)
        else:
            broken[file] = None
    sides = []
    for file in spread(files, LOOKED_AT):
        if stop.is_set():
            return
        side = _side(file)
        if side:
            sides.append(side)
        else:
            broken[file] = None
    yield ExaminedFolder(folder, files, tuple(sides), tuple(broken), told_apart, ground_that_shows(files))


def some_pictures(folder: Path, stop: Flag) -> Iterator[Thumbnail]:
    """A few of a folder's pictures, from first to last; none where the folder is gone."""
    from ganstudio.images.dataset.scan import files_at

    try:
        files = files_at(folder)
    except GanStudioError:
        return
    for file in spread(files, FEW_SHOWN):
        if not stop.is_set() and (image := _image(file, THUMBNAIL)) is not None:
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
        raise GanStudioError(f"The sample pictures could not be unpacked to {folder}: {error.strerror}.") from error
    yield folder


def find_machine(choice: str, _stop: Flag) -> Iterator[Machine]:
    """Where a training would be computed, and what is sensible there."""
    import torch

    from ganstudio.core.devices import pick_device
    from ganstudio.train.planner import GOOD_SIZE, PIXELS

    device = pick_device(choice)
    threads = min(torch.get_num_threads(), 8) if device == "cpu" else 1
    yield Machine(GOOD_SIZE[device], PIXELS[device] * threads, device)


def free_name(runs: Path, folder: Path, today: date) -> str:
    """A name for a new run that no other has: the folder's and the day, and a number where that is taken."""
    base = f"{folder.stem or 'pictures'} {today.isoformat()}"
    names = [base, *(f"{base} ({number})" for number in range(2, 1000))]
    return next(name for name in names if not (runs / name).exists())


def _named(files: tuple[Path, ...]) -> str:
    names = ", ".join(file.name for file in files[:3])
    return names if len(files) <= 3 else tr("{} and {} more").format(names, len(files) - 3)


def spread(files: tuple[Path, ...], most: int) -> list[Path]:
    """At most so many of the files, evenly from first to last."""
    if len(files) <= most:
        return list(files)
    return [files[number * len(files) // most] for number in range(most)]


def _side(file: Path) -> int | None:
    from ganstudio.images.reader import open_image

    try:
        with open_image(file) as picture:
            return min(picture.size)
    except GanStudioError:
        return None


def _image(file: Path, side: int) -> QImage | None:
    from ganstudio.images.thumbnail import thumbnail

    try:
        return to_image(thumbnail(file, side).pixels)
    except GanStudioError:
        return None
