"""The kinds of network that others train, by the id that a pack's manifest names; torch comes only when one is built."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any, Protocol

from ganstudio.api.options import Options as Layout

if TYPE_CHECKING:
    from torch import Tensor, nn

_ROOMS = {
    "resnet-generator": "resnet",
    "fast-neural-style": "transformer",
    "animegan-generator": "animegan",
    "spandrel": "upscaler",  # last: it knows much, and is asked only where nothing else fits
}


class NetworkKind(Protocol):
    """A network that others train: how it is recognised, laid out and read."""

    @property
    def title(self) -> str:
        """What people call it, with its article."""

    @property
    def Options(self) -> type[Layout]:  # noqa: N802
        """The options that decide its layout."""

    def recognise(self, weights: "Mapping[str, Tensor]") -> Any | None:
        """How the network of these weights is laid out; None where they are another's."""

    def build_painter(self, options: Any) -> "nn.Module":
        """The network, its parts named as in the file."""

    def margin(self, options: Any) -> int:
        """How many pixels beyond a tile's edge it sees."""

    def trim(self, weights: "Mapping[str, Tensor]", options: Any) -> "dict[str, Tensor]":
        """The weights of the network, without other values of the training."""


@dataclass(frozen=True)
class KnownNetwork:
    """A kind of network, as a pack's manifest names it."""

    id: str

    @property
    def kind(self) -> NetworkKind:
        """The kind itself."""
        found: NetworkKind = import_module(f"ganstudio.packs.foreign.{_ROOMS[self.id]}").KIND
        return found

    @property
    def Options(self) -> type[Layout]:  # noqa: N802
        """The options that decide its layout."""
        return self.kind.Options

    def build_painter(self, options: Any) -> "nn.Module":
        """The network, untrained."""
        return self.kind.build_painter(options)


def known_networks() -> Iterator[KnownNetwork]:
    """All that there are."""
    return map(KnownNetwork, _ROOMS)


def is_known(name: str) -> bool:
    """Whether a manifest names one of them."""
    return name in _ROOMS
