"""How strong the strokes are that a network adds to a picture."""

from torch import Tensor

_LARGE = 0.25  # strokes so far from the picture, of a range of 1, are strengthened half as much: no glowing rims


def strengthen_strokes(picture: Tensor, painting: Tensor, gain: float) -> Tensor:
    """What was painted on pixels B×3×H×W, with what the network added `gain` times as strong, large differences less.

    At gain 1 the painting is unchanged, at 0 the picture is; each pixel depends on that pixel alone.
    """
    if gain == 1:
        return painting
    added = painting - picture
    if gain < 1:
        return picture + gain * added
    size = added.abs().mean(1, keepdim=True)
    return picture + added * (gain / (1 + (gain - 1) / _LARGE * size))
