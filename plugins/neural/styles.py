"""The declarations: what can be chosen; the networks are run in `networks`, imported when a picture is rendered."""

from abc import abstractmethod
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, Literal, TypeVar

from ganstudio.api import GanStudioError, Options, Statistics, Style, Tile, View, option

from .looks import LOOKS, LOSING, STRENGTH

if TYPE_CHECKING:
    from torch import Tensor

    Second = str
else:
    Second = Literal[("none", *sorted(LOOKS, key=LOSING.__contains__))]


class NeuralOptions(Options):
    """What all neural styles have in common."""

    fineness: int = option(
        768, "How large the network sees your picture: small for broad strokes, large for fine ones.",
        least=256, most=1536, unit="px",
    )  # fmt: skip
    detail: float = option(
        0.7, "How far the edges of a large picture sharpen the paint, which the network makes smaller.", least=0.0, most=1.0
    )


class TrainedOptions(NeuralOptions):
    """Options of the trained styles."""

    second: Second = option("none", "Another of the trained styles to blend with.")
    share: float = option(0.5, "How much of the second style there is in the blend.", least=0.0, most=1.0)


class LikePictureOptions(NeuralOptions):
    """Options of “like this picture”."""

    picture: str = option("", "The picture whose style is taken: a painting, a fabric, a photograph.", unit="picture")
    likeness: float = option(
        1.0, "How far to go from your picture's own style to that of the other one.", least=0.0, most=1.0
    )
    closeness: float = option(
        1.0, "How near the other picture is looked at: 1 sees all of it, 4 the single stroke.", least=1.0, most=4.0
    )


O = TypeVar("O", bound=NeuralOptions)  # noqa: E741


class NeuralStyle(Style[O]):
    """A network that paints the whole picture at one size, whatever size the picture has.

    Such a network normalises by the statistics of all it sees, so the tiles of a picture would not fit together.
    `measure` runs it once over the picture at `fineness` pixels: memory is bounded, and a thumbnail shows the same
    strokes as 24 megapixels. `apply` enlarges that paint where the tile lies and sharpens it by the picture's own
    edges. The limit: strokes get no finer than `fineness` pixels across the picture can show.
    """

    trained = True

    def measure(self, view: View, options: O) -> Statistics:
        """The paint, and how it follows the picture's light and dark."""
        from .paint import paint

        return paint(view.small(options.fineness), options.fineness, lambda seen: self.run(seen, options))

    def apply(self, tile: Tile, options: O, statistics: Statistics) -> "Tensor":
        """The part of the paint where the tile lies."""
        from .paint import enlarge

        return enlarge(tile, statistics, options.detail)

    @abstractmethod
    def run(self, seen: "Tensor", options: O) -> "Tensor":
        """What the network makes of a picture, 1×3×h×w in [0, 1]."""


class TrainedStyle(NeuralStyle[TrainedOptions]):
    """One of the styles of a network that was trained for 26 at once (Dumoulin 2017), by number from 0."""

    Options = TrainedOptions

    def __init__(self, number: int) -> None:
        self.number = number
        name, summary = list(LOOKS.items())[number]
        self.id = f"neural-{name.replace(' ', '-')}"  # type: ignore[misc]
        self.title = name.capitalize()  # type: ignore[misc]
        self.summary = summary  # type: ignore[misc]
        self.prompt_words = {"en": (name, "neural"), "zh": ("神经",)}  # type: ignore[misc]
        if name in LOSING:
            self.strength, self.rank = STRENGTH, 1  # type: ignore[misc]

    def run(self, seen: "Tensor", options: TrainedOptions) -> "Tensor":
        """The style, blended with the second one."""
        from .networks import paint_trained

        if options.second == "none":
            return paint_trained(seen, self.number, self.number, 0.0)
        return paint_trained(seen, self.number, list(LOOKS).index(options.second), options.share)


class LikePicture(NeuralStyle[LikePictureOptions]):
    """Any picture as the style (Ghiasi 2017)."""

    id = "like-picture"
    title = "Like this picture"
    summary = "Takes its colours and strokes from any picture that you choose."
    prompt_words: ClassVar = {"en": ("like this picture", "like that", "in the style of"), "zh": ("像这张图", "模仿")}
    Options = LikePictureOptions

    def run(self, seen: "Tensor", options: LikePictureOptions) -> "Tensor":
        """The style of the chosen picture."""
        from .networks import paint_like

        if not options.picture:
            raise GanStudioError("Choose the picture whose style is to be taken: the option “picture” is empty.")
        return paint_like(seen, Path(options.picture).expanduser(), options.likeness, options.closeness)
