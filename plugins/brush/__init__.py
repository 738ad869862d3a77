"""Brush: a style from one painting, or a few."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, Literal

from ganstudio.api import Architecture, Batch, Networks, Optimisation, Options, RequiredNetwork, hookimpl, option

if TYPE_CHECKING:
    from torch import Tensor, nn

ganstudio_api = 2


class BrushOptions(Options):
    """What can be set of a brush."""

    retired = frozenset({"colours", "learn", "styles"})
    style: float = option(
        1.0, "How far from the photo: more lets the painting's strokes and colours win over what the photo shows.",
        least=0.1, most=10.0,
    )  # fmt: skip
    strokes: float = option(1.0, "How large strokes become, against those of the painting.", least=0.5, most=2.0)
    lines: float = option(
        1.0, "How much of the painting's fine strokes and lines, against its large shapes.", least=0.0, most=4.0
    )
    nearest: float = option(
        0.0, "How much each part of a picture becomes like the part of the painting that is most like it: for prints and "
        "drawings, whose shapes count more than their strokes.", least=0.0, most=4.0,
    )  # fmt: skip
    calm: float = option(1.0, "How smooth plain areas stay.", least=0.0, most=10.0)
    start: Literal["base", "nothing"] = option(
        "base",
        "Begin from a brush that knows strokes, which takes minutes; or from nothing, which takes thrice as long.",
    )
    teacher: Literal["VGG-16", "base"] = option(
        "VGG-16", "Who judges: VGG-16, a network that knows what is in pictures; or the base itself with a critic of "
        "patches, which needs no such network, and learns less well.", expert=True,
    )  # fmt: skip
    maps: int = option(64, "How much the network can take in.", least=8, most=128, expert=True)
    blocks: int = option(5, "How deep the network is.", least=1, most=10, expert=True)


class Brush(Architecture[BrushOptions]):
    """One small network, taught by the features of VGG-16 to paint like a picture."""

    id = "brush"
    title = "Brush"
    summary = "Learns a style from one painting within minutes; it becomes a style pack of less than a megabyte."
    paper = "Johnson et al. 2016, Perceptual losses; Heitz et al. 2021, Sliced Wasserstein loss; Pitié et al. 2007"
    task = "translate"
    sizes = (256, 384, 128)
    uncropped = True
    Options = BrushOptions

    def build(self, options: BrushOptions, size: int, channels: int) -> Networks:  # noqa: ARG002
        """The painter, from the base where it fits, and its teacher."""
        from .base import begin
        from .networks import Generator, Painter
        from .perceptual import VGGTeacher
        from .teachers import BaseTeacher

        painter = Painter(options.maps, options.blocks)
        if options.start == "base":
            begin(painter)
        return Networks(Generator(painter), VGGTeacher() if options.teacher == "VGG-16" else BaseTeacher(), 0)

    def prepare(self, generator: "nn.Module", pictures: "Tensor", options: BrushOptions) -> None:  # noqa: ARG002
        """Take the painting's palette; of many paintings that of all together."""
        from .networks import keep_palette

        keep_palette(generator, pictures)

    def default_batch(self, options: BrushOptions, size: int) -> int:  # noqa: ARG002
        """One crop a step: more learn no better in the same time."""
        return 1

    def default_images(self, options: BrushOptions) -> int:
        """From the base less than five minutes on two cores; from nothing a quarter of an hour."""
        return 250 if options.start == "base" else 1200

    def required_network(self, options: BrushOptions) -> RequiredNetwork | None:
        """VGG-16, or the base in its place."""
        return RequiredNetwork("VGG-16", {"teacher": "base"}) if options.teacher == "VGG-16" else None

    def optimisation(self, options: BrushOptions) -> Optimisation:  # noqa: ARG002
        """Adam with a bounded gradient, slower at the end."""
        return Optimisation(1e-3, 4e-4, betas=(0.9, 0.99), ema_images=30, decay=0.5, clip=1.0)

    def discriminator_losses(self, networks: Networks, batch: Batch, options: BrushOptions) -> "Mapping[str, Tensor]":
        """None with VGG-16, which knows already; else the critic of patches learns what the painting's look like."""
        from .losses import patch_losses

        return patch_losses(networks, batch, options)

    def generator_losses(self, networks: Networks, batch: Batch, options: BrushOptions) -> "Mapping[str, Tensor]":
        """How far the painting is from the photo, and from the style."""
        from .losses import painter_losses

        return painter_losses(networks, batch, options)

    def build_painter(self, options: BrushOptions) -> "nn.Module":
        """The painter alone."""
        from .networks import Painter

        return Painter(options.maps, options.blocks)

    def margin(self, options: BrushOptions) -> int:
        """What the convolutions see, and what moves the colours."""
        from ganstudio.api import RECOLOUR_REACH

        from .networks import reach

        return reach(options.blocks) + RECOLOUR_REACH


@hookimpl
def architectures() -> Iterable[Architecture[Any]]:
    """The one architecture of this plugin."""
    return [Brush()]
