"""Batch: many pictures in one look, with a record of each, so that a crash costs at most the picture that was being made."""

import json
import os
import threading
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from errno import EDQUOT, ENOSPC
from pathlib import Path
from typing import Any, Literal, Self

from pydantic import BaseModel, ConfigDict, ValidationError

from ganstudio.errors import GanStudioError
from ganstudio.events import Finished, Saved, TileDone
from ganstudio.files import write_atomically
from ganstudio.pictures.picture import formats_to_save, open_picture
from ganstudio.plugins.catalog import Catalog
from ganstudio.runs.writer import writing
from ganstudio.settings import Home
from ganstudio.stylize.look import Look
from ganstudio.stylize.naming import Naming, style_words
from ganstudio.stylize.results import Saving, stylize_picture

State = Literal["waiting", "begun", "done", "failed", "skipped"]
_SPEC, _RECORD = "batch.json", "record.jsonl"


class Spec(BaseModel):
    """What a batch is: the look, the pictures in their order, the folder of the results, how they are named and saved."""

    model_config = ConfigDict(frozen=True)

    look: Look
    sources: tuple[Path, ...]
    folder: Path
    naming: Naming = Naming()
    saving: Saving = Saving()

    @property
    def style(self) -> str:
        """What a name says of the look."""
        return style_words(self.look)


@dataclass(frozen=True)
class Item:
    """How one picture of a batch stands: where its result is or goes, and why it failed."""

    state: State = "waiting"
    target: str = ""
    reason: str = ""


@dataclass(frozen=True)
class Stood:
    """The picture of that number in the batch stands otherwise."""

    number: int
    item: Item


class Batch:
    """A batch in its folder: the spec, written once, and a record that grows by a line when a picture's state changes."""

    def __init__(self, folder: Path, spec: Spec) -> None:
        self.folder, self.spec = folder, spec
        self.items = _read(folder / _RECORD, len(spec.sources))

    @classmethod
    def begin(cls, folder: Path, spec: Spec) -> Self:
        """A new batch in a folder that is not there yet."""
        try:
            folder.mkdir(parents=True)
            write_atomically(folder / _SPEC, spec.model_dump_json().encode())
        except OSError as error:
            raise GanStudioError(f"The batch could not be written to {folder}: {error.strerror}.") from error
        return cls(folder, spec)

    @classmethod
    def open(cls, folder: Path) -> Self:
        """The batch in a folder; GanStudioError where there is none."""
        try:
            return cls(folder, Spec.model_validate_json((folder / _SPEC).read_bytes()))
        except (OSError, ValidationError) as error:
            raise GanStudioError(f"There is no batch in {folder} that can be read; begin it anew.") from error

    def note(self, number: int, item: Item) -> Stood:
        """Write down how a picture stands; on the disk when this returns."""
        self._note({number: item})
        return Stood(number, item)

    def retry(self) -> int:
        """Let those that failed wait again; how many these are."""
        failed = {number: Item() for number, item in enumerate(self.items) if item.state == "failed"}
        self._note(failed)
        return len(failed)

    def _note(self, items: Mapping[int, Item]) -> None:
        lines = (json.dumps({"number": number, **asdict(item)}, ensure_ascii=False) for number, item in items.items())
        try:
            with (self.folder / _RECORD).open("ab") as file:
                file.write("".join(f"\n{line}" for line in lines).encode())  # the last one may be cut off
                file.flush()
                os.fsync(file.fileno())
        except OSError as error:
            raise GanStudioError(f"The batch stopped, since its record cannot be written: {error.strerror}.") from error
        for number, item in items.items():
            self.items[number] = item

    @property
    def left(self) -> int:
        """How many pictures are still to be made."""
        return sum(item.state in ("waiting", "begun") for item in self.items)


def run(
    batch: Batch, catalog: Catalog, *, device: str, home: Home, stop: threading.Event
) -> Iterator[Stood | TileDone | Finished]:
    """Make what is left of a batch; a picture that fails is noted with its reason, and the next one follows.

    A result is written whole or not at all, and its place is noted before: what a killed batch finished without noting
    it is found there, and not made again. GanStudioError where another process works on it, or the disk is full.
    """
    with writing(batch.folder):
        for number, source in enumerate(batch.spec.sources):
            if stop.is_set():
                break
            item = batch.items[number]
            if item.state == "begun" and Path(item.target).exists() and batch.spec.naming.existing != "overwrite":
                yield batch.note(number, replace(item, state="done"))
            elif item.state in ("waiting", "begun"):
                yield from _one(batch, number, source, catalog, device=device, home=home, stop=stop)
    yield Finished(sum(item.state == "done" for item in batch.items), "stopped" if stop.is_set() else "done")


def _one(batch: Batch, number: int, source: Path, catalog: Catalog, **how: Any) -> Iterator[Stood | TileDone]:
    spec = batch.spec
    try:
        wanted = spec.folder / spec.naming.name(source, spec.style, number + 1, formats_to_save())
        target = spec.naming.target(wanted, source, _others(batch, number))
        if target is None:
            yield batch.note(number, Item("skipped", str(wanted), f"{wanted.name} is there already."))
            return
        yield batch.note(number, Item("begun", str(target)))
        for event in stylize_picture(open_picture(source), target, spec.look, catalog, spec.saving, **how):
            if isinstance(event, Saved):
                yield batch.note(number, Item("done", event.path))
            else:
                yield event
    except GanStudioError as error:
        if getattr(error.__cause__, "errno", None) in (ENOSPC, EDQUOT):
            raise  # it would be the same with all that follow
        yield batch.note(number, Item("failed", "", str(error)))
    except OSError as error:
        yield batch.note(number, Item("failed", "", f"{source.name}: {(error.strerror or 'unknown error').lower()}."))


def _others(batch: Batch, number: int) -> set[str]:
    return {item.target.casefold() for other, item in enumerate(batch.items) if other != number and item.target}


def _read(path: Path, total: int) -> list[Item]:
    """How each picture stands; a line that a crash cut off is passed over."""
    items = [Item() for _ in range(total)]
    with suppress(FileNotFoundError):
        for line in path.read_bytes().splitlines():
            with suppress(ValueError, TypeError, IndexError, KeyError):
                said: Mapping[str, Any] = json.loads(line)
                items[said["number"]] = Item(said["state"], said["target"], said["reason"])
    return items
