"""Record: events are written into the run folder as they pass."""

import os
from collections.abc import Generator
from contextlib import closing, suppress
from itertools import takewhile
from pathlib import Path

from ganstudio.errors import GanStudioError
from ganstudio.events import Event, Failed, Rendered, to_json
from ganstudio.files import write_atomically
from ganstudio.runs.checkpoint import Checkpoint
from ganstudio.runs.run import Run, read_events


def record(run: Run, events: Generator[Event, None, None]) -> Generator[Event, None, None]:
    """Pass events on, each written to the run's events first; GanStudioError where they cannot be."""
    with closing(events):
        for event in events:
            try:
                _append(run.events_file, event)
            except OSError as error:
                if not isinstance(event, Failed):
                    raise GanStudioError(
                        f"The training's record {run.events_file} could not be written ({error.strerror}); "
                        "its checkpoints are whole: make room on the disk, then resume the training."
                    ) from error
            yield event


def _append(file: Path, event: Event) -> None:
    if isinstance(event, Rendered):
        return
    whole = file.stat().st_size if file.exists() else 0
    try:
        with file.open("ab") as lines:
            lines.write(to_json(event).encode() + b"\n")
    except OSError:
        with suppress(OSError):
            os.truncate(file, whole)  # half a line would swallow the next one
        raise


def rewind(run: Run, last: Checkpoint | None) -> None:
    """Forget what was recorded later than a checkpoint; all of it where there is none."""
    images = last.counters.images if last else -1
    try:
        _rewind_events(run, images)
        for seen, sheet in run.samples():
            if seen > images:
                sheet.unlink(missing_ok=True)
    except OSError as error:
        raise GanStudioError(f"The training's folder {run.folder} cannot be written: {error.strerror}.") from error


def _rewind_events(run: Run, images: int) -> None:
    written = run.events_file.read_bytes() if run.events_file.exists() else b""
    earlier = takewhile(lambda event: getattr(event, "images", 0) <= images, read_events(written))
    kept = b"".join(to_json(event).encode() + b"\n" for event in earlier)
    if kept != written:
        write_atomically(run.events_file, kept)
