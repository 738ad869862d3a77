"""Exported networks: what other programs run is what was trained."""

import json
import sys
import threading
from pathlib import Path
from shutil import copytree
from typing import Any, ClassVar

import numpy as np
import pytest
import torch
from ganstudio_plugins.progressive import Progressive
from ganstudio_plugins.restore import Restore
from safetensors import safe_open
from torch import Tensor, nn

from ganstudio.api.architecture import Networks
from ganstudio.api.schedule import Plan, Stage
from ganstudio.core.errors import GanStudioError
from ganstudio.core.events import Event, Finished, Saved
from ganstudio.explore.export import export_network
from ganstudio.explore.publish import trained_style
from ganstudio.explore.trained_networks import load_generator
from ganstudio.plugins.catalog import Catalog
from ganstudio.runs import checkpoint
from ganstudio.runs.run import Run
from ganstudio.testing.synthetic import Tiny, TinyOptions
from tests.train.exact import Trial, listen

onnxruntime = pytest.importorskip("onnxruntime", reason="onnxruntime is not installed")
pytest.importorskip("onnxscript", reason="onnxscript is not installed")


def write(run: Run, catalog: Catalog, out: Path) -> list[Event]:
    return list(export_network(run, catalog, out=out, stop=threading.Event()))


def session(file: Path) -> Any:
    return onnxruntime.InferenceSession(str(file), providers=["CPUExecutionProvider"])


def assert_private(file: Path, run: Run) -> None:
    """Nothing in the file says where something lies on this machine."""
    content = file.read_bytes()
    for place in (str(run.folder.parent), str(Path(__file__).parents[2]), str(Path(torch.__file__).parents[1])):
        assert place.encode() not in content


@pytest.mark.proof
def test_onnx_gives_the_same_pictures_in_any_number(run: Run, tiny_catalog: Catalog, tmp_path: Path) -> None:
    out = tmp_path / "tiny.onnx"
    assert write(run, tiny_catalog, out)[-2:] == [Saved(400, str(out)), Finished(400, "done")]
    model, network = session(out), load_generator(run, tiny_catalog, "cpu").network
    for count in (1, 7):
        latent = torch.randn(count, 4)
        made = model.run(["pictures"], {"latent": latent.numpy()})[0]
        assert made.shape == (count, 3, 8, 8)
        assert np.abs(made - network(latent).numpy()).max() < 1e-4
    said = model.get_modelmeta().custom_metadata_map
    expected = {"run": "my 火 run", "architecture": "tiny", "images": "400", "size": "8"}
    assert {name: said[f"ganstudio.{name}"] for name in expected} == expected
    assert json.loads(said["ganstudio.spec"])["data"] == "pictures"
    assert_private(out, run)


@pytest.mark.proof
def test_kinds_are_a_second_input(kinds: Run, tiny_catalog: Catalog, tmp_path: Path) -> None:
    write(kinds, tiny_catalog, tmp_path / "kinds.onnx")
    latent, labels = torch.randn(5, 4), torch.tensor([0, 1, 1, 0, 1])
    made = session(tmp_path / "kinds.onnx").run(None, {"latent": latent.numpy(), "labels": labels.numpy()})[0]
    network = load_generator(kinds, tiny_catalog, "cpu").network
    assert np.abs(made - network(latent, labels).numpy()).max() < 1e-4
    assert np.abs(made - network(latent, 1 - labels).numpy()).max() > 1e-3


@pytest.mark.proof
def test_a_growing_generator_is_written_as_it_stands(tmp_path: Path) -> None:
    plan = Plan((Stage(4, 8, 24), Stage(8, 8, 32, fade=32), Stage(16, 4, 64, fade=32)))
    trial = Trial(Progressive(), 16, {"width": 8, "latent": 8}, plan=plan, images=40)
    run = trial.run(tmp_path / "run")
    listen(run, trial.catalog)
    write(run, trial.catalog, tmp_path / "half.onnx")
    model = session(tmp_path / "half.onnx")
    assert model.get_outputs()[0].shape[1:] == [3, 8, 8]
    assert model.get_modelmeta().custom_metadata_map["ganstudio.resolution"] == "8"


@pytest.mark.proof
def test_a_painter_takes_pictures_of_any_size(tmp_path: Path) -> None:
    trial = Trial(Restore(), 64, {"maps": 8, "discriminator_maps": 4}, images=4, batch=2)
    run = trial.run(tmp_path / "run")
    listen(run, trial.catalog)
    write(run, trial.catalog, tmp_path / "painter.onnx")
    model, painter = session(tmp_path / "painter.onnx"), trained_style(run, trial.catalog).network
    for height, width in ((32, 96), (80, 64)):
        picture = torch.rand(1, 3, height, width) * 2 - 1
        made = model.run(["pictures"], {"picture": picture.numpy()})[0]
        assert np.abs(made - painter(picture).clamp(-1, 1).numpy()).max() < 1e-3
    write(run, trial.catalog, tmp_path / "painter.safetensors")
    with safe_open(tmp_path / "painter.safetensors", "pt") as file:
        assert set(file.keys()) == set(painter.state_dict())


class Restless(nn.Module):
    """A generator whose pictures differ each time."""

    def __init__(self, inner: nn.Module) -> None:
        super().__init__()
        self.inner = inner

    def forward(self, latent: Tensor) -> Tensor:
        made: Tensor = self.inner(latent)
        return made + torch.randn_like(made)


class Noisy(Tiny):
    """An architecture that no exported file can equal."""

    id: ClassVar[str] = "noisy"

    def build(self, options: TinyOptions, size: int, channels: int) -> Networks:
        networks = super().build(options, size, channels)
        return Networks(Restless(networks.generator), networks.discriminator, networks.latent)


@pytest.mark.proof
def test_what_gives_other_pictures_is_not_kept(tmp_path: Path) -> None:
    trial = Trial(Noisy(), 8, images=8)
    run = trial.run(tmp_path / "run")
    listen(run, trial.catalog)
    out = tmp_path / "out" / "noisy.onnx"
    out.parent.mkdir()
    out.write_bytes(b"the one before")
    with pytest.raises(GanStudioError, match=r"not what the network is \(its numbers are up to .* apart\)"):
        write(run, trial.catalog, out)
    assert [(file.name, file.read_bytes()) for file in out.parent.iterdir()] == [("noisy.onnx", b"the one before")]


def test_safetensors_hold_the_average_and_its_settings(run: Run, tiny_catalog: Catalog, tmp_path: Path) -> None:
    out = tmp_path / "tiny.safetensors"
    write(run, tiny_catalog, out)
    last = checkpoint.load_latest(run.checkpoints)
    assert last
    with safe_open(out, "pt") as file:
        said = file.metadata()
        assert all(file.get_tensor(name).equal(last.tensors[f"ema.{name}"]) for name in file.keys())  # noqa: SIM118
        assert len(list(file.keys())) == sum(name.startswith("ema.") for name in last.tensors)
    assert json.loads(said["ganstudio.options"]) == {"width": 8}
    assert json.loads(said["ganstudio.spec"])["seed"] == 5
    assert_private(out, run)


def test_what_is_wrong_is_one_sentence(run: Run, tiny_catalog: Catalog, tmp_path: Path) -> None:
    with pytest.raises(GanStudioError, match=r"ends in \.onnx or \.safetensors; “net\.pt” does not"):
        write(run, tiny_catalog, tmp_path / "net.pt")
    (tmp_path / "file").write_text("words")
    with pytest.raises(GanStudioError, match="could not be written to"):
        write(run, tiny_catalog, tmp_path / "file" / "net.safetensors")
    fresh = Run.open(Path(copytree(run.folder, tmp_path / "fresh", ignore=lambda *_: ["checkpoints"])))
    with pytest.raises(GanStudioError, match="has saved nothing yet"):
        write(fresh, tiny_catalog, tmp_path / "net.onnx")


def test_without_the_extra_it_says_what_to_do(
    run: Run, tiny_catalog: Catalog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delitem(sys.modules, "ganstudio.explore.onnx", raising=False)
    monkeypatch.setitem(sys.modules, "onnxscript", None)  # as where it is not installed
    with pytest.raises(GanStudioError, match=r"ONNX files need further packages: pip install"):
        write(run, tiny_catalog, tmp_path / "net.onnx")
    assert not list(tmp_path.glob("*.onnx"))
    write(run, tiny_catalog, tmp_path / "net.safetensors")


def test_stopping_leaves_nothing(run: Run, tiny_catalog: Catalog, tmp_path: Path) -> None:
    stop = threading.Event()
    stop.set()
    assert list(export_network(run, tiny_catalog, out=tmp_path / "out" / "a.onnx", stop=stop))[-1] == Finished(
        400, "stopped"
    )
    assert not (tmp_path / "out").exists()
