"""The networks of a run as its newest good checkpoint holds them."""

from dataclasses import dataclass
from typing import Any, Literal

import torch
from torch import Tensor, nn
from torch.nn.functional import interpolate

from ganstudio.api.architecture import Architecture, Growing
from ganstudio.api.options import parse
from ganstudio.core.devices import isolated_rng, pick_device
from ganstudio.core.errors import GanStudioError
from ganstudio.images.dataset.scan import undo_anamorphosis
from ganstudio.images.picture import Pixels
from ganstudio.plugins.catalog import Catalog
from ganstudio.runs import checkpoint
from ganstudio.runs.checkpoint import Checkpoint
from ganstudio.runs.run import Run
from ganstudio.train.conditional import build_networks
from ganstudio.train.data import seeded_generator


@dataclass(frozen=True)
class TrainedGenerator:
    """A run's averaged generator as its newest good checkpoint holds it, `images` pictures into the training."""

    run: Run
    network: nn.Module
    images: int
    device: str

    def picture(self, seed: int, number: int, label: str | None = None) -> Pixels:
        """The picture of a seed and a number, size×size×3 uint8; it is made alone, so that it never depends on others.

        Where kinds are told apart it is of the kind `label`, None: of the kinds in turn. GanStudioError for an unknown one.
        """
        with torch.inference_mode():
            made: Tensor = self.network(*self.inputs(seed, number, label)).float()
        large = interpolate(made, size=(self.run.spec.size,) * 2, mode="nearest").expand(1, 3, -1, -1)
        pixels: Pixels = to_pixels(large)[0]
        return pixels if self.run.spec.aspect == 1 else undo_anamorphosis(pixels, self.run.spec.aspect)

    def inputs(self, seed: int, number: int, label: str | None = None) -> tuple[Tensor, ...]:
        """The network's inputs for one picture: a latent float32 1×n, and a label int64 1 where there are several kinds."""
        latent = torch.randn(1, self.run.spec.latent, generator=seeded_generator(seed, "picture", number)).to(self.device)
        asked = self.label(number, label)
        if asked is None:
            return (latent,)
        return latent, torch.tensor([self.run.spec.labels.index(asked)], device=self.device)

    def label(self, number: int, wanted: str | None = None) -> str | None:
        """The kind of a numbered picture: the wanted one, else all in turn; None where there are none.

        GanStudioError for a kind that the training does not have.
        """
        known = self.run.spec.labels
        if wanted is None:
            return known[number % len(known)] if known else None
        if not known:
            raise GanStudioError(
                "The training in {folder} does not tell kinds of pictures apart; leave the label “{wanted}” out.",
                folder=self.run.folder,
                wanted=wanted,
            )
        if wanted not in known:
            raise GanStudioError(
                "There is no label “{wanted}” in {folder}; it has {known}.",
                wanted=wanted,
                folder=self.run.folder,
                known=", ".join(known),
            )
        return wanted


def to_pixels(pictures: Tensor) -> Pixels:
    """Pictures B×C×H×W in [-1, 1] as B×H×W×C uint8."""
    pixels: Pixels = pictures.float().permute(0, 2, 3, 1).add(1).mul(127.5).round().clamp(0, 255).byte().cpu().numpy()
    return pixels


def load_generator(run: Run, catalog: Catalog, device: str = "auto") -> TrainedGenerator:
    """The trained generator of a run; GanStudioError where it has no checkpoint yet, or makes no pictures from noise."""
    require_generator(run, catalog)
    last, where = load_newest(run), pick_device(device)
    return TrainedGenerator(run, load_network(run, catalog, last, "ema").to(where), last.counters.images, where)


def require_generator(run: Run, catalog: Catalog) -> Architecture[Any]:
    """The run's architecture; GanStudioError where it changes pictures instead of making them from noise."""
    architecture = catalog.architecture(run.spec.architecture)
    if architecture.task != "generate":
        raise GanStudioError(
            "The training in {folder} learned to change pictures; publish it as a style pack and use that.",
            folder=run.folder,
        )
    return architecture


def load_newest(run: Run) -> Checkpoint:
    """The newest good checkpoint of a run; GanStudioError where there is none yet."""
    last = checkpoint.load_latest(run.checkpoints)
    if last is None:
        raise GanStudioError(
            "The training in {folder} has saved nothing yet: let it learn for a while, or stop it once.", folder=run.folder
        )
    return last


def load_network(run: Run, catalog: Catalog, last: Checkpoint, part: Literal["ema", "discriminator"]) -> nn.Module:
    """The averaged generator, or the discriminator, of a checkpoint, grown as it was then; it learns no more.

    The random state is left as it was. GanStudioError where the checkpoint is of other networks.
    """
    architecture = catalog.architecture(run.spec.architecture)
    options = parse(architecture.Options, run.spec.options, architecture.title)
    with isolated_rng():
        networks = build_networks(architecture, options, run.spec)
    network = networks.generator if part == "ema" else networks.discriminator
    start = f"{part}."
    held = {name.removeprefix(start): value for name, value in last.tensors.items() if name.startswith(start)}
    try:
        network.load_state_dict(held)
    except RuntimeError as error:
        raise GanStudioError(
            "The checkpoint in {checkpoints} was made by networks that differ from “{architecture}” as it "
            "is now; use the version of the plugin that the training began with.",
            checkpoints=run.checkpoints,
            architecture=run.spec.architecture,
        ) from error
    if isinstance(network, Growing):
        moment = run.spec.plan.at(last.counters.images)
        network.grow(moment.resolution, moment.alpha)
    return network.eval().requires_grad_(False)
