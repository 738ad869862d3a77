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


def _start_line(event: Started) -> Line:
    if not event.images:
        return tr("Training began"), ""
    return tr("{}  Went on from here").format(count(event.images)), ""


def _stage_line(event: StageBegan) -> Line | None:
    if not event.images:  # the first one is no change
        return None
    return tr("{}  Grew to {} pixels").format(count(event.images), event.resolution), ""


def _checkpoint_line(event: Saved) -> Line:
    return tr("{}  Checkpoint saved").format(count(event.images)), ""


def _diagnosis_line(event: Diagnosed) -> Line:
    words = tr("The doctor: {}").format(tr(event.name))
    return f"{count(event.images)}  {words}", "error" if event.severity == "bad" else ""


def _change_line(event: Changed) -> Line:
    return f"{count(event.images)}  {event.words[:1].upper()}{event.words[1:]}", ""


def _skip_line(event: Skipped) -> Line:
    return tr("Left out: {} ({})").format(event.path.rsplit("/", 1)[-1], event.reason), ""


def _finish_line(event: Finished) -> Line:
    words = tr("All pictures seen") if event.reason == "done" else tr("Stopped")
    return f"{count(event.images)}  {words}", ""


def _failure_line(event: Failed) -> Line:
    return event.error, "error"


_LINES: Mapping[type, Callable[[Any], Line | None]] = {
    Started: _start_line,
    StageBegan: _stage_line,
    Saved: _checkpoint_line,
    Diagnosed: _diagnosis_line,
    Changed: _change_line,
    Skipped: _skip_line,
    Finished: _finish_line,
    Failed: _failure_line,
}
