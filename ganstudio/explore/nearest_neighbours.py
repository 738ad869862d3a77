"""The training picture that each made picture is most like, to see whether the generator memorises."""

import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from PIL import Image
from torch import Tensor

from ganstudio.core.errors import GanStudioError
from ganstudio.core.events import TileDone
from ganstudio.explore.sheet_reader import count_pictures, crop_picture, open_sheet
from ganstudio.images.dataset.scan import load, scan
from ganstudio.images.picture import Pixels
from ganstudio.images.reader import display_path
from ganstudio.runs.run import Run
from ganstudio.runs.run_spec import RunSpec
from ganstudio.train.monitor import metrics

SIDE = 32  # pixels at which pictures are compared
_BLOCK = 256  # training pictures in memory at a time


@dataclass(frozen=True)
class Neighbour:
    """The nearest training picture: its file, how far it is, 0 (the same) to 1 (black from white), and whether mirrored."""

    path: Path
    distance: float
    mirrored: bool = False


@dataclass(frozen=True)
class Neighbours:
    """Made pictures, N×H×W×3 uint8, and the nearest training picture of each."""

    pictures: Pixels
    nearest: tuple[Neighbour, ...]


def find_nearest(run: Run, pictures: Pixels | None = None, *, stop: threading.Event) -> Iterator[TileDone | Neighbours]:
    """Look for the nearest training picture of each of some pictures, None: of the newest samples; at last all of them.

    The distance is the root of the mean squared difference at 32 pixels a side, slightly blurred; mirrored pictures are
    tried too where the training showed them. Ends early where stopped. GanStudioError where no training picture is left.
    """
    if run.spec.latent == 0:
        raise GanStudioError(
            "The training in {folder} learned to change pictures; its samples are like your photos.", folder=run.folder
        )
    made = newest_samples(run) if pictures is None else pictures
    files, side = scan(Path(run.spec.data)).files, min(SIDE, run.spec.size)
    wanted, best = _reduce(made, side), [Neighbour(Path(), float("inf"))] * len(made)
    for start in range(0, len(files), _BLOCK):
        if stop.is_set():
            return
        kept, block = _load_block(files[start : start + _BLOCK], side, run.spec)
        best = _keep_nearest(best, wanted, kept, block, mirrored=False)
        if run.spec.mirror:
            best = _keep_nearest(best, wanted, kept, block.flip(3), mirrored=True)
        yield TileDone(min(start + _BLOCK, len(files)), len(files))
    if any(each.distance == float("inf") for each in best):
        raise GanStudioError("None of the pictures in {data} could be read.", data=run.spec.data)
    yield Neighbours(made, tuple(best))


def newest_samples(run: Run) -> Pixels:
    """The pictures of the newest sheet of samples, N×H×W×3 uint8; GanStudioError where there is none."""
    sheets = run.samples()
    if not sheets:
        raise GanStudioError(
            "The training in {folder} has made no samples yet: let it learn for a while.", folder=run.folder
        )
    size, sheet = run.spec.size, open_sheet(sheets[-1][1])
    return np.stack([np.asarray(crop_picture(sheet, size, each)) for each in range(count_pictures(sheet, size))])


def _load_block(files: Sequence[Path], side: int, spec: RunSpec) -> tuple[list[Path], Tensor]:
    """Those of some files that can be read, and their pictures, N×3×side×side in [-1, 1]."""
    try:
        squares, skipped = load(files, side, spec.channels, spec.aspect, spec.ground)
    except GanStudioError:  # none of them can
        return [], torch.empty(0, 3, side, side)
    left_out = {each.path for each in skipped}
    return [file for file in files if display_path(file) not in left_out], _to_floats(squares.expand(-1, 3, -1, -1))


def _keep_nearest(
    best: Sequence[Neighbour], wanted: Tensor, files: Sequence[Path], block: Tensor, *, mirrored: bool
) -> list[Neighbour]:
    """The nearest so far, or nearer ones of a block."""
    if not files:
        return list(best)
    which, apart = metrics.find_nearest(wanted, block)
    found = (Neighbour(files[place], far / 2, mirrored) for place, far in zip(which.tolist(), apart.tolist(), strict=True))
    return [min(pair, key=lambda each: each.distance) for pair in zip(best, found, strict=True)]


def _reduce(pictures: Pixels, side: int) -> Tensor:
    """Pictures N×H×W×3 uint8 as they are compared."""
    small = [np.asarray(Image.fromarray(each).resize((side, side), Image.Resampling.LANCZOS)) for each in pictures]
    return _to_floats(torch.from_numpy(np.stack(small)).permute(0, 3, 1, 2))


def _to_floats(pictures: Tensor) -> Tensor:
    return pictures.float().div(127.5).sub(1)
