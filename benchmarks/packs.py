"""How fast a style pack paints, against the network that textbooks use (Johnson 2016) in plain torch."""

import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

import numpy as np
import torch
from ganstudio_plugins.brush import Brush, BrushOptions
from torch import Tensor, nn

from benchmarks.figure import Figure
from ganstudio.api.style import Tile
from ganstudio.core.events import Rendered
from ganstudio.images.picture import Picture
from ganstudio.packs import backends
from ganstudio.packs.file import write_pack
from ganstudio.packs.manifest import Manifest
from ganstudio.packs.style import PackStyle
from ganstudio.plugins.catalog import Catalog
from ganstudio.plugins.pack_catalog import add_pack, open_pack_style
from ganstudio.stylize.engine import render
from ganstudio.stylize.look import Layer, Look

ROUNDS = 4
BRUSH = Catalog(architectures={"brush": Brush()})


def full_hd() -> list[Figure]:
    """1920×1080 with a pack, engine and all, against the textbook network alone in float32, by turns."""
    catalog, name = add_pack(BRUSH, _pack())
    picture = Picture(np.random.default_rng(0).integers(0, 256, (1080, 1920, 3), np.uint8))
    look, seen = Look(layers=(Layer(style=name),)), torch.rand(1, 3, 1080, 1920)
    textbook = _textbook()

    def ours() -> None:
        assert any(isinstance(e, Rendered) for e in render(picture, look, catalog, stop=threading.Event()))

    def theirs() -> None:
        with torch.inference_mode():
            textbook(seen)

    times = [(_seconds(theirs), _seconds(ours)) for _ in range(ROUNDS)]
    return [
        Figure("1080p, textbook network ÷ a pack in the engine", median(slow / fast for slow, fast in times), "≥ 1.4", "×"),
        Figure("1080p with a pack", median(fast for _, fast in times), "", "s"),
    ]


def live() -> list[Figure]:
    """512×512, as a live picture would be painted."""
    style: PackStyle = open_pack_style(_pack(), BRUSH.architectures)
    tile = Tile(torch.rand(1, 3, 512, 512), 0, 0, 512, 512)
    table = style.statistics(tile.pixels)
    with torch.inference_mode():
        times = [_seconds(lambda: style.apply(tile, style.Options(stroke=0.2), table)) for _ in range(20)][4:]
        run = backends.run_network(style.network, tile)
        alone = [_seconds(lambda: run(tile.pixels)) for _ in range(20)][4:]
    return [
        Figure("512×512 with a pack, pictures a second", 1 / median(times), "≥ 25", "/s"),
        Figure("512×512, colours moved and calmed, too ÷ the network alone", min(times) / min(alone), "≤ 1.1", "×"),
    ]


def _pack() -> Path:
    """A pack as they are bundled, its weights by chance: they cost the same."""
    path, options = Path(tempfile.mkdtemp()) / "chance.ganstyle", BrushOptions()
    told = Manifest(name="Chance", architecture="brush", options=options.model_dump(), margin=Brush().margin(options))
    write_pack(path, told, Brush().build_painter(options).state_dict())
    return path


class _Residual(nn.Module):
    def __init__(self, maps: int) -> None:
        super().__init__()
        self.layers = nn.Sequential(*_layer(maps, maps, 3), nn.ReLU(), *_layer(maps, maps, 3))

    def forward(self, seen: Tensor) -> Tensor:
        added: Tensor = self.layers(seen)
        return seen + added


def _layer(given: int, made: int, side: int, stride: int = 1) -> list[nn.Module]:
    return [nn.Conv2d(given, made, side, stride, side // 2, padding_mode="reflect"), nn.InstanceNorm2d(made, affine=True)]


def _textbook() -> nn.Module:
    """9×9, two down, five blocks, two up: with 16, 32, 64 maps it has as many weights as the brush, 0.4 million."""
    up = nn.Upsample(scale_factor=2)
    return nn.Sequential(
        *_layer(3, 16, 9), nn.ReLU(), *_layer(16, 32, 3, 2), nn.ReLU(), *_layer(32, 64, 3, 2), nn.ReLU(),
        *(_Residual(64) for _ in range(5)),
        up, *_layer(64, 32, 3), nn.ReLU(), up, *_layer(32, 16, 3), nn.ReLU(), nn.Conv2d(16, 3, 9, 1, 4),
    ).eval()  # fmt: skip


def _seconds(work: Callable[[], object]) -> float:
    begin = time.perf_counter()
    work()
    return time.perf_counter() - begin
