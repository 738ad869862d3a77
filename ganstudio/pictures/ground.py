"""The ground: the colour on which transparent pictures are laid, and which of them shows a set of drawings best."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ganstudio.errors import GanStudioError
from ganstudio.pictures.dataset import thumbnail

GROUNDS = ("white", "black", "grey", "opposite")
_SEEN = 200  # pictures, evenly from all, that are looked at
_SIDE = 32


def ground_colour(ground: str, files: Sequence[Path]) -> str:
    """The colour that a ground is: itself, or for “opposite” the one opposite to the average of what shows, as #rrggbb."""
    if ground != "opposite":
        return ground
    seen = [each for each in map(_visible, files[:: max(1, len(files) // _SEEN)]) if each is not None]
    average = np.mean(seen, axis=0) if seen else np.zeros(3)
    return "#" + "".join(f"{round(255 - value):02x}" for value in average)


def _visible(file: Path) -> tuple[float, float, float] | None:
    """The mean colour of what shows in a picture, 0 to 255; None where nothing does, or it cannot be read."""
    try:
        white, black = (thumbnail(file, _SIDE, ground).pixels.astype(float) for ground in ("white", "black"))
    except GanStudioError:
        return None
    return visible_colour(white, black)


def visible_colour(white: NDArray[Any], black: NDArray[Any]) -> tuple[float, float, float] | None:
    """The mean colour of what shows, of the same picture H×W×3 laid on white and on black; None where nothing does."""
    shares = 1 - np.mean(white.astype(float) - black, axis=(0, 1)) / 255
    if shares.min() < 1 / 1024:
        return None
    red, green, blue = np.mean(black, axis=(0, 1)) / shares
    return float(red), float(green), float(blue)
