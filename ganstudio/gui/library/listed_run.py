"""What the Library says of a run, and in which order runs can be listed."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ganstudio.runs.run import State
    from ganstudio.runs.run_spec import RunSpec

Stamp = tuple[int, int, bool]


@dataclass(frozen=True)
class ListedRun:
    """What a card says of a run; `stamp` tells whether it is another since it was read."""

    folder: Path
    spec: "RunSpec"
    state: "State"
    images: int
    changed: datetime
    sheet: Path | None
    stamp: Stamp


@dataclass(frozen=True)
class Order:
    """An order of runs, and its title."""

    title: str
    key: Callable[[ListedRun], Any]
    backwards: bool


ORDERS = {
    "newest": Order("Newest first", lambda run: run.changed, backwards=True),
    "name": Order("By name", lambda run: run.folder.name.casefold(), backwards=False),
    "seen": Order("Most pictures seen", lambda run: run.images, backwards=True),
}
