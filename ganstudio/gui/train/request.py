"""A request: all that a new run is made from, and what is foreseen of it."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from threading import Event as Flag
from typing import TYPE_CHECKING

from ganstudio.api.options import parse
from ganstudio.train.request import TrainRequest

if TYPE_CHECKING:
    from ganstudio.plugins.catalog import Catalog
    from ganstudio.runs.run import Run


@dataclass(frozen=True, kw_only=True)
class Request(TrainRequest):
    """What is asked of a new training, and the folder of its run."""

    folder: Path

    def make(self, catalog: "Catalog") -> "Run":
        """The run, made on the disk."""
        from ganstudio.train.planner import create_run

        return create_run(self.folder, catalog, self)


@dataclass(frozen=True)
class RequestForecast:
    """Seconds that the request's training takes, bytes that it needs, pictures that are seen in the time that there is."""

    seconds: float
    disk: int
    images: int


def forecast_request(request: Request, catalog: "Catalog", minutes: float, _stop: Flag) -> Iterator[RequestForecast]:
    """Take a few steps of the training that is asked for; nothing for those that change photos, which know their length."""
    from ganstudio.train.forecast import forecast
    from ganstudio.train.planner import plan_run

    architecture = catalog.architecture(request.architecture)
    if architecture.task == "translate":
        return
    spec = plan_run(catalog, request)
    options = parse(architecture.Options, spec.options, architecture.title)
    seen = forecast(architecture, spec)
    yield RequestForecast(seen.seconds(spec.plan), seen.disk, seen.images(architecture, options, spec.size, 60 * minutes))
