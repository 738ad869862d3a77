"""Regions that can be named: masks by brightness and position, and how masks are combined."""

from ganstudio.core.translation import tr_noop
from ganstudio.stylize.mask import Fade, Mask, Tones

REGIONS = {
    "sky": (Mask(fade=Fade(start=(0.5, 0.7), end=(0.5, 0.35)), tones=Tones(low=0.45, soft=0.2)),
            tr_noop("the upper part, where it is bright")),
    "ground": (Mask(fade=Fade(start=(0.5, 0.4), end=(0.5, 0.6))), tr_noop("the lower half")),
    "top": (Mask(fade=Fade(start=(0.5, 0.6), end=(0.5, 0.4))), tr_noop("the upper half")),
    "left": (Mask(fade=Fade(start=(0.55, 0.5), end=(0.45, 0.5))), tr_noop("the left half")),
    "right": (Mask(fade=Fade(start=(0.45, 0.5), end=(0.55, 0.5))), tr_noop("the right half")),
    "top left": (Mask(fade=Fade(start=(0.55, 0.55), end=(0.35, 0.35))), tr_noop("the upper left, cut slantwise")),
    "top right": (Mask(fade=Fade(start=(0.45, 0.55), end=(0.65, 0.35))), tr_noop("the upper right, cut slantwise")),
    "bottom left": (Mask(fade=Fade(start=(0.55, 0.45), end=(0.35, 0.65))), tr_noop("the lower left, cut slantwise")),
    "bottom right": (Mask(fade=Fade(start=(0.45, 0.45), end=(0.65, 0.65))), tr_noop("the lower right, cut slantwise")),
    "shadows": (Mask(tones=Tones(high=0.35, soft=0.15)), tr_noop("where it is dark")),
    "lights": (Mask(tones=Tones(low=0.65, soft=0.15)), tr_noop("where it is bright")),
    "background": (Mask(fade=Fade(start=(0.5, 0.65), end=(0.5, 0.35))), tr_noop("the upper part, as a guess")),
}  # fmt: skip


def combine_masks(one: Mask, other: Mask) -> Mask | None:
    """Where both hold, as in “the shadows on the left”; None where one mask cannot say it."""
    if one.invert or other.invert or (one.fade and other.fade) or (one.tones and other.tones):
        return None
    return one.model_copy(update={"fade": one.fade or other.fade, "tones": one.tones or other.tones})


def invert_mask(mask: Mask) -> Mask:
    """Everywhere else."""
    return mask.model_copy(update={"invert": not mask.invert})
