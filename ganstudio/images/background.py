"""The ground: the colour on which transparent pictures are laid, and which of them shows a set of drawings best."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ganstudio.core.errors import GanStudioError
from ganstudio.images.thumbnail import thumbnail

GROUNDS = ("white", "black", "grey", "opposite")
_SEEN = 200  # pictures, evenly from all, that are looked at
_SIDE = 32
_PALE = 215  # of 255: what shows is then hardly to be told from white
_LOOKED_AT = 60  # pictures, evenly from all, by which a ground is proposed


def ground_colour(ground: str, files: Sequence[Path]) -> str:
    """The colour that a ground is: itself, or for “opposite” the one opposite to the average of what shows, as #rrggbb."""
    if ground != "opposite":
        return ground
    seen = [each for each in map(_visible_colour_of, files[:: max(1, len(files) // _SEEN)]) if each is not None]
    average = np.mean(seen, axis=0) if seen else np.zeros(3)
    return "#" + "".join(f"{round(255 - value):02x}" for value in average)


def choose_ground(files: Sequence[Path]) -> str:
    """“black” where most of the drawings on transparency are so pale that white would hide them, else “white”."""
    sides = [each for each in map(_thumbnails_on_both, files[:: max(1, len(files) // _LOOKED_AT)]) if each is not None]
    drawings = [(white, black) for white, black in sides if (white != black).any()]
    return "black" if 2 * sum(is_pale(*each) for each in drawings) > len(drawings) else "white"


def is_pale(white: NDArray[Any], black: NDArray[Any]) -> bool:
    """Whether what shows in a picture is nearly white; the same picture H×W×3 laid on white and on black."""
    share = 1 - (white.astype(float) - black).mean() / 255
    return bool(share > 0) and float(black.mean()) / share > _PALE


def _visible_colour_of(file: Path) -> tuple[float, float, float] | None:
    """The mean colour of what shows in a picture, 0 to 255; None where nothing does, or it cannot be read."""
    both = _thumbnails_on_both(file)
    return None if both is None else visible_colour(*both)


def _thumbnails_on_both(file: Path) -> tuple[NDArray[Any], NDArray[Any]] | None:
    """A small picture of a file on white and on black; None where it cannot be read."""
    try:
        return thumbnail(file, _SIDE).pixels, thumbnail(file, _SIDE, "black").pixels
    except GanStudioError:
        return None


def visible_colour(white: NDArray[Any], black: NDArray[Any]) -> tuple[float, float, float] | None:
    """The mean colour of what shows, of the same picture H×W×3 laid on white and on black; None where nothing does."""
    shares = 1 - np.mean(white.astype(float) - black, axis=(0, 1)) / 255
    if shares.min() < 1 / 1024:
        return None
    red, green, blue = np.mean(black, axis=(0, 1)) / shares
    return float(red), float(green), float(blue)
