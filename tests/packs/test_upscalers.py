"""Upscalers through spandrel, where that extra is installed."""

import sys
import threading
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest
import torch
from safetensors.torch import save_file

from ganstudio.core.errors import GanStudioError
from ganstudio.core.events import Rendered
from ganstudio.core.settings import Home
from ganstudio.images.picture import Picture
from ganstudio.plugins import pack_catalog
from ganstudio.plugins.catalog import Catalog
from ganstudio.stylize.engine import render
from ganstudio.stylize.look import Layer, Look


@pytest.fixture
def esrgan(tmp_path: Path) -> Iterator[Path]:
    """A small ESRGAN (Wang 2018) with weights by chance, as such files are."""
    if not find_spec("torchvision"):  # two of spandrel's architectures want it, and none of those that are used here
        _without_torchvision()
    pytest.importorskip("spandrel", reason="spandrel is not installed")
    from spandrel.architectures.ESRGAN import ESRGAN

    torch.manual_seed(0)
    torch.save(ESRGAN(in_nc=3, out_nc=3, num_filters=8, num_blocks=1, scale=2).state_dict(), tmp_path / "2x_small.pth")
    yield tmp_path / "2x_small.pth"


def _without_torchvision() -> None:
    functional = ModuleType("torchvision.transforms.functional")
    vars(functional).update(InterpolationMode=None, rotate=None, normalize=None)
    for name in ("torchvision", "torchvision.transforms"):
        sys.modules[name] = ModuleType(name)
    sys.modules[functional.__name__] = functional


def test_a_picture_is_enlarged_and_the_pack_is_installed(esrgan: Path) -> None:
    plugin = pack_catalog.install_pack(esrgan, Home(), Catalog())
    catalog, style = pack_catalog.add_pack(Catalog(), Path(plugin.origin))
    assert catalog.style(style).scale == 2 and "an upscaler" in plugin.summary
    seen = Picture(np.random.default_rng(0).integers(0, 256, (50, 70, 3), np.uint8))
    events = list(render(seen, Look(layers=(Layer(style=style),)), catalog, stop=threading.Event()))
    (last,) = [event for event in events if isinstance(event, Rendered)]
    assert last.picture is not None and (last.picture.width, last.picture.height) == (140, 100)


UPSCALERS = {
    "ESRGAN": "model.1.sub.0.RDB1.conv1.0.weight", "Real-ESRGAN": "body.0.rdb1.conv1.weight", "first": "conv_first.weight",
    "SwinIR": "layers.0.residual_group.blocks.0.attn.relative_position_bias_table", "HAT": "conv_after_body.weight",
}  # fmt: skip


@pytest.mark.parametrize("which", UPSCALERS)
@pytest.mark.parametrize("wrapper", ["", "params_ema"])
def test_without_spandrel_the_sentence_says_so(
    which: str, wrapper: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "spandrel", None)
    weights = {UPSCALERS[which]: torch.zeros(8, 3, 3, 3), "last.weight": torch.zeros(3)}
    torch.save({wrapper: weights} if wrapper else weights, tmp_path / "4x.pth")
    save_file(weights, tmp_path / "4x.safetensors")
    for file in ("4x.pth", "4x.safetensors"):
        with pytest.raises(GanStudioError, match=r"an upscaler, for which spandrel is needed.*missing.*upscalers"):
            pack_catalog.open_style_file(tmp_path / file, {})


def test_a_torchvision_that_does_not_fit_is_one_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = tmp_path / "spandrel"
    package.mkdir()
    (package / "__init__.py").write_text("raise RuntimeError('operator torchvision::nms does not exist')")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delitem(sys.modules, "spandrel", raising=False)
    torch.save({"conv_first.weight": torch.zeros(8, 3, 3, 3)}, tmp_path / "4x.pth")
    with pytest.raises(GanStudioError, match=r"torchvision that is installed does not fit this PyTorch \(operator"):
        pack_catalog.open_style_file(tmp_path / "4x.pth", {})
