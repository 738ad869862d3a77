"""The request for a new training."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any


@dataclass(frozen=True, kw_only=True)
class TrainRequest:
    """The request for a new training; what is None is chosen to suit the architecture, the pictures and the machine.

    `minutes` is how long it is to last, found out by taking some steps. With `labels` the sub-folders are kinds of pictures
    that are told apart. `start` is a training whose weights it begins with, as far as they fit. `preset` names options of
    the architecture's, over which `options` go. `aspect` is width by height of the new pictures. `ground` is the colour that
    transparency is laid on, or “opposite”: the one opposite to the average of what shows.
    """

    architecture: str
    data: Path
    size: int | None = None
    images: int | None = None
    minutes: float | None = None
    batch: int | None = None
    seed: int = 0
    device: str = "auto"
    mirror: bool = False
    photos: Path | None = None
    labels: bool = False
    start: Path | None = None
    preset: str | None = None
    aspect: float = 1.0
    ground: str = "white"
    options: Mapping[str, Any] = field(default_factory=dict)
