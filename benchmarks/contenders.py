"""Who is compared: the studio's architectures, each an ordinary run, and the DCGAN of the tutorials.

All are given the same seconds of the processor, on one thread, so that a busy machine does not matter.
"""

import shutil
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from time import process_time
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn.functional import interpolate

from benchmarks.sets import SIDE, DataSet
from ganstudio.core.errors import GanStudioError
from ganstudio.core.events import Failed, Started
from ganstudio.explore.trained_networks import load_generator
from ganstudio.plugins.catalog import Catalog
from ganstudio.runs.run import Run
from ganstudio.train.launch import train_in_thread
from ganstudio.train.planner import create_run
from ganstudio.train.request import TrainRequest

BATCH, LATENT = 64, 100
REHEARSAL = 0.03  # of the seconds, at least one: a short training of the same plan tells how many pictures fit into them
NEVER = 10**9


@dataclass(frozen=True)
class Contender:
    """A name, an architecture's id, and one of its presets; None: its defaults."""

    name: str
    architecture: str
    preset: str | None = None


TEXTBOOK = "textbook DCGAN"
CONTENDERS = (
    *(Contender(name, name) for name in ("dcgan", "gan", "progressive")),
    *(Contender(f"{name} laptop", name, "laptop") for name in ("dcgan", "adgan", "dngan", "r3gan", "vaegan")),
)


@dataclass(frozen=True)
class Outcome:
    """What became of a training: pictures seen, seconds of the processor, and `make`, which makes so many new pictures."""

    images: int
    seconds: float
    make: Callable[[int], Tensor]


def train(name: str, data: DataSet, catalog: Catalog, seconds: float, out: Path) -> Outcome:
    """Let the contender of a name train for so many seconds of the processor; GanStudioError where there is none."""
    if name == TEXTBOOK:
        return train_textbook(data, seconds)
    chosen = next((each for each in CONTENDERS if each.name == name), None)
    if not chosen:
        raise GanStudioError(f"There is no contender of that name; there are {', '.join(each.name for each in CONTENDERS)}.")
    return train_ours(chosen, data, catalog, seconds, out / "runs" / f"{data.name} {name}")


def options_of(contender: Contender, catalog: Catalog) -> Mapping[str, Any]:
    """Its preset's options; GanStudioError where the studio has no such architecture or preset."""
    architecture = catalog.architecture(contender.architecture)
    if contender.preset is None:
        return {}
    if contender.preset not in architecture.presets:
        raise GanStudioError(f"{architecture.title} has no preset “{contender.preset}”.")
    return architecture.presets[contender.preset]


def train_ours(contender: Contender, data: DataSet, catalog: Catalog, seconds: float, folder: Path) -> Outcome:
    """An ordinary run in a folder, stopped when its seconds are used up; its plan is made to be over at that time."""
    options = options_of(contender, catalog)

    def begun(images: int, where: Path) -> Run:
        shutil.rmtree(where, ignore_errors=True)
        return create_run(
            where,
            catalog,
            TrainRequest(
                architecture=contender.architecture,
                data=data.folder,
                size=SIDE,
                images=images,
                device="cpu",
                options=options,
            ),
        )

    images, spent, enough = 1024, 0.0, max(1.0, REHEARSAL * seconds)
    while spent < enough:
        images = int(images * min(32, max(2, 1.5 * enough / spent))) if spent else images
        images, spent = _rehearse(begun(images, folder.with_name(f"{folder.name} rehearsal")), catalog, seconds)
    run = begun(max(1024, int(images / spent * seconds)), folder)
    seen, used = _train(run, catalog, seconds)
    trained = load_generator(run, catalog, "cpu")

    @torch.inference_mode()
    def make(count: int) -> Tensor:
        latents = torch.randn(count, run.spec.latent, generator=torch.Generator().manual_seed(1))
        made = torch.cat([trained.network(part).float().clamp(-1, 1) for part in torch.split(latents, BATCH)])
        return interpolate(made, size=(SIDE, SIDE))  # one that grows may have been stopped on its way

    return Outcome(seen, used, make)


def _rehearse(run: Run, catalog: Catalog, seconds: float) -> tuple[int, float]:
    """Pictures and seconds of a whole short training without sheets and checkpoints on the way; nothing of it is kept."""
    quiet = run.spec.model_copy(update={"sample_every": NEVER, "save_every": NEVER})
    shutil.rmtree(run.folder)
    found = _train(Run.create(run.folder, quiet), catalog, seconds)
    shutil.rmtree(run.folder)
    return found


def _train(run: Run, catalog: Catalog, seconds: float) -> tuple[int, float]:
    """Pictures seen and seconds used, from when the pictures are loaded until the last checkpoint is saved."""
    stop, begin = threading.Event(), 0.0
    for event in train_in_thread(run, catalog, stop=stop):
        if isinstance(event, Started):
            begin = begin or process_time()
        if isinstance(event, Failed):
            raise GanStudioError(event.error)
        if begin and process_time() - begin >= seconds:
            stop.set()
    return run.images, process_time() - begin


def train_textbook(data: DataSet, seconds: float) -> Outcome:
    """The DCGAN that tutorials show: width 64, batch norm, binary cross entropy, Adam 2e-4, float32, no moving average."""
    pictures = data.pictures()
    torch.manual_seed(0)
    netg, netd = _generator(), _discriminator()
    criterion = nn.BCELoss()
    optimizer_d = torch.optim.Adam(netd.parameters(), lr=2e-4, betas=(0.5, 0.999))
    optimizer_g = torch.optim.Adam(netg.parameters(), lr=2e-4, betas=(0.5, 0.999))
    images, begin = 0, process_time()
    while process_time() - begin < seconds:
        order = torch.randperm(len(pictures))
        for chosen in order[: len(order) // BATCH * BATCH].view(-1, BATCH):
            netd.zero_grad()
            real, label = pictures[chosen], torch.ones(BATCH)
            error_real = criterion(netd(real).view(-1), label)
            error_real.backward()
            fake = netg(torch.randn(BATCH, LATENT, 1, 1))
            error_fake = criterion(netd(fake.detach()).view(-1), torch.zeros(BATCH))
            error_fake.backward()
            optimizer_d.step()
            netg.zero_grad()
            error = criterion(netd(fake).view(-1), label)
            error.backward()
            optimizer_g.step()
            images += BATCH
            if process_time() - begin >= seconds:
                break
    used = process_time() - begin

    @torch.no_grad()
    def make(count: int) -> Tensor:
        torch.manual_seed(1)
        return torch.cat([netg(torch.randn(BATCH, LATENT, 1, 1)) for _ in range(-(-count // BATCH))])[:count]

    return Outcome(images, used, make)


def _generator() -> nn.Sequential:
    ups: list[nn.Module] = [nn.ConvTranspose2d(LATENT, 256, 4, 1, 0, bias=False), nn.BatchNorm2d(256), nn.ReLU(True)]
    for wide, narrow in pairwise((256, 128, 64)):
        ups += [nn.ConvTranspose2d(wide, narrow, 4, 2, 1, bias=False), nn.BatchNorm2d(narrow), nn.ReLU(True)]
    return nn.Sequential(*ups, nn.ConvTranspose2d(64, 3, 4, 2, 1, bias=False), nn.Tanh()).apply(_draw)


def _discriminator() -> nn.Sequential:
    downs: list[nn.Module] = [nn.Conv2d(3, 64, 4, 2, 1, bias=False), nn.LeakyReLU(0.2, inplace=True)]
    for narrow, wide in pairwise((64, 128, 256)):
        downs += [nn.Conv2d(narrow, wide, 4, 2, 1, bias=False), nn.BatchNorm2d(wide), nn.LeakyReLU(0.2, inplace=True)]
    return nn.Sequential(*downs, nn.Conv2d(256, 1, 4, 1, 0, bias=False), nn.Sigmoid()).apply(_draw)


def _draw(layer: nn.Module) -> None:
    """The tutorials' beginning."""
    if isinstance(layer, nn.Conv2d | nn.ConvTranspose2d):
        nn.init.normal_(layer.weight, 0.0, 0.02)
    elif isinstance(layer, nn.BatchNorm2d):
        nn.init.normal_(layer.weight, 1.0, 0.02)
        nn.init.zeros_(layer.bias)
