"""What long work says while it goes on: plain frozen values, the same for the window, the command line and the tests."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Annotated, Any, Literal, Union

if TYPE_CHECKING:
    from pydantic import TypeAdapter

    from ganstudio.pictures.picture import Picture


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
class StageBegan:
    """A stage of the plan begins: resolution in pixels, pictures a step."""

    images: int
    stage: int
    resolution: int
    batch: int
    kind: Literal["stage"] = "stage"


@dataclass(frozen=True)
class Progress:
    """One tick: pictures seen, seconds trained so far in all sessions, mean of each loss since the tick before."""

    images: int
    seconds: float
    losses: Mapping[str, float]
    kind: Literal["progress"] = "progress"


@dataclass(frozen=True)
class Sampled:
    """A sheet of samples of the fixed latents lies at `path`, relative to the run folder."""

    images: int
    path: str
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


Event = Started | StageBegan | Progress | Sampled | Saved | Finished | Failed | TileDone | Rendered | Skipped
Written = Started | StageBegan | Progress | Sampled | Saved | Finished | Failed | TileDone | Skipped


@cache
def _codec() -> "TypeAdapter[Any]":
    from pydantic import Field, TypeAdapter

    return TypeAdapter(Annotated[Union[Written], Field(discriminator="kind")])  # noqa: UP007


def to_json(event: Written) -> str:
    """The event as one line of JSON."""
    text: bytes = _codec().dump_json(event)
    return text.decode()


def from_json(line: str | bytes) -> Written:
    """The event that `to_json` wrote; ValueError where the line is none."""
    event: Written = _codec().validate_json(line)
    return event
