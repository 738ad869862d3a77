"""What CycleGAN and CUT have in common: options, sizes, rates, and the painter that a style pack holds."""

from typing import TYPE_CHECKING, TypeVar

from ganstudio.api import Architecture, Optimisation, Options, option

if TYPE_CHECKING:
    from torch import Tensor, nn


class TranslationOptions(Options):
    """What can be set of both."""

    retired = frozenset({"critic_maps"})
    maps: int = option(
        24, "How much the painter can take in; the papers have 64, which wants a graphics card.", least=4, most=64
    )
    blocks: int = option(6, "How deep the painter is; 9 for large pictures.", least=1, most=9)
    discriminator_maps: int = option(
        32, "How much the critic can take in; the papers have 64.", least=4, most=64, expert=True
    )
    rate: float = option(
        2e-4, "How boldly painter and critic change with each step.", least=1e-6, most=1e-2, scale="log", expert=True
    )


O = TypeVar("O", bound=TranslationOptions)  # noqa: E741


class Translation(Architecture[O]):
    """An architecture that changes photos so that they resemble the pictures of a folder."""

    task = "translate"
    sizes = (128, 64, 256)

    def default_batch(self, options: O, size: int) -> int:  # noqa: ARG002
        """One picture a step, as in the papers."""
        return 1

    def optimisation(self, options: O) -> Optimisation:
        """The papers' Adam; in the second half it slows down."""
        return Optimisation(options.rate, options.rate, betas=(0.5, 0.999), ema_images=2000, decay=0.5)

    def build_painter(self, options: O) -> "nn.Module":
        """The painter alone."""
        from .networks import Painter

        return Painter(options.maps, options.blocks)

    def margin(self, options: O) -> int:
        """What its convolutions see."""
        from .networks import compute_margin

        return compute_margin(options.blocks)


def least_squares(scores: "Tensor", *, real: bool) -> "Tensor":
    """Least squares: how far scores are from 1 (real) or 0 (Mao 2017)."""
    return (scores.float() - float(real)).square().mean()


def gradient_penalty(scores: "Tensor", pictures: "Tensor") -> "Tensor":
    """How much scores change with the pictures: their gradient's square, in the mean over places (R1, Mescheder 2018)."""
    import torch

    (slope,) = torch.autograd.grad(scores.float().sum(), pictures, create_graph=True)
    return slope.float().square().sum() / scores.numel()
