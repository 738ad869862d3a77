"""Batch: many pictures and films in one look, with a record of each, so that a crash costs at most the picture, or the
segment of a film, that was being made."""

import logging
import threading
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from errno import EDQUOT, ENOSPC
from functools import cached_property
from pathlib import Path

from ganstudio.core.devices import is_out_of_memory
from ganstudio.core.errors import GanStudioError
from ganstudio.core.events import Finished, Measured, Noted, Saved, TileDone
from ganstudio.core.log import log_unexpected
from ganstudio.core.settings import Home
from ganstudio.core.translation import tr
from ganstudio.images.open import open_picture
from ganstudio.images.reader import display_path
from ganstudio.plugins.catalog import Catalog
from ganstudio.runs.writer_lock import exclusive_lock
from ganstudio.stylize.batch_paths import SourceFiles, existing_result, free_path, target_path
from ganstudio.stylize.batch_record import TO_MAKE, FramesKept
from ganstudio.stylize.batch_record import Batch as Batch
from ganstudio.stylize.batch_record import BatchSpec as BatchSpec
from ganstudio.stylize.batch_record import FrameDone as FrameDone
from ganstudio.stylize.batch_record import Item as Item
from ganstudio.stylize.batch_record import ItemChanged as ItemChanged
from ganstudio.stylize.look import normalise
from ganstudio.stylize.picture_job import stylize_picture
from ganstudio.stylize.recipe import recipe_of
from ganstudio.stylize.result_index import ResultIndex, result_key
from ganstudio.stylize.video_job import stylize_video
from ganstudio.video.decode import estimate_frames, is_film

Told = ItemChanged | FrameDone | FramesKept | TileDone | Noted | Measured

_logger = logging.getLogger(__name__)


def run(batch: Batch, catalog: Catalog, *, device: str, home: Home, stop: threading.Event) -> Iterator[Told | Finished]:
    """Make what is left of a batch; what fails is noted with its reason, and the next one follows.

    A result is written whole or not at all, and its place is noted before: what a killed batch finished without noting
    it is found there, and not made again; a film is continued beside it. GanStudioError where another process works on
    it, or the disk is full.
    """
    with exclusive_lock(batch.folder):
        work = _BatchRun(batch, catalog, device, home, stop)
        _estimate_all_frames(batch, stop)
        for number in range(len(batch.items)):
            if stop.is_set():
                break
            if batch.items[number].state in TO_MAKE:
                yield from work.make(number)
    yield Finished(sum(item.state == "done" for item in batch.items), "stopped" if stop.is_set() else "done")


def _estimate_all_frames(batch: Batch, stop: threading.Event) -> None:
    """Find out how many frames the films that wait have, as far as that is quickly said."""
    for number, source in enumerate(batch.spec.sources):
        if not stop.is_set() and batch.items[number].state in TO_MAKE and number not in batch.frames:
            with suppress(Exception):  # whatever is wrong with it is said in its turn
                if is_film(source):
                    batch.record_frame(number, 0, estimate_frames(source))


@dataclass
class _BatchRun:
    """The making of a batch: its sources one by one, and what all of them share."""

    batch: Batch
    catalog: Catalog
    device: str
    home: Home
    stop: threading.Event

    def __post_init__(self) -> None:
        self.spec = self.batch.spec
        with suppress(GanStudioError):  # a style that is missing is said of each source
            self.spec = self.spec.model_copy(update={"look": normalise(self.spec.look, self.catalog)})
        self.index = ResultIndex(self.home, self.catalog)

    @cached_property
    def originals(self) -> SourceFiles:
        """What is never replaced."""
        return SourceFiles(self.spec)

    def make(self, number: int) -> Iterator[Told]:
        """Make the result of a source, or note why there is none."""
        try:
            yield from self._make(number)
        except (Exception, SystemExit) as error:  # a plugin may try to end the program
            if (full := _full_disk(error)) is not None:
                raise full from error  # it would be the same with all that follow
            yield self.batch.record(number, self._failure(number, error))

    def _make(self, number: int) -> Iterator[Told]:
        source, film, item = self.spec.sources[number], is_film(self.spec.sources[number]), self.batch.items[number]
        recipe = recipe_of(self.spec.look, self.catalog, self.home, source, self.spec.steady if film else None)
        key = result_key(recipe, self.catalog)
        wanted = target_path(self.spec, number, film=film)
        if item.state == "begun" and Path(item.target).exists() and self.spec.naming.existing != "overwrite":
            yield self._note_done(number, item, key)
            return
        if self.spec.naming.existing == "skip" and (there := existing_result(self.batch, number, wanted, key, self.index)):
            yield self.batch.record(number, Item("skipped", str(there), tr("{name} is there already.", name=there.name)))
            return
        target = free_path(self.batch, number, wanted, self.originals)
        yield self.batch.record(number, Item("begun", str(target)))
        yield from (self._make_film if film else self._make_picture)(number, target, key)

    def _make_picture(self, number: int, target: Path, key: str) -> Iterator[Told]:
        spec, picture = self.spec, open_picture(self.spec.sources[number])
        told = [picture.remark] if picture.remark else []
        events = stylize_picture(
            picture, target, spec.look, self.catalog, spec.saving, device=self.device, home=self.home, stop=self.stop
        )
        del picture
        yield from map(Noted, told)
        for event in events:
            if isinstance(event, Saved):
                yield self._note_done(number, Item("done", event.path, told="; ".join(told)), key)
                continue
            told += [event.message] if isinstance(event, Noted) else []
            yield event

    def _make_film(self, number: int, target: Path, key: str) -> Iterator[Told]:
        spec, first, total = self.spec, True, 1
        told: list[str] = []
        for event in stylize_video(
            spec.sources[number], target, spec.look, self.catalog,
            device=self.device, steady=spec.steady, recipes=spec.saving.recipes, stop=self.stop,
        ):  # fmt: skip
            match event:
                case TileDone(done, total):
                    frame = self.batch.record_frame(number, done, total)
                    yield event if first else frame  # the first says what an earlier session made, and took no time
                    first = False
                case Noted(sentence):
                    told.append(sentence)
                    yield event
                case Measured(values=values):
                    told.insert(0, f"flicker {values['flicker']:.1f} instead of {values['flicker plain']:.1f}")
                    yield event
                case Saved(path=path):
                    yield self._note_done(number, Item("done", path, told="; ".join(told)), key)
                case Finished(kept, "stopped"):
                    yield FramesKept(number, kept, total)

    def _note_done(self, number: int, item: Item, key: str) -> ItemChanged:
        self.index.record(Path(item.target), key, self.spec.sources[number])
        return self.batch.record(number, replace(item, state="done"))

    def _failure(self, number: int, error: BaseException) -> Item:
        """A source that failed: of a film where it was begun stays noted, for going on there."""
        source, begun = self.spec.sources[number], self.batch.items[number]
        kept = begun.target if number in self.batch.frames else ""
        known = isinstance(error, GanStudioError | OSError) or is_out_of_memory(error)
        report = "" if known else log_unexpected(error)[1]
        if known and not isinstance(error, GanStudioError):
            _logger.warning("A picture could not be made", exc_info=error)
        return Item("failed", kept, _sentence(source, error), report=report)


def _sentence(source: Path, error: BaseException) -> str:
    if isinstance(error, GanStudioError):
        return str(error)
    name = display_path(Path(source.name))
    if is_out_of_memory(error):
        return tr("There is not enough memory to make {name}; close other programs or reduce it first.", name=name)
    if isinstance(error, OSError):
        return f"{name}: {(error.strerror or 'unknown error').lower()}."
    what = f"{type(error).__name__}: {str(error).strip().partition(chr(10))[0][:200]}".rstrip(": ")
    return tr(
        "{name} could not be made, by an error of the program or of a plugin ({what}); please report it.",
        name=name,
        what=what,
    )


def _full_disk(error: BaseException) -> GanStudioError | None:
    """The error to be raised where a full disk is behind an error; None where it is not."""
    behind: BaseException | None = error
    while behind is not None:
        if getattr(behind, "errno", None) in (ENOSPC, EDQUOT):
            return error if isinstance(error, GanStudioError) else GanStudioError("The disk is full; make room, then go on.")
        behind = behind.__cause__ or behind.__context__
    return None
