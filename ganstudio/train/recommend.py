"""From a goal in words, the pictures, the machine and the time that there is, what to train."""

from dataclasses import dataclass, field
from typing import Any, Literal

from ganstudio.core.translation import tr
from ganstudio.plugins.catalog import Catalog
from ganstudio.train.planner import GOOD_SIZE

Goal = Literal["new", "style", "repair"]
GOALS: tuple[Goal, ...] = ("new", "style", "repair")

FEW_PICTURES, MANY_PICTURES = 2000, 10_000  # pictures: below the first a critic soon knows them all; R3GAN wants the second
LONG_MINUTES = 120  # minutes from which twice the size is worth its time
LAPTOP = "laptop"


@dataclass(frozen=True)
class Recommendation:
    """What is proposed, and why, in a sentence for artists."""

    architecture: str
    size: int
    why: str
    preset: str | None = None
    options: dict[str, Any] = field(default_factory=dict)


def recommend(
    goal: Goal, catalog: Catalog, *, pictures: int, side: int, device: str, minutes: float
) -> Recommendation | None:
    """What to train on so many pictures whose shorter side is about `side` pixels; None where no plugin can do it."""
    for name, why in _candidates(goal, pictures, device, minutes):
        known = catalog.architectures.get(name)
        if known is None:
            continue
        if known.task == "translate":
            return Recommendation(name, known.sizes[0], why)
        most = min(GOOD_SIZE[device] * (2 if minutes >= LONG_MINUTES else 1), max(side, min(known.sizes)))
        size = max((each for each in known.sizes if each <= most), default=min(known.sizes))
        preset = LAPTOP if device == "cpu" and LAPTOP in known.presets else None
        return Recommendation(name, size, why, preset, dict(known.presets.get(preset or "", {})))
    return None


def _candidates(goal: Goal, pictures: int, device: str, minutes: float) -> list[tuple[str, str]]:
    """Architectures from the best one on, each with a reason."""
    if goal == "style":
        return [
            (
                "brush",
                tr("One painting or a few: a brush learns their strokes and colours, and paints your photos with them."),
            )
        ]
    if goal == "repair":
        return [("restore", tr("It damages clean pictures itself, and learns to make them good again."))]
    few = (
        "adgan",
        tr("Few pictures: what the critic sees is disguised as far as is needed, so that it learns none by heart."),
    )
    usual = ("dcgan", tr("Enough pictures for the plain road: first shapes within minutes."))
    if device != "cpu" and pictures >= MANY_PICTURES:
        return [("r3gan", tr("Many pictures and a graphics card: the steadiest and most varied.")), usual]
    if pictures < FEW_PICTURES:
        return [few, usual]
    if device == "cpu" and minutes >= LONG_MINUTES:
        return [("progressive", tr("Much time: from rough shapes to details, calm at larger sizes.")), usual]
    return [usual]
