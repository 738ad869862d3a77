"""What is exported and dropped in again paints what the training's own style paints."""

import threading
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from ganstudio_plugins.brush import Brush
from ganstudio_plugins.progressive import Progressive
from ganstudio_plugins.restore import Restore
from ganstudio_plugins.unpaired import CUT, CycleGAN

from ganstudio.api.architecture import Architecture
from ganstudio.api.schedule import Plan, Stage
from ganstudio.explore.export import ClampedNetwork, export_network
from ganstudio.explore.publish import trained_style
from ganstudio.packs.foreign.onnx_style import open_model
from tests.train.exact import Trial, listen

onnxruntime = pytest.importorskip("onnxruntime", reason="onnxruntime is not installed")
pytest.importorskip("onnxscript", reason="onnxscript is not installed")

CHANGING: dict[str, tuple[Architecture[Any], dict[str, Any]]] = {
    "restore": (Restore(), {"maps": 8, "discriminator_maps": 4}),
    "brush": (Brush(), {"maps": 8, "blocks": 1, "start": "nothing", "teacher": "base"}),
    "cyclegan": (CycleGAN(), {"maps": 4, "blocks": 1}),
    "cut": (CUT(), {"maps": 4, "blocks": 1}),
}


@pytest.mark.proof
@pytest.mark.parametrize("which", CHANGING)
def test_an_export_that_is_dropped_in_again_paints_the_same(which: str, tmp_path: Path) -> None:
    architecture, options = CHANGING[which]
    trial = Trial(architecture, 64, options, images=2, batch=2)
    run = trial.run(tmp_path / "run")
    listen(run, trial.catalog)
    out = tmp_path / "again.onnx"
    list(export_network(run, trial.catalog, out=out, stop=threading.Event()))
    style, network = open_model(out), trained_style(run, trial.catalog).network
    assert (style.probe.takes, style.probe.gives) == ("-1 to 1", "-1 to 1")
    seen = torch.rand(1, 3, 64, 96, generator=torch.Generator().manual_seed(1))
    with torch.inference_mode():
        wanted = (network(seen * 2 - 1).clamp(-1, 1) + 1) / 2
    made = style.session.paint(seen, style.probe, style.Options())
    assert float((made - wanted).abs().max()) <= 1 / 255
    raw = style.session.run(torch.full((1, 3, 64, 64), 50.0), "NCHW")
    assert float(raw.abs().max()) <= 1


def test_exported_pictures_keep_to_their_range() -> None:
    class Loud(torch.nn.Module):
        def forward(self, latent: torch.Tensor) -> torch.Tensor:
            return latent * 9

    assert ClampedNetwork(Loud())(torch.randn(4, 3)).abs().max() <= 1


@pytest.mark.proof
def test_a_network_that_has_hardly_learned_is_exported(tmp_path: Path) -> None:
    """Its norms divide by what is nearly zero: single precision itself costs it more than 0.001."""
    plan = Plan((Stage(4, 8, 8), Stage(8, 8, 16, fade=8), Stage(16, 4, 32, fade=8), Stage(32, 4, 48, fade=8)))
    trial = Trial(Progressive(), 32, {"width": 8, "latent": 2}, plan=plan, images=48)
    run = trial.run(tmp_path / "run")
    listen(run, trial.catalog)
    list(export_network(run, trial.catalog, out=tmp_path / "out.onnx", stop=threading.Event()))
    model = onnxruntime.InferenceSession(tmp_path / "out.onnx", providers=["CPUExecutionProvider"])
    said = model.get_modelmeta().custom_metadata_map
    made = model.run(None, {model.get_inputs()[0].name: np.ones((1, 2), np.float32)})[0]
    assert said["ganstudio.numbers"] == "-1 to 1" and np.abs(made).max() <= 1
