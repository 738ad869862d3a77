"""Styles that are computed in a module of their own, so that a listing needs no torch."""

from importlib import import_module
from typing import TYPE_CHECKING, Any, TypeVar

from ganstudio.api import Options, Statistics, Style, Tile, View

if TYPE_CHECKING:
    from torch import Tensor

O = TypeVar("O", bound=Options)  # noqa: E741


class ModuleStyle(Style[O]):
    """A style whose margin and pixels come from the module named like its id."""

    def margin(self, options: O) -> int:
        """How many pixels beyond a tile the module's filters read."""
        reach: int = self._module().margin(options)
        return reach

    def apply(self, tile: Tile, options: O, statistics: Statistics) -> "Tensor":
        """The tile as the module paints it, 1×3×h×w, 0 to 1."""
        painted: Tensor = self._module().paint(tile, options, statistics)
        return painted

    def _module(self) -> Any:
        return import_module(f".{self.id}", __package__)


class MeasuringStyle(ModuleStyle[O]):
    """A style whose module also measures the whole picture, before its tiles are painted."""

    def measure(self, view: View, options: O) -> Statistics:
        """What the module measures of the picture: tensors and numbers by name."""
        measured: Statistics = self._module().measure(view, options)
        return measured
