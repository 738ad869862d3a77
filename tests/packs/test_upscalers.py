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

from ganstudio.errors import GanStudioError
from ganstudio.events import Rendered
from ganstudio.pictures.picture import Picture
from ganstudio.plugins import packs
from ganstudio.plugins.catalog import Catalog
from ganstudio.settings import Home
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
    plugin = packs.install(esrgan, Home(), Catalog())
    catalog, style = packs.with_pack(Catalog(), Path(plugin.origin))
    assert catalog.style(style).scale == 2 and "an upscaler" in plugin.summary
    seen = Picture(np.random.default_rng(0).integers(0, 256, (50, 70, 3), np.uint8))
    events = list(render(seen, Look(layers=(Layer(style=style),)), catalog, stop=threading.Event()))
    (last,) = [event for event in events if isinstance(event, Rendered)]
    assert last.picture is not None and (last.picture.width, last.picture.height) == (140, 100)


def test_without_spandrel_the_sentence_says_so(tmp_path: Path) -> None:
    if find_spec("spandrel"):
        pytest.skip("spandrel is installed")
    torch.save({"conv_first.weight": torch.zeros(8, 3, 3, 3)}, tmp_path / "4x.pth")
    with pytest.raises(GanStudioError, match="an upscaler, for which spandrel is missing"):
        packs.file_style(tmp_path / "4x.pth", {})
