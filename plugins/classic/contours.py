"""Contours: where the long edges of a picture run, and how far each place is from the nearest one."""

import torch
import torch.nn.functional as F
from torch import Tensor

from .filters import gaussian, shift
from .flow import tensor

CLEAR = 0.06
WIDE = 0.7


def distance(picture: Tensor, width: float) -> Tensor:
    """How many pixels each place of a picture 1×3×H×W is from the nearest contour, 1×1×H×W.

    A contour is at least about `width` pixels long; where there is none at all the picture's lower edge is taken for one.
    """
    found = F.max_pool2d(contours(picture, width), 2, ceil_mode=True)[0, 0] > 0
    found[-1] |= ~found.any()
    far = 2 * _euclidean(found)[None, None]
    return F.interpolate(far, size=picture.shape[-2:], mode="bilinear", align_corners=False)


def contours(picture: Tensor, width: float) -> Tensor:
    """1 on the crests of the edges that run one way over `width` pixels, else 0, 1×1×H×W: outlines, little texture."""
    xx, yy, xy = tensor(gaussian(picture, 0.25 * width), 0.45 * width).chunk(3, 1)
    clear = torch.hypot(xx - yy, 2 * xy).sqrt()
    level = torch.maximum(WIDE * gaussian(clear, 3 * width), torch.tensor(CLEAR, device=clear.device))
    sideways = xx > yy
    crest = torch.where(sideways, _crest(clear, 1, 0), _crest(clear, 0, 1))
    return (crest & (clear > level)).float()


def _crest(field: Tensor, dx: int, dy: int) -> Tensor:
    return (field >= shift(field, dx, dy)) & (field > shift(field, -dx, -dy))


def _euclidean(found: Tensor) -> Tensor:
    """How far each place H×W is from the nearest one that is true: down the columns first, then along each row."""
    height, width = found.shape
    rows, columns = (torch.arange(side, dtype=torch.float32, device=found.device) for side in (height, width))
    above = torch.where(found, rows[:, None], -1e4).cummax(0).values
    below = torch.where(found, -rows[:, None], -1e4).flip(0).cummax(0).values.flip(0)
    down = torch.minimum(rows[:, None] - above, -below - rows[:, None])
    across = (columns[:, None] - columns).square()
    return torch.stack([(across + row.square()).amin(1) for row in down]).sqrt()
