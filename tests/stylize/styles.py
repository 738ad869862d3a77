"""Small styles for the tests of the engine."""

import threading

import torch
from torch import Tensor

from ganstudio.api.options import Options, length
from ganstudio.api.style import Statistics, Style, Tile, View
from ganstudio.plugins.catalog import Catalog
from ganstudio.testing.synthetic import Haze


class Plain(Options):
    """Nothing to choose."""


class Negative(Style[Plain]):
    """Each colour's opposite."""

    id = "negative"
    title = "Negative"
    summary = "Each colour's opposite."
    Options = Plain

    def apply(self, tile: Tile, options: Plain, statistics: Statistics) -> Tensor:
        return 1 - tile.pixels


class ScreenOptions(Options):
    width: float = length(20, "How wide a line is.", least=1, most=100)


class Screen(Style[ScreenOptions]):
    """Slanting lines, laid out from where the tile lies."""

    id = "screen"
    title = "Screen"
    summary = "Slanting lines over the picture."
    Options = ScreenOptions

    def apply(self, tile: Tile, options: ScreenOptions, statistics: Statistics) -> Tensor:
        rows = torch.arange(tile.pixels.shape[-2])[:, None] + tile.top
        columns = torch.arange(tile.pixels.shape[-1])[None, :] + tile.left
        return tile.pixels * (0.6 + 0.4 * torch.sin((rows + columns + 1) * 3.14159 / options.width))


class Double(Negative):
    """The negative, twice as large."""

    id = "double"
    scale = 2

    def apply(self, tile: Tile, options: Plain, statistics: Statistics) -> Tensor:
        return (1 - tile.pixels).repeat_interleave(2, 2).repeat_interleave(2, 3)


class Hungry(Negative):
    """Has memory for small tiles alone: for larger ones it asks for more than any machine has, and is refused."""

    id = "hungry"
    most = 100

    def apply(self, tile: Tile, options: Plain, statistics: Statistics) -> Tensor:
        if max(tile.pixels.shape[-2:]) > self.most:
            torch.empty(1 << 50, dtype=torch.uint8)
        return super().apply(tile, options, statistics)


class Weighing(Hungry):
    """Has memory for small tiles alone when it measures: the mean of all pixels becomes their colour."""

    id = "weighing"

    def measure(self, view: View, options: Plain) -> Statistics:
        total = torch.zeros(3)
        for tile in view.tiles(0):
            total += super().apply(tile, options, {}).sum((0, 2, 3))
        return {"mean": total / (view.width * view.height)}

    def apply(self, tile: Tile, options: Plain, statistics: Statistics) -> Tensor:
        mean: Tensor = statistics["mean"]
        return mean[None, :, None, None].expand_as(tile.pixels)


class Starving(Hungry):
    id = "starving"
    most = 0


class Faulty(Negative):
    id = "faulty"

    def apply(self, tile: Tile, options: Plain, statistics: Statistics) -> Tensor:
        raise RuntimeError("CUDA error: device-side assert triggered")


class Halting(Negative):
    """Sets a stop flag while it paints its second tile."""

    id = "halting"

    def __init__(self, stop: threading.Event) -> None:
        self.stop, self.tiles = stop, 0

    def apply(self, tile: Tile, options: Plain, statistics: Statistics) -> Tensor:
        self.tiles += 1
        if self.tiles == 2:
            self.stop.set()
        return super().apply(tile, options, statistics)


CATALOG = Catalog(
    styles={each.id: each for each in (Haze(), Negative(), Screen(), Double(), Hungry(), Weighing(), Starving(), Faulty())}
)
