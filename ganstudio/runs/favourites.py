"""Favourites: pictures of a run's sheets that somebody starred, kept in its folder."""

from pathlib import Path

from ganstudio.core.errors import GanStudioError, os_reason
from ganstudio.core.files import read_limited, write_atomically
from ganstudio.core.schema import NewerError, decode, encode
from ganstudio.runs.layout import FAVOURITES

_LARGEST = 10 * 2**20
Favourite = tuple[int, int]  # pictures seen when the sheet was made, number of the picture on it


def read_favourites(folder: Path) -> list[Favourite]:
    """What is starred in a run's folder, in the order in which it was."""
    try:
        return _read(folder / FAVOURITES)
    except NewerError:
        return []


def set_favourite(folder: Path, favourite: Favourite, wanted: bool) -> list[Favourite]:
    """Star a picture, or no more; what is starred now.

    GanStudioError where the folder cannot be written, or what is starred has a later form.
    """
    kept = [each for each in _read(folder / FAVOURITES) if each != favourite] + ([favourite] if wanted else [])
    try:
        write_atomically(folder / FAVOURITES, encode("favourites", {"favourites": kept}))
    except OSError as error:
        raise GanStudioError(
            "The star could not be kept in {folder}: {reason}.", folder=folder, reason=os_reason(error)
        ) from error
    return kept


def _read(file: Path) -> list[Favourite]:
    """What a file of favourites holds, nothing where it is damaged; NewerError where it has a later form."""
    try:
        found = decode("favourites", read_limited(file, _LARGEST), file)["favourites"]
        return [(int(images), int(number)) for images, number in found]
    except NewerError:
        raise
    except (OSError, ValueError, TypeError, KeyError, OverflowError, GanStudioError):
        return []
