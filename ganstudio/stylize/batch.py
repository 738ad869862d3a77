"""Batch: many pictures and films in one look, with a record of each, so that a crash costs at most the picture, or the
segment of a film, that was being made."""

import json
import os
import shutil
import threading
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from errno import EDQUOT, ENOSPC
from pathlib import Path
from typing import Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from ganstudio.errors import GanStudioError
from ganstudio.events import Finished, Measured, Saved, TileDone
from ganstudio.files import write_atomically
from ganstudio.pictures.film import foreseen_frames, is_film
from ganstudio.pictures.formats import film_suffixes
from ganstudio.pictures.picture import formats_to_save, open_picture
from ganstudio.pictures.segment import film_suffixes_for
from ganstudio.plugins.catalog import Catalog
from ganstudio.runs.writer import writing
from ganstudio.settings import Home
from ganstudio.stylize.film import stylize_film
from ganstudio.stylize.look import Look
from ganstudio.stylize.naming import Naming, same_file, style_words
from ganstudio.stylize.parts import parts_beside
from ganstudio.stylize.results import Saving, stylize_picture

State = Literal["waiting", "begun", "done", "failed", "skipped"]
_TO_MAKE = ("waiting", "begun")
_MOVING = set(film_suffixes())  # of a picture its name does not say it
_SPEC, _RECORD = "batch.json", "record.jsonl"


class Spec(BaseModel):
    """What a batch is: the look, pictures and films in their order, the folder of the results, how they are named and saved.

    A film keeps its own kind where the suffix of the names is a picture's, as a picture does where it is a film's. `steady`
    is how far still places of films are kept still.
    """

    model_config = ConfigDict(frozen=True)

    look: Look
    sources: tuple[Path, ...]
    folder: Path
    naming: Naming = Naming()
    saving: Saving = Saving()
    steady: float = Field(default=0.5, ge=0, le=1)

    @property
    def style(self) -> str:
        """What a name says of the look."""
        return style_words(self.look)


@dataclass(frozen=True)
class Item:
    """How one source of a batch stands: where its result is or goes, why it failed, what is told of a film that is done."""

    state: State = "waiting"
    target: str = ""
    reason: str = ""
    told: str = ""


@dataclass(frozen=True)
class Stood:
    """The source of that number in the batch stands otherwise."""

    number: int
    item: Item


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

    def __init__(self, folder: Path, spec: Spec) -> None:
        self.folder, self.spec = folder, spec
        self.items = _read(folder / _RECORD, len(spec.sources))
        self.frames: Mapping[int, tuple[int, int]] = {}

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
        """Write down how a source stands; on the disk when this returns."""
        self._note({number: item})
        return Stood(number, item)

    def saw(self, number: int, done: int, total: int) -> FrameDone:
        """Remember how far a film is."""
        self.frames = {**self.frames, number: (done, total)}  # another one: the window may be going through the old one
        return FrameDone(number, done, total)

    def retry(self) -> None:
        """Let those that failed wait again; a film goes on where it was."""
        self._note({number: Item(target=item.target) for number, item in enumerate(self.items) if item.state == "failed"})

    def forget(self) -> None:
        """Take the batch from the disk, and what was begun of films; results stay."""
        for item in self.items:
            if item.target and item.state != "done":
                shutil.rmtree(parts_beside(Path(item.target)), ignore_errors=True)
        shutil.rmtree(self.folder, ignore_errors=True)

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
        """How many pictures and films are still to be made."""
        return sum(item.state in _TO_MAKE for item in self.items)

    @property
    def failures(self) -> list[str]:
        """Why some could not be made."""
        return [item.reason for item in self.items if item.state == "failed"]

    @property
    def share(self) -> float:
        """How far it is, 0 to 1; of a film that is being made its frames count."""
        under_way = (self.frames.get(number, (0, 0)) for number, item in enumerate(self.items) if item.state in _TO_MAKE)
        made = len(self.items) - self.left + sum(min(1.0, done / total) for done, total in under_way if total)
        return made / max(1, len(self.items))

    def rest(self) -> dict[str, int | None]:
        """What is still to be made: pictures, and frames of films, None where nobody has counted them yet."""
        left = [number for number, item in enumerate(self.items) if item.state in _TO_MAKE]
        films = [number for number in left if number in self.frames or self.spec.sources[number].suffix.lower() in _MOVING]
        counted = [self.frames.get(number, (0, 0)) for number in films]
        known = all(total for _, total in counted)
        frames = sum(max(0, total - done) for done, total in counted) if known else None
        return {"pictures": len(left) - len(films), "frames": frames}


def run(
    batch: Batch, catalog: Catalog, *, device: str, home: Home, stop: threading.Event
) -> Iterator[Stood | FrameDone | TileDone | Finished]:
    """Make what is left of a batch; what fails is noted with its reason, and the next one follows.

    A result is written whole or not at all, and its place is noted before: what a killed batch finished without noting
    it is found there, and not made again; a film goes on beside it. GanStudioError where another process works on it, or
    the disk is full.
    """
    with writing(batch.folder):
        _foresee(batch, stop)
        for number, source in enumerate(batch.spec.sources):
            if stop.is_set():
                break
            item = batch.items[number]
            if item.state == "begun" and Path(item.target).exists() and batch.spec.naming.existing != "overwrite":
                yield batch.note(number, replace(item, state="done"))
            elif item.state in _TO_MAKE:
                yield from _one(batch, number, source, catalog, device=device, home=home, stop=stop)
    yield Finished(sum(item.state == "done" for item in batch.items), "stopped" if stop.is_set() else "done")


def _foresee(batch: Batch, stop: threading.Event) -> None:
    """Find out how many frames the films that wait have, as far as that is quickly said."""
    for number, source in enumerate(batch.spec.sources):
        if not stop.is_set() and batch.items[number].state in _TO_MAKE and number not in batch.frames and is_film(source):
            with suppress(GanStudioError):
                batch.saw(number, 0, foreseen_frames(source))


def _one(batch: Batch, number: int, source: Path, catalog: Catalog, **how: Any) -> Iterator[Stood | FrameDone | TileDone]:
    kept = ""
    try:
        film = is_film(source)
        wanted = _wanted(batch, number, film=film)
        target = _target(batch, number, wanted)
        if target is None:
            yield batch.note(number, Item("skipped", str(wanted), f"{wanted.name} is there already."))
            return
        kept = str(target) if film else ""
        yield batch.note(number, Item("begun", str(target)))
        yield from (_film if film else _picture)(batch, number, target, catalog, **how)
    except GanStudioError as error:
        if getattr(error.__cause__, "errno", None) in (ENOSPC, EDQUOT):
            raise  # it would be the same with all that follow
        yield batch.note(number, Item("failed", kept, str(error)))
    except OSError as error:
        yield batch.note(number, Item("failed", kept, f"{source.name}: {(error.strerror or 'unknown error').lower()}."))


def _picture(batch: Batch, number: int, target: Path, catalog: Catalog, **how: Any) -> Iterator[Stood | TileDone]:
    spec = batch.spec
    for event in stylize_picture(open_picture(spec.sources[number]), target, spec.look, catalog, spec.saving, **how):
        if isinstance(event, Saved):
            yield batch.note(number, Item("done", event.path))
        else:
            yield event


def _film(
    batch: Batch, number: int, target: Path, catalog: Catalog, *, device: str, stop: threading.Event, **_: Any
) -> Iterator[Stood | FrameDone]:
    spec, first, told = batch.spec, True, ""
    source = spec.sources[number]
    steady, recipes = spec.steady, spec.saving.recipes
    for event in stylize_film(source, target, spec.look, catalog, device=device, steady=steady, recipes=recipes, stop=stop):
        match event:
            case TileDone(done, total) if first:  # what an earlier session made: it says nothing of how long a frame takes
                batch.saw(number, done, total)
                first = False
            case TileDone(done, total):
                yield batch.saw(number, done, total)
            case Measured(values=values):
                told = f"flicker {values['flicker']:.1f} instead of {values['flicker plain']:.1f}"
            case Saved(path=path):
                yield batch.note(number, Item("done", path, told=told))


def _wanted(batch: Batch, number: int, *, film: bool) -> Path:
    """Where the result is to lie, if nothing is there: a film's never under a picture's suffix, nor the other way round."""
    spec, source = batch.spec, batch.spec.sources[number]
    if film:
        return spec.folder / spec.naming.name(source, spec.style, number + 1, film_suffixes_for(source), usual=".mp4")
    return spec.folder / spec.naming.name(source, spec.style, number + 1, formats_to_save())


def _target(batch: Batch, number: int, wanted: Path) -> Path | None:
    """Where the result goes: where it was begun, so that a film goes on there; None where it is to be left out."""
    begun, naming = batch.items[number].target, batch.spec.naming
    if begun and (naming.existing == "overwrite" or not Path(begun).exists()):
        return Path(begun)
    return naming.target(wanted, batch.spec.sources[number], _others(batch, number) | _sources_at(batch, wanted))


def _sources_at(batch: Batch, wanted: Path) -> set[str]:
    """The place itself where one of the batch's own sources lies there: a result never replaces it."""
    if batch.spec.naming.existing != "overwrite":
        return set()
    alike = (source for source in batch.spec.sources if source.name.casefold() == wanted.name.casefold())
    return {str(wanted).casefold()} if any(same_file(source, wanted) for source in alike) else set()


def _others(batch: Batch, number: int) -> set[str]:
    return {item.target.casefold() for other, item in enumerate(batch.items) if other != number and item.target}


def _read(path: Path, total: int) -> list[Item]:
    """How each source stands; a line that a crash cut off is passed over."""
    items = [Item() for _ in range(total)]
    with suppress(FileNotFoundError):
        for line in path.read_bytes().splitlines():
            with suppress(ValueError, TypeError, IndexError, KeyError):
                said: dict[str, Any] = json.loads(line)
                number = said.pop("number")
                items[number] = Item(**said)
    return items
