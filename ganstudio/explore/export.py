"""Export: what a run has learned, as a file for other programs: ONNX, or safetensors."""

import hashlib
import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn

from ganstudio import __version__
from ganstudio.core.errors import GanStudioError
from ganstudio.core.events import Event, Finished, Saved, TileDone
from ganstudio.core.files import atomic_open
from ganstudio.core.schema import encode
from ganstudio.explore.publish import trained_style
from ganstudio.explore.trained_networks import Trained, load_generator
from ganstudio.plugins.catalog import Catalog
from ganstudio.runs.run import Run
from ganstudio.runs.run_spec import RunSpec
from ganstudio.train.data import seeded_generator

SUFFIXES = (".onnx", ".safetensors")
GRID = 16  # the sides of the pictures that a painter is given are multiples of it: it halves or folds them


@dataclass(frozen=True)
class Learned:
    """A network in float32 on the CPU, named inputs to follow it with and others to try it with, and what is said of it.

    Where `inputs` and `trial` differ in size, the network takes any size.
    """

    network: nn.Module
    inputs: dict[str, Tensor]
    trial: dict[str, Tensor]
    about: dict[str, str]
    images: int


class Bounded(nn.Module):
    """A network whose pictures never leave [-1, 1]: some overshoot a little, and files promise that they do not."""

    def __init__(self, network: nn.Module) -> None:
        super().__init__()
        self.network = network

    def forward(self, given: Tensor, labels: Tensor | None = None) -> Tensor:
        """The network's pictures for its own inputs, clipped."""
        made: Tensor = self.network(given) if labels is None else self.network(given, labels)
        return made.clamp(-1, 1)


def export(run: Run, catalog: Catalog, *, out: Path, stop: threading.Event) -> Iterator[Event]:
    """Write the averaged generator of the newest checkpoint, or its painter, in the format of the suffix.

    ONNX has the inputs `latent` B×n and, where kinds are told apart, `labels` int64 B, or `picture` B×3×H×W in [-1, 1] with
    sides that are multiples of 16; its output `pictures` is B×C×H×W in [-1, 1]. A file of that name is replaced, but only
    once the new one was read again and gives what the network gives. GanStudioError where it does not.
    """
    out = out.expanduser().absolute()
    if out.suffix.lower() not in SUFFIXES:
        raise GanStudioError(f"An exported network is a file that ends in {' or '.join(SUFFIXES)}; “{out.name}” does not.")
    learned = _learned(run, catalog)
    yield TileDone(1, 2)
    if stop.is_set():
        yield Finished(learned.images, "stopped")
        return
    write = _write_onnx if out.suffix.lower() == ".onnx" else _write_safetensors
    try:
        write(learned, out)
    except OSError as error:
        raise GanStudioError(f"The network could not be written to {out}: {error.strerror or error}.") from error
    yield TileDone(2, 2)
    yield Saved(learned.images, str(out))
    yield Finished(learned.images, "done")


def _learned(run: Run, catalog: Catalog) -> Learned:
    """The generator, or of a run that changes pictures the painter."""
    if catalog.architecture(run.spec.architecture).task == "translate":
        style = trained_style(run, catalog)
        manifest, two, one = style.pack.manifest, _noise(2, 4 * GRID, 6 * GRID), _noise(1, 7 * GRID, 5 * GRID)
        about = _about(run, manifest.images, dict(manifest.options))
        return Learned(style.network, {"picture": two}, {"picture": one}, about, manifest.images)
    trained = load_generator(run, catalog, "cpu")
    about = _about(run, trained.images, run.spec.options)
    return Learned(trained.network, _asked(trained, range(2)), _asked(trained, range(2, 6)), about, trained.images)


def _asked(trained: Trained, numbers: range) -> dict[str, Tensor]:
    """The generator's inputs for some pictures."""
    each = zip(*(trained.inputs(0, number) for number in numbers), strict=True)
    return dict(zip(("latent", "labels"), map(torch.cat, each), strict=False))


def _noise(count: int, height: int, width: int) -> Tensor:
    return torch.rand(count, 3, height, width, generator=seeded_generator(0, "export")) * 2 - 1


def _about(run: Run, images: int, options: dict[str, Any]) -> dict[str, str]:
    """What the file says of the network; folders are named, never where they lie."""
    spec = run.spec
    said = {
        "run": run.folder.name,
        "architecture": spec.architecture,
        "images": str(images),
        "size": str(spec.size),
        "resolution": str(spec.plan.at(images).resolution),
        "labels": json.dumps(spec.labels, ensure_ascii=False),
        "numbers": "-1 to 1",
        "options": json.dumps(options, ensure_ascii=False),
        "spec": encode("training", _named(spec)).decode(),
        "version": __version__,
    }
    return {f"ganstudio.{name}": value for name, value in said.items()}


def _named(spec: RunSpec) -> dict[str, Any]:
    places = {"data": Path(spec.data).name, "photos": Path(spec.photos).name if spec.photos else None}
    return spec.model_dump(mode="json") | places


def _write_onnx(learned: Learned, out: Path) -> None:
    try:
        from ganstudio.explore.onnx import as_onnx, differs
    except ImportError as error:
        raise GanStudioError(
            "ONNX files need further packages: pip install 'ganstudio[export]'; or end the name in .safetensors."
        ) from error
    bounded = Bounded(learned.network).eval()
    content = as_onnx(bounded, learned.inputs, learned.trial, learned.about, GRID)
    with atomic_open(out) as file:
        file.write(content)
        file.flush()
        if (why := differs(bounded, learned.trial, Path(file.name))) is not None:
            raise GanStudioError(
                f"The ONNX file is not what the network is ({why}), so it was not kept; end the name in .safetensors."
            )


def _write_safetensors(learned: Learned, out: Path) -> None:
    """The weights alone; “ganstudio.sha256” vouches for all that stands behind the header."""
    from safetensors.torch import save

    weights = {name: weight.contiguous().clone() for name, weight in learned.network.state_dict().items()}
    plain = save(weights)
    vouched = hashlib.sha256(_behind_header(plain)).hexdigest()
    with atomic_open(out) as file:
        file.write(save(weights, learned.about | {"ganstudio.sha256": vouched}))
        file.flush()
        if hashlib.sha256(_behind_header(Path(file.name).read_bytes())).hexdigest() != vouched:
            raise GanStudioError(f"What was written to {out} is damaged, so it was not kept; look after the disk.")


def _behind_header(content: bytes) -> bytes:
    return content[8 + int.from_bytes(content[:8], "little") :]
