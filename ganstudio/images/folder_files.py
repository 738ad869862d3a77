"""Folders: the files in one and in those below it, and whether they are pictures or films."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from ganstudio.core.errors import GanStudioError, os_reason
from ganstudio.images.formats import HEAD, format_of_head, format_of_suffix

Kind = Literal["picture", "film", "hidden", "other"]


@dataclass(frozen=True)
class FoundFile:
    """A file in a folder: a picture or a film by its name or, without a name that says it, by its content.

    Of hidden files and folders their content is not looked at. A pipe, or a link to nowhere, is something other.
    """

    path: str
    kind: Kind


@dataclass(frozen=True)
class FolderContent:
    """The pictures and films in a folder, in the order of their names, and how many files are something else."""

    files: tuple[Path, ...]
    hidden: int
    others: int


def content_of(folder: Path) -> FolderContent:
    """The pictures and films in a folder and in those below it; GanStudioError where it cannot be read."""
    try:
        found = list(files_in(folder))
    except OSError as error:
        raise GanStudioError(
            "The folder {folder} could not be read: {reason}; check its permissions.", folder=folder, reason=os_reason(error)
        ) from error
    media = sorted(file.path for file in found if file.kind in ("picture", "film"))
    hidden = sum(file.kind == "hidden" for file in found)
    return FolderContent(tuple(map(Path, media)), hidden, len(found) - len(media) - hidden)


def files_in(folder: Path) -> Iterator[FoundFile]:
    """The files in a folder and those below it, without trainings' own; links are followed, each place is looked into once.

    OSError where the folder itself cannot be read; others that cannot are passed over.
    """
    waiting, seen = [str(folder)], set()
    while waiting:
        here = waiting.pop()
        status = Path(here).stat()
        if (status.st_dev, status.st_ino) in seen:
            continue
        seen.add((status.st_dev, status.st_ino))
        for entry in _entries(here, strict=here == str(folder)):
            if entry.name.startswith("."):
                yield FoundFile(entry.path, "hidden")
            elif entry.is_dir():
                if not _is_run(entry.path):
                    waiting.append(entry.path)
            else:
                yield FoundFile(entry.path, _kind(entry.path) if entry.is_file() else "other")


def _is_run(folder: str) -> bool:
    """Whether a folder is that of a training, whose samples are no pictures to learn from or to paint."""
    return (Path(folder) / "spec.json").is_file() and (Path(folder) / "events.jsonl").is_file()


def _entries(folder: str, *, strict: bool) -> "list[os.DirEntry[str]]":
    """What lies in a folder, the last name first; nothing where it may not be read, unless that matters."""
    try:
        with os.scandir(folder) as entries:
            return sorted(entries, key=lambda entry: entry.name, reverse=True)
    except OSError:
        if strict:
            raise
        return []


def _kind(path: str) -> Kind:
    named = format_of_suffix(Path(path).suffix)
    if named is not None:
        return named.kind
    try:
        with Path(path).open("rb") as file:
            head = file.read(HEAD)
    except OSError:
        return "other"
    found = format_of_head(head)
    return found.kind if found is not None else "other"
