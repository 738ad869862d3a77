"""Favourites: pictures of a run's sheets that somebody starred, kept in its folder."""

import json
from pathlib import Path

from ganstudio.errors import GanStudioError
from ganstudio.files import read_limited, write_atomically

_LARGEST = 10 * 2**20
Favourite = tuple[int, int]  # pictures seen when the sheet was made, number of the picture on it


def favourites(folder: Path) -> list[Favourite]:
    """What is starred in a run's folder, in the order in which it was."""
    try:
        found = json.loads(read_limited(folder / "favourites.json", _LARGEST))
        return [(int(images), int(number)) for images, number in found]
    except (OSError, ValueError, TypeError, OverflowError, RecursionError, GanStudioError):
        return []


def star(folder: Path, favourite: Favourite, wanted: bool) -> list[Favourite]:
    """Star a picture, or no more; what is starred now. GanStudioError where the folder cannot be written."""
    kept = [each for each in favourites(folder) if each != favourite] + ([favourite] if wanted else [])
    try:
        write_atomically(folder / "favourites.json", json.dumps(kept).encode())
    except OSError as error:
        raise GanStudioError(f"The star could not be kept in {folder}: {error.strerror}.") from error
    return kept
