"""Latents: new pictures from a trained generator. Seed and number decide a picture, however many are made beside it."""

import itertools
import json
import math
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import numpy as np
import torch
from PIL import Image
from PIL.PngImagePlugin import PngInfo
from torch import Tensor, nn
from torch.nn.functional import interpolate

from ganstudio import __version__
from ganstudio.architecture import Growing
from ganstudio.devices import pick_device
from ganstudio.errors import GanStudioError
from ganstudio.events import Event, Finished, Saved, TileDone
from ganstudio.files import write_atomically
from ganstudio.options import parse
from ganstudio.pictures.picture import Pixels
from ganstudio.plugins.catalog import Catalog
from ganstudio.runs import checkpoint
from ganstudio.runs.run import Run
from ganstudio.train.data import chance

NOTE = "GAN Studio"
SUFFIXES = (".png", ".jpg", ".jpeg", ".webp", ".tif", ".tiff")
GROUND = 27


@dataclass(frozen=True)
class Trained:
    """A run's averaged generator as its newest good checkpoint holds it, `images` pictures into the training."""

    run: Run
    network: nn.Module
    images: int
    device: str

    def picture(self, seed: int, number: int) -> Pixels:
        """The picture of a seed and a number, size×size×3 uint8; it is made alone, so that it never depends on others."""
        latent = torch.randn(1, self.run.spec.latent, generator=chance(seed, "picture", number))
        with torch.inference_mode():
            made: Tensor = self.network(latent.to(self.device)).float()
        large = interpolate(made, size=(self.run.spec.size,) * 2, mode="nearest").expand(1, 3, -1, -1)
        pixels: Pixels = large[0].permute(1, 2, 0).add(1).mul(127.5).round().clamp(0, 255).byte().cpu().numpy()
        return pixels


def load_generator(run: Run, catalog: Catalog, device: str = "auto") -> Trained:
    """The trained generator of a run; GanStudioError where it has no checkpoint yet."""
    if catalog.architecture(run.spec.architecture).task != "generate":
        raise GanStudioError(
            f"The training in {run.folder} learned to change pictures; publish it as a style pack and use that."
        )
    last = checkpoint.latest(run.checkpoints)
    if last is None:
        raise GanStudioError(
            f"The training in {run.folder} has saved nothing yet: let it learn for a while, or stop it once."
        )
    network = _build(run, catalog)
    averaged = {name.removeprefix("ema."): value for name, value in last.tensors.items() if name.startswith("ema.")}
    try:
        network.load_state_dict(averaged)
    except RuntimeError as error:
        raise GanStudioError(
            f"The checkpoint in {run.checkpoints} was made by networks that differ from “{run.spec.architecture}” as it "
            "is now; use the version of the plugin that the training began with."
        ) from error
    if isinstance(network, Growing):
        moment = run.spec.plan.at(last.counters.images)
        network.grow(moment.resolution, moment.alpha)
    where = pick_device(device)
    return Trained(run, network.eval().requires_grad_(False).to(where), last.counters.images, where)


def _build(run: Run, catalog: Catalog) -> nn.Module:
    """A generator as the run's; the random state is left as it was."""
    architecture = catalog.architecture(run.spec.architecture)
    options = parse(architecture.Options, run.spec.options, architecture.title)
    with torch.random.fork_rng(devices=[]):
        return architecture.build(options, run.spec.size, run.spec.channels).generator


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
    device: str = "auto",
    stop: threading.Event,
) -> Iterator[Event]:
    """Make `count` pictures of a seed and save them as numbered PNGs in the folder `out`, or with `grid` as one sheet.

    A sheet, or a single picture, may also be given its name: `out` then ends in .png. No file is ever overwritten, the
    next free name is taken. Each carries a note (iTXt “GAN Studio”, JSON): run, architecture, images seen, seed, number.
    """
    file = _file(out.expanduser().absolute(), grid=grid, single=count == 1)
    trained, names = load_generator(run, catalog, device), _names(out.expanduser().absolute())
    pictures: list[Pixels] = []
    for number in range(count):
        if stop.is_set():
            yield Finished(trained.images, "stopped")
            return
        pictures.append(trained.picture(seed, number))
        if file:
            yield TileDone(number + 1, count)
        else:
            yield _save(pictures.pop(), next(names), trained, seed, number)
    if file:
        yield _save(sheet(pictures), _free(file), trained, seed, 0, count)
    yield Finished(trained.images, "done")


def sheet(pictures: list[Pixels]) -> Pixels:
    """Pictures of one size side by side, in about as many rows as columns."""
    columns = math.ceil(len(pictures) ** 0.5)
    rows = math.ceil(len(pictures) / columns)
    high, wide, channels = pictures[0].shape
    page = np.full((rows * high, columns * wide, channels), GROUND, np.uint8)
    for number, picture in enumerate(pictures):
        top, left = number // columns * high, number % columns * wide
        page[top : top + high, left : left + wide] = picture
    return page


def _file(out: Path, *, grid: bool, single: bool) -> Path | None:
    """The one file that is to be written; None where `out` is a folder for many."""
    suffix = out.suffix.lower()
    named = suffix in SUFFIXES and not out.is_dir()
    if not named and out.exists() and not out.is_dir():
        raise GanStudioError(f"{out} is a file; name a folder for the pictures.")
    if named and suffix != ".png":
        raise GanStudioError(f"“{out.name}” cannot be saved: generated pictures are PNGs, so end the name in .png.")
    if named and not (grid or single):
        raise GanStudioError(f"“{out.name}” is the name of one picture; name a folder, or ask for one sheet (--grid).")
    return out if named else out / "sheet.png" if grid else None


def _names(folder: Path) -> Iterator[Path]:
    """The numbered names that follow the highest one in a folder."""
    taken = [int(file.stem) for file in folder.glob("[0-9]*.png") if file.stem.isdecimal()]
    numbered = (folder / f"{number:04d}.png" for number in itertools.count(max(taken, default=0) + 1))
    return (file for file in numbered if not file.exists())


def _free(file: Path) -> Path:
    """The file's name, or “name 2”, “name 3” … where it is taken."""
    others = (file.with_stem(f"{file.stem} {number}") for number in itertools.count(2))
    return next(name for name in itertools.chain([file], others) if not name.exists())


def _save(pixels: Pixels, file: Path, trained: Trained, seed: int, number: int, count: int = 1) -> Saved:
    spec, content, note = trained.run.spec, BytesIO(), PngInfo()
    said = {"run": trained.run.folder.name, "architecture": spec.architecture, "images": trained.images, "seed": seed}
    note.add_itxt(NOTE, json.dumps(said | {"number": number, "count": count, "version": __version__}, ensure_ascii=False))
    Image.fromarray(pixels).save(content, "PNG", pnginfo=note)
    try:
        write_atomically(file, content.getvalue())
    except OSError as error:
        raise GanStudioError(f"The picture could not be saved to {file}: {error.strerror}.") from error
    return Saved(trained.images, str(file))
