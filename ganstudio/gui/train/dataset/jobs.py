"""What is done beside the window: looking through the folder, small images, and making the working copy."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from threading import Event as Flag
from typing import TYPE_CHECKING

from ganstudio.core.errors import GanStudioError

if TYPE_CHECKING:
    from ganstudio.images.dataset.edits import Edits
    from ganstudio.images.dataset.report import DatasetReport, ExamineProgress

_STEPS = 200


@dataclass(frozen=True)
class ExaminedData:
    """What was found, where the working copy is to lie, and the edits to begin with: those of the last time."""

    findings: "DatasetReport"
    place: Path
    edits: "Edits"


def examine(folder: Path, size: int, copies: Path, stop: Flag) -> "Iterator[ExamineProgress | ExaminedData]":
    """Look through a folder for a training at `size` pixels; working copies lie in `copies`."""
    from ganstudio.images.dataset.report import DatasetReport, examine

    for event in examine(folder, size, stop):
        if isinstance(event, DatasetReport):
            yield ExaminedData(event, *_begin(copies, folder, event.files))
        elif event.done % max(1, event.total // _STEPS) == 0:  # the window has other things to do than to count
            yield event


def _begin(copies: Path, folder: Path, files: tuple[Path, ...]) -> "tuple[Path, Edits]":
    """The folder's working copy and its edits, if there is one; else a free name, and the ground that shows the files."""
    from ganstudio.images.background import choose_ground
    from ganstudio.images.dataset.edits import Edits, read_edits

    name = folder.name or "pictures"
    for place in (copies / (f"{name} ({number})" if number > 1 else name) for number in range(1, 1000)):
        try:
            edits = read_edits(place)
        except GanStudioError:  # damaged: left alone
            continue
        if edits is not None and edits.folder == folder:
            return place, edits
        if not place.exists():
            return place, Edits(folder=folder, ground=choose_ground(files))
    raise GanStudioError(
        "There are a thousand working copies of folders called “{name}” in {copies}; delete old ones.",
        name=name,
        copies=copies,
    )
