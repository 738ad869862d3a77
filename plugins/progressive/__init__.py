"""Progressive growing: a GAN that learns 4×4 pixels first and doubles its side from there (Karras 2018)."""

from collections.abc import Iterable
from math import log2
from typing import TYPE_CHECKING, Any

from ganstudio.api import (
    Architecture,
    DiscriminatorInput,
    DiscriminatorInputOptions,
    GanStudioError,
    Networks,
    ObjectiveName,
    Optimisation,
    Plan,
    Stage,
    hookimpl,
    option,
)

if TYPE_CHECKING:
    from ganstudio.api import Objective

ganstudio_api = 2

PAPER_PHASE = 600_000


class ProgressiveOptions(DiscriminatorInputOptions):
    """What can be set of a progressive GAN; the paper's values are named where a laptop needs others."""

    width: int = option(
        128,
        "How much the networks can take in: more sees finer, half as much learns three times as fast; the paper has 512.",
        least=8,
        most=512,
    )
    objective: ObjectiveName = option(
        "wasserstein",
        "The rules of the game: “wasserstein” is the paper's, steady and varied; “non-saturating” sees twice as many "
        "pictures a minute, and does best where they are all alike; the others are its kin.",
    )
    pictures_per_phase: int = option(
        0,
        "How long each new level fades in, and then settles; 0 leaves half of the training to the last one. "
        "The paper has 600,000.",
        least=0, most=10_000_000, unit="pictures",
    )  # fmt: skip
    rate: float = option(
        1e-3, "How boldly both networks change with each step.", least=1e-5, most=1e-2, scale="log", live=True
    )
    discriminator_pace: float = option(
        1.0, "The critic's rate in times the painter's: above one where it falls behind.",
        least=0.25, most=4.0, unit="×", expert=True,
    )  # fmt: skip
    latent: int = option(128, "Numbers that a picture is made from; the paper has 512.", least=2, most=512, expert=True)
    wide_to: int = option(
        4,
        "Up to this side the networks stay that wide; beyond it their maps halve as the side doubles. The paper has 32.",
        least=4, most=256, unit="px", expert=True,
    )  # fmt: skip
    penalty: float = option(
        10.0, "How strictly the “wasserstein” critic's slope is held at one.", least=0.1, most=1000.0, expert=True
    )
    drift: float = option(
        1e-3, "How firmly the “wasserstein” critic's scores are held near zero.", least=0.0, most=1.0, expert=True
    )
    gamma: float = option(
        1.0, "How smooth the critic must stay in the games other than “wasserstein”; more is calmer and slower.",
        least=0.01, most=200.0, expert=True,
    )  # fmt: skip


class Progressive(Architecture[ProgressiveOptions]):
    """From 4×4 pixels to the picture's size, level by level, each one faded in."""

    id = "progressive"
    title = "Progressive GAN"
    summary = "Learns the rough shapes first and the details on top of them; calm, at its best from 64 pixels upwards."
    paper = "Karras et al. 2018, Progressive growing of GANs for improved quality, stability, and variation"
    sizes = (32, 64, 128, 256)
    Options = ProgressiveOptions

    def build(self, options: ProgressiveOptions, size: int, channels: int) -> Networks:
        """Both networks with all their levels, their weights drawn from N(0, 1)."""
        from .networks import Discriminator, Generator

        maps = {side: _count_maps(options, side) for side in _list_resolutions(size)}
        return Networks(Generator(channels, options.latent, maps), Discriminator(channels, maps), options.latent)

    def plan(self, options: ProgressiveOptions, size: int, images: int) -> Plan:
        """4×4 pixels for one phase, each level between for two (fade in, settle), the last one for the rest.

        Where no phase is given it is such that the rest is half of the training, but no longer than the paper's.
        """
        *early, _ = _list_resolutions(size)
        phases = 2 * len(early) - 1
        phase = options.pictures_per_phase or min(PAPER_PHASE, images // (2 * phases))
        rest = images - phases * phase
        if rest < 1:
            raise GanStudioError(
                "With {images:,} pictures and {phase:,} a phase the training ends before it reaches {size} "
                "pixels; give it more than {phases:,} pictures, or shorter phases.",
                images=images,
                phase=phase,
                size=size,
                phases=phases * phase,
            )
        first = Stage(4, self.default_batch(options, 4), phase)
        between = [Stage(side, self.default_batch(options, side), 2 * phase, fade=phase) for side in early[1:]]
        return Plan((first, *between, Stage(size, self.default_batch(options, size), rest, fade=min(phase, rest))))

    def default_batch(self, options: ProgressiveOptions, size: int) -> int:  # noqa: ARG002
        """64 pictures a step where they are small, 16 where they are large."""
        return {4: 64, 8: 64, 16: 32}.get(size, 16)

    def optimisation(self, options: ProgressiveOptions) -> Optimisation:
        """The paper's Adam, made anew at each level; the EMA's half-life is that of 0.999 a step of 16 pictures."""
        return Optimisation(
            options.rate, options.rate * options.discriminator_pace, betas=(0.0, 0.99), ema_images=11_000, restart=True
        )

    def discriminator_input(self, options: ProgressiveOptions) -> DiscriminatorInput:
        """By the options."""
        return options.discriminator_input()

    def objective(self, options: ProgressiveOptions) -> "Objective":
        """WGAN-GP with drift, as in the paper, or the relativistic game, or another one with R1."""
        from ganstudio.api import OBJECTIVES, R1Penalty, Relativistic, WassersteinGP

        if options.objective == "wasserstein":
            return WassersteinGP(options.penalty, options.drift)
        if options.objective == "relativistic":
            return Relativistic(options.gamma)
        return R1Penalty(OBJECTIVES[options.objective](), options.gamma)


def _list_resolutions(size: int) -> list[int]:
    """4, 8, 16 … to the size."""
    return [1 << power for power in range(2, int(log2(size)) + 1)]


def _count_maps(options: ProgressiveOptions, side: int) -> int:
    """Feature maps at a side: the width, halved as the side doubles beyond `wide_to`, down to an eighth."""
    return max(options.width * options.wide_to // max(side, options.wide_to), options.width // 8)


@hookimpl
def architectures() -> Iterable[Architecture[Any]]:
    """The one architecture of this plugin."""
    return [Progressive()]
