"""The contract of a style: a named way to turn a picture into a look."""

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, Generic, Protocol, TypeVar

from ganstudio.api.options import Options

if TYPE_CHECKING:
    from torch import Tensor

O = TypeVar("O", bound=Options)  # noqa: E741

Statistics = Mapping[str, Any]


@dataclass(frozen=True)
class Tile:
    """A rectangle of a picture: pixels B×3×H×W float32 in [0, 1]; where it lies in the whole, all in pixels.

    `left` and `top` are negative where the tile reaches beyond the picture's edge (the pixels there are reflected).
    Patterns are laid out from these coordinates, so that tiles meet without a seam.
    """

    pixels: "Tensor"
    left: int
    top: int
    width: int
    height: int


class View(Protocol):
    """The whole picture as `measure` sees it, in bounded memory."""

    @property
    def width(self) -> int:
        """Pixels across."""

    @property
    def height(self) -> int:
        """Pixels down."""

    def small(self, longest: int) -> "Tensor":
        """The picture reduced so that its longer side is at most `longest` pixels, 1×3×H×W in [0, 1]."""

    def tiles(self, margin: int) -> Iterator[Tile]:
        """The picture tile by tile, each with `margin` pixels beyond its edges."""


class Style(ABC, Generic[O]):
    """A named way to turn a picture into a look: pure and deterministic, the input not modified.

    Lengths among the options arrive in pixels (see `ganstudio.api.length`).
    """

    id: ClassVar[str]
    title: ClassVar[str]
    summary: ClassVar[str]
    prompt_words: ClassVar[Mapping[str, tuple[str, ...]]] = {}
    tags: ClassVar[tuple[str, ...]] = ()  # kinds by which it is found: painting, drawing, print, pieces, or others
    scale: ClassVar[int] = 1
    trained: ClassVar[bool] = False  # whether its pixels come from a network that learnt from pictures
    strength: ClassVar[float] = 1.0  # with which a new layer of it begins, 0 to 1.5; what is saved keeps its own
    rank: ClassVar[int] = 0  # its place in lists: those of a greater number stand later
    video_statistics: ClassVar[tuple[str, ...]] = ()  # taken once for a whole film: levels, colours, no places
    Options: type[O]

    def margin(self, options: O) -> int:  # noqa: ARG002
        """How many pixels a tile must see beyond its edge for its inside to be exact."""
        return 0

    def measure(self, view: View, options: O) -> Statistics:  # noqa: ARG002
        """The statistics of the whole picture that `apply` needs; measured once."""
        return {}

    @abstractmethod
    def apply(self, tile: Tile, options: O, statistics: Statistics) -> "Tensor":
        """The tile's look, B×3×(H·scale)×(W·scale) float32 in [0, 1], on the tile's device; its margin is cut off later."""
