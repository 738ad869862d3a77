"""Export of a trained network as a file for other programs: ONNX, or safetensors."""

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
from ganstudio.core.errors import GanStudioError, os_reason
from ganstudio.core.events import Event, Finished, Saved, TileDone
from ganstudio.core.files import atomic_open
from ganstudio.core.schema import encode
from ganstudio.explore.publish import trained_style
from ganstudio.explore.trained_networks import TrainedGenerator, load_generator
from ganstudio.plugins.catalog import Catalog
from ganstudio.runs.run import Run
from ganstudio.runs.run_spec import RunSpec
from ganstudio.train.data import seeded_generator

SUFFIXES = (".onnx", ".safetensors")
SIDE_MULTIPLE = 16  # of the sides, in pixels, of the pictures that a painter is given: it halves or folds them


@dataclass(frozen=True)
class ExportedNetwork:
    """A network in float32 on the CPU, to be exported: inputs by name to trace it with, others to check it with, metadata.

    Where `inputs` and `trial` differ in size, the network takes any size.
    """

    network: nn.Module
    inputs: dict[str, Tensor]
    trial: dict[str, Tensor]
    metadata: dict[str, str]
    images: int


class ClampedNetwork(nn.Module):
    """A network whose pictures never leave [-1, 1]: some overshoot a little, and files promise that they do not."""

    def __init__(self, network: nn.Module) -> None:
        super().__init__()
        self.network = network

    def forward(self, given: Tensor, labels: Tensor | None = None) -> Tensor:
        """The network's pictures for its own inputs, clipped."""
        made: Tensor = self.network(given) if labels is None else self.network(given, labels)
        return made.clamp(-1, 1)


def export_network(run: Run, catalog: Catalog, *, out: Path, stop: threading.Event) -> Iterator[Event]:
    """Write the averaged generator of the newest checkpoint, or its painter, in the format of the suffix.

    ONNX has the inputs `latent` B×n and, where kinds are told apart, `labels` int64 B, or `picture` B×3×H×W in [-1, 1] with
    sides that are multiples of 16; its output `pictures` is B×C×H×W in [-1, 1]. A file of that name is replaced, but only
    once the new one was read again and gives what the network gives. GanStudioError where it does not.
    """
    out = out.expanduser().absolute()
    if out.suffix.lower() not in SUFFIXES:
        raise GanStudioError(
            "An exported network is a file that ends in {suffixes}; “{name}” does not.",
            suffixes=" or ".join(SUFFIXES),
            name=out.name,
        )
    exported = _load_network(run, catalog)
    yield TileDone(1, 2)
    if stop.is_set():
        yield Finished(exported.images, "stopped")
        return
    write = _write_onnx if out.suffix.lower() == ".onnx" else _write_safetensors
    try:
        write(exported, out)
    except OSError as error:
        raise GanStudioError(
            "The network could not be written to {out}: {reason}.", out=out, reason=os_reason(error)
        ) from error
    yield TileDone(2, 2)
    yield Saved(exported.images, str(out))
    yield Finished(exported.images, "done")


def _load_network(run: Run, catalog: Catalog) -> ExportedNetwork:
    """The generator, or, of a run that changes pictures, its painter."""
    if catalog.architecture(run.spec.architecture).task == "translate":
        style = trained_style(run, catalog)
        manifest, side = style.pack.manifest, SIDE_MULTIPLE
        inputs = {"picture": _random_pictures(2, 4 * side, 6 * side)}
        trial = {"picture": _random_pictures(1, 7 * side, 5 * side)}
        metadata = _make_metadata(run, manifest.images, dict(manifest.options))
        return ExportedNetwork(style.network, inputs, trial, metadata, manifest.images)
    trained = load_generator(run, catalog, "cpu")
    inputs, trial = _make_inputs(trained, range(2)), _make_inputs(trained, range(2, 6))
    metadata = _make_metadata(run, trained.images, run.spec.options)
    return ExportedNetwork(trained.network, inputs, trial, metadata, trained.images)


def _make_inputs(trained: TrainedGenerator, numbers: range) -> dict[str, Tensor]:
    """The generator's inputs for some pictures."""
    each = zip(*(trained.inputs(0, number) for number in numbers), strict=True)
    return dict(zip(("latent", "labels"), map(torch.cat, each), strict=False))


def _random_pictures(count: int, height: int, width: int) -> Tensor:
    return torch.rand(count, 3, height, width, generator=seeded_generator(0, "export")) * 2 - 1


def _make_metadata(run: Run, images: int, options: dict[str, Any]) -> dict[str, str]:
    """The file's metadata; folders by their names, never where they lie."""
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
        "spec": encode("training", _without_folders(spec)).decode(),
        "version": __version__,
    }
    return {f"ganstudio.{name}": value for name, value in said.items()}


def _without_folders(spec: RunSpec) -> dict[str, Any]:
    places = {"data": Path(spec.data).name, "photos": Path(spec.photos).name if spec.photos else None}
    return spec.model_dump(mode="json") | places


def _write_onnx(exported: ExportedNetwork, out: Path) -> None:
    try:
        from ganstudio.explore.onnx import convert_to_onnx, find_difference
    except ImportError as error:
        raise GanStudioError(
            "ONNX files need further packages: pip install 'ganstudio[export]'; or end the name in .safetensors."
        ) from error
    bounded = ClampedNetwork(exported.network).eval()
    content = convert_to_onnx(bounded, exported.inputs, exported.trial, exported.metadata, SIDE_MULTIPLE)
    with atomic_open(out) as file:
        file.write(content)
        file.flush()
        if (why := find_difference(bounded, exported.trial, Path(file.name))) is not None:
            raise GanStudioError(
                "The ONNX file is not what the network is ({why}), so it was not kept; end the name in .safetensors.",
                why=why,
            )


def _write_safetensors(exported: ExportedNetwork, out: Path) -> None:
    """The weights alone; “ganstudio.sha256” in the metadata is the hash of all that stands behind the header."""
    from safetensors.torch import save

    weights = {name: weight.contiguous().clone() for name, weight in exported.network.state_dict().items()}
    plain = save(weights)
    vouched = hashlib.sha256(_skip_header(plain)).hexdigest()
    with atomic_open(out) as file:
        file.write(save(weights, exported.metadata | {"ganstudio.sha256": vouched}))
        file.flush()
        if hashlib.sha256(_skip_header(Path(file.name).read_bytes())).hexdigest() != vouched:
            raise GanStudioError("What was written to {out} is damaged, so it was not kept; look after the disk.", out=out)


def _skip_header(content: bytes) -> bytes:
    return content[8 + int.from_bytes(content[:8], "little") :]
