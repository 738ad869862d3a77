"""The record of events in the run folder: appended event by event, truncated where a training goes back."""

import os
from collections.abc import Generator
from contextlib import closing, suppress
from itertools import count
from pathlib import Path

from ganstudio.core.errors import GanStudioError, os_reason
from ganstudio.core.events import Event, Failed, Loading, Rendered, to_json
from ganstudio.core.files import open_plain, write_atomically
from ganstudio.core.translation import tr
from ganstudio.runs import checkpoint
from ganstudio.runs.checkpoint import Checkpoint
from ganstudio.runs.history import reduce_events
from ganstudio.runs.layout import CHECKPOINTS, EARLIER, EVENTS, SAMPLES, generation_images
from ganstudio.runs.run import Run, lines_until


def record_events(run: Run, events: Generator[Event, None, None]) -> Generator[Event, None, None]:
    """Yield events after writing each to the run's record; GanStudioError where that cannot be written."""
    with closing(events):
        for event in events:
            try:
                _append_event(run.events_file, event)
            except OSError as error:
                if not isinstance(event, Failed):
                    raise GanStudioError(
                        "The training's record {file} could not be written ({reason}); its checkpoints are whole: "
                        "make room on the disk, then resume the training.",
                        file=run.events_file,
                        reason=os_reason(error),
                    ) from error
            yield event


def _append_event(file: Path, event: Event) -> None:
    if isinstance(event, Rendered | Loading):
        return
    whole = _separate_hard_link(file)
    try:
        with file.open("ab") as lines:
            lines.write(to_json(event).encode() + b"\n")
    except OSError:
        with suppress(OSError):
            os.truncate(file, whole)  # half a line would swallow the next one
        raise


def _separate_hard_link(file: Path) -> int:
    """The size of a file; where it has another name too, as in a copy by hard links, it becomes one of its own first."""
    if not file.exists():
        return 0
    about = file.stat()
    if about.st_nlink > 1:
        with open_plain(file) as old:
            write_atomically(file, old.read())
    return about.st_size


def load_last_checkpoint(run: Run) -> Checkpoint | None:
    """The newest whole checkpoint, None where none was ever saved; GanStudioError where what was saved is gone or broken.

    A training that had saved nothing yet begins with its seed and comes to the same; one whose checkpoints are lost would
    begin at nothing and forget its sheets and its record, so that is done on purpose alone, by `begin_anew`.
    """
    last = checkpoint.load_latest(run.checkpoints)
    if last is None and (images := _count_lost_images(run)):
        raise GanStudioError(
            "The training in {folder} has seen {images:,} pictures, but no whole checkpoint of it is "
            "left: {remains}. {begin_anew}",
            folder=run.folder,
            images=images,
            remains=_describe_remains(run.checkpoints),
            begin_anew=tr(checkpoint.BEGIN_ANEW),
        )
    return last


def _count_lost_images(run: Run) -> int:
    """The pictures seen of a training that had saved; where its record is gone too, its files tell."""
    history = reduce_events(run.events())
    if history.start_event is not None:
        return history.last_checkpoint.images if history.last_checkpoint else 0
    parts = [generation_images(part) or 0 for part in run.checkpoints.glob("*")]
    return max([*parts, *(images for images, _ in run.samples())], default=0)


def _describe_remains(folder: Path) -> str:
    """What lies where the checkpoints should."""
    if not folder.is_dir():
        return tr("the folder “{folder}” is missing", folder=folder.name)
    names = sorted(part.name for part in folder.iterdir())
    if not names:
        return tr("the folder “{folder}” is empty", folder=folder.name)
    return tr(
        "“{folder}” holds only {names}{more}",
        folder=folder.name,
        names=", ".join(names[:3]),
        more=" …" if len(names) > 3 else "",
    )


def begin_anew(run: Run) -> Path | None:
    """Let a run begin at nothing again; where its record, sheets and checkpoints were put aside, None where it had none.

    GanStudioError where another process writes into it, or the folder cannot be written.
    """
    with run.lock():
        parts = [run.folder / name for name in (EVENTS, SAMPLES, CHECKPOINTS) if (run.folder / name).exists()]
        if not parts:
            return None
        aside = next(place for number in count(1) if not (place := run.folder / EARLIER / str(number)).exists())
        try:
            aside.mkdir(parents=True)
            for part in parts:
                part.rename(aside / part.name)
        except OSError as error:
            raise GanStudioError(
                "The training's folder {folder} cannot be written: {reason}.", folder=run.folder, reason=os_reason(error)
            ) from error
        run.forget_changes()
        return aside


def rewind(run: Run, last: Checkpoint | None) -> None:
    """Forget what was recorded later than a checkpoint; all of it where there is none."""
    images = last.counters.images if last else -1
    try:
        _rewind_events(run, images)
        for seen, sheet in run.samples():
            if seen > images:
                sheet.unlink(missing_ok=True)
    except OSError as error:
        raise GanStudioError(
            "The training's folder {folder} cannot be written: {reason}.", folder=run.folder, reason=os_reason(error)
        ) from error


def _rewind_events(run: Run, images: int) -> None:
    written = b""
    if run.events_file.exists():
        with open_plain(run.events_file) as file:
            written = file.read()
    kept = lines_until(written, images, str(run.events_file))
    if kept != written:
        write_atomically(run.events_file, kept)
