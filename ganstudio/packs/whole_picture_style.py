"""A pack whose network depends on the whole picture, because it has norms: these are measured once."""

import threading
from typing import TYPE_CHECKING, Any

from ganstudio.api.style import Statistics, Tile, View
from ganstudio.packs.file import Pack
from ganstudio.packs.style import NetworkFactory, PackStyle

if TYPE_CHECKING:
    from torch import Tensor

SEEN = 512  # pixels of the longer side at which norms are measured: such networks learned on squares of about half of it


class MeasuredPackStyle(PackStyle):
    """A style whose norms use the statistics of the picture at 512 pixels, for each of its tiles."""

    video_statistics = ("norms",)

    def __init__(self, pack: Pack, architecture: NetworkFactory) -> None:
        super().__init__(pack, architecture)
        self._norms_lock = (
            threading.Lock()
        )  # held while the norms stand for one picture: a preview and a batch may paint at once

    def measure(self, view: View, options: Any) -> Statistics:  # noqa: ARG002
        """Each norm's mean and sharpness, from the picture at 512 pixels."""
        return self.statistics(view.small(SEEN))

    def statistics(self, small: "Tensor") -> Statistics:
        """Each norm's mean and sharpness for a picture that it sees small, 1×3×H×W in [0, 1]."""
        from ganstudio.packs import backends
        from ganstudio.packs.foreign.norms import find_norms, freeze_norms
        from ganstudio.packs.tile_painting import paint_tile

        tile = Tile(small, 0, 0, small.shape[3], small.shape[2])
        backend = backends.default_backend(
            self.network, small.device.type
        )  # torch's: only there can the norms' moments be read
        with self._norms_lock:
            freeze_norms(self.network, None)
            paint_tile(lambda seen, _: backends.run_on_backend(self.network, backend, seen), tile, 1, 0.0)
            return {"norms": [norm.moments for norm in find_norms(self.network)]}

    def apply(self, tile: Tile, options: Any, statistics: Statistics) -> "Tensor":
        """Paint the tile with the norms as they were measured."""
        from ganstudio.packs.foreign.norms import freeze_norms

        with self._norms_lock:
            freeze_norms(self.network, statistics.get("norms"))
            return super().apply(tile, options, statistics)
