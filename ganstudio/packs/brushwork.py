"""How strong the strokes are that a network adds to a picture."""

from torch import Tensor

_LARGE = 0.25  # strokes so far from the picture, of a range of 1, are strengthened half as much: no glowing rims


def strengthen_strokes(shown: Tensor, painted: Tensor, gain: float) -> Tensor:
    """What was painted on pixels B×3×H×W, with what the network added `gain` times as strong, large differences less.

    At 1 it is what was painted, at 0 the pixels themselves; it sees no other pixel.
    """
    if gain == 1:
        return painted
    added = painted - shown
    if gain < 1:
        return shown + gain * added
    size = added.abs().mean(1, keepdim=True)
    return shown + added * (gain / (1 + (gain - 1) / _LARGE * size))
