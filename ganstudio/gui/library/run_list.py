"""The runs on the disk, read beside the window; one that has not changed is not read again."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from threading import Event as Flag
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage

from ganstudio.core.errors import GanStudioError
from ganstudio.gui.library.listed_run import ListedRun, Stamp

if TYPE_CHECKING:
    from ganstudio.runs.run import Run

SIDE = 216


@dataclass(frozen=True)
class Problems:
    """Sentences on the runs that cannot be shown."""

    sentences: tuple[str, ...]


@dataclass(frozen=True)
class ListedSheet:
    """The last samples of a run, small."""

    folder: Path
    image: QImage


def read_runs(
    folder: Path, more: Iterable[Path], known: Mapping[Path, ListedRun], stop: Flag
) -> Iterator[tuple[ListedRun, ...] | Problems | ListedSheet]:
    """All runs in a folder and some more, then the sheets of those that have a new one."""
    from ganstudio.runs.run import read_runs

    found, problems = read_runs(folder)
    runs = {run.folder: run for run in (*found, *_open_all(more))}
    listed: list[ListedRun] = []
    for run in runs.values():
        if stop.is_set():
            return
        try:
            listed.append(_list_run(run, known.get(run.folder)))
        except GanStudioError as error:
            problems.append(str(error))
        except OSError as error:  # taken away, or a drive that went
            problems.append(f"The training in {run.folder} cannot be read: {error.strerror}.")
    yield tuple(listed)
    yield Problems(tuple(problems))
    yield from _read_sheets(listed, known, stop)


def _read_sheets(listed: Iterable[ListedRun], known: Mapping[Path, ListedRun], stop: Flag) -> Iterator[ListedSheet]:
    """The last samples of the runs that have others than when they were known."""
    for run in listed:
        before = known.get(run.folder)
        if run.sheet is None or (before is not None and before.sheet == run.sheet):
            continue
        if stop.is_set():
            return
        image = small_sheet(run.sheet)
        if not image.isNull():
            yield ListedSheet(run.folder, image)


def small_sheet(path: Path) -> QImage:
    """A sheet at the size of a card; what is smaller keeps its pixels crisp."""
    image = QImage(str(path))
    if image.isNull():
        return image
    steps = -(-SIDE // max(1, image.width()))
    if steps > 1:
        image = image.scaled(image.size() * steps)
    fit, smooth = Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
    return image.scaled(QSize(2 * SIDE, 2 * SIDE), fit, smooth) if image.width() > 2 * SIDE else image


def _open_all(folders: Iterable[Path]) -> "Iterator[Run]":
    """The runs in those folders; one that is there no more is left out."""
    from ganstudio.runs.run import Run

    for folder in folders:
        with suppress(GanStudioError):
            yield Run.open(folder)


def _list_run(run: "Run", known: ListedRun | None) -> ListedRun:
    stamp = _stamp(run)
    if known is not None and known.stamp == stamp and known.state != "running":
        return known
    samples = run.samples()
    return ListedRun(
        folder=run.folder,
        spec=run.spec,
        state=run.state,
        images=run.images,
        changed=datetime.fromtimestamp(stamp[0] / 1e9, UTC).astimezone(),
        sheet=samples[-1][1] if samples else None,
        stamp=stamp,
    )


def _stamp(run: "Run") -> Stamp:
    """When a run changed last, how long its record is, whether somebody writes it: cheap to ask."""
    try:
        record = run.events_file.stat()
    except FileNotFoundError:
        record = run.folder.stat()
    return record.st_mtime_ns, record.st_size, (run.folder / "writer.json").exists()
