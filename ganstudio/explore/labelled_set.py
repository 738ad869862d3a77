"""Labelled sets: made pictures in folders by their kind, with a table of them, to enlarge a data set."""

import csv
import io
import threading
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from PIL import Image

from ganstudio.core.errors import GanStudioError, os_reason
from ganstudio.core.events import Event, Finished, Saved, TileDone
from ganstudio.core.files import write_atomically
from ganstudio.core.schema import decode
from ganstudio.core.translation import tr
from ganstudio.explore.latents import NOTE, make_note, save_png
from ganstudio.explore.trained_networks import TrainedGenerator, load_generator
from ganstudio.plugins.catalog import Catalog
from ganstudio.runs.run import Run

TABLE = "labels.csv"
COLUMNS = ("file", "label", "seed", "number", "run", "images")
UNLABELLED = "pictures"


def make_labelled_set(
    run: Run, catalog: Catalog, *, out: Path, count: int, seed: int = 0, device: str = "auto", stop: threading.Event
) -> Iterator[Event]:
    """Make `count` pictures of each kind, in a folder of its name in `out`; at the end they are listed in its labels.csv.

    Where kinds are not told apart there is one folder, “pictures”. Pictures that an interrupted call of the same seed and
    training made are kept and not made again; no other file is overwritten. GanStudioError where something is in the way.
    """
    out = out.expanduser().absolute()
    if out.exists() and not out.is_dir():
        raise GanStudioError("{out} is a file; name a folder for the pictures.", out=out)
    old = _read_table(out / TABLE)
    trained = load_generator(run, catalog, device)
    wanted = [(label, number) for label in run.spec.labels or (None,) for number in range(count)]
    for done, (label, number) in enumerate(wanted):
        if stop.is_set():
            yield Finished(trained.images, "stopped")
            return
        _make_picture(trained, _label_folder(out, label) / f"{seed}-{number:05d}.png", seed, number, label)
        yield TileDone(done + 1, len(wanted))
    rows = old | {row["file"]: row for row in _list_rows(trained, out, seed, wanted)}
    _write_table(out / TABLE, rows.values())
    yield Saved(trained.images, str(out / TABLE))
    yield Finished(trained.images, "done")


def _make_picture(trained: TrainedGenerator, file: Path, seed: int, number: int, label: str | None) -> None:
    """Make one picture, unless it is there; GanStudioError where another one has its name."""
    note = make_note(trained, seed, number, label)
    if not file.exists():
        save_png(trained.picture(seed, number, label), file, note)
        return
    same = ("run", "images", "seed", "number", "label")
    found = _read_note(file)
    if [found.get(name) for name in same] != [note[name] for name in same]:
        raise GanStudioError(
            "{file} is in the way: it is not of this training as it is now; name another folder.", file=file
        )


def _read_note(file: Path) -> dict[str, Any]:
    """What the note in a picture says; nothing where it has none, NewerError where it has a later form."""
    try:
        with Image.open(file, formats=("PNG",)) as image:
            said = decode("note", image.info.get(NOTE, "{}"), tr("The note in {file}", file=file))
    except (OSError, ValueError, Image.DecompressionBombError):
        return {}
    return said if isinstance(said, dict) else {}


def _label_folder(out: Path, label: str | None) -> Path:
    """The folder of a kind; one whose name leads elsewhere is refused."""
    name = UNLABELLED if label is None else label
    if Path(name).name != name or name in ("", ".", ".."):
        raise GanStudioError(
            "The label “{name}” cannot be the name of a folder; rename the sub-folder and train anew.", name=name
        )
    return out / name


def _list_rows(
    trained: TrainedGenerator, out: Path, seed: int, wanted: list[tuple[str | None, int]]
) -> Iterator[dict[str, str]]:  # fmt: skip
    """The table's rows of what this call made or found made."""
    for label, number in wanted:
        name = (_label_folder(out, label) / f"{seed}-{number:05d}.png").relative_to(out).as_posix()
        values = (name, label or "", seed, number, trained.run.folder.name, trained.images)
        yield {column: str(value) for column, value in zip(COLUMNS, values, strict=True)}


def _read_table(file: Path) -> dict[str, dict[str, str]]:
    """The rows of a table that was written before, by file; none where there is no table."""
    try:
        with file.open(encoding="utf-8", newline="") as lines:
            read = csv.DictReader(lines)
            rows = {row["file"]: row for row in read} if read.fieldnames == list(COLUMNS) else None
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, csv.Error) as error:
        raise GanStudioError(
            "The table {file} cannot be read ({reason}); name another folder.", file=file, reason=error
        ) from error
    if rows is None:
        raise GanStudioError("{file} is in the way: it is not a table of made pictures; name another folder.", file=file)
    return rows


def _write_table(file: Path, rows: Iterable[Mapping[str, str]]) -> None:
    text = io.StringIO(newline="")
    table = csv.DictWriter(text, COLUMNS, extrasaction="ignore")
    table.writeheader()
    table.writerows(rows)
    try:
        write_atomically(file, text.getvalue().encode())
    except OSError as error:
        raise GanStudioError(
            "The table {file} could not be written: {reason}.", file=file, reason=os_reason(error)
        ) from error
