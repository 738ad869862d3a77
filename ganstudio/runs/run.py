"""Run: the folder that is the single truth of a training.

spec.json       what is trained, on what, how long
events.jsonl    what happened, one event a line
samples/        sheets of samples, named by the pictures seen
checkpoints/    the last good states, and the best
wishes/         commands to the process that trains it
writer.json     who trains it now
"""

from collections.abc import Iterator
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass
from functools import cached_property
from itertools import takewhile
from pathlib import Path
from typing import Any, Literal

from pydantic import ValidationError

from ganstudio.core.errors import GanStudioError, os_reason
from ganstudio.core.events import Changed, Failed, Finished, Written, from_json, to_json
from ganstudio.core.files import exists, is_file, open_plain, write_atomically
from ganstudio.core.schema import decode
from ganstudio.core.translation import tr, tr_noop
from ganstudio.core.validation import refusal_reason
from ganstudio.runs import checkpoint, writer_lock
from ganstudio.runs.layout import (
    CHECKPOINTS,
    COMMANDS,
    EVENTS,
    OUTPUT,
    SAMPLES,
    SPEC,
    START,
    refuse_links,
    refuse_used_folder,
    sheet_images,
)
from ganstudio.runs.run_spec import Change, RunSpec, encode_spec, read_spec

State = Literal["new", "running", "stopped", "done", "failed"]
TAIL = 64 * 1024


@dataclass(frozen=True)
class Run:
    """A training on the disk."""

    folder: Path

    @classmethod
    def create(cls, folder: Path, spec: RunSpec) -> "Run":
        """A new run in a folder that is new or empty; GanStudioError where it is neither, or cannot be written."""
        run = cls(folder.expanduser().absolute())
        run._refuse_second()
        refuse_used_folder(run.folder)
        try:
            run.folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise GanStudioError(
                "The training's folder {folder} cannot be written: {reason}.", folder=run.folder, reason=os_reason(error)
            ) from error
        with run.lock():  # of two that begin at once, one does
            run._refuse_second()
            run._write(spec)
        return run

    @classmethod
    def open(cls, folder: Path) -> "Run":
        """The run in a folder; GanStudioError where there is none, or its spec cannot be read."""
        run = cls(folder.expanduser().absolute())
        if not is_file(run._spec_file):
            raise GanStudioError(
                "There is no training in {folder}; choose a folder that holds a spec.json.", folder=run.folder
            )
        _ = run.spec
        return run

    def _refuse_second(self) -> None:
        if exists(self._spec_file):
            raise GanStudioError(
                "There is already a training in {folder}; resume it, or choose another folder.", folder=self.folder
            )

    @cached_property
    def spec(self) -> RunSpec:
        """What was decided when the run was made."""
        return read_spec(self._spec_file)

    def change_spec(self, **values: Any) -> "Run":
        """The run, with other values written into its plan; GanStudioError where one of them is none."""
        try:
            self._write(RunSpec.model_validate(self.spec.model_dump() | values))
        except ValidationError as error:
            raise GanStudioError(
                "The training's plan {file} cannot be so: {reason}.", file=self._spec_file, reason=refusal_reason(error)
            ) from error
        return self

    def extend_to(self, images: int) -> "Run":
        """Write a new total of pictures into the spec; GanStudioError where it is below 1."""
        if images < 1:
            raise GanStudioError("“images” is {images}; a training needs at least one picture.", images=images)
        self._write(self.spec.model_copy(update={"images": images}))
        return self

    def add_change(self, change: Change) -> "Run":
        """Write a change of options, parts or rates from a moment on into the spec."""
        self._write(self.spec.add_change(change))
        return self

    def forget_changes(self) -> None:
        """Let the plan be again what it was before the first picture was seen."""
        self._write(self.spec.up_to(0))

    def discard(self) -> None:
        """Take away what a run wrote that has not learnt from a single picture; GanStudioError where it has or does."""
        if self.images or checkpoint.list_generations(self.checkpoints) or writer_lock.is_alive(self.folder):
            raise GanStudioError(
                "The training in {folder} has learnt already; delete its folder yourself.", folder=self.folder
            )
        for part in (self._spec_file, self.events_file, self.start_file, self.sample(0), self.folder / OUTPUT):
            part.unlink(missing_ok=True)
        for folder in (self.folder / SAMPLES, self.checkpoints, self.folder / COMMANDS, self.folder):
            with suppress(OSError):  # somebody's own things are in it
                folder.rmdir()

    def fork(self, generation: Path, folder: Path) -> "Run":
        """A new run in `folder` that goes on from a checkpoint of this one, which stays as it is."""
        images = int(generation.stem)
        parts, record = checkpoint.read_parts(generation), self.read_record_until(images)
        new = Run.create(folder, self.spec.up_to(images))
        try:
            for part, content in parts.items():
                write_atomically(new.checkpoints / part, content)
            for seen, sheet in self.samples():
                if seen <= images:
                    write_atomically(new.sample(seen), sheet.read_bytes())
            forked = Changed(images, "fork", tr("forked from “{folder}”", folder=self.folder.name))
            write_atomically(new.events_file, record + to_json(forked).encode() + b"\n")
        except OSError as error:
            raise GanStudioError(
                "The training could not be copied to {folder}: {reason}.", folder=new.folder, reason=os_reason(error)
            ) from error
        return new

    @property
    def start_file(self) -> Path:
        """Weights that it begins with, where it begins with another training's."""
        return self.folder / START

    @property
    def events_file(self) -> Path:
        """Where the events lie, one a line."""
        return self.folder / EVENTS

    @property
    def checkpoints(self) -> Path:
        """The folder of the checkpoints."""
        return self.folder / CHECKPOINTS

    def events(self) -> list[Written]:
        """All that happened so far; GanStudioError where the record cannot be read."""
        return self._read_events()

    def read_record_until(self, images: int) -> bytes:
        """The lines of the record up to that many pictures seen; NewerError where any line of it has a later form."""
        try:
            with open_plain(self.events_file) as file:
                return lines_until(file.read(), images, str(self.events_file))
        except FileNotFoundError:
            return b""
        except OSError as error:
            raise GanStudioError(
                "The record {file} cannot be read: {reason}.", file=self.events_file, reason=os_reason(error)
            ) from error

    def sample(self, images: int, seed: int | None = None) -> Path:
        """Where the sheet of samples after that many pictures lies: of the fixed latents, or of a seed."""
        name = f"{images:09d}" if seed is None else f"{images:09d} seed {seed}"
        return self.folder / SAMPLES / f"{name}.png"

    def samples(self) -> list[tuple[int, Path]]:
        """The sheets of samples by pictures seen, earliest first."""
        sheets = ((sheet_images(sheet), sheet) for sheet in (self.folder / SAMPLES).glob("*.png"))
        return sorted((images, sheet) for images, sheet in sheets if images is not None)

    @property
    def images(self) -> int:
        """Pictures seen so far."""
        return next((event.images for event in reversed(self._last_events()) if hasattr(event, "images")), 0)

    @property
    def state(self) -> State:
        """Whether it is being trained, and how it ended last."""
        if writer_lock.is_alive(self.folder):
            return "running"
        last = self._last_events()[-1:]
        match last:
            case []:
                return "new"
            case [Failed()]:
                return "failed"
            case [Finished(images=images, reason="done")] if images >= self.spec.images:
                return "done"
        return "stopped"

    def lock(self) -> AbstractContextManager[None]:
        """The run's exclusive lock: while it is held this process alone writes into the folder.

        GanStudioError where another process holds it, or the folder holds links to other places.
        """
        refuse_links(self.folder)
        return writer_lock.exclusive_lock(self.folder)

    @property
    def _spec_file(self) -> Path:
        return self.folder / SPEC

    def _last_events(self) -> list[Written]:
        return self._read_events(TAIL)

    def _read_events(self, most: int | None = None) -> list[Written]:
        """The events in the last `most` bytes of the record, or all of them."""
        try:
            with open_plain(self.events_file) as file:
                if most is not None:
                    file.seek(max(0, file.seek(0, 2) - most))
                return list(read_events(file.read(), str(self.events_file)))
        except FileNotFoundError:
            return []
        except OSError as error:
            raise GanStudioError(
                "The record {file} cannot be read: {reason}.", file=self.events_file, reason=os_reason(error)
            ) from error

    def _write(self, spec: RunSpec) -> None:
        try:
            write_atomically(self._spec_file, encode_spec(spec))
        except OSError as error:
            raise GanStudioError(
                "The training's folder {folder} cannot be written: {reason}.", folder=self.folder, reason=os_reason(error)
            ) from error
        vars(self).pop("spec", None)  # read anew when it is next asked for


def read_events(lines: bytes, where: str = tr_noop("The record of the training")) -> Iterator[Written]:
    """The events in some lines; torn and foreign ones are left out. NewerError where one has a later form."""
    for line in lines.splitlines():
        with suppress(ValueError):
            yield from_json(line, where)


def lines_until(lines: bytes, images: int, where: str) -> bytes:
    """The lines up to that many pictures seen, as they are: events that this version does not know stay, torn lines go.

    NewerError where any of them has a later form.
    """
    known = []
    for line in lines.splitlines():
        with suppress(ValueError):
            known.append((line, decode("events", line, where)))
    whole = [(line, said.get("images", 0)) for line, said in known if isinstance(said, dict)]
    earlier = takewhile(lambda each: not (isinstance(each[1], int) and each[1] > images), whole)
    return b"".join(line + b"\n" for line, _ in earlier)


def find_runs(folder: Path) -> list[Run]:
    """The runs in a folder and its sub-folders one level down, newest first."""
    return read_runs(folder)[0]


def read_runs(folder: Path) -> tuple[list[Run], list[str]]:
    """The runs as `find_runs` has them, and a sentence for each that cannot be read: each stands for itself."""
    runs, problems = [], []
    for run in _newest_first(folder):
        try:
            _ = run.spec, run.state, run.images, run.samples()
            runs.append(run)
        except GanStudioError as error:
            problems.append(str(error))
        except OSError as error:
            problems.append(
                tr("The training in {folder} cannot be read: {reason}.", folder=run.folder, reason=os_reason(error))
            )
    return runs, problems


def _newest_first(folder: Path) -> list[Run]:
    dated = []
    for spec in (*folder.glob(SPEC), *folder.glob(f"*/{SPEC}")):
        with suppress(OSError):  # taken away meanwhile, or a link to nowhere
            dated.append((spec.stat().st_mtime, spec.parent))
    return [Run(found.absolute()) for _, found in sorted(dated, reverse=True)]
