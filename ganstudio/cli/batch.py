"""Runs a batch for a command and tells of it: words for people, events for programs."""

import hashlib
import shutil
import tempfile
import threading
from collections.abc import Sequence
from contextlib import ExitStack, suppress
from pathlib import Path
from time import time
from typing import TYPE_CHECKING
from uuid import uuid4

from ganstudio.cli.common import print_event, progress, say
from ganstudio.cli.unexpected_errors import describe_details
from ganstudio.core.errors import GanStudioError
from ganstudio.core.events import Finished, Measured, Noted, Saved, Skipped, TileDone
from ganstudio.core.settings import Home
from ganstudio.core.translation import tr
from ganstudio.images.reader import display_path
from ganstudio.runs.writer_lock import is_alive
from ganstudio.stylize.batch import Batch, BatchSpec, run
from ganstudio.stylize.batch_paths import target_path
from ganstudio.stylize.batch_record import FrameDone, FramesKept, ItemChanged
from ganstudio.video.decode import is_film

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from ganstudio.plugins.catalog import Catalog

_KEPT = 30 * 86_400  # seconds for which a batch that was stopped waits to be gone on with


def open_batch(spec: BatchSpec, home: Home) -> Batch:
    """The batch of that spec, which goes on where the same command was stopped; forgotten ones are taken away."""
    folder = home.data / "batches"
    _sweep_stale(folder)
    own = folder / hashlib.sha256(spec.text).hexdigest()[:32]
    if own.is_dir() and is_alive(own):
        raise GanStudioError("The same command is at work already; wait for it, or stop it first.")
    with suppress(GanStudioError):
        batch = Batch.open(own)
        batch.reset_outdated()
        batch.retry()
        return batch
    try:
        shutil.rmtree(own, ignore_errors=True)  # what a crash left that cannot be read
        return Batch.begin(own, spec)
    except GanStudioError:  # where nothing can be written at home, a picture can be made all the same
        return Batch.begin(Path(tempfile.gettempdir()) / f"ganstudio-{uuid4().hex}", spec)


def close_batch(batch: Batch, home: Home) -> None:
    """Take a batch that has come to its end from the disk; one that can be gone on with stays."""
    if batch.folder.parent != home.data / "batches":
        shutil.rmtree(batch.folder, ignore_errors=True)
    elif not batch.left and not batch.keeps_parts:
        batch.delete()


def _sweep_stale(folder: Path) -> None:
    """Take away what was stopped long ago and never gone on with."""
    for each in folder.glob("*/"):
        with suppress(OSError):
            if time() - max(file.stat().st_mtime for file in (each, *each.iterdir())) < _KEPT or is_alive(each):
                continue
            with suppress(GanStudioError):
                Batch.open(each).delete()
            shutil.rmtree(each, ignore_errors=True)


class BatchCommand:
    """Makes a batch and tells of it as it goes; `typed` are its sources as the user named them, `out` where results go."""

    def __init__(self, batch: Batch, typed: Sequence[Path], out: Path, *, as_json: bool) -> None:
        self._batch, self._is_typed, self._as_json = batch, typed, as_json
        self._folder = out if batch.spec.target is None else out.parent
        self._bar = ExitStack()
        self._tell: Callable[[float, str], None] = lambda _share, _words: None
        self._flicker = ""
        self._notes: list[str] = []
        self._kept: FramesKept | None = None

    def run(self, catalog: "Catalog", *, device: str, home: Home, stop: threading.Event) -> None:
        """Make what is left."""
        done = sum(item.state == "done" for item in self._batch.items)
        if done:
            say(
                tr(
                    "Going on with what was stopped: {done} of {total} are done.",
                    done=done,
                    total=len(self._batch.items),
                )
            )
        with self._bar:
            for event in run(self._batch, catalog, device=device, home=home, stop=stop):
                self._take_event(event)

    @property
    def stopped(self) -> str:
        """The sentence about a batch that was stopped."""
        if self._kept is not None:
            return tr(
                "Stopped: {kept} of {total} frames are kept; the same command goes on there.",
                kept=self._kept.kept,
                total=self._kept.total,
            )
        done, total = sum(item.state == "done" for item in self._batch.items), len(self._batch.items)
        return tr(
            "Stopped: {done} of {total} {pieces} are done; the same command goes on there.",
            done=done,
            total=total,
            pieces=self.pieces,
        )

    @property
    def pieces(self) -> str:
        """What the sources are called."""
        return tr("pictures and films") if self._batch.frames else tr("pictures")

    def _take_event(self, event: object) -> None:
        match event:
            case ItemChanged(number, item) if item.state == "begun":
                self._begin(number)
            case ItemChanged():
                self._end(event)
            case FrameDone(_, done, total):
                self._show(TileDone(done, total), tr("{done} of {total} frames", done=done, total=total))
            case TileDone():
                self._show(event)
            case Noted(sentence):
                self._note(event, sentence)
            case Measured(values=values):
                self._print_measured(event, values)
            case FramesKept():
                self._kept = event
            case Finished() if self._as_json:
                print_event(event)

    def _begin(self, number: int) -> None:
        self._rename(number)
        self._flicker, self._notes = "", []
        self._bar.close()
        self._tell = self._bar.enter_context(progress(display_path(Path(self._is_typed[number].name)), quiet=self._as_json))

    def _show(self, event: TileDone, words: str = "") -> None:
        if self._as_json:
            print_event(event)
        self._tell(event.done / max(1, event.total), words)

    def _note(self, event: Noted, sentence: str) -> None:
        """Say what was made otherwise than it is in the source, or could not be kept."""
        if self._as_json:
            print_event(event)
        else:
            self._notes.append(sentence)

    def _print_measured(self, event: Measured, values: "Mapping[str, float]") -> None:
        if self._as_json:
            print_event(event)
        words = tr(" (still places flicker by {flicker:.2f} of 255, unsteadied by {flicker plain:.2f})")
        self._flicker = words.format(**values)

    def _end(self, stood: ItemChanged) -> None:
        self._bar.close()
        item, source = stood.item, self._is_typed[stood.number]
        if item.state == "done":
            self._tell_done(stood, source)
        elif item.state == "skipped":
            self._tell_skipped(
                source, tr("{place} is there already, so it is left as it is.", place=self._place(item.target))
            )
        else:
            self._tell_failed(source, item.reason, item.report)

    def _tell_done(self, stood: ItemChanged, source: Path) -> None:
        place = self._place(stood.item.target)
        if self._as_json:
            frames = self._batch.frames.get(stood.number, (1, 1))[0]
            print_event(Saved(frames, place))
        else:
            say(f"{display_path(Path(source.name))} → {place}{self._flicker}", *self._notes)

    def _tell_skipped(self, source: Path, why: str) -> None:
        if self._as_json:
            print_event(Skipped(display_path(source), why))
        else:
            say(why)

    def _tell_failed(self, source: Path, why: str, report: str) -> None:
        if self._as_json:
            print_event(Skipped(display_path(source), why))
        elif len(self._batch.items) > 1:
            say(why)
        if report:
            say(*describe_details(report))

    def _rename(self, number: int) -> None:
        """Say where a result is called otherwise than it would be, since something is there."""
        target, spec = Path(self._batch.items[number].target), self._batch.spec
        wanted = target_path(spec, number, film=is_film(spec.sources[number]))
        if target != wanted:
            say(
                tr(
                    "{place} is there already, so the new one is called {target}.",
                    place=self._place(str(wanted)),
                    target=display_path(Path(target.name)),
                )
            )

    def _place(self, target: str) -> str:
        """A result's place, as the user named the folder."""
        return display_path(self._folder / Path(target).name)
