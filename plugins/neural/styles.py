"""The declarations: what can be chosen; the networks are run in `networks`, imported when a picture is rendered."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from ganstudio import GanStudioError, Options, Statistics, Style, Tile, View, option

if TYPE_CHECKING:
    from torch import Tensor

NAMES = (
    "Apricot haze", "Yellow ink", "Ink and sand", "Wild paint", "Crimson canvas", "Autumn dabs", "Night cells",
    "Primary colours", "Marker sketch", "Paper cut", "Copper plate", "Woodcut", "Morning mist", "Fauve",
    "Ice pastel", "Leaded glass", "Wax crayon", "Lattice", "Sepia contours", "Starry night", "Red dusk",
    "Pop flats", "Lilac shadows", "Late evening", "Great wave", "Impasto dabs",
)  # fmt: skip


class Neural(Options):
    """What all neural styles have in common."""

    own_detail: float = option(
        0.35, "How much of your picture's own fine detail stays visible in the paint.", least=0, most=1
    )


class TrainedOptions(Neural):
    """Options of the 26 trained styles."""

    fineness: int = option(
        768, "How large the network sees your picture: small gives broad shapes, large gives fine strokes.",
        least=256, most=1536, unit="px",
    )  # fmt: skip


class LikePictureOptions(Neural):
    """Options of “like this picture”."""

    picture: str = option("", "The picture whose style is taken: a painting, a fabric, a photograph.", unit="picture")
    likeness: float = option(1.0, "How far to go from your picture's own style to the other's.", least=0, most=1)


class _Whole(Style[Any]):
    """A network that looks at the whole picture once, at a bounded size.

    These networks normalise by statistics of the whole picture, so tiles of their own would not fit together. `measure`
    runs them once over the reduced picture; `apply` enlarges that result where the tile lies, and adds the fine detail
    of light and dark that the reduced picture could not hold.
    """

    def measure(self, view: View, options: Any) -> Statistics:
        """The reduced picture before and after the network, 1×3×h×w each."""
        before = view.small(self.longest(options))
        return {"before": before, "after": self.paint(before, options)}

    def longest(self, options: Any) -> int:
        """The longer side that the network is given, in pixels."""
        raise NotImplementedError

    def paint(self, before: "Tensor", options: Any) -> "Tensor":
        """The network's result, of the same shape."""
        raise NotImplementedError

    def apply(self, tile: Tile, options: Any, statistics: Statistics) -> "Tensor":
        """The enlarged result with the picture's own fine detail."""
        from .networks import enlarged

        return enlarged(tile, statistics["before"], statistics["after"], options.own_detail)


class Trained(_Whole):
    """One of the 26 styles of a network trained for many (Dumoulin 2017), by number from 0."""

    Options = TrainedOptions

    def __init__(self, number: int) -> None:
        self.number = number
        self.id = f"neural-{NAMES[number].lower().replace(' ', '-')}"  # type: ignore[misc]
        self.title = NAMES[number]  # type: ignore[misc]
        self.summary = f"A trained network's look, number {number + 1} of 26."  # type: ignore[misc]
        self.words: Mapping[str, tuple[str, ...]] = {"en": (NAMES[number].lower(), "neural"), "zh": ("神经",)}  # type: ignore[misc]

    def longest(self, options: Any) -> int:
        """As fine as is wanted."""
        return int(options.fineness)

    def paint(self, before: "Tensor", options: Any) -> "Tensor":  # noqa: ARG002
        """Run the network."""
        from .networks import trained

        return trained(before, self.number)


class LikePicture(_Whole):
    """Any picture as the style (Ghiasi 2017); the network works at 384 pixels."""

    id = "like-picture"
    title = "Like this picture"
    summary = "Takes its colours and strokes from any picture that you choose."
    words: ClassVar[Mapping[str, tuple[str, ...]]] = {
        "en": ("like this picture", "like that", "in the style of"),
        "zh": ("像这张图", "模仿"),
    }
    Options = LikePictureOptions

    def longest(self, options: Any) -> int:  # noqa: ARG002
        """The only size that the network has."""
        return 384

    def paint(self, before: "Tensor", options: Any) -> "Tensor":
        """Run the network."""
        from .networks import like

        if not options.picture:
            raise GanStudioError("Choose the picture whose style is to be taken: the option “picture” is empty.")
        path = Path(options.picture).expanduser()
        if not path.is_file():
            raise GanStudioError(f"There is no picture {path}; choose another one as the style.")
        return like(before, path, options.likeness)
