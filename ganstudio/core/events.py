"""What long work says while it goes on: plain frozen values, the same for the window, the command line and the tests."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import PureWindowsPath
from typing import TYPE_CHECKING, Annotated, Any, Literal, Union

from ganstudio.core.schema import KINDS, decode

if TYPE_CHECKING:
    from pydantic import TypeAdapter

    from ganstudio.images.picture import Picture


_BEGINNING = f'{{"{KINDS["events"].key}":{KINDS["events"].form},'  # of a line in the present form
_MOST = 1e15  # pictures or seconds; NaN is not below it


@dataclass(frozen=True)
class Started:
    """A training begins or goes on, `images` pictures into it."""

    images: int
    total: int
    device: str
    precision: str
    pictures: int
    kind: Literal["started"] = "started"


@dataclass(frozen=True)
class Loading:
    """`done` of `total` files of the data set are read; said while it lasts and kept in no record."""

    done: int
    total: int
    kind: Literal["loading"] = "loading"


@dataclass(frozen=True)
class StageBegan:
    """A stage of the plan begins: resolution in pixels, pictures a step."""

    images: int
    stage: int
    resolution: int
    batch: int
    kind: Literal["stage"] = "stage"


@dataclass(frozen=True)
class Progress:
    """One tick: pictures seen, seconds trained so far in all sessions, mean of each loss since the tick before.

    `values` are other figures: “win rate”, the share of pairs in which the real picture has the higher score (0 to 1, a half
    is chance); “augmentation”, the probability of augmentations (0 to 1); the norms of both networks' gradients.
    """

    images: int
    seconds: float
    losses: Mapping[str, float]
    values: Mapping[str, float] = field(default_factory=dict)
    kind: Literal["progress"] = "progress"


@dataclass(frozen=True)
class Measured:
    """How good the samples are just now: “distance” from the data, “diversity” (1: the data's own), “copied”, “overfit”."""

    images: int
    values: Mapping[str, float]
    kind: Literal["measured"] = "measured"


@dataclass(frozen=True)
class Diagnosed:
    """What the doctor sees: a name, how bad it is, why in plain words, what to do; `fix` are options that may do it."""

    images: int
    name: str
    severity: Literal["good", "notice", "warning", "bad"]
    message: str
    remedy: str
    fix: Mapping[str, Any] = field(default_factory=dict, hash=False)
    kind: Literal["diagnosed"] = "diagnosed"


@dataclass(frozen=True)
class Changed:
    """From here on the training goes on under other terms: why, and what in words."""

    images: int
    why: Literal["wish", "fork", "transfer", "memory", "exploded", "moved"]
    words: str
    kind: Literal["changed"] = "changed"


@dataclass(frozen=True)
class Sampled:
    """A sheet of samples lies at `path`, relative to the run folder; of the fixed latents, or of a `seed` asked for."""

    images: int
    path: str
    seed: int | None = None
    kind: Literal["sampled"] = "sampled"


@dataclass(frozen=True)
class Saved:
    """A checkpoint or a result lies at `path`, relative to the run folder where there is one."""

    images: int
    path: str
    kind: Literal["saved"] = "saved"


@dataclass(frozen=True)
class Finished:
    """Long work ended well: `reason` is “done” or “stopped”."""

    images: int
    reason: Literal["done", "stopped"]
    kind: Literal["finished"] = "finished"


@dataclass(frozen=True)
class Failed:
    """Long work ended badly: a sentence for the user, and the traceback where it is a bug."""

    error: str
    traceback: str | None = None
    kind: Literal["failed"] = "failed"


@dataclass(frozen=True)
class TileDone:
    """`done` of `total` tiles of a picture are rendered."""

    done: int
    total: int
    kind: Literal["tile"] = "tile"


@dataclass(frozen=True)
class Rendered:
    """A picture is rendered; it stays in memory and is not part of the JSON."""

    picture: "Picture" = field(repr=False)
    kind: Literal["rendered"] = "rendered"


@dataclass(frozen=True)
class Skipped:
    """A file was left out, and why."""

    path: str
    reason: str
    kind: Literal["skipped"] = "skipped"


@dataclass(frozen=True)
class Noted:
    """A sentence for the artist on what was made otherwise than asked, or could not be kept."""

    message: str
    kind: Literal["noted"] = "noted"


Written = (
    Started
    | Loading
    | StageBegan
    | Progress
    | Measured
    | Diagnosed
    | Changed
    | Sampled
    | Saved
    | Finished
    | Failed
    | TileDone
    | Skipped
    | Noted
)
Event = Written | Rendered


@cache
def _codec() -> "TypeAdapter[Any]":
    from pydantic import Field, TypeAdapter

    return TypeAdapter(Annotated[Union[Written], Field(discriminator="kind")])  # noqa: UP007


def to_json(event: Written) -> str:
    """The event as one line of JSON; of a file's name that is no text, what is none becomes “?”."""
    try:
        text: bytes = _codec().dump_json(event)
    except ValueError:  # pydantic's, of lone surrogates, as Python writes bytes that are no UTF-8
        plain = {name: _text(value) if isinstance(value, str) else value for name, value in vars(event).items()}
        text = _codec().dump_json(replace(event, **plain))  # type: ignore[arg-type]
    return f"{_BEGINNING}{text.decode()[1:]}"


def _text(words: str) -> str:
    return words.encode(errors="replace").decode()


def from_json(line: str | bytes, where: str = "The record of the training") -> Written:
    """The event that `to_json` wrote; ValueError where the line is none, names samples outside of the run folder, or counts
    what cannot be counted. NewerError, in words that begin with `where`, where it has a later form."""
    text = line if isinstance(line, str) else line.decode()
    present = text.startswith(_BEGINNING)  # then it need not be read twice: records are long
    event: Written = _codec().validate_json(text) if present else _codec().validate_python(decode("events", text, where))
    if isinstance(event, Sampled) and not _is_inside(event.path):
        raise ValueError("the samples lie outside of the run folder")
    seconds = event.seconds if isinstance(event, Progress) else 0.0
    if not (0 <= seconds <= _MOST and 0 <= getattr(event, "images", 0) <= _MOST):
        raise ValueError("the event counts what cannot be counted")
    return event


def _is_inside(path: str) -> bool:
    """Whether a path stays in the folder that it is relative to, on any system."""
    on_windows = PureWindowsPath(path)
    return not (on_windows.anchor or on_windows.drive or ".." in on_windows.parts)
