"""Dabs on a loose lattice: one touch of the brush for each cell, laid over each other in a few passes.

Cells whose numbers are equal modulo `n` lie `n` pitches apart. So dabs that reach half of that never meet, and all of them
are laid at once: each pixel belongs to one, and which one depends on its row and on its column alone.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import torch
from torch import Tensor

from ganstudio.api import Tile

from .noise import hash_noise

JITTER = 0.3
ORDER = {2: ((0, 0), (1, 1), (1, 0), (0, 1)), 3: ((0, 0), (1, 2), (2, 1), (0, 1), (2, 2), (1, 0), (2, 0), (0, 2), (1, 1))}


@dataclass(frozen=True)
class Lattice:
    """The cells around a tile: their numbers i 1×m and j n×1, pitch in pixels; a dab reaches `apart` / 2 pitches."""

    tile: Tile
    pitch: float
    apart: int
    i: Tensor
    j: Tensor

    def chance(self, seed: int) -> Tensor:
        """A number in [0, 1) for each cell, n×m."""
        return hash_noise(self.i, self.j, seed)

    def centres(self, seed: int) -> tuple[Tensor, Tensor]:
        """Where the dabs lie, in pixels of the whole picture: x and y, n×m, off the cells' middles by chance."""
        x, y = self.chance(seed) - 0.5, self.chance(seed + 1) - 0.5
        return (self.i + 0.5 + 2 * JITTER * x) * self.pitch, (self.j + 0.5 + 2 * JITTER * y) * self.pitch

    def passes(self, dabs: Tensor) -> Iterator[Tensor]:
        """What is known of the dabs, B×K×n×m, for each pixel B×K×H×W: pass by pass, those on top last."""
        for a, b in ORDER[self.apart]:
            rows = self._cells(self.tile.top, self.tile.pixels.shape[-2], a, self.j)
            columns = self._cells(self.tile.left, self.tile.pixels.shape[-1], b, self.i)
            yield gather(dabs, rows[:, None] * dabs.shape[-1] + columns)

    def _cells(self, start: int, count: int, rest: int, numbers: Tensor) -> Tensor:
        """For each pixel of a row the cell of that rest which it belongs to, as it stands in `numbers`."""
        place = (torch.arange(start, start + count, device=numbers.device) + 0.5) / self.pitch
        step = ((place - rest + (self.apart - 1) / 2) / self.apart).floor().long()
        return rest + self.apart * step - int(numbers.flatten()[0])


def under(field: Tensor, tile: Tile, x: Tensor, y: Tensor) -> Tensor:
    """What a field B×C×H×W of a tile holds at places in the whole picture n×m, B×C×n×m; edges repeated."""
    height, width = field.shape[-2:]
    rows = (y - tile.top).floor().long().clamp(0, height - 1)
    columns = (x - tile.left).floor().long().clamp(0, width - 1)
    return gather(field, rows * width + columns)


def gather(field: Tensor, places: Tensor) -> Tensor:
    """What B×C×H×W holds at places h×w, numbered row by row, B×C×h×w: from a matrix, which is ten times as quick."""
    return field.flatten(2).flatten(0, 1).index_select(1, places.flatten()).view(*field.shape[:2], *places.shape)


def lattice(tile: Tile, pitch: float, apart: int) -> Lattice:
    """The cells whose dabs may show in a tile."""
    height, width = tile.pixels.shape[-2:]
    i, j = (_numbers(start, count, pitch, tile.pixels.device) for start, count in ((tile.left, width), (tile.top, height)))
    return Lattice(tile, pitch, apart, i[None], j[:, None])


def _numbers(start: int, count: int, pitch: float, device: torch.device) -> Tensor:
    return torch.arange(int(start // pitch) - 3, int((start + count) // pitch) + 4, device=device)
