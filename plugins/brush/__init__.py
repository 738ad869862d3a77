"""Brush: a style from one painting, or a few."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, Literal

from ganstudio import Architecture, Batch, Optimisation, Options, Players, hookimpl, option

if TYPE_CHECKING:
    from torch import Tensor, nn

ganstudio_api = 1

WARM_UP = 150  # steps in which a painter that begins from nothing learns to copy the photo


class BrushOptions(Options):
    """What can be set of a brush."""

    style: float = option(
        1.0, "How far from the photo: more lets the painting's strokes and colours win over what the photo shows.",
        least=0.1, most=10.0,
    )  # fmt: skip
    strokes: float = option(1.0, "How large strokes become, against those of the painting.", least=0.5, most=2.0)
    colours: float = option(
        1.0, "How much of the painting's colours it learns; with 0 the photo keeps its own.", least=0.0, most=1.0
    )
    lines: float = option(
        1.0, "How much of the painting's fine strokes and lines, against its large shapes.", least=0.0, most=4.0
    )
    calm: float = option(1.0, "How smooth plain areas stay.", least=0.0, most=10.0)
    start: Literal["base", "nothing"] = option(
        "base", "Begin from a brush that knows many paintings, which takes minutes; or from nothing, which takes an hour."
    )
    teacher: Literal["VGG-16", "base"] = option(
        "VGG-16", "Who judges: VGG-16, a network that knows what is in pictures; or the base itself with a critic of "
        "patches, which needs no such network, and learns less well.", expert=True,
    )  # fmt: skip
    learn: Literal["everything", "numbers"] = option(
        "everything", "What learns: the whole network; or only the 1,504 numbers that are a style's own, which keeps nearer "
        "to what the base knows.", expert=True,
    )  # fmt: skip
    styles: int = option(
        1, "How many styles to learn at once: the pictures of the folder in turn, each a style of its own.",
        least=1, most=64, expert=True,
    )  # fmt: skip
    maps: int = option(64, "How much the network can take in.", least=8, most=128, expert=True)
    blocks: int = option(5, "How deep the network is.", least=1, most=10, expert=True)


class Brush(Architecture[BrushOptions]):
    """One small network, taught by the features of VGG-16 to paint like a picture."""

    id = "brush"
    title = "Brush"
    summary = "Learns a style from one painting within minutes; it becomes a style pack of less than a megabyte."
    paper = "Johnson et al. 2016, Perceptual losses; Dumoulin et al. 2017, A learned representation for artistic style"
    task = "translate"
    sizes = (256, 384, 128)
    whole = True
    Options = BrushOptions

    def build(self, options: BrushOptions, size: int, channels: int) -> Players:  # noqa: ARG002
        """The painter, from the base where it fits, and its teacher."""
        from .base import begin
        from .networks import Generator, Painter
        from .perceptual import VGGTeacher
        from .teachers import BaseTeacher

        painter = Painter(options.maps, options.blocks, options.styles)
        if options.start == "base":
            begin(painter)
        for name, weight in painter.named_parameters():
            weight.requires_grad_(options.learn == "everything" or name == "table")
        return Players(Generator(painter), VGGTeacher() if options.teacher == "VGG-16" else BaseTeacher(), 0)

    def batch(self, options: BrushOptions, size: int) -> int:  # noqa: ARG002
        """Two crops a step: more learn no better in the same time."""
        return 2

    def enough(self, options: BrushOptions) -> int:
        """From the base some minutes on two cores; from nothing an hour, with many styles longer."""
        return 600 if options.start == "base" else 4000 + 100 * options.styles

    def optimisation(self, options: BrushOptions) -> Optimisation:
        """Adam with a bounded gradient, slower at the end."""
        rate = 4e-3 if options.learn == "numbers" else 1e-3
        return Optimisation(rate, 4e-4, betas=(0.9, 0.99), ema_images=60, decay=0.5, clip=1.0)

    def discriminator_losses(self, players: Players, batch: Batch, options: BrushOptions) -> "Mapping[str, Tensor]":
        """None with VGG-16, which knows already; else the critic of patches learns what the painting's look like."""
        from .losses import judging

        return judging(players.discriminator, batch, options)

    def generator_losses(self, players: Players, batch: Batch, options: BrushOptions) -> "Mapping[str, Tensor]":
        """How far the painting is from the photo, and from the style."""
        from .losses import copying, painting

        assert batch.source is not None and batch.fake is not None and batch.labels is not None
        if options.start == "nothing" and batch.step < WARM_UP:
            return copying(batch.fake, batch.source)
        return painting(players.discriminator, batch, options)

    def painter(self, options: BrushOptions) -> "nn.Module":
        """The painter alone, its one style folded into it."""
        from .networks import Painter

        return Painter(options.maps, options.blocks)

    def margin(self, options: BrushOptions) -> int:
        """What the convolutions see."""
        from .networks import reach

        return reach(options.blocks)

    def published(
        self, weights: "Mapping[str, Tensor]", options: BrushOptions, which: int | None
    ) -> "tuple[Mapping[str, Tensor], BrushOptions]":
        """The painter with one row of the table folded into it, or the mean of all."""
        from .networks import folded

        return folded(weights, which), options.model_copy(update={"styles": 1})


@hookimpl
def architectures() -> Iterable[Architecture[Any]]:
    """The one architecture of this plugin."""
    return [Brush()]
