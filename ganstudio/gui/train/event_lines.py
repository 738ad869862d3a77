"""What happened in a training, a line each, for the list beside it. No widgets."""

from collections.abc import Callable, Mapping
from typing import Any

from ganstudio.core.events import Changed, Diagnosed, Event, Failed, Finished, Saved, Skipped, StageBegan, Started
from ganstudio.gui.app.translations import count, tr

Line = tuple[str, str]


def event_line(event: Event) -> Line | None:
    """The words for an event and their tone, “error” or nothing; None for one that is not listed."""
    line = _LINES.get(type(event))
    return line(event) if line is not None else None


def _started(event: Started) -> Line:
    if not event.images:
        return tr("Training began"), ""
    return tr("{}  Went on from here").format(count(event.images)), ""


def _stage(event: StageBegan) -> Line | None:
    if not event.images:  # the first one is no change
        return None
    return tr("{}  Grew to {} pixels").format(count(event.images), event.resolution), ""


def _saved(event: Saved) -> Line:
    return tr("{}  Checkpoint saved").format(count(event.images)), ""


def _diagnosed(event: Diagnosed) -> Line:
    words = tr("The doctor: {}").format(tr(event.name))
    return f"{count(event.images)}  {words}", "error" if event.severity == "bad" else ""


def _changed(event: Changed) -> Line:
    return f"{count(event.images)}  {event.words[:1].upper()}{event.words[1:]}", ""


def _skipped(event: Skipped) -> Line:
    return tr("Left out: {} ({})").format(event.path.rsplit("/", 1)[-1], event.reason), ""


def _finished(event: Finished) -> Line:
    words = tr("All pictures seen") if event.reason == "done" else tr("Stopped")
    return f"{count(event.images)}  {words}", ""


def _failed(event: Failed) -> Line:
    return event.error, "error"


_LINES: Mapping[type, Callable[[Any], Line | None]] = {
    Started: _started,
    StageBegan: _stage,
    Saved: _saved,
    Diagnosed: _diagnosed,
    Changed: _changed,
    Skipped: _skipped,
    Finished: _finished,
    Failed: _failed,
}
