"""A working copy: a folder of new picture files, made from an artist's folder by edits; the originals are never touched."""

import io
import os
from collections.abc import Generator, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from threading import Event as Flag

import numpy as np
from PIL import Image

from ganstudio.core.errors import GanStudioError, os_reason
from ganstudio.core.events import Skipped
from ganstudio.core.files import write_atomically
from ganstudio.images.colour import lay_on_ground, pixels_of, to_srgb
from ganstudio.images.crop import crop_box
from ganstudio.images.dataset.edits import Edit, Edits, read_edits, write_edits
from ganstudio.images.dataset.scan import scan
from ganstudio.images.metadata import read_metadata
from ganstudio.images.open import open_picture
from ganstudio.images.orientation import orient_image
from ganstudio.images.picture import Picture
from ganstudio.images.reader import display_path, open_image
from ganstudio.images.save import encode
from ganstudio.images.writer import as_image

_JPEG = (".jpg", ".jpeg")
_QUALITY = 95
_WORKERS = 4


@dataclass(frozen=True)
class CopyProgress:
    """How many pictures of how many are in the working copy."""

    done: int
    total: int


@dataclass(frozen=True)
class WorkCopy:
    """A finished working copy: how many pictures are in it, how many were left out as wished."""

    folder: Path
    pictures: int
    excluded_count: int


def make_working_copy(edits: Edits, out: Path, stop: Flag) -> Iterator[CopyProgress | Skipped | WorkCopy]:
    """Make or go on with the working copy of the edits' folder: sRGB, upright, on its ground, cropped; sub-folders kept.

    What is there and still wanted so is not made again, so that a copy that was stopped, or made by earlier edits, goes on
    where it was. A file that cannot be read is skipped. GanStudioError where `out` is no place for it, or the disk refuses.
    """
    out = out.expanduser().absolute()
    _refuse_place(edits.folder, out)
    files = scan(edits.folder).files
    wanted = {file: edits.of(file) for file in files if edits.of(file).kept}
    if not wanted:
        raise GanStudioError("Every picture of {folder} is left out; keep some for the working copy.", folder=edits.folder)
    targets = _targets(edits, out, files)
    try:
        _remove_outdated(edits, out, targets)
        made = yield from _copy(wanted, targets, stop, edits.ground)
    except OSError as error:
        raise GanStudioError(
            "The working copy in {out} could not be finished ({reason}); make room on the disk or name "
            "another folder, then make it again: it goes on where it was.",
            out=out,
            reason=os_reason(error),
        ) from error
    if stop.is_set():
        return
    if not made:
        raise GanStudioError(
            "None of the pictures of {folder} could be read; run the check to see why.", folder=edits.folder
        )
    yield WorkCopy(out, made, len(files) - len(wanted))


def _copy(
    wanted: dict[Path, Edit], targets: dict[Path, Path], stop: Flag, ground: str
) -> Generator[CopyProgress | Skipped, None, int]:
    missing = [file for file in wanted if not targets[file].exists()]
    made = len(wanted) - len(missing)
    yield CopyProgress(made, len(wanted))
    pool = ThreadPoolExecutor(min(_WORKERS, os.cpu_count() or 1))
    try:
        problems = pool.map(lambda file: _write_copy(file, wanted[file], targets[file], ground), missing)
        for file, problem in zip(missing, problems, strict=True):
            if stop.is_set():
                break
            if problem:
                yield Skipped(display_path(file), problem)
                continue
            made += 1
            yield CopyProgress(made, len(wanted))
    finally:
        pool.shutdown(cancel_futures=True)
    return made


def _write_copy(file: Path, edit: Edit, target: Path, ground: str) -> str:
    """Write one picture; why there is none, in a sentence. OSError where the disk refuses."""
    content = io.BytesIO()
    try:
        kind = "JPEG" if target.suffix.lower() in _JPEG else "PNG"
        encode(_prepare(file, edit, ground), kind, content, _QUALITY)
    except GanStudioError as error:
        return str(error)
    write_atomically(target, content.getvalue())
    return ""


def _prepare(file: Path, edit: Edit, ground: str) -> Picture:
    """A file's picture as a working copy has it."""
    with _open_at_8_bits(file, edit.bits) as (image, turn):
        colours, icc = lay_on_ground(image, ground)
        upright = orient_image(to_srgb(colours, icc) if icc else colours, turn)
        if edit.aspect is not None:
            left, top, right, bottom = map(round, crop_box(upright.size, edit.aspect, edit.focus))
            upright = upright.crop((left, top, max(right, left + 1), max(bottom, top + 1)))
        return Picture(pixels_of(upright))


@contextmanager
def _open_at_8_bits(file: Path, bits: int) -> Iterator[tuple[Image.Image, int]]:
    """A file's image at 8 bits, and its orientation; numbers of fewer bits than 16 are brightened to all of them."""
    if bits == 16:
        with open_image(file) as image:
            image.load()
            yield image, read_metadata(image).turn
        return
    picture = open_picture(file)
    brighter = np.minimum(picture.pixels.astype(np.uint32) * 65535 // (2**bits - 1), 65535).astype(np.uint16)
    image = as_image(replace(picture, pixels=brighter))
    image.info["icc_profile"] = picture.icc
    yield image, 1


def _refuse_place(folder: Path, out: Path) -> None:
    ours, theirs = out.resolve(), folder.resolve()
    if ours.is_relative_to(theirs) or theirs.is_relative_to(ours):
        raise GanStudioError(
            "The working copy cannot lie in {out}, among the originals; name a folder beside {folder}.",
            out=out,
            folder=folder,
        )
    if out.exists() and not out.is_dir():
        raise GanStudioError("{out} is a file; name a folder for the working copy.", out=out)
    earlier = read_edits(out)
    if earlier and earlier.folder.resolve() != theirs:
        raise GanStudioError("{out} is the working copy of {folder}; name another folder.", out=out, folder=earlier.folder)
    if earlier is None and out.exists() and any(out.iterdir()):
        raise GanStudioError("{out} is not empty and no working copy; name a new folder.", out=out)


def _remove_outdated(edits: Edits, out: Path, targets: dict[Path, Path]) -> None:
    """Take away what is not wanted so any more, and only then write the new edits: a copy is never older than they say."""
    earlier = read_edits(out)
    for file, target in targets.items():
        before = earlier.pictures.get(edits.key(file), Edit()) if earlier else None
        if before != edits.of(file) or (earlier and earlier.ground != edits.ground) or _is_newer(file, target):
            target.unlink(missing_ok=True)
    write_edits(edits, out)


def _is_newer(file: Path, target: Path) -> bool:
    with suppress(FileNotFoundError):
        return file.stat().st_mtime > target.stat().st_mtime
    return False


def _targets(edits: Edits, out: Path, files: tuple[Path, ...]) -> dict[Path, Path]:
    """Where each file's copy lies: under its own name, which gets .png added where it is neither JPEG nor PNG."""
    taken: dict[str, Path] = {}
    for file in files:
        name = edits.key(file)
        while name in taken or Path(name).suffix.lower() not in (*_JPEG, ".png"):
            name += ".png"
        taken[name] = file
    return {file: out / name for name, file in taken.items()}
