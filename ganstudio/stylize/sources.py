"""Sources: the pictures and films among the files and folders that were named."""

import os
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from ganstudio.core.errors import GanStudioError
from ganstudio.core.translation import tr, tr_noop
from ganstudio.images.folder_files import content_of
from ganstudio.stylize.result_index import ResultIndex

_HIDDEN, _OTHER, _RESULT = "hidden", tr_noop("neither pictures nor films"), tr_noop("results that were made here")


@dataclass(frozen=True)
class Sources:
    """The files that are to be made, how many of the folders' files are passed over and why, the folders without any."""

    files: tuple[Path, ...]
    skip_counts: Mapping[str, int]
    problems: Mapping[Path, str]

    @property
    def skip_summary(self) -> str:
        """What is passed over, in one sentence; empty where nothing is."""
        parts = [f"{count} {tr(why)}" for why, count in self.skip_counts.items() if count]
        return tr("Passed over in folders: {parts}.", parts=", ".join(parts)) if parts else ""


def find_sources(places: Iterable[Path], out: Path, index: ResultIndex) -> Sources:
    """The files that are named, and those in folders and below, each once.

    What was made here and lies in the folder `out` is none, unless it is named.
    """
    files: list[Path] = []
    passed: Counter[str] = Counter()
    problems: dict[Path, str] = {}
    for place in places:
        if not os.path.isdir(place):  # noqa: PTH112  # a name that is too long is said in its turn
            files.append(place)
            continue
        try:
            files += _in_folder(place, out.resolve(), index, passed)
        except GanStudioError as error:
            problems[place] = str(error)
    return Sources(tuple(dict.fromkeys(files)), passed, problems)


def _in_folder(folder: Path, out: Path, index: ResultIndex, passed: Counter[str]) -> list[Path]:
    content = content_of(folder)
    made = {file for file in content.files if out in file.resolve().parents and index.is_result(file)}
    passed.update({_HIDDEN: content.hidden, _OTHER: content.others, _RESULT: len(made)})
    if not content.files:
        raise GanStudioError(
            "There are no pictures or films in {folder}; put PNG, JPEG, WebP, TIFF or MP4 files into it.", folder=folder
        )
    if len(made) == len(content.files):
        raise GanStudioError(
            "All pictures in {folder} were made here; name one by itself to make it once more.", folder=folder
        )
    return [file for file in content.files if file not in made]
