"""The data sets that quality is measured on, as folders of pictures."""

import gzip
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from zipfile import ZipFile

import numpy as np
import torch
from PIL import Image
from torch import Tensor
from torch.nn.functional import interpolate

from ganstudio.core.errors import GanStudioError
from ganstudio.core.files import resources
from ganstudio.images.dataset.scan import load, scan
from ganstudio.images.picture import Pixels

FASHION = Path("/usr/share/datasets/fashion-mnist")  # where the Debian package puts its files
SIDE = 32
TRIPLES = 20_000


@dataclass(frozen=True)
class DataSet:
    """A name, and the folder of its pictures, 32 pixels a side."""

    name: str
    folder: Path

    def pictures(self) -> Tensor:
        """All of them in an order that is always the same but follows nothing, B×3×32×32 in [-1, 1]."""
        loaded = load(scan(self.folder).files, SIDE)[0]
        order = torch.randperm(len(loaded), generator=torch.Generator().manual_seed(0))
        return loaded[order].float().div_(127.5).sub_(1)


def emoji(place: Path) -> DataSet:
    """The smileys that the studio brings along."""
    folder = place / "samples" / "emoji"
    with ZipFile(resources() / "samples" / "emoji.zip") as archive:
        archive.extractall(folder)
    return DataSet("emoji", folder)


def fashion(place: Path, files: Path = FASHION) -> DataSet:
    """Fashion-MNIST (Xiao 2017): 60,000 pictures of clothes, padded from 28 to 32 pixels; GanStudioError without it."""
    packed = files / "train-images-idx3-ubyte.gz"
    try:
        with gzip.open(packed) as file:
            pixels = np.frombuffer(file.read(), np.uint8, offset=16).reshape(-1, 28, 28)
    except (OSError, EOFError, ValueError) as error:
        raise GanStudioError(
            f"Fashion-MNIST is not at {packed} ({error}): install the Debian package dataset-fashion-mnist, "
            "or name the folder of the file with --fashion."
        ) from error
    return DataSet("fashion", _written(place / "samples" / "fashion", np.pad(pixels, ((0, 0), (2, 2), (2, 2)))))


def digits(place: Path) -> DataSet:
    """Stacked digits: three of scikit-learn's 8×8 digits, drawn by chance, as the three colours of a 32×32 picture."""
    drawn, _ = single_digits()
    which = torch.randint(0, len(drawn), (TRIPLES, 3), generator=torch.Generator().manual_seed(0))
    pixels = ((drawn[which, 0] + 1) * 127.5).round().byte().permute(0, 2, 3, 1).numpy()
    return DataSet("digits", _written(place / "samples" / "digits", pixels))


def single_digits() -> tuple[Tensor, Tensor]:
    """scikit-learn's 1,797 handwritten digits enlarged, N×1×32×32 in [-1, 1], and what each one is."""
    try:
        from sklearn.datasets import load_digits
    except ImportError as error:
        raise GanStudioError("The digits come with scikit-learn, which is missing: pip install scikit-learn.") from error
    known = load_digits()
    small = torch.from_numpy(known.images).float()[:, None] / 8 - 1
    return interpolate(small, size=(SIDE, SIDE), mode="bilinear"), torch.from_numpy(known.target)


def _written(folder: Path, pixels: Iterable[Pixels]) -> Path:
    """A folder with these pictures, written once."""
    done = folder / ".complete"
    if not done.exists():
        folder.mkdir(parents=True, exist_ok=True)
        for number, each in enumerate(pixels):
            Image.fromarray(each).save(folder / f"{number:05d}.png", compress_level=1)
        done.touch()
    return folder
