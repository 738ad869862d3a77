"""A folder of pictures as a data set: found quickly, loaded once, kept as uint8."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from PIL import ExifTags, Image, ImageOps

from ganstudio.errors import GanStudioError
from ganstudio.events import Skipped
from ganstudio.pictures.picture import Picture, Pixels, decoding, to_rgb

if TYPE_CHECKING:
    from torch import Tensor

_BEGINNINGS = (b"\xff\xd8\xff", b"\x89PNG", b"GIF8", b"II*\0", b"MM\0*", b"BM", b"RIFF")


@dataclass(frozen=True)
class Folder:
    """The files in a folder that begin as pictures do, sorted; whether they can be decoded shows when they are loaded."""

    folder: Path
    files: tuple[Path, ...]


def scan(folder: Path) -> Folder:
    """Look through a folder and those below it; hidden files are left out."""
    folder = folder.expanduser()
    if not folder.is_dir():
        what = "is a file, not a folder" if folder.exists() else "is not there"
        raise GanStudioError(f"{folder} {what}; name the folder that holds your pictures.")
    files = tuple(path for path in sorted(folder.rglob("*")) if _is_visible(path, folder) and _begins_as_picture(path))
    if not files:
        raise GanStudioError(f"There are no pictures in {folder}; put JPEG, PNG, WebP, GIF or TIFF files into it.")
    return Folder(folder, files)


@dataclass(frozen=True)
class Survey:
    """What a look at every file of a folder finds: the sizes of those that can be read, upright, and those that cannot."""

    sizes: tuple[tuple[int, int], ...]
    skipped: tuple[Skipped, ...]


def survey(folder: Path) -> Survey:
    """Decode every picture of a folder once, as a training would."""
    files = scan(folder).files
    with ThreadPoolExecutor(4) as pool:
        found = list(zip(files, pool.map(_size_of, files), strict=True))
    return Survey(
        tuple(size for _, size in found if not isinstance(size, GanStudioError)),
        tuple(Skipped(str(path), str(error)) for path, error in found if isinstance(error, GanStudioError)),
    )


def load(files: Sequence[Path], size: int, channels: int = 3) -> "tuple[Tensor, list[Skipped]]":
    """The pictures as uint8 N×channels×size×size, cropped to the middle square, and those that were left out."""
    import torch

    skipped: list[Skipped] = []
    squares: list[Pixels] = []
    with ThreadPoolExecutor(4) as pool:
        for path, square in zip(files, pool.map(partial(_square, size=size, channels=channels), files), strict=True):
            if isinstance(square, GanStudioError):
                skipped.append(Skipped(str(path), str(square)))
            else:
                squares.append(square)
    if not squares:
        raise GanStudioError(f"None of the {len(files)} files could be read as a picture; the first: {skipped[0].reason}")
    return torch.from_numpy(np.stack(squares)).permute(0, 3, 1, 2).contiguous(), skipped


def thumbnail(path: Path, longest: int) -> Picture:
    """A small picture of a file, quickly; transparency lies on white."""
    with decoding(path), Image.open(path) as image:
        image.draft("RGB", (longest, longest))
        upright = ImageOps.exif_transpose(image)
        upright.thumbnail((longest, longest), Image.Resampling.LANCZOS)
        return Picture(np.asarray(_on_white(upright)), source=path)


def _square(path: Path, size: int, channels: int) -> Pixels | GanStudioError:
    try:
        with decoding(path), Image.open(path) as image:
            image.draft("RGB", (2 * size, 2 * size))
            upright = ImageOps.exif_transpose(image)
            square = ImageOps.fit(_on_white(upright), (size, size), Image.Resampling.LANCZOS)
            pixels = np.asarray(square if channels == 3 else square.convert("L"))
            return pixels.reshape(size, size, channels)
    except GanStudioError as error:
        return error


def _size_of(path: Path) -> tuple[int, int] | GanStudioError:
    try:
        with decoding(path), Image.open(path) as image:
            size = image.size
            image.draft("RGB", (64, 64))
            image.load()
            turned = image.getexif().get(ExifTags.Base.Orientation, 1) > 4
            return (size[1], size[0]) if turned else size
    except GanStudioError as error:
        return error


def _on_white(image: Image.Image) -> Image.Image:
    colours, alpha, _ = to_rgb(image)
    if alpha is None:
        return colours
    white = Image.new("RGB", colours.size, "white")
    white.paste(colours, mask=alpha)
    return white


def _is_visible(path: Path, folder: Path) -> bool:
    return not any(part.startswith(".") for part in path.relative_to(folder).parts)


def _begins_as_picture(path: Path) -> bool:
    try:
        if not path.is_file():
            return False
        with path.open("rb") as file:
            head = file.read(12)
    except OSError:
        return False
    return head.startswith(_BEGINNINGS) or head[4:12] in (b"ftypavif", b"ftypheic")
