"""A folder of pictures as a data set: found quickly, decoded once, kept as uint8."""

import os
from collections.abc import Generator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import numpy as np
import psutil
from PIL import Image

from ganstudio.core.errors import GanStudioError, os_reason
from ganstudio.core.events import Loading, Skipped
from ganstudio.core.files import exists, is_file, is_folder
from ganstudio.core.translation import tr
from ganstudio.images.colour import Pixels, pixels_of
from ganstudio.images.crop import crop_box
from ganstudio.images.folder_files import files_in
from ganstudio.images.metadata import read_metadata
from ganstudio.images.orientation import SIDEWAYS
from ganstudio.images.reader import display_path
from ganstudio.images.thumbnail import decode_at_least, reduce_image

if TYPE_CHECKING:
    from torch import Tensor

Read = TypeVar("Read")


@dataclass(frozen=True)
class Folder:
    """The files in a folder that are pictures by their content, or by their name: loading shows which can be decoded."""

    folder: Path
    files: tuple[Path, ...]


def scan(folder: Path) -> Folder:
    """Look through a folder and those below it, in the order of names; hidden files are left out, links are followed."""
    folder = folder.expanduser()
    if not is_folder(folder):
        what = tr("is a file, not a folder") if exists(folder) else tr("is not there")
        raise GanStudioError("{folder} {what}; name the folder that holds your pictures.", folder=folder, what=what)
    try:
        files = sorted(file.path for file in files_in(folder) if file.kind == "picture")
    except OSError as error:
        raise GanStudioError(
            "The folder {folder} could not be read: {reason}; check its permissions.", folder=folder, reason=os_reason(error)
        ) from error
    if not files:
        raise GanStudioError(
            "There are no pictures in {folder}; put JPEG, PNG, WebP, GIF or TIFF files into it.", folder=folder
        )
    return Folder(folder, tuple(map(Path, files)))


def load(
    files: Sequence[Path], size: int, channels: int = 3, aspect: float = 1.0, ground: str = "white"
) -> "tuple[Tensor, list[Skipped]]":
    """The squares N×channels×size×size, uint8, and those left out: what `read_squares` comes to at last."""
    return read_to_end(read_squares(files, size, channels, aspect, ground=ground))


def read_to_end(reading: "Generator[Loading, None, Read]") -> "Read":
    """What a reading comes to at last, for who does not ask how far it is."""
    while True:
        try:
            next(reading)
        except StopIteration as end:
            read: Read = end.value
            return read


def read_squares(
    files: Sequence[Path], size: int, channels: int = 3, aspect: float = 1.0, copies: int = 1, ground: str = "white"
) -> "Generator[Loading, None, tuple[Tensor, list[Skipped]]]":
    """Read the pictures as uint8 N×channels×size×size in sRGB; how far it is after each; at last they, and those left out.

    Of each the middle part with width:height = `aspect` is taken and squeezed into the square, on the colour `ground`.
    `copies` is how often they will be held in memory. GanStudioError where none can be read, or where they do not fit.
    """
    import torch

    _refuse_if_too_many(len(files), size, channels, copies)
    squares = np.empty((len(files), channels, size, size), np.uint8)
    skipped: list[Skipped] = []
    kept = 0
    pool = ThreadPoolExecutor(min(8, os.cpu_count() or 1))
    try:
        found = pool.map(lambda path: _square(path, size, channels, aspect, ground), files)
        for number, (path, square) in enumerate(zip(files, found, strict=True)):
            yield Loading(number, len(files))
            if isinstance(square, GanStudioError):
                skipped.append(Skipped(display_path(path), str(square)))
            else:
                squares[kept] = square
                kept += 1
    finally:
        pool.shutdown(cancel_futures=True)  # so that Ctrl-C need not wait for ten thousand pictures
    if not kept:
        first = tr(" The first: {reason}", reason=skipped[0].reason) if skipped else ""
        raise GanStudioError("None of the {count} files could be read as a picture.{first}", count=len(files), first=first)
    return torch.from_numpy(squares[:kept]), skipped


def undo_anamorphosis(pixels: Pixels, aspect: float) -> Pixels:
    """A square, uint8 H×W×channels, drawn out to width:height = `aspect` again; the shorter side keeps its pixels."""
    side = pixels.shape[0]
    size = (round(side * aspect), side) if aspect >= 1 else (side, round(side / aspect))
    image = Image.fromarray(pixels[..., 0] if pixels.shape[2] == 1 else pixels)
    return pixels_of(image.resize(size, Image.Resampling.LANCZOS)).reshape(size[1], size[0], -1)


def files_at(place: Path) -> tuple[Path, ...]:
    """The one picture that is named, or those in a folder and below it; GanStudioError where there are none."""
    return (place,) if is_file(place) else scan(place).files


def kinds(folder: Path) -> tuple[str, ...]:
    """The names of the sub-folders that hold pictures, in order; empty where there are fewer than two kinds."""
    found = sorted({kind_of(file, folder) for file in scan(folder).files})
    return tuple(found) if len(found) > 1 else ()


def kind_of(file: Path, folder: Path) -> str:
    """The sub-folder of a data set in which a file lies; “others” for those that lie in none."""
    parts = file.relative_to(folder.expanduser()).parts
    return parts[0] if len(parts) > 1 else "others"


def _square(path: Path, size: int, channels: int, aspect: float, ground: str) -> Pixels | GanStudioError:
    """The middle part of a shape squeezed into a square, channels×size×size, or why there is none."""
    try:
        with decode_at_least(path, size) as image:
            turn = read_metadata(image).turn
            shape = 1 / aspect if turn in SIDEWAYS else aspect  # the part is taken before the picture is turned
            square = reduce_image(image, turn, (size, size), crop_box(image.size, shape), ground)
            pixels = pixels_of(square if channels == 3 else square.convert("L"))
            return pixels.reshape(size, size, channels).transpose(2, 0, 1)
    except GanStudioError as error:
        return error


def _refuse_if_too_many(count: int, size: int, channels: int, copies: int) -> None:
    needed, free = copies * count * channels * size**2, psutil.virtual_memory().available
    if needed > free:
        raise GanStudioError(
            "{count} pictures of {size} pixels need {needed:.1f} GB of memory, and {free:.1f} GB are "
            "free; choose a smaller size or fewer pictures.",
            count=count,
            size=size,
            needed=needed / 2**30,
            free=free / 2**30,
        )
