"""Memory: how large a tile may be, and what to do when that was too large."""

from math import isqrt

from ganstudio.core.errors import GanStudioError

LEAST_SIDE = 64
_SIDES = (2048, 1024, 768, 512, 256, 128, LEAST_SIDE)  # few: the grid of tiles stays while free memory changes a little
_GOOD = {"cpu": 512, "cuda": 1024, "mps": 512}
_BYTES_A_PIXEL = 800  # about two hundred float32 numbers that a style keeps for each pixel at once


def tile_side(margin: int, device: str) -> int:
    """A tile's side in pixels, within a quarter of the free memory.

    Wide margins want large tiles, or most of the work is thrown away: at three margins a pixel is painted 2.8 times.
    Still larger ones would make the view of a part dearer, since it is painted in whole tiles.
    """
    most = isqrt(_free_memory(device) // 4 // _BYTES_A_PIXEL) - 2 * margin
    wanted = max(_GOOD[device.partition(":")[0]], 3 * margin)
    good = next((side for side in reversed(_SIDES) if side >= wanted), _SIDES[0])
    return next((side for side in _SIDES if side <= min(most, good)), LEAST_SIDE)


def next_smaller_side(side: int) -> int:
    """The side to try after one that did not fit; GanStudioError where that was small already."""
    if side <= LEAST_SIDE:
        raise GanStudioError("There is not enough memory even for a small part of the picture; close other programs first.")
    return max(LEAST_SIDE, side // 2)


def release_memory(device: str) -> None:
    """Let go of what torch holds in reserve on a graphics card."""
    import torch

    if device.startswith("cuda"):
        torch.cuda.empty_cache()
    elif device.startswith("mps"):
        torch.mps.empty_cache()


def _free_memory(device: str) -> int:
    import psutil
    import torch

    if device.startswith("cuda"):
        return int(torch.cuda.mem_get_info(device)[0])
    return int(psutil.virtual_memory().available)
