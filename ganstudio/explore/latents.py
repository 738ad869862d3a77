"""New pictures from a trained generator: seed and number decide a picture, however many are made beside it."""

import itertools
import math
import threading
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from ganstudio import __version__
from ganstudio.core.errors import GanStudioError, os_reason
from ganstudio.core.events import Event, Finished, Saved, TileDone
from ganstudio.core.files import write_atomically
from ganstudio.core.schema import encode
from ganstudio.explore.trained_networks import TrainedGenerator, load_generator
from ganstudio.images.picture import Pixels
from ganstudio.plugins.catalog import Catalog
from ganstudio.runs.run import Run

NOTE = "GAN Studio"
SUFFIXES = (".png", ".jpg", ".jpeg", ".webp", ".tif", ".tiff")
BACKGROUND = 27


def generate_pictures(run: Run, catalog: Catalog, count: int = 16, seed: int = 0, device: str = "auto") -> Pixels:
    """The first `count` pictures of a seed, count×size×size×3 uint8."""
    trained = load_generator(run, catalog, device)
    return np.stack([trained.picture(seed, number) for number in range(count)])


def generate(
    run: Run,
    catalog: Catalog,
    *,
    out: Path,
    count: int = 16,
    seed: int = 0,
    grid: bool = False,
    label: str | None = None,
    device: str = "auto",
    stop: threading.Event,
) -> Iterator[Event]:
    """Make `count` pictures of a seed and save them as numbered PNGs in the folder `out`, or with `grid` as one sheet.

    A sheet, or a single picture, may also be given its name: `out` then ends in .png. No file is ever overwritten, the
    next free name is taken. Where kinds are told apart they are of the kind `label`, None: of all in turn. Each carries a
    note (iTXt “GAN Studio”, JSON): run, architecture, images seen, seed, number, label.
    """
    file = _single_file(out.expanduser().absolute(), grid=grid, single=count == 1)
    trained, names = load_generator(run, catalog, device), _number_names(out.expanduser().absolute())
    trained.label(0, label)  # a wrong one is said before anything is made
    pictures: list[Pixels] = []
    for number in range(count):
        if stop.is_set():
            yield Finished(trained.images, "stopped")
            return
        pictures.append(trained.picture(seed, number, label))
        if file:
            yield TileDone(number + 1, count)
        else:
            note = make_note(trained, seed, number, trained.label(number, label))
            yield Saved(trained.images, save_png(pictures.pop(), next(names), note))
    if file:
        note = make_note(trained, seed, 0, label, count)
        yield Saved(trained.images, save_png(make_grid(pictures), _free_name(file), note))
    yield Finished(trained.images, "done")


def make_grid(pictures: list[Pixels]) -> Pixels:
    """Pictures of one size, H×W×C uint8, side by side in about as many rows as columns."""
    columns = math.ceil(len(pictures) ** 0.5)
    rows = math.ceil(len(pictures) / columns)
    high, wide, channels = pictures[0].shape
    page = np.full((rows * high, columns * wide, channels), BACKGROUND, np.uint8)
    for number, picture in enumerate(pictures):
        top, left = number // columns * high, number % columns * wide
        page[top : top + high, left : left + wide] = picture
    return page


def _single_file(out: Path, *, grid: bool, single: bool) -> Path | None:
    """The one file that is to be written; None where `out` is a folder for many."""
    if out.is_dir() or out.suffix.lower() not in SUFFIXES:
        if out.exists() and not out.is_dir():
            raise GanStudioError("{out} is a file; name a folder for the pictures.", out=out)
        return out / "sheet.png" if grid else None
    if out.suffix.lower() != ".png":
        raise GanStudioError(
            "“{name}” cannot be saved: generated pictures are PNGs, so end the name in .png.", name=out.name
        )
    if not (grid or single):
        raise GanStudioError(
            "“{name}” is the name of one picture; name a folder, or ask for one sheet (--grid).", name=out.name
        )
    return out


def _number_names(folder: Path) -> Iterator[Path]:
    """The numbered names that follow the highest one in a folder."""
    taken = [int(file.stem) for file in folder.glob("[0-9]*.png") if file.stem.isdecimal()]
    numbered = (folder / f"{number:04d}.png" for number in itertools.count(max(taken, default=0) + 1))
    return (file for file in numbered if not file.exists())


def _free_name(file: Path) -> Path:
    """The file's name, or “name 2”, “name 3” … where it is taken."""
    others = (file.with_stem(f"{file.stem} {number}") for number in itertools.count(2))
    return next(name for name in itertools.chain([file], others) if not name.exists())


def make_note(trained: TrainedGenerator, seed: int, number: int, label: str | None, count: int = 1) -> dict[str, Any]:
    """The note that a picture, or a sheet of `count` of them, carries about its origin."""
    spec = trained.run.spec
    made = {"run": trained.run.folder.name, "architecture": spec.architecture, "images": trained.images}
    return made | {"seed": seed, "number": number, "label": label, "count": count, "version": __version__}


def save_png(pixels: Pixels, file: Path, note: dict[str, Any]) -> str:
    """Write a picture with its note; the file's name. GanStudioError where it cannot be written."""
    content, kept = BytesIO(), PngInfo()
    kept.add_itxt(NOTE, encode("note", note).decode())
    Image.fromarray(pixels).save(content, "PNG", pnginfo=kept)
    try:
        write_atomically(file, content.getvalue())
    except OSError as error:
        raise GanStudioError(
            "The picture could not be saved to {file}: {reason}.", file=file, reason=os_reason(error)
        ) from error
    return str(file)
