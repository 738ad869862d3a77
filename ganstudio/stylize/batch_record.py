"""The record of a batch on the disk: its spec and the state of each source, written so that a crash loses nothing."""

import json
import os
import shutil
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field

from ganstudio.core.errors import GanStudioError, os_reason
from ganstudio.core.files import write_atomically
from ganstudio.core.schema import decode, encode
from ganstudio.core.translation import tr
from ganstudio.images.formats import film_suffixes
from ganstudio.stylize.look import Look
from ganstudio.stylize.output_names import Naming, style_words
from ganstudio.stylize.picture_job import Saving
from ganstudio.stylize.segment_store import segment_folder

State = Literal["waiting", "begun", "done", "failed", "skipped"]
TO_MAKE = ("waiting", "begun")
_MOVING = set(film_suffixes())  # of a picture its name does not say it
_SPEC, _RECORD = "batch.json", "record.jsonl"


class BatchSpec(BaseModel):
    """What a batch is: the look, pictures and films in their order, the folder of the results, how they are named and saved.

    A film keeps its own kind where the suffix of the names is a picture's, as a picture does where it is a film's. `steady`
    is how far still places of films are kept still. `target` is the one file that is wanted of a single source; the folder
    and the naming's template do not count then.
    """

    model_config = ConfigDict(frozen=True)

    look: Look
    sources: tuple[Path, ...]
    folder: Path
    naming: Naming = Naming()
    saving: Saving = Saving()
    steady: float = Field(default=0.5, ge=0, le=1)
    target: Path | None = None

    @property
    def text(self) -> bytes:
        """The spec as JSON, in which names may be of any bytes."""
        return encode("batch", self.model_dump(mode="json"))

    @property
    def style(self) -> str:
        """What a name says of the look."""
        return style_words(self.look)


@dataclass(frozen=True)
class Item:
    """The state of one source of a batch: the path of its result, why it failed, the remarks on a film that is done.

    `report` is the traceback where it failed by an error of the program or of a plugin.
    """

    state: State = "waiting"
    target: str = ""
    reason: str = ""
    told: str = ""
    report: str = ""


_FIELDS = {field.name for field in fields(Item)}  # a later version may have noted more


@dataclass(frozen=True)
class ItemChanged:
    """The source of that number has another state."""

    number: int
    item: Item


@dataclass(frozen=True)
class FramesKept:
    """The film of that number was stopped: `kept` of its `total` frames are on the disk, and it continues after them."""

    number: int
    kept: int
    total: int


@dataclass(frozen=True)
class FrameDone:
    """One more frame of the film of that number is done: so many of `total`."""

    number: int
    done: int
    total: int


class Batch:
    """A batch in its folder: the spec, written once, and a record that grows by a line when a source's state changes.

    `frames` says of each film that was looked at how many of its frames are done, and how many it has.
    """

    kind = "batch"

    def __init__(self, folder: Path, spec: BatchSpec) -> None:
        self.folder, self.spec = folder, spec
        self.items = _read(folder / _RECORD, len(spec.sources))
        self.frames: Mapping[int, tuple[int, int]] = {}

    @classmethod
    def begin(cls, folder: Path, spec: BatchSpec) -> Self:
        """A new batch in a folder that is not there yet."""
        try:
            folder.mkdir(0o700, parents=True)
            write_atomically(folder / _SPEC, spec.text)
        except OSError as error:
            raise GanStudioError(
                "The batch could not be written to {folder}: {reason}.", folder=folder, reason=os_reason(error)
            ) from error
        return cls(folder, spec)

    @classmethod
    def open(cls, folder: Path) -> Self:
        """The batch in a folder; GanStudioError where there is none, NewerError where it has a later form."""
        try:
            said = decode("batch", (folder / _SPEC).read_bytes(), tr("The batch in {folder}", folder=folder))
            return cls(folder, BatchSpec.model_validate(said))
        except (OSError, ValueError) as error:
            raise GanStudioError("There is no batch in {folder} that can be read; begin it anew.", folder=folder) from error

    def record(self, number: int, item: Item) -> ItemChanged:
        """Record the state of a source; it is on the disk when this returns."""
        self._append({number: item})
        return ItemChanged(number, item)

    def record_frame(self, number: int, done: int, total: int) -> FrameDone:
        """Keep in memory how many frames of a film are done."""
        self.frames = {**self.frames, number: (done, total)}  # another one: the window may be going through the old one
        return FrameDone(number, done, total)

    def retry(self) -> None:
        """Set those that failed to waiting; a film continues where it stopped."""
        self._append({number: Item(target=item.target) for number, item in enumerate(self.items) if item.state == "failed"})

    def reset_outdated(self) -> None:
        """Set those to waiting whose result is missing, or older than the source."""
        again = [number for number, item in enumerate(self.items) if item.state == "done" and not self._is_current(number)]
        self._append(dict.fromkeys(again, Item()))

    @property
    def keeps_parts(self) -> bool:
        """Whether there are segments from which unfinished films can be continued."""
        return any(
            item.target and item.state != "done" and segment_folder(Path(item.target)).exists() for item in self.items
        )

    def _is_current(self, number: int) -> bool:
        try:
            made, source = Path(self.items[number].target).stat(), self.spec.sources[number].stat()
        except OSError:
            return False
        return made.st_mtime_ns >= source.st_mtime_ns

    def delete(self) -> None:
        """Delete the batch's folder and the segments of unfinished films; results stay."""
        for item in self.items:
            if item.target and item.state != "done":
                shutil.rmtree(segment_folder(Path(item.target)), ignore_errors=True)
        shutil.rmtree(self.folder, ignore_errors=True)

    def _append(self, items: Mapping[int, Item]) -> None:
        lines = (json.dumps({"number": number, **asdict(item)}) for number, item in items.items())
        try:
            with (self.folder / _RECORD).open("ab") as file:
                file.write("".join(f"\n{line}" for line in lines).encode())  # the last one may be cut off
                file.flush()
                os.fsync(file.fileno())
        except OSError as error:
            raise GanStudioError(
                "The batch stopped, since its record cannot be written: {reason}.", reason=os_reason(error)
            ) from error
        for number, item in items.items():
            self.items[number] = item

    @property
    def left(self) -> int:
        """How many pictures and films are still to be made."""
        return sum(item.state in TO_MAKE for item in self.items)

    @property
    def failures(self) -> list[str]:
        """Why some could not be made."""
        return [item.reason for item in self.items if item.state == "failed"]

    @property
    def share(self) -> float:
        """How far it is, 0 to 1; of a film that is being made its frames count."""
        under_way = (self.frames.get(number, (0, 0)) for number, item in enumerate(self.items) if item.state in TO_MAKE)
        made = len(self.items) - self.left + sum(min(1.0, done / total) for done, total in under_way if total)
        return made / max(1, len(self.items))

    def remaining(self) -> dict[str, int | None]:
        """How many pictures and frames of films are still to be made, by unit; None where frames are not counted yet."""
        left = [number for number, item in enumerate(self.items) if item.state in TO_MAKE]
        films = [number for number in left if number in self.frames or self.spec.sources[number].suffix.lower() in _MOVING]
        counted = [self.frames.get(number, (0, 0)) for number in films]
        known = all(total for _, total in counted)
        frames = sum(max(0, total - done) for done, total in counted) if known else None
        return {"pictures": len(left) - len(films), "frames": frames}


def _read(path: Path, total: int) -> list[Item]:
    """How each source stands; a line that a crash cut off is passed over."""
    items = [Item() for _ in range(total)]
    with suppress(FileNotFoundError):
        for line in path.read_bytes().splitlines():
            with suppress(ValueError, TypeError, IndexError, KeyError):
                said: dict[str, Any] = json.loads(line)
                number = said.pop("number")
                items[number] = Item(**{name: value for name, value in said.items() if name in _FIELDS})
    return items
