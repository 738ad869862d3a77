"""The ways that a pack's network can take: they agree, the quickest is remembered, preview and result take the same."""

import json
import sys
import threading
from pathlib import Path
from typing import get_args

import numpy as np
import pytest
import torch
from torch import Tensor, nn

from ganstudio.api.style import Tile
from ganstudio.core.devices import is_out_of_memory
from ganstudio.core.events import Rendered
from ganstudio.core.schema import decode
from ganstudio.core.settings import Home, Settings
from ganstudio.images.open import open_picture
from ganstudio.images.picture import Picture, Pixels
from ganstudio.packs import backends, openvino_backend
from ganstudio.packs.backends import Backend
from ganstudio.plugins import pack_catalog
from ganstudio.plugins.catalog import Catalog
from ganstudio.plugins.loader import load_catalog
from ganstudio.stylize.engine import Region, render
from ganstudio.stylize.look import Layer, Look
from tests.packs.made import make_pack
from tests.packs.test_foreign import original

pytestmark = pytest.mark.proof
needs_openvino = pytest.mark.skipif(
    openvino_backend.installed_version() is None, reason="the extra “openvino” is not installed"
)
OPENVINO = [backend for backend in get_args(Backend) if backend.startswith("OpenVINO")]


def sent(backend: Backend, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every picture takes that backend."""
    monkeypatch.setattr(backends, "LARGE", 1)
    monkeypatch.setattr(backends, "find_fastest_backend", lambda network: backend)


def painted(style: str, seen: Picture, catalog: Catalog, region: Region | None = None) -> Pixels:
    events = render(seen, Look(layers=(Layer(style=style),)), catalog, region=region, stop=threading.Event())
    return next(event.picture.pixels for event in events if isinstance(event, Rendered))


def apart(one: Pixels, other: Pixels) -> int:
    return int(np.abs(one.astype(int) - other).max())


@needs_openvino
@pytest.mark.parametrize("backend", ["torch bfloat16", *OPENVINO])
def test_a_bundled_pack_is_the_same_on_every_road(backend: Backend, samples: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    catalog = load_catalog(Home(), Settings(), safe_mode=True)
    seen = open_picture(samples / "chelsea.jpg")
    sent("torch float32", monkeypatch)
    expected = painted("kanagawa", seen, catalog)
    sent(backend, monkeypatch)
    made = painted("kanagawa", seen, catalog)
    assert apart(made, expected) <= 2
    part = painted("kanagawa", seen, catalog, Region(130, 90, 99, 77))
    assert np.array_equal(part, made[90:167, 130:229])


@needs_openvino
@pytest.mark.parametrize("which", ["cyclegan", "cut", "pix2pix"])
def test_norms_go_with_the_picture(which: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    torch.save(original(which).state_dict(), tmp_path / "net.pth")
    catalog, style = pack_catalog.add_pack(Catalog(), tmp_path / "net.pth")
    light = Picture(np.random.default_rng(2).integers(0, 256, (90, 120, 3), np.uint8))
    dark = Picture(light.pixels // 3)
    sent("torch float32", monkeypatch)
    expected = [painted(style, seen, catalog) for seen in (light, dark)]
    sent("OpenVINO float32", monkeypatch)
    made = [painted(style, seen, catalog) for seen in (light, dark)]
    assert max(map(apart, made, expected)) <= 1
    assert apart(expected[0], expected[1]) > 5


def test_a_small_picture_takes_torch_and_a_large_one_the_quickest(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[nn.Module] = []

    def asks(network: nn.Module) -> Backend:
        asked.append(network)
        return "torch float32"

    monkeypatch.setattr(backends, "find_fastest_backend", asks)
    for width in (1000, 2500):
        backends.run_network(nn.Conv2d(3, 3, 1), Tile(torch.zeros(1, 3, 8, 8), 0, 0, width, 1000))
    assert len(asked) == (1 if openvino_backend.installed_version() else 0)


@needs_openvino
def test_the_quickest_is_measured_once_for_networks_of_one_kind(monkeypatch: pytest.MonkeyPatch) -> None:
    network, likewise, other = nn.Conv2d(3, 3, 3, padding=1), nn.Conv2d(3, 3, 3, padding=1), nn.Conv2d(3, 3, 5, padding=2)
    found = backends.find_fastest_backend(network)
    file = Home().data / "backends.json"
    known = decode("measured", file.read_bytes(), file)
    assert list(known.values()) == [found] and found in backends.list_backends(network)
    monkeypatch.setattr(backends, "measure_seconds", lambda network: {"torch float32": 1.0})
    assert backends.find_fastest_backend(likewise) == found
    assert backends.find_fastest_backend(other) == "torch float32"
    file.write_text(json.dumps(dict.fromkeys(known, "by sea")), encoding="utf-8")
    assert backends.find_fastest_backend(network) == backends.default_backend(network, "cpu")


class Fickle(nn.Module):
    """Does with large pictures another thing than with small ones, which no conversion can see."""

    def forward(self, seen: Tensor) -> Tensor:
        return seen if seen.shape[3] > 64 else -seen


class Foreign(nn.Module):
    """Computes what OpenVINO does not know."""

    def forward(self, seen: Tensor) -> Tensor:
        made: Tensor = torch.special.bessel_j0(seen)
        return made


@needs_openvino
@pytest.mark.parametrize("network", [Fickle(), Foreign()])
def test_a_road_that_does_not_agree_is_not_taken(network: nn.Module, monkeypatch: pytest.MonkeyPatch) -> None:
    network.exact = True  # type: ignore[assignment]
    assert set(backends.measure_seconds(network)) == {"torch float32"}


class Greedy(nn.Module):
    """Wants memory by the twelfth power of a picture's side: a few megabytes for 128 pixels, for 512 more than there is."""

    def forward(self, seen: Tensor) -> Tensor:
        few = nn.functional.avg_pool2d(seen[:, :1], 32).flatten()
        many = (few[:, None, None] * few[None, :, None] * few[None, None, :]).flatten()
        made: Tensor = seen + 1e-30 * (many[:, None] @ many[None, :].repeat(1, 4)).amax()
        return made


@needs_openvino
def test_where_openvino_runs_out_of_memory_tiles_become_smaller(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sent("OpenVINO float32", monkeypatch)
    with pytest.raises(RuntimeError, match="Failed to allocate") as error:
        backends.run_on_backend(Greedy(), "OpenVINO float32", torch.rand(1, 3, 512, 512))
    assert is_out_of_memory(error.value)
    catalog, name = pack_catalog.add_pack(load_catalog(Home(), Settings()), make_pack(tmp_path / "a.ganstyle", margin=0))
    monkeypatch.setattr(catalog.style(name), "network", Greedy())
    seen = Picture(np.random.default_rng(2).integers(0, 256, (512, 512, 3), np.uint8))
    assert apart(painted(name, seen, catalog), seen.pixels) <= 1


@needs_openvino
def test_nobody_is_told_that_openvino_is_used() -> None:
    openvino_backend.convert_network(nn.Conv2d(3, 3, 1), 3, "f32")
    assert sys.modules["openvino_telemetry"] is None
